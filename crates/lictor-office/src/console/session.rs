//! Sessions: who has logged in at the console. They live in memory and end with the process; what is
//! lost then is a login, nothing else.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::fault::Fault;
use crate::first_start::{hash_of, new_token};

/// How long a session lasts after its last use.
const IDLE: Duration = Duration::from_hours(8);
/// Sessions at a time; the one that would end first makes room.
const SESSIONS_MAX: usize = 10_000;
/// Name of the cookie.
pub(super) const COOKIE: &str = "lictor_session";

/// Everybody who has logged in.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    open: Mutex<BTreeMap<String, Session>>,
}

/// Somebody who has logged in.
#[derive(Debug, Clone)]
pub(super) struct Session {
    /// Id of the token that was shown at the login; its rights are read anew for every page.
    pub(super) token_id: String,
    /// What every form carries, so that no other site can send one.
    pub(super) csrf: String,
    /// What the next page says once.
    pub(super) notice: Option<Notice>,
    /// Columns chosen for a list, by its path.
    pub(super) columns: BTreeMap<String, Vec<String>>,
    until: Instant,
}

/// Something said once at the top of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Notice {
    /// `good`, `warn` or `bad`, for the color; the text says it too.
    pub(super) tone: &'static str,
    /// What it says.
    pub(super) text: String,
    /// A secret that is shown this once, to be copied.
    pub(super) secret: Option<String>,
}

impl Notice {
    /// That something went well.
    pub(super) fn good(text: impl Into<String>) -> Self {
        Self { tone: "good", text: text.into(), secret: None }
    }

    /// That something should be known.
    pub(super) fn warn(text: impl Into<String>) -> Self {
        Self { tone: "warn", text: text.into(), secret: None }
    }

    /// That something went wrong.
    pub(super) fn bad(text: impl Into<String>) -> Self {
        Self { tone: "bad", text: text.into(), secret: None }
    }
}

impl Sessions {
    /// Opens a session; gives the id for the cookie, of which only the hash is kept.
    ///
    /// # Errors
    ///
    /// When the system gives no random numbers.
    pub(super) fn open(&self, token_id: &str) -> Result<String, Fault> {
        let random = || new_token().map_err(|error| Fault::internal(error.to_string()));
        let (id, csrf) = (random()?, random()?);
        let now = Instant::now();
        let session = Session {
            token_id: token_id.to_owned(),
            csrf,
            notice: None,
            columns: BTreeMap::new(),
            until: now + IDLE,
        };
        let mut open = self.open.lock();
        if open.len() >= SESSIONS_MAX {
            open.retain(|_, session| session.until > now);
        }
        if open.len() >= SESSIONS_MAX
            && let Some(first) =
                open.iter().min_by_key(|(_, session)| session.until).map(|(key, _)| key.clone())
        {
            open.remove(&first);
        }
        open.insert(hash_of(&id), session);
        Ok(id)
    }

    /// The session of a cookie, used just now; its notice is taken along.
    pub(super) fn find(&self, id: &str) -> Option<Session> {
        let now = Instant::now();
        let key = hash_of(id);
        let mut open = self.open.lock();
        if open.get(&key)?.until <= now {
            open.remove(&key);
            return None;
        }
        let session = open.get_mut(&key)?;
        session.until = now + IDLE;
        Some(session.clone())
    }

    /// Changes a session, if it is still open.
    pub(super) fn change(&self, id: &str, change: impl FnOnce(&mut Session)) {
        if let Some(session) = self.open.lock().get_mut(&hash_of(id)) {
            change(session);
        }
    }

    /// Ends a session.
    pub(super) fn close(&self, id: &str) {
        self.open.lock().remove(&hash_of(id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_found_by_its_id_until_it_is_closed() {
        let sessions = Sessions::default();
        let id = sessions.open("token-1").unwrap();
        assert_eq!(sessions.find(&id).unwrap().token_id, "token-1");
        assert!(sessions.find("another").is_none());
        assert!(!sessions.open.lock().contains_key(&id), "only the hash is kept");
        sessions.change(&id, |session| session.notice = Some(Notice::good("done")));
        assert_eq!(sessions.find(&id).unwrap().notice, Some(Notice::good("done")));
        sessions.close(&id);
        assert!(sessions.find(&id).is_none());
    }
}
