//! A key being changed: every step is tried in memory, then all is written at once or nothing.

use lictor_entitle::config::{ConfigChange, KeyConfig};
use lictor_entitle::issuer_code::IssuerCode;
use lictor_entitle::key_change::{self, KeyChange};
use lictor_entitle::key_number::{KeyRef, REVISION_MAX};
use lictor_entitle::key_status::{KeyEvent, KeyStatus};
use lictor_entitle::right::Right;
use lictor_entitle::upgrade::{UpgradePlan, UpgradeRequest};
use lictor_types::CivilDate;

use super::asked::Asked;
use super::protocol::KeyStep;
use super::stop::Stop;
use super::{catalogue, create, ledger};
use crate::model::{Key, KeyUpgradeRecord, Settings};
use crate::rendering;
use crate::store::Tx;

/// A key with what was done to it so far.
#[derive(Debug)]
pub struct Work {
    before: Key,
    /// The key as it will be.
    pub key: Key,
    today: CivilDate,
    /// Whether its files change, so that a new revision begins.
    pub revised: bool,
    actions: Vec<&'static str>,
    others: Vec<Other>,
}

/// An additional key that changes with it.
#[derive(Debug)]
struct Other {
    before: Option<Key>,
    key: Key,
    action: &'static str,
}

impl Other {
    fn now(&self) -> Key {
        self.key.clone()
    }
}

impl Work {
    /// Begins with a key as it is stored, or with a new one.
    #[must_use]
    pub fn new(key: Key, today: CivilDate) -> Self {
        let (actions, others) = (Vec::new(), Vec::new());
        Self { before: key.clone(), key, today, revised: false, actions, others }
    }

    /// Notes that a step did something.
    pub fn did(&mut self, action: &'static str) {
        self.actions.push(action);
    }

    /// Whether anything was done.
    #[must_use]
    pub fn has_done(&self) -> bool {
        !self.actions.is_empty()
    }

    /// Whether this was asked for this key before.
    ///
    /// # Errors
    ///
    /// 246 if its request key was used for something else.
    pub fn repeats(&self, asked: &Asked<'_>) -> Result<bool, Stop> {
        asked.was_done_to(&self.before)
    }

    /// Takes one step. 110 is no error here: the step changes nothing.
    ///
    /// # Errors
    ///
    /// Why the issuer does not take it.
    pub async fn step(&mut self, tx: &mut Tx, login: Option<&str>, step: &KeyStep) -> Result<(), Stop> {
        let taken = match step {
            KeyStep::Upgrade { config } => self.upgrade(tx, login, config).await,
            KeyStep::Attach { additional_key } => self.attach(tx, login, additional_key).await,
            KeyStep::Detach { additional_key } => self.detach(tx, additional_key).await,
            KeyStep::Suspend {} => self.move_to(KeyEvent::Suspend, "key.suspended"),
            KeyStep::Resume {} => self.move_to(KeyEvent::Resume, "key.resumed"),
            KeyStep::Terminate {} => self.move_to(KeyEvent::Terminate, "key.terminated"),
            KeyStep::Activate { activation_code, activation_data, server_host_ids, node_host_ids } => {
                let hosts = (server_host_ids.as_slice(), node_host_ids.as_slice());
                self.activate(activation_code.as_deref(), activation_data.as_deref(), hosts)
            }
            KeyStep::Bind { server_host_ids, node_host_ids } => self.bind(server_host_ids, node_host_ids),
            KeyStep::MoveOwner { owner } => self.move_owner(login, owner),
            KeyStep::Configure { nickname, auto_renew } => {
                self.configure(nickname.as_ref(), *auto_renew);
                Ok(())
            }
        };
        match taken {
            Err(Stop::Answered(IssuerCode::AlreadyDone, _)) => Ok(()),
            other => other,
        }
    }

    fn move_to(&mut self, event: KeyEvent, action: &'static str) -> Result<(), Stop> {
        self.key.status = self.key.status.after(event, self.key.term(), self.today)?;
        self.did(action);
        Ok(())
    }

