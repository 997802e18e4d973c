//! License files: reading, rules, canonical bytes, signatures, keyring.
