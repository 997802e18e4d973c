//! All nouns of the command line.

mod catalogue;
mod entitlement;
mod fulfillment;
mod key;
mod license;
mod platform;
mod provider;

use super::verb::Noun;

/// All nouns, in the order of the help.
pub(crate) const NOUNS: &[&Noun] = &[
    &license::LICENSE,
    &fulfillment::FULFILLMENT,
    &entitlement::ENTITLEMENT,
    &entitlement::LINE_ITEM,
    &catalogue::ACCOUNT,
    &catalogue::HOST,
    &catalogue::PRODUCT,
    &catalogue::FEATURE,
    &catalogue::RELATION,
    &catalogue::MODEL,
    &provider::PLUGIN,
    &provider::CLASS,
    &provider::SUBSCRIPTION,
    &provider::ORDER,
    &provider::OPERATION,
    &provider::SYNC_RUN,
    &provider::DAILY,
    &key::KEY,
    &key::ISSUER_CLASS,
    &platform::FILE,
    &platform::EVENT,
    &platform::WEBHOOK,
    &platform::DELIVERY,
    &platform::AUDIT,
    &platform::TOKEN,
    &platform::ROLE,
    &platform::SETTINGS,
    &platform::CLOCK,
];

/// Verbs that stand alone.
pub(crate) const ALONE: &Noun = &entitlement::COUNT;
