//! The task: owns the sockets, keeps the sessions alive, moves the bytes.

use std::future::poll_fn;
use std::io;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::mpsc;

use super::shared::Shared;
use super::socket::Told;
use crate::clock::Now;
use crate::driver::{Driver, Orders, failure};
use crate::link::Link;
use crate::path::Address;

pub(super) struct Task {
    shared: Arc<Shared>,
    driver: Driver,
    /// One place a server of the path.
    links: Vec<Place>,
    /// Whether a link came or went since the agent was asked last.
    stirred: bool,
    dialed: mpsc::Receiver<Dialed>,
    dialing: mpsc::Sender<Dialed>,
}

enum Place {
    Empty,
    /// A name is being looked up on a thread for blocking work.
    Dialing,
    Linked(Link<Told>),
}

type Dialed = (usize, io::Result<Link>);

impl Task {
    pub(super) fn new(shared: Arc<Shared>, driver: Driver) -> Self {
        let links: Vec<Place> = shared.lock().servers().iter().map(|_| Place::Empty).collect();
        let (dialing, dialed) = mpsc::channel(links.len().max(1));
        Self { shared, driver, links, stirred: false, dialed, dialing }
    }

    pub(super) async fn run(mut self) {
        loop {
            self.stirred = false;
            let orders = self.step();
            self.shared.notify();
            self.driver.record(&orders);
            let (closing, overdue, pause) = (orders.closing, orders.overdue, orders.pause);
            self.carry_out(orders);
            let unsent =
                self.links.iter().any(|place| matches!(place, Place::Linked(link) if link.has_unsent()));
            if closing && (overdue || !unsent) {
                break;
            }
            self.wait(if self.stirred { Duration::ZERO } else { pause.unwrap_or(Duration::MAX) }).await;
        }
        self.shared.lock().parted();
        self.shared.notify();
    }

    fn step(&self) -> Orders {
        let linked = |at: usize| !matches!(self.links.get(at), None | Some(Place::Empty));
        self.driver.step(&mut self.shared.lock(), Now::read(), linked)
    }

    fn carry_out(&mut self, orders: Orders) {
        for (at, mut bytes) in orders.outbound {
            if let Some(Place::Linked(link)) = self.links.get_mut(at)
                && let Err(error) = link.send(&mut bytes)
            {
                self.lose(at, &error);
            }
        }
        for at in orders.close {
            self.lose(at, &io::ErrorKind::ConnectionAborted.into());
        }
        for (at, address) in orders.dial {
            self.dial(at, address);
        }
    }

    fn dial(&mut self, at: usize, address: Address) {
        if let Some(place) = self.links.get_mut(at) {
            *place = Place::Dialing;
        }
        let (tls, dialing) = (self.driver.tls().clone(), self.dialing.clone());
        tokio::task::spawn_blocking(move || {
            let _task_is_gone = dialing.blocking_send((at, Link::dial(&address, &tls)));
        });
    }

    /// Waits for sockets, callers or time.
    async fn wait(&mut self, pause: Duration) {
        let shared = Arc::clone(&self.shared);
        tokio::select! {
            biased;
            () = shared.work() => {}
            Some((at, link)) = self.dialed.recv() => self.on_dialed(at, link),
            ready = poll_fn(|context| poll_links(&self.links, context)) => {
                for at in ready {
                    self.turn(at);
                }
            }
            () = tokio::time::sleep(pause) => {}
        }
    }

    fn on_dialed(&mut self, at: usize, link: io::Result<Link>) {
        if matches!(self.links.get(at), Some(Place::Dialing)) {
            self.place(at, link);
        }
    }

    fn place(&mut self, at: usize, link: io::Result<Link>) {
        self.stirred = true;
        match (link.and_then(|link| link.over(Told::new)), self.links.get_mut(at)) {
            (Ok(link), Some(place)) => *place = Place::Linked(link),
            (Ok(_), None) => {}
            (Err(error), _) => self.lose(at, &error),
        }
    }

    fn turn(&mut self, at: usize) {
        let Some(place) = self.links.get_mut(at) else { return };
        let Place::Linked(link) = place else { return };
        match link.turn() {
            Ok(turn) => {
                let taken = self.driver.take_in(&mut self.shared.lock(), Now::read(), at, &turn);
                if let Err(error) = taken {
                    self.lose(at, &error);
                }
            }
            Err(error) => {
                if let Place::Linked(link) = std::mem::replace(place, Place::Empty) {
                    self.place(at, link.next(error));
                }
            }
        }
    }

    fn lose(&mut self, at: usize, error: &io::Error) {
        self.stirred = true;
        if let Some(place) = self.links.get_mut(at) {
            *place = Place::Empty;
        }
        self.shared.lock().lost(Now::read(), at, failure(error));
    }
}

/// The links that are ready for what they wait for.
fn poll_links(links: &[Place], context: &mut Context<'_>) -> Poll<Vec<usize>> {
    let mut is_ready = |place: &Place| match place {
        Place::Linked(link) => link.socket().poll_ready(link.wants_write(), context).is_ready(),
        Place::Empty | Place::Dialing => false,
    };
    let ready: Vec<usize> =
        links.iter().enumerate().filter(|(_, place)| is_ready(place)).map(|(at, _)| at).collect();
    if ready.is_empty() { Poll::Pending } else { Poll::Ready(ready) }
}
