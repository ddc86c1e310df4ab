//! The time, in a Worker as on the host.

use std::time::Duration;

/// Milliseconds since some time in the past.
#[cfg(target_arch = "wasm32")]
pub(crate) fn now() -> f64 {
    js_sys::Date::now()
}

/// Milliseconds since some time in the past.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn now() -> f64 {
    use std::sync::OnceLock;
    use std::time::Instant;

    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1e3
}

/// How long ago that was. A clock that was put back says nothing.
pub(crate) fn since(began: f64) -> Duration {
    Duration::try_from_secs_f64((now() - began) / 1e3).unwrap_or_default()
}
