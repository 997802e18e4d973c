//! The guard of the port: who asks, whether they may, and how often a source may be wrong.

use std::net::IpAddr;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use super::answer::Refusal;
use super::page;
use super::role::Role;
use super::routes::Context;

/// Where a request comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// What a route needs: the context, and the least role that may ask it.
pub(super) type Needed = (Context, Role);

/// Lets a request pass whose token is good for it; the route gets the
/// [`Caller`](super::keeper::Caller).
pub(super) async fn authorize(
    State((context, role)): State<Needed>,
    Extension(Peer(from)): Extension<Peer>,
    headers: HeaderMap,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(token) = bearer(&headers) else {
        return if request.uri().path() == "/" {
            (StatusCode::UNAUTHORIZED, Html(page::HOW_TO_ENTER)).into_response()
        } else {
            Refusal::unauthorized().into_response()
        };
    };
    let now_ms = context.backend.now_ms();
    let wait_ms = context.attempts.lock().wait_ms(from, now_ms);
    if wait_ms > 0 {
        return Refusal::too_many_attempts(wait_ms).into_response();
    }
    let Some(caller) = context.keeper.who(token) else {
        let wait_ms = context.attempts.lock().wrong(from, now_ms);
        if wait_ms > 0 {
            tracing::warn!(%from, wait_ms, "Wrong tokens of administrators came from {from}");
        }
        return Refusal::unknown_token().into_response();
    };
    if caller.role < role {
        return Refusal::forbidden(&caller, role).into_response();
    }
    request.extensions_mut().insert(caller);
    next.run(request).await
}

/// The token presented (RFC 6750, section 2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some(token.trim()).filter(|token| !token.is_empty())
}
