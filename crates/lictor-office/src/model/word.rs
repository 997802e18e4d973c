//! Words of the records: the values that fields of a few values may have.

use lictor_entitle::words;

words! {
    /// Whether an account may get anything new.
    AccountStatus {
        /// In business.
        Active = "active",
        /// Nothing new is issued for it.
        Locked = "locked",
    }
}

words! {
    /// State of a product.
    ProductState {
        /// Being prepared; sold to nobody.
        Draft = "Draft",
        /// For sale.
        Deployed = "Deployed",
        /// Not for sale for now.
        Inactive = "Inactive",
        /// Never for sale again.
        Obsolete = "Obsolete",
        /// For tests only; never becomes anything else.
        Test = "Test",
    }
}

words! {
    /// What the version of a feature is.
    VersionFormat {
        /// A number.
        Fixed = "fixed",
        /// The day up to which updates are paid for.
        DateBased = "date-based",
    }
}

words! {
    /// Who asked for a fulfillment.
    Source {
        /// A person.
        Online = "online",
        /// A program.
        Application = "application",
    }
}

words! {
    /// How a license came about.
    Origin {
        /// It was requested.
        Request = "request",
        /// It was uploaded without a request.
        Upload = "upload",
    }
}

words! {
    /// What an order is for.
    OrderKind {
        /// New licenses.
        Sales = "sales",
        /// More of a license.
        Upgrade = "upgrade",
        /// Another term.
        Renewal = "renewal",
    }
}

words! {
    /// How far an order is.
    OrderState {
        /// Being written.
        Draft = "Draft",
        /// Placed, not paid.
        Placed = "Placed",
        /// Paid.
        Paid = "Paid",
        /// Being carried out.
        Provisioning = "Provisioning",
        /// Waits for somebody.
        LongRunning = "LongRunning",
        /// Carried out.
        Completed = "Completed",
        /// Could not be carried out.
        Failed = "Failed",
        /// Taken back.
        Cancelled = "Cancelled",
    }
}

words! {
    /// What an operation does.
    OperationKind {
        /// Asks the issuer for a key.
        Issue = "issue",
        /// Activates a key.
        Activate = "activate",
        /// Fetches the file.
        Retrieve = "retrieve",
        /// Delivers the file and sees it in use.
        Install = "install",
        /// Renews a key.
        Renew = "renew",
        /// Upgrades a key.
        Upgrade = "upgrade",
        /// Ends a key.
        Terminate = "terminate",
        /// Brings an expired key back.
        Reinstate = "reinstate",
        /// Compares one license with the issuer.
        Sync = "sync",
        /// Compares all licenses.
        SyncAll = "sync_all",
        /// Fetches the classes of an issuer.
        FetchClasses = "fetch_classes",
        /// Looks for what has expired.
        Expire = "expire",
        /// The daily job.
        Daily = "daily",
    }
}

words! {
    /// Where an operation stands.
    OperationState {
        /// Not tried yet.
        Queued = "Queued",
        /// Being carried out.
        Running = "Running",
        /// Failed for now; is tried again.
        Waiting = "Waiting",
        /// Done.
        Succeeded = "Succeeded",
        /// Failed for good.
        Failed = "Failed",
        /// Given up by somebody.
        Cancelled = "Cancelled",
    }
}

words! {
    /// How a file went out.
    Channel {
        /// Somebody downloaded it.
        Download = "download",
        /// By mail.
        Email = "email",
        /// To a license server.
        Server = "server",
    }
}

words! {
    /// How deliveries are signed.
    WebhookSignature {
        /// With the office's key; the public key has an address of its own.
        Ed25519 = "ed25519",
        /// With a shared secret.
        HmacSha256 = "hmac-sha256",
    }
}

words! {
    /// Whether an endpoint is served.
    WebhookState {
        /// Served.
        Active = "active",
        /// Not served after repeated failure; events are kept.
        Suspended = "suspended",
    }
}

words! {
    /// Where a delivery stands.
    DeliveryState {
        /// To be tried.
        Pending = "pending",
        /// Answered with success.
        Delivered = "delivered",
        /// Given up; can be sent again by hand.
        Failed = "failed",
    }
}
