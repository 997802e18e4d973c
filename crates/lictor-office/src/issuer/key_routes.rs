//! Keys over HTTP, for the issuer's own people.
//!
//! A refusal of the issuer is an HTTP error here, with the protocol's number in `meta.result_code`; what
//! was done already is told as success.

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use lictor_entitle::issuer_code::IssuerCode;
use lictor_entitle::right::Right;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::key_answer::{document, refusal, shown, succeeded};
use super::key_body::{
    ActivateBody, AdditionalBody, ChangeBody, FlagBody, KeyBody, Nothing, RenewBody, UpgradeBody,
};
use super::preview::FilePreview;
use super::protocol::{
    ActivateRequest, AdditionalRequest, Answer as Outcome, ChangeRequest, CreateRequest, KeyRequest,
    ReinstateRequest, RenewRequest, RetrieveRequest, UpgradeRequest,
};
use super::service::{self, Ask};
use super::{file, ledger, preview};
use crate::fault::Fault;
use crate::handler;
use crate::http::answer::{Answer, Content};
use crate::http::call::Call;
use crate::http::collection;
use crate::http::route::{Route, schema};
use crate::model::{Key, LicenseFile};
use crate::office::Office;
use crate::store::{Record, Tx, content, new_id};

/// The routes of keys.
pub const ROUTES: &[Route] = &[
    Route::get("/v1/keys", "List keys.", handler!(keys)).lists(schema::<Key>),
    Route::post("/v1/keys", Right::Generate, "Make a key for a login.", handler!(create))
        .takes(schema::<KeyBody>)
        .gives(schema::<Key>)
        .verifiable(),
    Route::get("/v1/keys/{number}", "See a key, by its number with or without a revision.", handler!(one))
        .gives(schema::<Key>),
    Route::get("/v1/keys/{number}/files", "List the files of a key.", handler!(files))
        .gives_all(schema::<FileLine>),
    Route::get(
        "/v1/keys/{number}/download",
        "Get the newest file, or that of ?revision=.",
        handler!(download),
    )
    .reads(&["revision"]),
    Route::post(
        "/v1/keys/{number}/activation-code",
        Right::Generate,
        "See the activation code.",
        handler!(code),
    )
    .gives(schema::<CodeShown>),
    Route::post("/v1/keys/{number}/retrieve", Right::Generate, "Make and get the files.", handler!(retrieve))
        .takes(schema::<Nothing>)
        .gives(schema::<Outcome>)
        .verifiable(),
    Route::post("/v1/keys/{number}/upgrade", Right::Upgrade, "Change what it permits.", handler!(upgrade))
        .takes(schema::<UpgradeBody>)
        .gives(schema::<Key>)
        .verifiable(),
    Route::post("/v1/keys/{number}/renew", Right::Upgrade, "Another month.", handler!(renew))
        .takes(schema::<RenewBody>)
        .gives(schema::<Key>)
        .verifiable(),
    act("/v1/keys/{number}/reinstate", Right::Upgrade, "Bring it back after expiry.", handler!(reinstate)),
    act("/v1/keys/{number}/renew-sus", Right::Upgrade, "Another year of upgrades.", handler!(renew_sus)),
    act("/v1/keys/{number}/reinstate-sus", Right::Upgrade, "Upgrades after a gap.", handler!(reinstate_sus)),
    act("/v1/keys/{number}/terminate", Right::Terminate, "End it for good.", handler!(terminate)),
    act("/v1/keys/{number}/suspend", Right::Terminate, "Stop it for a while.", handler!(suspend)),
    act("/v1/keys/{number}/resume", Right::Terminate, "Let it run again.", handler!(resume)),
    Route::post("/v1/keys/{number}/activate", Right::Generate, "Activate it.", handler!(activate))
        .takes(schema::<ActivateBody>)
        .gives(schema::<Key>)
        .verifiable(),
    Route::post("/v1/keys/{number}/attach", Right::Upgrade, "Attach an additional key.", handler!(attach))
        .takes(schema::<AdditionalBody>)
        .gives(schema::<Key>)
        .verifiable(),
    Route::post("/v1/keys/{number}/detach", Right::Upgrade, "Detach an additional key.", handler!(detach))
        .takes(schema::<AdditionalBody>)
        .gives(schema::<Key>)
        .verifiable(),
    Route::post("/v1/keys/{number}/change", Right::Upgrade, "Several changes at once.", handler!(change))
        .takes(schema::<ChangeBody>)
        .gives(schema::<Key>)
        .verifiable(),
    Route::post(
        "/v1/keys/{number}/mark-problem",
        Right::Terminate,
        "Mark or unmark it.",
        handler!(mark_problem),
    )
    .takes(schema::<FlagBody>)
    .gives(schema::<Key>),
    Route::post(
        "/v1/keys/{number}/export-lock",
        Right::Terminate,
        "Lock or unlock it.",
        handler!(export_lock),
    )
    .takes(schema::<FlagBody>)
    .gives(schema::<Key>),
];

