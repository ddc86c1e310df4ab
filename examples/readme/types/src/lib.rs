//! A type of one's own in the place of one in the schema, as the README shows it.

use rpc_runtime::{Codec, Reader, Value, ValueError, Writer};

rpc_runtime::include_rpc!("prices");

/// An amount, which no calculation takes for another number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cents(u64);

impl Value for Cents {
    fn codec() -> Codec {
        Codec::of::<u64>()
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        self.0.write(to)
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        u64::read(from).map(Self)
    }
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use std::collections::HashSet;

    use super::Cents;
    use super::catalogue::{Catalogue, CatalogueClient, Price};

    struct Shelf;

    impl Catalogue for Shelf {
        async fn price_of(&self, sku: String) -> rpc_runtime::Result<Option<Price>> {
            let price = Price {
                net: Cents(1000),
                tax: Cents(190),
            };
            Ok((sku == "tea").then_some(price))
        }
    }

    #[test]
    fn a_price_has_what_cents_have() -> rpc_runtime::Result<()> {
        let catalogue = CatalogueClient::from_local(Shelf);
        let price = pollster::block_on(async { catalogue.price_of("tea").await })?;
        let seen: HashSet<Price> = price.into_iter().collect();
        let copy = price;
        assert_eq!(copy.map(|price| price.net), Some(Cents(1000)));
        assert_eq!(seen.len(), 1);
        Ok(())
    }
}
