//! Calls the interfaces of `wit/calculator` through the service binding that the test names and
//! tells what came back: `GET /calculator?binding=NAME`, `GET /scientific?binding=NAME`.

rpc_runtime::include_rpc!("calculator");

use std::fmt::Debug;

use calculator::CalculatorClient;
use scientific::ScientificClient;
use worker::{Context, Env, Fetcher, Request, Response, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let binding = url.query_pairs().find(|(key, _)| key == "binding");
    let binding = env.service(
        &binding
            .map(|(_, name)| name.into_owned())
            .unwrap_or_default(),
    )?;
    match url.path() {
        "/calculator" => Response::from_json(&calculator_calls(binding).await),
        "/scientific" => Response::from_json(&scientific_calls(binding).await),
        _ => Response::error("no such calls", 404),
    }
}

async fn calculator_calls(binding: Fetcher) -> Vec<String> {
    let client: CalculatorClient = binding.into();
    vec![
        shown("add(1, 2)", client.add(1, 2).await),
        shown("add(u32::MAX, 0)", client.add(u32::MAX, 0).await),
        shown("add(u32::MAX, 1)", client.add(u32::MAX, 1).await),
    ]
}

async fn scientific_calls(binding: Fetcher) -> Vec<String> {
    let client: ScientificClient = binding.into();
    vec![
        shown("sine(0)", client.sine(0.0).await),
        shown("sine(inf)", client.sine(f64::INFINITY).await),
        shown("factorial(20)", client.factorial(20).await),
        shown("factorial(65)", client.factorial(65).await),
        shown(
            "negate(9007199254740993)",
            client.negate(9_007_199_254_740_993).await,
        ),
        shown("negate(MIN)", client.negate(i64::MIN).await),
        shown("is_prime(97)", client.is_prime(97).await),
        shown("is_prime(91)", client.is_prime(91).await),
        shown("digit_value('f')", client.digit_value('f').await),
        shown("digit_value('🦀')", client.digit_value('🦀').await),
        shown("format(u64::MAX, 36)", client.format(u64::MAX, 36).await),
        shown("format(0, 1)", client.format(0, 1).await),
        shown(
            "to_bytes(u64::MAX - 1)",
            client.to_bytes(u64::MAX - 1).await,
        ),
        shown("checksum([])", client.checksum(&[]).await),
        shown(
            "checksum([255; 100000])",
            client.checksum(&[255; 100_000]).await,
        ),
        shown("note(\"añ🦀\")", client.note("añ🦀").await),
    ]
}

/// A call and its outcome, as a test reads it.
fn shown<T: Debug>(call: &str, outcome: rpc_runtime::Result<T>) -> String {
    match outcome {
        Ok(value) => format!("{call} = {value:?}"),
        Err(error) => format!("{call} fails: {:?}, {error}", error.kind()),
    }
}
