//! Frames of both directions (TRU-04).

use lictor_types::limits::FRAME_BYTES_MAX;
use lictor_wire::frame::{split, strip_preface};
use lictor_wire::{
    ClientMessage, QueryAnswer, QueryAssembler, RequestsReader, ServerMessage, decode_client, decode_server,
    encode_query_answer,
};

use crate::seeds;

/// Reads the bytes as a stream, as a frame of a client and as one of a server. What is read as a message
/// is the same message after it was written and read again.
pub(super) fn run(bytes: &[u8]) {
    let _ = strip_preface(bytes);
    if let Ok(Some((frame, used))) = split(bytes, FRAME_BYTES_MAX) {
        assert_eq!(frame.len() + 4, used);
    }
    if let Ok(reader) = RequestsReader::new(bytes) {
        reader.for_each(drop);
    }
    if let Ok(message) = decode_client(bytes) {
        client_again(&message);
    }
    match decode_server(bytes) {
        Ok(ServerMessage::QueryPart { number, more, bytes }) => {
            let answer = QueryAssembler::new().feed(number, more, &bytes);
            if let Ok(Some(answer)) = answer {
                query_answer_again(number, &answer);
            }
        }
        Ok(message) => server_again(&message),
        Err(_) => {}
    }
}

fn client_again(message: &ClientMessage<'_>) {
    let mut out = Vec::new();
    message.encode(&mut out);
    assert_eq!(decode_client(&out[4..]).as_ref(), Ok(message), "writing changed a message");
}

fn server_again(message: &ServerMessage) {
    let mut out = Vec::new();
    message.encode(&mut out);
    assert_eq!(decode_server(&out[4..]).as_ref(), Ok(message), "writing changed a message");
}

fn query_answer_again(number: u32, answer: &QueryAnswer) {
    let mut out = Vec::new();
    encode_query_answer(number, answer, &mut out);
    let mut assembler = QueryAssembler::new();
    let mut rest = out.as_slice();
    let mut again = None;
    while let Ok(Some((frame, used))) = split(rest, FRAME_BYTES_MAX) {
        if let Ok(ServerMessage::QueryPart { number, more, bytes }) = decode_server(frame) {
            again = assembler.feed(number, more, &bytes).ok().flatten();
        }
        rest = &rest[used..];
    }
    assert_eq!(again.as_ref(), Some(answer), "writing changed an answer");
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    seeds::golden_frames()
}
