//! The macros that users and generated code call.

/// Includes what the generator wrote for a package: `include_rpc!("calculator")` for `package rpc:calculator`.
///
/// Several Cap'n Proto schemas of one build script have a file each, and all are included in one place.
///
/// Put it at the root of the crate; elsewhere, tell `export!` where: see its documentation in the generated
/// code.
#[macro_export]
macro_rules! include_rpc {
    ($package:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $package, ".rs"));
    };
}

/// Reads what a user writes in a generated `export!`, and exports it with each part in its place: the default
/// entrypoint through the generated macro itself, a class through the macros below.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_spec {
    // Whether a class may serve a service: the generated macro itself says why not.
    ([$($module:tt)+] @may_be $what:ident) => {};

    // What the user wrote, and where: `@at [the module] [the one given instead]`
    (
        [$($module:tt)+] $server:path $(, props = $props:ty)? $(, intercept = $around:expr)* $(, in $($given:tt)+)?
    ) => {
        $crate::__export_spec! {
            @at [$($module)+] [$($($given)+)?]
            default $server, (
                $crate::__export_constructor! { "default", $server, [$($props)?] },
                $crate::__export_around! { $($around),* },
            )
        }
    };
    (
        [$($module:tt)+] $server:path = $new:expr $(, props = $props:ty)? $(, intercept = $around:expr)*
        $(, in $($given:tt)+)?
    ) => {
        $crate::__export_spec! {
            @at [$($module)+] [$($($given)+)?]
            default $server, (
                $crate::__export_constructor! { "default", $server, [$($props)?], $new },
                $crate::__export_around! { $($around),* },
            )
        }
    };
    (
        [$($module:tt)+] $server:path as $class:literal $(, props = $props:ty)? $(, intercept = $around:expr)*
        $(, with $($more:ident)::+)* $(, in $($given:tt)+)?
    ) => {
        $crate::__export_spec! {
            @at [$($module)+] [$($($given)+)?]
            entrypoint $class, [$([$($more)::+])*],
            $server, (
                $crate::__export_constructor! { $class, $server, [$($props)?] },
                $crate::__export_around! { $($around),* },
            )
        }
    };
    (
        [$($module:tt)+] $server:path as $class:literal = $new:expr $(, props = $props:ty)?
        $(, intercept = $around:expr)* $(, with $($more:ident)::+)* $(, in $($given:tt)+)?
    ) => {
        $crate::__export_spec! {
            @at [$($module)+] [$($($given)+)?]
            entrypoint $class, [$([$($more)::+])*],
            $server, (
                $crate::__export_constructor! { $class, $server, [$($props)?], $new },
                $crate::__export_around! { $($around),* },
            )
        }
    };
    (
        [$($module:tt)+] durable $class:ident $(, intercept = $around:expr)* $(, with $($more:ident)::+)*
        $(, in $($given:tt)+)?
    ) => {
        $crate::__export_spec! {
            @at [$($module)+] [$($($given)+)?]
            durable $class, [$([$($more)::+])*], $crate::__export_around! { $($around),* }
        }
    };

    (@at [$($module:tt)+] [] $($what:tt)+) => {
        $crate::__export_spec! { @export [$($module)+] $($what)+ }
    };
    (@at [$($module:tt)+] [$($given:tt)+] $($what:tt)+) => {
        $crate::__export_spec! { @export [$($given)+] $($what)+ }
    };

    (@export [$($module:tt)+] default $server:path, $new:expr) => {
        $($module)+::export! { @default [$($module)+] $server, $new }
    };
    (@export [$($module:tt)+] entrypoint $class:literal, [$($more:tt)*], $server:path, $new:expr) => {
        $crate::__export_entrypoint! { $class, [[$($module)+] $($more)*], $server, $new }
    };
    (@export [$($module:tt)+] durable $class:ident, [$($more:tt)*], $around:expr) => {
        $crate::__export_durable_object! { $class, [[$($module)+] $($more)*], $around }
    };

    ([$($module:tt)+] durable $($other:tt)+) => {
        ::core::compile_error! {
            "expected `export!(durable Room)`: a struct with `#[durable_object]`, by its name alone, which is the \
             class's name too; then `, intercept = Interceptor` for each interceptor, \
             `, with path::of::another::module` for each further service of the class, and `, in path::of::the::generated::module` if that is not at the root of the crate"
        }
    };
    ([$($module:tt)+] $server:path as $($other:tt)*) => {
        ::core::compile_error! {
            "expected `export!(Server as \"ClassName\")` or `export!(Server as \"ClassName\" = constructor)`; then \
             `, props = Type` for what the caller's binding has to say, `, intercept = Interceptor` for each \
             interceptor, `, with path::of::another::module` for each further service of the class, and `, in path::of::the::generated::module` if that is not at the root of \
             the crate"
        }
    };
    ([$($module:tt)+] $($other:tt)*) => {
        ::core::compile_error! {
            "expected `export!(Server)` or `export!(Server = constructor)` for the default entrypoint, \
             `export!(Server as \"ClassName\")` for another one, or `export!(durable Room)` for a Durable Object; \
             the first two followed by `, props = Type` for what the caller's binding has to say, and each by \
             `, intercept = Interceptor` for each interceptor and `, in path::of::the::generated::module` if that is not at the root of the crate"
        }
    };
}

