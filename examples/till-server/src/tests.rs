//! Every method of the till, over a context that each test fills: the code that runs in a Worker, with servers of this
//! process in place of the Workers that it calls.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use pollster::block_on;
use rpc_runtime::testing::{self, ContextBuilder, Fault};
use rpc_runtime::{Error, ErrorKind};

use super::*;
use crate::orders::{Cents, Delivery, Order, Orders, Product, Receipt, Shortage};
use crate::till::TillClient;

/// A shop that has five cups, at two each.
struct Shop;

impl Orders for Shop {
    async fn catalogue(&self) -> Result<BTreeMap<String, Product>> {
        Ok(BTreeMap::new())
    }

    async fn quote(
        &self,
        lines: Vec<Line>,
        delivery: Option<Delivery>,
    ) -> Result<Cents, CallError<OrderError>> {
        let [line] = <[Line; 1]>::try_from(lines).map_err(|_| OrderError::Empty)?;
        match (line.sku.as_str(), line.quantity) {
            ("cup", wanted @ 6..) => {
                let sku = line.sku;
                let left = 5;
                let shortage = Shortage { sku, wanted, left };
                Err(OrderError::SoldOut(vec![shortage]).into())
            }
            ("cup", quantity) if delivery.is_none() => Ok(2_00 * u64::from(quantity)),
            _ => Err(OrderError::UnknownProduct(line.sku).into()),
        }
    }

    async fn place(&self, _order: Order) -> Result<Receipt, CallError<OrderError>> {
        Err(Error::new("the till places no orders").into())
    }
}

#[derive(Default)]
struct InMemory(Cell<u64>);

impl counter::Counter for InMemory {
    async fn increment(&self, by: u32) -> Result<u64> {
        self.0.set(self.0.get() + u64::from(by));
        Ok(self.0.get())
    }

    async fn value(&self) -> Result<u64> {
        Ok(self.0.get())
    }

    async fn reset(&self) -> Result<()> {
        self.0.set(0);
        Ok(())
    }
}

/// A counter that starts from zero.
fn in_memory() -> CounterClient {
    CounterClient::from_local(InMemory::default())
}

/// What `wrangler.toml` configures.
fn configured() -> ContextBuilder {
    testing::context()
        .var("CURRENCY", "EUR")
        .service("SHOP", OrdersClient::from_local(Shop))
        .durable_object("COUNTERS", |_| in_memory())
}

fn ada() -> Customer {
    Customer {
        name: "Ada".to_owned(),
        discount: 10,
    }
}

fn client(ctx: &Context) -> TillClient {
    TillClient::from_local(Till { ctx: ctx.clone() })
}

#[test]
fn a_sale() -> Result<(), CallError<Refusal>> {
    block_on(async {
        let ctx = testing::context()
            .props(&ada())
            .var("CURRENCY", "EUR")
            .service("SHOP", OrdersClient::from_local(Shop))
            .durable_object("COUNTERS", |_| in_memory())
            .build();
        let till = TillClient::from_local(Till { ctx: ctx.clone() });
        assert_eq!(till.buy("cup", 3).await?.total, 5_40);
        assert_eq!(ctx.run_waiting().await, 1); // what went to `wait_until`
        assert_eq!(till.sold("cup").await?, 3);
        Ok(())
    })
}

#[test]
fn who_calls_is_greeted() {
    let ctx = configured().props(&ada()).build();
    let greeting = block_on(client(&ctx).greeting()).unwrap();
    assert_eq!(greeting, "Good day to Ada.");

    let nobody = configured().build();
    let greeting = block_on(client(&nobody).greeting()).unwrap();
    assert_eq!(greeting, "Good day to a guest.");

    let wrong = configured().props(&json!({ "discount": 1000 })).build();
    let error = block_on(client(&wrong).greeting()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidProps);
    assert_eq!(
        error.message(),
        "props: discount: expected u8, got integer `1000`"
    );
}

#[test]
fn a_customer_pays_what_it_costs_less_the_discount() {
    let ctx = configured().props(&ada()).build();
    let ticket = block_on(client(&ctx).buy("cup", 3)).unwrap();
    assert_eq!(told(&ticket), "5.40 EUR from Ada");
}

#[test]
fn what_is_sold_is_counted_after_the_reply() {
    let ctx = configured().build();
    let till = client(&ctx);
    block_on(async {
        till.buy("cup", 3).await.unwrap();
        assert_eq!(till.sold("cup").await.unwrap(), 0);
        assert_eq!(ctx.run_waiting().await, 1);
        assert_eq!(till.sold("cup").await.unwrap(), 3);
        assert_eq!(till.sold("pot").await.unwrap(), 0);
    });
}

