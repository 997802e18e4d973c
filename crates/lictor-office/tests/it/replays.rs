//! The same request sent again, where its operation was waited for (2.1.2, 5.3).

use serde_json::{Value as Json, json};

use crate::desk::Desk;
use crate::double::{Double, Trick};
use crate::office::{Reply, TestOffice, both};

/// Sends an action with a key, and waits if it shall.
fn send(office: &TestOffice, id: &str, action: &str, body: &Json, waits: bool) -> Reply {
    let path = format!("/v1/licenses/{id}/{action}");
    let headers = [("idempotency-key", action), ("prefer", "wait=20")];
    let headers = if waits { &headers[..] } else { &headers[..1] };
    office.call("POST", &path, Some(body.clone()), headers)
}

fn is_replayed(reply: &Reply) -> bool {
    reply.headers.get("idempotency-replayed").is_some()
}

/// T-UPG-7, 2.1.2: a replay returns what was answered, a refusal as well, and does nothing again.
#[test]
fn t_upg_7_a_repetition_gets_the_last_word_on_what_was_waited_for() {
    both(|office| {
        let double = Double::start(office);
        let desk = Desk::over(office, &double);
        let id = desk.request(json!({}));
        let first = send(office, &id, "issue", &json!({}), true).expect(200);
        assert_eq!((first.text("state"), is_replayed(&first)), ("Succeeded".into(), false));
        for waits in [true, false] {
            let again = send(office, &id, "issue", &json!({}), waits).expect(200);
            assert_eq!((&again.body, is_replayed(&again)), (&first.body, true));
        }
        desk.done(&id, "retrieve", json!({}));
        double.next("upgrade", &[Trick::Code(260)]);
        let body = json!({"capacity": {"SEATS": 20}});
        let first = send(office, &id, "upgrade", &body, true);
        assert_eq!(first.refusal(), (409, "UPGRADE_NOT_PRICED"));
        for waits in [true, false] {
            let again = send(office, &id, "upgrade", &body, waits);
            assert_eq!((again.status, &again.body, is_replayed(&again)), (409, &first.body, true));
        }
        assert_eq!((double.calls("create"), double.calls("upgrade")), (1, 1));
    });
}

/// 5.3: who repeats a request that was only accepted may wait for its operation then.
#[test]
fn a_repetition_may_wait_although_the_first_request_did_not() {
    both(|office| {
        let desk = Desk::local(office);
        let id = desk.request(json!({}));
        let first = send(office, &id, "issue", &json!({}), false).expect(202);
        let again = send(office, &id, "issue", &json!({}), true).expect(200);
        assert_eq!(
            (again.id(), again.text("state"), is_replayed(&again)),
            (first.id(), "Succeeded".into(), true)
        );
        assert_eq!(desk.keys(), 1);
    });
}
