//! The shop, called through its client in this process: what a call gives is known without starting a Worker.

use pollster::block_on;

use super::*;
use crate::orders::{Address, Card, OrdersClient};

fn client() -> OrdersClient {
    OrdersClient::from_local(Shop::open())
}

fn line(sku: &str, quantity: u32) -> Line {
    Line {
        sku: sku.to_owned(),
        quantity,
        engraving: None,
    }
}

fn order(lines: Vec<Line>) -> Order {
    Order {
        lines,
        ship_to: Address {
            name: "Ada".to_owned(),
            street: vec!["1 Analytical Row".to_owned(), "2nd floor".to_owned()],
            town: "W1 London".to_owned(),
        },
        delivery: Delivery::Standard,
        extras: Extras::empty(),
        payment: Payment::Invoice,
        note: None,
    }
}

/// Why an order is refused, as its customer learns it.
fn refusal(order: &Order) -> OrderError {
    match block_on(client().place(order)) {
        Err(CallError::Declared(error)) => error,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn the_catalogue_has_prices() {
    let catalogue = block_on(client().catalogue()).unwrap();
    assert_eq!(catalogue["pot"].price, 32_00);
    assert!(catalogue.keys().eq(["cup", "pot", "tea"]));
}

#[test]
fn a_quote_counts_the_delivery_if_there_is_one() {
    let lines = [line("tea", 2), line("cup", 1)];
    assert_eq!(block_on(client().quote(&lines, None)).unwrap(), 34_00);
    let express = client().quote(&lines, Some(Delivery::Express));
    assert_eq!(block_on(express).unwrap(), 43_90);
}

#[test]
fn a_receipt_names_every_charge() {
    let receipt = block_on(client().place(&Order {
        extras: Extras::GIFT_WRAP | Extras::NO_PLASTIC,
        ..order(vec![
            line("tea", 2),
            Line {
                engraving: Some("Ada".to_owned()),
                ..line("pot", 1)
            },
        ])
    }))
    .unwrap();
    let charges = [
        ("delivery", 4_90),
        ("engraving", 3_00),
        ("gift-wrap", 5_00),
        ("goods", 57_00),
    ];
    let charges = charges.map(|(what, price)| (what.to_owned(), price));
    assert_eq!(receipt.charges, BTreeMap::from(charges));
    assert_eq!(receipt.total, 69_90);
    assert_eq!(receipt.parcels, [vec!["tea", "tea"], vec!["pot"]]);
}

#[test]
fn what_is_picked_up_is_charged_for_the_goods_alone() {
    let receipt = block_on(client().place(&Order {
        delivery: Delivery::PickUp,
        ..order(vec![line("cup", 2)])
    }));
    assert_eq!(receipt.unwrap().total, 18_00);
}

#[test]
fn an_order_is_refused_with_the_reason() {
    assert_eq!(refusal(&order(Vec::new())), OrderError::Empty);
    assert_eq!(
        refusal(&order(vec![line("coffee", 1)])),
        OrderError::UnknownProduct("coffee".to_owned())
    );
    let shortage = Shortage {
        sku: "pot".to_owned(),
        wanted: 5,
        left: 4,
    };
    assert_eq!(
        refusal(&order(vec![line("pot", 3), line("tea", 1), line("pot", 2)])),
        OrderError::SoldOut(vec![shortage])
    );
    assert!(matches!(
        refusal(&order(vec![line("pot", u32::MAX), line("pot", u32::MAX)])),
        OrderError::SoldOut(_)
    ));
}

#[test]
fn a_payment_is_checked() {
    let paid_with = |payment| Order {
        payment,
        ..order(vec![line("tea", 1)])
    };
    let card = |number: &str| {
        Payment::Card(Card {
            number: number.to_owned(),
            expires: (2030, 12),
        })
    };
    assert_eq!(
        refusal(&paid_with(card("1234"))),
        OrderError::PaymentRefused("1234 is no card number".to_owned())
    );
    let voucher = Payment::Vouchers(vec!["TEN".to_owned()]);
    assert_eq!(
        refusal(&paid_with(voucher)),
        OrderError::PaymentRefused("1 vouchers are not enough for 1740 cents".to_owned())
    );
    for payment in [
        card("4242424242424242"),
        Payment::Vouchers(vec!["TEN".to_owned(); 2]),
        Payment::Invoice,
    ] {
        assert!(block_on(client().place(&paid_with(payment))).is_ok());
    }
}
