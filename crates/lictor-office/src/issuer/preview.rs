//! What the next file of a key would do on its license server, before it is signed (office.md 4.5).

use std::collections::BTreeMap;

use lictor_entitle::civil;
use lictor_entitle::timeline::{ServerFile, Step, stopping, timeline};
use lictor_types::{CivilDate, Seats};
use schemars::JsonSchema;
use serde::Serialize;

use super::stop::Stop;
use super::{file, retrieve};
use crate::model::Key;
use crate::office::Office;
use crate::rendering::{self, FileRequest, Preview};
use crate::store::Tx;

/// What retrieving would make.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FilePreview {
    /// The file; none if the current revision has its file already.
    pub file: Option<Preview>,
    /// Seats of each feature with it, from today on.
    pub seats: BTreeMap<String, Vec<SeatStep>>,
    /// Serials that count today and would no longer.
    pub stops: Vec<String>,
}

/// Seats from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SeatStep {
    /// The first day.
    #[serde(with = "civil")]
    #[schemars(schema_with = "civil::schema")]
    pub from: CivilDate,
    /// Seats; none for no limit.
    pub seats: Option<u32>,
}

/// The next file and its effect. Nothing is signed or stored.
///
/// # Errors
///
/// What retrieving would answer.
pub async fn preview(office: &Office, tx: &mut Tx, key: &Key, today: CivilDate) -> Result<FilePreview, Stop> {
    retrieve::may_leave(key, today)?;
    let request = file::planned(office, tx, key).await?;
    let made = file::all(tx, key).await?;
    let mut before = Vec::new();
    for license in made.iter().flat_map(|file| &file.licenses) {
        before.push(license.on_server()?);
    }
    let by_hand: Vec<&String> = made
        .iter()
        .flat_map(|file| &file.replaces)
        .chain(request.iter().flat_map(|file| &file.replaces))
        .collect();
    let mut after: Vec<ServerFile> =
        before.iter().filter(|license| !by_hand.contains(&&license.serial)).cloned().collect();
    after.extend(request.iter().flat_map(planned));
    let hosts = rendering::hosts(&key.server_host_ids, &key.node_host_ids)?;
    let seats = timeline(&after, &hosts.servers, today);
    let stops = stopping(&before, &after, &hosts.servers, today).into_iter().map(|stop| stop.0).collect();
    Ok(FilePreview {
        file: request.as_ref().map(|request| rendering::preview(office, tx, request)).transpose()?,
        seats: seats.into_iter().map(|(name, steps)| (name, steps.into_iter().map(step).collect())).collect(),
        stops,
    })
}

fn planned(request: &FileRequest) -> impl Iterator<Item = ServerFile> {
    request.licenses.iter().enumerate().map(|(place, license)| ServerFile {
        serial: format!("new-{}", place + 1),
        feature: license.feature.clone(),
        role: license.role,
        count: license.count.map_or(Seats::Unlimited, Seats::Limited),
        start: license.start,
        end: license.end,
        servers: license.hosts.servers.clone(),
        supersedes: license.supersedes.clone(),
    })
}

fn step(step: Step) -> SeatStep {
    let seats = match step.seats {
        Seats::Limited(count) => Some(count),
        Seats::Unlimited => None,
    };
    SeatStep { from: step.from, seats }
}