    /// That the key can be changed at all: it neither ended nor has a problem.
    ///
    /// # Errors
    ///
    /// 221, 222, 228.
    pub fn alive(&self) -> Result<(), Stop> {
        match self.key.status_on(self.today) {
            KeyStatus::Terminated => Err(IssuerCode::KeyTerminated.into()),
            KeyStatus::Expired => Err(IssuerCode::KeyExpired.into()),
            KeyStatus::Active | KeyStatus::Suspended if self.key.problem => {
                Err(IssuerCode::KeyProblem.into())
            }
            KeyStatus::Active | KeyStatus::Suspended => Ok(()),
        }
    }

    async fn upgrade(&mut self, tx: &mut Tx, login: Option<&str>, wanted: &KeyConfig) -> Result<(), Stop> {
        self.alive()?;
        let current = catalogue::of(tx, &self.key.config).await?;
        let class = if wanted.class == current.class_id {
            current.clone()
        } else {
            if !current.terms.upgrade_classes.contains(&wanted.class) {
                let text = format!("{:?} cannot become {:?}", current.class_id, wanted.class);
                return Err(catalogue::unacceptable(text));
            }
            catalogue::ordered(tx, &self.key.owner, &wanted.class).await?
        };
        let mut wanted = wanted.clone();
        if wanted.additional_keys == self.before.config.additional_keys {
            // What the steps beside it attach or detach is not the upgrade's to undo.
            wanted.additional_keys.clone_from(&self.key.config.additional_keys);
        }
        if wanted.class_version.is_empty() {
            wanted.class_version.clone_from(&self.key.config.class_version);
        }
        let same_version = wanted.class_version == self.key.config.class_version;
        if wanted.class_version != class.class_version
            && !(same_version && class.class_id == current.class_id)
        {
            return Err(catalogue::unacceptable(format!("version {} is sold", class.class_version)));
        }
        // An amount that is not named is zero, except where another class brings new amounts.
        if class.class_id != current.class_id {
            catalogue::complete(&class, &mut wanted);
        }
        for option in &class.capacity_options {
            wanted.capacity.entry(option.code.clone()).or_insert(0);
        }
        catalogue::check(&class, &wanted)?;
        let sus_gate = Settings::load(tx).await?.sus_gate;
        let request = UpgradeRequest {
            current: &self.key.config,
            requested: &wanted,
            downgrade_allowed: current.allows_downgrade && class.allows_downgrade,
            sus_until: self.key.sus_until,
            sus_gate,
        };
        let UpgradePlan::Change(changes) = request.plan(self.today)? else {
            return Err(IssuerCode::AlreadyDone.into());
        };
        catalogue::check_prices(&class, &changes)?;
        self.reconfigure(tx, login, wanted, &changes).await
    }

    /// Attaches, detaches, and sets the rest.
    async fn reconfigure(
        &mut self,
        tx: &mut Tx,
        login: Option<&str>,
        wanted: KeyConfig,
        changes: &[ConfigChange],
    ) -> Result<(), Stop> {
        let additional = std::mem::take(&mut self.key.config.additional_keys);
        self.key.config = KeyConfig { additional_keys: additional, ..wanted };
        for change in changes {
            match change {
                ConfigChange::KeyAttached { name } => self.attach(tx, login, name).await?,
                ConfigChange::KeyDetached { name } => match self.detach(tx, name).await {
                    // The configuration names a key that is gone: the rest of the upgrade goes on.
                    Err(Stop::Answered(IssuerCode::AlreadyDone, _)) => {
                        self.key.config.additional_keys.remove(name);
                    }
                    other => other?,
                },
                ConfigChange::Class { .. }
                | ConfigChange::Capacity { .. }
                | ConfigChange::FeatureAdded { .. }
                | ConfigChange::FeatureRemoved { .. } => {}
            }
        }
        self.revised = true;
        self.did("key.upgraded");
        Ok(())
    }

