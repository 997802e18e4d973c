//! Rows of the status queries.

use lictor_types::limits::{ATOMIC_FEATURES_MAX, FEATURE_NAME_BYTES_MAX, SERIAL_BYTES_MAX};
use lictor_types::{FeatureName, PoolId, Serial};

use crate::cursor::{Cursor, Read};
use crate::decode_error::Fault;
use crate::row::{DenialRow, FeatureRow, Holder, LeaseRow, SessionRow, WaiterRow};
use crate::writer::Writer;

/// Least bytes of a [`FeatureRow`]: texts empty, options absent.
pub(super) const FEATURE_ROW_BYTES_MIN: usize = 53;
/// Least bytes of a [`LeaseRow`].
pub(super) const LEASE_ROW_BYTES_MIN: usize = 35;
/// Least bytes of a [`SessionRow`].
pub(super) const SESSION_ROW_BYTES_MIN: usize = 33;
/// Least bytes of a [`WaiterRow`]: one feature.
pub(super) const WAITER_ROW_BYTES_MIN: usize = 38 + WAITED_BYTES_MIN;
/// Least bytes of a feature that is waited for: an empty name and a count.
const WAITED_BYTES_MIN: usize = 2 + 4;

const SESSION: u8 = 0;
const PERSON: u8 = 1;

/// Most entries of the lists within a [`FeatureRow`].
const ROW_ENTRIES_MAX: usize = 255;

pub(super) fn write_feature(w: &mut Writer<'_>, row: &FeatureRow) {
    w.u32(row.pool.0);
    w.text(row.feature.as_str());
    w.text(row.vendor.as_str());
    w.option(row.version, Writer::version);
    w.key_type(row.key_type);
    w.seats(row.seats);
    w.u64(row.used);
    w.u64(row.reserved);
    w.u64(row.denied);
    w.option(row.soft_limit, Writer::u32);
    w.option(row.start, Writer::date);
    w.option(row.end, Writer::date);
    w.list(&row.share, |w, flag| w.text(flag));
    w.option(row.borrow_hours, Writer::u32);
    w.option(row.grace_hours, Writer::u32);
    w.option(row.hold_seconds, Writer::u32);
    w.option(row.min_checkout_seconds, Writer::u32);
    w.option(row.user_based, Writer::seats);
    w.option(row.host_based, Writer::seats);
    w.option(row.licensee.as_deref(), Writer::text);
    w.option(row.serial.as_ref(), |w, serial| w.text(serial.as_str()));
    w.list(&row.texts, |w, (name, value)| {
        w.text(name);
        w.text(value);
    });
}

pub(super) fn read_feature(c: &mut Cursor<'_>) -> Read<FeatureRow> {
    Ok(FeatureRow {
        pool: c.u32("pool").map(PoolId)?,
        feature: read_feature_name(c)?,
        vendor: c.vendor("vendor")?,
        version: c.option("version", Cursor::version)?,
        key_type: c.key_type("key_type")?,
        seats: c.seats("seats")?,
        used: c.u64("used")?,
        reserved: c.u64("reserved")?,
        denied: c.u64("denied")?,
        soft_limit: c.option("soft_limit", Cursor::u32)?,
        start: c.option("start", Cursor::date)?,
        end: c.option("end", Cursor::date)?,
        share: c.list("share", 0..=ROW_ENTRIES_MAX, 2, |c| c.long_string("share"))?,
        borrow_hours: c.option("borrow_hours", Cursor::u32)?,
        grace_hours: c.option("grace_hours", Cursor::u32)?,
        hold_seconds: c.option("hold_seconds", Cursor::u32)?,
        min_checkout_seconds: c.option("min_checkout_seconds", Cursor::u32)?,
        user_based: c.option("user_based", Cursor::seats)?,
        host_based: c.option("host_based", Cursor::seats)?,
        licensee: c.option("licensee", Cursor::long_string)?,
        serial: c.option("serial", read_serial)?,
        texts: c.list("texts", 0..=ROW_ENTRIES_MAX, 4, |c| {
            Ok((c.long_string("texts")?, c.long_string("texts")?))
        })?,
    })
}

fn read_feature_name(c: &mut Cursor<'_>) -> Read<FeatureName> {
    let name = c.text("feature", FEATURE_NAME_BYTES_MAX)?;
    FeatureName::parse(name).map_err(|_| c.fault("feature", Fault::Invalid))
}

