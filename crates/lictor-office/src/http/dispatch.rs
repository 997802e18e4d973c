//! From an HTTP request to a handler and back: who calls, how often, whether it was asked before, and
//! one transaction around it all.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, Request, Response, header};
use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use ring::digest::{SHA256, digest};
use serde_json::Value as Json;

use super::answer::{Answer, Content};
use super::call::Call;
use super::caller;
use super::lock;
use super::route::{Access, Method, Route};
use super::used;
use crate::actor::Actor;
use crate::fault::Fault;
use crate::model::{Operation, OperationState};
use crate::office::Office;
use crate::store::idempotency::{self, Kept};

/// Largest body of a request, in bytes.
pub const BODY_MAX: usize = 4 * 1024 * 1024;
/// Bytes of a body that is too large that are read before the connection is closed.
const THROWN_MAX: usize = 16 * BODY_MAX;
/// Times a transaction is tried that met another one.
const TRIES: u32 = 8;
/// Longest wait that `Prefer: wait` asks for, in seconds.
const WAIT_MAX: u64 = 60;

/// Answers one request.
pub async fn dispatch(
    office: Office,
    route: &'static Route,
    path: BTreeMap<String, String>,
    request: Request<Body>,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let headers = parts.headers;
    let id = text(&headers, "x-request-id").unwrap_or_else(crate::store::new_id);
    let query = form(parts.uri.query().unwrap_or_default());
    let mut actor = Actor {
        name: String::new(),
        request_id: Some(id.clone()),
        idempotency_key: text(&headers, "idempotency-key"),
        ip: parts.extensions.get::<super::serve::Peer>().map(|peer| peer.0.ip().to_string()),
        reason: text(&headers, "x-reason"),
    };
    let answer = match read(body).await {
        Ok(body) => answer(&office, route, Ask { path, query, headers, body }, &mut actor).await,
        Err(fault) => Err(fault),
    };
    let mut answer = match answer {
        Ok(answer) => answer,
        Err(fault) => {
            if let Fault::Again | Fault::Database(_) | Fault::Internal(_) = &fault {
                tracing::error!(request = %id, path = route.path, %fault, "request failed");
            }
            Answer::refused(&fault.refusal())
        }
    };
    answer.headers.push((axum::http::HeaderName::from_static("x-request-id"), id));
    answer.headers.push((axum::http::HeaderName::from_static("lictor-version"), super::VERSION.to_owned()));
    answer.into_response()
}

struct Ask {
    path: BTreeMap<String, String>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Vec<u8>,
}

async fn answer(
    office: &Office,
    route: &'static Route,
    ask: Ask,
    actor: &mut Actor,
) -> Result<Answer, Fault> {
    let mut call = Call { path: ask.path, query: ask.query, ..Call::default() };
    let remaining = authorize(office, route, &ask.headers, &mut call, actor).await?;
    call.body = match ask.body.is_empty() {
        true => Json::Null,
        false => serde_json::from_slice(&ask.body).map_err(|error| {
            Refusal::because(Code::InvalidField, format!("the body is no JSON: {error}")).at("")
        })?,
    };
    lock::prepare(route, &mut call)?;
    if ask.headers.contains_key("idempotency-key") && actor.idempotency_key.is_none() {
        let text = "an Idempotency-Key is plain text of at most 512 characters";
        return Err(Refusal::because(Code::InvalidField, text).at("Idempotency-Key").into());
    }
    call.idempotency_key.clone_from(&actor.idempotency_key);
    call.if_match = text(&ask.headers, "if-match");
    let mut answer = carry_out(office, route, &call, actor, &ask.body).await?;
    if let Some(operation) = &answer.operation
        && let Some(seconds) = wait(&ask.headers)
    {
        answer = waited(office, operation, seconds, answer.clone()).await?;
    }
    let limit = axum::http::HeaderName::from_static("ratelimit-limit");
    answer.headers.push((limit, office.rates().per_minute().to_string()));
    let name = axum::http::HeaderName::from_static("ratelimit-remaining");
    answer.headers.push((name, remaining.to_string()));
    Ok(answer)
}

