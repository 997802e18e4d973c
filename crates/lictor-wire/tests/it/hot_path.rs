//! What happens millions of times allocates nothing and stays small.

use lictor_types::{Answer, RequestId};
use lictor_wire::{AnswersWriter, ClientMessage, Requests, RequestsReader, ServerMessage};

use crate::allocations::{self, Allocated};
use crate::sample;

const NOTHING: Allocated = Allocated { calls: 0, bytes: 0 };

#[test]
fn reading_requests_and_writing_answers_allocates_nothing() {
    let operations: Vec<_> = (1..=32).map(sample::checkout).collect();
    let mut bytes = Vec::new();
    ClientMessage::Requests(Requests { acked: RequestId(0), operations }).encode(&mut bytes);
    let answer = Answer::Granted(sample::grant());
    let mut out = Vec::with_capacity(4096);
    let (answered, allocated) = allocations::of(|| {
        let reader = RequestsReader::new(sample::body(&bytes)).unwrap();
        let mut writer = AnswersWriter::begin(&mut out);
        let mut answered = 0;
        for (request, _) in reader.flatten() {
            writer.push(request, &answer);
            answered += 1;
        }
        writer.finish();
        answered
    });
    assert_eq!((answered, allocated), (32, NOTHING));
}

#[test]
fn small_frames() {
    let size = |name: &str| {
        let (_, sample) = sample::all().into_iter().find(|(found, _)| *found == name).unwrap();
        sample.encode().len()
    };
    for (name, bytes) in [("requests_small", 36), ("answers_small", 57), ("heartbeat", 13), ("alive", 5)] {
        assert_eq!(size(name), bytes, "{name}");
    }
}

#[test]
fn no_answers_are_no_frame() {
    let mut out = vec![1];
    AnswersWriter::begin(&mut out).finish();
    ServerMessage::Answers(Vec::new()).encode(&mut out);
    assert_eq!(out, [1]);
}
