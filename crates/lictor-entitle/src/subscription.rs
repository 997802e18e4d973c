//! The subscription of a license: how it is assigned and what the list shows (office.md 2.1.5).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a license stands to a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Assignment {
    /// In no subscription: unused, may be sold.
    None,
    /// In a subscription that has no server yet.
    NotAssigned,
    /// In a subscription with a server.
    Assigned,
}

/// What a subscription provides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionType {
    /// Its server is made when it is ordered.
    Ordinary,
    /// An operator attaches its server by hand.
    DedicatedServer,
}

/// Where a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionState {
    /// Ordered.
    Pending,
    /// Its services are being made.
    Provisioning,
    /// In use.
    Active,
    /// Stopped for a while.
    Suspended,
    /// Ended.
    Cancelled,
}

/// What the column "Subscription" of the license list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column<'a> {
    /// Nothing: an unused license.
    Empty,
    /// The words "Not Assigned".
    NotAssigned,
    /// The subscription's name, as a link.
    Link(&'a str),
}

impl SubscriptionType {
    /// How a license stands that is ordered for a subscription of this type and state.
    #[must_use]
    pub fn assignment(self, state: SubscriptionState) -> Assignment {
        match (self, state) {
            (_, SubscriptionState::Cancelled) => Assignment::None,
            (Self::DedicatedServer, SubscriptionState::Pending) => Assignment::NotAssigned,
            (Self::Ordinary, SubscriptionState::Pending)
            | (
                Self::Ordinary | Self::DedicatedServer,
                SubscriptionState::Provisioning | SubscriptionState::Active | SubscriptionState::Suspended,
            ) => Assignment::Assigned,
        }
    }
}

impl SubscriptionState {
    /// Whether a license can be installed now.
    #[must_use]
    pub fn is_ready(self) -> bool {
        self == Self::Active
    }
}

impl Assignment {
    /// What the list shows; `name` is the subscription's.
    #[must_use]
    pub fn column(self, name: &str) -> Column<'_> {
        match self {
            Self::None => Column::Empty,
            Self::NotAssigned => Column::NotAssigned,
            Self::Assigned => Column::Link(name),
        }
    }
}
