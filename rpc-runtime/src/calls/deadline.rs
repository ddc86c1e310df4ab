//! How long a call may take.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::error::{Error, ErrorKind};
use crate::native::timer::Timer;

/// Ready when a call has taken too long.
pub(crate) struct Deadline {
    late: Late,
    timer: Timer,
}

impl Deadline {
    /// Of a call of `method` that is made now.
    pub(crate) fn after(time: Duration, method: &'static str) -> Self {
        let timer = Timer::after(time);
        let late = Late { method, time };
        Self { late, timer }
    }
}

impl Future for Deadline {
    type Output = Late;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Late> {
        let late = self.late;
        Pin::new(&mut self.timer).poll(cx).map(|()| late)
    }
}

/// That there was no answer to a call in time.
#[derive(Clone, Copy)]
pub(crate) struct Late {
    method: &'static str,
    time: Duration,
}

impl Late {
    pub(crate) fn error(self) -> Error {
        let why = format!("there was no answer within {:?}", self.time);
        Error::of(ErrorKind::DeadlineExceeded, why).in_method(self.method)
    }
}
