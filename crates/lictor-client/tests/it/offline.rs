//! SES-06: license strings, files, grace and trials from a program's view.

use std::time::Duration;

use lictor_client::{Client, Event, LicenseType, Options, Source, Status, Trial};

use crate::lender::{Lender, sign, vendor_key};
use crate::peer::{Manner, Peer};

fn options(dir: &std::path::Path) -> Options {
    let options = Options::new().environment(false).known_servers(dir.join("known_servers"));
    let options = options.store(dir.join("store")).deadline(Duration::from_secs(20));
    options.user("ann").host("ws1").trust(vendor_key().to_string())
}

fn file(license: &lictor_license::License) -> String {
    format!("<LICENSEFILE>\n{}\n</LICENSEFILE>", license.to_xml())
}

/// SES-06: a license string needs no server, and comes before files.
#[test]
fn ses_06_local_licenses_need_no_server() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cad.lic");
    std::fs::write(&path, file(&sign("cad", "LICENSEE=File DATA=x"))).unwrap();
    let from_file = Client::open(options(dir.path()).path(path.display().to_string())).unwrap();
    let seat = from_file.checkout("cad").unwrap();
    assert_eq!(
        (seat.source(), seat.license_type(), seat.until_ms()),
        (Source::Local, LicenseType::Local, None)
    );
    assert_eq!(seat.server(), format!("{}:2", path.display()));
    assert_eq!((seat.count(), seat.is_valid()), (1, true));
    let info = from_file.feature_info("cad").unwrap();
    assert_eq!((info.source, info.pools[0].licensee.as_deref()), (Source::Local, Some("File")));
    assert_eq!(from_file.local_features().len(), 1);
    assert_eq!(from_file.events().try_next(), None::<Event>);
    seat.checkin().unwrap();

    let seat = from_file.checkout("cad").unwrap();
    let clone = from_file.clone();
    from_file.close(Duration::from_secs(20)).unwrap();
    assert_eq!((seat.is_valid(), seat.count()), (false, 0));
    assert_eq!(clone.checkout("cad").unwrap_err().status(), Status::SessionLost);

    let string = file(&sign("cad", "LICENSEE=String"));
    let both = options(dir.path()).path(path.display().to_string()).license_string(string);
    let both = Client::open(both).unwrap();
    assert_eq!(both.checkout("cad").unwrap().server(), "license string:2");
    let error = both.checkout("mesh").unwrap_err();
    let attempts: Vec<&str> = error.attempts().iter().map(|attempt| attempt.source.as_str()).collect();
    assert_eq!(attempts, ["license string", &path.display().to_string()]);
    assert_eq!((error.status(), error.is_unreachable()), (Status::FeatureNotFound, false));
    assert!(!dir.path().join("store").exists(), "nothing had to be kept");
}

/// GRA-01: what a server served once is served for a while when it is gone.
#[test]
fn gra_01_grace_when_the_server_is_gone() {
    let (peer, _hearing) = Peer::new(1, Manner::Grants);
    let (dir, socket) = peer.lending(Lender::new(0)).on_unix_socket();
    let there = Client::open(options(dir.path()).path(format!("unix:{}", socket.display()))).unwrap();
    let seat = there.checkout("cad").unwrap();
    assert_eq!((seat.source(), seat.until_ms()), (Source::Server, None));
    drop(seat);

    let strict = Client::open(options(dir.path()).path("unix:/none").allow_grace(false));
    assert_eq!(strict.map(drop).unwrap_err().status(), Status::ServerUnreachable);
    let gone = Client::open(options(dir.path()).path("unix:/none")).unwrap();
    let seat = gone.checkout("cad").unwrap();
    assert_eq!(
        (seat.source(), seat.license_type(), seat.is_valid()),
        (Source::Grace, LicenseType::Network, true)
    );
    let event = gone.events().try_next().unwrap();
    let until_ms = seat.until_ms().unwrap();
    assert_eq!(event, Event::Grace { feature: "cad".to_owned(), until_ms });
    let again = gone.checkout("cad").unwrap();
    assert_eq!(again.until_ms(), Some(until_ms), "it runs on");
    assert_eq!(gone.checkout("mesh").unwrap_err().status(), Status::ServerUnreachable);
    let back = there.checkout("cad").unwrap();
    assert_eq!(back.source(), Source::Server);
}

/// TRI-01: a trial of a few starts, across clients.
#[test]
fn tri_01_a_trial_is_over_after_its_starts() {
    let dir = tempfile::tempdir().unwrap();
    let trial = Trial { starts: Some(2), virtual_machines: true, ..Trial::default() };
    let open = || Client::open(options(dir.path()).path("unix:/none").trial(trial)).unwrap();
    for expected in [Ok(Source::Trial), Ok(Source::Trial), Err(Status::TrialOver)] {
        let seat = open().checkout("cad");
        assert_eq!(seat.map(|seat| seat.source()).map_err(|error| error.status()), expected);
    }
    let error = open().checkout("cad").unwrap_err();
    assert!(error.is_denied());
    assert_eq!(error.hint(), Some("ask the vendor for a license"));
}
