//! The menu: every page that a person may see, in groups.

use super::visit::Visit;

/// A group of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// Its heading; empty for the first.
    pub(super) title: &'static str,
    /// Its pages.
    pub(super) items: Vec<Item>,
}

/// A page of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Its name.
    pub(super) text: &'static str,
    /// Its address.
    pub(super) href: &'static str,
    /// Whether the person is on it or below it.
    pub(super) here: bool,
}

/// A page of the menu: name, address, and what of the interface it shows.
type Row = (&'static str, &'static str, &'static str);

/// The menu. Pages that show what the person may not see are left out.
const MENU: &[(&str, &[Row])] = &[
    ("", &[("Dashboard", "/", "/v1/licenses")]),
    (
        "Licensing",
        &[
            ("Licenses", "/licenses", "/v1/licenses"),
            ("Subscriptions", "/subscriptions", "/v1/subscriptions"),
            ("Orders", "/orders", "/v1/orders"),
            ("Plug-ins", "/plugins", "/v1/plugins"),
            ("License classes", "/license-classes", "/v1/license-classes"),
        ],
    ),
    (
        "Entitlements",
        &[
            ("Entitlements", "/entitlements", "/v1/entitlements"),
            ("Line items", "/line-items", "/v1/line-items"),
            ("Fulfillments", "/fulfillments", "/v1/fulfillments"),
            ("License files", "/files", "/v1/files"),
        ],
    ),
    (
        "Catalogue",
        &[
            ("Products", "/products", "/v1/products"),
            ("Relations", "/relations", "/v1/relations"),
            ("Features", "/features", "/v1/features"),
            ("License models", "/license-models", "/v1/license-models"),
        ],
    ),
    ("Customers", &[("Accounts", "/accounts", "/v1/accounts"), ("Hosts", "/hosts", "/v1/hosts")]),
    ("Issuer", &[("Keys", "/keys", "/v1/keys"), ("Issuer classes", "/issuer-classes", "/v1/issuer-classes")]),
    (
        "Operations",
        &[
            ("Jobs", "/jobs", "/v1/operations"),
            ("Sync runs", "/sync-runs", "/v1/sync-runs"),
            ("Daily runs", "/daily-runs", "/v1/daily-runs"),
        ],
    ),
    (
        "Administration",
        &[
            ("Audit", "/audit", "/v1/audit"),
            ("Events", "/events", "/v1/events"),
            ("Webhooks", "/webhooks", "/v1/webhooks"),
            ("Deliveries", "/deliveries", "/v1/deliveries"),
            ("Tokens", "/tokens", "/v1/tokens"),
            ("Roles", "/roles", "/v1/roles"),
            ("Settings", "/settings", "/v1/settings"),
        ],
    ),
];

/// The menu of a person on a page.
pub(super) fn groups(visit: &Visit) -> Vec<Group> {
    let path = visit.path.as_str();
    let here = |href: &str| {
        path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
    };
    let groups = MENU.iter().map(|(title, rows)| Group {
        title,
        items: rows
            .iter()
            .filter(|(_, _, api)| visit.may_see(api))
            .map(|(text, href, _)| Item { text, href, here: here(href) })
            .collect(),
    });
    groups.filter(|group| !group.items.is_empty()).collect()
}
