//! Answers.

use lictor_types::limits::{ATOMIC_FEATURES_MAX, DENIAL_POOLS_MAX};
use lictor_types::{
    Answer, Borrowed, Denial, Grant, PoolAnswer, PoolId, Relief, ReliefKind, RequestId, RuleKind, RuleRef,
    When,
};

use crate::cursor::{Cursor, Read};
use crate::writer::Writer;

const GRANTED: u8 = 1;
const GRANTED_ALL: u8 = 2;
const DENIED: u8 = 3;
const DENIED_ALL: u8 = 4;
const CHECKED_IN: u8 = 5;
const CANCELLED: u8 = 6;
const REFUSED: u8 = 7;
const BORROWED: u8 = 8;
const RETURNED: u8 = 9;

const INSTANT: u8 = 0;
const DAY: u8 = 1;

const GRANT_BYTES: usize = 41;
const DENIAL_BYTES_MIN: usize = 38;
const POOL_ANSWER_BYTES: usize = 27;

/// Least bytes of a request id with its answer.
pub(super) const NUMBERED_BYTES_MIN: usize = 8 + 1 + 2;

pub(super) fn write_numbered(w: &mut Writer<'_>, request: RequestId, answer: &Answer) {
    w.u64(request.0);
    match answer {
        Answer::Granted(grant) => {
            w.u8(GRANTED);
            write_grant(w, grant);
        }
        Answer::GrantedAll(grants) => {
            w.u8(GRANTED_ALL);
            w.list(grants, write_grant);
        }
        Answer::Denied(denial) => {
            w.u8(DENIED);
            write_denial(w, denial);
        }
        Answer::DeniedAll(denials) => {
            w.u8(DENIED_ALL);
            w.list(denials, write_denial);
        }
        Answer::CheckedIn { released, held } => {
            w.u8(CHECKED_IN);
            w.u32(*released);
            w.u32(*held);
        }
        Answer::Cancelled { freed } => {
            w.u8(CANCELLED);
            w.u32(*freed);
        }
        Answer::Refused(status) => {
            w.u8(REFUSED);
            w.status(*status);
        }
        Answer::Borrowed(borrowed) => {
            w.u8(BORROWED);
            write_grant(w, &borrowed.grant);
            w.u64(borrowed.borrow.to_u64());
            w.u16(borrowed.hours);
            w.u64(borrowed.from_ms);
            w.u64(borrowed.until_ms);
        }
        Answer::Returned { freed } => {
            w.u8(RETURNED);
            w.u32(*freed);
        }
    }
}

pub(super) fn read_numbered(c: &mut Cursor<'_>) -> Read<(RequestId, Answer)> {
    let request = c.request("request")?;
    let answer = match c.u8("answer")? {
        GRANTED => Answer::Granted(read_grant(c)?),
        GRANTED_ALL => {
            Answer::GrantedAll(c.list("grants", 1..=ATOMIC_FEATURES_MAX, GRANT_BYTES, read_grant)?)
        }
        DENIED => Answer::Denied(read_denial(c)?),
        DENIED_ALL => {
            Answer::DeniedAll(c.list("denials", 1..=ATOMIC_FEATURES_MAX, DENIAL_BYTES_MIN, read_denial)?)
        }
        CHECKED_IN => Answer::CheckedIn { released: c.u32("released")?, held: c.u32("held")? },
        CANCELLED => Answer::Cancelled { freed: c.u32("freed")? },
        REFUSED => Answer::Refused(c.status("status")?),
        BORROWED => Answer::Borrowed(Borrowed {
            grant: read_grant(c)?,
            borrow: c.borrow("borrow")?,
            hours: c.u16("hours")?,
            from_ms: c.u64("from_ms")?,
            until_ms: c.u64("until_ms")?,
        }),
        RETURNED => Answer::Returned { freed: c.u32("freed")? },
        other => return Err(c.bad_value("answer", other)),
    };
    Ok((request, answer))
}

