//! Serves the benchmark's interface, and calls it: `GET /order-100?times=200&peer=OBJECTS` makes as many calls, one after
//! the other.
//!
//! Two packages are built from this file, which differ in the wire that they call on.

rpc_runtime::include_rpc!("bench");

use echo::{Currency, EchoClient, Line, Money, Order};
use rpc_runtime::Result;
use worker::{Context, Env, Request, Response, event};

#[derive(Debug)]
struct Echo {
    #[allow(dead_code, reason = "every server has it")]
    ctx: rpc_runtime::Context,
}

impl echo::Echo for Echo {
    async fn add(&self, a: u32, b: u32) -> Result<u32> {
        Ok(a.wrapping_add(b))
    }

    async fn echo_order(&self, order: Order) -> Result<Order> {
        Ok(order)
    }
}

echo::export!(Echo);

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let parameter = |wanted| {
        let mut pairs = url.query_pairs();
        let found = pairs.find_map(|(name, value)| (name == wanted).then(|| value.into_owned()));
        found.unwrap_or_default()
    };
    let times: u32 = parameter("times").parse().unwrap_or(1);
    let peer: EchoClient = env.service(&parameter("peer"))?.into();
    match url.path() {
        "/add" => {
            for number in 0..times {
                peer.add(number, 1).await?;
            }
        }
        "/order-100" => {
            let order = order();
            for _ in 0..times {
                let answer = peer.echo_order(&order).await?;
                if answer.lines.len() != order.lines.len() {
                    return Response::error("lines were lost", 500);
                }
            }
        }
        _ => return Response::error("not found", 404),
    }
    Response::ok("done")
}

fn order() -> Order {
    let line = |number: u32| Line {
        id: 1_000_000_007 * u64::from(number),
        sku: format!("sku-{number}-{number}"),
        quantity: number,
        price: Money {
            currency: Currency::Eur,
            cents: 150 * number,
        },
        gift: number.is_multiple_of(2),
    };
    Order {
        id: 7,
        customer: "Ada".to_owned(),
        lines: (0..100).map(line).collect(),
    }
}
