//! How a key comes to be: once for each request key, with a number of its own.

use lictor_entitle::bill::BillType;
use lictor_entitle::calendar::add_days;
use lictor_entitle::config::KeyConfig;
use lictor_entitle::issuer_code::IssuerCode;
use lictor_entitle::key_number::NUMBER_MAX;
use lictor_entitle::key_status::KeyStatus;
use lictor_types::CivilDate;
use ring::rand::{SecureRandom as _, SystemRandom};

use super::catalogue;
use super::change::Work;
use super::ledger;
use super::protocol::{Answer, CreateRequest};
use super::stop::Stop;
use crate::fault::Fault;
use crate::model::{Key, KeyUpgradeRecord, LicenseClass};
use crate::rendering;
use crate::store::{Meta, Tx};

/// Longest request key, in bytes.
pub const REQUEST_KEY_BYTES_MAX: usize = 255;
/// Letters and digits of activation codes: none that is mistaken for another.
const CODE_LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Makes a key for `owner`; a repetition answers the one that was made.
///
/// # Errors
///
/// The codes of [`catalogue::ordered`] and [`catalogue::check`]; 245 and 255 for additional keys; 246 when
/// the request key was used for another key.
pub async fn create(
    tx: &mut Tx,
    owner: &str,
    request: &CreateRequest,
    today: CivilDate,
) -> Result<Answer, Stop> {
    if request.request_key.is_empty() || request.request_key.len() > REQUEST_KEY_BYTES_MAX {
        return Err(Stop::because(IssuerCode::Conflict, "a request key has 1 to 255 bytes"));
    }
    let request_key = format!("{owner}/{}", request.request_key);
    let made = tx.find::<Key>("request_key", request_key.as_str()).await?;
    let class = match &made {
        None => catalogue::ordered(tx, owner, &request.class).await?,
        Some(key) => catalogue::of(tx, &first(key)).await?,
    };
    let mut config = KeyConfig {
        class: request.class.clone(),
        class_version: request.class_version.clone().unwrap_or_else(|| class.class_version.clone()),
        capacity: request.capacity.clone(),
        features: request.features.clone(),
        additional_keys: request.additional_keys.clone(),
    };
    if let Some(key) = made {
        return repeated(&key, &class, config, request, today);
    }
    if config.class_version != class.class_version {
        let text = format!("version {} is sold", class.class_version);
        return Err(Stop::because(IssuerCode::NotInPriceList, text));
    }
    if !class.bill_types.is_empty() && !class.bill_types.contains(&request.bill_type) {
        return Err(Stop::because(IssuerCode::NotInPriceList, request.bill_type.as_str()));
    }
    let least = KeyConfig { additional_keys: config.additional_keys.clone(), ..plain(&class) };
    catalogue::complete(&class, &mut config);
    catalogue::check(&class, &config)?;
    catalogue::check_prices(&class, &least.changes_to(&config))?;
    let hosts = rendering::hosts(&request.server_host_ids, &request.node_host_ids)?;
    let additional = std::mem::take(&mut config.additional_keys);
    let mut key =
        new_key(tx, owner, &class, config, request.bill_type, request.start.unwrap_or(today)).await?;
    key.request_key = Some(request_key);
    key.licensee.clone_from(&request.licensee);
    key.nickname.clone_from(&request.nickname);
    key.server_host_ids = hosts.servers.iter().map(rendering::host_text).collect();
    key.node_host_ids = hosts.nodes.iter().map(rendering::host_text).collect();
    key.files_until = class.terms.refresh_days.map(|days| add_days(today, days)).filter(|_| is_bought(&key));
    let mut work = Work::new(key, today);
    for name in &additional {
        work.attach(tx, Some(owner), name).await?;
    }
    let key = work.create(tx).await?;
    Ok(Answer::of(IssuerCode::Done).with_key(ledger::info(&key, None, today)))
}

/// A key of a class, with its dates and its number. Nothing is stored yet.
pub(super) async fn new_key(
    tx: &mut Tx,
    owner: &str,
    class: &LicenseClass,
    config: KeyConfig,
    bill_type: BillType,
    start: CivilDate,
) -> Result<Key, Stop> {
    let number = tx.next_number("keys").await?;
    let number = u32::try_from(number).ok().filter(|number| *number <= NUMBER_MAX);
    let number = number.ok_or_else(|| Fault::internal("all numbers of keys are used up"))?;
    let grace = u32::try_from(class.grace_days).unwrap_or(0);
    let dates = bill_type.dates(start, 1, grace);
    let upgrade = KeyUpgradeRecord { revision: 0, config: config.clone(), at: tx.now(), request_key: None };
    Ok(Key {
        meta: Meta::default(),
        prefix: class.key_prefix.clone(),
        number: format!("{number:08}"),
        revision: 0,
        owner: owner.to_owned(),
        config,
        parent_key: None,
        bill_type,
        status: KeyStatus::Active,
        problem: false,
        not_activated: class.requires_activation,
        not_exportable: false,
        start: Some(start),
        periods: 1,
        update_date: dates.update_date,
        expiration_date: dates.expiration_date,
        sus_until: dates.sus_until,
        sus_anchor: None,
        activation_code: if class.requires_activation { Some(activation_code()?) } else { None },
        activation_data: None,
        server_host_ids: Vec::new(),
        node_host_ids: Vec::new(),
        files_until: None,
        licensee: None,
        request_key: None,
        request_keys: std::collections::BTreeMap::new(),
        request_hashes: std::collections::BTreeMap::new(),
        nickname: None,
        auto_renew: None,
        upgrades: vec![upgrade],
    })
}

/// What the class gives when nothing is ordered beyond it.
pub(super) fn plain(class: &LicenseClass) -> KeyConfig {
    let mut config = KeyConfig {
        class: class.class_id.clone(),
        class_version: class.class_version.clone(),
        ..KeyConfig::default()
    };
    catalogue::complete(class, &mut config);
    config
}

pub(super) fn is_bought(key: &Key) -> bool {
    key.bill_type == BillType::Purchase
}

/// The configuration that the key was made with.
fn first(key: &Key) -> KeyConfig {
    key.upgrades.first().map_or_else(|| key.config.clone(), |record| record.config.clone())
}

fn repeated(
    key: &Key,
    class: &LicenseClass,
    mut config: KeyConfig,
    request: &CreateRequest,
    today: CivilDate,
) -> Result<Answer, Stop> {
    let first = first(key);
    // An order that names no amounts meant those of its day; the class may have others by now.
    for (code, amount) in &first.capacity {
        config.capacity.entry(code.clone()).or_insert(*amount);
    }
    catalogue::complete(class, &mut config);
    if request.class_version.is_none() {
        config.class_version.clone_from(&first.class_version);
    }
    if config != first || request.bill_type != key.bill_type {
        let text = format!("the request key was used for {}", key.name());
        return Err(Stop::because(IssuerCode::Conflict, text));
    }
    Ok(Answer::of(IssuerCode::Done).with_key(ledger::info(key, None, today)))
}

/// Four groups of five: 100 random bits.
fn activation_code() -> Result<String, Fault> {
    let mut bytes = [0; 20];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Fault::internal("no random numbers"))?;
    let letter = |byte: &u8| char::from(CODE_LETTERS[usize::from(byte % 32)]);
    let groups: Vec<String> = bytes.chunks(5).map(|group| group.iter().map(letter).collect()).collect();
    Ok(groups.join("-"))
}
