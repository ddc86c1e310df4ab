# Bytes that are sent in chunks.

@0x8f5d14e1c273738d;

interface ByteStream {
  write @0 (bytes :Data) -> stream;
  end @1 ();
  getSubstream @2 (callback :SubstreamCallback, limit :UInt64 = 0xffffffffffffffff) -> (substream :ByteStream);
  startTls @3 (expectedServerHostname :Text) -> stream;

  interface SubstreamCallback {
    ended @0 (byteCount :UInt64);
    reachedLimit @1 () -> (next :ByteStream);
  }
}