/// What is done around each call: the interceptors, in order.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_around {
    () => {
        ()
    };
    ($($interceptor:expr),+) => {
        $crate::private::Interceptors::new()$(.then($interceptor))+
    };
}

/// What makes a server for a call: a function of the `Context` that gives `Result<$server>`. A type for the props is read first, and its value
/// is what the constructor gets besides, or a field of the server.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_constructor {
    ($entrypoint:literal, $server:path, []) => {
        |ctx: $crate::Context| {
            type __RpcServer = $server;
            ::core::result::Result::Ok(__RpcServer { ctx })
        }
    };
    ($entrypoint:literal, $server:path, [$props:ty]) => {
        |ctx: $crate::Context| {
            type __RpcServer = $server;
            let props = $crate::private::declared_props::<$props>(&ctx, $entrypoint)?;
            ::core::result::Result::Ok(__RpcServer { ctx, props })
        }
    };
    ($entrypoint:literal, $server:path, [], $new:expr) => {
        |ctx: $crate::Context| {
            let new: fn($crate::Context) -> $server = $new;
            ::core::result::Result::Ok(new(ctx))
        }
    };
    ($entrypoint:literal, $server:path, [$props:ty], $new:expr) => {
        |ctx: $crate::Context| {
            let new: fn($crate::Context, $props) -> $server = $new;
            let props = $crate::private::declared_props::<$props>(&ctx, $entrypoint)?;
            ::core::result::Result::Ok(new(ctx, props))
        }
    };
}

/// The default entrypoint: the functions of the snippet `$js`, re-exported under the methods' wire names, and the start
/// function `$start`, which hands over what serves. Nothing else can have a method's name there: `$claim` is a start
/// function, too, and they share one name space.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_default {
    (
        $start:ident: $methods:path, $server:path, $new:expr, $js:literal,
        $($wire:literal: $function:ident, $claim:ident;)*
    ) => {
        #[allow(dead_code, non_snake_case)]
        const _: () = {
            use $crate::private::wasm_bindgen::prelude::wasm_bindgen;

            #[wasm_bindgen(wasm_bindgen = $crate::private::wasm_bindgen, inline_js = $js)]
            extern "C" {
                fn bind(dispatch: &$crate::private::JsValue);

                $(
                    #[wasm_bindgen(reexport = $wire)]
                    fn $function();
                )*
            }

            #[wasm_bindgen(wasm_bindgen = $crate::private::wasm_bindgen, start, private)]
            fn $start() {
                bind(&$crate::private::dispatcher::<$methods, $server>($new));
            }

            $(
                #[wasm_bindgen(wasm_bindgen = $crate::private::wasm_bindgen, start, private)]
                fn $claim() {}
            )*
        };
    };
}

