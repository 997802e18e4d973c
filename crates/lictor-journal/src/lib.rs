//! The one append-only log: blocks of opaque bytes in segments.
