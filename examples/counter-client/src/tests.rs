//! What calls a counter needs no Durable Object to be tested: any server of the interface will do.

use std::cell::Cell;

use pollster::block_on;
use rpc_runtime::Result;

use super::*;

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

#[test]
fn counting_starts_from_zero() {
    let counter = CounterClient::from_local(InMemory(Cell::new(7)));
    let rows = block_on(count("here", &counter, 2)).unwrap();
    let calls: Vec<_> = rows.iter().map(|row| &row["call"]).collect();
    assert_eq!(calls, ["increment(2)", "value()"]);
    assert!(rows.iter().all(|row| row["result"] == 2), "{rows:?}");
}
