//! Every form, filled in as a person would: it is carried out, or tried without writing.

use super::seed::{Seed, seed};
use super::wire::{buttons, csrf, log_in, offered, send};
use crate::office::{On, TestOffice};

/// A form: its address, what is filled in, and the status that the browser gets: 303 when it was carried
/// out, 200 when it was tried.
type Case<'a> = (String, &'a str, u16);

fn catalogue(seed: &Seed) -> Vec<Case<'static>> {
    vec![
        (
            "/settings".into(),
            "supersede=on&prefer_upgrade_files=on&strict_pairs=on&sus_gate=version&grace_days=10&reinstate_days=0&daily_at=03:30&renewal_basis=FROM_EXPIRY&maintenance_warning_days=30&stuck_after_minutes=60&rate_per_minute=60000&allow_private_webhooks=on",
            303,
        ),
        ("/features/do/new".into(), "name=extra&feature_version=2.0&version_format=fixed", 303),
        (
            "/products/do/new".into(),
            "name=Box&product_version=1&features/0/name=extra&features/0/per_seat=2&models=FC&key_prefix=BOX",
            303,
        ),
        (
            format!("/products/{}/edit", seed.product),
            "name=Studio&product_version=1&features/0/name=editor&upgrade_from=2026-01-01&upgrade_until=2026-12-31",
            303,
        ),
        (format!("/products/{}/deactivate", seed.product), "", 303),
        (format!("/products/{}/deploy", seed.product), "", 303),
        (
            "/license-models/do/new".into(),
            "code=FC-strict&model=FC&technology=certificate&policies/rehosts/allowed_count=1&policies/max_emergency_days=7&policies/grace_days=0",
            303,
        ),
        (
            "/accounts/do/new".into(),
            "name=Second&code=SECOND&contacts/0/name=Bo&contacts/0/email=bo@example.org&metadata=tier%3D2",
            303,
        ),
        (
            format!("/accounts/{}/edit", seed.account),
            "name=Example Works&status=active&external_ref=crm-7",
            303,
        ),
        (
            "/hosts/do/new".into(),
            "account_id=ACCOUNT&kind=server&id_type=ETHERNET&value=00-1B-44-11-3A-B7&name=rack",
            303,
        ),
        ("/roles/do/new".into(), "name=clerk&rights=view&rights=generate", 303),
        ("/tokens/do/new".into(), "name=clerk&role=clerk&expires_at=2027-01-01", 303),
        ("/webhooks/do/new".into(), "url=http://127.0.0.1:9/hook&events=license.*&signature=ed25519", 303),
        (
            "/issuer-classes/do/new".into(),
            "class_id=mini&bill_types=Monthly&features=f&capacity_options/0/code=SEATS&capacity_options/0/label=Seats&capacity_options/0/amount=3&license_model=FC&keep_days=0",
            303,
        ),
    ]
}

fn entitled(seed: &Seed) -> Vec<Case<'static>> {
    let Seed { line, upgrade_line, fulfillment, entitlement, account, .. } = seed;
    vec![
        (
            "/entitlements/do/new".into(),
            "account_id=ACCOUNT&line_items/0/product_id=PRODUCT&line_items/0/license_model_id=MODEL&line_items/0/quantity=5&line_items/0/expiry=months&line_items/0/expiry/value=12&deploy=on",
            303,
        ),
        (
            format!("/entitlements/{entitlement}/add-line"),
            "product_id=PRODUCT&license_model_id=MODEL&quantity=4&expiry=permanent&auto_deploy=on",
            303,
        ),
        (format!("/entitlements/{entitlement}/edit"), "ship_to=ship@example.org", 303),
        (
            format!("/line-items/{upgrade_line}/activate"),
            "hosts/0/server_host_ids=HOSTNAME%3Dlicense2&hosts/0/from_own=0&try=1",
            422,
        ),
        (format!("/line-items/{line}/renew"), "quantity=2&expiry=months&expiry/value=12&try=1", 200),
        (format!("/line-items/{line}/renew"), "quantity=2&expiry=months&expiry/value=12&auto_deploy=on", 303),
        (
            format!("/fulfillments/{fulfillment}/rehost"),
            "count=2&server_host_ids=HOSTNAME%3Dlicense2&try=1",
            200,
        ),
        (format!("/fulfillments/{fulfillment}/emergency"), "end_date=2026-03-09", 303),
        (format!("/fulfillments/{fulfillment}/email"), "to=ada@example.org", 303),
        (format!("/fulfillments/{fulfillment}/return"), "count=1&try=1", 200),
        (format!("/fulfillments/{fulfillment}/publisher-error"), "try=1", 200),
        (format!("/fulfillments/{fulfillment}/repair"), "", 303),
        (format!("/fulfillments/{fulfillment}/repair"), "", 422),
        (format!("/entitlements/{entitlement}/transfer"), "account_id=OTHER&mode=remaining_only&try=1", 200),
        (
            format!("/accounts/{account}/transfer-host"),
            "from=HOSTNAME%3Dlicense1&to=HOSTNAME%3Dlicense9&try=1",
            200,
        ),
        ("/line-items/do/auto-upgrade".into(), "try=1", 200),
    ]
}

