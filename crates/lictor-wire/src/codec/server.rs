//! What a server says.

use alloc::vec::Vec;

use lictor_types::limits::{
    CLUSTER_MEMBERS_MAX, FRAME_BYTES_MAX, IDENTITY_FIELD_BYTES_MAX, LEASES_PER_SESSION_MAX,
    OPERATIONS_PER_FRAME_MAX, VERDICTS_PER_SESSION_MAX,
};
use lictor_types::{Answer, PoolId, RequestId};

use crate::cursor::{Cursor, Read};
use crate::decode_error::{DecodeError, Fault};
use crate::frame;
use crate::kind::Kind;
use crate::message::{Event, IdentityProof, Opened, Resumed, ServerMessage, Welcome};
use crate::vocabulary::{HELD_BYTES, LOST_LEASE_BYTES};
use crate::writer::Writer;

use super::answer;
use super::answers_writer::AnswersWriter;

const LOST: u8 = 1;
const POOL_CHANGED: u8 = 2;
const STOPPING: u8 = 3;
const POSITION: u8 = 4;

/// Least bytes of a text: its length.
const TEXT_BYTES_MIN: usize = 2;

/// Reads a frame that [`crate::frame::split`] gave.
///
/// # Errors
///
/// [`DecodeError`]: final for the connection.
pub fn decode_server(frame: &[u8]) -> Result<ServerMessage, DecodeError> {
    let (kind, mut c) = Cursor::of_frame(frame)?;
    let message = match kind {
        Kind::WELCOME => ServerMessage::Welcome(read_welcome(&mut c)?),
        Kind::OPENED => ServerMessage::Opened(read_opened(&mut c)?),
        Kind::RESUMED => ServerMessage::Resumed(read_resumed(&mut c)?),
        Kind::ANSWERS => ServerMessage::Answers(read_answers(&mut c, 1, OPERATIONS_PER_FRAME_MAX)?),
        Kind::ALIVE => ServerMessage::Alive,
        Kind::QUERY_ANSWER => read_query_part(&mut c)?,
        Kind::EVENT => ServerMessage::Event(read_event(&mut c)?),
        Kind::SERVER_GOODBYE => ServerMessage::Goodbye {
            status: c.status("status")?,
            text: c.long_string("text")?,
            hint: c.option("hint", |c, field| c.string(field, IDENTITY_FIELD_BYTES_MAX))?,
        },
        other => return Err(c.bad_value("kind", other.0)),
    };
    c.finish()?;
    Ok(message)
}

impl ServerMessage {
    /// Appends the message. [`Self::Answers`] and the answers of [`Self::Resumed`] become as many
    /// frames as their size asks for, all else is one frame; no answers are no frame.
    pub fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Self::Welcome(welcome) => frame::write(out, Kind::WELCOME, |w| write_welcome(w, welcome)),
            Self::Opened(opened) => frame::write(out, Kind::OPENED, |w| write_opened(w, opened)),
            Self::Resumed(resumed) => encode_resumed(out, resumed),
            Self::Answers(answers) => encode_answers(out, answers),
            Self::Alive => frame::write(out, Kind::ALIVE, |_| {}),
            Self::QueryPart { number, more, bytes } => frame::write(out, Kind::QUERY_ANSWER, |w| {
                w.u32(*number);
                w.flag(*more);
                w.bytes(bytes);
            }),
            Self::Event(event) => frame::write(out, Kind::EVENT, |w| write_event(w, event)),
            Self::Goodbye { status, text, hint } => frame::write(out, Kind::SERVER_GOODBYE, |w| {
                w.status(*status);
                w.text(text);
                w.option(hint.as_deref(), Writer::text);
            }),
        }
    }
}

fn write_welcome(w: &mut Writer<'_>, welcome: &Welcome) {
    w.u16(welcome.revision);
    w.text(&welcome.software);
    w.u64(welcome.wall_ms);
    w.option(welcome.proof.as_ref(), |w, proof| {
        w.bytes(proof.key.as_bytes());
        w.bytes(&proof.signature);
    });
    w.list(&welcome.members, |w, member| w.text(member));
}

fn read_welcome(c: &mut Cursor<'_>) -> Read<Welcome> {
    Ok(Welcome {
        revision: c.u16("revision")?,
        software: c.string("software", IDENTITY_FIELD_BYTES_MAX)?,
        wall_ms: c.u64("wall_ms")?,
        proof: c.option("proof", |c, _| {
            Ok(IdentityProof { key: c.public_key("key")?, signature: c.array("signature")? })
        })?,
        members: c.list("members", 0..=CLUSTER_MEMBERS_MAX, TEXT_BYTES_MIN, |c| {
            c.string("members", IDENTITY_FIELD_BYTES_MAX)
        })?,
    })
}