    /// Attaches an additional key: a new one of a class, or one that exists and stands alone.
    ///
    /// # Errors
    ///
    /// 245 if the class does not take it, 255 if it has it, 202 for a key of somebody else.
    pub async fn attach(&mut self, tx: &mut Tx, login: Option<&str>, name: &str) -> Result<(), Stop> {
        self.alive()?;
        let main = catalogue::of(tx, &self.key.config).await?;
        if self.key.parent_key.is_some() {
            let text = "an additional key takes no additional keys";
            return Err(Stop::because(IssuerCode::AdditionalNotApplicable, text));
        }
        let fits = |class: &String| main.additional_classes.contains(class);
        if KeyRef::parse(name).is_err() {
            if !fits(&name.to_owned()) {
                return Err(Stop::because(IssuerCode::AdditionalNotApplicable, format!("{name:?}")));
            }
            if self.key.config.additional_keys.contains(name) {
                return Err(Stop::because(IssuerCode::AlreadyPresent, format!("{name:?}")));
            }
            return self.attach_new(tx, name).await;
        }
        let other = ledger::find(tx, login, name).await?.key;
        let other = self.others.iter().find(|has| has.key.name() == other.name()).map_or(other, Other::now);
        let number = other.name();
        if other.owner != self.key.owner {
            return Err(Stop::because(IssuerCode::ObjectDenied, number));
        }
        if !fits(&other.config.class) || other.name() == self.key.name() {
            return Err(Stop::because(IssuerCode::AdditionalNotApplicable, number));
        }
        if other.parent_key.is_some() {
            return Err(Stop::because(IssuerCode::AlreadyPresent, format!("{number} is attached")));
        }
        if other.status_on(self.today) == KeyStatus::Terminated {
            return Err(Stop::because(IssuerCode::KeyTerminated, number));
        }
        let mut key = other.clone();
        key.parent_key = Some(self.key.name());
        self.keep(Some(other), key, "key.attached");
        self.key.config.additional_keys.insert(number);
        self.did("key.changed");
        Ok(())
    }

    /// An additional key made for this one: of its owner, licensee and hosts, with its term.
    async fn attach_new(&mut self, tx: &mut Tx, class_id: &str) -> Result<(), Stop> {
        let class = catalogue::ordered(tx, &self.key.owner, class_id).await?;
        let config = create::plain(&class);
        catalogue::check(&class, &config)?;
        let start = self.key.start.unwrap_or(self.today);
        let mut key = create::new_key(tx, &self.key.owner, &class, config, self.key.bill_type, start).await?;
        key.parent_key = Some(self.key.name());
        key.licensee.clone_from(&self.key.licensee);
        key.server_host_ids.clone_from(&self.key.server_host_ids);
        key.node_host_ids.clone_from(&self.key.node_host_ids);
        key.periods = self.key.periods;
        key.update_date = self.key.update_date;
        key.expiration_date = self.key.expiration_date;
        key.sus_until = self.key.sus_until;
        key.sus_anchor = self.key.sus_anchor;
        self.keep(None, key, "key.created");
        self.key.config.additional_keys.insert(class_id.to_owned());
        self.did("key.changed");
        Ok(())
    }

    /// Detaches an additional key, named by its class or its number. It goes on as a key of its own.
    async fn detach(&mut self, tx: &mut Tx, name: &str) -> Result<(), Stop> {
        let number = KeyRef::parse(name).ok().map(|name| format!("{}.{:08}", name.prefix(), name.number()));
        let mut attached = self.attached(tx).await?;
        attached.retain(|key| match &number {
            Some(number) => key.name() == *number,
            None => key.config.class == name,
        });
        // A class means the key that was made for it, before one that was attached by its number.
        let by_number = |key: &Key| self.key.config.additional_keys.contains(&key.name());
        let place = attached.iter().position(|key| !by_number(key)).unwrap_or(0);
        let Some(other) = attached.into_iter().nth(place) else {
            return Err(Stop::because(IssuerCode::AlreadyDone, format!("{name:?} is not attached")));
        };
        let mut key = other.clone();
        key.parent_key = None;
        if !self.key.config.additional_keys.remove(&key.name()) {
            self.key.config.additional_keys.remove(&key.config.class);
        }
        self.keep(Some(other), key, "key.detached");
        self.did("key.changed");
        Ok(())
    }

