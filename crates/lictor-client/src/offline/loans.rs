//! Borrowing and returning, as far as it concerns what is kept (BOR-01, BOR-02).

use lictor_license::BorrowCertificate;
use lictor_types::limits::BORROW_HOURS_MAX;
use lictor_types::{FeatureName, Seats, Status};

use super::lent::{Bearer, Lent};
use super::seat::{OfflineSeat, Origin};
use super::{Offline, paper, row};
use crate::agent::{BorrowedSeats, LoanKey};
use crate::clock::Now;
use crate::error::{Answered, Error};
use crate::info::{Borrow, FeatureInfo, ServerIdentity, Source, Verification};
use crate::request::Wish;
use crate::store::{Change, Fault, Kind, Name};

impl Offline {
    /// BOR-02: the borrows behind these wishes that could be prolonged.
    pub(crate) fn due(&self, now: Now, wishes: &[Wish]) -> Vec<LoanKey> {
        let wanted = |lent: &Lent| wishes.iter().any(|wish| lent.is_of(&wish.feature));
        let lent = self.lent().0.into_iter();
        let lent = lent.filter(|lent| wanted(lent) && lent.may_be_refreshed(now.wall_ms));
        lent.map(|lent| lent.key()).collect()
    }

    /// BOR-01: takes what a server lent. Its key is the one that it proved to have.
    ///
    /// # Errors
    ///
    /// If it is not what was asked for, or cannot be kept: then it is of no use here.
    pub(crate) fn keep(&self, now: Now, seats: &BorrowedSeats) -> Result<Borrow, Error> {
        let broken = |text: String| Error::new(Status::ServerNotGenuine, text);
        let certificate = BorrowCertificate::decode(&seats.certificate);
        let certificate = certificate.map_err(|bad| broken(bad.to_string()))?;
        let lent = Lent { server_key: seats.key.server, server: seats.server.clone(), certificate };
        if lent.key() != seats.key {
            return Err(broken("the server showed the certificate of another borrow".to_owned()));
        }
        lent.inspect(&self.bearer()).map_err(|(status, text)| Error::new(status, text))?;
        if lent.is_over(now.wall_ms) {
            let text = "the borrow is over already: compare the clocks of this machine and of the server";
            return Err(Error::new(Status::ClockRollback, text));
        }
        let terms = lent.terms();
        let name = Name::of(Kind::Borrow, terms.vendor.as_str(), &terms.feature);
        self.store.update(&name, |_| (Change::Put(lent.encode()), ())).map_err(Error::from)?;
        self.see(now, false);
        Ok(self.told(&lent))
    }

    /// What a borrow says of its feature.
    pub(super) fn borrowed_feature(&self, now: Now, feature: &FeatureName) -> Option<FeatureInfo> {
        let (lent, _) = self.lent();
        let mut lent = lent.iter().filter(|lent| lent.is_of(feature) && !lent.is_over(now.wall_ms));
        let (lent, base) = lent.find_map(|lent| Some((lent, lent.inspect(&self.bearer()).ok()?)))?;
        let vendor = self.profile.keyring.is_some();
        let named = vendor && paper::names_server(&base, &lent.server_key) == paper::Naming::This;
        let server = if named { ServerIdentity::LicensedKey } else { ServerIdentity::Pinned };
        let used = self.uses.of(Source::Borrowed, feature).into();
        Some(FeatureInfo {
            server: lent.server.clone(),
            source: Source::Borrowed,
            pools: vec![row::of(&base, Seats::Limited(lent.terms().count), used)],
            verification: Verification { vendor, server: Some(server) },
        })
    }

    /// BOR-01: one borrow of a feature at a time.
    pub(crate) fn may_borrow(&self, now: Now, feature: &FeatureName, hours: u16) -> Result<(), Error> {
        if !(1..=BORROW_HOURS_MAX).contains(&hours) {
            let text = format!("{hours} hours requested, 1 to {BORROW_HOURS_MAX} are possible");
            return Err(Error::new(Status::BorrowTooLong, text));
        }
        match self.borrow_of(now, feature) {
            Ok((_, borrow)) => {
                let until = paper::instant(borrow.until_ms);
                let text = format!("`{feature}` is borrowed here from {} until {until}", borrow.server);
                Err(Error::new(Status::AlreadyBorrowed, text))
            }
            Err(_) => Ok(()),
        }
    }

