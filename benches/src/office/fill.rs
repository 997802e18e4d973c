//! A store with many licenses, as one that was in use for years.

use std::time::{Duration, Instant};

use lictor_office::actor::Actor;
use lictor_office::fault::Fault;
use lictor_office::model::{Account, License};
use lictor_office::store::database::{Dialect, Place};
use lictor_office::store::{Store, Tx, bulk};
use lictor_office::time::Time;
use lictor_types::CivilDate;
use serde_json::json;

/// Records of one transaction.
const PART: u32 = 20_000;
/// Licenses of one account.
const PER_ACCOUNT: u32 = 50;
/// Over how many days they were made, up to yesterday.
const DAYS: i64 = 2 * 365;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// Licenses that are remembered for questions.
const SAMPLES: u32 = 5000;

const COMPANIES: [&str; 10] =
    ["Acme", "Globex", "Initech", "Umbrella", "Hooli", "Vehement", "Massive", "Soylent", "Stark", "Wayne"];

/// What was filled in.
#[derive(Debug)]
pub(super) struct Filled {
    /// How many licenses.
    licenses: u32,
    /// How long it took; none if they were there.
    took: Option<Duration>,
    /// Size of the database.
    bytes: i64,
    /// Some of them, evenly spread.
    pub(super) samples: Vec<Sample>,
}

/// A license that is asked for.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub(super) id: String,
    pub(super) number: i64,
    pub(super) key_number: String,
    pub(super) account: String,
    pub(super) licensee: String,
}

impl Filled {
    pub(super) fn text(&self, store: &str) -> String {
        let how = match self.took {
            Some(took) => format!(
                "filled in {:.0} s, {:.0} a second",
                took.as_secs_f64(),
                f64::from(self.licenses) / took.as_secs_f64()
            ),
            None => "there already".to_owned(),
        };
        format!("\n{store}: {} licenses, {how}, {} MiB\n", self.licenses, self.bytes / 1_048_576)
    }
}

/// Fills a store, unless it is full already.
pub(super) async fn fill(place: &Place, licenses: u32) -> Result<Filled, Fault> {
    let store = Store::open(place).await?;
    let mut tx = store.read(Time(start())).await?;
    let have = tx.query("SELECT COUNT(*) FROM licenses", Vec::new()).await?;
    let have = have.first().map_or(Ok(0), |row| row.int(0))?;
    drop(tx);
    let began = Instant::now();
    if have < i64::from(licenses) {
        let indexes = without_indexes(&store).await?;
        accounts(&store, licenses).await?;
        for first in (0..licenses).step_by(PART as usize) {
            part(&store, first, PART.min(licenses - first), licenses).await?;
        }
        for index in indexes {
            statement(&store, &index).await?;
        }
        // Numbers go on behind those that were given out here.
        let sql = format!("INSERT INTO sequences (name, value) VALUES ('licenses', {licenses})");
        statement(&store, &sql).await?;
        store.tidy().await?;
    }
    let took = (have < i64::from(licenses)).then(|| began.elapsed());
    let (bytes, samples) = looked(&store, licenses).await?;
    store.close().await;
    Ok(Filled { licenses, took, bytes, samples })
}

/// When the first was made.
fn start() -> i64 {
    (lictor_office::clock::wall_seconds() / 86_400 - DAYS - 1) * DAY
}

/// The day so many days from now, as YYYY-MM-DD.
pub(super) fn day(ahead: u32) -> String {
    let days = u32::try_from(lictor_office::clock::wall_seconds() / 86_400).unwrap_or(0);
    let epoch = CivilDate::new(1970, 1, 1).map_or(0, CivilDate::day_number);
    CivilDate::from_day_number(epoch + days + ahead).unwrap_or(CivilDate::MAX).to_string()
}

async fn writing(store: &Store, at: i64) -> Result<Tx, Fault> {
    store.write(Time(at), Actor::system("bench")).await
}

async fn statement(store: &Store, sql: &str) -> Result<(), Fault> {
    let mut tx = writing(store, start()).await?;
    tx.execute(sql, Vec::new()).await?;
    tx.commit().await?;
    Ok(())
}

/// Drops the indexes that are made faster when all is there; the statements that make them again.
async fn without_indexes(store: &Store) -> Result<Vec<String>, Fault> {
    let mut tx = writing(store, start()).await?;
    let sql = match tx.dialect() {
        Dialect::Sqlite => {
            "SELECT name, sql FROM sqlite_master \
             WHERE type = 'index' AND tbl_name IN ('licenses', 'words') AND sql IS NOT NULL"
        }
        Dialect::Postgres => {
            "SELECT indexname::text, indexdef FROM pg_indexes \
             WHERE tablename IN ('licenses', 'words') AND indexname NOT LIKE '%_pkey'"
        }
    };
    let mut makers = Vec::new();
    for row in tx.query(sql, Vec::new()).await? {
        tx.execute(&format!("DROP INDEX {}", row.text(0)?), Vec::new()).await?;
        makers.push(row.text(1)?.to_owned());
    }
    tx.commit().await?;
    Ok(makers)
}

