//! Operations.

use lictor_types::limits::{ATOMIC_FEATURES_MAX, FEATURE_NAME_BYTES_MAX, RESERVATION_TOKEN_BYTES_MAX};
use lictor_types::{Checkout, FeatureId, FeatureRef, Operation};

use crate::cursor::{Cursor, Read};
use crate::writer::Writer;

const CHECKOUT: u8 = 1;
const CHECKOUT_ALL: u8 = 2;
const CHECKIN: u8 = 3;
const CHECKIN_FEATURE: u8 = 4;
const CANCEL: u8 = 5;
const WAIT: u8 = 6;
const BORROW: u8 = 7;
const REFRESH: u8 = 8;
const RETURN: u8 = 9;

const BY_ID: u8 = 0;
const BY_NAME: u8 = 1;

/// Least bytes of a [`Checkout`]: an empty name, no version, no reservation.
const CHECKOUT_BYTES_MIN: usize = 3 + 1 + 1 + 4 + 1;

pub(super) fn write(w: &mut Writer<'_>, operation: &Operation<'_>) {
    match operation {
        Operation::Checkout(checkout) => {
            w.u8(CHECKOUT);
            write_checkout(w, checkout);
        }
        Operation::CheckoutAll(checkouts) => {
            w.u8(CHECKOUT_ALL);
            w.list(checkouts, write_checkout);
        }
        Operation::Checkin { lease, count } => {
            w.u8(CHECKIN);
            w.u64(lease.to_u64());
            w.u32(*count);
        }
        Operation::CheckinFeature { feature, count } => {
            w.u8(CHECKIN_FEATURE);
            write_feature(w, *feature);
            w.u32(*count);
        }
        Operation::Cancel { request } => {
            w.u8(CANCEL);
            w.u64(request.0);
        }
        Operation::Wait { checkouts, wait_ms } => {
            w.u8(WAIT);
            w.list(checkouts, write_checkout);
            w.u32(*wait_ms);
        }
        Operation::Borrow { checkout, hours } => {
            w.u8(BORROW);
            write_checkout(w, checkout);
            w.u16(*hours);
        }
        Operation::Refresh { borrow } => {
            w.u8(REFRESH);
            w.u64(borrow.to_u64());
        }
        Operation::Return { borrow } => {
            w.u8(RETURN);
            w.u64(borrow.to_u64());
        }
    }
}

pub(super) fn read<'a>(c: &mut Cursor<'a>) -> Read<Operation<'a>> {
    match c.u8("operation")? {
        CHECKOUT => read_checkout(c).map(Operation::Checkout),
        CHECKOUT_ALL => c
            .list("features", 1..=ATOMIC_FEATURES_MAX, CHECKOUT_BYTES_MIN, read_checkout)
            .map(Operation::CheckoutAll),
        CHECKIN => Ok(Operation::Checkin { lease: c.lease("lease")?, count: c.u32("count")? }),
        CHECKIN_FEATURE => {
            Ok(Operation::CheckinFeature { feature: read_feature(c)?, count: c.u32("count")? })
        }
        CANCEL => Ok(Operation::Cancel { request: c.request("request")? }),
        WAIT => Ok(Operation::Wait {
            checkouts: c.list("features", 1..=ATOMIC_FEATURES_MAX, CHECKOUT_BYTES_MIN, read_checkout)?,
            wait_ms: c.u32("wait_ms")?,
        }),
        BORROW => Ok(Operation::Borrow { checkout: read_checkout(c)?, hours: c.u16("hours")? }),
        REFRESH => Ok(Operation::Refresh { borrow: c.borrow("borrow")? }),
        RETURN => Ok(Operation::Return { borrow: c.borrow("borrow")? }),
        other => Err(c.bad_value("operation", other)),
    }
}

fn write_checkout(w: &mut Writer<'_>, checkout: &Checkout<'_>) {
    write_feature(w, checkout.feature);
    w.option(checkout.version, Writer::version);
    w.flag(checkout.exact);
    w.u32(checkout.count);
    w.option(checkout.reservation, Writer::text);
}

fn read_checkout<'a>(c: &mut Cursor<'a>) -> Read<Checkout<'a>> {
    Ok(Checkout {
        feature: read_feature(c)?,
        version: c.option("version", Cursor::version)?,
        exact: c.flag("exact")?,
        count: c.wanted("count")?,
        reservation: c.option("reservation", |c, field| c.text(field, RESERVATION_TOKEN_BYTES_MAX))?,
    })
}

fn write_feature(w: &mut Writer<'_>, feature: FeatureRef<'_>) {
    match feature {
        FeatureRef::Id(id) => {
            w.u8(BY_ID);
            w.u32(id.0);
        }
        FeatureRef::Name(name) => {
            w.u8(BY_NAME);
            w.text(name);
        }
    }
}

fn read_feature<'a>(c: &mut Cursor<'a>) -> Read<FeatureRef<'a>> {
    match c.u8("feature")? {
        BY_ID => c.u32("feature").map(|id| FeatureRef::Id(FeatureId(id))),
        BY_NAME => c.text("feature", FEATURE_NAME_BYTES_MAX).map(FeatureRef::Name),
        other => Err(c.bad_value("feature", other)),
    }
}
