//! Every golden as a module: they compile without warnings, on the host and for wasm32.
#![deny(warnings)]

macro_rules! goldens {
    ($($name:ident),* $(,)?) => {
        $(
            #[doc = concat!("`", stringify!($name), ".wit`")]
            pub mod $name {
                include!(concat!(stringify!($name), ".rs"));
            }
        )*
    };
}

goldens!(calculator, names, primitives, values, worlds);
