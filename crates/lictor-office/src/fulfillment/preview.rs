//! What an operation changes for the servers: deliveries, seats over time, what stops counting.

use std::collections::{BTreeMap, BTreeSet};

use lictor_entitle::Refusal;
use lictor_entitle::timeline::{ServerFile, stopping, timeline};
use lictor_types::{CivilDate, HostId, Seats};

use super::answer::{
    DeliveryAnswer, FeatureAnswer, OperationAnswer, ServerAnswer, StepAnswer, StoppingAnswer,
};
use super::sheet::{Live, Sheet};
use crate::rendering::host_text;

/// Adds deliveries and servers to an answer.
pub(super) fn tell(
    answer: &mut OperationAnswer,
    before: &Sheet,
    after: &Sheet,
    today: CivilDate,
    names: &BTreeMap<String, String>,
) -> Result<(), Refusal> {
    for draft in &after.drafts {
        let Some(live) = after.lives.iter().find(|live| live.key == draft.key) else { continue };
        answer.deliveries.push(DeliveryAnswer {
            fulfillment_id: names.get(&draft.owner).cloned().unwrap_or_default(),
            feature: live.terms.feature.clone(),
            kind: draft.kind,
            row: draft.row,
            role: live.terms.role,
            count: live.terms.count,
            start: live.terms.start,
            end: live.terms.end,
            serial: (!answer.verified_only).then(|| live.key.clone()),
            supersedes: live.terms.supersedes.clone(),
            remove: draft.remove.clone(),
            warnings: draft.warnings.clone(),
        });
    }
    let mut servers: BTreeSet<Vec<HostId>> = BTreeSet::new();
    for live in before.lives.iter().chain(&after.lives) {
        if live.terms.model.is_server_based() {
            let mut ids = live.terms.hosts.servers.clone();
            ids.sort();
            servers.insert(ids);
        }
    }
    for server in servers {
        answer.servers.push(server_answer(&server, before, after, today));
    }
    Ok(())
}

fn server_answer(server: &[HostId], before: &Sheet, after: &Sheet, today: CivilDate) -> ServerAnswer {
    let here = |live: &&Live| {
        live.terms.model.is_server_based() && live.terms.hosts.servers.iter().all(|id| server.contains(id))
    };
    let by_hand: BTreeSet<&String> = after
        .drafts
        .iter()
        .flat_map(|draft| &draft.remove)
        .chain(after.removed.iter().map(|(_, serial)| serial))
        .collect();
    let old: Vec<ServerFile> = before.lives.iter().filter(here).map(file).collect();
    let stays = |live: &&Live| here(live) && !by_hand.contains(&live.key);
    let new: Vec<ServerFile> = after.lives.iter().filter(stays).map(file).collect();
    let steps = timeline(&new, server, today);
    ServerAnswer {
        server_host_ids: server.iter().map(host_text).collect(),
        features: steps
            .into_iter()
            .map(|(feature, steps)| FeatureAnswer {
                feature,
                steps: steps
                    .into_iter()
                    .map(|step| StepAnswer { from: step.from, seats: seats(step.seats) })
                    .collect(),
            })
            .collect(),
        stopping: stopping(&old, &new, server, today)
            .into_iter()
            .map(|(serial, reason)| StoppingAnswer { serial, reason })
            .collect(),
    }
}

fn seats(seats: Seats) -> Option<u32> {
    match seats {
        Seats::Limited(count) => Some(count),
        Seats::Unlimited => None,
    }
}

fn file(live: &Live) -> ServerFile {
    ServerFile {
        serial: live.key.clone(),
        feature: live.terms.feature.clone(),
        role: live.terms.role,
        count: live.terms.count.map_or(Seats::Unlimited, Seats::Limited),
        start: live.terms.start,
        end: live.terms.end,
        servers: live.terms.hosts.servers.clone(),
        supersedes: live.terms.supersedes.clone(),
    }
}
