//! Every reason for which the back office refuses, with its HTTP status and its one sentence.
//!
//! The codes are stable: programs decide by them. All state conflicts are 409, a problem of the body is
//! 422, trouble behind us is 502 to 504 (office.md section 2).

use core::fmt;

/// A stable reason of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// `INVALID_FIELD`: a field has a value that is not allowed.
    InvalidField,
    /// `UNKNOWN_FIELD`: a field that this version does not know.
    UnknownField,
    /// `READ_ONLY`: a field that only the system sets.
    ReadOnly,
    /// `INVALID_COUNT`: a count that is not allowed here.
    InvalidCount,
    /// `COUNT_EXCEEDS_FULFILLMENT`: more seats than the fulfillment has.
    CountExceedsFulfillment,
    /// `COUNT_OUT_OF_RANGE`: the sum of seats would leave its range.
    CountOutOfRange,
    /// `TARGET_REQUIRED`: several line items qualify and none was chosen.
    TargetRequired,
    /// `SERVER_HOST_REQUIRED`: the target model needs a server host id.
    ServerHostRequired,
    /// `NODE_HOST_REQUIRED`: the target model needs a node-locked host id.
    NodeHostRequired,
    /// `HOST_NOT_ALLOWED`: a host id was given that is not asked for.
    HostNotAllowed,
    /// `START_DATE_REQUIRED`: no start date was given and the line item fixes none.
    StartDateRequired,
    /// `CLASS_NOT_SELLABLE`: the license class is not selected for sale.
    ClassNotSellable,
    /// `CLASS_MISMATCH`: the file is of another license class.
    ClassMismatch,
    /// `SIGNATURE_INVALID`: the signature of the file does not hold.
    SignatureInvalid,
    /// `FILE_INVALID`: the file cannot be read as a license file.
    FileInvalid,
    /// `FILE_EXPIRED`: the file has expired.
    FileExpired,
    /// `END_OUTSIDE_BASE`: the upgrade would end after its base.
    EndOutsideBase,
    /// `BASE_UNLIMITED`: an unlimited base cannot be raised.
    BaseUnlimited,
    /// `DOWNGRADE_NOT_ALLOWED`: the class does not permit lower values.
    DowngradeNotAllowed,
    /// `IDEMPOTENCY_MISMATCH`: the idempotency key was used for another request.
    IdempotencyMismatch,
    /// `DUPLICATE`: a record with this unique value exists.
    Duplicate,
    /// `UNAUTHENTICATED`: no token, or one that is not known.
    Unauthenticated,
    /// `FORBIDDEN`: the token lacks the right.
    Forbidden,
    /// `NOT_FOUND`: there is no such record.
    NotFound,
    /// `METHOD_NOT_ALLOWED`: not with this method.
    MethodNotAllowed,
    /// `PRECONDITION_FAILED`: the record changed since it was read.
    PreconditionFailed,
    /// `BODY_TOO_LARGE`: the body is larger than allowed.
    BodyTooLarge,
    /// `RATE_LIMITED`: too many requests.
    RateLimited,
    /// `ILLEGAL_TRANSITION`: the status does not permit the action.
    IllegalTransition,
    /// `PLUGIN_NOT_CONFIGURED`: the plug-in has not fetched its classes.
    PluginNotConfigured,
    /// `PLUGIN_OFFLINE`: the plug-in has no connection to its issuer.
    PluginOffline,
    /// `PLUGIN_PAUSED`: the plug-in is paused.
    PluginPaused,
    /// `ALREADY_ISSUED`: the license has a key already.
    AlreadyIssued,
    /// `KEY_NOT_ISSUED`: the license has no key yet.
    KeyNotIssued,
    /// `KEY_ISSUED`: a request with a key cannot be deleted.
    KeyIssued,
    /// `ACTIVATION_REQUIRED`: the key must be activated first.
    ActivationRequired,
    /// `ACTIVATION_NOT_SUPPORTED`: the class needs no activation.
    ActivationNotSupported,
    /// `LICENSE_EXPIRED`: the license has expired.
    LicenseExpired,
    /// `LICENSE_TERMINATED`: the license was terminated.
    LicenseTerminated,
    /// `LICENSE_NOT_EXPIRED`: the license has not expired.
    LicenseNotExpired,
    /// `OPERATION_IN_PROGRESS`: an operation on this record is running.
    OperationInProgress,
    /// `FILE_NOT_RETRIEVED`: no file is stored.
    FileNotRetrieved,
    /// `NOT_ASSIGNED`: the license is assigned to no server.
    NotAssigned,
    /// `ALREADY_ASSIGNED`: the license is assigned already.
    AlreadyAssigned,
    /// `SUBSCRIPTION_NOT_READY`: the subscription is not active.
    SubscriptionNotReady,
    /// `UPLOAD_NOT_ALLOWED`: an online plug-in takes no uploaded file.
    UploadNotAllowed,
    /// `NOT_RENEWABLE`: there is no term to renew.
    NotRenewable,
    /// `RENEWAL_TOO_EARLY`: the renewal window has not opened.
    RenewalTooEarly,
    /// `TERMINATION_NOT_SUPPORTED`: a purchased key cannot be terminated.
    TerminationNotSupported,
    /// `NOT_SELLABLE`: the license can neither be sold nor assigned.
    NotSellable,
    /// `RETRIEVED_FILE_STALE`: the issuer's file is older than the stored one.
    RetrievedFileStale,
    /// `STALE_REVISION`: a newer revision is stored.
    StaleRevision,
    /// `DUPLICATE_KEY`: another license has this key number.
    DuplicateKey,
    /// `KEY_NOT_EXPORTABLE`: the issuer does not give out this key.
    KeyNotExportable,
    /// `KEY_NOT_FOUND`: the issuer does not know this key.
    KeyNotFound,
    /// `KEY_PROBLEM`: the issuer marked this key as a problem.
    KeyProblem,
    /// `SUS_EXPIRED`: the right to upgrade has ended.
    SusExpired,
    /// `UPGRADE_NOT_PRICED`: the plan is not in the price list.
    UpgradeNotPriced,
    /// `UPGRADE_NOT_ACCEPTABLE`: the issuer does not accept this upgrade.
    UpgradeNotAcceptable,
    /// `SYNC_ALREADY_RUNNING`: a synchronization of all licenses is running.
    SyncAlreadyRunning,
    /// `FULFILLMENT_OBSOLETE`: the fulfillment was replaced.
    FulfillmentObsolete,
    /// `FULFILLMENT_ON_HOLD`: the fulfillment has no license text yet.
    FulfillmentOnHold,
    /// `LINE_ITEM_INACTIVE`: the line item is inactive.
    LineItemInactive,
    /// `LINE_ITEM_OBSOLETE`: the line item is obsolete.
    LineItemObsolete,
    /// `LINE_ITEM_NOT_DEPLOYED`: the line item is not deployed.
    LineItemNotDeployed,
    /// `LINE_ITEM_CLOSED`: the line item was upgraded and takes no new activations.
    LineItemClosed,
    /// `NOT_A_MASTER`: only a master record can be upgraded, upsold or renewed.
    NotAMaster,
    /// `NO_UPGRADE_LINE_ITEM`: no deployed upgrade line item exists.
    NoUpgradeLineItem,
    /// `NO_UPSELL_LINE_ITEM`: no deployed upsell line item exists.
    NoUpsellLineItem,
    /// `NO_RENEWAL_LINE_ITEM`: no deployed renewal line item exists.
    NoRenewalLineItem,
    /// `NO_PRODUCT_RELATION`: the products are not related.
    NoProductRelation,
    /// `INSUFFICIENT_COUNT`: fewer seats are available.
    InsufficientCount,
    /// `INCOMPATIBLE_TECHNOLOGY`: the license technologies cannot share counts.
    IncompatibleTechnology,
    /// `POLICY_LIMIT_REACHED`: the policy permits no more of these.
    PolicyLimitReached,
    /// `ACTIVE_FULFILLMENTS`: seats are still active.
    ActiveFulfillments,
    /// `IN_USE`: other records refer to this one.
    InUse,
    /// `HOST_ALIAS_UNCONFIRMED`: an alias of another type names a known host; a person must confirm it.
    HostAliasUnconfirmed,
    /// `ACCOUNT_LOCKED`: nothing new is issued for the account.
    AccountLocked,
    /// `PRODUCT_NOT_DEPLOYED`: the product is not for sale.
    ProductNotDeployed,
    /// `SYNC_FAILED`: the issuer could not be asked.
    SyncFailed,
    /// `ISSUER_UNREACHABLE`: the issuer cannot be reached.
    IssuerUnreachable,
    /// `ISSUER_ERROR`: the issuer answered with an error.
    IssuerError,
    /// `ISSUER_TIMEOUT`: the issuer did not answer in time.
    IssuerTimeout,
    /// `CREDENTIALS_REJECTED`: the issuer rejects the plug-in's credentials.
    CredentialsRejected,
    /// `INSTALL_REFUSED`: the license server refuses the file.
    InstallRefused,
    /// `SERVER_UNREACHABLE`: the license server cannot be reached.
    ServerUnreachable,
    /// `INSTALL_TIMEOUT`: the file was not seen in use in time.
    InstallTimeout,
    /// `SIGNER_REFUSED`: the signer's policy forbids this license.
    SignerRefused,
    /// `SIGNER_UNAVAILABLE`: the signer does not answer.
    SignerUnavailable,
    /// `INTERNAL`: a fault of this program.
    Internal,
}

