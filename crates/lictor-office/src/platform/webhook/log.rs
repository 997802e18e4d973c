//! The log of deliveries, and sending one again.

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;

use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::collection;
use crate::model::{Delivery, DeliveryState, Webhook, WebhookState};
use crate::office::Office;
use crate::store::Tx;

/// Sends a delivery again, at once and then for another 72 hours; one that still waits is sent now. The
/// id of the event stays, so that the endpoint can tell a repetition.
///
/// # Errors
///
/// `NOT_FOUND` also when its endpoint is gone; `ILLEGAL_TRANSITION` when the endpoint is suspended.
pub async fn resend(_: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let named: Delivery = collection::named(tx, call, "id").await?;
    // The endpoint first, as the sender does.
    let endpoint: Webhook = tx.get(&named.webhook_id).await?;
    if endpoint.state == WebhookState::Suspended {
        let text = "the endpoint is suspended; resume it first";
        return Err(Refusal::because(Code::IllegalTransition, text).with("state", "suspended").into());
    }
    let before: Delivery = tx.get(&named.meta.id).await?;
    let mut after = Delivery { next_attempt_at: Some(tx.now()), ..before.clone() };
    match before.state {
        DeliveryState::Pending => {}
        DeliveryState::Delivered | DeliveryState::Failed => {
            after.state = DeliveryState::Pending;
            after.attempts = 0;
            after.first_attempt_at = None;
        }
    }
    tx.update(&mut after).await?;
    tx.trace("delivery.resent", Some(&before), Some(&after), None);
    tx.wake();
    Ok(Answer::record(&after).status(202))
}
