//! Work on all cores.

use std::num::NonZero;
use std::sync::Mutex;
use std::thread;

/// Items one thread takes at a time: enough that taking them costs nothing beside a signature.
const CHUNK: usize = 64;

/// Does the work for every item, in any order, and returns when all is done.
pub(crate) fn for_each<T: Send>(items: &mut [T], work: impl Fn(&mut T) + Sync) {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let chunk = items.len().div_ceil(cores).clamp(1, CHUNK);
    let threads = cores.min(items.len().div_ceil(chunk));
    if threads <= 1 {
        items.iter_mut().for_each(work);
        return;
    }
    let chunks = Mutex::new(items.chunks_mut(chunk));
    let next = || chunks.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(chunk) = next() {
                    chunk.iter_mut().for_each(&work);
                }
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_worked_on_once() {
        for count in [0, 1, 63, 64, 65, 1000] {
            let mut items = vec![0; count];
            for_each(&mut items, |item| *item += 1);
            assert_eq!(items, vec![1; count]);
        }
    }
}