async fn authorize(
    office: &Office,
    route: &Route,
    headers: &HeaderMap,
    call: &mut Call,
    actor: &mut Actor,
) -> Result<i64, Fault> {
    let now = office.clock().now();
    let bearer = text(headers, "authorization");
    let bearer = bearer.as_deref().and_then(|value| value.strip_prefix("Bearer ")).map(str::trim);
    let Some(bearer) = bearer else {
        let caller = actor.ip.clone().unwrap_or_default();
        return match route.access {
            Access::Open => {
                actor.name = "anonymous".to_owned();
                call.caller.clone_from(&actor.name);
                count(office, &caller, now)
            }
            Access::Token | Access::Right(_) => Err(Code::Unauthenticated.into()),
        };
    };
    let mut tx = office.read().await?;
    let caller = caller::identify(&mut tx, bearer).await?;
    drop(tx);
    used::note(office, &caller.token, now);
    actor.name = caller.name;
    call.caller.clone_from(&actor.name);
    let remaining = count(office, &actor.name, now)?;
    call.rights = caller.rights;
    call.account_lock = caller.token.account_lock;
    call.product_lock = caller.token.product_lock;
    call.login = caller.token.login;
    permit(route, call)?;
    Ok(remaining)
}

/// That the caller may ask for this. Who calls as the other side of an agreement gets the issuer's
/// protocol and nothing else: its own records are behind it, and others' must not be seen.
pub(crate) fn permit(route: &Route, call: &Call) -> Result<(), Fault> {
    let protocol = route.path.starts_with("/v1/issuer/") || route.path == "/v1/whoami";
    match route.access {
        Access::Open => Ok(()),
        Access::Token | Access::Right(_) if call.login.is_some() && !protocol => {
            let text = "a token of an agreement is for the issuer's protocol only";
            Err(Refusal::because(Code::Forbidden, text).into())
        }
        Access::Token => Ok(()),
        Access::Right(right) => call.needs(right),
    }
}

/// Counts a request of a caller; how many more it has.
pub(super) fn count(office: &Office, caller: &str, now: crate::time::Time) -> Result<i64, Fault> {
    let allowance = office.rates().count(caller, now);
    allowance
        .remaining
        .ok_or_else(|| Refusal::new(Code::RateLimited).with("retry_after", allowance.retry_after).into())
}

/// One transaction around the handler; tried anew when it met another one.
pub(super) async fn carry_out(
    office: &Office,
    route: &Route,
    call: &Call,
    actor: &Actor,
    body: &[u8],
) -> Result<Answer, Fault> {
    if let Some(outside) = route.outside {
        return outside(office, call, actor).await;
    }
    if call.flag("verify") && !route.verify && route.method != Method::Get {
        let text = "this cannot be tried without doing it";
        return Err(Refusal::because(Code::InvalidField, text).at("verify").into());
    }
    let mut tries = 0;
    loop {
        let answer = once(office, route, call, actor, body).await;
        match answer {
            Err(Fault::Again) if tries < TRIES => {
                tries += 1;
                // A little longer each time, and not in step with the other one.
                let pause = u64::from(tries) * 3 + u64::from(std::process::id() % 7);
                tokio::time::sleep(Duration::from_millis(pause)).await;
            }
            Ok(_) | Err(_) => return answer,
        }
    }
}

async fn once(
    office: &Office,
    route: &Route,
    call: &Call,
    actor: &Actor,
    body: &[u8],
) -> Result<Answer, Fault> {
    if route.method == Method::Get {
        let mut tx = office.read().await?;
        return (route.handler)(office, &mut tx, call).await;
    }
    let mut tx = office.write(actor.clone()).await?;
    let verify = route.verify && call.flag("verify");
    let kept = match (&actor.idempotency_key, verify) {
        (Some(key), false) => {
            let request = request_hash(route, call, body);
            if let Some(kept) = idempotency::find(&mut tx, &actor.name, key).await? {
                return replay(&kept, &request);
            }
            Some((key.clone(), request))
        }
        (Some(_) | None, _) => None,
    };
    lock::references(&mut tx, call).await?;
    let answer = (route.handler)(office, &mut tx, call).await?;
    if verify {
        // A dry run ends here: the transaction is dropped, and with it all that was written.
        return Ok(Answer { location: None, operation: None, etag: None, ..answer });
    }
    if let Some((key, request)) = kept
        && let Some(kept) = keepable(&answer, request)
    {
        idempotency::keep(&mut tx, &actor.name, &key, &kept).await?;
    }
    office.commit(tx).await?;
    Ok(answer)
}

