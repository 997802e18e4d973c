//! What the rules must know of a plug-in: its mode, its status, and whether it rests.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::refusal::Refusal;

/// How a plug-in reaches its issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PluginMode {
    /// By calls of the issuer's protocol.
    Online,
    /// By letters and uploaded files.
    Offline,
}

/// Whether a plug-in knows its license classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum PluginStatus {
    /// Saved, and nothing fetched yet.
    New,
    /// The classes are being fetched.
    Fetching,
    /// The classes are there.
    Configured,
    /// The last fetch failed.
    Failed,
}

/// The plug-in of a license.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plugin {
    /// How it reaches its issuer.
    pub mode: PluginMode,
    /// Whether it rests, by hand or because its credentials were rejected.
    pub paused: bool,
}

impl Plugin {
    /// Whether the issuer can be called now.
    ///
    /// # Errors
    ///
    /// `PLUGIN_OFFLINE` or `PLUGIN_PAUSED`.
    pub fn can_call(self) -> Result<(), Refusal> {
        match self.mode {
            PluginMode::Offline => Err(Code::PluginOffline.into()),
            PluginMode::Online if self.paused => Err(Code::PluginPaused.into()),
            PluginMode::Online => Ok(()),
        }
    }
}

/// Whether a plug-in knows what it sells (L1): it is asked before the class that a request names is looked
/// for, because it may not be there yet.
///
/// # Errors
///
/// `PLUGIN_NOT_CONFIGURED` with `meta.status` before its classes are there, and while they may be others.
pub fn can_sell(status: PluginStatus) -> Result<(), Refusal> {
    let status = match status {
        PluginStatus::Configured => return Ok(()),
        PluginStatus::New => "New",
        PluginStatus::Fetching => "Fetching",
        PluginStatus::Failed => "Failed",
    };
    Err(Refusal::new(Code::PluginNotConfigured).with("status", status))
}

/// Whether licenses of a class can be requested (L1).
///
/// # Errors
///
/// `PLUGIN_NOT_CONFIGURED` before its classes are there; `CLASS_NOT_SELLABLE` if the class is not selected
/// for sale.
pub fn can_request(status: PluginStatus, selected_for_sale: bool) -> Result<(), Refusal> {
    can_sell(status)?;
    if selected_for_sale { Ok(()) } else { Err(Refusal::new(Code::ClassNotSellable).at("/class_id")) }
}

/// Whether a file may be uploaded without a request (L9).
///
/// # Errors
///
/// `INVALID_FIELD` at `/plugin_id` with an online plug-in: here no status conflicts, the request is wrong.
pub fn can_begin_with_file(mode: PluginMode) -> Result<(), Refusal> {
    match mode {
        PluginMode::Offline => Ok(()),
        PluginMode::Online => {
            let why = "an online plug-in takes no file without a request";
            Err(Refusal::because(Code::InvalidField, why).at("/plugin_id"))
        }
    }
}
