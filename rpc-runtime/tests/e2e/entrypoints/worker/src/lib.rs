//! A Worker with every kind of entrypoint: a default one beside event handlers, two named ones, and a Durable
//! Object.

#![deny(rust_2024_compatibility)]

rpc_runtime::include_rpc!("entrypoints");

// Generated code need not be at the root.
mod elsewhere {
    rpc_runtime::include_rpc!("entrypoints");
}
#[allow(
    tail_expr_drop_order,
    reason = "in what the attribute `durable_object` of `worker` makes"
)]
mod object;
mod visitors;

use object::Room;
use visitor::Caller;
use visitors::{Admin, Front, Guest, Manner, Member, Patron};
use worker::{
    console_log, event, Context, Env, MessageBatch, Request, Response, ScheduleContext,
    ScheduledEvent,
};

visitor::export!(Front, props = Manner);
words::export!(Front = |ctx, props| Front { ctx, props }, props = Manner);
visitor::export!(Admin as "Admin", with words);
elsewhere::visitor::export!(Guest as "Guest" = Guest::new, in crate::elsewhere::visitor);
visitor::export!(Member as "Member", props = Caller);
elsewhere::visitor::export!(
    Patron as "Patron" = Patron::new,
    props = elsewhere::visitor::Caller,
    in crate::elsewhere::visitor
);
room::export!(durable Room, with words);

#[event(fetch)]
async fn fetch(request: Request, _env: Env, _ctx: Context) -> worker::Result<Response> {
    Response::ok(format!("fetched {}", request.path()))
}

#[event(queue)]
async fn queue(_batch: MessageBatch<String>, _env: Env, _ctx: Context) -> worker::Result<()> {
    console_log!("queue handled");
    Ok(())
}

#[event(scheduled)]
async fn scheduled(_event: ScheduledEvent, _env: Env, _ctx: ScheduleContext) {
    console_log!("scheduled handled");
}
