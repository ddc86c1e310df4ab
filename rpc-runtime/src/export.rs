//! The macros that users and generated code call.

/// Includes what the generator wrote for a package: `include_rpc!("calculator")` for `package rpc:calculator`.
///
/// Put it at the root of the crate; elsewhere, tell `export!` where: see its documentation in the generated
/// code.
#[macro_export]
macro_rules! include_rpc {
    ($package:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $package, ".rs"));
    };
}

/// Reads what a user writes in a generated `export!` and calls it back with each part in its place.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_spec {
    ([$($module:tt)+] $server:path) => {
        $($module)+::export! { @default [$($module)+] $server, |ctx| { type Server = $server; Server { ctx } } }
    };
    ([$($default:tt)+] $server:path, in $($module:tt)+) => {
        $($module)+::export! { @default [$($module)+] $server, |ctx| { type Server = $server; Server { ctx } } }
    };
    ([$($module:tt)+] $server:path = $new:expr) => {
        $($module)+::export! { @default [$($module)+] $server, $new }
    };
    ([$($default:tt)+] $server:path = $new:expr, in $($module:tt)+) => {
        $($module)+::export! { @default [$($module)+] $server, $new }
    };
    ([$($module:tt)+] $($other:tt)*) => {
        ::core::compile_error! {
            "expected `export!(Server)` or `export!(Server = constructor)`, \
             either followed by `, in path::of::the::generated::module` if that is not at the root of the crate"
        }
    };
}

/// Conversions into a generated client from what a Worker calls through.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "worker")]
macro_rules! __client_from_bindings {
    ($client:ident) => {
        impl ::core::convert::From<$crate::worker::Fetcher> for $client {
            fn from(binding: $crate::worker::Fetcher) -> Self {
                Self::from($crate::Target::from(binding))
            }
        }

        impl ::core::convert::From<$crate::worker::Stub> for $client {
            fn from(stub: $crate::worker::Stub) -> Self {
                Self::from($crate::Target::from(stub))
            }
        }
    };
}

/// Without the feature `worker` there is nothing to convert from.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "worker"))]
macro_rules! __client_from_bindings {
    ($client:ident) => {};
}
