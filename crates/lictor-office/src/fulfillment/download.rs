//! License files for those who fetch them, and the note of who did.

use lictor_entitle::{Code, Refusal};

use crate::actor::Actor;
use crate::catalogue::visible;
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::model::{Channel, Fulfillment, License, LicenseFile, Shipment};
use crate::office::Office;
use crate::store::{Meta, Tx, content, list};

/// Bytes of a license file.
const MEDIA: &str = "application/octet-stream";

/// The bytes of a file; a shipment notes who got them.
///
/// # Errors
///
/// What the database says.
pub async fn download(tx: &mut Tx, file: &LicenseFile) -> Result<Vec<u8>, Fault> {
    let bytes = content::get(tx, &file.sha256).await?;
    let mut shipment = Shipment {
        meta: Meta::default(),
        target_kind: file.owner_kind.clone(),
        target_id: file.owner_id.clone(),
        channel: Channel::Download,
        to: None,
        by: tx.actor().name.clone(),
    };
    tx.insert(&mut shipment).await?;
    tx.trace("file.downloaded", None, Some(&shipment), None);
    Ok(bytes)
}

/// That the caller may see to the record that a file belongs to.
async fn check_seen(tx: &mut Tx, call: &Call, file: &LicenseFile) -> Result<(), Fault> {
    if call.account_lock.is_none() && call.product_lock.is_none() {
        return Ok(());
    }
    let missing = || Fault::not_found("license file", &file.meta.id);
    let (account, product) = match file.owner_kind.as_str() {
        "fulfillment" => match tx.look::<Fulfillment>("id", file.owner_id.as_str()).await? {
            Some(owner) => (Some(owner.account_id), Some(owner.product_id)),
            None => return Err(missing()),
        },
        "license" => match tx.look::<License>("id", file.owner_id.as_str()).await? {
            Some(owner) => (owner.account_id, None),
            None => return Err(missing()),
        },
        // Keys are the issuer's: no account of this office owns them.
        _ => (None, None),
    };
    let inside = |lock: &Option<String>, has: &Option<String>| lock.is_none() || lock == has;
    if inside(&call.account_lock, &account) && inside(&call.product_lock, &product) {
        return Ok(());
    }
    Err(missing())
}

async fn find(tx: &mut Tx, call: &Call) -> Result<LicenseFile, Fault> {
    let file: LicenseFile = visible(tx, call, "id").await?;
    check_seen(tx, call, &file).await?;
    Ok(file)
}

/// Files are listed by owner for callers that see one account or product only.
pub(super) async fn list(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    if call.account_lock.is_some() || call.product_lock.is_some() {
        let why = "a token that is locked lists the files of one fulfillment or license at a time";
        return Err(Refusal::because(Code::Forbidden, why).into());
    }
    collection::list::<LicenseFile>(office, tx, call).await
}

pub(super) async fn get(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    Ok(Answer::record(&find(tx, call).await?))
}

/// A reading route that leaves a note, so it has a transaction of its own that writes.
pub(super) async fn handle(office: &Office, call: &Call, actor: &Actor) -> Result<Answer, Fault> {
    let mut tx = office.write(actor.clone()).await?;
    let file = find(&mut tx, call).await?;
    let bytes = download(&mut tx, &file).await?;
    office.commit(tx).await?;
    Ok(Answer::file(MEDIA, &file.name, bytes))
}

pub(super) async fn shipments(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let of: Fulfillment = visible(tx, call, "id").await?;
    let query = call.list()?.only("target_id", &of.meta.id);
    Ok(Answer::page(&list::list::<Shipment>(tx, &query).await?))
}

pub(super) async fn files_of(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let of: Fulfillment = visible(tx, call, "id").await?;
    let query = call.list()?.only("owner_id", &of.meta.id);
    Ok(Answer::page(&list::list::<LicenseFile>(tx, &query).await?))
}
