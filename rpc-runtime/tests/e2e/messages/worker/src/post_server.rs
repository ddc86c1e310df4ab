//! The servers.

use std::cell::Cell;

use rpc_runtime::{CallError, Context, Error, Result};
// `#[durable_object]` looks for it here.
use worker::wasm_bindgen;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use crate::places::{Point, Refusal};
use crate::post::{Chest, ChestTarget, Delivery, Packed, Parcel, Post, PostClient};
use crate::{asking, moving, scenarios, thrown};

thread_local! {
    static CHESTS: Cell<u32> = const { Cell::new(0) };
    static LOSSES: Cell<u32> = const { Cell::new(0) };
    static SHIFTS: Cell<u32> = const { Cell::new(0) };
}

pub(crate) struct MyChest {
    label: String,
}

impl MyChest {
    pub(crate) fn handle(label: &str) -> Chest {
        CHESTS.set(CHESTS.get() + 1);
        let label = label.to_owned();
        Chest::new(Self { label })
    }

    pub(crate) fn count() -> u32 {
        CHESTS.get()
    }
}

impl Drop for MyChest {
    fn drop(&mut self) {
        CHESTS.set(CHESTS.get() - 1);
    }
}

impl ChestTarget for MyChest {
    async fn label(&self) -> Result<String> {
        Ok(self.label.clone())
    }

    async fn put(&self, mut points: Vec<Point>) -> Result<Vec<Point>> {
        points.reverse();
        Ok(points)
    }
}

/// Both entrypoints, the default one and `Desk`.
struct Desk {
    ctx: Context,
}

moving::export!(Desk);
thrown::export!(Desk);
crate::post::export!(Desk);
asking::export!(Desk);
moving::export!(Desk as "Desk", with crate::post);

impl moving::Moving for Desk {
    async fn shift(&self, at: Point, by: f64) -> Result<Point> {
        shifted(at, by)
    }

    async fn shifts(&self) -> Result<u32> {
        Ok(SHIFTS.get())
    }
}

fn shifted(at: Point, by: f64) -> Result<Point> {
    SHIFTS.set(SHIFTS.get() + 1);
    if by.is_nan() {
        return Err(Error::new("by how much?"));
    }
    Ok(Point {
        x: at.x + by,
        y: at.y,
    })
}

fn taken(at: Point, weight: u32) -> Result<Point, CallError<Refusal>> {
    match weight {
        0 => Err(Refusal::Closed.into()),
        13 => Err(Error::new("it is bad luck"))?,
        100.. => Err(Refusal::TooHeavy(at).into()),
        _ => Ok(at),
    }
}

impl thrown::Thrown for Desk {
    async fn take_or_throw(&self, at: Point, weight: u32) -> Result<Point, CallError<Refusal>> {
        taken(at, weight)
    }
}

impl Post for Desk {
    async fn send(&self, parcels: Vec<Parcel>) -> Result<Vec<Parcel>> {
        let Ok(next) = self.ctx.env()?.service("NEXT") else {
            return Ok(parcels);
        };
        let back = PostClient::from(next).send(&parcels).await?;
        // The second for NaN.
        if back == parcels || format!("{back:?}") == format!("{parcels:?}") {
            return Ok(back);
        }
        Err(Error::new(format!("sent {parcels:?}, got {back:?}")))
    }

    async fn take(&self, at: Point, weight: u32) -> Result<Point, CallError<Refusal>> {
        taken(at, weight)
    }

    async fn lose(&self, _at: Point) -> Result<Point> {
        LOSSES.set(LOSSES.get() + 1);
        Err(Error::new("it is lost"))
    }

    async fn add(&self, a: u32, b: u32) -> Result<u32> {
        Ok(a + b)
    }

    async fn chests(&self) -> Result<u32> {
        Ok(MyChest::count())
    }

    async fn losses(&self) -> Result<u32> {
        Ok(LOSSES.get())
    }

    async fn new_chest(&self, label: String) -> Result<Chest> {
        if label.is_empty() {
            return Err(Error::new("a chest has a label"));
        }
        Ok(MyChest::handle(&label))
    }

    async fn deliver(&self, delivery: Delivery) -> Result<Delivery> {
        Ok(delivery)
    }

    async fn labels(&self, chests: Vec<Chest>, lent: Chest) -> Result<Vec<String>> {
        let mut labels = Vec::new();
        for chest in chests.iter().chain([&lent]) {
            labels.push(chest.label().await?);
        }
        Ok(labels)
    }

    async fn pack(&self, at: Point) -> Result<Packed> {
        Ok(Packed {
            at,
            first: MyChest::handle("first"),
            more: vec![MyChest::handle("second"), MyChest::handle("third")],
        })
    }
}

impl asking::Asking for Desk {
    async fn run(&self, scenario: String, binding: String) -> Result<Vec<String>> {
        let env = self.ctx.env()?;
        if scenario == "durable" {
            let stub = env.durable_object(&binding)?.get_by_name("tea")?;
            return scenarios::shifts(&stub.into()).await;
        }
        scenarios::run(&scenario, env.service(&binding)?).await
    }
}

/// A Durable Object.
#[durable_object]
#[derive(Debug)]
pub(crate) struct Depot;

moving::export!(durable Depot);

impl DurableObject for Depot {
    fn new(_state: State, _env: Env) -> Self {
        Self
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::error("only calls are served here", 404)
    }
}

impl moving::Moving for Depot {
    async fn shift(&self, at: Point, by: f64) -> Result<Point> {
        shifted(at, by)
    }

    async fn shifts(&self) -> Result<u32> {
        Ok(SHIFTS.get())
    }
}
