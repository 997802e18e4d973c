//! The changes that one request to an issuer may hold together (office.md 3.12).

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::issuer_code::IssuerCode;

/// One kind of change to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyChange {
    /// Give it to another owner.
    MoveOwner,
    /// End it.
    Terminate,
    /// Stop it for a while.
    Suspend,
    /// Let it run again.
    Resume,
    /// Activate it.
    Activate,
    /// Attach an additional key.
    Attach,
    /// Detach an additional key.
    Detach,
    /// Change its configuration by a plan.
    Upgrade,
    /// Bind it to an address or a machine.
    Bind,
    /// Set its nickname or its automatic renewal.
    Configure,
}

/// Which changes cannot stand beside a change. Each pair stands once.
const CONFLICTS: &[(KeyChange, &[KeyChange])] = &[
    (
        KeyChange::Terminate,
        &[
            KeyChange::MoveOwner,
            KeyChange::Suspend,
            KeyChange::Resume,
            KeyChange::Activate,
            KeyChange::Attach,
            KeyChange::Detach,
            KeyChange::Upgrade,
            KeyChange::Bind,
        ],
    ),
    (
        KeyChange::Suspend,
        &[
            KeyChange::MoveOwner,
            KeyChange::Resume,
            KeyChange::Activate,
            KeyChange::Attach,
            KeyChange::Upgrade,
            KeyChange::Bind,
        ],
    ),
    (
        KeyChange::MoveOwner,
        &[KeyChange::Activate, KeyChange::Attach, KeyChange::Detach, KeyChange::Upgrade, KeyChange::Bind],
    ),
    (KeyChange::Activate, &[KeyChange::Bind]),
    (KeyChange::Attach, &[KeyChange::Detach]),
];

/// Whether these changes can be made by one request: none contradicts another, and only attachments and
/// detachments of several keys stand more than once.
///
/// Which of two would win is not guessed. Nickname and automatic renewal never conflict.
///
/// # Errors
///
/// [`IssuerCode::Conflict`].
pub fn check(changes: &[KeyChange]) -> Result<(), IssuerCode> {
    let asked: Vec<KeyChange> =
        changes.iter().copied().filter(|change| *change != KeyChange::Configure).collect();
    for (place, change) in asked.iter().enumerate() {
        if asked[place + 1..].iter().any(|other| conflict(*change, *other)) {
            return Err(IssuerCode::Conflict);
        }
    }
    Ok(())
}

/// Whether an upgrade may stand beside these changes with the additional keys that it names.
///
/// A configuration is whole, so it says of every additional key whether it stays. Beside an attachment or a
/// detachment it must leave them as they are: else the two tell different ends of one key, and which of
/// them was meant is not guessed.
///
/// # Errors
///
/// [`IssuerCode::Conflict`].
pub fn check_additional(
    changes: &[KeyChange],
    current: &BTreeSet<String>,
    upgraded: &BTreeSet<String>,
) -> Result<(), IssuerCode> {
    let moves = changes.iter().any(|change| matches!(change, KeyChange::Attach | KeyChange::Detach));
    if moves && current != upgraded { Err(IssuerCode::Conflict) } else { Ok(()) }
}

fn conflict(one: KeyChange, other: KeyChange) -> bool {
    let names = |a: KeyChange, b: KeyChange| CONFLICTS.iter().any(|row| row.0 == a && row.1.contains(&b));
    let repeats = one == other && !matches!(one, KeyChange::Attach | KeyChange::Detach);
    repeats || names(one, other) || names(other, one)
}
