//! What a visit ends in: a page, another address, or a file; and how that becomes HTTP.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use lictor_entitle::right::Right;
use lictor_entitle::{Code, Refusal};

use super::asset;
use super::hint;
use super::html::Html;
use super::nav::{self, Group};
use super::session::Notice;
use super::visit::{Theme, Visit};
use crate::fault::Fault;
use crate::http::answer::Answer;

/// What pages may load: nothing but their own style, script and mark, and no script within the page.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a visit ends in.
pub(super) enum Reply {
    /// A page.
    Page(Page),
    /// Another address.
    Go(String),
    /// A file.
    File(Answer),
}

/// A page within the frame that all share.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    /// HTTP status; 0 means 200.
    pub(super) status: u16,
    /// Its title and main heading.
    pub(super) title: String,
    /// Pages above it.
    pub(super) crumbs: Vec<Crumb>,
    /// What it says.
    pub(super) body: Html,
    /// Whether something goes on that it shows: it is loaded anew now and then.
    pub(super) live: bool,
    /// Whether the text lines may use the whole width.
    pub(super) wide: bool,
}

/// A page above another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Crumb {
    /// Its title.
    pub(super) text: String,
    /// Its address.
    pub(super) href: String,
}

impl Crumb {
    /// A page above.
    pub(super) fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into() }
    }
}

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    page: &'a Page,
    theme: &'static str,
    next_theme: &'static str,
    style: &'static str,
    script: &'static str,
    icon: &'static str,
    user: &'a str,
    csrf: &'a str,
    groups: Vec<Group>,
    notice: Option<Notice>,
    here: &'a str,
    today: String,
    own_clock: bool,
}

#[derive(Template)]
#[template(path = "bare.html")]
struct Bare<'a> {
    title: &'a str,
    theme: &'static str,
    style: &'static str,
    icon: &'static str,
    body: &'a Html,
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct Refused<'a> {
    title: &'a str,
    code: &'a str,
    detail: &'a str,
    hint: &'a str,
}

/// A page for somebody who has not logged in.
pub(super) fn bare(status: u16, title: &str, theme: Theme, body: &Html) -> Response<Body> {
    let (style, icon) = (asset::style(), asset::icon());
    respond(status, &Html::of(&Bare { title, theme: theme.as_str(), style, icon, body }))
}

/// What a visit ended in, as HTTP.
pub(super) fn finish(visit: &Visit, reply: Result<Reply, Fault>) -> Response<Body> {
    match reply {
        Ok(Reply::Page(page)) => framed(visit, &page),
        Ok(Reply::Go(to)) => see_other(&to),
        Ok(Reply::File(answer)) => answer.into_response(),
        Err(fault) => framed(visit, &failed(&fault)),
    }
}

/// The page of a refusal that no form shows.
fn failed(fault: &Fault) -> Page {
    if let Fault::Again | Fault::Database(_) | Fault::Internal(_) = fault {
        tracing::error!(%fault, "a page failed");
    }
    let refusal: Refusal = fault.refusal();
    let titles = [(Code::NotFound, "Not found"), (Code::Forbidden, "Not allowed")];
    let title = titles.iter().find(|(code, _)| *code == refusal.code);
    let title = title.map_or_else(|| refusal.code.title(), |(_, title)| *title);
    let body = Refused {
        title,
        code: refusal.code.as_str(),
        detail: refusal.message(),
        hint: hint::of(refusal.code).unwrap_or("Go back and try again."),
    };
    Page { status: refusal.code.http(), title: title.to_owned(), body: Html::of(&body), ..Page::default() }
}

fn framed(visit: &Visit, page: &Page) -> Response<Body> {
    let notice = visit.session.notice.clone();
    if notice.is_some() {
        visit.console.sessions.change(&visit.session_id, |session| session.notice = None);
    }
    let clock = visit.office().clock();
    let layout = Layout {
        page,
        theme: visit.theme.as_str(),
        next_theme: match visit.theme {
            Theme::Auto => "light",
            Theme::Light => "dark",
            Theme::Dark => "auto",
        },
        style: asset::style(),
        script: asset::script(),
        icon: asset::icon(),
        user: &visit.name,
        csrf: &visit.session.csrf,
        groups: nav::groups(visit),
        notice,
        here: &visit.path,
        today: clock.today().to_string(),
        own_clock: clock.is_overridden(),
    };
    let status = if page.status == 0 { 200 } else { page.status };
    respond(status, &Html::of(&layout))
}

fn respond(status: u16, html: &Html) -> Response<Body> {
    let mut response = Response::new(Body::from(html.to_string()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// 303 to an address of this console.
pub(super) fn see_other(to: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let to = if is_own(to) { to } else { "/" };
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

/// Whether an address leads to this console and nowhere else.
pub(super) fn is_own(to: &str) -> bool {
    to.starts_with('/')
        && !to.starts_with("//")
        && !to.contains('\\')
        && to.chars().all(|c| c.is_ascii_graphic())
}

#[derive(Template)]
#[template(path = "lost.html")]
struct Lost;

/// What somebody with a browser sees at an address where nothing is; nothing for programs.
pub(crate) fn lost(accept: Option<&str>, path: &str) -> Option<Response<Body>> {
    let browser = accept.is_some_and(|accept| accept.contains("text/html")) && !path.starts_with("/v1/");
    browser.then(|| bare(404, "Not found", Theme::Auto, &Html::of(&Lost)))
}

/// The rights that the names of a page speak of, for people.
pub(super) fn right_label(right: Right) -> String {
    let text = right.as_str().replace('_', " ");
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_elsewhere_are_told_from_our_own() {
        for own in ["/", "/licenses?filter%5Bstatus%5D=Pending"] {
            assert!(is_own(own), "{own}");
        }
        for other in
            ["", "//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", "javascript:1"]
        {
            assert!(!is_own(other), "{other}");
        }
    }
}
