//! Gives every value back. With a service binding `NEXT`, it asks the server behind that one instead, through
//! the generated client, and checks that the same value came back.

rpc_runtime::include_rpc!("values");

use std::collections::BTreeMap;
use std::fmt::Debug;

use echo::{Color, Deep, EchoClient, LongTuple, Outcomes, Point, Profile, Rights, Shape};
use rpc_runtime::{Context, Error, Result};

struct Echo {
    ctx: Context,
}

impl Echo {
    /// The server that is asked, if there is one.
    fn next(&self) -> Result<Option<EchoClient>> {
        Ok(self.ctx.env()?.service("NEXT").ok().map(EchoClient::from))
    }
}

/// What came back for `sent`, which has to be the same.
fn same<T: PartialEq + Debug>(sent: T, reply: Result<T>) -> Result<T> {
    let back = reply.map_err(|error| Error::new(format!("{:?}: {error}", error.kind())))?;
    // The second for NaN.
    if sent == back || format!("{sent:?}") == format!("{back:?}") {
        Ok(back)
    } else {
        Err(Error::new(format!("sent {sent:?}, got {back:?}")))
    }
}

/// Implements the trait: a method, the type of its value, and how the client takes that.
macro_rules! echoes {
    ($($method:ident($value:ident: $type:ty) => $passed:expr;)*) => {
        impl echo::Echo for Echo {
            $(async fn $method(&self, $value: $type) -> Result<$type> {
                match self.next()? {
                    Some(next) => {
                        let reply = next.$method($passed).await;
                        same($value, reply)
                    }
                    None => Ok($value),
                }
            })*

            async fn nothing(&self) -> Result<()> {
                match self.next()? {
                    Some(next) => same((), next.nothing().await),
                    None => Ok(()),
                }
            }

            async fn echo_options(
                &self,
                first: u32,
                second: Option<u32>,
                third: Option<String>,
            ) -> Result<(u32, Option<u32>, Option<String>)> {
                match self.next()? {
                    Some(next) => {
                        let reply = next.echo_options(first, second, third.as_deref()).await;
                        same((first, second, third), reply)
                    }
                    None => Ok((first, second, third)),
                }
            }
        }
    };
}

echoes! {
    echo_bool(value: bool) => value;
    echo_u8(value: u8) => value;
    echo_u16(value: u16) => value;
    echo_u32(value: u32) => value;
    echo_u64(value: u64) => value;
    echo_s8(value: i8) => value;
    echo_s16(value: i16) => value;
    echo_s32(value: i32) => value;
    echo_s64(value: i64) => value;
    echo_f32(value: f32) => value;
    echo_f64(value: f64) => value;
    echo_char(value: char) => value;
    echo_string(value: String) => &value;

    echo_bytes(value: Vec<u8>) => &value;
    echo_u16s(value: Vec<u16>) => &value;
    echo_u32s(value: Vec<u32>) => &value;
    echo_u64s(value: Vec<u64>) => &value;
    echo_s8s(value: Vec<i8>) => &value;
    echo_s16s(value: Vec<i16>) => &value;
    echo_s32s(value: Vec<i32>) => &value;
    echo_s64s(value: Vec<i64>) => &value;
    echo_f32s(value: Vec<f32>) => &value;
    echo_f64s(value: Vec<f64>) => &value;

    echo_bools(value: Vec<bool>) => &value;
    echo_strings(value: Vec<String>) => &value;
    echo_points(value: Vec<Point>) => &value;
    echo_grid(value: Vec<Vec<f64>>) => &value;
    echo_digest(value: [u8; 4]) => &value;
    echo_corners(value: [Point; 2]) => &value;

    echo_ages(value: BTreeMap<String, u8>) => &value;
    echo_names(value: BTreeMap<u64, String>) => &value;

    echo_option(value: Option<u32>) => value;
    echo_optional_text(value: Option<String>) => value.as_deref();
    echo_optional_bytes(value: Option<Vec<u8>>) => value.as_deref();
    echo_optional_point(value: Option<Point>) => value;
    echo_nested_option(value: Option<Option<u32>>) => value;

    echo_outcomes(value: Outcomes) => &value;
    echo_tuple(value: (u32, String, Option<bool>)) => &value;
    echo_long_tuple(value: LongTuple) => &value;
    echo_profile(value: Profile) => &value;
    echo_shape(value: Shape) => &value;
    echo_color(value: Color) => value;
    echo_rights(value: Rights) => value;
    echo_deep(value: Deep) => &value;
}

echo::export!(Echo);
