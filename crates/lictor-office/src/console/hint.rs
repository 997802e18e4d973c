//! What to do about a refusal, for people at the console.

use lictor_entitle::Code;

/// What to do about a refusal, where its own words do not say it.
pub(super) fn of(code: Code) -> Option<&'static str> {
    HINTS.iter().find(|(has, _)| *has == code).map(|(_, hint)| *hint)
}

/// Codes with what to do about them.
const HINTS: &[(Code, &str)] = &[
    (Code::InsufficientCount, "Ask for no more seats than are available, or return some elsewhere first."),
    (Code::CountExceedsFulfillment, "The fulfillment has fewer seats than that."),
    (Code::InvalidCount, "Give a whole number of at least 1; an uncounted license moves as a whole."),
    (Code::TargetRequired, "Several line items qualify: choose one."),
    (
        Code::ServerHostRequired,
        "Name the host on which the license server runs, for example ETHERNET=00112233AABB.",
    ),
    (Code::NodeHostRequired, "Name the computer the license is bound to, for example HOSTNAME=ws17."),
    (Code::HostNotAllowed, "This change keeps that host: leave the field empty."),
    (Code::StartDateRequired, "Choose the first day of the license."),
    (Code::ClassNotSellable, "Select the class for sale on the page of its plug-in."),
    (
        Code::PluginNotConfigured,
        "Wait until its classes are fetched, or mend its connection on the page of the plug-in.",
    ),
    (Code::PluginOffline, "Copy the request to the issuer, then upload the key and the file you get back."),
    (Code::ActivationRequired, "Activate the key first."),
    (Code::KeyNotIssued, "Issue the license first; a request that was not issued can still be edited."),
    (Code::FileNotRetrieved, "Retrieve or upload the license file first."),
    (Code::NotAssigned, "Assign the license to a subscription with a server."),
    (Code::SubscriptionNotReady, "Activate the subscription and attach its server first."),
    (Code::RenewalTooEarly, "Wait for the update date, or tick the box to renew before it."),
    (Code::NotRenewable, "A purchased license does not end; renew its software updates instead."),
    (Code::LicenseExpired, "Sell a new license, or reinstate this one if the settings allow it."),
    (Code::LicenseTerminated, "A termination is final: sell a new license."),
    (Code::SusExpired, "Reinstate the software updates at the issuer, then upgrade."),
    (Code::NoProductRelation, "Relate the products first: Products and relations, New relation."),
    (Code::NoUpgradeLineItem, "Create and deploy an upgrade line on the customer's line item first."),
    (Code::NoUpsellLineItem, "Create and deploy an upsell line on the customer's line item first."),
    (Code::NoRenewalLineItem, "Create and deploy a renewal line on the customer's line item first."),
    (Code::LineItemNotDeployed, "Deploy the line item first."),
    (Code::PolicyLimitReached, "Somebody with the right to override policies can go over the limit."),
    (Code::FulfillmentObsolete, "Work with the fulfillment that replaced it: see the tree."),
    (Code::FulfillmentOnHold, "Set the license text first."),
    (
        Code::EndOutsideBase,
        "Choose an end within the base's term, renew first, or let the settings shorten it.",
    ),
    (Code::PreconditionFailed, "Somebody changed the record meanwhile. Load it again and repeat the change."),
    (Code::SyncAlreadyRunning, "Wait for the run that is under way; see Sync runs."),
    (Code::OperationInProgress, "Wait for the operation that is under way; see Jobs."),
    (Code::Forbidden, "Ask an administrator for a role with this right."),
    (Code::NotFound, "It may have been deleted, or the address is mistyped."),
    (Code::Duplicate, "Choose another name: this one is taken."),
    (Code::SignerUnavailable, "Nothing was changed. Start the signer and try again."),
    (Code::SignerRefused, "Nothing was changed. The signer's policy forbids it; see its pending approvals."),
];
