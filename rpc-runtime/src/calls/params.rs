//! Parameters: as a server has them, a tuple of owned values; and as a client passes them, a tuple of values of which
//! many are borrowed.

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::calls::arguments::{ArgumentError, ArgumentReader, ArgumentWriter};
use crate::calls::format::ArgumentStyle;
use crate::error::Result;
use crate::objects::{self, Data, Value, ValueError};

/// The parameters of a method, owned: a tuple, or [`More`] than fit into one.
pub trait Params: Sized + 'static {
    /// For each parameter, what it is if it is missing and its type alone does not say so.
    type Defaults: Copy + 'static;

    /// How many there are.
    const COUNT: usize;

    /// Reads what a client has sent as objects.
    ///
    /// # Errors
    /// If one is missing that is not optional, or not of the schema's type.
    fn read(
        from: &mut ArgumentReader<'_>,
        names: &'static [&'static str],
        defaults: Option<&Self::Defaults>,
    ) -> Result<Self>;
}

/// How parameters go as objects.
pub(crate) struct ParamFormat<P: Params> {
    pub(crate) style: ArgumentStyle,
    pub(crate) names: &'static [&'static str],
    /// What a missing one stands for, where the type alone does not say so.
    pub(crate) defaults: Option<P::Defaults>,
}

impl<P: Params> ParamFormat<P> {
    /// Reads all parameters of `method`.
    ///
    /// # Errors
    /// If one is missing that is not optional, or not of the schema's type, or if there are more.
    pub(crate) fn read(&self, method: &'static str, arguments: &Array) -> Result<P> {
        let mut reader = ArgumentReader::new(method, arguments, self.style)?;
        let params = P::read(&mut reader, self.names, self.defaults.as_ref())?;
        reader.end()?;
        Ok(params)
    }
}

/// The arguments as JavaScript's function takes them.
///
/// # Errors
/// If one has no form on the wire.
pub(crate) fn write<P>(
    style: ArgumentStyle,
    names: &'static [&'static str],
    arguments: &impl Arguments<P>,
) -> Result<Array, ArgumentError> {
    let mut writer = ArgumentWriter::new(style);
    arguments.write(&mut writer, names)?;
    Ok(writer.finish())
}

/// What a missing value is, for a method's constant.
pub const fn missing_is<T>(value: fn() -> T) -> Option<fn() -> T> {
    Some(value)
}

/// The same: its type's default.
pub const fn missing_is_default<T: Default>() -> Option<fn() -> T> {
    Some(T::default)
}

/// What a client passes for the parameters `P`.
pub trait Arguments<P> {
    /// Writes them as objects.
    ///
    /// # Errors
    /// If one has no form on the wire.
    fn write(
        &self,
        to: &mut ArgumentWriter,
        names: &'static [&'static str],
    ) -> Result<(), ArgumentError>;

    /// What a server in the same process is given.
    ///
    /// # Errors
    /// If a handle cannot be duplicated.
    fn into_params(self) -> Result<P>;
}

/// What a client passes for one parameter of type `T`.
pub trait Argument<T> {
    /// The value as an object.
    ///
    /// # Errors
    /// If it has no form on the wire.
    fn to_js(&self) -> Result<JsValue, ValueError>;

    /// The value for a server in the same process.
    ///
    /// # Errors
    /// If it is a handle that cannot be duplicated.
    fn into_param(self) -> Result<T>;
}

impl<T: Value> Argument<T> for T {
    fn to_js(&self) -> Result<JsValue, ValueError> {
        // The value of a type that has only one is there all the same.
        if self.is_absent() && !T::OPTIONAL {
            return Ok(JsValue::NULL);
        }
        objects::to_js(self)
    }

    fn into_param(self) -> Result<T> {
        Ok(self)
    }
}

/// Borrowed arguments: what makes one a JavaScript value, and what makes it owned.
macro_rules! borrowed {
    ($([$($generics:tt)*] $from:ty => $to:ty: $to_js:expr, $owned:expr;)*) => {
        $(
            impl<$($generics)*> Argument<$to> for $from {
                fn to_js(&self) -> Result<JsValue, ValueError> {
                    ($to_js)(*self)
                }

                fn into_param(self) -> Result<$to> {
                    Ok(($owned)(self))
                }
            }
        )*
    };
}

