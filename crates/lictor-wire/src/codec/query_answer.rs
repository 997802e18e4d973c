//! Answers to queries: bodies that may take more than one frame.

use alloc::vec::Vec;

use lictor_types::limits::{
    BORROW_CERTIFICATE_BYTES_MAX, FRAME_BYTES_MAX, IDENTITY_FIELD_BYTES_MAX, QUERY_ANSWER_BYTES_MAX,
    VENDORS_MAX,
};
use lictor_types::{FeatureId, PoolId};

use crate::cursor::{Cursor, Read};
use crate::frame;
use crate::kind::Kind;
use crate::message::{Bound, Members, QueryAnswer, ZoneDay};
use crate::writer::Writer;

use super::row;

const BOUND: u8 = 1;
const FEATURES: u8 = 2;
const LEASES: u8 = 3;
const SESSIONS: u8 = 4;
const MEMBERS: u8 = 5;
const LICENSE: u8 = 6;
const SERVER: u8 = 7;
const WAITERS: u8 = 8;
const CERTIFICATE: u8 = 9;
const FAILED: u8 = 255;

const BOUND_POOL_BYTES: usize = 9;
const DIGEST_BYTES: usize = 32;
const POOL_BYTES: usize = 4;
const TEXT_BYTES_MIN: usize = 2;

/// Bytes of a part's frame before the part: kind, number, more.
const HEAD_BYTES: usize = 1 + 4 + 1;
/// Most bytes of one part.
const PART_BYTES_MAX: usize = FRAME_BYTES_MAX - HEAD_BYTES;

/// Appends the answer to query `number` as one or more frames of kind [`Kind::QUERY_ANSWER`], each
/// within [`FRAME_BYTES_MAX`]. A [`crate::QueryAssembler`] joins them again.
pub fn encode_query_answer(number: u32, answer: &QueryAnswer, out: &mut Vec<u8>) {
    let start = open_part(out, number, false);
    write(&mut Writer::new(out), answer);
    if frame::length(out, start) <= FRAME_BYTES_MAX {
        return frame::close(out, start);
    }
    let body = out.split_off(start + frame::PREFIX_BYTES + HEAD_BYTES);
    out.truncate(start);
    let mut parts = body.chunks(PART_BYTES_MAX).peekable();
    while let Some(part) = parts.next() {
        let start = open_part(out, number, parts.peek().is_some());
        out.extend_from_slice(part);
        frame::close(out, start);
    }
}

fn open_part(out: &mut Vec<u8>, number: u32, more: bool) -> usize {
    let start = frame::open(out, Kind::QUERY_ANSWER);
    let mut w = Writer::new(out);
    w.u32(number);
    w.flag(more);
    start
}

/// Reads a whole body.
pub(crate) fn decode_query_answer(body: &[u8]) -> Read<QueryAnswer> {
    let mut c = Cursor::of_body("query_answer", body);
    let answer = read(&mut c)?;
    c.finish()?;
    Ok(answer)
}

fn write(w: &mut Writer<'_>, answer: &QueryAnswer) {
    match answer {
        QueryAnswer::Bound(bound) => write_bound(w, bound),
        QueryAnswer::Features { rows, next } => write_rows(w, FEATURES, rows, *next, row::write_feature),
        QueryAnswer::Leases { rows, next } => write_rows(w, LEASES, rows, *next, row::write_lease),
        QueryAnswer::Sessions { rows, next } => write_rows(w, SESSIONS, rows, *next, row::write_session),
        QueryAnswer::Members(members) => write_members(w, members),
        QueryAnswer::License { digest, offset, total, text } => {
            w.u8(LICENSE);
            w.bytes(&digest.0);
            w.u32(*offset);
            w.u32(*total);
            w.blob(text);
        }
        QueryAnswer::Server { software, vendors, uptime_seconds, key, wall_ms } => {
            w.u8(SERVER);
            w.text(software);
            w.list(vendors, |w, vendor| w.text(vendor.as_str()));
            w.u64(*uptime_seconds);
            w.bytes(key.as_bytes());
            w.u64(*wall_ms);
        }
        QueryAnswer::Waiters { rows, next } => write_rows(w, WAITERS, rows, *next, row::write_waiter),
        QueryAnswer::Certificate { bytes } => {
            w.u8(CERTIFICATE);
            w.blob(bytes);
        }
        QueryAnswer::Failed(status) => {
            w.u8(FAILED);
            w.status(*status);
        }
    }
}

