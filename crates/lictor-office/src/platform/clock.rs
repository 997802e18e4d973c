//! The clock: what time it is for the back office, and on a test installation another time.

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use lictor_types::CivilDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::office::Office;
use crate::store::Tx;
use crate::time::Time;

/// What time it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Reading {
    /// The instant.
    pub now: Time,
    /// The day in the zone.
    #[serde(with = "lictor_entitle::civil")]
    #[schemars(schema_with = "lictor_entitle::civil::schema")]
    pub today: CivilDate,
    /// The zone of all days.
    pub zone: String,
    /// Whether it was started with an override and can be set.
    pub overridden: bool,
}

/// Another time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// A day, or an instant as RFC 3339.
    pub now: String,
}

fn reading(office: &Office) -> Reading {
    let clock = office.clock();
    let zone = clock.zone().iana_name().unwrap_or("UTC").to_owned();
    Reading { now: clock.now(), today: clock.today(), zone, overridden: clock.is_overridden() }
}

/// Reads the clock.
///
/// # Errors
///
/// None.
pub async fn get(office: &Office, _: &mut Tx, _: &Call) -> Result<Answer, Fault> {
    Ok(Answer::ok(reading(office)))
}

/// Sets a clock that was started with an override.
///
/// # Errors
///
/// `ILLEGAL_TRANSITION` for a clock that runs with the machine's; `INVALID_FIELD`.
pub async fn set(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    let body: Setting = call.body()?;
    let clock = office.clock();
    if !clock.is_overridden() {
        let text = "the clock is the machine's; only one that was started with --now can be set";
        return Err(Refusal::because(Code::IllegalTransition, text).into());
    }
    let before = clock.now();
    let bad =
        |error: crate::clock::BadTime| Refusal::because(Code::InvalidField, error.to_string()).at("/now");
    clock.set(&body.now).map_err(bad)?;
    tx.trace_of(
        "clock",
        "office",
        "clock.set",
        json!({ "now": before }),
        json!({ "now": clock.now() }),
        None,
    );
    tx.wake();
    Ok(Answer::ok(reading(office)))
}
