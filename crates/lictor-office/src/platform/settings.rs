//! The settings: one record, changed field by field.

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use lictor_entitle::right::Right;
use schemars::{JsonSchema as _, Schema, SchemaGenerator};
use serde_json::Value as Json;

use crate::fault::Fault;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::rate;
use crate::model::Settings;
use crate::office::Office;
use crate::store::{Record, Tx};

/// Fields that nobody sets.
const READ_ONLY: &[&str] = &["id", "created_at", "updated_at", "version", "name"];
/// Numbers with the least and the most that they may be.
const NUMBERS: &[(&str, i64, i64)] = &[
    ("grace_days", 0, 3650),
    ("reinstate_days", 0, 3650),
    ("maintenance_warning_days", 0, 3650),
    ("stuck_after_minutes", 0, 525_600),
    // With none, nobody could ever set it again.
    ("rate_per_minute", 1, rate::PER_MINUTE),
];

/// The schema of what [`patch`] takes: every setting, none of which must be there.
pub fn change(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = Settings::json_schema(generator);
    schema.remove("required");
    schema.insert("additionalProperties".to_owned(), Json::Bool(false));
    if let Some(fields) = schema.get_mut("properties").and_then(Json::as_object_mut) {
        for name in READ_ONLY {
            fields.remove(*name);
        }
    }
    schema
}

/// The settings of the back office.
///
/// # Errors
///
/// What the database says.
pub async fn load(tx: &mut Tx) -> Result<Settings, Fault> {
    tx.find("name", "office").await?.ok_or_else(|| Fault::internal("there are no settings"))
}

/// Reads the settings.
///
/// # Errors
///
/// What the database says.
pub async fn get(_: &Office, tx: &mut Tx, _: &Call) -> Result<Answer, Fault> {
    Ok(Answer::record(&load(tx).await?))
}

/// Changes the fields that the body names.
///
/// # Errors
///
/// `UNKNOWN_FIELD`, `READ_ONLY`, `INVALID_FIELD`, `PRECONDITION_FAILED`; `FORBIDDEN` for what opens the
/// network without the right to manage tokens.
pub async fn patch(office: &Office, tx: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    call.read_only(READ_ONLY)?;
    let before = load(tx).await?;
    call.matches(&before)?;
    if call.body.get("allow_private_webhooks").is_some() {
        call.needs(Right::TokenAdmin)?;
    }
    let mut after = merged(&before, &call.body)?;
    check(&after)?;
    tx.update(&mut after).await?;
    tx.trace("settings.changed", Some(&before), Some(&after), None);
    tx.wake();
    office.rates().set_per_minute(after.rate_per_minute, after.meta.version);
    Ok(Answer::record(&after))
}

fn merged(before: &Settings, body: &Json) -> Result<Settings, Fault> {
    let mut document = before.public();
    let invalid = |text: String, at: String| Fault::from(Refusal::because(Code::InvalidField, text).at(at));
    let Some(changes) = body.as_object() else {
        return Err(invalid("the body is no object".to_owned(), String::new()));
    };
    let Some(fields) = document.as_object_mut() else {
        return Err(Fault::internal("settings are no object"));
    };
    for (name, value) in changes {
        let Some(field) = fields.get_mut(name) else {
            let text = format!("there is no setting {name:?}");
            return Err(Refusal::because(Code::UnknownField, text).at(format!("/{name}")).into());
        };
        *field = value.clone();
    }
    serde_path_to_error::deserialize(document).map_err(|error| {
        // What is wrong with a field is told of the flattened whole: ask each change by itself.
        let culprit = changes.iter().find(|(name, value)| {
            let mut one = before.public();
            one[name.as_str()] = (*value).clone();
            serde_json::from_value::<Settings>(one).is_err()
        });
        let at = culprit.map(|(name, _)| format!("/{name}")).unwrap_or_default();
        invalid(error.into_inner().to_string(), at)
    })
}

fn check(settings: &Settings) -> Result<(), Fault> {
    let document = settings.public();
    for (name, least, most) in NUMBERS {
        let number = document.get(*name).and_then(Json::as_i64).unwrap_or_default();
        if !(*least..=*most).contains(&number) {
            let text = format!("from {least} to {most}");
            return Err(Refusal::because(Code::InvalidField, text).at(format!("/{name}")).into());
        }
    }
    if !settings.daily_at.is_empty() && !is_time_of_day(&settings.daily_at) {
        let text = "a time of day as HH:MM, or nothing";
        return Err(Refusal::because(Code::InvalidField, text).at("/daily_at").into());
    }
    Ok(())
}

fn is_time_of_day(text: &str) -> bool {
    let digits = |text: &str, most: u8| {
        text.len() == 2
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse::<u8>().is_ok_and(|number| number <= most)
    };
    text.split_once(':').is_some_and(|(hour, minute)| digits(hour, 23) && digits(minute, 59))
}
