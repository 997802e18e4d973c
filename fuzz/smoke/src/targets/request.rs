//! Requests to the back office: query strings, and bodies of every shape.

use lictor_office::fault::Fault;
use lictor_office::http::call::Call;
use lictor_office::http::dispatch::form;
use lictor_office::issuer::protocol;
use lictor_office::model::{LicenseChange, LicenseRequest};
use lictor_office::store::list::Comparison;
use lictor_office::store::words;

const SEEDS: [&str; 8] = [
    "filter[status]=Installed,Retrieved&page[size]=50&sort=-id&total",
    "filter%5Bexpires%5D%5Blte%5D=2026-12-31&q=Acme+%C3%A9&page%5Bafter%5D=0191",
    "filter[metadata.tier][ne]=gold&include=files&%ff%zz=%",
    r#"{"class_id":"SUITE","bill_type":"Monthly","capacity":{"SEATS":10},"features":["f1"],"start_date":"2026-03-02"}"#,
    r#"{"request_key":"k1","class":"SUITE","capacity":{"SEATS":10},"bill_type":"Purchase","licensee":"Acme"}"#,
    r#"{"key_number":"PLSK.00000001.0000","request_key":"k2","config":{"class":"SUITE","capacity":{"SEATS":12}}}"#,
    r#"{"reconcile":true,"class":null,"capacity":{"SEATS":4294967295},"features":["a","b"]}"#,
    r#"{"key_number":7,"color":[{"x":1e400}]}"#,
];

/// Reads the bytes as a query and as the body of several requests. What is refused says where.
pub(super) fn run(bytes: &[u8]) {
    if let Ok(text) = str::from_utf8(bytes) {
        let call = Call { query: form(text), ..Call::default() };
        if let Ok(query) = call.list() {
            assert!(query.size <= 500, "a page of {}", query.size);
            for filter in &query.filters {
                assert!(filter.comparison != Comparison::In || !filter.values.is_empty());
            }
            for word in query.text.as_deref().map(words::split).unwrap_or_default() {
                assert_eq!(words::split(&word).len(), 1, "{word:?} is not one word");
            }
        }
    }
    let Ok(body) = serde_json::from_slice(bytes) else { return };
    let call = Call { body, ..Call::default() };
    told(&call.body::<LicenseRequest>());
    told(&call.body::<LicenseChange>());
    told(&call.body::<protocol::CreateRequest>());
    told(&call.body::<protocol::UpgradeRequest>());
    told(&call.body::<protocol::RetrieveRequest>());
}

fn told<T>(read: &Result<T, Fault>) {
    if let Err(fault) = read {
        let refusal = fault.refusal();
        assert_eq!(refusal.code.http(), 422);
        assert!(refusal.pointer.is_some_and(|at| at.is_empty() || at.starts_with('/')));
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    SEEDS.map(|text| text.as_bytes().to_vec()).to_vec()
}
