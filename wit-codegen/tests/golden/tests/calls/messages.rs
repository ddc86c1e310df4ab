pub mod types {
    #[allow(unused_imports)]
    pub use wit_codegen_goldens::messages::types::*;
}
pub mod beside {
    #[allow(unused_imports)]
    pub use wit_codegen_goldens::messages::beside::*;
    pub fn lend_write_params(
        params: &(::rpc_runtime::private::Lent<'_, Book>, Shelf),
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(0, 2),
            params,
            |
                to: &mut ::rpc_runtime::message::StructWriter<'_>,
                (::rpc_runtime::private::Lent(book), shelf)|
            {
                ::rpc_runtime::private::lend_capability(to.pointer("book", 0), *book)?;
                to.pointer("shelf", 1).structure(shelf)?;
                Ok(())
            },
        )
    }
    pub fn lend_read_params(
        bytes: &[u8],
    ) -> Result<(Book, Shelf), ::rpc_runtime::ValueError> {
        crate::read(
            bytes,
            |from| Ok((
                ::rpc_runtime::private::read_capability(from.pointer("book", 0))?,
                from.pointer("shelf", 1).structure()?,
            )),
        )
    }
    pub fn lend_write_result(
        result: &::core::option::Option<Book>,
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(0, 1),
            result,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, result| {
                if let ::core::option::Option::Some(value) = result {
                    ::rpc_runtime::private::write_capability(
                        to.pointer("result", 0),
                        value,
                    )?;
                }
                Ok(())
            },
        )
    }
    pub fn lend_read_result(
        bytes: &[u8],
    ) -> Result<::core::option::Option<Book>, ::rpc_runtime::ValueError> {
        crate::read(
            bytes,
            |from| Ok(
                from
                    .pointer("result", 0)
                    .optional(|from| ::rpc_runtime::private::read_capability(from))?,
            ),
        )
    }
}
pub mod names {
    #[allow(unused_imports)]
    pub use wit_codegen_goldens::messages::names::*;
    pub fn mix_write_params(
        params: &(u8, &[::std::string::String], ::core::option::Option<u8>, &Order, u8),
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(1, 2),
            params,
            |
                to_: &mut ::rpc_runtime::message::StructWriter<'_>,
                (from, to, value, item, result)|
            {
                to_.data(0, *from);
                to_.pointer("to", 0).texts(to)?;
                if let ::core::option::Option::Some(value) = value {
                    to_.data(1, 1u16);
                    to_.data(1, *value);
                }
                to_.pointer("item", 1).structure(*item)?;
                to_.data(4, *result);
                Ok(())
            },
        )
    }
    pub fn mix_read_params(
        bytes: &[u8],
    ) -> Result<
        (
            u8,
            ::std::vec::Vec<::std::string::String>,
            ::core::option::Option<u8>,
            Order,
            u8,
        ),
        ::rpc_runtime::ValueError,
    > {
        crate::read(
            bytes,
            |from| Ok((
                from.data::<u8>(0),
                from.pointer("to", 0).texts()?,
                from.option("value", 1, |from| from.scalar::<u8>(1))?,
                from.pointer("item", 1).structure()?,
                from.data::<u8>(4),
            )),
        )
    }
    pub fn mix_write_result(
        result: &OrderReader,
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(0, 1),
            result,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, result| {
                to.pointer("result", 0).structure(result)?;
                Ok(())
            },
        )
    }
    pub fn mix_read_result(
        bytes: &[u8],
    ) -> Result<OrderReader, ::rpc_runtime::ValueError> {
        crate::read(bytes, |from| Ok(from.pointer("result", 0).structure()?))
    }
}
pub mod calls {
    #[allow(unused_imports)]
    pub use wit_codegen_goldens::messages::calls::*;
    pub fn nothing_write_params(
        params: &(),
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(0, 0),
            params,
            |_: &mut ::rpc_runtime::message::StructWriter<'_>, ()| { Ok(()) },
        )
    }
    pub fn nothing_read_params(bytes: &[u8]) -> Result<(), ::rpc_runtime::ValueError> {
        crate::read(bytes, |_| Ok(()))
    }
    pub fn nothing_write_result(
        result: &(),
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(0, 0),
            result,
            |_: &mut ::rpc_runtime::message::StructWriter<'_>, _| { Ok(()) },
        )
    }
    pub fn nothing_read_result(bytes: &[u8]) -> Result<(), ::rpc_runtime::ValueError> {
        crate::read(bytes, |_| Ok(()))
    }
    pub fn add_write_params(
        params: &(u32, u32),
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(1, 0),
            params,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, (a, b)| {
                to.data(0, *a);
                to.data(1, *b);
                Ok(())
            },
        )
    }
    pub fn add_read_params(
        bytes: &[u8],
    ) -> Result<(u32, u32), ::rpc_runtime::ValueError> {
        crate::read(bytes, |from| Ok((from.data::<u32>(0), from.data::<u32>(1))))
    }
    pub fn add_write_result(result: &u32) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(1, 0),
            result,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, result| {
                to.data(0, *result);
                Ok(())
            },
        )
    }
    pub fn add_read_result(bytes: &[u8]) -> Result<u32, ::rpc_runtime::ValueError> {
        crate::read(bytes, |from| Ok(from.data::<u32>(0)))
    }
    pub fn describe_write_params(
        params: &(
            &Shape,
            &[super::types::Point],
            &str,
            ::core::option::Option<Point>,
            ::core::option::Option<&str>,
            ::core::option::Option<&[super::types::Point]>,
            ::core::option::Option<::core::option::Option<u8>>,
            Market,
            Permissions,
            &[u8],
        ),
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(1, 8),
            params,
            |
                to: &mut ::rpc_runtime::message::StructWriter<'_>,
                (shape, points, name, at, note, more, deep, kind, rights, bytes)|
            {
                to.pointer("shape", 0).structure(*shape)?;
                to.pointer("points", 1).structs(points)?;
                to.pointer("name", 2).text(name)?;
                if let ::core::option::Option::Some(value) = at {
                    to.pointer("at", 3).structure(value)?;
                }
                if let ::core::option::Option::Some(value) = *note {
                    to.pointer("note", 4).text(value)?;
                }
                if let ::core::option::Option::Some(value) = *more {
                    to.pointer("more", 5).structs(value)?;
                }
                if let ::core::option::Option::Some(value) = deep {
                    to.data(0, 1u16);
                    if let ::core::option::Option::Some(value) = value {
                        to.data(1, 1u16);
                        to.data(4, *value);
                    }
                }
                to.enumerant(3, kind, 0);
                to.pointer("rights", 6).structure(rights)?;
                to.pointer("bytes", 7).data(bytes)?;
                Ok(())
            },
        )
    }
    pub fn describe_read_params(
        bytes: &[u8],
    ) -> Result<
        (
            Shape,
            Points,
            ::std::string::String,
            ::core::option::Option<Point>,
            ::core::option::Option<::std::string::String>,
            ::core::option::Option<Points>,
            ::core::option::Option<::core::option::Option<u8>>,
            Market,
            Permissions,
            ::std::vec::Vec<u8>,
        ),
        ::rpc_runtime::ValueError,
    > {
        crate::read(
            bytes,
            |from| Ok((
                from.pointer("shape", 0).structure()?,
                from.pointer("points", 1).structs()?,
                from.pointer("name", 2).text()?,
                from.pointer("at", 3).optional(|from| from.structure())?,
                from.pointer("note", 4).optional(|from| from.text())?,
                from.pointer("more", 5).optional(|from| from.structs())?,
                from
                    .option(
                        "deep",
                        0,
                        |from| from.option("deep", 1, |from| from.scalar::<u8>(4)),
                    )?,
                from.enumerant("kind", 3, 0)?,
                from.pointer("rights", 6).structure()?,
                from.pointer("bytes", 7).data()?,
            )),
        )
    }
    pub fn describe_write_result(
        result: &(::std::string::String, u8),
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(1, 1),
            result,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, result| {
                to.pointer("result.0", 0).text(&result.0)?;
                to.data(0, result.1);
                Ok(())
            },
        )
    }
    pub fn describe_read_result(
        bytes: &[u8],
    ) -> Result<(::std::string::String, u8), ::rpc_runtime::ValueError> {
        crate::read(
            bytes,
            |from| Ok((from.pointer("result.0", 0).text()?, from.data::<u8>(0))),
        )
    }
    pub fn place_write_params(
        params: &(Point,),
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(0, 1),
            params,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, (point,)| {
                to.pointer("point", 0).structure(point)?;
                Ok(())
            },
        )
    }
    pub fn place_read_params(
        bytes: &[u8],
    ) -> Result<(Point,), ::rpc_runtime::ValueError> {
        crate::read(bytes, |from| Ok((from.pointer("point", 0).structure()?,)))
    }
    pub fn place_write_result(
        result: Result<&u64, &Shape>,
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(2, 1),
            result,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, result| {
                match result {
                    ::core::result::Result::Ok(value) => to.data(0, *value),
                    ::core::result::Result::Err(value) => {
                        to.data(4, 1u16);
                        to.pointer("result", 0).structure(value)?;
                    }
                }
                Ok(())
            },
        )
    }
    pub fn place_read_result(
        bytes: &[u8],
    ) -> Result<Result<u64, Shape>, ::rpc_runtime::ValueError> {
        crate::read(
            bytes,
            |from| Ok(
                from
                    .result(
                        "result",
                        4,
                        |from| from.scalar::<u64>(0),
                        |from| from.pointer("result", 0).structure(),
                    )?,
            ),
        )
    }
    pub fn check_write_params(
        params: &(::core::option::Option<u8>,),
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(1, 0),
            params,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, (point,)| {
                if let ::core::option::Option::Some(value) = point {
                    to.data(0, 1u16);
                    to.data(2, *value);
                }
                Ok(())
            },
        )
    }
    pub fn check_read_params(
        bytes: &[u8],
    ) -> Result<(::core::option::Option<u8>,), ::rpc_runtime::ValueError> {
        crate::read(
            bytes,
            |from| Ok((from.option("point", 0, |from| from.scalar::<u8>(2))?,)),
        )
    }
    pub fn check_write_result(
        result: Result<&(), &::std::string::String>,
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(1, 1),
            result,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, result| {
                match result {
                    ::core::result::Result::Ok(_) => {}
                    ::core::result::Result::Err(value) => {
                        to.data(0, 1u16);
                        to.pointer("result", 0).text(value)?;
                    }
                }
                Ok(())
            },
        )
    }
    pub fn check_read_result(
        bytes: &[u8],
    ) -> Result<Result<(), ::std::string::String>, ::rpc_runtime::ValueError> {
        crate::read(
            bytes,
            |from| Ok(
                from
                    .result(
                        "result",
                        0,
                        |from| from.void(),
                        |from| from.pointer("result", 0).text(),
                    )?,
            ),
        )
    }
    pub fn ping_write_params(params: &()) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(0, 0),
            params,
            |_: &mut ::rpc_runtime::message::StructWriter<'_>, ()| { Ok(()) },
        )
    }
    pub fn ping_read_params(bytes: &[u8]) -> Result<(), ::rpc_runtime::ValueError> {
        crate::read(bytes, |_| Ok(()))
    }
    pub fn ping_write_result(
        result: Result<&(), &()>,
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(1, 0),
            result,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, result| {
                match result {
                    ::core::result::Result::Ok(_) => {}
                    ::core::result::Result::Err(_) => to.data(0, 1u16),
                }
                Ok(())
            },
        )
    }
    pub fn ping_read_result(
        bytes: &[u8],
    ) -> Result<Result<(), ()>, ::rpc_runtime::ValueError> {
        crate::read(
            bytes,
            |from| Ok(from.result("result", 0, |from| from.void(), |from| from.void())?),
        )
    }
    pub fn letters_write_params(
        params: &(),
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(0, 0),
            params,
            |_: &mut ::rpc_runtime::message::StructWriter<'_>, ()| { Ok(()) },
        )
    }
    pub fn letters_read_params(bytes: &[u8]) -> Result<(), ::rpc_runtime::ValueError> {
        crate::read(bytes, |_| Ok(()))
    }
    pub fn letters_write_result(
        result: &::std::vec::Vec<char>,
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(0, 1),
            result,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, result| {
                to.pointer("result", 0).chars(result)?;
                Ok(())
            },
        )
    }
    pub fn letters_read_result(
        bytes: &[u8],
    ) -> Result<::std::vec::Vec<char>, ::rpc_runtime::ValueError> {
        crate::read(bytes, |from| Ok(from.pointer("result", 0).chars()?))
    }
    pub fn best_write_params(params: &()) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(0, 0),
            params,
            |_: &mut ::rpc_runtime::message::StructWriter<'_>, ()| { Ok(()) },
        )
    }
    pub fn best_read_params(bytes: &[u8]) -> Result<(), ::rpc_runtime::ValueError> {
        crate::read(bytes, |_| Ok(()))
    }
    pub fn best_write_result(
        result: &::core::option::Option<Point>,
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(0, 1),
            result,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, result| {
                if let ::core::option::Option::Some(value) = result {
                    to.pointer("result", 0).structure(value)?;
                }
                Ok(())
            },
        )
    }
    pub fn best_read_result(
        bytes: &[u8],
    ) -> Result<::core::option::Option<Point>, ::rpc_runtime::ValueError> {
        crate::read(
            bytes,
            |from| Ok(from.pointer("result", 0).optional(|from| from.structure())?),
        )
    }
}
