//! A document of any length that is sent while it is made, with a bound on what waits to be sent.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use hyper::body::Frame;
use parking_lot::Mutex;
use tokio::sync::mpsc;

/// Parts that may wait to be sent.
const WAITING_MAX: usize = 4;

/// The maker's end.
pub type Sender = mpsc::Sender<io::Result<Bytes>>;

/// The parts of a document, as they come.
#[derive(Debug, Clone)]
pub struct Parts(Arc<Mutex<Option<mpsc::Receiver<io::Result<Bytes>>>>>);

/// A document and the end where its parts are put in. An error put in breaks the connection, so that
/// nobody takes half a document for the whole.
pub fn parts() -> (Sender, Parts) {
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    (sender, Parts(Arc::new(Mutex::new(Some(receiver)))))
}

impl Parts {
    /// The body of the answer; empty when it was taken before.
    pub fn into_body(self) -> Body {
        let receiver = self.0.lock().take();
        receiver.map_or_else(Body::empty, |receiver| Body::new(Flow(receiver)))
    }
}

impl Parts {
    /// The next part, for who takes the document without a port; none at its end.
    pub async fn next(&self) -> Option<io::Result<Bytes>> {
        let mut receiver = self.0.lock().take()?;
        let part = receiver.recv().await;
        *self.0.lock() = Some(receiver);
        part
    }
}

struct Flow(mpsc::Receiver<io::Result<Bytes>>);

impl hyper::body::Body for Flow {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(context).map(|part| part.map(|part| part.map(Frame::data)))
    }
}
