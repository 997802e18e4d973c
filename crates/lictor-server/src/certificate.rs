//! Borrow certificates: what lets a client work without the server (BOR-01).
//!
//! A certificate is made of the ledger's borrow whenever its borrower asks for it; the same borrow
//! gives the same bytes, for Ed25519 signatures are deterministic (RFC 8032).

use lictor_engine::{BorrowView, Ledger};
use lictor_license::{BorrowCertificate, BorrowTerms};
use lictor_types::{BorrowId, Identity, Status};
use lictor_wire::QueryAnswer;

use crate::connection::Stage;
use crate::intake::Loaded;
use crate::shared::Shared;

impl Shared {
    /// The certificate of a borrow, for a session of the same user on the same host. It waits until
    /// the borrow is on disk, whatever `durability` says.
    pub(crate) fn certificate(&self, borrow: BorrowId, stage: Stage) -> QueryAnswer {
        let Stage::Open { session, .. } = stage else { return QueryAnswer::Failed(Status::NotBorrowed) };
        let terms = self.clerk.read(|ledger, loaded, _| {
            let asking = ledger.session(session)?.identity;
            let lent = ledger.borrow(borrow).filter(|lent| is_same(asking, &lent.identity))?;
            self.terms(ledger, loaded, &lent)
        });
        let Some(terms) = terms else { return QueryAnswer::Failed(Status::NotBorrowed) };
        // Not the journal alone: what the terms rest on may be decided and not written yet.
        if !self.clerk.commit().sync() {
            return QueryAnswer::Failed(Status::Internal);
        }
        let signature = self.identity.sign(&terms.signing_bytes());
        let bytes = BorrowCertificate { terms, signature }.encode();
        if bytes.len() > BorrowCertificate::BYTES_MAX {
            // Licenses so long cannot be carried; the client gives the seats back.
            return QueryAnswer::Failed(Status::BorrowNotAllowed);
        }
        QueryAnswer::Certificate { bytes }
    }

    fn terms(&self, ledger: &Ledger, loaded: &Loaded, lent: &BorrowView<'_>) -> Option<BorrowTerms> {
        let pool = ledger.pool(lent.pool)?;
        let base = loaded.catalog.get(pool.base?)?;
        let mut licenses = vec![base.license.get().to_xml()];
        let mut needs: Vec<_> = ledger.feature_set().licenses.get(pool.base? as usize)?.dependencies.clone();
        let mut seen = Vec::new();
        while let Some(need) = needs.pop() {
            let feature = ledger.find_feature(Some(pool.vendor), need.feature.as_str())?;
            if seen.contains(&feature) {
                continue;
            }
            seen.push(feature);
            let served = ledger.feature_pools(feature).find_map(|pool| pool.base)?;
            licenses.push(loaded.catalog.get(served)?.license.get().to_xml());
            needs.extend(ledger.feature_set().licenses.get(served as usize)?.dependencies.iter().cloned());
        }
        Some(BorrowTerms {
            server_key: self.identity.public(),
            borrow: lent.borrow,
            vendor: pool.vendor.clone(),
            feature: base.license.feature().clone(),
            version: base.license.version(),
            count: lent.count,
            user: lent.identity.user.clone(),
            host: lent.identity.host.clone(),
            machine: lent.host_ids.to_vec(),
            hours: lent.hours,
            from_ms: lent.from_ms,
            until_ms: lent.until_ms,
            licenses,
        })
    }
}

/// The same user on the same host. Who has no name is nobody.
fn is_same(one: &Identity, other: &Identity) -> bool {
    let named = !one.user.is_empty() && !one.host.is_empty();
    named && one.user.eq_ignore_ascii_case(&other.user) && one.host.eq_ignore_ascii_case(&other.host)
}
