pub mod evolving {
    #[allow(unused_imports)]
    pub use wit_codegen_goldens::newer::evolving::*;
    pub fn send_write_params(
        params: &(u32, &str, bool, ::core::option::Option<&Line>),
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(1, 2),
            params,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, (id, note, urgent, at)| {
                to.data(0, *id);
                to.pointer("note", 0).text(note)?;
                to.data(32, *urgent);
                if let ::core::option::Option::Some(value) = *at {
                    to.pointer("at", 1).structure(value)?;
                }
                Ok(())
            },
        )
    }
    pub fn send_read_params(
        bytes: &[u8],
    ) -> Result<
        (u32, ::std::string::String, bool, ::core::option::Option<Line>),
        ::rpc_runtime::ValueError,
    > {
        crate::read(
            bytes,
            |from| Ok((
                from.data::<u32>(0),
                from.pointer("note", 0).text()?,
                from.data::<bool>(32),
                from.pointer("at", 1).optional(|from| from.structure())?,
            )),
        )
    }
    pub fn send_write_result(
        result: &Order,
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
    pub fn send_read_result(bytes: &[u8]) -> Result<Order, ::rpc_runtime::ValueError> {
        crate::read(bytes, |from| Ok(from.pointer("result", 0).structure()?))
    }
}
