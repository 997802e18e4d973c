//! What an endpoint gets: the body of a delivery and its signed headers.

use ring::digest::{SHA256, digest};
use ring::hmac;
use serde_json::json;

use crate::fault::Fault;
use crate::model::{Event, Webhook, WebhookSignature};
use crate::office::Office;
use crate::time::Time;

/// Header with the id of the event; stays over repetitions.
pub const ID: &str = "lictor-webhook-id";
/// Header with seconds since 1970, of this attempt.
pub const TIMESTAMP: &str = "lictor-webhook-timestamp";
/// Header with `ed25519=` or `hmac-sha256=` and the signature in hexadecimal digits.
pub const SIGNATURE: &str = "lictor-webhook-signature";
/// Header with the id of the key, for Ed25519.
pub const KEY_ID: &str = "lictor-webhook-key-id";

/// The body of a delivery: the same bytes at every attempt.
#[must_use]
pub fn body(event: &Event) -> String {
    let mut body = json!({
        "id": event.meta.id,
        "type": event.event_type,
        "created_at": event.meta.created_at,
        "position": event.position,
        "aggregate": {
            "kind": event.aggregate_kind,
            "id": event.aggregate_id,
            "sequence": event.aggregate_sequence,
        },
        "changed": event.changed,
        "object": event.object,
    });
    if let (Some(days), Some(fields)) = (event.days_left, body.as_object_mut()) {
        fields.insert("days_left".to_owned(), json!(days));
    }
    body.to_string()
}

/// The hash under which a body is logged.
#[must_use]
pub fn hash(body: &str) -> String {
    hex::encode(digest(&SHA256, body.as_bytes()))
}

/// The headers of one attempt. The timestamp is of the attempt, so the signature is another each time.
///
/// # Errors
///
/// When the endpoint's secret cannot be read.
pub fn headers(
    office: &Office,
    endpoint: &Webhook,
    event_id: &str,
    now: Time,
    body: &str,
) -> Result<Vec<(&'static str, String)>, Fault> {
    let timestamp = now.seconds().to_string();
    let message = format!("{timestamp}.{event_id}.{body}");
    let mut headers = vec![(ID, event_id.to_owned()), (TIMESTAMP, timestamp)];
    match endpoint.signature {
        WebhookSignature::Ed25519 => {
            let key = office.webhook_key();
            headers.push((SIGNATURE, format!("ed25519={}", key.sign(message.as_bytes()))));
            headers.push((KEY_ID, key.id().to_owned()));
        }
        WebhookSignature::HmacSha256 => {
            let secret = office.secret(endpoint.secret_ref.as_deref().unwrap_or_default())?;
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
            let signature = hex::encode(hmac::sign(&key, message.as_bytes()));
            headers.push((SIGNATURE, format!("hmac-sha256={signature}")));
        }
    }
    Ok(headers)
}
