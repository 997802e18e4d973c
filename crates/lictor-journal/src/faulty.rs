//! A disk in memory that can fail.