async fn accounts(store: &Store, licenses: u32) -> Result<(), Fault> {
    let mut tx = writing(store, start()).await?;
    let mut all = Vec::new();
    for number in 0..=licenses / PER_ACCOUNT {
        let document = json!({
            "id": account_id(number), "created_at": Time(start()), "updated_at": Time(start()), "version": 1,
            "name": company(number), "code": format!("C{number:06}"), "reseller": false, "status": "active",
        });
        all.push(read::<Account>(document)?);
    }
    bulk::insert(&mut tx, &mut all).await?;
    tx.commit().await?;
    Ok(())
}

async fn part(store: &Store, first: u32, count: u32, all: u32) -> Result<(), Fault> {
    let at = start() + DAYS * DAY / i64::from(all) * i64::from(first);
    let mut tx = writing(store, at).await?;
    let mut records = (first..first + count).map(license).collect::<Result<Vec<_>, _>>()?;
    bulk::insert(&mut tx, &mut records).await?;
    tx.commit().await?;
    Ok(())
}

fn read<R: serde::de::DeserializeOwned>(document: serde_json::Value) -> Result<R, Fault> {
    serde_json::from_value(document).map_err(|error| Fault::internal(error.to_string()))
}

fn account_id(number: u32) -> String {
    format!("018dfc00-0000-7000-8000-{number:012}")
}

fn company(number: u32) -> String {
    format!("{} {number}", COMPANIES[number as usize % COMPANIES.len()])
}

/// Numbers without order, the same for the same input.
fn mixed(number: u32, salt: u32) -> u32 {
    let mut value = number.wrapping_mul(0x9e37_79b9).wrapping_add(salt.wrapping_mul(0x85eb_ca6b));
    value = (value ^ value >> 16).wrapping_mul(0x7feb_352d);
    value = (value ^ value >> 15).wrapping_mul(0x846c_a68b);
    value ^ value >> 16
}

fn license(number: u32) -> Result<License, Fault> {
    let account = mixed(number, 1) % (1 + number / PER_ACCOUNT).max(1);
    let status = match mixed(number, 2) % 100 {
        0..70 => "Installed",
        70..80 => "Retrieved",
        80..83 => "Issued",
        83 => "Pending",
        84..94 => "Expired",
        _ => "Terminated",
    };
    let issued = status != "Pending";
    let sync = match mixed(number, 3) % 100 {
        0..96 => "In Sync",
        96..98 => "Not In Sync",
        _ => "Never",
    };
    let monthly = mixed(number, 4) % 10 < 6;
    let class = mixed(number, 5) % 20;
    let day = day(mixed(number, 6) % 40);
    let config = json!({
        "class": format!("SUITE-{class}"), "class_version": "3.1",
        "capacity": {"SEATS": mixed(number, 8) % 500 + 1}, "features": ["antivirus", "backup", "mail"],
    });
    let metadata = match mixed(number, 9) % 50 {
        0 => json!({"tier": "gold"}),
        1 => json!({"tier": "silver"}),
        _ => json!({}),
    };
    read(json!({
        "id": "", "created_at": Time(start()), "updated_at": Time(start()), "version": 1, "metadata": metadata,
        "external_ref": (number.is_multiple_of(3)).then(|| format!("CRM-{number}")),
        "number": number + 1, "plugin_id": format!("018dfc00-0000-7000-8000-00000000{:04}", number % 4),
        "class_id": format!("018dfc00-0000-7000-8000-0000000{class:05}"), "class_name": "Security Suite",
        "account_id": account_id(account), "assignment": "none", "status": status,
        "bill_type": if monthly { "Monthly" } else { "Purchase" },
        "requested_config": config, "known_config": issued.then(|| config.clone()),
        "licensee": company(account), "server_host_ids": [format!("HOSTNAME=srv{number}")],
        "key_prefix": issued.then_some("PLSK"), "key_number": issued.then(|| format!("PLSK.{number:08}")),
        "current_revision": issued.then_some(0), "start_date": "2025-03-12",
        "expiration_date": monthly.then_some(&day), "update_date": monthly.then_some(&day),
        "sync_status": sync, "attempts": 0, "activation_learned": false, "origin": "request",
        "auto_renew": false,
    }))
}

async fn looked(store: &Store, licenses: u32) -> Result<(i64, Vec<Sample>), Fault> {
    let mut tx = store.read(Time(start())).await?;
    let size = match tx.dialect() {
        Dialect::Sqlite => "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        Dialect::Postgres => "SELECT pg_database_size(current_database())",
    };
    let bytes = tx.query(size, Vec::new()).await?.first().map_or(Ok(0), |row| row.int(0))?;
    let mut samples = Vec::new();
    let step = (licenses / SAMPLES).max(1);
    for number in (1..=licenses).step_by(step as usize) {
        let found: Option<License> = tx.find("number", i64::from(number)).await?;
        let Some(license) = found else { continue };
        samples.push(Sample {
            id: license.meta.id,
            number: license.number,
            key_number: license.key_number.unwrap_or_else(|| "PLSK.00000001".to_owned()),
            account: license.account_id.unwrap_or_default(),
            licensee: license.licensee.unwrap_or_default(),
        });
    }
    Ok((bytes, samples))
}