fn read(c: &mut Cursor<'_>) -> Read<QueryAnswer> {
    Ok(match c.u8("answer")? {
        BOUND => QueryAnswer::Bound(read_bound(c)?),
        FEATURES => QueryAnswer::Features {
            rows: c.long_list("rows", row::FEATURE_ROW_BYTES_MIN, row::read_feature)?,
            next: read_next(c)?,
        },
        LEASES => QueryAnswer::Leases {
            rows: c.long_list("rows", row::LEASE_ROW_BYTES_MIN, row::read_lease)?,
            next: read_next(c)?,
        },
        SESSIONS => QueryAnswer::Sessions {
            rows: c.long_list("rows", row::SESSION_ROW_BYTES_MIN, row::read_session)?,
            next: read_next(c)?,
        },
        MEMBERS => QueryAnswer::Members(read_members(c)?),
        LICENSE => read_license(c)?,
        SERVER => QueryAnswer::Server {
            software: c.string("software", IDENTITY_FIELD_BYTES_MAX)?,
            vendors: c.list("vendors", 0..=VENDORS_MAX, TEXT_BYTES_MIN, |c| c.vendor("vendors"))?,
            uptime_seconds: c.u64("uptime_seconds")?,
            key: c.public_key("key")?,
            wall_ms: c.u64("wall_ms")?,
        },
        WAITERS => QueryAnswer::Waiters {
            rows: c.long_list("rows", row::WAITER_ROW_BYTES_MIN, row::read_waiter)?,
            next: read_next(c)?,
        },
        CERTIFICATE => {
            QueryAnswer::Certificate { bytes: c.blob("certificate", BORROW_CERTIFICATE_BYTES_MAX)?.to_vec() }
        }
        FAILED => QueryAnswer::Failed(c.status("status")?),
        other => return Err(c.bad_value("answer", other)),
    })
}

fn write_rows<T>(
    w: &mut Writer<'_>,
    kind: u8,
    rows: &[T],
    next: Option<u64>,
    write: impl FnMut(&mut Writer<'_>, &T),
) {
    w.u8(kind);
    w.long_list(rows, write);
    w.option(next, Writer::u64);
}

fn read_next(c: &mut Cursor<'_>) -> Read<Option<u64>> {
    c.option("next", Cursor::u64)
}

fn write_bound(w: &mut Writer<'_>, bound: &Bound) {
    w.u8(BOUND);
    w.u32(bound.feature.0);
    w.text(bound.vendor.as_str());
    w.long_list(&bound.pools, |w, (pool, key_type, pool_rev)| {
        w.u32(pool.0);
        w.key_type(*key_type);
        w.u32(*pool_rev);
    });
}

fn read_bound(c: &mut Cursor<'_>) -> Read<Bound> {
    Ok(Bound {
        feature: c.u32("feature").map(FeatureId)?,
        vendor: c.vendor("vendor")?,
        pools: c.long_list("pools", BOUND_POOL_BYTES, |c| {
            Ok((PoolId(c.u32("pool")?), c.key_type("key_type")?, c.u32("pool_rev")?))
        })?,
    })
}

fn write_members(w: &mut Writer<'_>, members: &Members) {
    w.u8(MEMBERS);
    w.u32(members.pool.0);
    w.u32(members.pool_rev);
    w.key_type(members.key_type);
    w.version(members.version);
    w.seats(members.seats);
    w.u64(members.wall_ms);
    w.text(&members.zone.zone);
    w.date(members.zone.day);
    w.long_list(&members.members, |w, digest| w.bytes(&digest.0));
    w.long_list(&members.dependencies, |w, pool| w.u32(pool.0));
}

fn read_members(c: &mut Cursor<'_>) -> Read<Members> {
    Ok(Members {
        pool: c.u32("pool").map(PoolId)?,
        pool_rev: c.u32("pool_rev")?,
        key_type: c.key_type("key_type")?,
        version: c.version("version")?,
        seats: c.seats("seats")?,
        wall_ms: c.u64("wall_ms")?,
        zone: ZoneDay { zone: c.string("zone", IDENTITY_FIELD_BYTES_MAX)?, day: c.date("day")? },
        members: c.long_list("members", DIGEST_BYTES, |c| c.digest("members"))?,
        dependencies: c.long_list("dependencies", POOL_BYTES, |c| c.u32("dependencies").map(PoolId))?,
    })
}

fn read_license(c: &mut Cursor<'_>) -> Read<QueryAnswer> {
    let (digest, offset, total) = (c.digest("digest")?, c.u32("offset")?, c.u32("total")?);
    Ok(QueryAnswer::License { digest, offset, total, text: c.blob("text", QUERY_ANSWER_BYTES_MAX)?.to_vec() })
}
