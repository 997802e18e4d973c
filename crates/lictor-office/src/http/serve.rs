//! The port: accepts connections with time-outs and a bound, and hands requests to the routes.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, Response};
use axum::routing::{MethodFilter, on};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use lictor_entitle::Refusal;
use lictor_entitle::code::Code;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::answer::Answer;
use super::dispatch::{dispatch, request_id, signed};
use super::route::{Method, Route};
use crate::office::Office;

/// Connections at a time; more wait to be accepted.
const CONNECTIONS_MAX: usize = 2048;
/// Longest time for the head of a request.
const HEAD: Duration = Duration::from_secs(10);
/// Longest time that an orderly stop waits for answers.
const GOODBYE: Duration = Duration::from_secs(10);

/// Where a request came from.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Every route as a router, and beside them what else the port serves.
pub fn router(office: &Office, routes: &'static [Route]) -> Router {
    let mut router = Router::new();
    for route in routes {
        let method = match route.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Patch => MethodFilter::PATCH,
            Method::Delete => MethodFilter::DELETE,
        };
        let office = office.clone();
        let answer = async move |path: Result<RawPathParams, RawPathParamsRejection>, request: Request| {
            let Ok(path) = path else {
                let why = "no name has bytes that are no UTF-8";
                return refused(request.headers(), &Refusal::because(Code::NotFound, why));
            };
            let path: BTreeMap<String, String> =
                path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            dispatch(office, route, path, request).await
        };
        router = router.route(route.path, on(method, answer));
    }
    router
        .fallback(async |request: Request| {
            let accept = request.headers().get("accept").and_then(|accept| accept.to_str().ok());
            crate::console::lost(accept, request.uri().path()).unwrap_or_else(|| {
                let why = "there is nothing at this address";
                refused(request.headers(), &Refusal::because(Code::NotFound, why))
            })
        })
        .method_not_allowed_fallback(async |request: Request| {
            refused(request.headers(), &Refusal::new(Code::MethodNotAllowed))
        })
}

/// A refusal of what no route answers.
fn refused(headers: &HeaderMap, refusal: &Refusal) -> Response<Body> {
    signed(Answer::refused(refusal), request_id(headers))
}

/// Serves until told to stop, then lets the running answers end.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let bound = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let tasks = TaskTracker::new();
    loop {
        let Ok(permit) = Arc::clone(&bound).acquire_owned().await else { break };
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let router = router.clone().layer(axum::Extension(Peer(peer)));
        let stop = stop.clone();
        tasks.spawn(async move {
            let _permit = permit;
            let service = TowerToHyperService::new(router);
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD)
                .serve_connection(TokioIo::new(stream), service);
            let mut connection = std::pin::pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = stop.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    tasks.close();
    let _ = tokio::time::timeout(GOODBYE, tasks.wait()).await;
}
