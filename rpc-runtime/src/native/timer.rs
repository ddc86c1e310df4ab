//! Waiting for a time to pass.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// Waits for that time, in a Worker as in a test on the host.
///
/// Of the crate `worker`, `Delay` panics from compatibility date 2026-08-04 on, where `setTimeout` gives an object; this does
/// not. It is no longer than 24 days.
///
/// ```
/// # use std::time::Duration;
/// # pollster::block_on(async {
/// rpc_runtime::sleep(Duration::from_millis(5)).await;
/// # });
/// ```
pub async fn sleep(time: Duration) {
    Timer::after(time).await;
}

/// JavaScript takes no more than 31 bits of milliseconds, and runs what has more at once.
const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);

/// Is done when the time has passed. Dropping it stops it.
pub(crate) struct Timer(Inner);

impl Timer {
    /// From now on.
    pub(crate) fn after(time: Duration) -> Self {
        Self(Inner::after(time.min(LONGEST)))
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.0.poll(cx)
    }
}

#[cfg(not(target_arch = "wasm32"))]
use self::host::Inner;
#[cfg(target_arch = "wasm32")]
use self::javascript::Inner;

#[cfg(target_arch = "wasm32")]
mod javascript {
    use std::future::Future;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use std::time::Duration;

    use wasm_bindgen::JsValue;

    use crate::js::glue;
    use crate::native::promise::PromiseOutcome;

    pub(super) struct Inner {
        outcome: PromiseOutcome,
        timer: JsValue,
    }

    impl Inner {
        pub(super) fn after(time: Duration) -> Self {
            let milliseconds = i32::try_from(time.as_millis()).unwrap_or(i32::MAX);
            let (outcome, timer) = PromiseOutcome::after(milliseconds);
            Self { outcome, timer }
        }

        pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
            Pin::new(&mut self.outcome).poll(cx).map(drop)
        }
    }

    impl Drop for Inner {
        fn drop(&mut self) {
            glue::stop(&self.timer);
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    use std::future::Future;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use std::time::Duration;

    use futures_timer::Delay;

    pub(super) struct Inner(Delay);

    impl Inner {
        pub(super) fn after(time: Duration) -> Self {
            Self(Delay::new(time))
        }

        pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
            Pin::new(&mut self.0).poll(cx)
        }
    }
}
