//! A token: what an administrator's program shows to be let in.

use std::io;

use lictor_types::Digest;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom as _, SystemRandom};

/// Shortest token that is believed to be one.
const LENGTH_MIN: usize = 32;

/// A token, of which only a digest is kept: with 256 random bits a plain SHA-256 tells nothing
/// about it. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token {
    digest: Digest,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").finish_non_exhaustive()
    }
}

impl Token {
    /// A new token of 256 random bits, and its text, which is told once.
    ///
    /// # Errors
    ///
    /// The operating system gives no random bytes.
    pub(crate) fn generate() -> io::Result<(Self, String)> {
        let mut bytes = [0; 32];
        SystemRandom::new().fill(&mut bytes).map_err(|_| io::Error::other("no random bytes"))?;
        let text = hex::encode(bytes);
        Ok((Self { digest: sha256(text.as_bytes()) }, text))
    }

    /// The token with this text; none if it can be no token.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        let good = text.len() >= LENGTH_MIN && text.bytes().all(|b| b.is_ascii_graphic());
        good.then(|| Self { digest: sha256(text.as_bytes()) })
    }

    /// The token with this digest.
    pub(crate) const fn of_digest(digest: Digest) -> Self {
        Self { digest }
    }

    /// SHA-256 of its text.
    pub(crate) const fn digest(&self) -> Digest {
        self.digest
    }

    /// Whether this is the token. Digests are compared, and all of both, so that time tells
    /// nothing about the token.
    pub(crate) fn is(&self, presented: &str) -> bool {
        let presented = sha256(presented.as_bytes());
        self.digest.0.iter().zip(presented.0).fold(0, |different, (a, b)| different | (a ^ b)) == 0
    }
}

fn sha256(bytes: &[u8]) -> Digest {
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(digest(&SHA256, bytes).as_ref()) {
        *to = *from;
    }
    Digest(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_text_alone() {
        let (token, text) = Token::generate().unwrap();
        assert_eq!((text.len(), Token::of_text(&text)), (64, Some(token.clone())));
        assert!(token.is(&text) && !token.is(&text.to_uppercase()) && !token.is(""));
        assert!(Token::of_digest(token.digest()).is(&text));
        assert!(!format!("{token:?}").contains(&hex::encode(token.digest().0)[..8]));
        assert_eq!((Token::of_text("short"), Token::of_text(&" ".repeat(40))), (None, None));
    }
}