/// A named entrypoint: the class `$class`, with a service from each `$module`.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_entrypoint {
    ($class:literal, [$([$($module:tt)+])+], $server:path, $new:expr) => {
        $($($module)+::export! { @may_be entrypoint })+

        const _: () = {
            // Both the attribute and the crate: on a struct, the attribute looks for the crate where it stands.
            use $crate::private::wasm_bindgen::{self, prelude::wasm_bindgen};
            use $crate::private::{ClassService, JsValue, Methods};

            $crate::private::check_class(
                $class,
                &[$(<$($module)+::export!(@server [$($module)+]) as Methods>::METHODS),+],
            );

            #[wasm_bindgen(wasm_bindgen = $crate::private::wasm_bindgen, js_name = $class)]
            #[derive(Debug)]
            #[allow(dead_code)]
            pub struct Entrypoint;

            #[wasm_bindgen(wasm_bindgen = $crate::private::wasm_bindgen, js_class = $class)]
            impl Entrypoint {
                #[wasm_bindgen(constructor)]
                #[allow(clippy::new_ret_no_self)]
                pub fn new(ctx: JsValue, env: JsValue) -> JsValue {
                    $crate::private::construct_entrypoint($class, &ctx, &env)
                }
            }

            // Named after the class, for start functions share one name space.
            #[wasm_bindgen(wasm_bindgen = $crate::private::wasm_bindgen, start, private, js_name = $class)]
            fn install() {
                let new = $new;
                $crate::private::install_entrypoint(
                    $class,
                    &[$(ClassService::of_entrypoint::<$($module)+::export!(@server [$($module)+]), $server>(
                        ::core::clone::Clone::clone(&new),
                    )),+],
                );
            }
        };
    };
}

/// A Durable Object: the class of the struct `$class`, with a service from each `$module`.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_durable_object {
    ($class:ident, [$([$($module:tt)+])+], $around:expr) => {
        $($($module)+::export! { @may_be durable })+

        const _: () = {
            use $crate::private::wasm_bindgen::prelude::wasm_bindgen;
            use $crate::private::{ClassService, Methods};

            const CLASS: &str = ::core::stringify!($class);

            $crate::private::check_class(
                CLASS,
                &[$(<$($module)+::export!(@server [$($module)+]) as Methods>::METHODS),+],
            );

            // Start functions share one name space, so this one has the name of the class.
            #[wasm_bindgen(wasm_bindgen = $crate::private::wasm_bindgen, start, private)]
            #[allow(non_snake_case)]
            fn $class() {
                let around = $around;
                $crate::private::install_durable_object(
                    CLASS,
                    &[$(ClassService::of_durable_object::<$($module)+::export!(@server [$($module)+]), $class>(
                        ::core::clone::Clone::clone(&around),
                    )),+],
                );
            }
        };
    };
}

/// Conversions into a generated client from what a Worker calls through: any object of JavaScript, and the bindings that
/// are named, all of them without a list.
#[doc(hidden)]
#[macro_export]
macro_rules! __client_from_bindings {
    ($client:ident) => {
        $crate::__client_from_bindings! { $client, [Fetcher Stub] }
        $crate::__callable! { $client }

        impl $client {
            /// The same client, with options for each of its calls: deadlines, retries, interceptors. They come to those
            /// that it has.
            pub fn with(&self, options: $crate::CallOptions) -> Self {
                Self { handle: self.handle.clone().with(options) }
            }
        }
    };
    ($client:ident, [$($binding:ident)*]) => {
        impl ::core::convert::From<$crate::private::Handle> for $client {
            fn from(handle: $crate::private::Handle) -> Self {
                Self { handle }
            }
        }

        impl ::core::convert::From<$crate::Target> for $client {
            fn from(target: $crate::Target) -> Self {
                Self::from($crate::private::Handle::given(target))
            }
        }

        impl ::core::convert::From<$crate::private::JsValue> for $client {
            fn from(object: $crate::private::JsValue) -> Self {
                Self::from($crate::Target::from(object))
            }
        }

        $($crate::__client_from_worker! { $client, $binding })*
        $crate::__client_from_namespace! { $client, [$($binding)*] }
    };
}

