//! Bytes nobody should send.

use lictor_types::limits::{
    BORROW_CERTIFICATE_BYTES_MAX, FRAME_BYTES_MAX, OPERATIONS_PER_FRAME_MAX, RESERVATION_TOKEN_BYTES_MAX,
};
use lictor_types::{Answer, Checkout, Denial, FeatureRef, Operation, RequestId, RuleKind, RuleRef};
use lictor_wire::{
    AssembleError, ClientMessage, DecodeError, Fault, Kind, QueryAnswer, QueryAssembler, Requests,
    RequestsReader, ServerMessage, decode_client, decode_server, encode_query_answer,
};
use proptest::prelude::*;

use crate::allocations;
use crate::sample::{self, Sample};

/// Reads a frame in every way there is and says how many bytes that allocated.
fn read_all_ways(frame: &[u8]) -> usize {
    let (_, allocated) = allocations::of(|| {
        drop(decode_client(frame));
        if let Ok(ServerMessage::QueryPart { number, more, bytes }) = decode_server(frame) {
            drop(QueryAssembler::new().feed(number, more, &bytes));
        }
        if let Ok(reader) = RequestsReader::new(frame) {
            reader.for_each(drop);
        }
    });
    allocated.bytes
}

/// What reading `bytes` bytes may allocate: a field in memory is larger than on the wire, but by a
/// bounded factor.
fn allowed(bytes: usize) -> usize {
    16 * bytes + 1024
}

proptest! {
    /// TRU-04: no bytes make the decoders panic or allocate beyond what arrived.
    #[test]
    fn tru_04_arbitrary_bytes(frame in prop::collection::vec(any::<u8>(), 0..2048)) {
        prop_assert!(read_all_ways(&frame) <= allowed(frame.len()));
    }

    /// TRU-04: the same with a kind and small numbers, which get further.
    #[test]
    fn tru_04_likely_bytes(
        kind in prop::sample::select(vec![1_u8, 2, 3, 4, 5, 6, 7, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x90]),
        body in prop::collection::vec(prop_oneof![4 => 0_u8..4, 1 => any::<u8>()], 0..512),
    ) {
        let frame = [&[kind], body.as_slice()].concat();
        prop_assert!(read_all_ways(&frame) <= allowed(frame.len()));
    }
}

/// TRU-04: every single flipped bit of every sample.
#[test]
fn tru_04_bit_flips() {
    for (name, sample) in sample::all() {
        let bytes = sample.encode();
        let mut frame = sample::body(&bytes).to_vec();
        for bit in 0..8 * frame.len() {
            frame[bit / 8] ^= 1 << (bit % 8);
            let allocated = read_all_ways(&frame);
            assert!(allocated <= allowed(frame.len()), "{name} bit {bit} allocated {allocated}");
            frame[bit / 8] ^= 1 << (bit % 8);
        }
    }
}

/// TRU-04: a message cut off anywhere is an error, and so is one with a byte too many.
#[test]
fn tru_04_cut_off_or_too_long() {
    for (name, sample) in sample::all() {
        if matches!(sample, Sample::Server(ServerMessage::QueryPart { .. })) {
            continue;
        }
        let bytes = sample.encode();
        let frame = sample::body(&bytes);
        for end in 0..frame.len() {
            assert!(sample.decode(&frame[..end]).is_err(), "{name} cut to {end}");
        }
        let error = sample.decode(&[frame, &[0]].concat()).unwrap_err();
        assert!(error.contains("field `end`: 1 bytes follow the end of the message"), "{name}: {error}");
    }
}

/// TRU-04: a count that promises more than arrived is refused before anything is reserved.
#[test]
fn tru_04_counts_are_checked_against_what_arrived() {
    let mut requests = vec![Kind::REQUESTS.0];
    requests.extend([0; 8]);
    requests.extend(32_u16.to_be_bytes());
    let mut features = vec![Kind::QUERY_ANSWER.0, 0, 0, 0, 1, 0, 2];
    features.extend(u32::MAX.to_be_bytes());
    let mut answers = vec![Kind::ANSWERS.0];
    answers.extend(32_u16.to_be_bytes());
    let mut waiters = vec![Kind::QUERY_ANSWER.0, 0, 0, 0, 1, 0, 8];
    waiters.extend(u32::MAX.to_be_bytes());
    let mut certificate = vec![Kind::QUERY_ANSWER.0, 0, 0, 0, 1, 0, 9];
    certificate.extend((BORROW_CERTIFICATE_BYTES_MAX as u32).to_be_bytes());
    for frame in [requests, features, answers, waiters, certificate] {
        let allocated = read_all_ways(&frame);
        assert!(allocated <= frame.len(), "{frame:?} allocated {allocated}");
    }
}

