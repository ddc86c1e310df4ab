//! The Worker that asks, as the README shows it.

rpc_runtime::include_rpc!("calculator");

async fn sum(env: worker::Env) -> worker::Result<u32> {
    let calculator: calculator::CalculatorClient = env.service("CALCULATOR")?.into();
    let sum = calculator.add(1, 2).await?;
    Ok(sum)
}
