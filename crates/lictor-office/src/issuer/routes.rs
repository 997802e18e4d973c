//! The issuer protocol over HTTP (office.md 3.12): `POST /v1/issuer/OPERATION` with a token that has a
//! login.
//!
//! A refusal is HTTP 200 with its result code, also 201 where the token lacks the right. What fails before
//! an operation begins is an HTTP error: 401 without a valid token, 422 for a body that is malformed, 5xx
//! for a fault, which is worth another try. Where the protocol has a number for it, that stands beside the
//! error: 400 for credentials of another form or none, 200 for a token that is not known, 300 for a fault.

use lictor_entitle::issuer_code::IssuerCode;
use lictor_entitle::right::Right;
use serde_json::{Value as Json, json};

use super::protocol::{
    ActivateRequest, AdditionalRequest, Answer as Outcome, ChangeRequest, ClassesRequest, CreateRequest,
    KeyRequest, ReinstateRequest, RenewRequest, RetrieveRequest, UpgradeRequest,
};
use super::service::{self, Ask};
use crate::fault::Fault;
use crate::handler;
use crate::http::answer::{Answer, Content};
use crate::http::call::Call;
use crate::http::route::{Access, Handler, Method, Route, SchemaOf, schema};
use crate::office::Office;
use crate::store::Tx;

/// Where the protocol's paths begin. A token with a login may ask for nothing else.
pub const PATHS: &str = "/v1/issuer/";

/// The routes of the protocol.
pub const ROUTES: &[Route] = &[
    operation("/v1/issuer/create", "Make a key.", schema::<CreateRequest>, handler!(create)),
    operation(
        "/v1/issuer/retrieve",
        "Get the files of a key.",
        schema::<RetrieveRequest>,
        handler!(retrieve),
    ),
    operation(
        "/v1/issuer/upgrade",
        "Change what a key permits.",
        schema::<UpgradeRequest>,
        handler!(upgrade),
    ),
    operation("/v1/issuer/renew", "Pay a key for another month.", schema::<RenewRequest>, handler!(renew)),
    operation("/v1/issuer/info", "See a key.", schema::<KeyRequest>, handler!(info)),
    operation("/v1/issuer/terminate", "End a key for good.", schema::<KeyRequest>, handler!(terminate)),
    operation("/v1/issuer/suspend", "Stop a key for a while.", schema::<KeyRequest>, handler!(suspend)),
    operation("/v1/issuer/resume", "Let a suspended key run again.", schema::<KeyRequest>, handler!(resume)),
    operation("/v1/issuer/activate", "Activate a key.", schema::<ActivateRequest>, handler!(activate)),
    operation(
        "/v1/issuer/attach",
        "Attach an additional key.",
        schema::<AdditionalRequest>,
        handler!(attach),
    ),
    operation(
        "/v1/issuer/detach",
        "Detach an additional key.",
        schema::<AdditionalRequest>,
        handler!(detach),
    ),
    operation(
        "/v1/issuer/change",
        "Change a key in several ways.",
        schema::<ChangeRequest>,
        handler!(change),
    ),
    operation(
        "/v1/issuer/reinstate",
        "Bring an expired key back with new dates.",
        schema::<ReinstateRequest>,
        handler!(reinstate),
    ),
    operation(
        "/v1/issuer/renew-sus",
        "Pay another year of the right to upgrade.",
        schema::<ReinstateRequest>,
        handler!(renew_sus),
    ),
    operation(
        "/v1/issuer/reinstate-sus",
        "Pay the right to upgrade again after it lapsed.",
        schema::<ReinstateRequest>,
        handler!(reinstate_sus),
    ),
    operation("/v1/issuer/classes", "See what can be ordered.", schema::<ClassesRequest>, handler!(classes)),
];

const fn operation(path: &'static str, summary: &'static str, body: SchemaOf, handler: Handler) -> Route {
    Route::new(Method::Post, path, Access::Token, summary, handler).takes(body).gives(schema::<Outcome>)
}

