//! What stays on the thread that made it, in types that have to be `Send`.

#[cfg(not(all(target_arch = "wasm32", not(target_feature = "atomics"))))]
pub(crate) use send_wrapper::SendWrapper;

#[cfg(all(target_arch = "wasm32", not(target_feature = "atomics")))]
pub(crate) use self::only::SendWrapper;

/// A Worker has one thread: there is nothing to check, and no code for it.
#[cfg(all(target_arch = "wasm32", not(target_feature = "atomics")))]
mod only {
    use std::ops::{Deref, DerefMut};

    /// As `SendWrapper` of the crate `send_wrapper`, which asks for the thread at each use.
    #[derive(Clone, Debug)]
    pub(crate) struct SendWrapper<T>(T);

    // SAFETY: there is no other thread.
    unsafe impl<T> Send for SendWrapper<T> {}
    // SAFETY: as above.
    unsafe impl<T> Sync for SendWrapper<T> {}

    impl<T> SendWrapper<T> {
        pub(crate) const fn new(value: T) -> Self {
            Self(value)
        }

        /// Whether this is the thread that made it.
        pub(crate) const fn valid(&self) -> bool {
            true
        }

        pub(crate) fn take(self) -> T {
            self.0
        }
    }

    impl<T> Deref for SendWrapper<T> {
        type Target = T;

        fn deref(&self) -> &T {
            &self.0
        }
    }

    impl<T> DerefMut for SendWrapper<T> {
        fn deref_mut(&mut self) -> &mut T {
            &mut self.0
        }
    }
}
