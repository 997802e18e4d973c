//! The border to Windows: texts of the registry, and the kind of session.

#![expect(unsafe_code, reason = "Windows is asked through its C functions")]

use std::ptr::null_mut;

use windows_sys::Win32::System::Registry::{
    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, RRF_RT_REG_SZ, RegGetValueW,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{GetSystemMetrics, SM_REMOTESESSION};

/// Longest text that is read, in UTF-16 units, with the zero that ends it.
const UNITS_MAX: usize = 512;

/// Which half of the registry is asked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Hive {
    /// The machine's.
    Machine,
    /// That of the user this process runs as.
    User,
}

/// A text of the registry without the blanks around it; nothing if it is absent, empty, longer than
/// 511 units, or of another type.
pub(super) fn text(hive: Hive, key: &str, name: &str) -> Option<String> {
    let hive = match hive {
        Hive::Machine => HKEY_LOCAL_MACHINE,
        Hive::User => HKEY_CURRENT_USER,
    };
    let (key, name) = (wide(key), wide(name));
    let mut units = [0_u16; UNITS_MAX];
    let mut bytes = u32::try_from(size_of_val(&units)).ok()?;
    // SAFETY: both texts end in a zero, and the function writes at most `bytes` bytes, which is the
    // size of `units`.
    let status = unsafe {
        RegGetValueW(
            hive,
            key.as_ptr(),
            name.as_ptr(),
            RRF_RT_REG_SZ,
            null_mut(),
            units.as_mut_ptr().cast(),
            &mut bytes,
        )
    };
    if status != 0 {
        return None;
    }
    let text = String::from_utf16_lossy(units.split(|unit| *unit == 0).next()?);
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether the process belongs to a session of Remote Desktop.
pub(super) fn is_remote_session() -> bool {
    // SAFETY: the function takes a number and returns one.
    unsafe { GetSystemMetrics(SM_REMOTESESSION) != 0 }
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}
