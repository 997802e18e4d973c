//! The routes of the console.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, Method as Verb, Response, header};
use axum::routing::{MethodRouter, get};
use lictor_entitle::{Code, Refusal};

use super::noun::Noun;
use super::page::{Reply, finish, see_other};
use super::posted::Posted;
use super::session::{COOKIE, Sessions};
use super::visit::{Console, Theme, Visit};
use super::{
    asset, audit_page, dashboard, detail, entitlement_page, file_page, form_page, fulfillment_page,
    fulfillment_wizard, graph, license_page, list, login, new_license, nouns, plugin_page, plugin_wizard,
    run_page, saved_view, settings_page, tree, upgrade_license,
};
use crate::actor::Actor;
use crate::fault::Fault;
use crate::http::call::Call;
use crate::http::caller;
use crate::http::dispatch::{BODY_MAX, form};
use crate::http::serve::Peer;
use crate::model::Token;
use crate::office::Office;

/// The console of an office, to be merged beside the routes of the interface.
pub fn router(office: &Office) -> Router {
    let console = Console { office: office.clone(), sessions: Arc::new(Sessions::default()) };
    let mut router = asset::router()
        .route("/login", login::route(&console))
        .route("/logout", at(&console, login::logout))
        .route("/theme", at(&console, login::theme))
        .route("/", at(&console, async |visit: Arc<Visit>| dashboard::show(&visit).await));
    for noun in nouns::all() {
        router = noun_routes(router, &console, noun);
    }
    special_routes(router, &console)
}

/// The pages that every noun has.
fn noun_routes(router: Router, console: &Console, noun: &'static Noun) -> Router {
    let path = format!("/{}", noun.path);
    let router = router
        .route(&path, at(console, move |visit: Arc<Visit>| async move { list::show(&visit, noun).await }))
        .route(
            &format!("{path}.csv"),
            at(console, move |visit: Arc<Visit>| async move { list::csv(&visit, noun).await }),
        )
        .route(
            &format!("{path}/views/save"),
            at(console, move |visit: Arc<Visit>| async move {
                post_only(&visit)?;
                saved_view::save(&visit, noun).await
            }),
        )
        .route(
            &format!("{path}/views/forget"),
            at(console, move |visit: Arc<Visit>| async move {
                post_only(&visit)?;
                saved_view::forget(&visit, noun).await
            }),
        )
        .route(
            &format!("{path}/bulk"),
            at(console, move |visit: Arc<Visit>| async move {
                post_only(&visit)?;
                list::bulk(&visit, noun).await
            }),
        )
        .route(
            &format!("{path}/do/{{form}}"),
            at(console, move |visit: Arc<Visit>| async move { begin(&visit, noun).await }),
        );
    if !noun.has_page {
        return router;
    }
    router
        .route(
            &format!("{path}/{{id}}"),
            at(console, move |visit: Arc<Visit>| async move { own_page(&visit, noun).await }),
        )
        .route(
            &format!("{path}/{{id}}/{{form}}"),
            at(console, move |visit: Arc<Visit>| async move { act(&visit, noun).await }),
        )
}

