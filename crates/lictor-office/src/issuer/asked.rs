//! What was asked of a key, and under which request key: nothing is done twice, and a request key means one
//! request for ever.

use lictor_entitle::issuer_code::IssuerCode;
use ring::digest::{SHA256, digest};
use serde::Serialize;

use super::stop::Stop;
use crate::fault::Fault;
use crate::model::Key;

/// One request.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The caller's key against doing it twice.
    pub request_key: Option<&'a str>,
    /// The operation.
    pub operation: &'a str,
    /// SHA-256 of what it is asked with.
    hash: String,
}

impl<'a> Asked<'a> {
    /// A request that asks an operation with `what`.
    ///
    /// # Errors
    ///
    /// When it cannot be written as JSON, which is a fault of ours.
    pub fn new(
        request_key: Option<&'a str>,
        operation: &'a str,
        what: &impl Serialize,
    ) -> Result<Self, Fault> {
        let text = serde_json::to_string(what).map_err(|error| Fault::internal(error.to_string()))?;
        let hash = hex::encode(digest(&SHA256, text.as_bytes()));
        Ok(Self { request_key, operation, hash })
    }

    /// An operation that nobody asks for by a request of its own.
    #[must_use]
    pub fn by_ourselves(operation: &'a str) -> Self {
        Self { request_key: None, operation, hash: String::new() }
    }

    /// Whether the very same was done to a key before.
    ///
    /// # Errors
    ///
    /// 246 if the request key was used for something else.
    pub fn was_done_to(&self, key: &Key) -> Result<bool, Stop> {
        let Some(request_key) = self.request_key else { return Ok(false) };
        let Some(done) = key.request_keys.get(request_key) else { return Ok(false) };
        if done != self.operation {
            let text = format!("the request key was used for {done:?}");
            return Err(Stop::because(IssuerCode::Conflict, text));
        }
        // Keys that were changed by an older version know only the operation.
        if key.request_hashes.get(request_key).is_some_and(|hash| *hash != self.hash) {
            let text = format!("the request key was used for another {done}");
            return Err(Stop::because(IssuerCode::Conflict, text));
        }
        Ok(true)
    }

    /// Notes in a key that it was done.
    pub fn note(&self, key: &mut Key) {
        if let Some(request_key) = self.request_key {
            key.request_keys.insert(request_key.to_owned(), self.operation.to_owned());
            key.request_hashes.insert(request_key.to_owned(), self.hash.clone());
        }
    }
}