const fn act(
    path: &'static str,
    right: Right,
    summary: &'static str,
    handler: crate::http::route::Handler,
) -> Route {
    Route::post(path, right, summary, handler).takes(schema::<Nothing>).gives(schema::<Key>).verifiable()
}

/// The secret of a key.
#[derive(Debug, Serialize, JsonSchema)]
struct CodeShown {
    /// Number of the key.
    key_number: String,
    /// What its customer types; none for a key that is not activated so.
    activation_code: Option<String>,
}

/// A file in a list.
#[derive(Debug, Serialize, JsonSchema)]
struct FileLine {
    #[serde(flatten)]
    #[schemars(with = "LicenseFile")]
    file: Json,
    /// Whether anything in it still counts.
    live: bool,
}

async fn keys(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    unlocked(call)?;
    collection::list::<Key>(office, tx, call).await
}

/// That the caller is not locked to one account or product: keys belong to logins, so a lock would hide
/// nothing.
fn unlocked(call: &Call) -> Result<(), Fault> {
    if call.account_lock.is_none() && call.product_lock.is_none() {
        return Ok(());
    }
    Err(Refusal::because(Code::Forbidden, "a token with a lock sees no keys of the issuer").into())
}

async fn create(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    unlocked(call)?;
    let body: KeyBody = call.body()?;
    if body.owner.is_empty() {
        return Err(Refusal::because(Code::InvalidField, "a key has an owner").at("/owner").into());
    }
    let request = CreateRequest {
        request_key: body.request_key.unwrap_or_else(new_id),
        class: body.class,
        class_version: body.class_version,
        capacity: body.capacity,
        features: body.features,
        additional_keys: body.additional_keys,
        bill_type: body.bill_type,
        licensee: body.licensee,
        server_host_ids: body.server_host_ids,
        node_host_ids: body.node_host_ids,
        start: body.start,
        nickname: body.nickname,
    };
    let outcome = service::create_for(office, tx, &body.owner, &request).await?;
    if outcome.code() == Some(IssuerCode::NotInPriceList) {
        let refusal = Refusal::because(Code::ClassNotSellable, outcome.result_text);
        return Err(refusal.with("result_code", outcome.result_code).into());
    }
    let mut answer = shown(office, tx, outcome).await?.status(201);
    let id = if let Content::Json(key) = &answer.content { key["id"].as_str() } else { None };
    answer.location = id.map(|id| format!("/v1/keys/{id}"));
    Ok(answer)
}

async fn one(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let named = find(tx, call).await?;
    Ok(document(office, tx, &named.key, named.revision))
}

async fn files(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let key = find(tx, call).await?.key;
    let files = listed(tx, &key).await?;
    let live: Vec<String> = file::live(&files).iter().map(|file| file.meta.id.clone()).collect();
    let line = |file: &LicenseFile| FileLine { live: live.contains(&file.meta.id), file: file.public() };
    let data: Vec<FileLine> = files.iter().map(line).collect();
    Ok(Answer::ok(json!({ "data": data, "next": null, "meta": {} })))
}

async fn download(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let named = find(tx, call).await?;
    let asked = match call.parameter("revision").map(str::parse::<u32>) {
        Some(Ok(revision)) => Some(revision),
        Some(Err(_)) => {
            let text = "the parameter \"revision\" takes a number";
            return Err(Refusal::because(Code::InvalidField, text).at("revision").into());
        }
        None => None,
    };
    let revision = asked.or(named.revision).map(i64::from);
    let files = listed(tx, &named.key).await?;
    let file = files.iter().rev().find(|file| revision.is_none_or(|revision| file.revision == revision));
    let file = file.ok_or_else(|| Refusal::because(Code::FileNotRetrieved, "retrieve it first"))?;
    let bytes = content::get(tx, &file.sha256).await?;
    Ok(Answer::file("application/xml", &file.name, bytes))
}

/// A secret leaves: this is a POST, so that it leaves a trace.
async fn code(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let key = find(tx, call).await?.key;
    tx.trace::<Key>("key.activation_code_shown", None, Some(&key), None);
    Ok(Answer::ok(CodeShown { key_number: key.key_number(), activation_code: key.activation_code }))
}

async fn retrieve(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let Nothing {} = call.body()?;
    let named = find(tx, call).await?;
    if call.flag("verify") {
        let today = office.clock().day_of(tx.now());
        let preview: FilePreview = match preview::preview(office, tx, &named.key, today).await {
            Ok(preview) => preview,
            Err(stop) => return Err(refusal(&stop.answer()?).into()),
        };
        return Ok(Answer::ok(preview));
    }
    let request = RetrieveRequest { key_number: named.key.name(), revision: named.revision };
    let outcome = service::answer(office, tx, None, &Ask::Retrieve(request)).await?;
    succeeded(&outcome)?;
    Ok(Answer::ok(outcome))
}

