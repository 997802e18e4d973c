//! The platform this program was built for.

/// The platform this program was built for, as `linux-x86_64` (setting PLATFORMS).
#[must_use]
pub fn platform() -> String {
    format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
}
