//! From an HTTP request to a handler and back: who calls, how often, whether it was asked before, and
//! one transaction around it all.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, HeaderName, Request, Response, header};
use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use ring::digest::{SHA256, digest};
use serde_json::Value as Json;

use super::answer::{Answer, Content};
use super::call::Call;
use super::route::{Access, Method, Route};
use super::{caller, json, lock, shape, used};
use crate::actor::Actor;
use crate::fault::Fault;
use crate::model::{Operation, OperationState};
use crate::office::Office;
use crate::store::again;
use crate::store::idempotency::{self, Kept};

/// Largest body of a request, in bytes.
pub const BODY_MAX: usize = 4 * 1024 * 1024;
/// Bytes of a body that is too large that are read before the connection is closed.
const THROWN_MAX: usize = 16 * BODY_MAX;
/// Times a transaction is tried that met another one.
const TRIES: u32 = 8;
/// Longest value of a header that is read, in bytes.
const HEADER_MAX: usize = 512;
/// What the refusal of an operation may tell beside its words.
const META: [&str; 8] =
    ["current", "feature", "key_number", "license_id", "offered", "revision", "stored", "sus_until"];
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
    let id = request_id(&headers);
    let query = form(parts.uri.query().unwrap_or_default());
    let bearer = bearer(&headers).is_some();
    let mut actor = Actor {
        name: String::new(),
        request_id: Some(id.clone()),
        ip: parts.extensions.get::<super::serve::Peer>().map(|peer| peer.0.ip().to_string()),
        ..Actor::default()
    };
    let mut remaining = None;
    let answer = match read(body).await {
        Ok(body) => {
            let ask = Ask { path, query, headers, body };
            answer(&office, route, ask, &mut actor, &mut remaining).await
        }
        Err(fault) => Err(fault),
    };
    let mut answer = match answer {
        Ok(answer) => answer,
        Err(fault) => {
            if let Fault::Again | Fault::Database(_) | Fault::Internal(_) = &fault {
                tracing::error!(request = %id, path = route.path, %fault, "request failed");
            }
            let mut answer = Answer::refused(&fault.refusal());
            crate::issuer::routes::number(route.path, bearer, &mut answer);
            answer
        }
    };
    if let Some(remaining) = remaining {
        let limit = HeaderName::from_static("ratelimit-limit");
        answer.headers.push((limit, office.rates().per_minute().to_string()));
        answer.headers.push((HeaderName::from_static("ratelimit-remaining"), remaining.to_string()));
    }
    signed(answer, id)
}

/// The caller's name of a request, or a new one when there is none or it is no plain text of at most 512
/// characters: it only stands in logs and answers.
pub(super) fn request_id(headers: &HeaderMap) -> String {
    let id = plain(headers, "x-request-id").ok().flatten();
    id.filter(|id| !id.is_empty()).unwrap_or_else(crate::store::new_id)
}

/// An answer as HTTP, with what every one carries.
pub(super) fn signed(mut answer: Answer, request_id: String) -> Response<Body> {
    answer.headers.push((HeaderName::from_static("x-request-id"), request_id));
    answer.headers.push((HeaderName::from_static("lictor-version"), super::VERSION.to_owned()));
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
    remaining: &mut Option<i64>,
) -> Result<Answer, Fault> {
    let mut call = Call { path: ask.path, query: ask.query, ..Call::default() };
    authorize(office, route, &ask.headers, &mut call, actor, remaining).await?;
    actor.idempotency_key = plain(&ask.headers, "Idempotency-Key")?;
    actor.reason = words(&ask.headers, "X-Reason")?;
    call.body = json::read(&ask.body)?;
    shape::check(route, &call)?;
    lock::prepare(route, &mut call)?;
    call.idempotency_key.clone_from(&actor.idempotency_key);
    call.if_match = plain(&ask.headers, "If-Match")?;
    let answer = carry_out(office, route, &call, actor, &ask.body).await?;
    match wait(&ask.headers).or(answer.patience) {
        Some(seconds) if answer.operation.is_some() => {
            let request = request_hash(route, &call, &ask.body);
            last(office, actor, seconds, answer, request).await
        }
        Some(_) | None => Ok(answer),
    }
}

