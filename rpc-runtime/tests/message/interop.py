"""Cap'n Proto's own implementation beside ours: `interop.py SCHEMA FOLDER`.

The folder has messages that Rust wrote, `N.bin` and `N.generated.bin`, and what is in them, `N.json`. Each message is read with the schema
and compared; then the same value is built anew, in one segment and in as many as there can be, for Rust to read:
`N.one.bin` and `N.many.bin`.

In a description numbers are strings, floats the hexadecimal form of their bits or "nan", Data is in hexadecimal, an
enum its name or number, a union its active member. The schema says what is what.
"""

import json
import math
import pathlib
import struct
import sys

import capnp


def bits(number, format):
    return "nan" if math.isnan(number) else struct.pack(format, number).hex()


def unbits(text, format):
    return math.nan if text == "nan" else struct.unpack(format, bytes.fromhex(text))[0]


def describe_list(items, element):
    return [describe(item, element) for item in items]


def describe(value, kind):
    match kind.which():
        case "void":
            return None
        case "bool" | "text":
            return value
        case "float32":
            return bits(value, ">f")
        case "float64":
            return bits(value, ">d")
        case "data":
            return value.hex()
        case "enum":
            try:
                return str(value)
            except RuntimeError:  # Of a number that the schema does not have.
                return str(value.raw)
        case "list":
            return describe_list(value, kind.list.elementType)
        case "struct":
            return describe_struct(value)
        case "anyPointer":
            # The tests put a node there, or nothing.
            return None if value is None else describe_struct(value.as_struct(schema.Node))
        case _:
            return str(value)


def describe_struct(reader):
    described = {}
    fields = reader.schema.fields
    names = list(reader.schema.non_union_fields)
    if reader.schema.union_fields:
        names.append(str(reader.which()))
    for name in names:
        field = fields[name].proto
        if field.which() == "group":
            described[name] = describe_struct(getattr(reader, name))
        elif field.slot.type.which() in ("struct", "anyPointer") and not reader._has(name):
            # Among structs only a node may be absent: every other one was written.
            if field.slot.type.which() == "struct" and name != "next":
                raise ValueError(f"{name} was not written")
            described[name] = None
        else:
            described[name] = describe(getattr(reader, name), field.slot.type)
    return described


def undescribe(described, kind):
    match kind.which():
        case "void" | "bool" | "text":
            return described
        case "float32":
            return unbits(described, ">f")
        case "float64":
            return unbits(described, ">d")
        case "data":
            return bytes.fromhex(described)
        case "enum":
            return int(described) if described.isdigit() else described
        case _:
            return int(described)


def build_list(items, described, kind):
    """Fills a list in place."""
    for index, item in enumerate(described):
        if kind.which() == "list":
            build_list(items.init(index, len(item)), item, kind.list.elementType)
        elif kind.which() == "struct":
            build_struct(items[index], item)
        elif kind.which() != "void":
            items[index] = undescribe(item, kind)


def build_struct(builder, described):
    fields = builder.schema.fields
    for name, item in described.items():
        field = fields[name].proto
        if field.which() == "group":
            build_struct(builder.init(name), item)
            continue
        kind = field.slot.type
        match kind.which():
            case "list":
                build_list(builder.init(name, len(item)), item, kind.list.elementType)
            case "struct":
                if item is not None:
                    build_struct(builder.init(name), item)
            case "anyPointer":
                if item is not None:
                    node = schema.Node.new_message()
                    build_struct(node, item)
                    setattr(builder, name, node)
            case _:
                setattr(builder, name, undescribe(item, kind))


schema = capnp.load(sys.argv[1])
folder = pathlib.Path(sys.argv[2])
count = 0
for path in sorted(folder.glob("*.json")):
    described = json.loads(path.read_text("utf-8"))
    # By conversions that were written by hand, and by generated ones.
    for suffix in (".bin", ".generated.bin"):
        with schema.Everything.from_bytes(path.with_suffix(suffix).read_bytes()) as reader:
            found = describe_struct(reader)
        if found != described:
            for name in described:
                if found.get(name) != described[name]:
                    print(f"{path.stem}{suffix}: {name}: read as {found.get(name)}, written as {described[name]}")
            sys.exit(1)

    one = schema.Everything.new_message(num_first_segment_words=1 << 16)
    build_struct(one, described)
    path.with_suffix(".one.bin").write_bytes(one.to_bytes())
    many = schema.Everything.new_message(
        num_first_segment_words=1, allocate_seg_callable=lambda words: bytearray(8 * words)
    )
    build_struct(many, described)
    path.with_suffix(".many.bin").write_bytes(many.to_bytes())
    count += 1
print(f"{count} messages")
