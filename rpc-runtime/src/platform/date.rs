//! `date`.

use std::fmt;
use std::time::{Duration, SystemTime};

use wasm_bindgen::prelude::*;

use crate::objects::{Codec, Reader, Value, ValueError, Writer, expected};

/// How far from the epoch a JavaScript `Date` can be, in milliseconds (ECMAScript, "Time Values and Time Range").
const RANGE: u64 = 8_640_000_000_000_000;

/// A point in time, as JavaScript's `Date` has it: whole milliseconds before or after 1970-01-01T00:00:00Z.
///
/// It is a `Date` on the wire. An invalid `Date` is refused.
///
/// ```
/// use rpc_runtime::platform::Date;
/// use std::time::{Duration, SystemTime};
///
/// let date = Date::from_millis(1_500).unwrap();
/// assert_eq!(SystemTime::from(date), SystemTime::UNIX_EPOCH + Duration::from_millis(1_500));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    millis: i64,
}

impl Date {
    /// From milliseconds since 1970-01-01T00:00:00Z; none if no `Date` can be that far from it.
    pub const fn from_millis(millis: i64) -> Option<Self> {
        if millis.unsigned_abs() <= RANGE {
            Some(Self { millis })
        } else {
            None
        }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn as_millis(self) -> i64 {
        self.millis
    }

    /// Now. The runtime's clock stands still while code runs, and goes on when it waits (a rule of the Workers
    /// runtime).
    #[cfg(target_arch = "wasm32")]
    pub fn now() -> Self {
        Self {
            millis: js_sys::Date::now() as i64,
        }
    }

    /// Now.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn now() -> Self {
        SystemTime::now().try_into().unwrap_or_default()
    }
}

/// A `Date`.
impl Value for Date {
    fn codec() -> Codec {
        Codec::js_of("Date")
    }

    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        if cfg!(not(target_arch = "wasm32")) {
            return Err(ValueError::new("a Date has no form outside JavaScript"));
        }
        let date = js_sys::Date::new(&JsValue::from_f64(self.millis as f64));
        to.js(date);
        Ok(())
    }

    fn read(from: &mut Reader) -> Result<Self, ValueError> {
        // Nothing of a reply is for it: the runtime's disposer of one ends the call's context.
        let value = from.part();
        let Some(date) = value.dyn_ref::<js_sys::Date>() else {
            return Err(expected("Date", &value));
        };
        // What only has the prototype of a Date throws.
        let millis = time_of(date).unwrap_or(f64::NAN);
        if millis.is_nan() {
            return Err(ValueError::new("expected Date, got an invalid Date"));
        }
        Ok(Self {
            millis: millis as i64,
        })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        "Date".to_owned()
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["Date", "prototype", "getTime"], js_name = call, catch)]
    fn time_of(date: &js_sys::Date) -> Result<f64, JsValue>;
}

/// Milliseconds since 1970-01-01T00:00:00Z.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms", self.millis)
    }
}

/// A time that is too far from the epoch for a [`Date`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange;

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the time is more than {RANGE} ms from 1970")
    }
}

impl std::error::Error for OutOfRange {}

/// To the millisecond, rounded towards 1970.
impl TryFrom<SystemTime> for Date {
    type Error = OutOfRange;

    fn try_from(time: SystemTime) -> Result<Self, OutOfRange> {
        let millis = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).ok(),
            Err(before) => i64::try_from(before.duration().as_millis())
                .ok()
                .map(|before| -before),
        };
        millis.and_then(Self::from_millis).ok_or(OutOfRange)
    }
}

impl From<Date> for SystemTime {
    fn from(date: Date) -> Self {
        let distance = Duration::from_millis(date.millis.unsigned_abs());
        if date.millis < 0 {
            Self::UNIX_EPOCH - distance
        } else {
            Self::UNIX_EPOCH + distance
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for millis in [0, 1, -1, 1_700_000_000_123, -8_640_000_000_000_000] {
            let date = Date::from_millis(millis).unwrap();
            assert_eq!(SystemTime::from(date).try_into(), Ok(date));
        }
    }

    #[test]
    fn the_range_is_that_of_javascript() {
        assert_eq!(Date::from_millis(8_640_000_000_000_001), None);
        assert_eq!(Date::from_millis(i64::MIN), None);
        let late = SystemTime::UNIX_EPOCH + Duration::from_secs(8_640_000_000_001);
        assert_eq!(Date::try_from(late), Err(OutOfRange));
    }
}