/// TRU-04: each fault, with the names that the page uses.
#[test]
fn tru_04_errors_name_message_and_field() {
    let client = |frame: &[u8]| decode_client(frame).unwrap_err();
    let server = |frame: &[u8]| decode_server(frame).unwrap_err();
    let error = |message, field, fault| DecodeError { message, field, fault };
    let long_hello = [&[1, 0, 1, 0, 1], [0; 32].as_slice(), &[1, 0]].concat();
    let bad_text = [&[1, 0, 1, 0, 1], [0; 32].as_slice(), &[0, 1, 0xff]].concat();
    let weak_key = [&[0x81, 0, 1, 0, 0], [0; 8].as_slice(), &[1], [0; 96].as_slice(), &[0, 0]].concat();
    for (found, expected) in [
        (client(&[]), error("frame", "kind", Fault::Truncated { needed: 1, left: 0 })),
        (client(&[0x84]), error("answers", "kind", Fault::Value { found: 0x84 })),
        (server(&[0x04]), error("requests", "kind", Fault::Value { found: 0x04 })),
        (server(&[0xff]), error("unknown", "kind", Fault::Value { found: 0xff })),
        (client(&[7, 0]), error("client_goodbye", "end", Fault::Trailing { left: 1 })),
        (client(&long_hello), error("hello", "software", Fault::TooLong { bytes: 256, max: 255 })),
        (client(&bad_text), error("hello", "software", Fault::NotUtf8)),
        (client(&[2, 2]), error("open", "vendor", Fault::Value { found: 2 })),
        (client(&[2, 1, 0, 1, b'a']), error("open", "vendor", Fault::Invalid)),
        (client(&[6, 0, 0, 0, 1, 99]), error("query", "query", Fault::Value { found: 99 })),
        (server(&weak_key), error("welcome", "key", Fault::Invalid)),
        (server(&[0x84, 0, 0]), error("answers", "answers", Fault::Count { found: 0, min: 1, max: 32 })),
        (server(&[0x90, 4, 0, 0, 0, 0, 0, 0, 0, 0]), error("event", "request", Fault::Value { found: 0 })),
        (server(&[0x90, 5]), error("event", "event", Fault::Value { found: 5 })),
        (
            server(&[0x86, 0, 0, 0, 1, 0]),
            error("query_answer", "part", Fault::Truncated { needed: 1, left: 0 }),
        ),
    ] {
        assert_eq!(found, expected);
    }
    assert_eq!(
        client(&[7, 0]).to_string(),
        "message `client_goodbye`, field `end`: 1 bytes follow the end of the message"
    );
}

/// What a newer peer may say within a known message does not fail the frame.
#[test]
fn unknown_numbers_of_a_newer_peer() {
    let goodbye = decode_server(&[0x87, 0x27, 0x0f, 0, 0, 0]).unwrap();
    let status = lictor_types::Status::Internal;
    assert_eq!(goodbye, ServerMessage::Goodbye { status, text: String::new(), hint: None });

    let (_, sample) = sample::all().into_iter().find(|(name, _)| *name == "open").unwrap();
    let bytes = sample.encode();
    let mut frame = sample::body(&bytes).to_vec();
    let hostname = frame.len() - (1 + 2 + 17) - (1 + 2 + 4);
    frame[hostname] = 200;
    let ClientMessage::Open(open) = decode_client(&frame).unwrap() else { unreachable!() };
    assert_eq!(open.host_ids.len(), 1);

    let rule = RuleRef { number: 4, line: 31, kind: RuleKind::Deny };
    let denied = |rule| vec![(RequestId(1), Answer::Denied(Denial { rule, ..sample::denial(0) }))];
    let mut frames = Vec::new();
    ServerMessage::Answers(denied(Some(rule))).encode(&mut frames);
    let kind = frames.len() - (2 + 4 + 2 + 8 + 1 + 4) - 1;
    assert_eq!(frames[kind - 4..=kind], [0, 0, 0, 31, RuleKind::Deny as u8]);
    frames[kind] = 200;
    assert_eq!(decode_server(sample::body(&frames)), Ok(ServerMessage::Answers(denied(None))));
}