    /// BOR-02: the borrow of a feature that has not ended.
    pub(crate) fn borrow_of(&self, now: Now, feature: &FeatureName) -> Result<(LoanKey, Borrow), Error> {
        let (lent, faults) = self.lent();
        let found = lent.into_iter().find(|lent| lent.is_of(feature) && !lent.is_over(now.wall_ms));
        match (found, faults.into_iter().next()) {
            (Some(lent), _) => Ok((lent.key(), self.told(&lent))),
            (None, Some(fault)) => Err(fault.into()),
            (None, None) => {
                let text = format!("`{feature}` is not borrowed here");
                Err(Error::new(Status::NotBorrowed, text))
            }
        }
    }

    /// All borrows that have not ended.
    pub(crate) fn borrows(&self, now: Now) -> Vec<Borrow> {
        let lent = self.lent().0.into_iter().filter(|lent| !lent.is_over(now.wall_ms));
        lent.map(|lent| self.told(&lent)).collect()
    }

    /// A borrow as callers see it.
    fn told(&self, lent: &Lent) -> Borrow {
        let terms = lent.terms();
        let name = Name::of(Kind::Borrow, terms.vendor.as_str(), &terms.feature);
        Borrow::of(terms, &lent.server, self.store.path(&name))
    }

    /// A borrow was given back, or its server does not know it any more.
    pub(crate) fn forget(&self, loan: LoanKey) -> Result<(), Error> {
        let of_server = |lent: &Lent| lent.key() == loan;
        for lent in self.lent().0.iter().filter(|lent| of_server(lent)) {
            let name = Name::of(Kind::Borrow, lent.terms().vendor.as_str(), &lent.terms().feature);
            self.store
                .update(&name, |bytes| {
                    let same = bytes.and_then(|bytes| Lent::decode(&bytes)).is_some_and(|it| of_server(&it));
                    (if same { Change::Remove } else { Change::Keep }, ())
                })
                .map_err(Error::from)?;
        }
        Ok(())
    }

    pub(super) fn borrowed(
        &self,
        now: Now,
        wish: &Wish,
        attempts: &mut Vec<Answered>,
    ) -> Option<OfflineSeat> {
        let (mut lent, faults) = self.lent();
        lent.retain(|lent| lent.is_of(&wish.feature) && !lent.is_forgotten(now.wall_ms));
        attempts.extend(
            faults.iter().map(|fault| Answered::offline(Source::Borrowed.code(), wish, fault.objection())),
        );
        for lent in &lent {
            let moment = self.moment(now);
            let in_use = self.uses.of(Source::Borrowed, &wish.feature);
            match lent.judge(wish, &self.bearer(), moment, in_use) {
                Ok(_) => {
                    self.see(now, false);
                    let until_ms = Some(lent.terms().until_ms);
                    let origin = Origin {
                        source: Source::Borrowed,
                        text: lent.server.clone(),
                        until_ms,
                        single: None,
                    };
                    return Some(OfflineSeat::new(
                        &wish.feature,
                        wish.count,
                        origin,
                        now.wall_ms,
                        &self.uses,
                    ));
                }
                Err(objection) => {
                    attempts.push(Answered::offline(Source::Borrowed.code(), wish, objection));
                }
            }
        }
        None
    }

    fn bearer(&self) -> Bearer<'_> {
        Bearer {
            owner: &self.owner,
            keyring: self.profile.keyring.as_ref(),
            server_key_required: self.profile.server_key_required,
        }
    }

    /// Every borrow that is kept and concerns this client, and what is wrong with others.
    fn lent(&self) -> (Vec<Lent>, Vec<Fault>) {
        let mut faults = Vec::new();
        let mut lent = Vec::new();
        for record in self.store.all(Kind::Borrow) {
            match record {
                Ok(bytes) => lent.extend(Lent::decode(&bytes)),
                Err(fault) => faults.push(fault),
            }
        }
        lent.retain(|lent| self.is_our_vendor(&lent.terms().vendor));
        (lent, faults)
    }
}
