//! The issuer's operations, for providers over HTTP, for plug-ins in the same office, and for its own
//! people.

use lictor_entitle::issuer_code::IssuerCode;
use lictor_types::CivilDate;
use serde::Serialize;

use super::asked::Asked;
use super::change::{Work, check_conflicts};
use super::protocol::{
    ActivateRequest, AdditionalRequest, Answer, ChangeRequest, ClassesRequest, CreateRequest, KeyRequest,
    KeyStep, ReinstateRequest, RenewRequest, RetrieveRequest, UpgradeRequest,
};
use super::stop::Stop;
use super::{catalogue, create, ledger, retrieve};
use crate::fault::Fault;
use crate::office::Office;
use crate::store::Tx;

/// One operation with what it takes.
#[derive(Debug, Clone)]
pub enum Ask {
    /// A new key.
    Create(CreateRequest),
    /// Its files.
    Retrieve(RetrieveRequest),
    /// Another configuration.
    Upgrade(UpgradeRequest),
    /// Another period.
    Renew(RenewRequest),
    /// What it is.
    Info(KeyRequest),
    /// Its end.
    Terminate(KeyRequest),
    /// A stop for a while.
    Suspend(KeyRequest),
    /// The end of the stop.
    Resume(KeyRequest),
    /// Its activation.
    Activate(ActivateRequest),
    /// An additional key more.
    Attach(AdditionalRequest),
    /// An additional key less.
    Detach(AdditionalRequest),
    /// Several changes at once.
    Change(ChangeRequest),
    /// A life after expiry.
    Reinstate(ReinstateRequest),
    /// Another year of upgrades.
    RenewSus(ReinstateRequest),
    /// A year of upgrades after a gap.
    ReinstateSus(ReinstateRequest),
    /// What can be ordered.
    Classes(ClassesRequest),
}

/// Carries one operation out for a login; none for the issuer's own people, who may see to every key
/// but make none this way ([`create_for`]).
///
/// A refusal of the issuer is an answer with its result code; nothing but a number that stays unused was
/// written then.
///
/// # Errors
///
/// `INVALID_FIELD` for a request that is malformed, and faults.
pub async fn answer(office: &Office, tx: &mut Tx, login: Option<&str>, ask: &Ask) -> Result<Answer, Fault> {
    let outcome = carry_out(office, tx, login, ask).await;
    complete(tx, outcome, today(office, tx)).await
}

/// Makes a key for any login.
///
/// # Errors
///
/// As [`answer`].
pub async fn create_for(
    office: &Office,
    tx: &mut Tx,
    owner: &str,
    request: &CreateRequest,
) -> Result<Answer, Fault> {
    let today = today(office, tx);
    let outcome = create::create(tx, owner, request, today).await;
    complete(tx, outcome, today).await
}

async fn complete(tx: &mut Tx, outcome: Result<Answer, Stop>, today: CivilDate) -> Result<Answer, Fault> {
    let mut answer = match outcome {
        Ok(answer) => answer,
        Err(stop) => stop.answer()?,
    };
    if let Some(info) = &mut answer.key {
        ledger::name_attached(tx, info, today).await?;
    }
    Ok(answer)
}

fn today(office: &Office, tx: &Tx) -> CivilDate {
    office.clock().day_of(tx.now())
}

async fn carry_out(office: &Office, tx: &mut Tx, login: Option<&str>, ask: &Ask) -> Result<Answer, Stop> {
    let today = today(office, tx);
    match ask {
        Ask::Create(request) => {
            let owner = login.ok_or(IssuerCode::MethodDenied)?;
            create::create(tx, owner, request, today).await
        }
        Ask::Retrieve(request) => retrieve::retrieve(office, tx, login, request, today).await,
        Ask::Info(request) => {
            let named = ledger::find(tx, login, &request.key_number).await?;
            let info = ledger::info(&named.key, named.revision, today);
            Ok(Answer::of(IssuerCode::Done).with_key(info))
        }
        Ask::Upgrade(request) => {
            let steps = vec![KeyStep::Upgrade { config: request.config.clone() }];
            changed(tx, login, &request.key_number, Some(&request.request_key), "upgrade", &steps, today)
                .await
        }
        Ask::Terminate(request) => one(tx, login, request, "terminate", KeyStep::Terminate {}, today).await,
        Ask::Suspend(request) => one(tx, login, request, "suspend", KeyStep::Suspend {}, today).await,
        Ask::Resume(request) => one(tx, login, request, "resume", KeyStep::Resume {}, today).await,
        Ask::Activate(request) => {
            let step = KeyStep::Activate {
                activation_code: request.activation_code.clone(),
                activation_data: request.activation_data.clone(),
                server_host_ids: request.server_host_ids.clone(),
                node_host_ids: request.node_host_ids.clone(),
            };
            changed(tx, login, &request.key_number, None, "activate", &[step], today).await
        }
        Ask::Attach(request) => {
            let step = KeyStep::Attach { additional_key: request.additional_key.clone() };
            changed(tx, login, &request.key_number, None, "attach", &[step], today).await
        }
        Ask::Detach(request) => {
            let step = KeyStep::Detach { additional_key: request.additional_key.clone() };
            changed(tx, login, &request.key_number, None, "detach", &[step], today).await
        }
        Ask::Change(request) => {
            let request_key = request.request_key.as_deref();
            changed(tx, login, &request.key_number, request_key, "change", &request.changes, today).await
        }
        Ask::Renew(request) => {
            let key = Some(request.request_key.as_str());
            let term = Term::Renew { force: request.force };
            extended(tx, login, &request.key_number, key, term, today).await
        }
        Ask::Reinstate(request) => again(tx, login, request, Term::Reinstate, today).await,
        Ask::RenewSus(request) => again(tx, login, request, Term::RenewSus, today).await,
        Ask::ReinstateSus(request) => again(tx, login, request, Term::ReinstateSus, today).await,
        Ask::Classes(ClassesRequest {}) => {
            let mut classes = catalogue::classes(tx).await?;
            classes.retain(|class| {
                class.selected_for_sale && login.is_none_or(|login| catalogue::is_for(class, login))
            });
            let classes = classes.iter().map(catalogue::info).collect();
            Ok(Answer { classes: Some(classes), ..Answer::of(IssuerCode::Done) })
        }
    }
}

