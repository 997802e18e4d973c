//! License files for those who fetch them, and the note of who did.

use crate::actor::Actor;
use crate::catalogue::visible;
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::model::{Channel, Fulfillment, LicenseFile, Shipment};
use crate::office::Office;
use crate::store::{Meta, Tx, content};

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

/// A reading route that leaves a note, so it has a transaction of its own that writes.
pub(super) async fn handle(office: &Office, call: &Call, actor: &Actor) -> Result<Answer, Fault> {
    let mut tx = office.write(actor.clone()).await?;
    let file: LicenseFile = visible(&mut tx, call, "id").await?;
    let bytes = download(&mut tx, &file).await?;
    office.commit(tx).await?;
    Ok(Answer::file(MEDIA, &file.name, bytes))
}

pub(super) async fn shipments(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let of: Fulfillment = visible(tx, call, "id").await?;
    let query = call.list()?.only("target_id", &of.meta.id);
    collection::among::<Shipment>(office, tx, call, query).await
}

pub(super) async fn files_of(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let of: Fulfillment = visible(tx, call, "id").await?;
    let query = call.list()?.only("owner_id", &of.meta.id);
    collection::among::<LicenseFile>(office, tx, call, query).await
}
