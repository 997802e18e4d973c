//! The newest file of a license, handed out; each time leaves a shipment.

use lictor_entitle::code::Code;
use lictor_entitle::license::Action;

use crate::actor::Actor;
use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::model::{Channel, License, LicenseFile, Shipment};
use crate::office::Office;
use crate::provider::action;
use crate::store::{Meta, Tx, content};

/// Media type of license files.
pub const MEDIA: &str = "application/xml; charset=utf-8";

/// `GET /v1/licenses/{id}/download`: the newest file, or `?file_id=` one of the stored ones.
///
/// # Errors
///
/// `FILE_NOT_RETRIEVED`, `NOT_FOUND`.
pub async fn download(office: &Office, call: &Call, actor: &Actor) -> Result<Answer, Fault> {
    let mut tx = office.write(actor.clone()).await?;
    let license = collection::named::<License>(&mut tx, call, "id").await?;
    action::decide(&mut tx, &license, Action::Download, office.clock().today()).await?;
    let newest = license.file_id.clone().ok_or(Code::FileNotRetrieved)?;
    let id = call.parameter("file_id").map_or(newest, str::to_owned);
    let file: LicenseFile = tx.get(&id).await?;
    if file.owner_id != license.meta.id {
        return Err(Fault::not_found("license file", &id));
    }
    let bytes = content::get(&mut tx, &file.sha256).await?;
    ship(&mut tx, "license", &license.meta.id, Channel::Download, None).await?;
    office.commit(tx).await?;
    Ok(Answer::file(MEDIA, &file.name, bytes))
}

/// Leaves a shipment.
///
/// # Errors
///
/// What the database says.
pub async fn ship(
    tx: &mut Tx,
    kind: &str,
    id: &str,
    channel: Channel,
    to: Option<String>,
) -> Result<(), Fault> {
    let mut shipment = Shipment {
        meta: Meta::default(),
        target_kind: kind.to_owned(),
        target_id: id.to_owned(),
        channel,
        to,
        by: tx.actor().name.clone(),
    };
    tx.insert(&mut shipment).await?;
    tx.trace::<Shipment>("shipment.sent", None, Some(&shipment), None);
    Ok(())
}
