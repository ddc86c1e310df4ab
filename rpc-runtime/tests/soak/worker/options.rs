//! Calls of clients that have options.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use rpc_runtime::{
    CallInfo, CallOptions, ErrorKind, Interceptor, Next, Reply, Result, RetryPolicy,
};

use crate::actions::{Outcome, same};
use crate::random::Rng;
use crate::soak::SoakClient;

/// Counts calls that began, and those that ended.
#[derive(Clone, Default)]
struct Counts(Rc<Cell<(u32, u32)>>);

impl Interceptor for Counts {
    async fn intercept(&self, _: &CallInfo, next: Next<'_>) -> Result<Reply> {
        let count = |begun, ended| {
            let (before, over) = self.0.get();
            self.0.set((before + begun, over + ended));
        };
        count(1, 0);
        let reply = next.run().await;
        count(0, 1);
        reply
    }
}

/// Four calls: one that may be sent again, two of which one is of a handle, and one that may come too late.
pub(crate) async fn with_options(soak: &SoakClient, rng: &mut Rng) -> Outcome {
    let counts = Counts::default();
    let options = CallOptions::new()
        .retry(RetryPolicy::new().backoff(Duration::from_millis(5)))
        .cancel_callee(rng.bool())
        .intercept(counts.clone());
    let soak = soak.with(options);
    let text = rng.text(20);
    same(&soak.same_text(&text).await?, &text)?;
    let counter = soak.open(5).await?;
    same(&counter.add(1).await?, &6)?;
    same(&counts.0.get(), &(3, 3))?;
    let (time, deadline) = (rng.below(15), 1 + rng.below(15));
    let slept = soak.sleep(time);
    let slept = slept.deadline(Duration::from_millis(deadline.into())).await;
    match slept {
        Ok(slept) => same(&slept, &time)?,
        Err(error) if error.kind() == ErrorKind::DeadlineExceeded => {}
        Err(error) => return Err(error.into()),
    }
    same(&counts.0.get(), &(4, 4))
}
