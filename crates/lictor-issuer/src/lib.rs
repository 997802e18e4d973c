//! Signing: vendor keys and templates in, signed license files out.