fn write_grant(w: &mut Writer<'_>, grant: &Grant) {
    w.u64(grant.lease.to_u64());
    w.u32(grant.pool.0);
    w.u32(grant.pool_rev);
    w.u32(grant.count);
    w.u32(grant.held);
    w.seats(grant.seats);
    w.u64(grant.used);
    w.flag(grant.soft_limit);
    w.date(grant.day);
}

fn read_grant(c: &mut Cursor<'_>) -> Read<Grant> {
    Ok(Grant {
        lease: c.lease("lease")?,
        pool: c.u32("pool").map(PoolId)?,
        pool_rev: c.u32("pool_rev")?,
        count: c.u32("count")?,
        held: c.u32("held")?,
        seats: c.seats("seats")?,
        used: c.u64("used")?,
        soft_limit: c.flag("soft_limit")?,
        day: c.date("day")?,
    })
}

fn write_denial(w: &mut Writer<'_>, denial: &Denial) {
    w.status(denial.status);
    w.u32(denial.requested);
    w.seats(denial.seats);
    w.u64(denial.used);
    w.u64(denial.reserved);
    w.option(denial.rule, write_rule);
    w.u32(denial.waiting);
    w.option(denial.relief, write_relief);
    w.u32(denial.pools_total);
    let listed = denial.pools.len().min(DENIAL_POOLS_MAX);
    w.list(denial.pools.get(..listed).unwrap_or_default(), write_pool);
}

fn read_denial(c: &mut Cursor<'_>) -> Read<Denial> {
    Ok(Denial {
        status: c.status("status")?,
        requested: c.u32("requested")?,
        seats: c.seats("seats")?,
        used: c.u64("used")?,
        reserved: c.u64("reserved")?,
        rule: c.option("rule", read_rule)?.flatten(),
        waiting: c.u32("waiting")?,
        relief: c.option("relief", read_relief)?.flatten(),
        pools_total: c.u32("pools_total")?,
        pools: c.list("pools", 0..=DENIAL_POOLS_MAX, POOL_ANSWER_BYTES, read_pool)?,
    })
}

fn write_rule(w: &mut Writer<'_>, rule: RuleRef) {
    w.u32(rule.number);
    w.u32(rule.line);
    w.u8(rule.kind as u8);
}

/// A rule; none if it is of a kind unknown here.
fn read_rule(c: &mut Cursor<'_>, field: &'static str) -> Read<Option<RuleRef>> {
    let (number, line) = (c.u32(field)?, c.u32(field)?);
    let kind = RuleKind::from_u8(c.u8(field)?);
    Ok(kind.map(|kind| RuleRef { number, line, kind }))
}

fn write_relief(w: &mut Writer<'_>, relief: Relief) {
    w.u8(relief.what as u8);
    match relief.at {
        When::Instant(ms) => {
            w.u8(INSTANT);
            w.u64(ms);
        }
        When::Day { zone, date } => {
            w.u8(DAY);
            w.u16(zone);
            w.date(date);
        }
    }
}

/// A relief; none if it is of a kind unknown here.
fn read_relief(c: &mut Cursor<'_>, field: &'static str) -> Read<Option<Relief>> {
    let what = ReliefKind::from_u8(c.u8(field)?);
    let at = match c.u8(field)? {
        INSTANT => When::Instant(c.u64(field)?),
        DAY => When::Day { zone: c.u16(field)?, date: c.date(field)? },
        other => return Err(c.bad_value(field, other)),
    };
    Ok(what.map(|what| Relief { what, at }))
}

fn write_pool(w: &mut Writer<'_>, pool: &PoolAnswer) {
    w.u32(pool.pool.0);
    w.key_type(pool.key_type);
    w.status(pool.status);
    w.seats(pool.seats);
    w.u64(pool.used);
    w.u64(pool.reserved);
}

fn read_pool(c: &mut Cursor<'_>) -> Read<PoolAnswer> {
    Ok(PoolAnswer {
        pool: c.u32("pool").map(PoolId)?,
        key_type: c.key_type("key_type")?,
        status: c.status("status")?,
        seats: c.seats("seats")?,
        used: c.u64("used")?,
        reserved: c.u64("reserved")?,
    })
}