/// Every code with its name, HTTP status and sentence, in the order of the enumeration.
const CODES: &[(Code, &str, u16, &str)] = &[
    (Code::InvalidField, "INVALID_FIELD", 422, "a field has a value that is not allowed"),
    (Code::UnknownField, "UNKNOWN_FIELD", 422, "a field that this version does not know"),
    (Code::ReadOnly, "READ_ONLY", 422, "a field that only the system sets"),
    (Code::InvalidCount, "INVALID_COUNT", 422, "a count that is not allowed here"),
    (Code::CountExceedsFulfillment, "COUNT_EXCEEDS_FULFILLMENT", 422, "more seats than the fulfillment has"),
    (Code::CountOutOfRange, "COUNT_OUT_OF_RANGE", 422, "the sum of seats would leave its range"),
    (Code::TargetRequired, "TARGET_REQUIRED", 422, "several line items qualify and none was chosen"),
    (Code::ServerHostRequired, "SERVER_HOST_REQUIRED", 422, "the target model needs a server host id"),
    (Code::NodeHostRequired, "NODE_HOST_REQUIRED", 422, "the target model needs a node-locked host id"),
    (Code::HostNotAllowed, "HOST_NOT_ALLOWED", 422, "a host id was given that is not asked for"),
    (
        Code::StartDateRequired,
        "START_DATE_REQUIRED",
        422,
        "no start date was given and the line item fixes none",
    ),
    (Code::ClassNotSellable, "CLASS_NOT_SELLABLE", 422, "the license class is not selected for sale"),
    (Code::ClassMismatch, "CLASS_MISMATCH", 422, "the file is of another license class"),
    (Code::SignatureInvalid, "SIGNATURE_INVALID", 422, "the signature of the file does not hold"),
    (Code::FileInvalid, "FILE_INVALID", 422, "the file cannot be read as a license file"),
    (Code::FileExpired, "FILE_EXPIRED", 422, "the file has expired"),
    (Code::EndOutsideBase, "END_OUTSIDE_BASE", 422, "the upgrade would end after its base"),
    (Code::BaseUnlimited, "BASE_UNLIMITED", 422, "an unlimited base cannot be raised"),
    (Code::DowngradeNotAllowed, "DOWNGRADE_NOT_ALLOWED", 422, "the class does not permit lower values"),
    (
        Code::IdempotencyMismatch,
        "IDEMPOTENCY_MISMATCH",
        422,
        "the idempotency key was used for another request",
    ),
    (Code::Duplicate, "DUPLICATE", 409, "a record with this unique value exists"),
    (Code::Unauthenticated, "UNAUTHENTICATED", 401, "no token, or one that is not known"),
    (Code::Forbidden, "FORBIDDEN", 403, "the token lacks the right"),
    (Code::NotFound, "NOT_FOUND", 404, "there is no such record"),
    (Code::MethodNotAllowed, "METHOD_NOT_ALLOWED", 405, "not with this method"),
    (Code::PreconditionFailed, "PRECONDITION_FAILED", 412, "the record changed since it was read"),
    (Code::BodyTooLarge, "BODY_TOO_LARGE", 413, "the body is larger than allowed"),
    (Code::RateLimited, "RATE_LIMITED", 429, "too many requests"),
    (Code::IllegalTransition, "ILLEGAL_TRANSITION", 409, "the status does not permit the action"),
    (Code::PluginNotConfigured, "PLUGIN_NOT_CONFIGURED", 409, "the plug-in has not fetched its classes"),
    (Code::PluginOffline, "PLUGIN_OFFLINE", 409, "the plug-in has no connection to its issuer"),
    (Code::PluginPaused, "PLUGIN_PAUSED", 409, "the plug-in is paused"),
    (Code::AlreadyIssued, "ALREADY_ISSUED", 409, "the license has a key already"),
    (Code::KeyNotIssued, "KEY_NOT_ISSUED", 409, "the license has no key yet"),
    (Code::KeyIssued, "KEY_ISSUED", 409, "a request with a key cannot be deleted"),
    (Code::ActivationRequired, "ACTIVATION_REQUIRED", 409, "the key must be activated first"),
    (Code::ActivationNotSupported, "ACTIVATION_NOT_SUPPORTED", 409, "the class needs no activation"),
    (Code::LicenseExpired, "LICENSE_EXPIRED", 409, "the license has expired"),
    (Code::LicenseTerminated, "LICENSE_TERMINATED", 409, "the license was terminated"),
    (Code::LicenseNotExpired, "LICENSE_NOT_EXPIRED", 409, "the license has not expired"),
    (Code::OperationInProgress, "OPERATION_IN_PROGRESS", 409, "an operation on this record is running"),
    (Code::FileNotRetrieved, "FILE_NOT_RETRIEVED", 409, "no file is stored"),
    (Code::NotAssigned, "NOT_ASSIGNED", 409, "the license is assigned to no server"),
    (Code::AlreadyAssigned, "ALREADY_ASSIGNED", 409, "the license is assigned already"),
    (Code::SubscriptionNotReady, "SUBSCRIPTION_NOT_READY", 409, "the subscription is not active"),
    (Code::UploadNotAllowed, "UPLOAD_NOT_ALLOWED", 409, "an online plug-in takes no uploaded file"),
    (Code::NotRenewable, "NOT_RENEWABLE", 409, "there is no term to renew"),
    (Code::RenewalTooEarly, "RENEWAL_TOO_EARLY", 409, "the renewal window has not opened"),
    (Code::TerminationNotSupported, "TERMINATION_NOT_SUPPORTED", 409, "a purchased key cannot be terminated"),
    (Code::NotSellable, "NOT_SELLABLE", 409, "the license can neither be sold nor assigned"),
    (Code::RetrievedFileStale, "RETRIEVED_FILE_STALE", 409, "the issuer's file is older than the stored one"),
    (Code::StaleRevision, "STALE_REVISION", 409, "a newer revision is stored"),
    (Code::DuplicateKey, "DUPLICATE_KEY", 409, "another license has this key number"),
    (Code::KeyNotExportable, "KEY_NOT_EXPORTABLE", 409, "the issuer does not give out this key"),
    (Code::KeyNotFound, "KEY_NOT_FOUND", 409, "the issuer does not know this key"),
    (Code::KeyProblem, "KEY_PROBLEM", 409, "the issuer marked this key as a problem"),
    (Code::SusExpired, "SUS_EXPIRED", 409, "the right to upgrade has ended"),
    (Code::UpgradeNotPriced, "UPGRADE_NOT_PRICED", 409, "the plan is not in the price list"),
    (Code::UpgradeNotAcceptable, "UPGRADE_NOT_ACCEPTABLE", 409, "the issuer does not accept this upgrade"),
    (Code::SyncAlreadyRunning, "SYNC_ALREADY_RUNNING", 409, "a synchronization of all licenses is running"),
    (Code::FulfillmentObsolete, "FULFILLMENT_OBSOLETE", 409, "the fulfillment was replaced"),
    (Code::FulfillmentOnHold, "FULFILLMENT_ON_HOLD", 409, "the fulfillment has no license text yet"),
    (Code::LineItemInactive, "LINE_ITEM_INACTIVE", 409, "the line item is inactive"),
    (Code::LineItemObsolete, "LINE_ITEM_OBSOLETE", 409, "the line item is obsolete"),
    (Code::LineItemNotDeployed, "LINE_ITEM_NOT_DEPLOYED", 409, "the line item is not deployed"),
    (
        Code::LineItemClosed,
        "LINE_ITEM_CLOSED",
        409,
        "the line item was upgraded and takes no new activations",
    ),
    (Code::NotAMaster, "NOT_A_MASTER", 409, "only a master record can be upgraded, upsold or renewed"),
    (Code::NoUpgradeLineItem, "NO_UPGRADE_LINE_ITEM", 409, "no deployed upgrade line item exists"),
    (Code::NoUpsellLineItem, "NO_UPSELL_LINE_ITEM", 409, "no deployed upsell line item exists"),
    (Code::NoRenewalLineItem, "NO_RENEWAL_LINE_ITEM", 409, "no deployed renewal line item exists"),
    (Code::NoProductRelation, "NO_PRODUCT_RELATION", 409, "the products are not related"),
    (Code::InsufficientCount, "INSUFFICIENT_COUNT", 409, "fewer seats are available"),
    (
        Code::IncompatibleTechnology,
        "INCOMPATIBLE_TECHNOLOGY",
        409,
        "the license technologies cannot share counts",
    ),
    (Code::PolicyLimitReached, "POLICY_LIMIT_REACHED", 409, "the policy permits no more of these"),
    (Code::ActiveFulfillments, "ACTIVE_FULFILLMENTS", 409, "seats are still active"),
    (Code::InUse, "IN_USE", 409, "other records refer to this one"),
    (
        Code::HostAliasUnconfirmed,
        "HOST_ALIAS_UNCONFIRMED",
        409,
        "an alias of another type names a known host",
    ),
    (Code::AccountLocked, "ACCOUNT_LOCKED", 409, "nothing new is issued for the account"),
    (Code::ProductNotDeployed, "PRODUCT_NOT_DEPLOYED", 409, "the product is not for sale"),
    (Code::SyncFailed, "SYNC_FAILED", 503, "the issuer could not be asked"),
    (Code::IssuerUnreachable, "ISSUER_UNREACHABLE", 503, "the issuer cannot be reached"),
    (Code::IssuerError, "ISSUER_ERROR", 502, "the issuer answered with an error"),
    (Code::IssuerTimeout, "ISSUER_TIMEOUT", 504, "the issuer did not answer in time"),
    (Code::CredentialsRejected, "CREDENTIALS_REJECTED", 502, "the issuer rejects the plug-in's credentials"),
    (Code::InstallRefused, "INSTALL_REFUSED", 502, "the license server refuses the file"),
    (Code::ServerUnreachable, "SERVER_UNREACHABLE", 503, "the license server cannot be reached"),
    (Code::InstallTimeout, "INSTALL_TIMEOUT", 504, "the file was not seen in use in time"),
    (Code::SignerRefused, "SIGNER_REFUSED", 409, "the signer's policy forbids this license"),
    (Code::SignerUnavailable, "SIGNER_UNAVAILABLE", 503, "the signer does not answer"),
    (Code::Internal, "INTERNAL", 500, "a fault of this program"),
];

impl Code {
    /// Every code, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.iter().map(|row| row.0)
    }

    fn row(self) -> &'static (Self, &'static str, u16, &'static str) {
        // The table stands in the order of the enumeration; a test holds both together.
        &CODES[self as usize]
    }

    /// The name that programs compare, for example `INSUFFICIENT_COUNT`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// The status of an HTTP answer that carries it.
    #[must_use]
    pub fn http(self) -> u16 {
        self.row().2
    }

    /// One sentence for people, without an end mark.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.row().3
    }

    /// The code of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        CODES.iter().find(|row| row.1 == name).map(|row| row.0)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_at_its_place_and_is_found_by_its_name() {
        for (place, row) in CODES.iter().enumerate() {
            assert_eq!(row.0 as usize, place, "{}", row.1);
            assert_eq!(Code::parse(row.1), Some(row.0));
        }
        assert_eq!(Code::parse("NO_SUCH_CODE"), None);
    }
}
