//! Transactions that met another one are done again.

use std::time::Duration;

use crate::fault::Fault;

/// Times it is done before that is called a fault. The waits between grow to a fifth of a second.
const TRIES: u64 = 40;

/// Does it, and again as long as other transactions were in the way.
///
/// # Errors
///
/// What it says itself; `Again` if others were in the way every time.
pub async fn again<T, F>(mut act: impl FnMut() -> F) -> Result<T, Fault>
where
    F: Future<Output = Result<T, Fault>>,
{
    for attempt in 1..=TRIES {
        match act().await {
            Err(Fault::Again) => tokio::time::sleep(Duration::from_millis(attempt * 5)).await,
            done => return done,
        }
    }
    Err(Fault::Again)
}