    /// The additional keys as they are now, with what the steps before did to them.
    async fn attached(&self, tx: &mut Tx) -> Result<Vec<Key>, Stop> {
        let stored = ledger::attached(tx, &self.key).await?;
        let touched = |key: &Key| self.others.iter().any(|other| other.key.name() == key.name());
        let mut attached: Vec<Key> = stored.into_iter().filter(|key| !touched(key)).collect();
        let ours = Some(self.key.name());
        attached.extend(self.others.iter().filter(|other| other.key.parent_key == ours).map(Other::now));
        Ok(attached)
    }

    /// Keeps what becomes of an additional key: however many steps touch it, it is written once.
    fn keep(&mut self, before: Option<Key>, key: Key, action: &'static str) {
        match self.others.iter_mut().find(|other| other.key.name() == key.name()) {
            Some(other) => (other.key, other.action) = (key, action),
            None => self.others.push(Other { before, key, action }),
        }
    }

    fn activate(
        &mut self,
        code: Option<&str>,
        data: Option<&str>,
        (servers, nodes): (&[String], &[String]),
    ) -> Result<(), Stop> {
        self.alive()?;
        if !self.key.not_activated {
            return Err(IssuerCode::AlreadyDone.into());
        }
        if code.is_some() && code != self.key.activation_code.as_deref() {
            return Err(Stop::because(IssuerCode::KeyNotActivated, "the activation code is wrong"));
        }
        self.set_hosts(servers, nodes)?;
        self.key.not_activated = false;
        self.key.activation_data = data.map(str::to_owned);
        self.did("key.activated");
        Ok(())
    }

    fn bind(&mut self, servers: &[String], nodes: &[String]) -> Result<(), Stop> {
        self.alive()?;
        let before = (self.key.server_host_ids.clone(), self.key.node_host_ids.clone());
        self.key.server_host_ids.clear();
        self.key.node_host_ids.clear();
        self.set_hosts(servers, nodes)?;
        if before == (self.key.server_host_ids.clone(), self.key.node_host_ids.clone()) {
            return Err(IssuerCode::AlreadyDone.into());
        }
        self.revised = true;
        self.did("key.bound");
        Ok(())
    }

    fn set_hosts(&mut self, servers: &[String], nodes: &[String]) -> Result<(), Stop> {
        let hosts = rendering::hosts(servers, nodes)?;
        if !servers.is_empty() {
            self.key.server_host_ids = hosts.servers.iter().map(rendering::host_text).collect();
        }
        if !nodes.is_empty() {
            self.key.node_host_ids = hosts.nodes.iter().map(rendering::host_text).collect();
        }
        Ok(())
    }

    /// Sets the attributes that are named.
    fn configure(&mut self, nickname: Option<&Option<String>>, auto_renew: Option<bool>) {
        let before = (self.key.nickname.clone(), self.key.auto_renew);
        if let Some(nickname) = nickname {
            self.key.nickname.clone_from(nickname);
        }
        self.key.auto_renew = auto_renew.or(self.key.auto_renew);
        if before != (self.key.nickname.clone(), self.key.auto_renew) {
            self.did("key.configured");
        }
    }

    fn move_owner(&mut self, login: Option<&str>, owner: &str) -> Result<(), Stop> {
        if login.is_some() {
            return Err(Stop::because(IssuerCode::MethodDenied, "only the issuer's own people move keys"));
        }
        if self.key.status_on(self.today) == KeyStatus::Terminated {
            return Err(IssuerCode::KeyTerminated.into());
        }
        if self.key.owner == owner {
            return Err(IssuerCode::AlreadyDone.into());
        }
        self.key.owner = owner.to_owned();
        self.did("key.moved");
        Ok(())
    }