/// Pages beside those of every noun.
fn special_routes(router: Router, console: &Console) -> Router {
    router
        .route("/licenses/new", at(console, async |visit: Arc<Visit>| new_license::show(&visit).await))
        .route(
            "/licenses/{id}/upgrade",
            at(console, async |visit: Arc<Visit>| upgrade_license::show(&visit).await),
        )
        .route(
            "/licenses/{id}/request",
            at(console, async |visit: Arc<Visit>| license_page::request(&visit).await),
        )
        .route(
            "/licenses/{id}/reconcile",
            at(console, async |visit: Arc<Visit>| {
                post_only(&visit)?;
                license_page::reconcile(&visit).await
            }),
        )
        .route("/plugins/new", at(console, async |visit: Arc<Visit>| plugin_wizard::show(&visit).await))
        .route(
            "/plugins/{id}/classes",
            at(console, async |visit: Arc<Visit>| plugin_page::classes(&visit).await),
        )
        .route("/relations/graph", at(console, async |visit: Arc<Visit>| graph::show(&visit).await))
        .route(
            "/licenses/{id}/download",
            at(console, async |visit: Arc<Visit>| license_page::download(&visit).await),
        )
        .route("/fulfillments/{id}/tree", at(console, async |visit: Arc<Visit>| tree::show(&visit).await))
        .route(
            "/fulfillments/{id}/change/{kind}",
            at(console, async |visit: Arc<Visit>| fulfillment_wizard::show(&visit).await),
        )
        .route(
            "/files/{id}/download",
            at(console, async |visit: Arc<Visit>| file_page::download(&visit).await),
        )
        .route("/audit/{sequence}", at(console, async |visit: Arc<Visit>| audit_page::event(&visit).await))
        .route("/audit/verify", at(console, async |visit: Arc<Visit>| audit_page::verify(&visit).await))
        .route("/settings", at(console, async |visit: Arc<Visit>| settings_page::show(&visit).await))
}

/// The page of a record: that of its noun if it has one of its own.
async fn own_page(visit: &Visit, noun: &'static Noun) -> Result<Reply, Fault> {
    match noun.path {
        "licenses" => license_page::show(visit).await,
        "plugins" => plugin_page::show(visit).await,
        "line-items" => entitlement_page::line_item(visit).await,
        "entitlements" => entitlement_page::entitlement(visit).await,
        "fulfillments" => fulfillment_page::show(visit).await,
        "products" => graph::product(visit).await,
        "files" => file_page::show(visit).await,
        "jobs" | "sync-runs" | "daily-runs" => run_page::show(visit, noun).await,
        _ => detail::show(visit, noun).await,
    }
}

/// A form that needs no record.
async fn begin(visit: &Visit, noun: &'static Noun) -> Result<Reply, Fault> {
    let name = visit.part("form");
    let form = nouns::beginnings(noun).iter().find(|form| form.name == name).ok_or_else(nothing_here)?;
    if is_post(visit) {
        form_page::send(visit, noun, form, None).await
    } else {
        form_page::show(visit, noun, form, None).await
    }
}

/// A form of a record.
async fn act(visit: &Visit, noun: &'static Noun) -> Result<Reply, Fault> {
    let name = visit.part("form");
    let record = detail::record(visit, noun).await?;
    // Of several of a name, the one that is meant for such a record.
    let mut named = noun.forms.iter().filter(|form| form.name == name);
    let form = named.clone().find(|form| form.when.holds(&record)).or_else(|| named.next());
    let form = form.ok_or_else(nothing_here)?;
    if is_post(visit) {
        form_page::send(visit, noun, form, Some(&record)).await
    } else {
        form_page::show(visit, noun, form, Some(&record)).await
    }
}

fn nothing_here() -> Fault {
    Refusal::because(Code::NotFound, "there is nothing at this address").into()
}

/// Whether a form was sent.
pub(super) fn is_post(visit: &Visit) -> bool {
    visit.posted.get("csrf").is_some()
}

fn post_only(visit: &Visit) -> Result<(), Fault> {
    if is_post(visit) { Ok(()) } else { Err(Code::MethodNotAllowed.into()) }
}

/// A page for whoever has logged in, by GET and POST.
pub(super) fn at<F, Fut>(console: &Console, handler: F) -> MethodRouter
where
    F: Fn(Arc<Visit>) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Reply, Fault>> + Send,
{
    let console = console.clone();
    let page = async move |parts: RawPathParams, request: Request| -> Response<Body> {
        let parts = parts.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        match arrive(&console, parts, request).await {
            Ok((visit, Ok(()))) => {
                let visit = Arc::new(visit);
                let reply = handler(Arc::clone(&visit)).await;
                finish(&visit, reply)
            }
            Ok((visit, Err(fault))) => finish(&visit, Err(fault)),
            Err(response) => response,
        }
    };
    get(page.clone()).post(page)
}