fn keepable(answer: &Answer, request: String) -> Option<Kept> {
    let body = match &answer.content {
        Content::Json(document) => answer.repeated.as_ref().unwrap_or(document).to_string(),
        Content::Empty => String::new(),
        Content::Raw { .. } | Content::Stream { .. } => return None,
    };
    Some(Kept { request, status: answer.status.into(), body, location: answer.location.clone() })
}

fn replay(kept: &Kept, request: &str) -> Result<Answer, Fault> {
    if kept.request != request {
        return Err(Code::IdempotencyMismatch.into());
    }
    let content = match kept.body.is_empty() {
        true => Content::Empty,
        false => Content::Json(
            serde_json::from_str(&kept.body).map_err(|error| Fault::internal(error.to_string()))?,
        ),
    };
    let mut answer = Answer::of(u16::try_from(kept.status).unwrap_or(200), content);
    answer.location.clone_from(&kept.location);
    let name = axum::http::HeaderName::from_static("idempotency-replayed");
    answer.headers.push((name, "true".to_owned()));
    Ok(answer)
}

fn request_hash(route: &Route, call: &Call, body: &[u8]) -> String {
    let mut text = format!("{:?} {}", route.method, route.path);
    for (name, value) in &call.path {
        text = format!("{text}\n{name}={value}");
    }
    for (name, value) in &call.query {
        text = format!("{text}\n{name}={value}");
    }
    text.push('\n');
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(body);
    hex::encode(digest(&SHA256, &bytes))
}

/// Reads a body. One that is too large is read on for a while and thrown away: a connection that is
/// closed with unread bytes takes the refusal with it.
async fn read(body: Body) -> Result<Vec<u8>, Fault> {
    let mut stream = std::pin::pin!(body);
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(frame) = poll_fn(|context| stream.as_mut().poll_frame(context)).await {
        let broken = |_| Fault::from(Refusal::because(Code::InvalidField, "the body breaks off"));
        let Ok(data) = frame.map_err(broken)?.into_data() else { continue };
        length += data.len();
        if length <= BODY_MAX {
            bytes.extend_from_slice(&data);
        } else {
            bytes = Vec::new();
            if length > THROWN_MAX {
                break;
            }
        }
    }
    if length > BODY_MAX { Err(Code::BodyTooLarge.into()) } else { Ok(bytes) }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?;
    (text.len() <= 512).then(|| text.to_owned())
}

/// Seconds of `Prefer: wait=10` (RFC 7240).
fn wait(headers: &HeaderMap) -> Option<u64> {
    let prefer = text(headers, header::HeaderName::from_static("prefer").as_str())?;
    let seconds = prefer.split([',', ';']).find_map(|part| part.trim().strip_prefix("wait="))?;
    seconds.parse().ok().map(|seconds: u64| seconds.min(WAIT_MAX))
}

/// The answer once the operation has ended, or that it goes on.
pub(super) async fn waited(
    office: &Office,
    id: &str,
    seconds: u64,
    otherwise: Answer,
) -> Result<Answer, Fault> {
    for _ in 0..seconds * 20 {
        let mut tx = office.read().await?;
        let operation: Operation = tx.get(id).await?;
        drop(tx);
        match operation.state {
            // Whoever waits is told like somebody who asked for it there and then.
            OperationState::Failed => return Err(failure(&operation).into()),
            OperationState::Succeeded | OperationState::Cancelled => {
                let mut answer = Answer::record(&operation);
                answer.location = otherwise.location;
                return Ok(answer);
            }
            OperationState::Queued | OperationState::Running | OperationState::Waiting => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    Ok(otherwise)
}

fn failure(operation: &Operation) -> Refusal {
    let code = operation.error_code.as_deref().and_then(Code::parse).unwrap_or(Code::Internal);
    Refusal::because(code, operation.error.clone().unwrap_or_default())
        .with("operation_id", operation.meta.id.clone())
}

/// Names and values of a query, decoded; what cannot be decoded is left as it stands.
#[must_use]
pub fn form(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

pub(super) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let decoded = match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next(), rest.next()];
                let hex = digits.map(|digit| digit.and_then(|digit| char::from(digit).to_digit(16)));
                match hex {
                    [Some(high), Some(low)] => u8::try_from(high * 16 + low).unwrap_or(b'%'),
                    [_, _] => b'%',
                }
            }
            other => other,
        };
        bytes.push(decoded);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
