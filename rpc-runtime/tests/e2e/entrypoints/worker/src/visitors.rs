//! The servers of the default entrypoint and of the named ones.

use std::sync::atomic::{AtomicU32, Ordering};

use rpc_runtime::{Context, Result};
use serde::Deserialize;

use crate::elsewhere;
use crate::visitor::{Caller, Visitor};
use crate::words::Words;

/// What the default entrypoint is told by a binding: nothing, or how to greet.
#[derive(Deserialize)]
pub(crate) struct Manner {
    #[serde(default = "front")]
    greeting: String,
}

fn front() -> String {
    "front".to_owned()
}

/// The default entrypoint.
pub(crate) struct Front {
    pub(crate) ctx: Context,
    pub(crate) props: Manner,
}

/// The entrypoint `Admin`.
pub(crate) struct Admin {
    pub(crate) ctx: Context,
}

/// The entrypoint `Guest`, made by a constructor.
pub(crate) struct Guest {
    name: &'static str,
    ctx: Context,
}

impl Guest {
    pub(crate) fn new(ctx: Context) -> Self {
        Self { name: "guest", ctx }
    }
}

/// The entrypoint `Member`, which declares its props.
pub(crate) struct Member {
    pub(crate) ctx: Context,
    pub(crate) props: Caller,
}

/// The entrypoint `Patron`, which does so as well, and has a constructor that counts.
pub(crate) struct Patron {
    ctx: Context,
    name: String,
    number: u32,
}

impl Patron {
    pub(crate) fn new(ctx: Context, props: elsewhere::visitor::Caller) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        Self {
            ctx,
            name: props.name,
            number: MADE.fetch_add(1, Ordering::Relaxed) + 1,
        }
    }
}

impl Visitor for Front {
    async fn greet(&self) -> Result<String> {
        Ok(self.props.greeting.clone())
    }

    async fn props(&self) -> Result<Caller> {
        self.ctx.props()
    }

    async fn variable(&self, name: String) -> Result<String> {
        variable(&self.ctx, &name)
    }

    async fn later(&self, line: String) -> Result<()> {
        later(&self.ctx, line)
    }
}

impl Visitor for Admin {
    async fn greet(&self) -> Result<String> {
        let Caller { name, level } = self.ctx.props()?;
        Ok(format!("admin of {name}, level {level}"))
    }

    async fn props(&self) -> Result<Caller> {
        self.ctx.props()
    }

    async fn variable(&self, name: String) -> Result<String> {
        variable(&self.ctx, &name)
    }

    async fn later(&self, line: String) -> Result<()> {
        later(&self.ctx, line)
    }
}

impl elsewhere::visitor::Visitor for Guest {
    async fn greet(&self) -> Result<String> {
        Ok(self.name.to_owned())
    }

    async fn props(&self) -> Result<elsewhere::visitor::Caller> {
        self.ctx.props()
    }

    async fn variable(&self, name: String) -> Result<String> {
        assert_ne!(name, "PANIC", "as asked");
        variable(&self.ctx, &name)
    }

    async fn later(&self, line: String) -> Result<()> {
        later(&self.ctx, line)
    }
}

impl Visitor for Member {
    async fn greet(&self) -> Result<String> {
        let Caller { name, level } = &self.props;
        Ok(format!("member {name}, level {level}"))
    }

    async fn props(&self) -> Result<Caller> {
        Ok(self.props.clone())
    }

    async fn variable(&self, name: String) -> Result<String> {
        variable(&self.ctx, &name)
    }

    async fn later(&self, line: String) -> Result<()> {
        later(&self.ctx, line)
    }
}

impl elsewhere::visitor::Visitor for Patron {
    async fn greet(&self) -> Result<String> {
        Ok(format!("patron {}, number {}", self.name, self.number))
    }

    async fn props(&self) -> Result<elsewhere::visitor::Caller> {
        self.ctx.props()
    }

    async fn variable(&self, name: String) -> Result<String> {
        variable(&self.ctx, &name)
    }

    async fn later(&self, line: String) -> Result<()> {
        later(&self.ctx, line)
    }
}

fn variable(ctx: &Context, name: &str) -> Result<String> {
    Ok(ctx.env()?.var(name)?.to_string())
}

fn later(ctx: &Context, line: String) -> Result<()> {
    ctx.wait_until(async move { worker::console_log!("later: {line}") })
}

impl Words for Front {
    async fn class(&self) -> Result<String> {
        Ok("front".to_owned())
    }

    async fn delete(&self, what: String) -> Result<String> {
        Ok(format!("front deletes {what}"))
    }

    async fn r#static(&self, millis: u32) -> Result<u32> {
        Ok(millis)
    }
}

impl Words for Admin {
    async fn class(&self) -> Result<String> {
        Ok("admin".to_owned())
    }

    async fn delete(&self, what: String) -> Result<String> {
        Ok(format!("admin deletes {what}"))
    }

    async fn r#static(&self, millis: u32) -> Result<u32> {
        worker::Delay::from(std::time::Duration::from_millis(millis.into())).await;
        Ok(millis)
    }
}
