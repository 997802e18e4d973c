//! The `[policy]` of a rules file.

use lictor_engine::{Policy, QueueMode};
use lictor_types::limits::{BORROW_HOURS_MAX, QUEUE_LENGTH_MAX};
use toml::de::DeTable;

use super::faults::{Faults, quoted};
use crate::settings::value::Value;

/// Keys, in the order in which they are listed.
const KEYS: [&str; 5] = ["queue", "queue_passes", "queue_length", "borrow_hours", "named_release_hours"];
/// Most requests that may pass a larger one: more is `fast`.
const PASSES_MAX: u32 = 10_000;
/// Longest time between two releases of named users or hosts: a year.
const NAMED_RELEASE_HOURS_MAX: u32 = 8760;
const HOUR_MS: u64 = 3_600_000;
/// What `fair` allows without being told (QUE-01).
const PASSES_DEFAULT: u32 = 8;

/// Reads the table; what it does not say is as it is without it.
pub(super) fn read(table: &DeTable<'_>, faults: &mut Faults<'_>) -> Policy {
    let mut policy = Policy::DEFAULT;
    let mut passes = None;
    for (key, value) in table {
        let (name, at) = (key.get_ref().as_ref(), value.span().start);
        let value = Value::of(value.get_ref());
        let done = match name {
            "queue" => mode(&value).map(|mode| policy.queue = mode),
            "queue_passes" => value.number(0, PASSES_MAX).map(|number| passes = Some((number, at))),
            "queue_length" => {
                let most = u32::try_from(QUEUE_LENGTH_MAX).unwrap_or(u32::MAX);
                value.number(0, most).map(|number| policy.queue_length = number)
            }
            "borrow_hours" => value
                .number(1, BORROW_HOURS_MAX.into())
                .map(|number| policy.borrow_hours = u16::try_from(number).unwrap_or(BORROW_HOURS_MAX)),
            "named_release_hours" => value
                .number(0, NAMED_RELEASE_HOURS_MAX)
                .map(|number| policy.named_release_ms = u64::from(number) * HOUR_MS),
            _ => {
                let hint = faults.did_you_mean(name, KEYS.into_iter());
                let hint = hint.unwrap_or_else(|| format!("[policy] has {}", KEYS.join(", ")));
                faults.error(key.span().start, format!("unknown key {}", quoted(name)), Some(hint));
                Ok(())
            }
        };
        if let Err(text) = done {
            faults.error(at, format!("{name}: {text}"), None);
        }
    }
    match (&mut policy.queue, passes) {
        (QueueMode::Fair { passes }, Some((number, _))) => *passes = number,
        (QueueMode::Strict | QueueMode::Fast, Some((_, at))) => {
            let hint = "take it away, or write `queue = \"fair\"`".to_owned();
            faults.error(at, "queue_passes says something of fair queues only", Some(hint));
        }
        (QueueMode::Fair { .. } | QueueMode::Strict | QueueMode::Fast, None) => {}
    }
    policy
}

fn mode(value: &Value) -> Result<QueueMode, String> {
    let what = "\"fair\", \"strict\" or \"fast\"";
    match value.text(what)? {
        "fair" => Ok(QueueMode::Fair { passes: PASSES_DEFAULT }),
        "strict" => Ok(QueueMode::Strict),
        "fast" => Ok(QueueMode::Fast),
        _ => value.expected(what),
    }
}

/// The keys of a policy with their values, as a file has them.
pub(super) fn entries(policy: &Policy) -> [(&'static str, String); 5] {
    let (mode, passes) = match policy.queue {
        QueueMode::Fair { passes } => ("\"fair\"", passes.to_string()),
        QueueMode::Strict => ("\"strict\"", "none".to_owned()),
        QueueMode::Fast => ("\"fast\"", "any".to_owned()),
    };
    let values = [
        mode.to_owned(),
        passes,
        policy.queue_length.to_string(),
        policy.borrow_hours.to_string(),
        (policy.named_release_ms / HOUR_MS).to_string(),
    ];
    let mut values = values.into_iter();
    KEYS.map(|key| (key, values.next().unwrap_or_default()))
}
