//! The border to macOS: values of the kernel.

#![expect(unsafe_code, reason = "macOS is asked through its C functions")]

use std::ffi::{CString, c_char, c_int, c_long, c_void};
use std::ptr::null_mut;

/// Longest text that is read, in bytes, with the zero that ends it.
const BYTES_MAX: usize = 512;

/// `struct timespec`.
#[repr(C)]
struct Duration {
    seconds: c_long,
    nanoseconds: c_long,
}

unsafe extern "C" {
    /// sysctl(3).
    fn sysctlbyname(
        name: *const c_char,
        value: *mut c_void,
        length: *mut usize,
        new_value: *mut c_void,
        new_length: usize,
    ) -> c_int;
    /// gethostuuid(2).
    fn gethostuuid(id: *mut u8, wait: *const Duration) -> c_int;
}

/// A text of the kernel; nothing if it is absent, empty or longer than 511 bytes.
pub(super) fn text(name: &str) -> Option<String> {
    let name = CString::new(name).ok()?;
    let mut bytes = [0_u8; BYTES_MAX];
    let mut length = bytes.len();
    // SAFETY: the name ends in a zero, and the function writes at most `length` bytes, which is the
    // size of `bytes`.
    let status =
        unsafe { sysctlbyname(name.as_ptr(), bytes.as_mut_ptr().cast(), &raw mut length, null_mut(), 0) };
    if status != 0 {
        return None;
    }
    let text = String::from_utf8_lossy(bytes.split(|byte| *byte == 0).next()?).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// The UUID of the machine, waiting for it no longer than a second.
pub(super) fn host_uuid() -> Option<String> {
    let mut id = [0_u8; 16];
    let wait = Duration { seconds: 1, nanoseconds: 0 };
    // SAFETY: the function writes 16 bytes and reads one duration.
    let status = unsafe { gethostuuid(id.as_mut_ptr(), &raw const wait) };
    if status != 0 || id == [0; 16] {
        return None;
    }
    let mut text = String::new();
    for (at, byte) in id.into_iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    Some(text)
}