    /// Stores a new key with the additional ones that came with it.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn create(mut self, tx: &mut Tx) -> Result<Key, Stop> {
        if let Some(first) = self.key.upgrades.first_mut() {
            first.config.clone_from(&self.key.config);
        }
        tx.insert(&mut self.key).await?;
        tx.trace::<Key>("key.created", None, Some(&self.key), None);
        self.save_others(tx).await?;
        Ok(self.key)
    }

    /// Writes what was done, if anything was: one trace for all steps, a new revision if files change.
    ///
    /// # Errors
    ///
    /// 266 when the key has had all its revisions.
    pub async fn save(mut self, tx: &mut Tx, asked: &Asked<'_>) -> Result<Key, Stop> {
        let action = match self.actions.as_slice() {
            [] => return Ok(self.key),
            [only] => only,
            [first, rest @ ..] if rest.iter().all(|action| action == first) => first,
            [..] if asked.operation == "upgrade" => "key.upgraded",
            [_, ..] => "key.changed",
        };
        if self.revised {
            if self.key.revision >= u32::from(REVISION_MAX) {
                return Err(catalogue::unacceptable("the key has had all its revisions"));
            }
            self.key.revision += 1;
            self.key.upgrades.push(KeyUpgradeRecord {
                revision: self.key.revision,
                config: self.key.config.clone(),
                at: tx.now(),
                request_key: asked.request_key.map(str::to_owned),
            });
        }
        asked.note(&mut self.key);
        tx.update(&mut self.key).await?;
        tx.trace(action, Some(&self.before), Some(&self.key), None);
        self.save_others(tx).await?;
        Ok(self.key)
    }

    async fn save_others(&mut self, tx: &mut Tx) -> Result<(), Stop> {
        for other in &mut self.others {
            match &other.before {
                None => tx.insert(&mut other.key).await?,
                Some(_) => tx.update(&mut other.key).await?,
            }
            tx.trace(other.action, other.before.as_ref(), Some(&other.key), None);
        }
        Ok(())
    }
}

/// That the steps of one request do not contradict each other.
///
/// # Errors
///
/// 246.
pub fn check_conflicts(key: &Key, steps: &[KeyStep]) -> Result<(), Stop> {
    let kinds: Vec<KeyChange> = steps.iter().map(kind_of).collect();
    key_change::check(&kinds)?;
    for step in steps {
        if let KeyStep::Upgrade { config } = step {
            key_change::check_additional(&kinds, &key.config.additional_keys, &config.additional_keys)?;
        }
    }
    Ok(())
}

fn kind_of(step: &KeyStep) -> KeyChange {
    match step {
        KeyStep::Upgrade { .. } => KeyChange::Upgrade,
        KeyStep::Attach { .. } => KeyChange::Attach,
        KeyStep::Detach { .. } => KeyChange::Detach,
        KeyStep::Suspend {} => KeyChange::Suspend,
        KeyStep::Resume {} => KeyChange::Resume,
        KeyStep::Terminate {} => KeyChange::Terminate,
        KeyStep::Activate { .. } => KeyChange::Activate,
        KeyStep::Bind { .. } => KeyChange::Bind,
        KeyStep::MoveOwner { .. } => KeyChange::MoveOwner,
        KeyStep::Configure { .. } => KeyChange::Configure,
    }
}

/// The right that a step needs.
#[must_use]
pub fn right_of(step: &KeyStep) -> Right {
    match step {
        KeyStep::Upgrade { .. } | KeyStep::Attach { .. } | KeyStep::Detach { .. } => Right::Upgrade,
        KeyStep::Suspend {} | KeyStep::Resume {} | KeyStep::Terminate {} => Right::Terminate,
        KeyStep::Activate { .. }
        | KeyStep::Bind { .. }
        | KeyStep::MoveOwner { .. }
        | KeyStep::Configure { .. } => Right::Generate,
    }
}