async fn upgrade(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: UpgradeBody = call.body()?;
    let key_number = target(tx, call).await?;
    let request_key = body.request_key.unwrap_or_else(new_id);
    done(office, tx, Ask::Upgrade(UpgradeRequest { key_number, request_key, config: body.config })).await
}

async fn renew(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: RenewBody = call.body()?;
    let key_number = target(tx, call).await?;
    let request_key = body.request_key.unwrap_or_else(new_id);
    done(office, tx, Ask::Renew(RenewRequest { key_number, request_key, force: body.force })).await
}

async fn reinstate(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let request = again(tx, call).await?;
    done(office, tx, Ask::Reinstate(request)).await
}

async fn renew_sus(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let request = again(tx, call).await?;
    done(office, tx, Ask::RenewSus(request)).await
}

async fn reinstate_sus(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let request = again(tx, call).await?;
    done(office, tx, Ask::ReinstateSus(request)).await
}

async fn terminate(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let request = plain(tx, call).await?;
    done(office, tx, Ask::Terminate(request)).await
}

async fn suspend(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let request = plain(tx, call).await?;
    done(office, tx, Ask::Suspend(request)).await
}

async fn resume(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let request = plain(tx, call).await?;
    done(office, tx, Ask::Resume(request)).await
}

async fn activate(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let ActivateBody { activation_code, activation_data, server_host_ids, node_host_ids } = call.body()?;
    let key_number = target(tx, call).await?;
    let request =
        ActivateRequest { key_number, activation_code, activation_data, server_host_ids, node_host_ids };
    done(office, tx, Ask::Activate(request)).await
}

async fn attach(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let AdditionalBody { additional_key } = call.body()?;
    let key_number = target(tx, call).await?;
    done(office, tx, Ask::Attach(AdditionalRequest { key_number, additional_key })).await
}

async fn detach(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let AdditionalBody { additional_key } = call.body()?;
    let key_number = target(tx, call).await?;
    done(office, tx, Ask::Detach(AdditionalRequest { key_number, additional_key })).await
}

async fn change(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let ChangeBody { changes, request_key } = call.body()?;
    for step in &changes {
        call.needs(super::change::right_of(step))?;
    }
    let key_number = target(tx, call).await?;
    done(office, tx, Ask::Change(ChangeRequest { key_number, request_key, changes })).await
}

async fn mark_problem(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    flag(office, tx, call, "key.problem_marked", |key| &mut key.problem).await
}

async fn export_lock(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    flag(office, tx, call, "key.export_locked", |key| &mut key.not_exportable).await
}

async fn flag(
    office: &Office,
    tx: &mut Tx,
    call: &Call,
    action: &str,
    field: fn(&mut Key) -> &mut bool,
) -> Result<Answer, Fault> {
    let FlagBody { set } = call.body()?;
    let before = find(tx, call).await?.key;
    call.matches(&before)?;
    let mut after = before.clone();
    let flag = field(&mut after);
    if *flag != set {
        *flag = set;
        tx.update(&mut after).await?;
        tx.trace(action, Some(&before), Some(&after), None);
    }
    Ok(document(office, tx, &after, None))
}

async fn again(tx: &mut Tx, call: &Call) -> Result<ReinstateRequest, Fault> {
    let Nothing {} = call.body()?;
    Ok(ReinstateRequest { key_number: target(tx, call).await?, request_key: None })
}

async fn plain(tx: &mut Tx, call: &Call) -> Result<KeyRequest, Fault> {
    let Nothing {} = call.body()?;
    Ok(KeyRequest { key_number: target(tx, call).await? })
}

/// The number of the key that an action is for, if the caller knows its version.
async fn target(tx: &mut Tx, call: &Call) -> Result<String, Fault> {
    let key = find(tx, call).await?.key;
    call.matches(&key)?;
    Ok(key.name())
}

/// A key by its id or its number.
async fn find(tx: &mut Tx, call: &Call) -> Result<ledger::Named, Fault> {
    unlocked(call)?;
    let name = call.part("number");
    if let Some(key) = tx.find::<Key>("id", name).await? {
        call.matches(&key)?;
        return Ok(ledger::Named { key, revision: None });
    }
    match ledger::find(tx, None, name).await {
        Ok(named) => {
            call.matches(&named.key)?;
            Ok(named)
        }
        Err(stop) => {
            // Whatever is wrong with the number, there is no such key.
            stop.answer()?;
            Err(Fault::not_found("key", name))
        }
    }
}

async fn listed(tx: &mut Tx, key: &Key) -> Result<Vec<LicenseFile>, Fault> {
    match file::all(tx, key).await {
        Ok(files) => Ok(files),
        Err(stop) => Err(refusal(&stop.answer()?).into()),
    }
}

async fn done(office: &Office, tx: &mut Tx, ask: Ask) -> Result<Answer, Fault> {
    let outcome = service::answer(office, tx, None, &ask).await?;
    shown(office, tx, outcome).await
}
