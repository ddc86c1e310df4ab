//! Calls that fail and are made again, as the README shows them.

use std::time::Duration;

use rpc_runtime::testing::{self, Fault};
use rpc_runtime::{CallOptions, Context, ErrorKind, Result, RetryPolicy};

use crate::MyStock;
use crate::stock::StockClient;

#[test]
fn what_may_run_twice_is_made_again() -> Result<()> {
    pollster::block_on(async {
        let ctx = Context::detached();
        let stock = StockClient::from_local(MyStock { ctx });
        let faults = testing::faults()
            .nth(1, Fault::Disconnected)
            .nth(3, Fault::Disconnected);
        let policy = RetryPolicy::new().backoff(Duration::from_millis(1));
        let stock = faults.over(stock).with(CallOptions::new().retry(policy));
        assert_eq!(stock.count("tea").await?, 12); // the second attempt
        let failed = stock.reserve("tea", 2).await.unwrap_err();
        assert_eq!(failed.kind(), ErrorKind::Gone); // it may have run
        Ok(())
    })
}
