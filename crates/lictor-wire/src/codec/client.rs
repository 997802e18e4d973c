//! What a client says.

use alloc::vec::Vec;

use lictor_types::limits::{
    FRAME_BYTES_MAX_EARLY, HOST_ID_BYTES_MAX, HOST_IDS_MAX, IDENTITY_FIELD_BYTES_MAX, LEASES_PER_SESSION_MAX,
    VERDICTS_PER_SESSION_MAX,
};
use lictor_types::{HostId, HostIdType, Identity, RequestId};

use crate::cursor::{Cursor, Read};
use crate::decode_error::{DecodeError, Fault};
use crate::frame;
use crate::kind::Kind;
use crate::message::{ClientMessage, Hello, Open, Requests, Resume};
use crate::vocabulary::HELD_BYTES;
use crate::writer::Writer;

use super::requests_reader::RequestsReader;
use super::{operation, query};

/// Least bytes of a host id: its type and an empty value.
const HOST_ID_BYTES_MIN: usize = 3;

const _: () = assert!(
    1 + 8 + 16 + 8 + 2 + VERDICTS_PER_SESSION_MAX * 8 + 2 + LEASES_PER_SESSION_MAX * HELD_BYTES
        <= FRAME_BYTES_MAX_EARLY,
    "a resume fits the small frame"
);

/// Reads a frame that [`crate::frame::split`] gave.
///
/// # Errors
///
/// [`DecodeError`]: final for the connection.
pub fn decode_client(frame: &[u8]) -> Result<ClientMessage<'_>, DecodeError> {
    let (kind, mut c) = Cursor::of_frame(frame)?;
    let message = match kind {
        Kind::HELLO => ClientMessage::Hello(read_hello(&mut c)?),
        Kind::OPEN => ClientMessage::Open(read_open(&mut c)?),
        Kind::RESUME => ClientMessage::Resume(read_resume(&mut c)?),
        Kind::REQUESTS => return read_requests(c).map(ClientMessage::Requests),
        Kind::HEARTBEAT => ClientMessage::Heartbeat { acked: c.acked()? },
        Kind::QUERY => ClientMessage::Query { number: c.u32("number")?, query: query::read(&mut c)? },
        Kind::CLIENT_GOODBYE => ClientMessage::Goodbye,
        other => return Err(c.bad_value("kind", other.0)),
    };
    c.finish()?;
    Ok(message)
}

impl ClientMessage<'_> {
    /// Appends the message as one frame. A message beyond the limits of `docs/protocol.md` is
    /// written as it is, and refused by the peer.
    pub fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Self::Hello(hello) => frame::write(out, Kind::HELLO, |w| write_hello(w, hello)),
            Self::Open(open) => frame::write(out, Kind::OPEN, |w| write_open(w, open)),
            Self::Resume(resume) => frame::write(out, Kind::RESUME, |w| write_resume(w, resume)),
            Self::Requests(requests) => frame::write(out, Kind::REQUESTS, |w| write_requests(w, requests)),
            Self::Heartbeat { acked } => frame::write(out, Kind::HEARTBEAT, |w| w.u64(acked.0)),
            Self::Query { number, query } => frame::write(out, Kind::QUERY, |w| {
                w.u32(*number);
                query::write(w, query);
            }),
            Self::Goodbye => frame::write(out, Kind::CLIENT_GOODBYE, |_| {}),
        }
    }
}

fn write_hello(w: &mut Writer<'_>, hello: &Hello) {
    w.u16(hello.revision_min);
    w.u16(hello.revision_max);
    w.bytes(&hello.nonce);
    w.text(&hello.software);
}

fn read_hello(c: &mut Cursor<'_>) -> Read<Hello> {
    Ok(Hello {
        revision_min: c.u16("revision_min")?,
        revision_max: c.u16("revision_max")?,
        nonce: c.array("nonce")?,
        software: c.string("software", IDENTITY_FIELD_BYTES_MAX)?,
    })
}

fn write_open(w: &mut Writer<'_>, open: &Open) {
    w.option(open.vendor.as_ref(), |w, vendor| w.text(vendor.as_str()));
    w.text(&open.identity.user);
    w.text(&open.identity.host);
    w.u32(open.identity.pid);
    w.text(&open.identity.project);
    w.text(&open.identity.custom);
    w.text(&open.platform);
    w.i16(open.utc_offset_minutes);
    w.list(&open.host_ids, |w, id| {
        w.u8(id.kind() as u8);
        w.text(id.value());
    });
}

fn read_open(c: &mut Cursor<'_>) -> Read<Open> {
    Ok(Open {
        vendor: c.option("vendor", Cursor::vendor)?,
        identity: read_identity(c)?,
        platform: c.string("platform", IDENTITY_FIELD_BYTES_MAX)?,
        utc_offset_minutes: c.i16("utc_offset_minutes")?,
        host_ids: c
            .list("host_ids", 0..=HOST_IDS_MAX, HOST_ID_BYTES_MIN, read_host_id)?
            .into_iter()
            .flatten()
            .collect(),
    })
}

fn read_identity(c: &mut Cursor<'_>) -> Read<Identity> {
    Ok(Identity {
        user: c.string("user", IDENTITY_FIELD_BYTES_MAX)?,
        host: c.string("host", IDENTITY_FIELD_BYTES_MAX)?,
        pid: c.u32("pid")?,
        project: c.string("project", IDENTITY_FIELD_BYTES_MAX)?,
        custom: c.string("custom", IDENTITY_FIELD_BYTES_MAX)?,
        address: Default::default(),
    })
}

/// A host id; none if it is of a type unknown here, which can match nothing.
fn read_host_id(c: &mut Cursor<'_>) -> Read<Option<HostId>> {
    let kind = HostIdType::from_u8(c.u8("host_id")?);
    let value = c.text("host_id", HOST_ID_BYTES_MAX)?;
    let Some(kind) = kind else { return Ok(None) };
    HostId::new(kind, value).map(Some).map_err(|_| c.fault("host_id", Fault::Invalid))
}

fn write_resume(w: &mut Writer<'_>, resume: &Resume) {
    w.u64(resume.session.to_u64());
    w.bytes(&resume.secret.0);
    w.u64(resume.acked.0);
    w.list(&resume.cancel, |w, request| w.u64(request.0));
    w.list(&resume.held, Writer::held);
}

fn read_resume(c: &mut Cursor<'_>) -> Read<Resume> {
    Ok(Resume {
        session: c.session("session")?,
        secret: c.secret("secret")?,
        acked: c.acked()?,
        cancel: c
            .list("cancel", 0..=VERDICTS_PER_SESSION_MAX, size_of::<RequestId>(), |c| c.request("cancel"))?,
        held: c.list("held", 0..=LEASES_PER_SESSION_MAX, HELD_BYTES, Cursor::held)?,
    })
}

fn write_requests(w: &mut Writer<'_>, requests: &Requests<'_>) {
    w.u64(requests.acked.0);
    w.list(&requests.operations, |w, (request, operation)| {
        w.u64(request.0);
        operation::write(w, operation);
    });
}

fn read_requests(c: Cursor<'_>) -> Read<Requests<'_>> {
    let reader = RequestsReader::of_body(c)?;
    Ok(Requests { acked: reader.acked(), operations: reader.collect::<Read<_>>()? })
}