/// The visit of a request; what its form must not do; or the way to the login.
async fn arrive(
    console: &Console,
    parts: BTreeMap<String, String>,
    request: Request,
) -> Result<(Visit, Result<(), Fault>), Response<Body>> {
    let (head, body) = request.into_parts();
    let path = head.uri.path().to_owned();
    let query_text = head.uri.query().unwrap_or_default().to_owned();
    let to_login = || {
        let next = if query_text.is_empty() { path.clone() } else { format!("{path}?{query_text}") };
        let back = if head.method == Verb::GET && next != "/" {
            format!("?next={}", super::address::encode(&next))
        } else {
            String::new()
        };
        see_other(&format!("/login{back}"))
    };
    let session_id = cookie(&head.headers, COOKIE).ok_or_else(to_login)?;
    let session = console.sessions.find(&session_id).ok_or_else(to_login)?;
    let Ok(caller) = identify(console, &session.token_id).await else {
        console.sessions.close(&session_id);
        return Err(to_login());
    };
    let actor = Actor {
        name: format!("user:{}", caller.token.name),
        request_id: Some(crate::store::new_id()),
        ip: head.extensions.get::<Peer>().map(|peer| peer.0.ip().to_string()),
        ..Actor::default()
    };
    let call = Call {
        caller: actor.name.clone(),
        rights: caller.rights,
        account_lock: caller.token.account_lock,
        product_lock: caller.token.product_lock,
        login: caller.token.login,
        ..Call::default()
    };
    let mut visit = Visit {
        console: console.clone(),
        session_id,
        session,
        name: caller.token.name,
        caller: call,
        actor,
        theme: Theme::parse(&cookie(&head.headers, "theme").unwrap_or_default()),
        path,
        query: Posted::of(form(&query_text)),
        parts,
        posted: Posted::default(),
    };
    let sent = if head.method == Verb::POST { take(&mut visit, &head.headers, body).await } else { Ok(()) };
    Ok((visit, sent))
}

/// Reads what a form sent, if it is a form of this session.
async fn take(visit: &mut Visit, headers: &HeaderMap, body: Body) -> Result<(), Fault> {
    own_site(headers)?;
    let bytes = to_bytes(body, BODY_MAX).await.map_err(|_| Fault::from(Code::BodyTooLarge))?;
    let posted = Posted::read(headers, &bytes);
    let csrf = posted.get("csrf").unwrap_or_default();
    if !same(csrf, &visit.session.csrf) {
        let text = "the form does not belong to this login; load the page again";
        return Err(Refusal::because(Code::Forbidden, text).into());
    }
    visit.posted = posted;
    Ok(())
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
fn same(a: &str, b: &str) -> bool {
    let hash = |text: &str| ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    hash(a).as_ref().iter().zip(hash(b).as_ref()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

/// That a form was sent from a page of this console.
///
/// # Errors
///
/// `FORBIDDEN`.
pub(super) fn own_site(headers: &HeaderMap) -> Result<(), Fault> {
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let elsewhere = match (value("sec-fetch-site"), value("origin"), value("host")) {
        (Some(site), _, _) => !matches!(site, "same-origin" | "none"),
        (None, Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from != host),
        (None, _, _) => false,
    };
    if elsewhere {
        return Err(Refusal::because(Code::Forbidden, "the form was sent from another site").into());
    }
    Ok(())
}

async fn identify(console: &Console, token_id: &str) -> Result<caller::Caller, Fault> {
    let mut tx = console.office.read().await?;
    let token: Token = tx.get(token_id).await?;
    caller::admit(&mut tx, token).await
}

/// A cookie of a request.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(has, _)| *has == name).map(|(_, value)| value.to_owned())
}
