//! The bytes that a license's signature covers (FIL-03). `docs/license-format.md` describes them
//! byte by byte.

use lictor_types::Digest;
use ring::digest::{Context, SHA256};

use crate::domain::{self, put, put_number};
use crate::terms::Terms;

/// The canonical bytes.
pub(crate) fn bytes(terms: &Terms) -> Vec<u8> {
    let mut out = domain::LICENSE.to_vec();
    put(&mut out, terms.feature().as_str().as_bytes());
    put_number(&mut out, terms.settings.len());
    for (name, value) in terms.settings() {
        put(&mut out, name.as_bytes());
        put(&mut out, value.as_bytes());
    }
    put_number(&mut out, terms.sides.len());
    for (side, block) in terms.blocks() {
        put(&mut out, side.element().as_bytes());
        put_number(&mut out, block.ids.len());
        for id in &block.ids {
            put(&mut out, id.kind().name().as_bytes());
            put(&mut out, id.value().as_bytes());
        }
    }
    out
}

/// SHA-256.
pub(crate) fn digest(bytes: &[u8]) -> Digest {
    let mut context = Context::new(&SHA256);
    context.update(bytes);
    finish(context)
}

/// The finished digest in our own type.
pub(crate) fn finish(context: Context) -> Digest {
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    Digest(out)
}
