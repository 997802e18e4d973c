//! The target `office_names` under a coverage-guided engine.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lictor_fuzz::fuzz("office_names", bytes));
