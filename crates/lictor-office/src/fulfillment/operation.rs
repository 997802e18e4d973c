//! What becomes of a fulfillment: upgrade, upsell, renew, rehost, return, repair, publisher error,
//! emergency, stop gap.

use lictor_entitle::emergency::{self, ExtraRequest};
use lictor_entitle::fulfillment::{Operation, Record};
use lictor_entitle::line_item::{Line, LineKind};
use lictor_entitle::outcome::Outcome;
use lictor_entitle::policy::{Done, PolicyFacts};
use lictor_entitle::rehost::{self, RehostRequest};
use lictor_entitle::right::Right;
use lictor_entitle::split::{SplitFacts, SplitRequest, split};
use lictor_entitle::target::candidates;
use lictor_entitle::term::RenewalBasis;
use lictor_entitle::{Code, give_back, repair};

use super::answer::OperationAnswer;
use super::carry_out::{Ground, carry_out};
use super::deed::Deed;
use super::facts::{check_types, past, record_of};
use super::request::{ExtraInput, RehostInput, Request, SplitInput, hosts};
use crate::catalogue::account::check_active;
use crate::catalogue::{glance, relation, visible};
use crate::entitlement::facts::{HeldLine, hold, hold_account, hold_children, policies};
use crate::event;
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::model::{Account, Feature, Fulfillment, LineItem, Product, Settings, VersionFormat};
use crate::office::Office;
use crate::store::Tx;

/// A fulfillment with what stands around it, locked.
struct Held {
    account: Account,
    line: HeldLine,
    children: Vec<HeldLine>,
    fulfillment: Fulfillment,
    record: Record,
}

/// Does what is asked of a fulfillment, named by id.
///
/// # Errors
///
/// The guards of 2.3 in their order; what [`carry_out`] refuses.
pub async fn operate(
    office: &Office,
    tx: &mut Tx,
    id: &str,
    request: &Request,
    verify: bool,
) -> Result<OperationAnswer, Fault> {
    let held = hold_all(tx, id, request).await?;
    carry(office, tx, &held, request, verify).await
}

async fn hold_all(tx: &mut Tx, id: &str, request: &Request) -> Result<Held, Fault> {
    let missing = || Fault::not_found("fulfillment", id);
    let seen: Fulfillment = tx.look("id", id).await?.ok_or_else(missing)?;
    let account = hold_account(tx, &seen.account_id).await?;
    let line = hold(tx, &seen.line_item_id).await?;
    let children = match request {
        Request::Split(..) => hold_children(tx, &line.line.id).await?,
        Request::Rehost(_)
        | Request::Return(_)
        | Request::Repair(_)
        | Request::PublisherError(_)
        | Request::Extra(..) => Vec::new(),
    };
    let fulfillment: Fulfillment = tx.get(&seen.meta.id).await?;
    let record = record_of(tx, &fulfillment).await?;
    Ok(Held { account, line, children, fulfillment, record })
}

async fn carry(
    office: &Office,
    tx: &mut Tx,
    held: &Held,
    request: &Request,
    verify: bool,
) -> Result<OperationAnswer, Fault> {
    let operation = request.operation();
    if operation != Operation::Return {
        check_active(&held.account)?;
    }
    let mut choices = request.choices();
    choices.verify = verify;
    let settings = Settings::load(tx).await?;
    let today = office.clock().day_of(tx.now());
    let deed = Deed::on(tx, Some(operation), &held.fulfillment.meta, choices, settings, today);
    let deed = sown(tx, deed, held, operation).await?;
    let past = past(office, tx, &held.line.line.id).await?;
    let outcome = decide(tx, held, request, &deed, &past).await?;
    let lines: Vec<HeldLine> = [&held.line].into_iter().chain(&held.children).cloned().collect();
    let records = [held.fulfillment.clone()];
    let ground = Ground { account: &held.account, lines: &lines, records: &records };
    carry_out(office, tx, &deed, &ground, outcome).await
}

