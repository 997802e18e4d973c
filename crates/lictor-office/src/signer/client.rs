//! How the office calls the signer.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lictor_entitle::{Code, Refusal};
use tokio::net::UnixStream;
use tokio::time::timeout;

use crate::fault::Fault;
use crate::signer::denial::{Denial, Rule};
use crate::signer::file::{PublicKey, SignedFile};
use crate::signer::frame::{self, Answer, Call};
use crate::signer::request::SignRequest;

/// How long a call may take unless told otherwise.
pub const CALL_PATIENCE: Duration = Duration::from_secs(10);

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum SignerError {
    /// The signer refuses; the same again is refused again, unless somebody approves it.
    #[error("{0}")]
    Refused(Box<Denial>),
    /// The signer did not answer. Whether it signed is not known; the same request, sent again, tells.
    #[error("the signer does not answer: {0}")]
    Unavailable(String),
}

/// A caller of one signer. Each call has a connection of its own, so a restart of the signer costs
/// at most one answer.
#[derive(Debug, Clone)]
pub struct SignerClient {
    socket: PathBuf,
    patience: Duration,
}

impl SignerClient {
    /// A caller of the signer that listens there. Nothing is opened yet.
    #[must_use]
    pub fn new(socket: impl Into<PathBuf>) -> Self {
        Self { socket: socket.into(), patience: CALL_PATIENCE }
    }

    /// The same with another limit for each call, connecting included.
    #[must_use]
    pub fn patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Where the signer listens.
    #[must_use]
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Has a file signed. Sending the same request again is safe and gives the same file.
    ///
    /// # Errors
    ///
    /// [`SignerError`].
    pub async fn sign(&self, request: &SignRequest) -> Result<SignedFile, SignerError> {
        match self.call(&Call::Sign { request: Box::new(request.clone()) }).await? {
            Answer::Signed { signed } => Ok(*signed),
            Answer::Denied { denial } => Err(SignerError::Refused(Box::new(denial))),
            Answer::Failed { detail } => Err(SignerError::Unavailable(detail)),
            Answer::Misunderstood { detail } => Err(misunderstood(&detail)),
            Answer::Public { .. } => Err(misunderstood("the answer belongs to another call")),
        }
    }

    /// Asks for the public key and the head of the record.
    ///
    /// # Errors
    ///
    /// [`SignerError::Unavailable`].
    pub async fn public(&self) -> Result<PublicKey, SignerError> {
        match self.call(&Call::Public).await? {
            Answer::Public { key } => Ok(key),
            Answer::Failed { detail } => Err(SignerError::Unavailable(detail)),
            Answer::Misunderstood { detail } => Err(misunderstood(&detail)),
            Answer::Signed { .. } | Answer::Denied { .. } => {
                Err(misunderstood("the answer belongs to another call"))
            }
        }
    }

    async fn call(&self, call: &Call) -> Result<Answer, SignerError> {
        let unavailable = |error: io::Error| SignerError::Unavailable(error.to_string());
        let Some(frame) = frame::encode(call).map_err(unavailable)? else {
            let text = format!("the request is larger than {} bytes", frame::FRAME_BYTES_MAX);
            return Err(SignerError::Refused(Box::new(Denial::new(Rule::TooLarge, text))));
        };
        match timeout(self.patience, self.exchange(&frame)).await {
            Ok(answered) => answered.map_err(unavailable),
            Err(_) => Err(SignerError::Unavailable(format!("no answer within {:?}", self.patience))),
        }
    }

    async fn exchange(&self, frame: &[u8]) -> io::Result<Answer> {
        let mut socket = UnixStream::connect(&self.socket).await?;
        frame::write(&mut socket, frame).await?;
        let bytes = frame::read(&mut socket).await?.ok_or(io::ErrorKind::UnexpectedEof)?;
        frame::decode(&bytes)
    }
}

impl SignerError {
    /// What the office's caller is told: `SIGNER_REFUSED` with the rule, or `SIGNER_UNAVAILABLE`.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::Refused(denial) => denial.refusal(),
            Self::Unavailable(_) => Refusal::new(Code::SignerUnavailable),
        }
    }
}

impl From<SignerError> for Fault {
    fn from(error: SignerError) -> Self {
        error.refusal().into()
    }
}

fn misunderstood(detail: &str) -> SignerError {
    SignerError::Unavailable(format!("office and signer do not understand each other: {detail}"))
}
