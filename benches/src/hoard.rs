//! Seats that are held while others are measured.

use std::io;
use std::time::{Duration, Instant};

use lictor_types::{VendorName, limits};

use crate::generator::open;
use crate::protocol::{Protocol as _, Seats};
use crate::site::VENDOR;
use crate::socket::{Socket, Target, believing_tls};

/// Leases that one session takes: fewer than its limit.
const PER_SESSION: usize = 1000;
/// First number of a holder's user, beyond those that are measured.
const FIRST_HOLDER: usize = 50_000;

/// Connections that hold seats until they are dropped.
pub struct Hoard {
    _sockets: Vec<Socket>,
}

impl Hoard {
    /// Takes so many seats, one a lease, of features `f000000` and on, all over the pools.
    ///
    /// # Errors
    ///
    /// What the operating system, TLS or the server said.
    pub fn fill(target: &Target, leases: usize, pools: usize) -> io::Result<Self> {
        let tls = believing_tls(lictor_wire::ALPN).map_err(io::Error::other)?;
        let mut sockets = Vec::new();
        for session in 0..leases.div_ceil(PER_SESSION) {
            let number = FIRST_HOLDER + session;
            let mut holder = Seats::new("f000000", VendorName::parse(VENDOR).ok(), number as u64);
            let mut socket = Socket::connect(target, &tls)?;
            open(&mut socket, &mut holder)?;
            let first = session * PER_SESSION;
            let wanted: Vec<String> =
                (first..leases.min(first + PER_SESSION)).map(|at| format!("f{:06}", at % pools)).collect();
            for features in wanted.chunks(limits::OPERATIONS_PER_FRAME_MAX) {
                hold(&mut socket, &mut holder, features)?;
            }
            sockets.push(socket);
        }
        Ok(Self { _sockets: sockets })
    }
}

fn hold(socket: &mut Socket, holder: &mut Seats, features: &[String]) -> io::Result<()> {
    let mut send = Vec::new();
    holder.hold(features, &mut send);
    socket.send(&send)?;
    let mut came = Vec::new();
    let mut answers = 0;
    let until = Instant::now() + Duration::from_secs(10);
    while answers < features.len() {
        socket.receive(&mut came)?;
        let counted = holder.answers(&mut came);
        if counted.bad > 0 || Instant::now() > until {
            return Err(io::Error::other("the server grants no seats to hold"));
        }
        answers += counted.answers;
    }
    Ok(())
}
