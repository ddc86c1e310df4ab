# What a streaming method returns.
@0x86c366a91393f3f8;
struct StreamResult @0x995f9a3377c0b16e {
}