fn licensed(seed: &Seed) -> Vec<Case<'static>> {
    let Seed { license, pending, subscription, class, plugin, .. } = seed;
    vec![
        ("/subscriptions/do/new".into(), "name=two.example&account_id=ACCOUNT&kind=dedicated_server&plan=Big", 303),
        (format!("/subscriptions/{subscription}/directory"), "path=/tmp/nowhere", 303),
        (format!("/licenses/{license}/assign"), &*format!("subscription_id={subscription}").leak(), 303),
        (format!("/licenses/{license}/unassign"), "", 303),
        (format!("/licenses/{license}/mark-installed"), "", 303),
        (format!("/licenses/{license}/renew"), "force=on", 303),
        (format!("/licenses/{license}/notes"), "external_ref=crm-9&metadata=tier%3Dgold", 303),
        (format!("/licenses/{pending}/edit"), "bill_type=Purchase&capacity=SEATS%3D7&licensee=New name", 303),
        (format!("/licenses/{pending}/upload"), "file=no license", 422),
        (format!("/licenses/{pending}/delete"), "reason=mistake", 303),
        (
            "/orders/do/new".into(),
            &*format!("account_id=ACCOUNT&lines/0/request/class_id={class}&lines/0/request/bill_type=Monthly&lines/0/quantity=2&lines/0/price_cents=9.90&lines/0/currency=EUR&lines/0/request/capacity=SEATS%3D5").leak(),
            303,
        ),
        (format!("/plugins/{plugin}/edit"), "name=Hosting&timeout_seconds=5", 303),
        (format!("/plugins/{plugin}/pause"), "reason=holiday", 303),
        (format!("/plugins/{plugin}/resume"), "", 303),
        (format!("/plugins/{plugin}/refresh"), "", 303),
        ("/daily-runs/do/run".into(), "try=1", 200),
        ("/daily-runs/do/run".into(), "", 303),
        ("/licenses/do/sync-all".into(), "", 303),
        (format!("/keys/{}/suspend", seed.key), "", 303),
        (format!("/keys/{}/resume", seed.key), "", 303),
        (format!("/keys/{}/mark-problem", seed.key), "set=on", 303),
    ]
}

