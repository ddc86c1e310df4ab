//! Interceptors of servers.

use std::cell::Cell;
use std::time::Duration;

use rpc_runtime::{CallInfo, Direction, Error, Interceptor, Next, Reply, Result, sleep};
use serde::Deserialize;

use crate::server::note;

/// Notes each call, and how it went.
pub(crate) struct Audit;

impl Interceptor for Audit {
    async fn intercept(&self, call: &CallInfo, next: Next<'_>) -> Result<Reply> {
        let name = format!("{}.{}", call.service(), call.method());
        if call.method() == "events" {
            return next.run().await;
        }
        let reply = next.run().await;
        let outcome = match &reply {
            Ok(reply) if reply.is_declared_error() => "declared".to_owned(),
            Ok(_) => "ok".to_owned(),
            Err(error) => error.to_string(),
        };
        let side = match call.direction() {
            Direction::Served => "served",
            Direction::Sent => "sent",
        };
        let size = call
            .arguments_size()
            .map_or("?".to_owned(), |size| size.to_string());
        note(format!("{side} {name}({size}): {outcome}"));
        reply
    }
}

/// Lets in who has a role, and after a while: others are refused, and have no server.
#[derive(Default)]
pub(crate) struct Members {
    refused: Cell<u32>,
}

#[derive(Deserialize)]
struct Caller {
    role: String,
}

impl Interceptor for Members {
    async fn intercept(&self, call: &CallInfo, next: Next<'_>) -> Result<Reply> {
        let context = call.context().ok_or_else(|| Error::new("no context"))?;
        let caller: Caller = context.props()?;
        sleep(Duration::from_millis(5)).await;
        if caller.role != "member" {
            self.refused.set(self.refused.get() + 1);
            let times = self.refused.get();
            return Err(Error::new(format!(
                "{} may not call {} ({times})",
                caller.role,
                call.method()
            )));
        }
        next.run().await
    }
}