/// A short license leaves its original as it is, so its name to the signer counts those before it.
async fn sown(tx: &mut Tx, deed: Deed, held: &Held, operation: Operation) -> Result<Deed, Fault> {
    if operation.leaves().is_some() {
        return Ok(deed);
    }
    let sql = "SELECT COUNT(*) FROM fulfillments WHERE parent_fulfillment_id = $1";
    let rows = tx.query(sql, vec![held.fulfillment.meta.id.as_str().into()]).await?;
    let before = rows.first().map_or(Ok(0), |row| row.int(0))?;
    Ok(Deed { seed: format!("{}-{before}", deed.seed), ..deed })
}

async fn decide(
    tx: &mut Tx,
    held: &Held,
    request: &Request,
    deed: &Deed,
    past: &[Done],
) -> Result<Outcome, Fault> {
    let Held { line, record, .. } = held;
    let own = policies(line.policies());
    let policy = PolicyFacts {
        policies: &own,
        past,
        term: record.term,
        override_policy: deed.choices.override_policy,
    };
    let line = &line.line;
    Ok(match request {
        Request::Split(operation, input) => decide_split(tx, held, *operation, input, deed).await?,
        Request::Rehost(input) => {
            let request = rehost_request(tx, held, input).await?;
            rehost::rehost(record, line, &policy, &request)?
        }
        Request::Return(input) => give_back::give_back(record, line, &policy, input.count)?,
        Request::Repair(_) => repair::repair(record, line, &policy)?,
        Request::PublisherError(_) => repair::publisher_error(record, line)?,
        Request::Extra(operation, ExtraInput { start_date, end_date, .. }) => {
            let request = ExtraRequest { start: *start_date, end: *end_date };
            match operation {
                Operation::Emergency => emergency::emergency(record, line, &policy, request, deed.today)?,
                Operation::StopGap => emergency::stop_gap(record, line, &policy, request, deed.today)?,
                Operation::Upgrade
                | Operation::Upsell
                | Operation::Renew
                | Operation::Rehost
                | Operation::Repair
                | Operation::Return
                | Operation::PublisherError
                | Operation::Transfer => return Err(Code::Internal.into()),
            }
        }
    })
}

async fn rehost_request(tx: &mut Tx, held: &Held, input: &RehostInput) -> Result<RehostRequest, Fault> {
    let account = &held.account.meta.id;
    let hosts = hosts(tx, account, &input.server_host_ids, &input.node_host_ids, input.confirm_alias).await?;
    check_types(&hosts, held.line.policies())?;
    Ok(RehostRequest { seats: input.count, overdraft: input.overdraft_count, hosts })
}

async fn decide_split(
    tx: &mut Tx,
    held: &Held,
    operation: Operation,
    input: &SplitInput,
    deed: &Deed,
) -> Result<Outcome, Fault> {
    // What cannot be changed at all is refused before its hosts are looked at.
    held.record.check(held.line.line.state, operation)?;
    let target = match &input.target_line_item_id {
        Some(name) => {
            let found = glance::<LineItem>(tx, name).await?;
            // An unknown one is none of the candidates; the rule says so.
            Some(found.map_or_else(|| name.clone(), |line| line.meta.id))
        }
        None => None,
    };
    let account = &held.account.meta.id;
    let hosts = hosts(tx, account, &input.server_host_ids, &input.node_host_ids, input.confirm_alias).await?;
    let children: Vec<Line> = held.children.iter().map(|child| child.line.clone()).collect();
    let relations = relation::every(tx).await?;
    let dated_feature = is_dated(tx, &held.record.product).await?;
    let request = SplitRequest {
        operation,
        seats: input.count,
        overdraft: input.overdraft_count,
        target,
        hosts,
        start: input.start_date,
    };
    let facts = SplitFacts {
        record: &held.record,
        line: &held.line.line,
        children: &children,
        relations: &relations,
        dated_feature,
        basis: basis(held, request.target.as_deref(), &children, deed),
        strict_pairs: deed.settings.strict_pairs,
        today: deed.today,
    };
    Ok(split(&facts, &request)?)
}

