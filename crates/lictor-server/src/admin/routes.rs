//! What can be asked of the port, by whom, and who answers it.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};
use lictor_types::Status;
use parking_lot::Mutex;
use tokio::sync::Semaphore;

use super::answer::{HEADERS, Refusal};
use super::attempts::Attempts;
use super::guard::authorize;
use super::keeper::Keeper;
use super::role::Role;
use super::{AdminBackend, borrows, files, named, orders, reports, reservations, why};
use crate::report::Sight;

/// Largest body of a request but that of an upload.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// Reports made and orders carried out at a time; more wait.
const WORK_MAX: usize = 2;

/// What answers a route, by its method.
type Answer = fn(MethodFilter) -> MethodRouter<Context>;

/// One thing that can be asked.
pub(super) struct Route {
    pub(super) by: MethodFilter,
    pub(super) path: &'static str,
    pub(super) access: Access,
    answer: Answer,
}

/// Who may ask it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Everybody.
    Open,
    /// Everybody if `metrics_open` is set, else viewers.
    Metrics,
    /// Who has a token of this role or a higher one.
    From(Role),
}

const GET: MethodFilter = MethodFilter::GET;
const POST: MethodFilter = MethodFilter::POST;
const PUT: MethodFilter = MethodFilter::PUT;
const DELETE: MethodFilter = MethodFilter::DELETE;

const VIEWER: Access = Access::From(Role::Viewer);
const OPERATOR: Access = Access::From(Role::Operator);
const ADMIN: Access = Access::From(Role::Admin);

const fn route(by: MethodFilter, path: &'static str, access: Access, answer: Answer) -> Route {
    Route { by, path, access, answer }
}

/// Everything that can be asked.
pub(super) const ROUTES: &[Route] = &[
    route(GET, "/healthz", Access::Open, |by| on(by, async || "alive\n")),
    route(GET, "/readyz", Access::Open, |by| on(by, reports::readiness)),
    route(GET, "/metrics", Access::Metrics, |by| on(by, reports::metrics)),
    route(GET, "/", VIEWER, |by| on(by, reports::console)),
    route(GET, "/openapi.json", VIEWER, |by| on(by, reports::openapi)),
    route(GET, "/v1/licenses", VIEWER, |by| on(by, reports::licenses)),
    route(GET, "/v1/status", VIEWER, |by| on(by, reports::status)),
    route(GET, "/v1/sessions", VIEWER, |by| on(by, reports::sessions)),
    route(POST, "/v1/sessions/{id}/release", OPERATOR, |by| on(by, orders::release)),
    route(GET, "/v1/borrows", VIEWER, |by| on(by, borrows::list)),
    route(POST, "/v1/borrows/{id}/revoke", ADMIN, |by| on(by, borrows::revoke)),
    route(GET, "/v1/named", VIEWER, |by| on(by, named::list)),
    route(POST, "/v1/named/release", ADMIN, |by| on(by, named::release)),
    // Who knows a token draws on its seats.
    route(GET, "/v1/reservations", OPERATOR, |by| on(by, reservations::list)),
    route(POST, "/v1/reservations", OPERATOR, |by| on(by, reservations::make)),
    route(POST, "/v1/reservations/return", OPERATOR, |by| on(by, reservations::take_back)),
    route(GET, "/v1/why", VIEWER, |by| on(by, why::ask)),
    route(POST, "/v1/reload", OPERATOR, |by| on(by, orders::reload)),
    route(POST, "/v1/clock/reset", ADMIN, |by| on(by, orders::reset_clock)),
    route(PUT, "/v1/licenses/{file}", ADMIN, |by| on(by, files::upload)),
    route(DELETE, "/v1/licenses/{file}", ADMIN, |by| on(by, files::remove)),
];

/// What every answer is made from.
#[derive(Clone)]
pub(super) struct Context {
    pub(super) backend: Arc<dyn AdminBackend>,
    pub(super) keeper: Arc<Keeper>,
    pub(super) attempts: Arc<Mutex<Attempts>>,
    work: Arc<Semaphore>,
    /// One file is in memory at a time.
    pub(super) upload: Arc<Semaphore>,
}

/// Everything the port answers.
pub(super) fn router(backend: Arc<dyn AdminBackend>, keeper: Keeper) -> Router {
    let context = Context {
        backend,
        keeper: Arc::new(keeper),
        attempts: Arc::default(),
        work: Arc::new(Semaphore::new(WORK_MAX)),
        upload: Arc::new(Semaphore::new(1)),
    };
    let metrics_open = context.backend.metrics_open();
    let mut router = Router::new();
    for route in ROUTES {
        let needed = match route.access {
            Access::Open => None,
            Access::Metrics => (!metrics_open).then_some(Role::Viewer),
            Access::From(role) => Some(role),
        };
        let answer = (route.answer)(route.by);
        router = router.route(
            route.path,
            match needed {
                Some(role) => answer.route_layer(from_fn_with_state((context.clone(), role), authorize)),
                None => answer,
            },
        );
    }
    router
        .fallback(async || Refusal::not_found())
        .method_not_allowed_fallback(async || {
            Refusal::new(StatusCode::METHOD_NOT_ALLOWED, Status::ProtocolError, "not with this method")
        })
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(dress))
        .with_state(context)
}

async fn dress(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().extend(HEADERS);
    response
}

impl Context {
    /// What a look at the ledger finds: briefly, for nobody is served meanwhile.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(Sight<'_>) -> Vec<T> + Send + 'static,
    ) -> Result<Vec<T>, Refusal> {
        let looked = self.work(move |backend| {
            let mut look = Some(look);
            let mut found = Vec::new();
            backend.view(&mut |sight| {
                if let Some(look) = look.take() {
                    found = look(sight);
                }
            });
            found
        });
        looked.await
    }

    /// Work that takes its time or waits, away from the thread that accepts connections.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn AdminBackend) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let _turn = self.work.acquire().await.map_err(|_| Refusal::internal())?;
        let backend = Arc::clone(&self.backend);
        tokio::task::spawn_blocking(move || work(&*backend)).await.map_err(|_| Refusal::internal())
    }
}
