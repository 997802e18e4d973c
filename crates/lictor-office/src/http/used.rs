//! When a token was last used, to the hour: noted beside the request, which does not wait for it.

use std::collections::BTreeMap;

use parking_lot::Mutex;

use crate::actor::Actor;
use crate::fault::Fault;
use crate::model::Token;
use crate::office::Office;
use crate::time::Time;

/// Milliseconds of an hour.
const HOUR: i64 = 3_600_000;
/// Tokens remembered at a time; beyond that all are forgotten, which costs a write each.
const TOKENS_MAX: usize = 10_000;

/// The hour of each token's last use that this process has noted.
#[derive(Debug, Default)]
pub struct Uses {
    noted: Mutex<BTreeMap<String, i64>>,
}

impl Uses {
    /// Whether this is the first use of a token in this hour, as far as this process knows.
    fn is_news(&self, token: &Token, hour: i64) -> bool {
        if token.last_used_at.is_some_and(|last| last.0.div_euclid(HOUR) == hour) {
            return false;
        }
        let mut noted = self.noted.lock();
        if noted.len() >= TOKENS_MAX {
            noted.clear();
        }
        noted.insert(token.meta.id.clone(), hour) != Some(hour)
    }
}

/// Notes the use of a token in a task of its own.
pub fn note(office: &Office, token: &Token, now: Time) {
    let hour = now.0.div_euclid(HOUR);
    if !office.uses().is_news(token, hour) {
        return;
    }
    let (office, id) = (office.clone(), token.meta.id.clone());
    tokio::spawn(async move {
        if let Err(fault) = keep(&office, &id, Time(hour * HOUR)).await {
            tracing::debug!(%fault, token = %id, "the use of a token could not be noted");
        }
    });
}

/// Writes it without a new version: a use is no change that anybody made.
async fn keep(office: &Office, id: &str, at: Time) -> Result<(), Fault> {
    let mut tx = office.write(Actor::system("tokens")).await?;
    let mut token: Token = tx.get(id).await?;
    token.last_used_at = Some(at);
    let body = serde_json::to_string(&token).map_err(|error| Fault::internal(error.to_string()))?;
    tx.execute("UPDATE tokens SET body = $2 WHERE id = $1", vec![id.into(), body.into()]).await?;
    office.commit(tx).await
}