async fn one(
    tx: &mut Tx,
    login: Option<&str>,
    request: &KeyRequest,
    operation: &str,
    step: KeyStep,
    today: CivilDate,
) -> Result<Answer, Stop> {
    changed(tx, login, &request.key_number, None, operation, &[step], today).await
}

/// Takes every step or none. 110 when there is nothing to do.
async fn changed(
    tx: &mut Tx,
    login: Option<&str>,
    key_number: &str,
    request_key: Option<&str>,
    operation: &str,
    steps: &[KeyStep],
    today: CivilDate,
) -> Result<Answer, Stop> {
    let asked = Asked::new(request_key, operation, &steps)?;
    let mut work = begin(tx, login, key_number, today).await?;
    if work.repeats(&asked)? {
        return Ok(done(&work.key, today));
    }
    check_conflicts(&work.key, steps)?;
    for step in steps {
        work.step(tx, login, step).await?;
    }
    finish(tx, work, &asked, today).await
}

/// What happens to the term of a key.
#[derive(Debug, Clone, Copy, Serialize)]
enum Term {
    Renew { force: bool },
    Reinstate,
    RenewSus,
    ReinstateSus,
}

impl Term {
    fn name(self) -> &'static str {
        match self {
            Self::Renew { .. } => "renew",
            Self::Reinstate => "reinstate",
            Self::RenewSus => "renew-sus",
            Self::ReinstateSus => "reinstate-sus",
        }
    }
}

async fn again(
    tx: &mut Tx,
    login: Option<&str>,
    request: &ReinstateRequest,
    term: Term,
    today: CivilDate,
) -> Result<Answer, Stop> {
    extended(tx, login, &request.key_number, request.request_key.as_deref(), term, today).await
}

async fn extended(
    tx: &mut Tx,
    login: Option<&str>,
    key_number: &str,
    request_key: Option<&str>,
    term: Term,
    today: CivilDate,
) -> Result<Answer, Stop> {
    let asked = Asked::new(request_key, term.name(), &term)?;
    let mut work = begin(tx, login, key_number, today).await?;
    if work.repeats(&asked)? {
        return Ok(done(&work.key, today));
    }
    if work.key.problem {
        return Err(IssuerCode::KeyProblem.into());
    }
    match extend(tx, &mut work, term, today).await {
        Ok(()) | Err(Stop::Answered(IssuerCode::AlreadyDone, _)) => {}
        Err(stop) => return Err(stop),
    }
    if work.has_done() {
        // Additional keys live as long as their main key; one that cannot follow stays as it is.
        for other in ledger::attached(tx, &work.key).await? {
            let mut other = Work::new(other, today);
            if extend(tx, &mut other, term, today).await.is_ok() {
                other.save(tx, &Asked::by_ourselves(term.name())).await?;
            }
        }
    }
    finish(tx, work, &asked, today).await
}

async fn extend(tx: &mut Tx, work: &mut Work, term: Term, today: CivilDate) -> Result<(), Stop> {
    let class = catalogue::of(tx, &work.key.config).await?;
    match term {
        Term::Renew { force } => work.renew(&class, force, today),
        Term::Reinstate => work.reinstate(&class, today),
        Term::RenewSus => work.extend_sus(false, today),
        Term::ReinstateSus => work.extend_sus(true, today),
    }
}

/// A key to be changed, whichever of its revisions was named.
async fn begin(tx: &mut Tx, login: Option<&str>, key_number: &str, today: CivilDate) -> Result<Work, Stop> {
    let named = ledger::find(tx, login, key_number).await?;
    Ok(Work::new(named.key, today))
}

async fn finish(tx: &mut Tx, work: Work, asked: &Asked<'_>, today: CivilDate) -> Result<Answer, Stop> {
    if !work.has_done() {
        let info = ledger::info(&work.key, None, today);
        return Ok(Answer::of(IssuerCode::AlreadyDone).with_key(info));
    }
    let key = work.save(tx, asked).await?;
    Ok(done(&key, today))
}

fn done(key: &crate::model::Key, today: CivilDate) -> Answer {
    Answer::of(IssuerCode::Done).with_key(ledger::info(key, None, today))
}
