//! The layout `licstat`.

use super::feature::date;
use super::user::minute;
use super::{Answer, Feature, Report, Server, Site, Usage, User};

const SERVER_RULE: &str = "++++++++++++++++++++++++++++++++++++++++";
const FEATURE_RULE: &str = "----------------------------------------";

/// The lines below the banner.
pub(super) fn lines(site: &Site) -> Vec<String> {
    match &site.servers[..] {
        [] => silence(),
        servers => servers.iter().flat_map(server).collect(),
    }
}

fn server(server: &Server) -> Vec<String> {
    match &server.answer {
        Answer::Report(report) => {
            let mut lines = head(&server.place, report);
            lines.extend(report.features.iter().flat_map(feature));
            lines
        }
        Answer::Silence(_) => silence(),
    }
}

fn silence() -> Vec<String> {
    let told = "There are no license server(s) available.";
    [SERVER_RULE, "LM-X license server(s):", FEATURE_RULE, told].map(String::from).to_vec()
}

fn head(place: &str, report: &Report) -> Vec<String> {
    vec![
        SERVER_RULE.to_string(),
        format!("LM-X License Server on {place}:"),
        String::new(),
        format!("Server version: v{} Uptime: {}", report.version, report.uptime()),
    ]
}

fn feature(feature: &Feature) -> Vec<String> {
    let sharing = if feature.sharing.is_empty() { "NONE".to_string() } else { feature.sharing.join(" ") };
    let colon = if feature.users.is_empty() { "" } else { ":" };
    let mut lines = vec![
        FEATURE_RULE.to_string(),
        format!("Feature: {} Version: {} Vendor: {}", feature.name, feature.version(), feature.vendor),
        format!("Start date: {} Expire date: {}", date(feature.start), date(feature.end)),
        format!("Key type: {} License sharing: {sharing}", feature.key_type),
        String::new(),
        format!("{} of {} license(s) used{colon}", feature.used, feature.total()),
        String::new(),
    ];
    let users: Vec<Vec<String>> = feature.users.iter().map(|it| user(it, feature)).collect();
    lines.extend(users.join(&String::new()));
    lines
}

fn user(user: &User, feature: &Feature) -> Vec<String> {
    let mut lines =
        vec![format!("{} license(s) used by {}@{} [{}]", user.seats, user.name(), user.host(), user.ip())];
    match user.usage {
        Usage::Connected { login, checkout } => {
            let (login, checkout) = (minute(login), minute(checkout));
            // The blank at the end is part of the layout.
            lines.push(format!("    Login time: {login}   Checkout time: {checkout} "));
            lines.extend(shared(user, feature));
        }
        Usage::Borrowed { until } => lines.push(format!("    Borrow expire time: {}", minute(until))),
    }
    lines
}

/// By what the user shares seats with others.
fn shared(user: &User, feature: &Feature) -> Vec<String> {
    let by_user = feature.shares_by("USER").then(|| format!("Shared on username: {}", user.name()));
    let by_host = feature.shares_by("HOST").then(|| format!("Shared on hostname: {}", user.host()));
    let names: Vec<String> = by_user.into_iter().chain(by_host).collect();
    // The blank at the end is part of the layout, as above.
    let names = (!names.is_empty()).then(|| format!("    {} ", names.join("   ")));
    let custom =
        feature.shares_by("CUSTOM").then(|| format!("    Shared on custom string: {}", user.custom()));
    names.into_iter().chain(custom).collect()
}
