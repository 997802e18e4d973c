//! Last chapters: an issuer that is away, a renewal, an expiry, and the doctor.

use std::time::Duration;

use lictor_entitle::calendar::{add_days, add_months};
use serde_json::{Value as Json, json};

use super::selling::{buy, tell_license, tell_seats};
use super::stage::{Stage, word};
use crate::cli::failure::Failure;

/// An order while the issuer is away ends well, with one key.
///
/// # Errors
///
/// What is refused.
pub(super) async fn unreachable(stage: &mut Stage) -> Result<(), Failure> {
    stage.teller.chapter("The issuer is away");
    stage.issuer.stop().await?;
    stage.teller.line("issuer", "is stopped");
    let order = buy(stage, "VIEWER", 3).await?;
    stage.teller.line("customer", &format!("order {order}: 3 seats of Viewer, paid"));
    let operation = waiting(stage).await?;
    let license = stage.license("2").await?;
    let text = format!(
        "license 2: {}; {} is {}: {}",
        word(&license, "status"),
        word(&operation, "kind"),
        word(&operation, "state"),
        word(&operation, "error_code"),
    );
    stage.teller.line("provider", &text);
    stage.issuer.restart().await?;
    stage.teller.line("issuer", "is back");
    stage.provider.post(&format!("/v1/operations/{}/retry", word(&operation, "id")), json!({})).await?;
    let order = stage.provider.until(&format!("/v1/orders/{order}"), "state", "Completed").await?;
    let license = stage.license("2").await?;
    let statuses = stage.provider.statuses(&word(&license, "id")).await?;
    stage.teller.line("provider", &format!("license 2: {}", statuses.join(" → ")));
    stage.teller.line("provider", &format!("order {} is {}", word(&order, "number"), word(&order, "state")));
    let keys = stage.issuer.get("/v1/keys?total=true").await?;
    stage.teller.line("issuer", &format!("keys in all: {}", word(&keys["meta"], "total")));
    Ok(())
}

/// The operation that waits for the issuer.
async fn waiting(stage: &Stage) -> Result<Json, Failure> {
    let license = stage.provider.until("/v1/licenses/2", "status", "Pending").await?;
    let path = format!("/v1/licenses/{}/operations", word(&license, "number"));
    for _ in 0..600 {
        let operations = stage.provider.get(&path).await?;
        let waits = |operation: &&Json| operation["state"] == "Waiting";
        if let Some(operation) = operations["data"].as_array().into_iter().flatten().find(waits) {
            return Ok(operation.clone());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(Failure::internal("license 2 waits for nothing"))
}

/// Another month for the first license.
///
/// # Errors
///
/// What is refused.
pub(super) async fn renew(stage: &mut Stage) -> Result<(), Failure> {
    stage.teller.chapter("Renewal for another month");
    match stage.provider.act("/v1/licenses/1/renew", json!({})).await {
        Ok(_) => stage.teller.line("provider", "renewed"),
        Err(failure) => stage.teller.line("provider", &format!("refused: {}", failure.code().unwrap_or("?"))),
    }
    stage.provider.act("/v1/licenses/1/renew", json!({ "force": true })).await?;
    stage.provider.until("/v1/licenses/1", "status", "Installed").await?;
    tell_license(stage, "1").await?;
    tell_seats(stage, "works on").await
}

/// The clock passes the end of the license that nobody renewed.
///
/// # Errors
///
/// What is refused.
pub(super) async fn expire(stage: &mut Stage) -> Result<(), Failure> {
    stage.teller.chapter("The other license is not renewed");
    tell_license(stage, "2").await?;
    let month = add_months(stage.today, stage.today.day(), 1);
    let day = add_days(month, 11).to_string();
    for office in [&stage.issuer, &stage.provider] {
        office.post("/v1/clock", json!({ "now": day })).await?;
        office.act("/v1/daily-runs", json!({})).await?;
    }
    stage.teller.line("both", &format!("the clock is set to {}; the daily job runs", stage.teller.day(&day)));
    let run = stage.provider.get("/v1/daily-runs?sort=-id").await?;
    for step in run["data"][0]["steps"].as_array().into_iter().flatten() {
        let text = format!(
            "  {}: {} looked at, {} changed",
            word(step, "step"),
            word(step, "looked_at"),
            word(step, "changed")
        );
        stage.teller.line("provider", &text);
    }
    for number in ["1", "2"] {
        tell_license(stage, number).await?;
    }
    Ok(())
}

/// Everything that must be true is true.
///
/// # Errors
///
/// What is refused.
pub(super) async fn examine(stage: &mut Stage) -> Result<(), Failure> {
    stage.teller.chapter("Doctor");
    for name in ["issuer", "provider"] {
        let office = if name == "issuer" { &stage.issuer } else { &stage.provider };
        let report = office.get("/v1/doctor").await?;
        let checks: Vec<String> = report["checks"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|check| {
                let wrong = check["wrong"].as_i64().unwrap_or_default();
                let verdict =
                    if wrong == 0 { "ok".to_owned() } else { format!("{wrong} WRONG {}", check["findings"]) };
                format!("{} {verdict}", word(check, "name"))
            })
            .collect();
        for some in checks.chunks(5) {
            stage.teller.line(name, &some.join(", "));
        }
    }
    Ok(())
}