borrowed! {
    [T: Value + Clone] &T => T: objects::to_js, T::clone;
    [] &str => String: |text| Ok(objects::str_to_js(text)), str::to_owned;
    [] &[u8] => Data: |bytes| Ok(objects::buffer_to_js(bytes)), Data::from;
    [T: Value + Clone] &[T] => Vec<T>: objects::list_to_js, <[T]>::to_vec;
    [T: Value + Clone] Option<&T> => Option<T>:
        |some: Option<&T>| some.map_or(Ok(JsValue::UNDEFINED), objects::to_js), Option::<&T>::cloned;
    [] Option<&str> => Option<String>:
        |some: Option<&str>| Ok(some.map_or(JsValue::UNDEFINED, objects::str_to_js)),
        |some: Option<&str>| some.map(str::to_owned);
    [T: Value + Clone] Option<&[T]> => Option<Vec<T>>:
        |some: Option<&[T]>| some.map_or(Ok(JsValue::UNDEFINED), objects::list_to_js),
        |some: Option<&[T]>| some.map(<[T]>::to_vec);
}

/// More parameters than there are traits for: those that fit into a tuple, and the rest.
#[derive(Clone, Copy, Debug)]
pub struct More<A, B>(pub A, pub B);

impl<A: Params, B: Params> Params for More<A, B> {
    type Defaults = More<A::Defaults, B::Defaults>;

    const COUNT: usize = A::COUNT + B::COUNT;

    fn read(
        from: &mut ArgumentReader<'_>,
        names: &'static [&'static str],
        defaults: Option<&Self::Defaults>,
    ) -> Result<Self> {
        let (first, rest) = names.split_at(A::COUNT);
        Ok(Self(
            A::read(from, first, defaults.map(|it| &it.0))?,
            B::read(from, rest, defaults.map(|it| &it.1))?,
        ))
    }
}

impl<P: Params, Q: Params, A: Arguments<P>, B: Arguments<Q>> Arguments<More<P, Q>> for More<A, B> {
    fn write(
        &self,
        to: &mut ArgumentWriter,
        names: &'static [&'static str],
    ) -> Result<(), ArgumentError> {
        let (first, rest) = names.split_at(P::COUNT);
        self.0.write(to, first)?;
        self.1.write(to, rest)
    }

    fn into_params(self) -> Result<More<P, Q>> {
        Ok(More(self.0.into_params()?, self.1.into_params()?))
    }
}

macro_rules! tuples {
    ($($length:literal: $($param:ident $argument:ident $index:tt),*;)*) => {
        $(
            #[allow(unused_variables, clippy::unused_unit)]
            impl<$($param: Value + 'static),*> Params for ($($param,)*) {
                type Defaults = ($(Option<fn() -> $param>,)*);

                const COUNT: usize = $length;

                fn read(
                    from: &mut ArgumentReader<'_>,
                    names: &'static [&'static str],
                    defaults: Option<&Self::Defaults>,
                ) -> Result<Self> {
                    Ok(($(from.read(names[$index], defaults.and_then(|it| it.$index))?,)*))
                }
            }

            #[allow(unused_variables, clippy::unused_unit)]
            impl<$($param, $argument: Argument<$param>),*> Arguments<($($param,)*)> for ($($argument,)*) {
                fn write(
                    &self,
                    to: &mut ArgumentWriter,
                    names: &'static [&'static str],
                ) -> Result<(), ArgumentError> {
                    $(to.push(names[$index], self.$index.to_js())?;)*
                    Ok(())
                }

                fn into_params(self) -> Result<($($param,)*)> {
                    Ok(($(self.$index.into_param()?,)*))
                }
            }
        )*
    };
}

tuples! {
    0: ;
    1: A A1 0;
    2: A A1 0, B B1 1;
    3: A A1 0, B B1 1, C C1 2;
    4: A A1 0, B B1 1, C C1 2, D D1 3;
    5: A A1 0, B B1 1, C C1 2, D D1 3, E E1 4;
    6: A A1 0, B B1 1, C C1 2, D D1 3, E E1 4, F F1 5;
    7: A A1 0, B B1 1, C C1 2, D D1 3, E E1 4, F F1 5, G G1 6;
    8: A A1 0, B B1 1, C C1 2, D D1 3, E E1 4, F F1 5, G G1 6, H H1 7;
    9: A A1 0, B B1 1, C C1 2, D D1 3, E E1 4, F F1 5, G G1 6, H H1 7, I I1 8;
    10: A A1 0, B B1 1, C C1 2, D D1 3, E E1 4, F F1 5, G G1 6, H H1 7, I I1 8, J J1 9;
    11: A A1 0, B B1 1, C C1 2, D D1 3, E E1 4, F F1 5, G G1 6, H H1 7, I I1 8, J J1 9, K K1 10;
    12: A A1 0, B B1 1, C C1 2, D D1 3, E E1 4, F F1 5, G G1 6, H H1 7, I I1 8, J J1 9, K K1 10, L L1 11;
}
