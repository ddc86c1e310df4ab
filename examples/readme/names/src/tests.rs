//! Both forms, in JSON.

use serde_json::json;

use super::stall::{Sale, StallClient};
use super::{MyStall, rusts_form};

fn last_sale() -> Sale {
    let stall = StallClient::from_local(MyStall);
    pollster::block_on(async { stall.last_sale().await }).unwrap()
}

#[test]
fn as_on_the_wire() -> serde_json::Result<()> {
    let sale = last_sale();
    let json = json!({
        "unitPrice": 250,
        "paidBy": { "tag": "gift-card", "val": 7 },
        "state": "handed-over",
        "extras": { "giftWrap": true, "sameDay": false },
    });
    assert_eq!(serde_json::to_value(&sale)?, json);
    assert_eq!(serde_json::from_value::<Sale>(json)?, sale);
    Ok(())
}

#[test]
fn as_in_rust() -> serde_json::Result<()> {
    use rusts_form::stall::{Extras, Payment, Sale, State};

    let sale = Sale {
        unit_price: 250,
        note: None,
        paid_by: Payment::GiftCard(7),
        state: State::HandedOver,
        extras: Extras::GIFT_WRAP,
    };
    let json = json!({
        "unit_price": 250,
        "note": null,
        "paid_by": { "GiftCard": 7 },
        "state": "HandedOver",
        "extras": "GIFT_WRAP",
    });
    assert_eq!(serde_json::to_value(&sale)?, json);
    assert_eq!(serde_json::from_value::<Sale>(json)?, sale);
    Ok(())
}
