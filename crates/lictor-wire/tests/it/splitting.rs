//! What does not fit a frame takes several.

use lictor_types::limits::{FRAME_BYTES_MAX, FRAME_BYTES_MAX_EARLY, LEASES_PER_SESSION_MAX};
use lictor_types::{Answer, LeaseId, RequestId, SessionId};
use lictor_wire::{
    ClientMessage, Held, LostLease, QueryAnswer, QueryAssembler, Resume, Resumed, ServerMessage,
    SessionSecret, decode_client, decode_server, encode_query_answer, frame,
};

use crate::sample;

/// All messages of `bytes`, each frame within the limit.
fn messages(mut bytes: &[u8]) -> Vec<ServerMessage> {
    let mut messages = Vec::new();
    while let Some((frame, consumed)) = frame::split(bytes, FRAME_BYTES_MAX).unwrap() {
        messages.push(decode_server(frame).unwrap());
        bytes = &bytes[consumed..];
    }
    assert_eq!(bytes, [], "no frame is cut off");
    messages
}

fn encode(message: &ServerMessage) -> Vec<u8> {
    let mut out = Vec::new();
    message.encode(&mut out);
    out
}

fn large_answers(count: u64) -> Vec<(RequestId, Answer)> {
    (1..=count).map(|id| (RequestId(id), Answer::DeniedAll(vec![sample::denial(8); 16]))).collect()
}

#[test]
fn answers_take_as_many_frames_as_they_need() {
    let cancelled = |id| (RequestId(id), Answer::Cancelled { freed: 0 });
    for (answers, frames) in
        [(large_answers(32), 3), (large_answers(1), 1), ((1..=33).map(cancelled).collect(), 2)]
    {
        let messages = messages(&encode(&ServerMessage::Answers(answers.clone())));
        assert_eq!(messages.len(), frames);
        let joined: Vec<_> = messages
            .into_iter()
            .flat_map(|message| {
                let ServerMessage::Answers(answers) = message else { unreachable!("{message:?}") };
                answers
            })
            .collect();
        assert!(joined == answers);
    }
}

/// SES-04: the largest resume fits the small frame, and the largest answer to it arrives whole.
#[test]
fn ses_04_the_largest_resume() {
    let slots = 0..LEASES_PER_SESSION_MAX as u32;
    let held: Vec<Held> = slots.map(|slot| Held { lease: LeaseId::new(slot, 1), count: u32::MAX }).collect();
    let lost = |held: &Held| LostLease {
        lease: held.lease,
        count: held.count,
        status: lictor_types::Status::SessionLost,
    };
    let resume = ClientMessage::Resume(Resume {
        session: SessionId::new(1, 1),
        secret: SessionSecret([1; 16]),
        acked: RequestId(1),
        cancel: (1..=32).map(RequestId).collect(),
        held: held.clone(),
    });
    let mut bytes = Vec::new();
    resume.encode(&mut bytes);
    let (frame, _) = frame::split(&bytes, FRAME_BYTES_MAX_EARLY).unwrap().unwrap();
    assert!(decode_client(frame).unwrap() == resume);

    let resumed = Resumed {
        lease_ms: 1,
        heartbeat_ms: 2,
        resume_window_ms: 3,
        kept: held.clone(),
        lost: held.iter().map(lost).collect(),
        surplus: held,
        answers: large_answers(32),
    };
    let mut messages = messages(&encode(&ServerMessage::Resumed(resumed.clone()))).into_iter();
    let Some(ServerMessage::Resumed(mut joined)) = messages.next() else { unreachable!() };
    assert!((1..32).contains(&joined.answers.len()), "some answers fit, some follow");
    for message in messages {
        let ServerMessage::Answers(answers) = message else { unreachable!("{message:?}") };
        joined.answers.extend(answers);
    }
    assert!(joined == resumed);
}

#[test]
fn query_answers_take_as_many_frames_as_they_need() {
    for rows in [0, 1, 500, 5000] {
        let answer = QueryAnswer::Features { rows: vec![sample::feature_row(); rows], next: Some(7) };
        let mut out = vec![];
        encode_query_answer(3, &answer, &mut out);
        let mut assembler = QueryAssembler::new();
        let mut read = None;
        for message in messages(&out) {
            assert_eq!(read, None, "the last part is the last");
            let ServerMessage::QueryPart { number: 3, more, bytes } = message else { unreachable!() };
            read = assembler.feed(3, more, &bytes).unwrap();
            assert_eq!(read.is_none(), more);
        }
        assert!(read == Some(answer), "{rows} rows");
    }
}

#[test]
fn parts_of_two_answers_may_alternate() {
    let mut assembler = QueryAssembler::new();
    let failed = [255_u8, 0, 10];
    for (number, more, part, expected) in [
        (1, true, &failed[..1], None),
        (2, true, &failed[..2], None),
        (1, false, &failed[1..], Some(QueryAnswer::Failed(lictor_types::Status::FeatureNotFound))),
        (2, false, &failed[2..], Some(QueryAnswer::Failed(lictor_types::Status::FeatureNotFound))),
    ] {
        assert_eq!(assembler.feed(number, more, part), Ok(expected));
    }
}