/// From when the renewal counts: as the line that takes the seats says.
fn basis(held: &Held, target: Option<&str>, children: &[Line], deed: &Deed) -> RenewalBasis {
    let only = candidates(&held.record, LineKind::Renewal, children).next().map(|line| line.id.as_str());
    let id = target.or(only);
    let line = held.children.iter().find(|child| Some(child.line.id.as_str()) == id);
    line.map_or(deed.settings.renewal_basis, |child| child.item.renewal_basis)
}

/// Whether some feature of a product has a date for a version.
pub(crate) async fn is_dated(tx: &mut Tx, product: &str) -> Result<bool, Fault> {
    let product: Option<Product> = tx.look("id", product).await?;
    for has in product.map(|product| product.features).unwrap_or_default() {
        let feature: Option<Feature> = tx.look("name", has.name.as_str()).await?;
        if feature.is_some_and(|feature| feature.version_format == VersionFormat::DateBased) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Tells who listens that seats were refused. The request's own transaction comes to nothing, so this is
/// one of its own, after it.
pub(super) fn say_rejected(office: &Office, tx: &Tx, fault: &Fault, line: &LineItem, verify: bool) {
    if verify || fault.refusal().code != Code::InsufficientCount {
        return;
    }
    let (office, actor, line) = (office.clone(), tx.actor().clone(), line.clone());
    tokio::spawn(async move {
        let said = async {
            let mut tx = office.write(actor).await?;
            event::emit(&mut tx, "line_item.count_rejected", None, &line).await?;
            office.commit(tx).await
        };
        if let Err(fault) = said.await {
            tracing::warn!(%fault, "the event of a refused count could not be kept");
        }
    });
}

async fn handle(office: &Office, tx: &mut Tx, call: &Call, request: Request) -> Result<Answer, Fault> {
    let seen: Fulfillment = visible(tx, call, "id").await?;
    if request.choices().override_policy {
        call.needs(Right::OverridePolicy)?;
    }
    let held = hold_all(tx, &seen.meta.id, &request).await?;
    call.matches(&held.fulfillment)?;
    let verify = call.flag("verify");
    match carry(office, tx, &held, &request, verify).await {
        Ok(answer) => Ok(Answer::ok(&answer)),
        Err(fault) => {
            say_rejected(office, tx, &fault, taking(&held, &request), verify);
            Err(fault)
        }
    }
}

/// The line item that was to take the seats.
fn taking<'a>(held: &'a Held, request: &Request) -> &'a LineItem {
    let Request::Split(operation, input) = request else { return &held.line.item };
    let children: Vec<Line> = held.children.iter().map(|child| child.line.clone()).collect();
    let kind = operation.line_kind().unwrap_or(LineKind::New);
    let only = candidates(&held.record, kind, &children).next().map(|line| line.id.as_str());
    let named = input.target_line_item_id.as_deref();
    let found = held.children.iter().find(|child| match named {
        Some(name) => child.item.meta.id == name || child.item.activation_id == name,
        None => Some(child.line.id.as_str()) == only,
    });
    found.map_or(&held.line.item, |child| &child.item)
}

pub(super) async fn upgrade(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    handle(office, tx, call, Request::Split(Operation::Upgrade, call.body()?)).await
}

pub(super) async fn upsell(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    handle(office, tx, call, Request::Split(Operation::Upsell, call.body()?)).await
}

pub(super) async fn renew(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    handle(office, tx, call, Request::Split(Operation::Renew, call.body()?)).await
}

pub(super) async fn rehost(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    handle(office, tx, call, Request::Rehost(call.body()?)).await
}

pub(super) async fn give_back(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    handle(office, tx, call, Request::Return(call.body()?)).await
}

pub(super) async fn repair(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    handle(office, tx, call, Request::Repair(call.body()?)).await
}

pub(super) async fn publisher_error(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    handle(office, tx, call, Request::PublisherError(call.body()?)).await
}

pub(super) async fn emergency(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    handle(office, tx, call, Request::Extra(Operation::Emergency, call.body()?)).await
}

pub(super) async fn stop_gap(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    handle(office, tx, call, Request::Extra(Operation::StopGap, call.body()?)).await
}
