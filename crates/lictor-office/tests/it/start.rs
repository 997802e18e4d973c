//! A new back office: its token, its roles, and what it says to strangers.

use serde_json::json;

use crate::office::both;

#[test]
fn nobody_gets_in_without_the_token_of_the_first_start() {
    both(|office| {
        for authorization in ["", "Bearer", "Bearer 0", "Basic Zm9vOmJhcg=="] {
            let reply = office.call("GET", "/v1/licenses", None, &[("authorization", authorization)]);
            assert_eq!(reply.refusal(), (401, "UNAUTHENTICATED"), "{authorization:?}");
        }
        assert_eq!(
            office.get("/v1/licenses").expect(200).body,
            json!({"data": [], "next": null, "meta": {}})
        );
    });
}

#[test]
fn what_is_not_there_is_refused_with_a_code() {
    both(|office| {
        assert_eq!(office.get("/v1/no-such-thing").refusal(), (404, "NOT_FOUND"));
        assert_eq!(office.delete("/v1/licenses").refusal(), (405, "METHOD_NOT_ALLOWED"));
    });
}
