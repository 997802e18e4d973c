//! TRU-02: who the server is.

use lictor_types::Status;
use lictor_wire::{IdentityProof, ServerMessage, Welcome, proof_message};

use super::script::*;
use crate::info::{ServerIdentity, Verification};
use crate::mint::{Mint, key_pair, public_key};
use crate::session::{Arrival, Failure, Outcome, Output, Work};
use crate::trust::Fingerprint;

/// TRU-02: an unknown key is recorded, the recorded one is believed, another one is refused.
#[test]
fn tru_02_records_decide() {
    let own = Fingerprint::of(&public_key(&key_pair(9)));
    let other = Fingerprint::of(&public_key(&key_pair(8)));
    for (record, identity, outputs) in [
        (None, Some(ServerIdentity::FirstUse), vec![Output::Record(own.clone())]),
        (Some(own), Some(ServerIdentity::Pinned), vec![]),
        (Some(other), None, vec![]),
    ] {
        let mut script = Script::new(None);
        script.record = record;
        let attend = script.session.submit(Work::Attend);
        script.greet();
        assert_eq!(script.session.verification(), Verification { vendor: false, server: identity });
        assert_eq!(script.outputs(), outputs);
        if identity.is_none() {
            assert!(script.session.must_close());
            script.break_link();
            let text = "the server's key is not the one recorded for it";
            let failure = Failure::new(Status::ServerNotGenuine, text);
            assert_eq!(script.outputs(), [Output::Done(attend, Outcome::Failed(failure))]);
        } else {
            assert_eq!(script.hear(), [Heard::Open]);
        }
    }
}

/// TRU-02: with vendor keys a strange key may still be cleared by a license, but until then
/// nothing the server says is passed on.
#[test]
fn tru_02_a_strange_server_is_not_believed() {
    let mut script = Script::new(Some(Mint::new("DEMO", 1).keyring()));
    script.record = Some(Fingerprint::of(&public_key(&key_pair(8))));
    let ticket = script.session.submit(Work::Checkout(vec![wish("f1", 1)]));
    script.greet();
    assert_eq!(script.hear(), [Heard::Open]);
    script.say(&opened());
    assert_eq!(script.hear(), [requests(0, &[(1, checkout("f1", 1))])]);
    script.answer(1, lictor_types::Answer::Denied(denial(Status::NotEnoughSeats)));
    let text = "the server's key is not the one recorded for it";
    let failure = Failure::new(Status::ServerNotGenuine, text);
    assert_eq!(script.outputs(), [Output::Done(ticket, Outcome::Failed(failure))]);
}

/// TRU-02: on a Unix socket the server signs the client's nonce.
#[test]
fn tru_02_unix_sockets_prove_the_key() {
    let nonce = [5; 32];
    let pair = key_pair(9);
    let sign = |nonce: &[u8; 32], pair: &ring::signature::Ed25519KeyPair| IdentityProof {
        key: public_key(&key_pair(9)),
        signature: pair.sign(&proof_message(nonce)).as_ref().try_into().unwrap(),
    };
    for (proof, good) in [
        (Some(sign(&nonce, &pair)), true),
        (Some(sign(&[6; 32], &pair)), false),
        (Some(sign(&nonce, &key_pair(8))), false),
        (None, false),
    ] {
        let mut script = Script::new(None);
        script.session.submit(Work::Attend);
        script.arrive(Arrival { nonce, key: None, record: None });
        let ServerMessage::Welcome(welcome) = welcome() else { unreachable!() };
        script.say(&ServerMessage::Welcome(Welcome { proof, ..welcome }));
        assert_eq!((script.hear() == [Heard::Open], script.session.must_close()), (good, !good));
    }
}

/// A server that speaks out of turn, or another revision, is left.
#[test]
fn the_order_of_the_protocol_is_kept() {
    let ServerMessage::Welcome(first) = welcome() else { unreachable!() };
    for message in [
        opened(),
        ServerMessage::Alive,
        ServerMessage::Resumed(resumed()),
        ServerMessage::Welcome(Welcome { revision: 2, ..first.clone() }),
        ServerMessage::Welcome(Welcome { revision: 0, ..first }),
    ] {
        let mut script = Script::new(None);
        script.session.submit(Work::Attend);
        script.arrive(Arrival { nonce: [5; 32], key: Some(script.server), record: None });
        script.say(&message);
        assert!(script.session.must_close(), "{message:?}");
    }
    let mut script = Script::standing(None);
    script.say(&welcome());
    assert!(script.session.must_close());
}
