//! What is sent, as messages of protobuf.

use crate::bench::{
    Circle, Currency, Empty, Group, Groups, Line, Money, NamedShapes, Order, Outcome, Point,
    Polygon, Shape, Shapes, Tree, group, outcome, shape, tree,
};

/// How long a chunk of a stream of bytes is.
pub(crate) const CHUNK: usize = 64 << 10;

pub(crate) fn line(number: u32) -> Line {
    let price = Money {
        currency: Currency::EUR.into(),
        cents: 150 * number,
        ..Money::default()
    };
    Line {
        id: 1_000_000_007 * u64::from(number),
        sku: format!("sku-{number}-{number}"),
        quantity: number,
        price: price.into(),
        gift: number.is_multiple_of(2),
        ..Line::default()
    }
}

pub(crate) fn order(lines: u32) -> Order {
    Order {
        id: 7,
        customer: "Ada".to_owned(),
        lines: (0..lines).map(line).collect(),
        ..Order::default()
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
    let groups = Groups {
        groups: (0..40).map(group).collect(),
        ..Groups::default()
    };
    Tree {
        tree: Some(tree::Tree::from(groups)),
        ..Tree::default()
    }
}

fn group(number: u32) -> Group {
    let shapes = || (0..5).map(|place| shape(number + place)).collect();
    let group = match number % 4 {
        0 => group::Group::One(Box::new(shape(number))),
        1 => group::Group::Many(Box::new(Shapes {
            shapes: shapes(),
            ..Shapes::default()
        })),
        2 => group::Group::Named(Box::new(NamedShapes {
            name: format!("group {number}"),
            shapes: shapes(),
            ..NamedShapes::default()
        })),
        _ => {
            let outcome = if number.is_multiple_of(3) {
                outcome::Outcome::Err("no shape".to_owned())
            } else {
                outcome::Outcome::Ok(Box::new(shape(number)))
            };
            group::Group::Failed(Box::new(Outcome {
                outcome: Some(outcome),
                ..Outcome::default()
            }))
        }
    };
    Group {
        group: Some(group),
        ..Group::default()
    }
}

fn shape(number: u32) -> Shape {
    let x = f64::from(number) + 0.25;
    let point = |x, y| Point {
        x,
        y,
        ..Point::default()
    };
    let shape = match number % 5 {
        0 => shape::Shape::Empty(Box::new(Empty::default())),
        1 => shape::Shape::Point(Box::new(point(x, -x))),
        2 => shape::Shape::Circle(Box::new(Circle {
            radius: x,
            label: number.is_multiple_of(2).then(|| format!("circle {number}")),
            ..Circle::default()
        })),
        3 => shape::Shape::Polygon(Box::new(Polygon {
            corners: (0..6).map(|corner| point(x, f64::from(corner))).collect(),
            ..Polygon::default()
        })),
        _ => shape::Shape::Text(format!("text {number}")),
    };
    Shape {
        shape: Some(shape),
        ..Shape::default()
    }
}