/// Puts the protocol's number beside an error of one of its paths. `bearer` says whether the request had
/// credentials of the right form.
pub fn number(path: &str, bearer: bool, answer: &mut Answer) {
    let code = match answer.status {
        401 if bearer => IssuerCode::AuthFailed,
        401 => IssuerCode::BadAuthFormat,
        500.. => IssuerCode::Internal,
        _ => return,
    };
    if let Content::Json(Json::Object(fields)) = &mut answer.content
        && path.starts_with(PATHS)
    {
        fields.insert("result_code".to_owned(), json!(code.number()));
        fields.insert("result_text".to_owned(), json!(code.text()));
    }
}

async fn ask(office: &Office, tx: &mut Tx, call: &Call, right: Right, ask: Ask) -> Result<Answer, Fault> {
    let Some(login) = &call.login else {
        return Ok(Answer::ok(Outcome::of(IssuerCode::MethodDenied).saying("the token has no login")));
    };
    if !call.rights.contains(&right) {
        let text = format!("the token lacks the right {:?}", right.as_str());
        return Ok(Answer::ok(Outcome::of(IssuerCode::MethodDenied).saying(&text)));
    }
    Ok(Answer::ok(service::answer(office, tx, Some(login), &ask).await?))
}

async fn create(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::Generate, Ask::Create(call.body()?)).await
}

async fn retrieve(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::Generate, Ask::Retrieve(call.body()?)).await
}

async fn upgrade(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::Upgrade, Ask::Upgrade(call.body()?)).await
}

async fn renew(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::Upgrade, Ask::Renew(call.body()?)).await
}

async fn info(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::View, Ask::Info(call.body()?)).await
}

async fn terminate(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::Terminate, Ask::Terminate(call.body()?)).await
}

async fn suspend(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::Terminate, Ask::Suspend(call.body()?)).await
}

async fn resume(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::Terminate, Ask::Resume(call.body()?)).await
}

async fn activate(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::Generate, Ask::Activate(call.body()?)).await
}

async fn attach(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::Upgrade, Ask::Attach(call.body()?)).await
}

async fn detach(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::Upgrade, Ask::Detach(call.body()?)).await
}

/// Several changes need the rights of each of them.
async fn change(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let request: ChangeRequest = call.body()?;
    let wanted = request.changes.iter().map(super::change::right_of);
    let missing = wanted.into_iter().find(|right| !call.rights.contains(right));
    ask(office, tx, call, missing.unwrap_or(Right::View), Ask::Change(request)).await
}

async fn reinstate(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::Upgrade, Ask::Reinstate(call.body()?)).await
}

async fn renew_sus(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::Upgrade, Ask::RenewSus(call.body()?)).await
}

async fn reinstate_sus(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::Upgrade, Ask::ReinstateSus(call.body()?)).await
}

async fn classes(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    ask(office, tx, call, Right::View, Ask::Classes(call.body()?)).await
}

#[cfg(test)]
mod tests {
    use lictor_entitle::Code;

    use super::*;

    #[test]
    fn an_error_of_the_protocol_has_its_number() {
        for (path, code, bearer, number) in [
            ("/v1/issuer/info", Code::Unauthenticated, true, json!(200)),
            ("/v1/issuer/info", Code::Unauthenticated, false, json!(400)),
            ("/v1/issuer/info", Code::Internal, true, json!(300)),
            ("/v1/issuer/info", Code::InvalidField, true, Json::Null),
            ("/v1/keys", Code::Internal, true, Json::Null),
        ] {
            let mut answer = Answer::refused(&code.into());
            super::number(path, bearer, &mut answer);
            let Content::Json(document) = answer.content else { panic!("{path} {code:?}") };
            assert_eq!(document["result_code"], number, "{path} {code:?}");
        }
    }
}
