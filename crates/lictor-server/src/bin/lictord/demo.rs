//! A hand to somebody who tries the demo licenses.

use std::fs;

use lictor_license::VendorKey;
use lictor_server::Addresses;
use lictor_server::settings::Settings;

/// The vendor of the licenses that come with the source.
const VENDOR: &str = "DEMO";

/// What to try next, if the demo vendor is trusted.
pub(crate) fn next_steps(settings: &Settings, addresses: &Addresses) -> Option<String> {
    if !trusts_demo(settings) {
        return None;
    }
    let server = addresses.listen.port();
    let elsewhere = if server == 6242 { String::new() } else { format!(" --server localhost:{server}") };
    let admin = addresses.admin;
    let admin = if admin.port() == 6243 { String::new() } else { format!(" --admin {admin}") };
    Some(format!(
        "These are the demo licenses: f1 has 10 seats and an upgrade. Try in another terminal:\n\
         \x20 lictor status{elsewhere}\n\
         \x20 lictor feature f1{elsewhere}\n\
         \x20 lictor checkout f1{elsewhere}\n\
         \x20 lictor licenses{admin}"
    ))
}

fn trusts_demo(settings: &Settings) -> bool {
    let here = fs::read_dir(&settings.licenses).into_iter().flatten().flatten().map(|entry| entry.path());
    here.chain(settings.vendor_keys.iter().cloned())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pub"))
        .filter_map(|path| VendorKey::parse(&fs::read_to_string(path).ok()?).ok())
        .any(|key| key.vendor().as_str() == VENDOR)
}
