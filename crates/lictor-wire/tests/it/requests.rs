//! The order and number of requests, and what a resume shows.

use lictor_types::{Operation, RequestId};
use lictor_wire::{ClientMessage, Fault, Requests, RequestsReader, SessionSecret, decode_client};

use crate::sample;

fn encode(ids: &[u64]) -> Vec<u8> {
    let operations = ids.iter().copied().map(sample::checkout).collect();
    let mut bytes = Vec::new();
    ClientMessage::Requests(Requests { acked: RequestId(0), operations }).encode(&mut bytes);
    bytes
}

/// OUT-05: request ids ascend within a frame and are never 0; a frame has 1 to 32 of them.
#[test]
fn out_05_request_ids() {
    let many: Vec<u64> = (1..=33).collect();
    let order = |previous, found| Err(Fault::Order { previous, found });
    for (ids, expected) in [
        (&[1][..], Ok(1)),
        (&[1, 2, 9, u64::MAX], Ok(4)),
        (&many[..32], Ok(32)),
        (&many, Err(Fault::Count { found: 33, min: 1, max: 32 })),
        (&[], Err(Fault::Count { found: 0, min: 1, max: 32 })),
        (&[0], Err(Fault::Value { found: 0 })),
        (&[5, 5], order(5, 5)),
        (&[5, 4, 6], order(5, 4)),
    ] {
        let bytes = encode(ids);
        let frame = sample::body(&bytes);
        let read = decode_client(frame).map_err(|error| error.fault).map(|message| {
            let ClientMessage::Requests(requests) = message else { unreachable!("{message:?}") };
            requests.operations.len()
        });
        assert_eq!(read, expected, "{ids:?}");
        let one_by_one = RequestsReader::new(frame)
            .and_then(|reader| reader.collect::<Result<Vec<_>, _>>())
            .map(|operations| operations.len());
        assert_eq!(one_by_one.map_err(|error| error.fault), expected, "{ids:?}");
    }
}

/// OUT-05: after an error nothing more comes, and a frame that goes on past its last operation
/// does not yield that one.
#[test]
fn out_05_an_error_is_the_last_item() {
    let bytes = encode(&[1, 5, 4, 6]);
    let items: Vec<bool> =
        RequestsReader::new(sample::body(&bytes)).unwrap().map(|item| item.is_ok()).collect();
    assert_eq!(items, [true, true, false]);

    let mut frame = sample::body(&encode(&[1, 2])).to_vec();
    frame.push(0);
    let items: Vec<_> = RequestsReader::new(&frame).unwrap().collect();
    assert_eq!(items[0], Ok(sample::checkout(1)));
    assert_eq!(items[1].as_ref().unwrap_err().fault, Fault::Trailing { left: 1 });
    assert_eq!(items.len(), 2);
}

/// OUT-01: a checkout of no seats is no checkout; a checkin of 0 is one of all.
#[test]
fn out_01_counts() {
    let with_count = |count: u32| {
        let mut bytes = encode(&[1]);
        let at = bytes.len() - 5;
        bytes[at..at + 4].copy_from_slice(&count.to_be_bytes());
        decode_client(sample::body(&bytes)).map(drop).map_err(|error| (error.field, error.fault))
    };
    assert_eq!(with_count(0), Err(("count", Fault::Value { found: 0 })));
    assert_eq!(with_count(u32::MAX), Ok(()));
}

/// OUT-02: an atomic checkout names 1 to 16 features.
#[test]
fn out_02_features_of_an_atomic_checkout() {
    let (_, Operation::Checkout(one)) = sample::checkout(1) else { unreachable!() };
    for (features, expected) in [(0, false), (1, true), (16, true), (17, false)] {
        let operations = vec![(RequestId(1), Operation::CheckoutAll(vec![one; features]))];
        let mut bytes = Vec::new();
        ClientMessage::Requests(Requests { acked: RequestId(0), operations }).encode(&mut bytes);
        assert_eq!(decode_client(sample::body(&bytes)).is_ok(), expected, "{features}");
    }
}

/// SES-01: what shows that a session is one's own does not reach a log.
#[test]
fn ses_01_debug_does_not_show_the_secret() {
    assert_eq!(format!("{:?}", SessionSecret([7; 16])), "SessionSecret(..)");
}
