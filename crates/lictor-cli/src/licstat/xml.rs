//! The layout `licstatxml`.

use super::feature::date;
use super::user::minute;
use super::{Answer, Feature, Server, Site, Usage, User};

/// The lines below the banner: one element a line.
pub(super) fn lines(site: &Site) -> Vec<String> {
    let mut lines = vec!["<LICENSES>".to_string()];
    lines.extend(site.servers.iter().flat_map(server));
    lines.push("</LICENSES>".to_string());
    lines
}

fn server(server: &Server) -> Vec<String> {
    let mut lines = match &server.answer {
        Answer::Report(report) => {
            let path = path(&server.place, &report.version, &report.uptime_in_short(), "SUCCESS");
            [path].into_iter().chain(report.features.iter().flat_map(feature)).collect()
        }
        Answer::Silence(status) => {
            vec![path(&server.place, "", "", &status.name().to_ascii_uppercase())]
        }
    };
    lines.push("   </LICENSE_PATH>".to_string());
    lines
}

fn path(place: &str, version: &str, uptime: &str, status: &str) -> String {
    let attributes = [
        ("TYPE", "NETWORK"),
        ("HOST", place),
        ("SERVER_VERSION", version),
        ("UPTIME", uptime),
        ("STATUS", status),
    ];
    format!("   <LICENSE_PATH{}>", written(&attributes))
}

fn feature(feature: &Feature) -> Vec<String> {
    let attributes = [
        ("NAME", &*feature.name),
        ("VERSION", &feature.version()),
        ("VENDOR", &feature.vendor),
        ("START", &date(feature.start)),
        ("END", &date(feature.end)),
        ("USED_LICENSES", &feature.used.to_string()),
        ("TOTAL_LICENSES", &feature.total().to_string()),
        ("DENIED_LICENSES", &feature.denied.to_string()),
        ("SHARE", &feature.sharing.join(" ,")),
    ];
    let mut lines = vec![format!("      <FEATURE{}>", written(&attributes))];
    lines.extend(feature.users.iter().map(user));
    lines.push("      </FEATURE>".to_string());
    lines
}

/// Six attributes mean borrowed, seven mean in use: readers count them.
fn user(user: &User) -> String {
    let who = [
        ("NAME", user.name()),
        ("HOST", user.host()),
        ("IP", user.ip()),
        ("USED_LICENSES", &user.seats.to_string()),
    ];
    let times = match user.usage {
        Usage::Connected { login, checkout } => {
            written(&[("LOGIN_TIME", &minute(login)), ("CHECKOUT_TIME", &minute(checkout))])
        }
        Usage::Borrowed { until } => written(&[("BORROW_EXPIRE_TIME", &minute(until))]),
    };
    let share = [("SHARE_CUSTOM", user.custom())];
    format!("         <USER{}{times}{}/>", written(&who), written(&share))
}

fn written(attributes: &[(&str, &str)]) -> String {
    attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value))).collect()
}

fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&apos;"),
            other => text.push(other),
        }
    }
    text
}
