//! An endpoint of webhooks that answers as told and remembers what it got.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use lictor_office::http::serve::serve;
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;

use crate::office::TestOffice;

/// One request that it got.
#[derive(Debug, Clone)]
pub(crate) struct Got {
    pub(crate) headers: HeaderMap,
    pub(crate) raw: Vec<u8>,
    pub(crate) body: Json,
    /// Status that it answered.
    pub(crate) answered: u16,
}

impl Got {
    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Type of the event, and its place among those of its record.
    pub(crate) fn place(&self) -> (String, i64) {
        (self.body["type"].as_str().unwrap().to_owned(), self.body["aggregate"]["sequence"].as_i64().unwrap())
    }
}

#[derive(Default)]
struct Shared {
    got: Vec<Got>,
    /// Answered from now on; 200 at first.
    status: u16,
    /// Events of this type are refused whatever the status.
    refused: Option<String>,
}

/// An endpoint on loopback.
#[derive(Clone)]
pub(crate) struct Receiver {
    shared: Arc<Mutex<Shared>>,
    pub(crate) url: String,
}

impl Receiver {
    pub(crate) fn start(office: &TestOffice) -> Self {
        let shared = Arc::new(Mutex::new(Shared { status: 200, ..Shared::default() }));
        let router = Router::new().route("/hook", post(take)).with_state(Arc::clone(&shared));
        let listener = office.runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        office.runtime.spawn(serve(listener, router, CancellationToken::new()));
        Self { shared, url }
    }

    pub(crate) fn answer(&self, status: u16) {
        self.shared.lock().unwrap().status = status;
    }

    pub(crate) fn refuse(&self, event_type: Option<&str>) {
        self.shared.lock().unwrap().refused = event_type.map(str::to_owned);
    }

    pub(crate) fn got(&self) -> Vec<Got> {
        self.shared.lock().unwrap().got.clone()
    }
}

async fn take(State(shared): State<Arc<Mutex<Shared>>>, headers: HeaderMap, raw: Bytes) -> StatusCode {
    let body: Json = serde_json::from_slice(&raw).unwrap();
    let mut shared = shared.lock().unwrap();
    let refuses = shared.refused.as_deref().is_some_and(|refused| body["type"] == refused);
    let answered = if refuses { 500 } else { shared.status };
    shared.got.push(Got { headers, raw: raw.to_vec(), body, answered });
    StatusCode::from_u16(answered).unwrap()
}
