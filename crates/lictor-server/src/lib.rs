//! The license server, as a library and as lictord.
