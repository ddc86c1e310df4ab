//! Conversions and readers of messages, as the README shows them.

rpc_runtime::include_rpc!("orders");

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use super::orders;

    use rpc_runtime::message::{self, Message};

    #[test]
    fn an_order_there_and_back() -> Result<(), rpc_runtime::ValueError> {
        let item = orders::Item {
            name: "tea".to_owned(),
        };
        let order = orders::Order { items: vec![item] };

        let bytes = message::to_bytes(&order)?;
        let message = Message::new(bytes)?;
        let order = orders::OrderReader::from(message.root()?);
        for item in order.items()?.iter() {
            // An item is read, and may be wrong, when it is asked for.
            assert_eq!(item?.name()?, "tea");
        }
        Ok(())
    }
}
