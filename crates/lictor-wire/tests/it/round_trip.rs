//! What is written is read back, for every message.

use lictor_types::limits::FRAME_BYTES_MAX;
use lictor_wire::{QueryAssembler, ServerMessage, decode_client, decode_server, encode_query_answer, frame};
use proptest::prelude::*;

use crate::generate;

proptest! {
    #[test]
    fn client_messages(message in generate::client_message()) {
        let mut bytes = Vec::new();
        message.encode(&mut bytes);
        let (frame, consumed) = frame::split(&bytes, FRAME_BYTES_MAX).unwrap().unwrap();
        prop_assert_eq!(consumed, bytes.len());
        prop_assert_eq!(decode_client(frame).unwrap(), message);
    }

    #[test]
    fn server_messages(message in generate::server_message()) {
        let mut bytes = Vec::new();
        message.encode(&mut bytes);
        let (frame, consumed) = frame::split(&bytes, FRAME_BYTES_MAX).unwrap().unwrap();
        prop_assert_eq!(consumed, bytes.len());
        prop_assert_eq!(decode_server(frame).unwrap(), message);
    }

    #[test]
    fn query_answers(number in any::<u32>(), answer in generate::query_answer()) {
        let mut bytes = Vec::new();
        encode_query_answer(number, &answer, &mut bytes);
        let (frame, _) = frame::split(&bytes, FRAME_BYTES_MAX).unwrap().unwrap();
        let ServerMessage::QueryPart { number: found, more: false, bytes } = decode_server(frame).unwrap() else {
            unreachable!("a small answer is one part")
        };
        prop_assert_eq!(found, number);
        prop_assert_eq!(QueryAssembler::new().feed(number, false, &bytes), Ok(Some(answer)));
    }
}
