//! Names that strangers type at the back office: key numbers, host ids, addresses of webhooks.

use lictor_entitle::host::normalize;
use lictor_entitle::key_number::{KeyNumber, KeyRef};
use lictor_office::platform::webhook::reach;
use lictor_types::HostIdType;

const SEEDS: [&str; 12] = [
    "PLSK.00123456.0001",
    "plsk.00123456",
    "A.99999999.9999",
    "00:1A:2b-3C:4d:5E",
    "fe80::1%eth0",
    "192.168.001.010",
    "Srv-1.Example.COM.",
    "https://hooks.example.com/lictor?x=1",
    "https://[::ffff:169.254.169.254]/",
    "http://localhost:8080/",
    "https://user:secret@0x7f.1/#f",
    "http://2130706433/",
];

/// Reads the bytes as each kind of name. What is read and written reads the same again.
pub(super) fn run(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    if let Ok(number) = KeyNumber::parse(text) {
        assert_eq!(KeyNumber::parse(&number.to_string()), Ok(number.clone()));
        assert_eq!(KeyRef::parse(text).map(|name| name.number()), Ok(number.number()));
    }
    for kind in HostIdType::ALL {
        if let Ok(host) = normalize(kind, text) {
            assert_eq!(normalize(kind, host.value()), Ok(host), "a normal form is not its own");
        }
    }
    for private in [false, true] {
        if let Ok(url) = reach::check(text, private) {
            let loopback = private && url.scheme() == "http";
            assert!(url.scheme() == "https" || loopback, "{url} would be reached");
            assert_eq!(reach::check(url.as_str(), private).as_ref(), Ok(&url));
        }
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    SEEDS.map(|text| text.as_bytes().to_vec()).to_vec()
}
