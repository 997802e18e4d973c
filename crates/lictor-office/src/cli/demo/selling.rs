//! First chapters: what is for sale, and a customer who orders.

use serde_json::{Value as Json, json};

use super::stage::{Stage, word};
use crate::cli::client::encoded;
use crate::cli::failure::Failure;

/// The issuer's catalogue, and the provider that sells from it.
///
/// # Errors
///
/// What is refused.
pub(super) async fn catalogue(stage: &mut Stage) -> Result<(), Failure> {
    stage.teller.chapter("An issuer, a provider, a license server");
    for office in [&stage.issuer, &stage.provider] {
        // The daily job is run by hand, so that nothing happens beside the story.
        office.patch("/v1/settings", json!({ "daily_at": "" })).await?;
    }
    for (name, prefix) in [("Modeler", "MOD"), ("Viewer", "VIE")] {
        let class = class(stage, name, prefix).await?;
        let line = format!(
            "class {} {}: {}, keys {prefix}.…",
            word(&class, "class_id"),
            word(&class, "class_version"),
            word(&class, "name")
        );
        stage.teller.line("issuer", &line);
    }
    let token = json!({ "name": "reseller", "role": "provider", "login": "reseller" });
    let token = word(&stage.issuer.post("/v1/tokens", token).await?, "token");
    stage.teller.line("issuer", "token for the agreement of the login reseller");
    stage.provider.keep_secret("issuer", &token)?;
    provider(stage).await
}

/// A product of one feature, and the class by which it is sold.
async fn class(stage: &Stage, name: &str, prefix: &str) -> Result<Json, Failure> {
    let issuer = &stage.issuer;
    let feature = name.to_lowercase();
    issuer.post("/v1/features", json!({ "name": feature, "feature_version": "1.0" })).await?;
    let product = json!({ "name": name, "product_version": "1.0", "features": [{ "name": feature }] });
    let product = word(&issuer.post("/v1/products", product).await?, "id");
    issuer.post(&format!("/v1/products/{product}/deploy"), json!({})).await?;
    let class = json!({
        "class_id": name.to_uppercase(), "name": format!("{name}, floating"), "class_version": "1.0",
        "bill_types": ["Monthly"], "license_model": "FC", "grace_days": 10, "product_id": product,
        "capacity_options": [{ "code": "SEATS", "label": "Seats", "amount": 5, "feature": feature }],
        "key_prefix": prefix,
    });
    issuer.post("/v1/issuer-classes", class).await
}

async fn provider(stage: &mut Stage) -> Result<(), Failure> {
    let (host, port) = stage.issuer.listen().split_once(':').unwrap_or_default();
    let port: u16 = port.parse().unwrap_or_default();
    let plugin = json!({
        "name": "maker", "mode": "online", "template": "lictor", "host": host, "port": port,
        "login": "reseller", "secret_ref": "issuer", "trusted_keys": [stage.key.trim()],
    });
    let provider = &stage.provider;
    provider.post("/v1/plugins", plugin).await?;
    let plugin = provider.until("/v1/plugins/maker", "status", "Configured").await?;
    stage
        .teller
        .line("provider", &format!("plug-in maker, {}: {}", word(&plugin, "mode"), word(&plugin, "status")));
    for class in ["MODELER", "VIEWER"] {
        let class = word(&provider.find("license-classes", "class_id", class).await?, "id");
        provider.post(&format!("/v1/license-classes/{class}/select"), json!({})).await?;
    }
    stage.teller.line("provider", "classes MODELER and VIEWER are for sale");
    provider.post("/v1/accounts", json!({ "code": "ACME", "name": "Acme Inc." })).await?;
    let subscription = json!({
        "name": "acme-main", "account_id": "ACME", "plan": "CAD workplace",
        "server": { "via": "admin", "admin": stage.admin, "token_ref": "lictord", "confirm": stage.server },
    });
    let subscription = provider.post("/v1/subscriptions", subscription).await?;
    let id = word(&subscription, "id");
    if word(&subscription, "state") != "active" {
        for step in ["provision", "activate"] {
            provider.post(&format!("/v1/subscriptions/{id}/{step}"), json!({})).await?;
        }
    }
    let subscription = provider.get(&format!("/v1/subscriptions/{id}")).await?;
    let line = format!(
        "account ACME; subscription acme-main is {}, its server is lictord",
        word(&subscription, "state")
    );
    stage.teller.line("provider", &line);
    Ok(())
}

/// Orders seats of a class for the subscription; the order's number.
///
/// # Errors
///
/// What is refused.
pub(super) async fn buy(stage: &Stage, class: &str, seats: u32) -> Result<String, Failure> {
    let provider = &stage.provider;
    let subscription = provider.find("subscriptions", "name", "acme-main").await?;
    let request = json!({
        "class_id": class, "bill_type": "Monthly", "capacity": { "SEATS": seats },
        "account_id": "ACME", "subscription_id": word(&subscription, "id"),
    });
    let lines = json!([{ "request": request, "quantity": 1, "price_cents": 120_000, "currency": "EUR" }]);
    let order = json!({ "kind": "sales", "account_id": "ACME", "lines": lines });
    let order = word(&provider.post("/v1/orders", order).await?, "number");
    for step in ["place", "pay"] {
        provider.post(&format!("/v1/orders/{}/{step}", encoded(&order)), json!({})).await?;
    }
    Ok(order)
}

/// Ten seats, from the order to the client.
///
/// # Errors
///
/// What is refused.
pub(super) async fn order(stage: &mut Stage) -> Result<(), Failure> {
    stage.teller.chapter("A customer orders ten seats");
    let order = buy(stage, "MODELER", 10).await?;
    stage.teller.line("customer", &format!("order {order}: 10 seats of Modeler, paid"));
    let path = format!("/v1/orders/{order}");
    let order = stage.provider.until(&path, "state", "Completed").await?;
    let license = stage.license("1").await?;
    let statuses = stage.provider.statuses(&word(&license, "id")).await?;
    stage.teller.line("provider", &format!("license 1: {}", statuses.join(" → ")));
    stage.teller.line("provider", &format!("order {} is {}", word(&order, "number"), word(&order, "state")));
    tell_license(stage, "1").await?;
    let client = stage.client()?;
    tokio::task::block_in_place(|| client.take("modeler", 10))?;
    tell_seats(stage, "takes 10").await
}

/// Key, dates and sync status of a license.
///
/// # Errors
///
/// What is refused.
pub(super) async fn tell_license(stage: &mut Stage, number: &str) -> Result<(), Failure> {
    let license = stage.license(number).await?;
    let day = |field: &str| stage.teller.day(license[field].as_str().unwrap_or_default());
    let text = format!(
        "license {number}: key {}, revision {}, {}, renewable from {}, expires {}",
        word(&license, "key_number"),
        word(&license, "current_revision"),
        word(&license, "status"),
        day("update_date"),
        day("expiration_date"),
    );
    stage.teller.line("provider", &text);
    Ok(())
}

/// What the client holds, and what the server has.
///
/// # Errors
///
/// If the server does not answer.
pub(super) async fn tell_seats(stage: &mut Stage, did: &str) -> Result<(), Failure> {
    let client = stage.client()?;
    let (held, whole) = client.held("modeler");
    let has = tokio::task::block_in_place(|| client.seats("modeler"))?;
    let whole = if whole { "none was lost" } else { "SEATS WERE LOST" };
    stage.teller.line("client", &format!("{did}: it holds {held} of {has}, {whole}"));
    Ok(())
}
