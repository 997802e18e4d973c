//! Rows of the status queries.

use lictor_types::limits::{FEATURE_NAME_BYTES_MAX, SERIAL_BYTES_MAX};
use lictor_types::{FeatureName, PoolId, Serial};

use crate::cursor::{Cursor, Read};
use crate::decode_error::Fault;
use crate::row::{FeatureRow, LeaseRow, SessionRow};
use crate::writer::Writer;

/// Least bytes of a [`FeatureRow`]: texts empty, options absent.
pub(super) const FEATURE_ROW_BYTES_MIN: usize = 42;
/// Least bytes of a [`LeaseRow`].
pub(super) const LEASE_ROW_BYTES_MIN: usize = 33;
/// Least bytes of a [`SessionRow`].
pub(super) const SESSION_ROW_BYTES_MIN: usize = 32;

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
    w.option(row.soft_limit, Writer::u32);
    w.option(row.start, Writer::date);
    w.option(row.end, Writer::date);
    w.list(&row.share, |w, flag| w.text(flag));
    w.option(row.borrow_hours, Writer::u32);
    w.option(row.grace_hours, Writer::u32);
    w.option(row.hold_seconds, Writer::u32);
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
        soft_limit: c.option("soft_limit", Cursor::u32)?,
        start: c.option("start", Cursor::date)?,
        end: c.option("end", Cursor::date)?,
        share: c.list("share", 0..=ROW_ENTRIES_MAX, 2, |c| c.long_string("share"))?,
        borrow_hours: c.option("borrow_hours", Cursor::u32)?,
        grace_hours: c.option("grace_hours", Cursor::u32)?,
        hold_seconds: c.option("hold_seconds", Cursor::u32)?,
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
    w.u64(row.session.to_u64());
    w.u32(row.count);
    w.u64(row.since_ms);
    w.option(row.borrowed_until_ms, Writer::u64);
}

pub(super) fn read_lease(c: &mut Cursor<'_>) -> Read<LeaseRow> {
    Ok(LeaseRow {
        lease: c.lease("lease")?,
        pool: c.u32("pool").map(PoolId)?,
        session: c.session("session")?,
        count: c.u32("count")?,
        since_ms: c.u64("since_ms")?,
        borrowed_until_ms: c.option("borrowed_until_ms", Cursor::u64)?,
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
    })
}
