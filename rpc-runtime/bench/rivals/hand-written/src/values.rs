//! What is sent, with serde.

use serde::{Deserialize, Serialize};

/// How long a chunk of a stream of bytes is.
pub(crate) const CHUNK: usize = 64 << 10;

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Currency {
    Eur,
    Usd,
    Gbp,
}

#[derive(Serialize, Deserialize, PartialEq)]
pub(crate) struct Money {
    pub(crate) currency: Currency,
    pub(crate) cents: u32,
}

#[derive(Serialize, Deserialize, PartialEq)]
pub(crate) struct Line {
    pub(crate) id: u64,
    pub(crate) sku: String,
    pub(crate) quantity: u32,
    pub(crate) price: Money,
    pub(crate) gift: bool,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) id: u32,
    pub(crate) customer: String,
    pub(crate) lines: Vec<Line>,
}

#[derive(Serialize, Deserialize, PartialEq)]
pub(crate) struct Circle {
    pub(crate) radius: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) label: Option<String>,
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(tag = "tag", content = "val", rename_all = "kebab-case")]
pub(crate) enum Shape {
    Empty,
    Point((f64, f64)),
    Circle(Circle),
    Polygon(Vec<(f64, f64)>),
    Text(String),
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(tag = "tag", content = "val", rename_all = "kebab-case")]
pub(crate) enum Group {
    One(Shape),
    Many(Vec<Shape>),
    Named((String, Vec<Shape>)),
    Failed(Outcome),
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(tag = "tag", content = "val", rename_all = "kebab-case")]
pub(crate) enum Outcome {
    Ok(Shape),
    Err(String),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "tag", content = "val", rename_all = "kebab-case")]
pub(crate) enum Tree {
    Leaf(Shape),
    Branch(Group),
    Forest(Vec<Group>),
}

pub(crate) fn line(number: u32) -> Line {
    Line {
        id: 1_000_000_007 * u64::from(number),
        sku: format!("sku-{number}-{number}"),
        quantity: number,
        price: Money {
            currency: Currency::Eur,
            cents: 150 * number,
        },
        gift: number.is_multiple_of(2),
    }
}

pub(crate) fn order(lines: u32) -> Order {
    Order {
        id: 7,
        customer: "Ada".to_owned(),
        lines: (0..lines).map(line).collect(),
    }
}

/// Of letters that JavaScript keeps in a byte each, as most text is.
pub(crate) fn string(length: usize) -> String {
    "abcdefghij".repeat(length / 10)
}

pub(crate) fn strings() -> Vec<String> {
    (0..1000)
        .map(|number| format!("string number {number}"))
        .collect()
}

pub(crate) fn numbers() -> Vec<f64> {
    (0..100_000).map(|number| f64::from(number) + 0.5).collect()
}

/// Two hundred shapes in forty groups.
pub(crate) fn tree() -> Tree {
    Tree::Forest((0..40).map(group).collect())
}

fn group(number: u32) -> Group {
    let shapes = || (0..5).map(|place| shape(number + place)).collect();
    match number % 4 {
        0 => Group::One(shape(number)),
        1 => Group::Many(shapes()),
        2 => Group::Named((format!("group {number}"), shapes())),
        _ => Group::Failed(if number.is_multiple_of(3) {
            Outcome::Err("no shape".to_owned())
        } else {
            Outcome::Ok(shape(number))
        }),
    }
}

fn shape(number: u32) -> Shape {
    let x = f64::from(number) + 0.25;
    match number % 5 {
        0 => Shape::Empty,
        1 => Shape::Point((x, -x)),
        2 => Shape::Circle(Circle {
            radius: x,
            label: number.is_multiple_of(2).then(|| format!("circle {number}")),
        }),
        3 => Shape::Polygon((0..6).map(|corner| (x, f64::from(corner))).collect()),
        _ => Shape::Text(format!("text {number}")),
    }
}