#[test]
fn a_refusal_says_why_and_counts_nothing() {
    let ctx = configured().build();
    let refused = |sku, quantity| match block_on(client(&ctx).buy(sku, quantity)) {
        Err(CallError::Declared(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    };
    assert_eq!(refused("coffee", 1), Refusal::Unknown);
    assert_eq!(refused("cup", 6), Refusal::SoldOut(5));
    assert_eq!(ctx.waiting(), 0);
}

#[test]
fn a_counter_that_fails_spoils_no_sale() {
    struct Broken;

    impl counter::Counter for Broken {
        async fn increment(&self, _by: u32) -> Result<u64> {
            Err(Error::new("broken"))
        }

        async fn value(&self) -> Result<u64> {
            Err(Error::new("broken"))
        }

        async fn reset(&self) -> Result<()> {
            Err(Error::new("broken"))
        }
    }

    let ctx = configured()
        .durable_object("COUNTERS", |_| CounterClient::from_local(Broken))
        .build();
    let till = client(&ctx);
    assert!(block_on(till.buy("cup", 1)).is_ok());
    assert_eq!(block_on(ctx.run_waiting()), 1);
    assert_eq!(block_on(till.sold("cup")).unwrap_err().message(), "broken");
}

#[test]
fn a_shop_that_is_lost_is_asked_again() -> Result<(), CallError<Refusal>> {
    block_on(async {
        let faults = testing::faults()
            .nth(1, Fault::Disconnected)
            .nth(2, Fault::DroppedReply);
        let shop = faults.over(OrdersClient::from_local(Shop));
        let ctx = configured().service("SHOP", shop).build();
        assert_eq!(client(&ctx).buy("cup", 3).await?.total, 6_00);
        assert_eq!(
            faults.log(),
            [
                (1, "quote", Fault::Disconnected),
                (2, "quote", Fault::DroppedReply)
            ]
        );
        Ok(())
    })
}

#[test]
fn a_shop_that_has_too_much_to_do_is_left_alone() {
    let faults = testing::faults().calls(.., Fault::Overloaded);
    let shop = faults.over(OrdersClient::from_local(Shop));
    let ctx = configured().service("SHOP", shop).build();
    let Err(CallError::Failed(error)) = block_on(client(&ctx).buy("cup", 3)) else {
        panic!("sold without a price");
    };
    assert!(error.remote().is_some_and(|remote| remote.is_overloaded()));
    assert_eq!(faults.counted(), 1);
    assert_eq!(ctx.waiting(), 0);
}

#[test]
fn a_counter_that_starts_anew_misses_a_sale_and_no_other() {
    let faults = testing::faults().nth(1, Fault::DurableObjectReset);
    let counter = faults.over(in_memory());
    let ctx = configured()
        .durable_object("COUNTERS", move |_| counter.clone())
        .build();
    let till = client(&ctx);
    for _ in 0..3 {
        assert!(block_on(till.buy("cup", 1)).is_ok());
        assert_eq!(block_on(ctx.run_waiting()), 1);
    }
    // To count twice would be worse, so it is not tried again.
    assert_eq!(block_on(till.sold("cup")).unwrap(), 2);
}

#[test]
fn each_product_has_a_counter_of_its_own() {
    let names = Rc::new(Cell::new(Vec::new()));
    let seen = Rc::clone(&names);
    let ctx = configured()
        .durable_object("COUNTERS", move |object| {
            seen.set([seen.take(), vec![object.to_string()]].concat());
            in_memory()
        })
        .build();
    for sku in ["cup", "pot", "cup"] {
        block_on(client(&ctx).sold(sku)).unwrap();
    }
    assert_eq!(names.take(), ["sold: cup", "sold: pot"]);
}

#[test]
fn what_is_not_configured_is_named() {
    let ctx = testing::context().var("SHOP", "shop-server").build();
    let error = match block_on(client(&ctx).buy("cup", 1)) {
        Err(CallError::Failed(error)) => error,
        other => panic!("sold without a shop: {other:?}"),
    };
    assert_eq!(error.kind(), ErrorKind::InvalidBinding);
    assert!(error.message().starts_with("binding SHOP: "), "{error}");
    let error = block_on(client(&ctx).sold("cup")).unwrap_err();
    assert!(error.message().starts_with("binding COUNTERS: "), "{error}");
}

#[test]
fn an_http_request_buys_as_well() {
    let ctx = configured().build();
    let sale = |query: &str| {
        let url = Url::parse(&format!("http://till/?{query}")).unwrap();
        block_on(sale(ctx.clone(), &url)).unwrap()["result"].clone()
    };
    assert_eq!(sale("sku=cup&quantity=2"), "4.00 EUR from a guest");
    assert_eq!(sale("sku=cup&quantity=7"), "refused: 5 left");
    assert_eq!(sale(""), "refused: not sold here");
    assert_eq!(block_on(ctx.run_waiting()), 1);
}
