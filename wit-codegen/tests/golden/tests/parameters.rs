//! Parameters that are more than fit into one tuple.
#![cfg(not(target_arch = "wasm32"))]

use rpc_runtime::{CallError, Result};
use wit_codegen_goldens::tuples::measures::{
    Cell, Measures, MeasuresClient, Row, Sixteen, Thirteen,
};

struct Server;

impl Measures for Server {
    async fn fill(&self, _: Sixteen, _: Thirteen, _: Vec<Row>) -> Result<Row, CallError<Thirteen>> {
        unimplemented!("it is not called")
    }

    async fn swap(&self, _: Option<Thirteen>, _: Cell) -> Result<(Sixteen, Thirteen)> {
        unimplemented!("it is not called")
    }

    async fn found(&self, _: Vec<Sixteen>) -> Result<Vec<Thirteen>> {
        Ok(Vec::new())
    }

    async fn total(
        &self,
        p1: u8,
        p2: u8,
        p3: u8,
        p4: u8,
        p5: u8,
        p6: u8,
        p7: u8,
        p8: u8,
        p9: u8,
        p10: u8,
        p11: u8,
        p12: u8,
        p13: u8,
        p14: u8,
        p15: u8,
        p16: u8,
        p17: u8,
        p18: u8,
        p19: u8,
        p20: u8,
        p21: u8,
        p22: u8,
        p23: u8,
        p24: u8,
        p25: u8,
        p26: u8,
        note: String,
    ) -> Result<String> {
        let sent = [
            p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16, p17, p18, p19,
            p20, p21, p22, p23, p24, p25, p26,
        ];
        Ok(format!("{note}: {sent:?}"))
    }
}

#[test]
fn each_arrives_in_its_place() {
    let client = MeasuresClient::from_local(Server);
    let total = client.total(
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
        26, "all",
    );
    let sent: Vec<u8> = (1..=26).collect();
    assert_eq!(pollster::block_on(total).unwrap(), format!("all: {sent:?}"));
}
