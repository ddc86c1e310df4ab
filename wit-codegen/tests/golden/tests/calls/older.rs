pub mod evolving {
    #[allow(unused_imports)]
    pub use wit_codegen_goldens::older::evolving::*;
    pub fn send_write_params(
        params: &(u32, &str),
    ) -> Result<Vec<u8>, ::rpc_runtime::ValueError> {
        crate::write(
            ::rpc_runtime::message::StructSize::new(1, 1),
            params,
            |to: &mut ::rpc_runtime::message::StructWriter<'_>, (id, note)| {
                to.data(0, *id);
                to.pointer("note", 0).text(note)?;
                Ok(())
            },
        )
    }
    pub fn send_read_params(
        bytes: &[u8],
    ) -> Result<(u32, ::std::string::String), ::rpc_runtime::ValueError> {
        crate::read(
            bytes,
            |from| Ok((from.data::<u32>(0), from.pointer("note", 0).text()?)),
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
