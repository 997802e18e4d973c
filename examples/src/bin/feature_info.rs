//! What there is: every server of the path, its features, and one feature in full.
//!
//! ```console
//! $ cargo run --bin lictord                # in one terminal
//! $ cargo run --bin feature_info           # in another
//! $ cargo run --bin feature_info -- f1
//! ```
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]

use std::process::ExitCode;

use lictor_client::{Client, Error, FeatureInfo, FeatureRow, Options, ServerStatus};

/// The vendor's public key, built into the program. Put your own here.
const VENDOR_KEY: &str = include_str!("../../../licenses/demo.pub");

fn main() -> ExitCode {
    let feature = std::env::args().nth(1).unwrap_or_else(|| "cad".to_owned());
    match run(&feature) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            if let Some(hint) = error.hint() {
                eprintln!("hint: {hint}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(feature: &str) -> Result<(), Error> {
    let client = Client::open(Options::new().trust(VENDOR_KEY))?;
    for server in client.license_info()? {
        match server.status {
            Ok(status) => show_server(&server.server, &status),
            // One server that does not answer hides no other.
            Err(error) => println!("{}: {error}", server.server),
        }
    }
    show_feature(feature, &client.feature_info(feature)?);
    Ok(())
}

fn show_server(name: &str, status: &ServerStatus) {
    println!("{name} runs {} for {} s", status.software, status.uptime_seconds);
    for row in &status.features {
        show_pool(row);
    }
}

fn show_feature(name: &str, info: &FeatureInfo) {
    println!("{name} on {}, in the order in which a checkout tries its pools:", info.server);
    info.pools.iter().for_each(show_pool);
    if info.first_use_only() {
        println!("  no license names the server's key: it is the one seen at first use");
    }
}

fn show_pool(row: &FeatureRow) {
    let version = row.version.map_or_else(|| "-".to_owned(), |version| version.to_string());
    let end = row.end.map_or_else(|| "never".to_owned(), |end| end.to_string());
    println!(
        "  {}/{} {version} {}: {} of {} in use, ends {end}",
        row.vendor, row.feature, row.key_type, row.used, row.seats
    );
}