#[test]
fn every_form_is_carried_out_or_tried() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let seed = seed(&office);
    let cookie = log_in(&office, office.token());
    let number = csrf(&office, &cookie);
    let mut wrong = Vec::new();
    let model = office.get("/v1/license-models/FC").expect(200).id();
    let other = office.get("/v1/accounts/EVIL").expect(200).id();
    for (path, fields, status) in [catalogue(&seed), entitled(&seed), licensed(&seed)].concat() {
        let fields =
            fields.replace("ACCOUNT", &seed.account).replace("PRODUCT", &seed.product).replace(' ', "+");
        let fields = fields.replace("MODEL", &model).replace("OTHER", &other);
        wrong.extend(not_offered(&office, &cookie, &path, &fields));
        let answer = send(&office, "POST", &path, &cookie, &[], &format!("{fields}&csrf={number}"));
        let trouble = answer.text.split_once("id=\"trouble\"").map(|(_, rest)| &rest[..rest.len().min(400)]);
        if answer.status != status || (status == 200 && !answer.text.contains("Nothing was written.")) {
            wrong.push(format!("{path} {fields}: {} {trouble:?}", answer.status));
        } else if status == 303 {
            // What a button does at once says on the next page how it went.
            let page = send(&office, "GET", &answer.location, &cookie, &[], "").text;
            if let Some((_, why)) = page.split_once("<strong>Refused.</strong>") {
                wrong.push(format!("{path} {fields}: {}", why.split("</p>").next().unwrap()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(office.get("/v1/settings").text("daily_at"), "03:30");
    let order = office.get("/v1/orders?sort=-id").body["data"][0].clone();
    assert_eq!((&order["lines"][0]["price_cents"], &order["lines"][0]["quantity"]), (&990.into(), &2.into()));
    let number_of = order["number"].as_i64().unwrap();
    for step in ["place", "pay"] {
        let path = format!("/orders/{}/{step}", order["id"].as_str().unwrap());
        assert_eq!(
            send(&office, "POST", &path, &cookie, &[], &format!("csrf={number}")).status,
            303,
            "{number_of}"
        );
    }
}

/// What of the fields nobody could choose on the page of the form.
fn not_offered(office: &TestOffice, cookie: &str, path: &str, fields: &str) -> Vec<String> {
    if fields.is_empty() {
        return Vec::new();
    }
    let page = send(office, "GET", path, cookie, &[], "").text;
    let pairs = fields.split('&').filter_map(|pair| pair.split_once('='));
    let missing = pairs.filter(|(name, value)| {
        offered(&page, name).is_some_and(|offered| !offered.iter().any(|has| has == value))
    });
    missing.map(|(name, value)| format!("{path}: {name} does not offer {value}")).collect()
}

/// L10 needs a subscription in use: it is made, provisioned and activated with what the pages offer.
#[test]
fn l10_a_subscription_comes_into_use_with_what_the_pages_offer() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let seed = seed(&office);
    let cookie = log_in(&office, office.token());
    let number = csrf(&office, &cookie);
    let page = send(&office, "GET", "/subscriptions/do/new", &cookie, &[], "").text;
    let kinds: Vec<String> = offered(&page, "kind").unwrap();
    let kinds: Vec<&String> = kinds.iter().filter(|kind| !kind.is_empty()).collect();
    assert_eq!(kinds.len(), 2, "{kinds:?}");
    for kind in kinds {
        let body = format!("name={kind}.example&account_id={}&kind={kind}&csrf={number}", seed.account);
        let made = send(&office, "POST", "/subscriptions/do/new", &cookie, &[], &body);
        assert_eq!(made.status, 303, "{kind}: {}", made.text);
        for (step, state) in [
            ("provision", "provisioning"),
            ("activate", "active"),
            ("suspend", "suspended"),
            ("resume", "active"),
        ] {
            let page = send(&office, "GET", &made.location, &cookie, &[], "").text;
            let button = buttons(&page).into_iter().find(|button| button.ends_with(step));
            let button = button.unwrap_or_else(|| panic!("{kind}: no button {step}"));
            send(&office, "POST", &button, &cookie, &[], &format!("csrf={number}"));
            let id = made.location.rsplit('/').next().unwrap();
            assert_eq!(office.get(&format!("/v1/subscriptions/{id}")).text("state"), state, "{kind} {step}");
        }
        let found = send(&office, "GET", "/subscriptions?filter[state]=active", &cookie, &[], "").text;
        assert!(found.contains(&made.location), "{kind}");
    }
}

#[test]
fn a_new_token_is_shown_once() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let cookie = log_in(&office, office.token());
    let fields = format!("name=robot&role=viewer&csrf={}", csrf(&office, &cookie));
    let made = send(&office, "POST", "/tokens/do/new", &cookie, &[], &fields);
    let page = send(&office, "GET", &made.location, &cookie, &[], "").text;
    let (_, rest) = page.split_once("data-copy>").unwrap();
    let token = rest.split('<').next().unwrap();
    let reply = office.call("GET", "/v1/whoami", None, &[("authorization", &format!("Bearer {token}"))]);
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert!(!send(&office, "GET", &made.location, &cookie, &[], "").text.contains(token));
}
