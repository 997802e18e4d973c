//! What every part of the running back office shares.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use tokio::sync::Notify;

use crate::actor::Actor;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::http::rate::Rates;
use crate::http::used::Uses;
use crate::platform::webhook::key::WebhookKey;
use crate::platform::webhook::reach::Reach;
use crate::provider::tally::Tallies;
use crate::store::{Store, Tx};

/// The running back office. Cheap to clone: all clones are the same one.
#[derive(Clone)]
pub struct Office {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Clock,
    data: PathBuf,
    client: reqwest::Client,
    signer: crate::signer::SignerClient,
    wake: Notify,
    wake_webhooks: Notify,
    rates: Rates,
    uses: Uses,
    tallies: Tallies,
    webhook_key: WebhookKey,
    reach: Reach,
    name: String,
}

/// What an [`Office`] is made of.
pub struct Parts {
    /// What it remembers.
    pub store: Store,
    /// Its clock and zone.
    pub clock: Clock,
    /// Its directory: secrets, signer, tokens.
    pub data: PathBuf,
    /// The line to the signer.
    pub signer: crate::signer::SignerClient,
    /// Its name among the workers of one database.
    pub name: String,
}

impl Office {
    /// Puts the parts together.
    ///
    /// # Errors
    ///
    /// When no HTTP client can be made, or the key of webhooks can neither be read nor made.
    pub fn new(parts: Parts) -> Result<Self, Fault> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(std::time::Duration::from_secs(5))
            .timeout(std::time::Duration::from_secs(20))
            // Shorter than any server keeps an idle connection, ours included.
            .pool_idle_timeout(std::time::Duration::from_secs(5))
            .no_proxy()
            .tls_version_min(reqwest::tls::Version::TLS_1_3)
            .build()
            .map_err(|error| Fault::internal(format!("HTTP client: {error}")))?;
        let Parts { store, clock, data, signer, name } = parts;
        let webhook_key = WebhookKey::open(&data)?;
        let reach = Reach::new()?;
        let inner = Inner {
            store,
            clock,
            data,
            client,
            signer,
            wake: Notify::new(),
            wake_webhooks: Notify::new(),
            rates: Rates::default(),
            uses: Uses::default(),
            tallies: Tallies::default(),
            webhook_key,
            reach,
            name,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The clock and the zone.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// What is remembered.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The client for issuers and license servers.
    #[must_use]
    pub fn client(&self) -> &reqwest::Client {
        &self.inner.client
    }

    /// The line to the signer.
    #[must_use]
    pub fn signer(&self) -> &crate::signer::SignerClient {
        &self.inner.signer
    }

    /// The directory of the back office.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.inner.data
    }

    /// Who asks how often.
    #[must_use]
    pub fn rates(&self) -> &Rates {
        &self.inner.rates
    }

    /// When tokens were last used.
    #[must_use]
    pub fn uses(&self) -> &Uses {
        &self.inner.uses
    }

    /// How many licenses stand where.
    #[must_use]
    pub fn tallies(&self) -> &Tallies {
        &self.inner.tallies
    }

    /// The key that signs deliveries of webhooks.
    #[must_use]
    pub fn webhook_key(&self) -> &WebhookKey {
        &self.inner.webhook_key
    }

    /// The clients for webhooks, which look at where an address leads.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.inner.reach
    }

    /// Its name among the workers of one database.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// Begins a transaction that may write, in somebody's name.
    ///
    /// # Errors
    ///
    /// When no connection comes free in time.
    pub async fn write(&self, actor: Actor) -> Result<Tx, Fault> {
        self.inner.store.write(self.inner.clock.now(), actor).await
    }

    /// Begins a transaction that only reads.
    ///
    /// # Errors
    ///
    /// When no connection comes free in time.
    pub async fn read(&self) -> Result<Tx, Fault> {
        self.inner.store.read(self.inner.clock.now()).await
    }

    /// Commits, and wakes the jobs if there is work.
    ///
    /// # Errors
    ///
    /// When nothing was done.
    pub async fn commit(&self, tx: Tx) -> Result<(), Fault> {
        if tx.commit().await? {
            self.wake();
        }
        Ok(())
    }

    /// Until there may be work for the jobs.
    pub async fn woken(&self) {
        self.inner.wake.notified().await;
    }

    /// Says that there may be work for the jobs.
    pub fn wake(&self) {
        self.inner.wake.notify_one();
        self.inner.wake_webhooks.notify_one();
    }

    /// Until there may be work for the webhooks.
    pub async fn webhooks_woken(&self) {
        self.inner.wake_webhooks.notified().await;
    }

    /// A secret by the name of its file in DIR/secrets, without the line's end.
    ///
    /// # Errors
    ///
    /// `INVALID_FIELD` when the name is no plain file name or the file cannot be read.
    pub fn secret(&self, name: &str) -> Result<zeroize::Zeroizing<String>, Fault> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        if name.is_empty() || name.starts_with('.') || !name.chars().all(plain) {
            let text = format!("{name:?} is no name of a file in DIR/secrets");
            return Err(Refusal::because(Code::InvalidField, text).into());
        }
        let path = self.inner.data.join("secrets").join(name);
        let text = std::fs::read_to_string(&path).map_err(|error| {
            let text = format!("the secret {name:?} cannot be read from DIR/secrets: {error}");
            Fault::from(Refusal::because(Code::InvalidField, text))
        })?;
        Ok(zeroize::Zeroizing::new(text.trim_end().to_owned()))
    }
}