fn read_serial(c: &mut Cursor<'_>, field: &'static str) -> Read<Serial> {
    let serial = c.text(field, SERIAL_BYTES_MAX)?;
    Serial::parse(serial).map_err(|_| c.fault(field, Fault::Invalid))
}

pub(super) fn write_lease(w: &mut Writer<'_>, row: &LeaseRow) {
    w.u64(row.lease.to_u64());
    w.u32(row.pool.0);
    write_holder(w, &row.holder);
    w.u32(row.count);
    w.text(&row.project);
    w.u64(row.since_ms);
    w.option(row.borrowed_until_ms, Writer::u64);
    w.option(row.held_until_ms, Writer::u64);
}

pub(super) fn read_lease(c: &mut Cursor<'_>) -> Read<LeaseRow> {
    Ok(LeaseRow {
        lease: c.lease("lease")?,
        pool: c.u32("pool").map(PoolId)?,
        holder: read_holder(c)?,
        count: c.u32("count")?,
        project: c.long_string("project")?,
        since_ms: c.u64("since_ms")?,
        borrowed_until_ms: c.option("borrowed_until_ms", Cursor::u64)?,
        held_until_ms: c.option("held_until_ms", Cursor::u64)?,
    })
}

fn write_holder(w: &mut Writer<'_>, holder: &Holder) {
    match holder {
        Holder::Session(session) => {
            w.u8(SESSION);
            w.u64(session.to_u64());
        }
        Holder::Person { user, host, custom } => {
            w.u8(PERSON);
            w.text(user);
            w.text(host);
            w.text(custom);
        }
    }
}

fn read_holder(c: &mut Cursor<'_>) -> Read<Holder> {
    Ok(match c.u8("holder")? {
        SESSION => Holder::Session(c.session("session")?),
        PERSON => Holder::Person {
            user: c.long_string("user")?,
            host: c.long_string("host")?,
            custom: c.long_string("custom")?,
        },
        other => return Err(c.bad_value("holder", other)),
    })
}

pub(super) fn write_session(w: &mut Writer<'_>, row: &SessionRow) {
    w.u64(row.session.to_u64());
    w.option(row.vendor.as_ref(), |w, vendor| w.text(vendor.as_str()));
    w.text(&row.user);
    w.text(&row.host);
    w.text(&row.address);
    w.u32(row.pid);
    w.text(&row.project);
    w.text(&row.custom);
    w.u64(row.since_ms);
    w.flag(row.attached);
    w.option(row.denied.as_ref(), write_denial);
}

pub(super) fn read_session(c: &mut Cursor<'_>) -> Read<SessionRow> {
    Ok(SessionRow {
        session: c.session("session")?,
        vendor: c.option("vendor", Cursor::vendor)?,
        user: c.long_string("user")?,
        host: c.long_string("host")?,
        address: c.long_string("address")?,
        pid: c.u32("pid")?,
        project: c.long_string("project")?,
        custom: c.long_string("custom")?,
        since_ms: c.u64("since_ms")?,
        attached: c.flag("attached")?,
        denied: c.option("denied", read_denial)?,
    })
}

fn write_denial(w: &mut Writer<'_>, row: &DenialRow) {
    w.text(&row.feature);
    w.status(row.status);
    w.u32(row.requested);
    w.u64(row.at_ms);
}

fn read_denial(c: &mut Cursor<'_>, field: &'static str) -> Read<DenialRow> {
    Ok(DenialRow {
        feature: c.string(field, FEATURE_NAME_BYTES_MAX)?,
        status: c.status(field)?,
        requested: c.u32(field)?,
        at_ms: c.u64(field)?,
    })
}

pub(super) fn write_waiter(w: &mut Writer<'_>, row: &WaiterRow) {
    w.u64(row.session.to_u64());
    w.u64(row.request.0);
    w.list(&row.features, |w, (feature, count)| {
        w.text(feature.as_str());
        w.u32(*count);
    });
    w.u32(row.position);
    w.u64(row.since_ms);
    w.u64(row.until_ms);
}

pub(super) fn read_waiter(c: &mut Cursor<'_>) -> Read<WaiterRow> {
    Ok(WaiterRow {
        session: c.session("session")?,
        request: c.request("request")?,
        features: c.list("features", 1..=ATOMIC_FEATURES_MAX, WAITED_BYTES_MIN, |c| {
            Ok((read_feature_name(c)?, c.u32("count")?))
        })?,
        position: c.u32("position")?,
        since_ms: c.u64("since_ms")?,
        until_ms: c.u64("until_ms")?,
    })
}
