//! Queries.

use lictor_types::PoolId;
use lictor_types::limits::FEATURE_NAME_BYTES_MAX;

use crate::cursor::{Cursor, Read};
use crate::message::Query;
use crate::writer::Writer;

const BIND: u8 = 1;
const FEATURE: u8 = 2;
const FEATURES: u8 = 3;
const LEASES: u8 = 4;
const SESSIONS: u8 = 5;
const MEMBERS: u8 = 6;
const LICENSE: u8 = 7;
const SERVER: u8 = 8;
const WAITERS: u8 = 9;
const CERTIFICATE: u8 = 10;

pub(super) fn write(w: &mut Writer<'_>, query: &Query) {
    match query {
        Query::Bind { feature } => {
            w.u8(BIND);
            w.text(feature);
        }
        Query::Feature { feature } => {
            w.u8(FEATURE);
            w.text(feature);
        }
        Query::Features { cursor } => {
            w.u8(FEATURES);
            w.u64(*cursor);
        }
        Query::Leases { cursor } => {
            w.u8(LEASES);
            w.u64(*cursor);
        }
        Query::Sessions { cursor } => {
            w.u8(SESSIONS);
            w.u64(*cursor);
        }
        Query::Members { pool } => {
            w.u8(MEMBERS);
            w.u32(pool.0);
        }
        Query::License { digest, offset } => {
            w.u8(LICENSE);
            w.bytes(&digest.0);
            w.u32(*offset);
        }
        Query::Server => w.u8(SERVER),
        Query::Waiters { cursor } => {
            w.u8(WAITERS);
            w.u64(*cursor);
        }
        Query::Certificate { borrow } => {
            w.u8(CERTIFICATE);
            w.u64(borrow.to_u64());
        }
    }
}

pub(super) fn read(c: &mut Cursor<'_>) -> Read<Query> {
    Ok(match c.u8("query")? {
        BIND => Query::Bind { feature: c.string("feature", FEATURE_NAME_BYTES_MAX)? },
        FEATURE => Query::Feature { feature: c.string("feature", FEATURE_NAME_BYTES_MAX)? },
        FEATURES => Query::Features { cursor: c.u64("cursor")? },
        LEASES => Query::Leases { cursor: c.u64("cursor")? },
        SESSIONS => Query::Sessions { cursor: c.u64("cursor")? },
        MEMBERS => Query::Members { pool: c.u32("pool").map(PoolId)? },
        LICENSE => Query::License { digest: c.digest("digest")?, offset: c.u32("offset")? },
        SERVER => Query::Server,
        WAITERS => Query::Waiters { cursor: c.u64("cursor")? },
        CERTIFICATE => Query::Certificate { borrow: c.borrow("borrow")? },
        other => return Err(c.bad_value("query", other)),
    })
}
