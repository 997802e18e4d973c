//! What clients ask: lists, searches and single licenses as people and programs ask for them.

use super::fill::{Sample, day};
use super::line::Request;

/// Kinds of requests, told apart in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The first page of the licenses that are not expired.
    List,
    /// A page deep in the list.
    ListDeep,
    /// Pages by one or several filters.
    ListFiltered,
    /// A filtered page with the number of all matches.
    ListTotal,
    /// A license by words that few have.
    SearchRare,
    /// Licenses by a word that many or all have.
    SearchCommon,
    /// Licenses by the beginning of a word, or by two words.
    SearchPrefix,
    /// One license.
    Get,
    /// The dashboard.
    Dashboard,
    /// A new license.
    New,
    /// Its key from the issuer, until it is issued.
    Issue,
}

impl Kind {
    /// Name and the goal of its p99 in milliseconds, if there is one.
    pub(super) fn goal(self) -> (&'static str, Option<u64>) {
        match self {
            Self::List => ("list", Some(200)),
            Self::ListDeep => ("list, deep page", Some(200)),
            Self::ListFiltered => ("list, filters", Some(200)),
            Self::ListTotal => ("list, with total", None),
            Self::SearchRare => ("search, rare word", Some(200)),
            Self::SearchCommon => ("search, common word", Some(200)),
            Self::SearchPrefix => ("search, prefix, two words", Some(200)),
            Self::Get => ("get", None),
            Self::Dashboard => ("dashboard", None),
            Self::New => ("new license", None),
            Self::Issue => ("issue", Some(300)),
        }
    }
}

/// The question of a number; numbers without order give all kinds.
pub(super) fn question(dice: u64, samples: &[Sample]) -> (Kind, Request) {
    let sample = |salt: u64| {
        let at = (dice >> 16 ^ salt) % samples.len().max(1) as u64;
        usize::try_from(at).ok().and_then(|at| samples.get(at))
    };
    let (Some(one), Some(other)) = (sample(0), sample(0x5bd1)) else {
        return (Kind::List, get("/v1/licenses"));
    };
    let choice = dice >> 8 & 7;
    match dice % 100 {
        0..10 => (Kind::List, get("/v1/licenses?filter[status][ne]=Expired&sort=-id")),
        10..20 => {
            (Kind::ListDeep, get(&format!("/v1/licenses?filter[status][ne]=Expired&page[after]={}", one.id)))
        }
        20..42 => (Kind::ListFiltered, get(&format!("/v1/licenses?{}", filters(choice, one, other)))),
        42..44 => {
            let path = format!("/v1/licenses?filter[account_id]={}&total=true", one.account);
            (Kind::ListTotal, get(&path))
        }
        44..54 => {
            let text = if choice < 6 {
                one.key_number.to_lowercase()
            } else {
                format!("crm-{}", one.number / 3 * 3)
            };
            (Kind::SearchRare, get(&format!("/v1/licenses?q={text}")))
        }
        54..62 => {
            let path = format!("/v1/licenses?q=security+suite&page[after]={}", one.id);
            (Kind::SearchCommon, get(&path))
        }
        62..74 => (Kind::SearchPrefix, get(&format!("/v1/licenses?q={}", words(choice, one)))),
        74..98 => {
            let name = match choice {
                0..3 => one.id.clone(),
                3..6 => one.number.to_string(),
                _ => one.key_number.clone(),
            };
            (Kind::Get, get(&format!("/v1/licenses/{name}")))
        }
        _ => (Kind::Dashboard, get("/v1/dashboard")),
    }
}

fn filters(choice: u64, one: &Sample, other: &Sample) -> String {
    match choice {
        0 => format!("filter[status]=Installed&page[after]={}", one.id),
        1 => "filter[sync]=Not+In+Sync&sort=-id".to_owned(),
        2 => format!("filter[status]=Installed,Retrieved&filter[bill_type]=Monthly&page[after]={}", one.id),
        3 => format!(
            "filter[expires][gte]={}&filter[expires][lte]={}&filter[status]=Installed",
            day(10),
            day(16)
        ),
        4 => format!("filter[account_id]={}&filter[status][ne]=Expired", one.account),
        5 => format!("filter[external_ref]=CRM-{}", other.number / 3 * 3),
        6 => format!("filter[metadata.tier]=gold&filter[status]=Installed&page[after]={}", one.id),
        _ => "filter[metadata.tier]=iron".to_owned(),
    }
}

fn words(choice: u64, one: &Sample) -> String {
    match choice {
        0..3 => one.key_number.get(..9).unwrap_or_default().to_lowercase(),
        3 => "glob".to_owned(),
        _ => one.licensee.to_lowercase().replace(' ', "+"),
    }
}

fn get(path: &str) -> Request {
    let path = path.replace('[', "%5B").replace(']', "%5D");
    Request { method: "GET", path, headers: String::new(), body: String::new() }
}

/// A request that acts, with its key against doing it twice.
pub(super) fn post(path: &str, body: &serde_json::Value, key: &str) -> Request {
    let headers = format!("idempotency-key: {key}\r\nprefer: wait=20\r\n");
    Request { method: "POST", path: path.to_owned(), headers, body: body.to_string() }
}
