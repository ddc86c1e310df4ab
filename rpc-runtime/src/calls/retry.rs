//! Whether a call that failed is made again, and when.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use crate::error::Error;

/// When calls that failed are made again: see [`CallOptions::retry`](crate::CallOptions::retry).
///
/// A call is made again only if
///
/// - its method is one that the build script has marked, `.idempotent("rpc:shop/shop.find")`: whether a call that failed
///   has run is not known, so only what may run twice is made twice;
/// - the runtime says of the error that a new try may work (`error.retryable`), or that a Durable Object was reset
///   (`error.durableObjectReset`), and not that the other side is overloaded (`error.overloaded`), which a new try would
///   make worse;
/// - it is no call on a handle that has not arrived: that belongs to the first attempt of the call which is to bring it;
/// - the attempts are not used up, and neither is the budget.
///
/// Before each new attempt it waits: for a random time of at most [`backoff`](Self::backoff) before the second, at most twice
/// that before the third, and so on, up to [`max_backoff`](Self::max_backoff).
///
/// See <https://developers.cloudflare.com/durable-objects/best-practices/error-handling/>.
#[derive(Clone)]
pub struct RetryPolicy {
    attempts: u32,
    backoff: Duration,
    max_backoff: Duration,
    budget: Rc<Budget>,
}

/// What retries may be taken of, shared by all calls with the policy.
struct Budget {
    /// In thousandths.
    tokens: Cell<u64>,
    most: u64,
    per_success: u64,
}

/// What a retry takes.
const TOKEN: u64 = 1000;

impl Budget {
    fn new(most: u32, per_success: f64) -> Rc<Self> {
        let most = u64::from(most) * TOKEN;
        Rc::new(Self {
            tokens: Cell::new(most),
            most,
            per_success: (per_success.clamp(0.0, 1e6) * TOKEN as f64).round() as u64,
        })
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy {
    /// Three attempts, a back-off that starts at 100 ms and ends at 5 s, and a budget of 10 retries at once, then one for
    /// every ten calls that succeed.
    pub fn new() -> Self {
        Self {
            attempts: 3,
            backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(5),
            budget: Budget::new(10, 0.1),
        }
    }

    /// How often a call is made, the first time included. One is no retry.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The longest wait before the second attempt; it doubles before each further one.
    #[must_use]
    pub fn backoff(mut self, longest: Duration) -> Self {
        self.backoff = longest;
        self
    }

    /// The longest wait before any attempt.
    #[must_use]
    pub fn max_backoff(mut self, longest: Duration) -> Self {
        self.max_backoff = longest;
        self
    }

    /// How many retries may be made at once, and for how many of the calls that succeed one more: of `budget(10, 0.1)`, a
    /// retry takes one of ten tokens, and a call that succeeds gives back a tenth of one. So where everything fails, there
    /// are ten retries, and where one call of a hundred fails, it is retried.
    ///
    /// All clients with the same policy, or clones of it, have one budget.
    #[must_use]
    pub fn budget(mut self, most: u32, per_success: f64) -> Self {
        self.budget = Budget::new(most, per_success);
        self
    }

    /// A call has succeeded.
    pub(crate) fn succeeded(&self) {
        let Budget {
            tokens,
            most,
            per_success,
        } = &*self.budget;
        tokens.set((tokens.get() + per_success).min(*most));
    }

    /// How long to wait before the next attempt, after `attempts` of which the last failed with `error`; none if it is to
    /// be the last.
    pub(crate) fn again_after(&self, attempts: u32, error: &Error) -> Option<Duration> {
        let may_work = error.remote().is_some_and(|remote| {
            let gone = remote.is_retryable() || remote.is_durable_object_reset();
            gone && !remote.is_overloaded()
        });
        if !may_work || attempts >= self.attempts {
            return None;
        }
        let left = self.budget.tokens.get().checked_sub(TOKEN)?;
        self.budget.tokens.set(left);
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let longest = self.backoff.saturating_mul(doubled).min(self.max_backoff);
        Some(longest.mul_f64(random()))
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("attempts", &self.attempts)
            .field("backoff", &self.backoff)
            .field("max_backoff", &self.max_backoff)
            .field("budget", &(self.budget.tokens.get() / TOKEN))
            .finish_non_exhaustive()
    }
}

/// At least 0 and less than 1.
#[cfg(target_arch = "wasm32")]
fn random() -> f64 {
    js_sys::Math::random()
}

/// At least 0 and less than 1. The same each time that a test runs.
#[cfg(not(target_arch = "wasm32"))]
fn random() -> f64 {
    thread_local! {
        static STATE: Cell<u32> = const { Cell::new(1) };
    }
    // xorshift32, of Marsaglia.
    let mut state = STATE.get();
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    STATE.set(state);
    f64::from(state) / (f64::from(u32::MAX) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn what_the_runtime_does_not_call_retryable_is_not_retried() {
        let policy = RetryPolicy::new();
        for kind in [ErrorKind::Gone, ErrorKind::Remote, ErrorKind::Hung] {
            assert_eq!(policy.again_after(1, &Error::of(kind, "no")), None);
        }
    }
}