/// TRU-04: what a whole answer to a query may not say.
#[test]
fn tru_04_bodies_of_query_answers() {
    let error = |field, fault| AssembleError::Decode(DecodeError { message: "query_answer", field, fault });
    let one_row = |kind: u8, fields: &[&[u8]]| [&[kind, 0, 0, 0, 1], fields.concat().as_slice()].concat();
    let no_features = one_row(8, &[&[0; 8], &[0, 0, 0, 0, 0, 0, 0, 1], &[0, 0], &[0; 26]]);
    let no_request = one_row(8, &[&[0; 8], &[0; 8], &[0, 1], &[0; 26]]);
    let holder = one_row(3, &[&[0; 12], &[2], &[0; 30]]);
    let large = (BORROW_CERTIFICATE_BYTES_MAX as u32 + 1).to_be_bytes();
    for (body, expected) in [
        (no_features, error("features", Fault::Count { found: 0, min: 1, max: 16 })),
        (no_request, error("request", Fault::Value { found: 0 })),
        (holder, error("holder", Fault::Value { found: 2 })),
        (
            [&[9], large.as_slice()].concat(),
            error(
                "certificate",
                Fault::TooLong { bytes: BORROW_CERTIFICATE_BYTES_MAX + 1, max: BORROW_CERTIFICATE_BYTES_MAX },
            ),
        ),
    ] {
        assert_eq!(QueryAssembler::new().feed(1, false, &body), Err(expected));
    }
}

/// BOR-01: the largest certificate arrives in one frame.
#[test]
fn bor_01_the_largest_certificate() {
    let answer = QueryAnswer::Certificate { bytes: vec![7; BORROW_CERTIFICATE_BYTES_MAX] };
    let mut frames = Vec::new();
    encode_query_answer(1, &answer, &mut frames);
    let sample = Sample::QueryAnswer(1, answer);
    assert_eq!(sample.decode(sample::body(&frames)), Ok(true));
}

/// RES-01: a token has at most 64 bytes, and an atomic request with the longest names and tokens
/// fits a frame.
#[test]
fn res_01_tokens() {
    let name = "n".repeat(64);
    for (bytes, expected) in [
        (0, Ok(16)),
        (RESERVATION_TOKEN_BYTES_MAX, Ok(16)),
        (RESERVATION_TOKEN_BYTES_MAX + 1, Err(Fault::TooLong { bytes: 65, max: 64 })),
    ] {
        let token = "t".repeat(bytes);
        let checkout = Checkout {
            feature: FeatureRef::Name(&name),
            version: lictor_types::Version::new(1, 0),
            exact: false,
            count: 1,
            reservation: Some(&token),
        };
        let wait = Operation::Wait { checkouts: vec![checkout; 16], wait_ms: u32::MAX };
        let mut frame = Vec::new();
        let operations = vec![(RequestId(1), wait)];
        ClientMessage::Requests(Requests { acked: RequestId(0), operations }).encode(&mut frame);
        assert!(frame.len() < FRAME_BYTES_MAX / OPERATIONS_PER_FRAME_MAX * 2);
        let read = decode_client(sample::body(&frame)).map_err(|error| error.fault).map(|message| {
            let ClientMessage::Requests(requests) = message else { unreachable!("{message:?}") };
            let (_, Operation::Wait { checkouts, .. }) = &requests.operations[0] else { unreachable!() };
            checkouts.len()
        });
        assert_eq!(read, expected, "{bytes}");
    }
}

/// TRU-04: the sum of all parts that a client keeps is bounded, and so is the number of answers.
#[test]
fn tru_04_query_assembler_is_bounded() {
    let part = vec![0; FRAME_BYTES_MAX];
    let mut assembler = QueryAssembler::new();
    let fed = (0..2000).take_while(|_| assembler.feed(1, true, &part).is_ok()).count();
    assert_eq!(fed, 1024);
    assembler.forget(1);
    let begun = (0..2000).take_while(|number| assembler.feed(*number, true, &[0]).is_ok()).count();
    assert_eq!(begun, 64);
}
