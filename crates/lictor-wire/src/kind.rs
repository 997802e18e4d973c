//! Kinds of frames.

use core::fmt;

/// What a frame is: its first byte after the length. An answer's kind is its question's with the
/// highest bit set.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind(pub u8);

impl Kind {
    /// [`crate::Hello`].
    pub const HELLO: Self = Self(0x01);
    /// [`crate::Open`].
    pub const OPEN: Self = Self(0x02);
    /// [`crate::Resume`].
    pub const RESUME: Self = Self(0x03);
    /// [`crate::Requests`].
    pub const REQUESTS: Self = Self(0x04);
    /// [`crate::ClientMessage::Heartbeat`].
    pub const HEARTBEAT: Self = Self(0x05);
    /// [`crate::ClientMessage::Query`].
    pub const QUERY: Self = Self(0x06);
    /// [`crate::ClientMessage::Goodbye`].
    pub const CLIENT_GOODBYE: Self = Self(0x07);
    /// [`crate::Welcome`].
    pub const WELCOME: Self = Self(0x81);
    /// [`crate::Opened`].
    pub const OPENED: Self = Self(0x82);
    /// [`crate::Resumed`].
    pub const RESUMED: Self = Self(0x83);
    /// [`crate::ServerMessage::Answers`].
    pub const ANSWERS: Self = Self(0x84);
    /// [`crate::ServerMessage::Alive`].
    pub const ALIVE: Self = Self(0x85);
    /// [`crate::ServerMessage::QueryPart`].
    pub const QUERY_ANSWER: Self = Self(0x86);
    /// [`crate::ServerMessage::Goodbye`].
    pub const SERVER_GOODBYE: Self = Self(0x87);
    /// [`crate::Event`].
    pub const EVENT: Self = Self(0x90);

    /// The kind of a frame that [`crate::frame::split`] gave.
    #[must_use]
    pub fn of(frame: &[u8]) -> Option<Self> {
        frame.first().copied().map(Self)
    }

    /// The name that errors and `docs/protocol.md` use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HELLO => "hello",
            Self::OPEN => "open",
            Self::RESUME => "resume",
            Self::REQUESTS => "requests",
            Self::HEARTBEAT => "heartbeat",
            Self::QUERY => "query",
            Self::CLIENT_GOODBYE => "client_goodbye",
            Self::WELCOME => "welcome",
            Self::OPENED => "opened",
            Self::RESUMED => "resumed",
            Self::ANSWERS => "answers",
            Self::ALIVE => "alive",
            Self::QUERY_ANSWER => "query_answer",
            Self::SERVER_GOODBYE => "server_goodbye",
            Self::EVENT => "event",
            _ => "unknown",
        }
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({:#04x})", self.name(), self.0)
    }
}
