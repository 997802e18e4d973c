//! One request decoded, one answer encoded.

use std::hint::black_box;
use std::time::Instant;

use lictor_types::{Answer, Checkout, FeatureId, FeatureRef, Operation, RequestId};
use lictor_wire::{AnswersWriter, ClientMessage, Requests, decode_client};

pub(super) fn run() -> String {
    let feature = FeatureRef::Id(FeatureId(7));
    let checkout =
        Operation::Checkout(Checkout { feature, version: None, exact: false, count: 1, reservation: None });
    let mut frame = Vec::new();
    ClientMessage::Requests(Requests { acked: RequestId(1), operations: vec![(RequestId(2), checkout)] })
        .encode(&mut frame);
    let body = frame.get(4..).unwrap_or_default();
    let decode = each(|| drop(black_box(decode_client(black_box(body)))));
    let answer = Answer::CheckedIn { released: 1, held: 0 };
    let mut out = Vec::new();
    let encode = each(|| {
        out.clear();
        let mut writer = AnswersWriter::begin(&mut out);
        writer.push(RequestId(2), black_box(&answer));
        writer.finish();
    });
    format!("\n## Wire\n\n- one request decoded: {decode:.0} ns\n- one answer encoded: {encode:.0} ns\n")
}

/// Nanoseconds a call, the best of several rounds.
fn each(mut work: impl FnMut()) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..20 {
        let begun = Instant::now();
        for _ in 0..10_000 {
            work();
        }
        best = best.min(begun.elapsed().as_nanos() as f64 / 10_000.0);
    }
    best
}
