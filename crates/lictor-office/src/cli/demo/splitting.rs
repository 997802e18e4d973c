//! Chapters on fulfillments: ten seats of a version, of which two are upgraded to the next.

use std::time::Duration;

use serde_json::{Value as Json, json};

use super::stage::{Stage, word};
use crate::cli::client::encoded;
use crate::cli::failure::Failure;

/// How often the license server is looked at.
const BEAT: Duration = Duration::from_millis(100);
/// Looks until patience ends.
const LOOKS: u32 = 200;

/// Products in two versions, and ten seats activated of the first.
///
/// # Errors
///
/// What is refused.
pub(super) async fn sell(stage: &mut Stage) -> Result<(), Failure> {
    stage.teller.chapter("Ten seats of Drafter 1.0, by entitlement");
    let host = stage.client()?.host()?;
    stage.teller.call(host.as_str(), "HOSTNAME=licsrv");
    let issuer = &stage.issuer;
    let mut products = Vec::new();
    for (feature, version) in [("drafter1", "1.0"), ("drafter2", "2.0")] {
        issuer
            .post("/v1/features", json!({ "name": feature, "feature_version": version, "share": "VIRTUAL" }))
            .await?;
        let product =
            json!({ "name": "Drafter", "product_version": version, "features": [{ "name": feature }] });
        let product = word(&issuer.post("/v1/products", product).await?, "id");
        issuer.post(&format!("/v1/products/{product}/deploy"), json!({})).await?;
        products.push(product);
    }
    let relation =
        json!({ "from_product": products.first(), "to_product": products.last(), "kind": "UPGRADE" });
    issuer.post("/v1/relations", relation).await?;
    issuer.post("/v1/accounts", json!({ "code": "ACME", "name": "Acme Inc." })).await?;
    let line = json!({
        "activation_id": "DRAFTER-1", "product_id": products.first(), "license_model_id": "FC", "quantity": 10,
        "expiry": { "months": 12 }, "auto_deploy": true,
    });
    let entitlement =
        json!({ "entitlement_id": "E-1", "account_id": "ACME", "line_items": [line], "deploy": true });
    issuer.post("/v1/entitlements", entitlement).await?;
    let activation = json!({ "count": 10, "server_host_ids": [host], "start_date": stage.today.to_string() });
    let answer = issuer.post("/v1/line-items/DRAFTER-1/activate", activation).await?;
    stage.teller.line("issuer", "entitlement E-1 of ACME: 10 of Drafter 1.0, floating");
    tell(stage, &answer).await?;
    wait_for(stage, "drafter1", "10").await
}

/// Two of the ten go to the next version.
///
/// # Errors
///
/// What is refused.
pub(super) async fn upgrade(stage: &mut Stage) -> Result<(), Failure> {
    stage.teller.chapter("Two of the ten are upgraded to Drafter 2.0");
    let issuer = &stage.issuer;
    let line = json!({ "activation_id": "DRAFTER-2", "quantity": 2, "auto_deploy": true, "expiry": { "months": 12 } });
    issuer.post("/v1/line-items/DRAFTER-1/upgrade", line).await?;
    let count = issuer.get("/v1/line-items/DRAFTER-2/exact-available-count").await?;
    let count = format!(
        "line DRAFTER-2 can give {}, {} of them without touching a fulfillment",
        word(&count, "count"),
        word(&count, "without_return"),
    );
    stage.teller.line("issuer", &count);
    let wanted = json!({ "count": 2, "start_date": stage.today.to_string() });
    let path = "/v1/fulfillments/FUL-00000001/upgrade";
    let tried = stage.issuer.post(&format!("{path}?verify=true"), wanted.clone()).await?;
    for delivery in tried["deliveries"].as_array().into_iter().flatten() {
        let text = format!(
            "verify: {} {} as {} file, by row {}",
            word(delivery, "feature"),
            word(delivery, "count"),
            word(delivery, "kind"),
            word(delivery, "row"),
        );
        stage.teller.line("issuer", &text);
    }
    let answer = stage.issuer.post(path, wanted).await?;
    tell(stage, &answer).await?;
    wait_for(stage, "drafter1", "8").await?;
    wait_for(stage, "drafter2", "2").await
}

/// Tells what became of fulfillments, and brings the files to the license server.
async fn tell(stage: &mut Stage, answer: &Json) -> Result<(), Failure> {
    for list in ["replaced", "fulfillments"] {
        for record in answer[list].as_array().into_iter().flatten() {
            let hosts = word(record, "server_host_ids");
            let text = format!(
                "{} {}: {} seats, {}/{} on {hosts}, expires {}",
                word(record, "fulfillment_id"),
                word(record, "activation_id"),
                word(record, "count"),
                word(record, "status"),
                word(record, "support_type"),
                stage.teller.day(&word(record, "expiration")),
            );
            stage.teller.line("issuer", &text);
        }
    }
    for (at, file) in answer["files"].as_array().into_iter().flatten().enumerate() {
        let licenses = file["licenses"].as_array().into_iter().flatten();
        let content: Vec<String> = licenses
            .map(|license| format!("{} {}", word(license, "feature"), word(license, "count")))
            .collect();
        let supersedes = file["supersedes"].as_array().map_or(0, Vec::len);
        let marker = if supersedes > 0 { format!(", supersedes {supersedes} before") } else { String::new() };
        stage
            .teller
            .line("issuer", &format!("file: {}, {}{marker}", word(file, "delivery"), content.join(" and ")));
        let id = word(file, "id");
        let bytes = stage.issuer.file(&format!("/v1/files/{}/download", encoded(&id))).await?;
        stage.put_file(&format!("drafter-{id}-{at}.lic"), &bytes)?;
    }
    Ok(())
}

/// Waits until the license server serves so many seats.
async fn wait_for(stage: &mut Stage, feature: &str, seats: &str) -> Result<(), Failure> {
    let client = stage.client()?;
    let mut has = String::new();
    for _ in 0..LOOKS {
        has = tokio::task::block_in_place(|| client.seats(feature)).unwrap_or_default();
        if has == seats {
            stage.teller.line("lictord", &format!("{feature}: {has} seats"));
            return Ok(());
        }
        tokio::time::sleep(BEAT).await;
    }
    Err(Failure::internal(format!("lictord serves {has:?} seats of {feature}, not {seats}")))
}
