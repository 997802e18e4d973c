//! Who gets in, and what a form must carry.

use super::wire::{csrf, log_in, send};
use crate::office::{On, TestOffice};

#[test]
fn a_session_begins_with_a_token_and_ends_with_the_logout() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let stranger = send(&office, "GET", "/licenses?q=x", "", &[], "");
    assert_eq!((stranger.status, stranger.location.as_str()), (303, "/login?next=%2Flicenses%3Fq%3Dx"));
    let wrong = send(&office, "POST", "/login", "", &[], "token=0000");
    assert_eq!((wrong.status, wrong.cookies.len()), (401, 0));
    assert!(wrong.text.contains("This token is not known"), "{}", wrong.text);
    let elsewhere = send(
        &office,
        "POST",
        "/login",
        "",
        &[],
        &format!("token={}&next=%2F%2Fevil.example", office.token()),
    );
    assert_eq!(elsewhere.location, "/", "nobody is sent to another site");
    let answer = send(&office, "POST", "/login", "", &[], &format!("token={}", office.token()));
    let parts: Vec<&str> = answer.cookies[0].split("; ").skip(1).collect();
    assert_eq!(parts, ["Path=/", "HttpOnly", "SameSite=Strict"]);
    let behind = [("x-forwarded-proto", "https")];
    let answer = send(&office, "POST", "/login", "", &behind, &format!("token={}", office.token()));
    assert!(answer.cookies[0].ends_with("; Secure"), "{:?}", answer.cookies);
    let cookie = log_in(&office, office.token());
    let page = send(&office, "GET", "/", &cookie, &[], "");
    assert_eq!(page.status, 200);
    for part in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"] {
        assert!(page.policy.contains(part), "{}", page.policy);
    }
    assert!(!page.policy.contains("unsafe"), "{}", page.policy);
    let number = csrf(&office, &cookie);
    assert_eq!(send(&office, "POST", "/logout", &cookie, &[], &format!("csrf={number}")).location, "/login");
    assert_eq!(send(&office, "GET", "/", &cookie, &[], "").location, "/login");
}

#[test]
fn a_form_without_the_number_of_its_login_is_refused_and_does_nothing() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let cookie = log_in(&office, office.token());
    let number = csrf(&office, &cookie);
    let other = csrf(&office, &log_in(&office, office.token()));
    let fields = "name=Example&code=EX";
    for given in [String::new(), "&csrf=".to_owned(), "&csrf=0".to_owned(), format!("&csrf={other}")] {
        let answer = send(&office, "POST", "/accounts/do/new", &cookie, &[], &format!("{fields}{given}"));
        assert_eq!(answer.status, 403, "{given}");
        assert!(answer.text.contains("FORBIDDEN"), "{}", answer.text);
    }
    let good = format!("{fields}&csrf={number}");
    for headers in [[("origin", "https://evil.example")], [("sec-fetch-site", "cross-site")]] {
        assert_eq!(
            send(&office, "POST", "/accounts/do/new", &cookie, &headers, &good).status,
            403,
            "{headers:?}"
        );
    }
    assert_eq!(office.get("/v1/accounts?total=1").body["meta"]["total"], 0);
    assert_eq!(send(&office, "POST", "/accounts/do/new", &cookie, &[], &good).status, 303);
    assert_eq!(office.get("/v1/accounts?total=1").body["meta"]["total"], 1);
}

#[test]
fn a_form_that_is_sent_twice_acts_once() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let cookie = log_in(&office, office.token());
    let body =
        format!("name=Beta&feature_version=1.0&version_format=fixed&once=n1&csrf={}", csrf(&office, &cookie));
    let first = send(&office, "POST", "/features/do/new", &cookie, &[], &body);
    let second = send(&office, "POST", "/features/do/new", &cookie, &[], &body);
    assert_eq!((first.status, second.status), (303, 303), "{}", second.text);
    assert_eq!(first.location, second.location);
    assert_eq!(office.get("/v1/features?total=1").body["meta"]["total"], 1);
}

#[test]
fn rights_decide_what_is_shown_and_a_revoked_token_is_logged_out() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let made = office.post("/v1/tokens", serde_json::json!({"name": "eve", "role": "viewer"})).expect(201);
    let cookie = log_in(&office, &made.text("token"));
    let page = send(&office, "GET", "/accounts", &cookie, &[], "").text;
    assert!(page.contains("href=\"/licenses\"") && !page.contains("href=\"/tokens\""), "{page}");
    assert!(!page.contains("New Account"), "{page}");
    assert_eq!(send(&office, "GET", "/tokens", &cookie, &[], "").status, 403);
    let body = format!("name=A&code=A&csrf={}", csrf(&office, &cookie));
    let refused = send(&office, "POST", "/accounts/do/new", &cookie, &[], &body);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("FORBIDDEN"), "{}", refused.text);
    assert_eq!(office.get("/v1/accounts?total=1").body["meta"]["total"], 0);
    office.delete(&format!("/v1/tokens/{}", made.id()));
    assert!(send(&office, "GET", "/accounts", &cookie, &[], "").location.starts_with("/login"));
}

#[test]
fn assets_are_kept_for_good_under_the_hash_of_their_content() {
    let office = TestOffice::start(On::Sqlite, "2026-03-02");
    let page = send(&office, "GET", "/login", "", &[], "").text;
    let (_, rest) = page.split_once("rel=\"stylesheet\" href=\"").unwrap();
    let path = rest.split('"').next().unwrap();
    let reply = office.get(path).expect(200);
    assert_eq!(reply.headers["cache-control"], "public, max-age=31536000, immutable");
    assert!(
        !reply.text.contains("http://") && !reply.text.contains("@import"),
        "nothing is loaded from elsewhere"
    );
    assert_eq!(office.get("/assets/console.0000000000000000.css").status, 404);
}
