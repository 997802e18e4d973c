//! Chapters on more seats: raised at the issuer, found by synchronization, taken over by an upgrade.

use serde_json::json;

use super::selling::{tell_license, tell_seats};
use super::stage::{Stage, word};
use crate::cli::failure::Failure;

/// The Key Administrator raises the capacity, and the provider finds out.
///
/// # Errors
///
/// What is refused.
pub(super) async fn raise(stage: &mut Stage) -> Result<(), Failure> {
    stage.teller.chapter("The Key Administrator raises the capacity to twelve");
    let license = stage.license("1").await?;
    let key = word(&license, "key_number");
    let mut config = license["known_config"].clone();
    config["capacity"] = json!({ "SEATS": 12 });
    stage.issuer.post(&format!("/v1/keys/{key}/upgrade"), json!({ "config": config })).await?;
    stage.teller.line("issuer", &format!("key {key}: SEATS 10 → 12"));
    stage.provider.act("/v1/licenses/1/sync", json!({})).await?;
    tell_sync(stage).await?;
    let client = stage.client()?;
    let denied = tokio::task::block_in_place(|| client.denied("modeler"))?;
    stage.teller.line("client", &format!("asks for one more: {denied}"));
    Ok(())
}

async fn tell_sync(stage: &mut Stage) -> Result<(), Failure> {
    let license = stage.license("1").await?;
    stage.teller.line("provider", &format!("license 1: {}", word(&license, "sync_status")));
    for mismatch in license["mismatches"].as_array().into_iter().flatten() {
        let text = format!(
            "  {} {}: here {}, at the issuer {}",
            word(mismatch, "code"),
            word(mismatch, "field"),
            word(mismatch, "local"),
            word(mismatch, "issuer"),
        );
        stage.teller.line("provider", &text);
    }
    Ok(())
}

/// The provider takes over what the issuer has; the client gets it while it runs.
///
/// # Errors
///
/// What is refused.
pub(super) async fn reconcile(stage: &mut Stage) -> Result<(), Failure> {
    stage.teller.chapter("Upgrade takes it over, and no session notices");
    let before = stage.provider.statuses(&word(&stage.license("1").await?, "id")).await?.len();
    stage.provider.act("/v1/licenses/1/upgrade", json!({ "reconcile": true })).await?;
    stage.provider.until("/v1/licenses/1", "sync_status", "In Sync").await?;
    let license = stage.provider.until("/v1/licenses/1", "status", "Installed").await?;
    let statuses = stage.provider.statuses(&word(&license, "id")).await?;
    let new: Vec<&str> = statuses.iter().skip(before.saturating_sub(1)).map(String::as_str).collect();
    stage.teller.line("provider", &format!("license 1: {}", new.join(" → ")));
    tell_sync(stage).await?;
    tell_license(stage, "1").await?;
    let files = stage.provider.get("/v1/licenses/1/files").await?;
    for file in files["data"].as_array().into_iter().flatten() {
        stage.teller.line(
            "provider",
            &format!("  file of revision {}: {}", word(file, "revision"), word(file, "delivery")),
        );
    }
    let client = stage.client()?;
    tokio::task::block_in_place(|| client.take("modeler", 2))?;
    tell_seats(stage, "takes 2 more without a restart").await
}