/// The client of a Durable Object, if that can serve the interface.
#[doc(hidden)]
#[macro_export]
macro_rules! __client_from_namespace {
    ($client:ident, [Fetcher $($binding:ident)*]) => {
        $crate::__client_from_namespace! { $client, [$($binding)*] }
    };
    ($client:ident, [Stub]) => {
        impl $client {
            /// Calls an object of a Durable Object namespace (`env.durable_object("ROOMS")?`): the one of a name, or of
            /// any other [`ObjectId`]($crate::ObjectId). The object is made when it is first called.
            ///
            /// A stub does not work again after an error of the runtime, such as that the object moved or was reset. So
            /// the client makes a new one then, for the next call.
            ///
            /// # Errors
            /// Of the kind [`InvalidArgument`]($crate::ErrorKind::InvalidArgument), if the namespace cannot have such an
            /// object.
            pub fn from_namespace(
                namespace: &impl ::core::convert::AsRef<$crate::private::JsValue>,
                object: impl ::core::convert::Into<$crate::ObjectId>,
            ) -> $crate::Result<Self> {
                let object = ::core::convert::Into::into(object);
                let target = $crate::private::object_of(namespace.as_ref(), &object)?;
                ::core::result::Result::Ok(Self::from(target))
            }
        }
    };
    ($client:ident, []) => {};
}

/// Whose methods can be called: what holds a `handle`.
#[doc(hidden)]
#[macro_export]
macro_rules! __callable {
    ($name:ident) => {
        impl $crate::Callable for $name {
            fn from_handle(handle: $crate::private::Handle) -> Self {
                Self { handle }
            }

            fn handle(&self) -> &$crate::private::Handle {
                &self.handle
            }
        }
    };
}

/// What makes a handle type a value: one that holds a `handle` of the resource `$full`, with the methods of `$methods`.
#[doc(hidden)]
#[macro_export]
macro_rules! __resource {
    ($name:ident, $full:literal, $methods:ident) => {
        impl $crate::Value for $name {
            fn codec() -> $crate::Codec {
                $crate::Codec::js_of(concat!("a stub of `", $full, "`"))
            }

            fn write(
                &self,
                to: &mut $crate::Writer,
            ) -> ::core::result::Result<(), $crate::ValueError> {
                $crate::private::write_handle(self, to)
            }

            fn read(from: &mut $crate::Reader) -> ::core::result::Result<Self, $crate::ValueError> {
                $crate::private::read_handle(from)
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn visit_handles(&mut self, visitor: &$crate::private::Visitor) {
                self.handle.visit(visitor);
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn expected() -> ::std::string::String {
                concat!("a stub of `", $full, "`").into()
            }
        }

        impl $crate::private::Resource for $name {
            const NAME: &'static str = $full;
            const METHODS: &'static [$crate::private::MethodName] =
                <$methods as $crate::private::Methods>::METHODS;
        }

        $crate::__callable! { $name }

        impl $name {
            /// The same handle, with options for each of its calls: deadlines, retries, interceptors. They come to those
            /// that it has.
            pub fn with(self, options: $crate::CallOptions) -> Self {
                Self {
                    handle: self.handle.with(options),
                }
            }
        }
    };
}

/// The type that stands for the methods of a service or a resource, `$service`: it has a constant for each, and
/// `$message` are the methods that take messages.
///
/// ```ignore
/// methods! {
///     impl Methods<"rpc:shop/shop", "$capnpShop"> for __ShopMethods {
///         const PLACE: ServiceMethod<(Order,), u32> = new("place", "place", &["order"]);
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __methods {
    (impl Methods<$service:literal $(, $message:literal)* $(,)?> for $name:ident { $(
        const $method:ident: $kind:ident<$($type:ty),+ $(,)?> =
            new($($names:expr),+ $(,)?) $(.$how:ident($($value:expr),* $(,)?))*;
    )* }) => {
        #[doc(hidden)]
        #[derive(Debug)]
        pub struct $name;

        impl $name {
            $(
                pub const $method: $crate::private::$kind<$($type),+> =
                    $crate::private::$kind::new($($names),+).of($service) $(.$how($($value),*))*;
            )*
        }

        impl $crate::private::Methods for $name {
            const METHODS: &'static [$crate::private::MethodName] = &[
                $($name::$method.name(),)*
                $($crate::private::MethodName::new($message, $message),)*
            ];
        }
    };
}