/// The last word on a request whose operation was waited for. A repetition of the request gets that one.
async fn last(
    office: &Office,
    actor: &Actor,
    seconds: u64,
    accepted: Answer,
    request: String,
) -> Result<Answer, Fault> {
    let Some(operation) = accepted.operation.clone() else { return Ok(accepted) };
    let headers = accepted.headers.clone();
    let answer = match waited(office, &operation, seconds, accepted).await {
        Err(Fault::Refused(refusal)) => {
            let mut refused = Answer::refused(&refusal);
            refused.headers.extend(headers);
            refused
        }
        answer => answer?,
    };
    if answer.operation.is_none()
        && let Some(key) = &actor.idempotency_key
        && let Some(kept) = keepable(&answer, request)
    {
        again(|| async {
            let mut tx = office.write(actor.clone()).await?;
            idempotency::replace(&mut tx, &actor.name, key, &kept).await?;
            office.commit(tx).await
        })
        .await?;
    }
    Ok(answer)
}

async fn authorize(
    office: &Office,
    route: &Route,
    headers: &HeaderMap,
    call: &mut Call,
    actor: &mut Actor,
    remaining: &mut Option<i64>,
) -> Result<(), Fault> {
    let now = office.clock().now();
    let mut counted = |caller: &str| {
        let left = count(office, caller, now);
        *remaining = Some(*left.as_ref().unwrap_or(&0));
        left.map(|_| ())
    };
    let Some(bearer) = bearer(headers) else {
        counted(actor.ip.as_deref().unwrap_or_default())?;
        return match route.access {
            Access::Open => {
                actor.name = "anonymous".to_owned();
                call.caller.clone_from(&actor.name);
                Ok(())
            }
            Access::Token | Access::Right(_) => Err(Code::Unauthenticated.into()),
        };
    };
    let mut tx = office.read().await?;
    let caller = caller::identify(&mut tx, bearer).await;
    drop(tx);
    let caller = match caller {
        Ok(caller) => caller,
        Err(fault) => {
            // Who tries tokens shares the requests of the address.
            counted(actor.ip.as_deref().unwrap_or_default())?;
            return Err(fault);
        }
    };
    used::note(office, &caller.token, now);
    actor.name = caller.name;
    call.caller.clone_from(&actor.name);
    counted(&actor.name)?;
    call.rights = caller.rights;
    call.account_lock = caller.token.account_lock;
    call.product_lock = caller.token.product_lock;
    call.login = caller.token.login;
    permit(route, call)
}

/// The token of a request; the name of the scheme is written in any case of letters (RFC 9110).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
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
    let etag = match &content {
        // An operation that goes on had none: by now it is another one.
        Content::Json(document) if kept.status != 202 => document["version"].as_i64(),
        Content::Json(_) | Content::Empty | Content::Raw { .. } | Content::Stream { .. } => None,
    };
    let mut answer = Answer::of(u16::try_from(kept.status).unwrap_or(200), content);
    answer.etag = etag;
    answer.location.clone_from(&kept.location);
    if answer.status == 202 {
        let operation = kept.location.as_deref().and_then(|path| path.strip_prefix("/v1/operations/"));
        answer.operation = operation.map(str::to_owned);
    }
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

/// A header of plain text; `INVALID_FIELD` for one that is none, so that none is passed over.
fn plain(headers: &HeaderMap, name: &'static str) -> Result<Option<String>, Fault> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let text = value.to_str().ok().filter(|text| text.len() <= HEADER_MAX);
    let text = text.ok_or_else(|| wrong(name, "plain text of at most 512 characters"))?;
    Ok(Some(text.to_owned()))
}

/// A header that people write, in UTF-8.
fn words(headers: &HeaderMap, name: &'static str) -> Result<Option<String>, Fault> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let text = str::from_utf8(value.as_bytes()).ok().filter(|text| text.len() <= HEADER_MAX);
    let text = text.ok_or_else(|| wrong(name, "text in UTF-8 of at most 512 bytes"))?;
    Ok(Some(text.to_owned()))
}

fn wrong(name: &'static str, wanted: &str) -> Fault {
    let text = format!("the header {name} takes {wanted}");
    Refusal::because(Code::InvalidField, text).at(name).into()
}

/// Seconds of `Prefer: wait=10` (RFC 7240).
fn wait(headers: &HeaderMap) -> Option<u64> {
    let prefer = plain(headers, "Prefer").ok().flatten()?;
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
                let (location, headers) = (otherwise.location, otherwise.headers);
                return Ok(Answer { location, headers, ..Answer::record(&operation) });
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
    let mut refusal = Refusal::because(code, operation.error.clone().unwrap_or_default());
    let meta = &operation.result["meta"];
    for name in META {
        refusal = match (&meta[name], meta[name].as_i64()) {
            (Json::String(text), _) => refusal.with(name, text.clone()),
            (_, Some(number)) => refusal.with(name, number),
            (_, None) => refusal,
        };
    }
    refusal.pointer = operation.result["pointer"].as_str().map(str::to_owned);
    refusal.with("operation_id", operation.meta.id.clone())
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