fn write_opened(w: &mut Writer<'_>, opened: &Opened) {
    w.u64(opened.session.to_u64());
    w.bytes(&opened.secret.0);
    w.u32(opened.lease_ms);
    w.u32(opened.heartbeat_ms);
    w.u32(opened.resume_window_ms);
}

fn read_opened(c: &mut Cursor<'_>) -> Read<Opened> {
    Ok(Opened {
        session: c.session("session")?,
        secret: c.secret("secret")?,
        lease_ms: c.u32("lease_ms")?,
        heartbeat_ms: c.u32("heartbeat_ms")?,
        resume_window_ms: c.u32("resume_window_ms")?,
    })
}

fn encode_resumed(out: &mut Vec<u8>, resumed: &Resumed) {
    let start = frame::open(out, Kind::RESUMED);
    let mut w = Writer::new(out);
    w.u32(resumed.lease_ms);
    w.u32(resumed.heartbeat_ms);
    w.u32(resumed.resume_window_ms);
    w.list(&resumed.kept, Writer::held);
    w.list(&resumed.lost, Writer::lost_lease);
    w.list(&resumed.surplus, Writer::held);
    let count_at = out.len();
    let mut inside: u16 = 0;
    Writer::new(out).u16(inside);
    let mut answers = resumed.answers.iter();
    let mut overflow = None;
    for (request, answer) in answers.by_ref() {
        let at = out.len();
        answer::write_numbered(&mut Writer::new(out), *request, answer);
        let full = usize::from(inside) == VERDICTS_PER_SESSION_MAX;
        if full || frame::length(out, start) > FRAME_BYTES_MAX {
            out.truncate(at);
            overflow = Some((request, answer));
            break;
        }
        inside += 1;
    }
    frame::patch(out, count_at, inside.to_be_bytes());
    frame::close(out, start);
    let mut rest = AnswersWriter::begin(out);
    for (request, answer) in overflow.into_iter().chain(answers.map(|(request, answer)| (request, answer))) {
        rest.push(*request, answer);
    }
    rest.finish();
}

fn read_resumed(c: &mut Cursor<'_>) -> Read<Resumed> {
    let leases = 0..=LEASES_PER_SESSION_MAX;
    Ok(Resumed {
        lease_ms: c.u32("lease_ms")?,
        heartbeat_ms: c.u32("heartbeat_ms")?,
        resume_window_ms: c.u32("resume_window_ms")?,
        kept: c.list("kept", leases.clone(), HELD_BYTES, Cursor::held)?,
        lost: c.list("lost", leases.clone(), LOST_LEASE_BYTES, Cursor::lost_lease)?,
        surplus: c.list("surplus", leases, HELD_BYTES, Cursor::held)?,
        answers: read_answers(c, 0, VERDICTS_PER_SESSION_MAX)?,
    })
}

fn encode_answers(out: &mut Vec<u8>, answers: &[(RequestId, Answer)]) {
    let mut writer = AnswersWriter::begin(out);
    for (request, answer) in answers {
        writer.push(*request, answer);
    }
    writer.finish();
}

fn read_answers(c: &mut Cursor<'_>, min: usize, max: usize) -> Read<Vec<(RequestId, Answer)>> {
    c.list("answers", min..=max, answer::NUMBERED_BYTES_MIN, answer::read_numbered)
}

fn read_query_part(c: &mut Cursor<'_>) -> Read<ServerMessage> {
    let (number, more) = (c.u32("number")?, c.flag("more")?);
    let bytes = c.remainder();
    if bytes.is_empty() {
        return Err(c.fault("part", Fault::Truncated { needed: 1, left: 0 }));
    }
    Ok(ServerMessage::QueryPart { number, more, bytes: bytes.to_vec() })
}

fn write_event(w: &mut Writer<'_>, event: &Event) {
    match event {
        Event::Lost(lost) => {
            w.u8(LOST);
            w.lost_lease(lost);
        }
        Event::PoolChanged { pool, pool_rev } => {
            w.u8(POOL_CHANGED);
            w.u32(pool.0);
            w.u32(*pool_rev);
        }
        Event::Stopping => w.u8(STOPPING),
        Event::Position { request, position } => {
            w.u8(POSITION);
            w.u64(request.0);
            w.u32(*position);
        }
    }
}

fn read_event(c: &mut Cursor<'_>) -> Read<Event> {
    Ok(match c.u8("event")? {
        LOST => Event::Lost(c.lost_lease()?),
        POOL_CHANGED => Event::PoolChanged { pool: c.u32("pool").map(PoolId)?, pool_rev: c.u32("pool_rev")? },
        STOPPING => Event::Stopping,
        POSITION => Event::Position { request: c.request("request")?, position: c.u32("position")? },
        other => return Err(c.bad_value("event", other)),
    })
}
