//! The blocking client against scripted servers on real sockets.

mod blocking;
mod peer;
mod tls;
