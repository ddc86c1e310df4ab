//! Serves both interfaces of `wit/calculator` on one entrypoint.

rpc_runtime::include_rpc!("calculator");

use rpc_runtime::{Context, Error, Result};
use scientific::Angle;

// A name that code of a macro might well use itself.
struct Server {
    ctx: Context,
}

impl calculator::Calculator for Server {
    async fn add(&self, a: u32, b: u32) -> Result<u32> {
        assert_ne!(a, 13, "13 is unlucky");
        a.checked_add(b)
            .ok_or_else(|| Error::new("the sum is too large"))
    }
}

impl scientific::Scientific for Server {
    async fn sine(&self, of: Angle) -> Result<f64> {
        Ok(of.sin())
    }

    async fn factorial(&self, n: u64) -> Result<u64> {
        Ok((2..=n.min(66)).fold(1, u64::wrapping_mul))
    }

    async fn negate(&self, n: i64) -> Result<i64> {
        Ok(n.wrapping_neg())
    }

    async fn is_prime(&self, n: u64) -> Result<bool> {
        let mut divisors = (2..n).take_while(|divisor| divisor * divisor <= n);
        Ok(n > 1 && divisors.all(|divisor| !n.is_multiple_of(divisor)))
    }

    async fn digit_value(&self, digit: char) -> Result<u8> {
        Ok(digit
            .to_digit(16)
            .and_then(|value| value.try_into().ok())
            .unwrap_or(u8::MAX))
    }

    async fn format(&self, mut n: u64, base: u8) -> Result<String> {
        if !(2..=36).contains(&base) {
            return Err(Error::new(format!("{base} is no base")));
        }
        let mut digits = Vec::new();
        loop {
            digits.extend(char::from_digit((n % u64::from(base)) as u32, base.into()));
            n /= u64::from(base);
            if n == 0 {
                return Ok(digits.into_iter().rev().collect());
            }
        }
    }

    async fn to_bytes(&self, n: u64) -> Result<Vec<u8>> {
        Ok(n.to_le_bytes().to_vec())
    }

    async fn checksum(&self, data: Vec<u8>) -> Result<u32> {
        Ok(data
            .iter()
            .fold(0, |sum, byte| sum.wrapping_add((*byte).into())))
    }

    async fn note(&self, line: String) -> Result<()> {
        // After the reply: a test reads it from the log.
        self.ctx
            .wait_until(async move { worker::console_log!("noted: {line}") })
    }
}

calculator::export!(Server);
scientific::export!(Server);
