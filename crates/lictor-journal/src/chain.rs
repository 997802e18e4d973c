//! The hash chain: each application block names the head it extends (TRU-05).

use lictor_types::Digest;
use ring::digest;

/// What the first block of a journal extends; it binds the chain to one ledger of one server.
pub(crate) fn genesis(server_id: &[u8; 16], ledger_id: u32) -> Digest {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(b"lictor journal 1\0");
    context.update(server_id);
    context.update(&ledger_id.to_le_bytes());
    finish(context)
}

pub(crate) fn sha256(bytes: &[u8]) -> Digest {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(bytes);
    finish(context)
}

fn finish(context: digest::Context) -> Digest {
    let mut out = [0; 32];
    out.copy_from_slice(context.finish().as_ref());
    Digest(out)
}
