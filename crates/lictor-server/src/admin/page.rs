//! The console: one page of HTML without script, made on the server.

use std::fmt::Write as _;

use crate::report::{CountWord, LicensesDocument, ServerFacts, SessionsDocument};

/// What somebody without a token sees.
pub(super) const HOW_TO_ENTER: &str = "<!doctype html><meta charset=utf-8><title>lictord</title>\n\
<h1>lictord</h1>\n<p>The administrators' token is needed. It stands in <code>admin.token</code> of the server's state \
directory:</p>\n<pre>curl -H \"Authorization: Bearer $(cat state/admin.token)\" http://127.0.0.1:6243/</pre>\n\
<p>or use <code>lictor licenses</code>, <code>lictor status</code>, <code>lictor sessions</code>.</p>\n";

const STYLE: &str = "body{font:15px/1.4 system-ui,sans-serif;margin:2em;color-scheme:light dark}\
table{border-collapse:collapse;margin:1em 0}th,td{padding:.2em .8em;text-align:left;border-bottom:1px solid #8886}\
td.n{text-align:right}.bad{color:#c33}";

/// The page.
pub(super) fn console(
    facts: &ServerFacts,
    licenses: &LicensesDocument,
    sessions: &SessionsDocument,
) -> String {
    let mut page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>{version}</title><style>{STYLE}</style>\n\
         <h1>{version}</h1>\n<p>{address}, up {uptime} s, today {today} in {zone}.</p>\n",
        version = escape(&facts.version),
        address = escape(&facts.address),
        uptime = facts.uptime_seconds,
        today = escape(&licenses.today),
        zone = escape(&licenses.timezone),
    );
    if licenses.clock_suspect {
        page.push_str(
            "<p class=bad>The wall clock was set back: licenses with END are not granted (TIM-05).</p>\n",
        );
    }
    let pools = licenses.pools.iter().map(|pool| {
        let count = |count: &CountWord| cell("n", &word(count));
        [
            cell("", &format!("{}/{}", pool.vendor, pool.feature)),
            count(&pool.seats),
            cell("n", &pool.used.to_string()),
            count(&pool.free),
            cell(if pool.over_committed > 0 { "n bad" } else { "n" }, &pool.over_committed.to_string()),
        ]
    });
    table(&mut page, "Pools", &["feature", "seats", "used", "free", "over-committed"], pools);
    let rows = licenses.licenses.iter().map(|license| {
        let optional = |value: &Option<String>| cell("", value.as_deref().unwrap_or_default());
        let line = license.line.map(|line| format!(":{line}")).unwrap_or_default();
        [
            cell("", &format!("{}{line}", license.file)),
            optional(&license.feature),
            optional(&license.serial),
            optional(&license.key_type),
            cell("n", &license.count.as_ref().map(word).unwrap_or_default()),
            optional(&license.start),
            optional(&license.end),
            cell(if license.state == "rejected" { "bad" } else { "" }, &license.state),
            cell("", &license.text),
        ]
    });
    let heads = ["file", "feature", "serial", "type", "count", "start", "end", "state", "why"];
    table(&mut page, "Licenses", &heads, rows);
    let rows = sessions.sessions.iter().map(|session| {
        let held: Vec<String> = session
            .leases
            .iter()
            .map(|lease| format!("{}:{}", lease.feature.as_deref().unwrap_or("?"), lease.count))
            .collect();
        [
            cell("", &session.session),
            cell("", &format!("{}@{}", session.user, session.host)),
            cell("", session.since.as_deref().unwrap_or_default()),
            cell("", if session.attached { "yes" } else { "no" }),
            cell("", &held.join(" ")),
        ]
    });
    table(&mut page, "Sessions", &["session", "user", "since", "connected", "holds"], rows);
    page
}

fn table<const N: usize>(
    page: &mut String,
    title: &str,
    heads: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) {
    let heads: String = heads.iter().map(|head| format!("<th>{head}")).collect();
    let _infallible = write!(page, "<h2>{title}</h2>\n<table><tr>{heads}\n");
    for row in rows {
        let _infallible = writeln!(page, "<tr>{}", row.concat());
    }
    page.push_str("</table>\n");
}

fn cell(class: &str, text: &str) -> String {
    format!("<td class=\"{class}\">{}", escape(text))
}

fn word(count: &CountWord) -> String {
    match count {
        CountWord::Number(number) => number.to_string(),
        CountWord::Text(text) => text.clone(),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
