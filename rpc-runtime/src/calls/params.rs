//! Parameters: as a server has them, a tuple of owned values; and as a client passes them, a tuple of values of which
//! many are borrowed.

use js_sys::Array;
use wasm_bindgen::JsCast;

use crate::calls::arguments::{ArgumentError, ArgumentReader};
use crate::calls::format::ArgumentStyle;
use crate::error::Result;
use crate::objects::{
    Codec, Data, Parameter, Value, ValueError, Writer, write_bytes, write_option,
};

/// The parameters of a method, owned: a tuple, or [`More`] than fit into one.
pub trait Params: Sized + 'static {
    /// For each parameter, what it is if it is missing and its type alone does not say so.
    type Defaults: Copy + 'static;

    /// How many there are.
    const COUNT: usize;

    /// What JavaScript knows of each.
    fn parameters(defaults: Option<&Self::Defaults>, to: &mut Vec<Parameter>);

    /// Which of them have a default, as bits from the first on.
    fn defaults(defaults: &Self::Defaults) -> u64;

    /// Reads what a client has sent as objects.
    ///
    /// # Errors
    /// If one is not what its type takes.
    fn read(
        from: &mut ArgumentReader,
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
        let codec = codec::<P>(self.style, self.names, self.defaults.as_ref());
        let mut reader = ArgumentReader::new(method, codec, arguments)?;
        P::read(&mut reader, self.names, self.defaults.as_ref())
    }
}

// Code of its own: it is called by each method that has such parameters.
#[inline(never)]
fn codec<P: Params>(
    style: ArgumentStyle,
    names: &'static [&'static str],
    defaults: Option<&P::Defaults>,
) -> Codec {
    // Two methods may have the same names and types, and differ in what may be missing.
    let with_default = defaults.map_or(0, P::defaults);
    let of: fn(Option<&P::Defaults>, &mut Vec<Parameter>) = P::parameters;
    let key = (
        of as usize,
        names.as_ptr().addr(),
        style as usize,
        with_default,
    );
    Codec::known_by(key, || {
        let mut parameters = Vec::with_capacity(P::COUNT);
        P::parameters(defaults, &mut parameters);
        style(names, &parameters)
    })
}

/// The arguments as JavaScript's function takes them.
///
/// # Errors
/// If one has no form on the wire.
pub(crate) fn write<P: Params>(
    style: ArgumentStyle,
    names: &'static [&'static str],
    arguments: &impl Arguments<P>,
) -> Result<Array, ArgumentError> {
    let codec = codec::<P>(style, names, None);
    let written = Writer::make(codec, |to| arguments.write(to, names))?;
    Ok(written.unchecked_into())
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
    fn write(&self, to: &mut Writer, names: &'static [&'static str]) -> Result<(), ArgumentError>;

    /// What a server in the same process is given.
    ///
    /// # Errors
    /// If a handle cannot be duplicated.
    fn into_params(self) -> Result<P>;
}

/// What a client passes for one parameter of type `T`.
pub trait Argument<T> {
    /// Writes the value, as `T` is written.
    ///
    /// # Errors
    /// If it has no form on the wire.
    fn write(&self, to: &mut Writer) -> Result<(), ValueError>;

    /// The value for a server in the same process.
    ///
    /// # Errors
    /// If it is a handle that cannot be duplicated.
    fn into_param(self) -> Result<T>;
}

impl<T: Value> Argument<T> for T {
    fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
        Value::write(self, to)
    }

    fn into_param(self) -> Result<T> {
        Ok(self)
    }
}

/// Borrowed arguments: what makes one a JavaScript value, and what makes it owned.
macro_rules! borrowed {
    ($([$($generics:tt)*] $from:ty => $to:ty: $write:expr, $owned:expr;)*) => {
        $(
            impl<$($generics)*> Argument<$to> for $from {
                fn write(&self, to: &mut Writer) -> Result<(), ValueError> {
                    ($write)(*self, to)
                }

                fn into_param(self) -> Result<$to> {
                    Ok(($owned)(self))
                }
            }
        )*
    };
}

borrowed! {
    [T: Value + Clone] &T => T: T::write, T::clone;
    [] &str => String: write_text, str::to_owned;
    [] &[u8] => Data: write_data, Data::from;
    [T: Value + Clone] &[T] => Vec<T>: T::write_list, <[T]>::to_vec;
    [T: Value + Clone] Option<&T> => Option<T>:
        |some, to| write_option::<T, _>(some, to, T::write), Option::<&T>::cloned;
    [] Option<&str> => Option<String>:
        |some, to| write_option::<String, _>(some, to, write_text),
        |some: Option<&str>| some.map(str::to_owned);
    [T: Value + Clone] Option<&[T]> => Option<Vec<T>>:
        |some, to| write_option::<Vec<T>, _>(some, to, T::write_list),
        |some: Option<&[T]>| some.map(<[T]>::to_vec);
}

#[allow(clippy::unnecessary_wraps)] // As all of them.
fn write_text(text: &str, to: &mut Writer) -> Result<(), ValueError> {
    to.text(text);
    Ok(())
}

#[allow(clippy::unnecessary_wraps)]
fn write_data(bytes: &[u8], to: &mut Writer) -> Result<(), ValueError> {
    write_bytes(bytes, to);
    Ok(())
}

/// More parameters than there are traits for: those that fit into a tuple, and the rest.
#[derive(Clone, Copy, Debug)]
pub struct More<A, B>(pub A, pub B);

impl<A: Params, B: Params> Params for More<A, B> {
    type Defaults = More<A::Defaults, B::Defaults>;

    const COUNT: usize = A::COUNT + B::COUNT;

    fn parameters(defaults: Option<&Self::Defaults>, to: &mut Vec<Parameter>) {
        A::parameters(defaults.map(|it| &it.0), to);
        B::parameters(defaults.map(|it| &it.1), to);
    }

    fn defaults(defaults: &Self::Defaults) -> u64 {
        // As good as a bit for each: of more than 64, bits would cancel one another out.
        let rest = B::defaults(&defaults.1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        A::defaults(&defaults.0).wrapping_add(rest)
    }

    fn read(
        from: &mut ArgumentReader,
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
    fn write(&self, to: &mut Writer, names: &'static [&'static str]) -> Result<(), ArgumentError> {
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

                fn parameters(defaults: Option<&Self::Defaults>, to: &mut Vec<Parameter>) {
                    $(to.push(Parameter::of::<$param>(defaults.is_some_and(|it| it.$index.is_some())));)*
                }

                fn defaults(defaults: &Self::Defaults) -> u64 {
                    0 $(| u64::from(defaults.$index.is_some()) << $index)*
                }

                fn read(
                    from: &mut ArgumentReader,
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
                    to: &mut Writer,
                    names: &'static [&'static str],
                ) -> Result<(), ArgumentError> {
                    $(self.$index.write(to).map_err(|why| ArgumentError { name: names[$index], why })?;)*
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
