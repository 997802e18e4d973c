//! The beat thread: owns the sockets, keeps the sessions alive, moves the bytes.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::shared::Shared;
use super::wake::Wakeful;
use crate::clock::Now;
use crate::driver::{Driver, Orders, failure};
use crate::link::Link;

pub(super) struct Beat {
    shared: Arc<Shared>,
    wakeful: Wakeful,
    driver: Driver,
    /// One place a server of the path.
    links: Vec<Option<Link>>,
    /// Whether a link came or went since the agent was asked last.
    stirred: bool,
}

impl Beat {
    pub(super) fn new(shared: Arc<Shared>, wakeful: Wakeful, driver: Driver) -> Self {
        let links = shared.lock().servers().iter().map(|_| None).collect();
        Self { shared, wakeful, driver, links, stirred: false }
    }

    pub(super) fn run(mut self) {
        loop {
            self.stirred = false;
            let linked = |at: usize| self.links.get(at).is_some_and(Option::is_some);
            let orders = self.driver.step(&mut self.shared.lock(), Now::read(), linked);
            self.shared.notify();
            self.driver.record(&orders);
            let (closing, overdue, pause) = (orders.closing, orders.overdue, orders.pause);
            self.carry_out(orders);
            let unsent = self.links.iter().flatten().any(Link::has_unsent);
            if closing && (overdue || !unsent) {
                break;
            }
            for at in self.wait(if self.stirred { Some(Duration::ZERO) } else { pause }) {
                self.turn(at);
            }
        }
        self.shared.lock().parted();
        self.shared.notify();
    }

    fn carry_out(&mut self, orders: Orders) {
        for (at, mut bytes) in orders.outbound {
            if let Some(link) = self.links.get_mut(at).and_then(Option::as_mut)
                && let Err(error) = link.send(&mut bytes)
            {
                self.lose(at, &error);
            }
        }
        for at in orders.close {
            self.lose(at, &io::ErrorKind::ConnectionAborted.into());
        }
        for (at, address) in orders.dial {
            let link = Link::dial(&address, self.driver.tls());
            self.place(at, link);
        }
    }

    fn place(&mut self, at: usize, link: io::Result<Link>) {
        self.stirred = true;
        match (link, self.links.get_mut(at)) {
            (Ok(link), Some(place)) => *place = Some(link),
            (Ok(_), None) => {}
            (Err(error), _) => self.lose(at, &error),
        }
    }

    /// Waits for sockets, callers or time, and says which links are ready.
    fn wait(&self, pause: Option<Duration>) -> Vec<usize> {
        let places: Vec<usize> =
            self.links.iter().enumerate().filter(|(_, link)| link.is_some()).map(|(at, _)| at).collect();
        let links = self.links.iter().flatten().map(|link| PollFd::new(link, link.interest()));
        let mut sockets: Vec<PollFd<'_>> =
            std::iter::once(PollFd::new(&self.wakeful, PollFlags::IN)).chain(links).collect();
        let pause = pause.and_then(|pause| Timespec::try_from(pause).ok());
        match poll(&mut sockets, pause.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            // Nothing can be waited for: at least the processor is left in peace.
            Err(_) => std::thread::sleep(Duration::from_millis(50)),
        }
        self.wakeful.clear();
        let ready = sockets.iter().skip(1).zip(places).filter(|(socket, _)| !socket.revents().is_empty());
        ready.map(|(_, at)| at).collect()
    }

    fn turn(&mut self, at: usize) {
        let Some(place) = self.links.get_mut(at) else { return };
        let Some(mut link) = place.take() else { return };
        match link.turn() {
            Ok(turn) => {
                *place = Some(link);
                let taken = self.driver.take_in(&mut self.shared.lock(), Now::read(), at, &turn);
                if let Err(error) = taken {
                    self.lose(at, &error);
                }
            }
            Err(error) => self.place(at, link.next(error)),
        }
    }

    fn lose(&mut self, at: usize, error: &io::Error) {
        self.stirred = true;
        if let Some(place) = self.links.get_mut(at) {
            *place = None;
        }
        self.shared.lock().lost(Now::read(), at, failure(error));
    }
}
