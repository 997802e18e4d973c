//! Signals and other things that end a wait, as messages on one bounded channel.

use std::io;
use std::sync::mpsc::SyncSender;
use std::thread;

use tokio::signal::unix::{SignalKind, signal};

/// A signal that asks to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// SIGINT: an interrupt from the terminal.
    Interrupt,
    /// SIGTERM.
    Terminate,
    /// SIGHUP: the terminal is gone.
    Hangup,
}

impl Ending {
    /// Its number.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Interrupt => 2,
            Self::Terminate => 15,
            Self::Hangup => 1,
        }
    }
}

/// From now on those signals do not end this process but are sent on the channel.
///
/// # Errors
///
/// The operating system's, when it allows no handler or no thread.
pub(crate) fn forward_to<T: From<Ending> + Send + 'static>(channel: SyncSender<T>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let (mut interrupt, mut terminate, mut hangup) = {
        let _inside = runtime.enter();
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?, signal(SignalKind::hangup())?)
    };
    let receive = async move {
        loop {
            let ending = tokio::select! {
                Some(()) = interrupt.recv() => Ending::Interrupt,
                Some(()) = terminate.recv() => Ending::Terminate,
                Some(()) = hangup.recv() => Ending::Hangup,
                else => return,
            };
            if channel.send(T::from(ending)).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("signals".to_string()).spawn(move || runtime.block_on(receive)).map(drop)
}
