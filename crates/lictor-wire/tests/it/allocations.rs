//! Counts what the current thread allocates, so that tests can hold the code to it.
#![expect(unsafe_code, reason = "a global allocator is an unsafe trait; this one only counts")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Counting;

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

#[global_allocator]
static COUNTING: Counting = Counting;

// SAFETY: every call is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        CALLS.set(CALLS.get() + 1);
        BYTES.set(BYTES.get().saturating_add(layout.size()));
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(at, layout) }
    }
}

/// What some code allocated, whether or not it freed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Allocated {
    /// How often.
    pub(crate) calls: usize,
    /// Bytes of all calls together.
    pub(crate) bytes: usize,
}

/// Runs `code` and says what it allocated on this thread.
pub(crate) fn of<T>(code: impl FnOnce() -> T) -> (T, Allocated) {
    let (calls, bytes) = (CALLS.get(), BYTES.get());
    let value = code();
    (value, Allocated { calls: CALLS.get() - calls, bytes: BYTES.get() - bytes })
}
