//! A Worker that asks its context for this and that, wherever it has one: in the call of an entrypoint, in a Durable
//! Object, and in an HTTP request.

rpc_runtime::include_rpc!("contexts");

mod asked;

use std::cell::Cell;

use asking::Object;
use counting::CountingClient;
use rpc_runtime::{Context, Error, ErrorKind, ObjectId, Result};
use worker::{DurableObject, Env, Request, Response, State, durable_object, event};
// `#[durable_object]` looks for it here.
use worker::wasm_bindgen;

struct Front {
    ctx: Context,
}

#[durable_object(fetch)]
struct Counter {
    ctx: Context,
    calls: Cell<u32>,
}

asking::export!(Front);
counting::export!(Front);
asking::export!(durable Counter, with counting);

#[event(fetch)]
async fn fetch(request: Request, env: Env, ctx: worker::Context) -> worker::Result<Response> {
    let ctx = Context::of_event(&env, &ctx);
    later(&ctx, format!("fetched {}", request.path()))?;
    let counter: CountingClient = ctx.durable_object("OBJECTS", "of a request")?;
    Response::ok(format!("{} {}", ctx.var("TEXT")?, counter.next().await?))
}

impl DurableObject for Counter {
    fn new(state: State, env: Env) -> Self {
        Self {
            ctx: Context::of_durable_object(&state, &env),
            calls: Cell::new(0),
        }
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::ok(self.ctx.var("TEXT")?)
    }
}

impl counting::Counting for Counter {
    async fn next(&self) -> Result<u32> {
        self.calls.set(self.calls.get() + 1);
        Ok(self.calls.get())
    }
}

impl counting::Counting for Front {
    async fn next(&self) -> Result<u32> {
        Ok(0)
    }
}

/// The same for what has a context.
macro_rules! impl_asking {
    ($server:ident) => {
        impl asking::Asking for $server {
            async fn ask(&self, accessor: String, binding: String) -> Result<String> {
                let asked = asked::of_binding::<CountingClient>(&self.ctx, &accessor, &binding);
                asked.ok_or_else(|| Error::new("there is no such accessor"))
            }

            async fn props(&self) -> Result<String> {
                Ok(asked::props(&self.ctx))
            }

            async fn next_of_service(&self, binding: String) -> Result<u32> {
                let service: CountingClient = self.ctx.service(&binding)?;
                service.next().await
            }

            async fn next_of_object(&self, binding: String, object: Object) -> Result<u32> {
                let object: CountingClient = self.ctx.durable_object(&binding, id_of(object)?)?;
                object.next().await
            }

            async fn new_id(
                &self,
                binding: String,
                jurisdiction: Option<String>,
            ) -> Result<String> {
                let id = self.ctx.new_object_id(&binding, jurisdiction.as_deref());
                match id {
                    Ok(id) => Ok(id.to_string()),
                    Err(error) if error.kind() == ErrorKind::InvalidArgument => {
                        Err(Error::new(format_args!("refused: {error}")))
                    }
                    Err(error) => Err(error),
                }
            }

            async fn later(&self, line: String) -> Result<()> {
                later(&self.ctx, line)
            }
        }
    };
}

impl_asking!(Front);
impl_asking!(Counter);

fn later(ctx: &Context, line: String) -> Result<()> {
    ctx.wait_until(async move { worker::console_log!("later: {line}") })
}

fn id_of(object: Object) -> Result<ObjectId> {
    let mut id = match (object.name, object.id) {
        (Some(name), None) => ObjectId::from(name),
        (None, Some(id)) => ObjectId::from_id(id),
        _ => return Err(Error::new("expected a name or an id")),
    };
    if let Some(jurisdiction) = object.jurisdiction {
        id = id.in_jurisdiction(jurisdiction);
    }
    if let Some(place) = object.near {
        id = id.near(place);
    }
    Ok(id)
}
