//! Logging in and out, and the choice of colors.

use std::sync::Arc;

use askama::Template;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Response, header};
use axum::routing::{MethodRouter, get};
use lictor_entitle::Code;

use super::html::Html;
use super::page::{Reply, bare, is_own, see_other};
use super::posted::Posted;
use super::routing::{cookie, own_site};
use super::session::COOKIE;
use super::visit::{Console, Theme, Visit};
use crate::fault::Fault;
use crate::http::answer::{Answer, Content};
use crate::http::caller;
use crate::http::dispatch::form;
use crate::http::serve::Peer;

/// Largest form of a login, in bytes.
const FORM_MAX: usize = 16 * 1024;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginView<'a> {
    next: &'a str,
    trouble: &'a str,
    hint: &'a str,
}

/// The page of the login, by GET and POST.
pub(super) fn route(console: &Console) -> MethodRouter {
    let console = console.clone();
    let show = async |request: Request| {
        let query = Posted::of(form(request.uri().query().unwrap_or_default()));
        page(200, request.headers(), query.text("next"), "", "")
    };
    let send = async move |request: Request| log_in(&console, request).await;
    get(show).post(send)
}

fn page(status: u16, headers: &HeaderMap, next: &str, trouble: &str, hint: &str) -> Response<Body> {
    let theme = Theme::parse(&cookie(headers, "theme").unwrap_or_default());
    bare(status, "Log in", theme, &Html::of(&LoginView { next, trouble, hint }))
}

async fn log_in(console: &Console, request: Request) -> Response<Body> {
    let (head, body) = request.into_parts();
    let headers = head.headers;
    let posted = match to_bytes(body, FORM_MAX).await {
        Ok(bytes) => Posted::read(&headers, &bytes),
        Err(_) => Posted::default(),
    };
    let next = posted.text("next").to_owned();
    let refused = |status: u16, trouble: &str, hint: &str| page(status, &headers, &next, trouble, hint);
    if own_site(&headers).is_err() {
        return refused(403, "The form was sent from another site.", "Load this page again and log in here.");
    }
    let ip = head.extensions.get::<Peer>().map(|peer| peer.0.ip().to_string()).unwrap_or_default();
    let now = console.office.clock().now();
    if console.office.rates().count(&ip, now).remaining.is_none() {
        return refused(429, "Too many attempts.", "Wait a minute and try again.");
    }
    match open(console, posted.text("token")).await {
        Ok(id) => {
            let to = if is_own(&next) { next.as_str() } else { "/" };
            let mut response = see_other(to);
            // The proxy that ends TLS says so; then the cookie never goes out in the clear.
            let secure = headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https");
            let secure = if secure { "; Secure" } else { "" };
            let text = format!("{COOKIE}={id}; Path=/; HttpOnly; SameSite=Strict{secure}");
            if let Ok(value) = HeaderValue::from_str(&text) {
                response.headers_mut().insert(header::SET_COOKIE, value);
            }
            response
        }
        Err(Fault::Refused(refusal)) if refusal.code == Code::Unauthenticated => {
            let hint = "Copy the whole token. The first one stands in admin.token in the data directory.";
            refused(401, "This token is not known, has ended or was taken back.", hint)
        }
        Err(fault) => {
            tracing::error!(%fault, "a login failed");
            refused(500, "The login failed on our side.", "Try again; the log says why.")
        }
    }
}

async fn open(console: &Console, token: &str) -> Result<String, Fault> {
    let mut tx = console.office.read().await?;
    let caller = caller::identify(&mut tx, token).await?;
    drop(tx);
    // A token of an agreement is for the issuer's protocol only.
    if caller.token.login.is_some() {
        return Err(Code::Unauthenticated.into());
    }
    console.sessions.open(&caller.token.meta.id)
}

/// Ends the session.
///
/// # Errors
///
/// `METHOD_NOT_ALLOWED` for anything but the form.
pub(super) async fn logout(visit: Arc<Visit>) -> Result<Reply, Fault> {
    if !super::routing::is_post(&visit) {
        return Err(Code::MethodNotAllowed.into());
    }
    visit.console.sessions.close(&visit.session_id);
    Ok(leave("/login", &format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")))
}

/// Remembers the colors that a person wants, for a year.
///
/// # Errors
///
/// None.
pub(super) async fn theme(visit: Arc<Visit>) -> Result<Reply, Fault> {
    let theme = Theme::parse(visit.posted.text("theme")).as_str();
    let back = visit.posted.text("back");
    let to = if is_own(back) { back } else { "/" };
    Ok(leave(to, &format!("theme={theme}; Path=/; SameSite=Strict; Max-Age=31536000")))
}

/// 303 with a cookie.
fn leave(to: &str, cookie: &str) -> Reply {
    let mut answer = Answer::of(303, Content::Empty);
    answer.location = Some(to.to_owned());
    answer.headers.push((header::SET_COOKIE, cookie.to_owned()));
    Reply::File(answer)
}
