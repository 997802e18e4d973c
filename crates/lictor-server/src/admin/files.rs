//! License files that administrators send and take away. A file is judged with the keys in force
//! before anything of it touches the license directory.

use std::time::Duration;

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use lictor_types::limits::FILE_BYTES_MAX;
use lictor_types::{ExitClass, Status};
use serde::{Deserialize, Serialize};

use super::answer::Refusal;
use super::keeper::Caller;
use super::orders::reason;
use super::routes::Context;
use super::{AdminBackend, Placed, Unplaced};
use crate::intake::deposit::{DepositError, Existing, FileName};
use crate::intake::inspect::Finding;
use crate::report::{self, LicenseDocument};

/// How long a file may take to arrive. One arrives at a time.
const ARRIVAL_TIMEOUT: Duration = Duration::from_secs(60);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manner {
    #[serde(default)]
    replace: bool,
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Why {
    #[serde(default)]
    reason: String,
}

/// What became of a file and of its licenses.
#[derive(Serialize)]
pub(super) struct FileDocument {
    status: &'static str,
    file: String,
    replaced: bool,
    licenses: Vec<LicenseDocument>,
}

pub(super) async fn upload(
    State(context): State<Context>,
    Extension(caller): Extension<Caller>,
    Path(file): Path<String>,
    Query(manner): Query<Manner>,
    body: Body,
) -> Result<Json<FileDocument>, Refusal> {
    let name = name(&file)?;
    let existing = if manner.replace { Existing::Replace } else { Existing::Keep };
    let reason = reason(&manner.reason);
    if body.size_hint().lower() > FILE_BYTES_MAX as u64 {
        return Err(too_large());
    }
    let _alone = context.upload.acquire().await.map_err(|_| Refusal::internal())?;
    let arrived = tokio::time::timeout(ARRIVAL_TIMEOUT, to_bytes(body, FILE_BYTES_MAX)).await;
    let bytes = arrived.map_err(|_| late())?.map_err(|_| too_large())?;
    let work = move |backend: &dyn AdminBackend| {
        let Placed { replaced } = backend.place(&name, &bytes, existing, &caller.name, &reason)?;
        let mut licenses = report::licenses_document(backend).licenses;
        licenses.retain(|license| license.file == name.as_str());
        Ok(FileDocument { status: "ok", file: name.to_string(), replaced, licenses })
    };
    context.work(work).await?.map(Json).map_err(refusal)
}

#[derive(Serialize)]
pub(super) struct Removed {
    status: &'static str,
    file: String,
}

pub(super) async fn remove(
    State(context): State<Context>,
    Extension(caller): Extension<Caller>,
    Path(file): Path<String>,
    Query(why): Query<Why>,
) -> Result<Json<Removed>, Refusal> {
    let name = name(&file)?;
    let reason = reason(&why.reason);
    let work = move |backend: &dyn AdminBackend| {
        backend.displace(&name, &caller.name, &reason)?;
        Ok(Removed { status: "ok", file: name.to_string() })
    };
    context.work(work).await?.map(Json).map_err(refusal)
}

fn name(file: &str) -> Result<FileName, Refusal> {
    FileName::parse(file).map_err(|error| Refusal::bad(error.to_string()))
}

fn too_large() -> Refusal {
    let text = format!("the body ends early or has more than {FILE_BYTES_MAX} bytes (FIL-06)");
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, Status::BadLicenseFile, text)
}

fn late() -> Refusal {
    let text = format!("the file did not arrive within {} s", ARRIVAL_TIMEOUT.as_secs());
    Refusal::new(StatusCode::REQUEST_TIMEOUT, Status::ProtocolError, text)
}

fn refusal(error: Unplaced) -> Refusal {
    match error {
        Unplaced::Bad(problems) => {
            let text = format!("the file has {}; this file was not taken", counted(problems.len()));
            Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, status(&problems), text).problems(problems)
        }
        Unplaced::Deposit(error @ DepositError::Exists(_)) => {
            Refusal::new(StatusCode::CONFLICT, Status::BadLicenseFile, error.to_string())
                .hint("replace=true (--replace) puts the new one in its place")
        }
        Unplaced::Deposit(error @ DepositError::Missing(_)) => {
            Refusal::new(StatusCode::NOT_FOUND, Status::BadLicenseFile, error.to_string())
        }
        Unplaced::Deposit(error @ DepositError::Io(_)) => {
            Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, Status::BadLicenseFile, error.to_string())
                .hint("the server's user needs the right to write there")
        }
        Unplaced::Reload(text) => Refusal::new(StatusCode::CONFLICT, Status::BadLicenseFile, text),
    }
}

fn counted(problems: usize) -> String {
    if problems == 1 { "a problem".to_owned() } else { format!("{problems} problems") }
}

/// The status that all problems share the reason of, else that of bad files in general.
fn status(problems: &[Finding]) -> Status {
    let mut reasons = problems.iter().map(|problem| problem.reason);
    let first = reasons.next();
    let shared = first.filter(|first| reasons.all(|reason| reason == *first));
    let status = shared.and_then(|reason| Status::from_name(reason.code()));
    status.filter(|status| status.exit_class() == ExitClass::File).unwrap_or(Status::BadLicenseFile)
}
