//! What the tests of several crates share: daemons on free ports, directories, signed files.
