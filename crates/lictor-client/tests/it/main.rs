//! Both clients against scripted servers on real sockets.

#[cfg(test)]
#[cfg(feature = "tokio")]
mod asynchronous;
#[cfg(test)]
mod blocking;
#[cfg(test)]
mod borrowing;
#[cfg(test)]
mod lender;
#[cfg(test)]
mod offline;
#[cfg(test)]
mod peer;
#[cfg(test)]
mod tls;
