//! The object wire of Cap'n Proto schemas in a JavaScript engine: what is sent, what is taken in, what is refused. The
//! types are generated from `capnp-bridge/tests/golden/values.capnp`.

use crate::support::capnp::person::{Address, Employment, Which};
use crate::support::capnp::shape::{Call, Which as ShapeWhich};
use crate::support::capnp::{
    Color, Defaults, Empty, Lists, Middle, Numbers, Person, Point, Shape, defaults, middle,
};
use crate::support::js::{accepts, js, rejects, sends};
use rpc_runtime::private::{from_js, to_js};
use rpc_runtime::{AnyPointer, Data};
use wasm_bindgen_test::wasm_bindgen_test as test;

fn person(name: &str) -> Person {
    Person {
        name: name.to_owned(),
        ..Person::default()
    }
}

fn employed(employment: Employment) -> Person {
    Person {
        employment,
        ..Person::default()
    }
}

fn shape(which: ShapeWhich) -> Shape {
    Shape { which }
}

#[test]
fn structs() {
    sends(
        Person {
            parent: Some(Box::new(person("Byron"))),
            friends: vec![person("a")],
            address: Address {
                street: "s".to_owned(),
                number: -2,
            },
            ..person("Ada")
        },
        "v => Object.keys(v).join() ===
            'id,name,picture,any,nothing,friends,parent,address,employment,await,constructor,circle'
            && Object.getPrototypeOf(v) === Object.prototype
            && v.id === 7 && v.name === 'Ada' && v.nothing === null && v.await === false
            && JSON.stringify(v.address) === '{\"street\":\"s\",\"number\":-2}'
            && JSON.stringify(v.employment) === '{\"unemployed\":null}'
            && v.circle === 0 && v.friends.length === 1 && v.friends[0].name === 'a'
            && v.parent.name === 'Byron' && !('parent' in v.parent)",
    );
    sends(Empty {}, "v => Object.keys(v).length === 0");
    accepts("({})", Person::default());
    accepts("Object.create(null)", Person::default());
    accepts(
        "({ newer: [{}], other: 1n, [Symbol()]: 1 })",
        Person::default(),
    );
    accepts(
        "({ await: true, parent: { name: 'Byron' }, nothing: undefined, id: 9, name: 'Ada' })",
        Person {
            id: 9,
            r#await: true,
            parent: Some(Box::new(person("Byron"))),
            ..person("Ada")
        },
    );
    accepts(
        "({ id: undefined, name: undefined, parent: null, nothing: null, address: { number: 2 } })",
        Person {
            address: Address {
                street: String::new(),
                number: 2,
            },
            ..Person::default()
        },
    );
    accepts(
        "({ constructor: 'c' })",
        Person {
            constructor: "c".to_owned(),
            ..Person::default()
        },
    );
    accepts(
        "Object.freeze({ get id() { return 8 } })",
        Person {
            id: 8,
            ..Person::default()
        },
    );

    rejects::<Person>("undefined", "expected Person object, got undefined");
    rejects::<Person>("null", "expected Person object, got null");
    rejects::<Person>("[]", "expected Person object, got array of 0");
    rejects::<Person>("new Map", "expected Person object, got Map");
    rejects::<Person>(
        "new (class Person {})",
        "expected Person object, got Person",
    );
    rejects::<Person>("({ id: null })", "id: expected u32, got null");
    rejects::<Person>(
        "({ id: 2 ** 32 })",
        "id: expected u32, got number 4294967296",
    );
    rejects::<Person>("({ name: null })", "name: expected string, got null");
    rejects::<Person>(
        "({ nothing: 0 })",
        "nothing: expected nothing, got number 0",
    );
    rejects::<Person>(
        "({ address: null })",
        "address: expected address object, got null",
    );
    rejects::<Person>(
        "({ friends: [{}, { parent: { address: { number: 1.5 } } }] })",
        "friends[1].parent.address.number: expected s16, got number 1.5",
    );
    rejects::<Person>(
        "({ friends: [undefined] })",
        "friends[0]: expected Person object, got undefined",
    );
    rejects::<Person>(
        "({ get id() { throw 1 } })",
        "an exception was thrown while it was read",
    );
}

#[test]
fn defaults_of_fields() {
    let default = Defaults::default();
    assert_eq!(
        default,
        Defaults {
            bool: true,
            int: -5,
            long: u64::MAX,
            float: 0.5,
            text: "Zoë".to_owned(),
            data: Data(vec![1, 0x22]),
            color: Color::DarkGreen,
            list: vec![1, 2],
            voids: vec![(), ()],
            point: Point {
                x: 7,
                y: 0,
                color: Color::Red,
            },
            shape: shape(ShapeWhich::Circle(2.0)),
            choice: defaults::Choice::Number(12),
        }
    );
    accepts("({})", default.clone());
    accepts("({ choice: {}, shape: undefined })", default.clone());
    // A struct that is there has its own defaults.
    accepts(
        "({ point: {}, shape: {} })",
        Defaults {
            point: Point::default(),
            shape: Shape::default(),
            ..default.clone()
        },
    );
    assert_eq!(Point::default().x, -1);
    accepts(
        "({ choice: { word: '' }, list: [], text: '' })",
        Defaults {
            choice: defaults::Choice::Word(String::new()),
            list: vec![],
            text: String::new(),
            ..default.clone()
        },
    );
    // Everything is sent, whether it is the default or not.
    sends(
        default,
        "v => Object.keys(v).join() ===
            'bool,int,long,float,text,data,color,list,voids,point,shape,choice'
            && v.long === 2n ** 64n - 1n && v.choice.number === 12 && v.point.x === 7",
    );
}

#[test]
fn unnamed_unions() {
    sends(
        shape(ShapeWhich::Circle(1.5)),
        "v => JSON.stringify(v) === '{\"circle\":1.5}'",
    );
    sends(
        shape(ShapeWhich::None),
        "v => JSON.stringify(v) === '{\"none\":null}'",
    );
    sends(
        shape(ShapeWhich::Call(Call::default())),
        "v => JSON.stringify(v) === '{\"call\":{\"function\":\"\",\"depth\":3}}'",
    );
    accepts("({})", shape(ShapeWhich::Circle(0.0)));
    accepts("({ more: 1 })", shape(ShapeWhich::Circle(0.0)));
    accepts("({ none: null })", shape(ShapeWhich::None));
    accepts("({ none: undefined })", shape(ShapeWhich::None));
    accepts(
        "({ circle: undefined, none: null })",
        shape(ShapeWhich::None),
    );
    accepts(
        "({ circle: 1, none: undefined })",
        shape(ShapeWhich::Circle(1.0)),
    );
    accepts("({ none: undefined, also: null })", shape(ShapeWhich::Also));
    accepts(
        "({ call: {} })",
        shape(ShapeWhich::Call(Call {
            function: String::new(),
            depth: 3,
        })),
    );
    rejects::<Shape>(
        "({ circle: 1, none: null })",
        "\"circle\" and \"none\" are both there: only one member of a union can be",
    );
    rejects::<Shape>(
        "({ call: {}, circle: 1 })",
        "\"circle\" and \"call\" are both there: only one member of a union can be",
    );
    rejects::<Shape>(
        "({ none: undefined, also: undefined })",
        "\"none\" and \"also\" are both there: only one member of a union can be",
    );
    rejects::<Shape>("({ circle: null })", "circle: expected f64, got null");
    rejects::<Shape>(
        "({ none: true })",
        "none: expected nothing, got boolean true",
    );
    rejects::<Shape>(
        "({ call: { depth: 256 } })",
        "call.depth: expected u8, got number 256",
    );
    // Its members are keys of the struct's own object.
    accepts(
        "({ shape: { none: null }, id: 1 })",
        Person {
            id: 1,
            which: Which::Shape(shape(ShapeWhich::None)),
            ..Person::default()
        },
    );
    rejects::<Person>(
        "({ friends: [{ none: null, shape: {} }] })",
        "friends[0]: \"none\" and \"shape\" are both there: only one member of a union can be",
    );
}

#[test]
fn the_first_member_by_number_is_the_default() {
    let default = Middle {
        which: middle::Which::Early(4),
    };
    assert_eq!(Middle::default(), default);
    accepts("({})", default);
}

#[test]
fn named_unions() {
    sends(
        employed(Employment::Employer("e".to_owned())),
        "v => JSON.stringify(v.employment) === '{\"employer\":\"e\"}'",
    );
    accepts("({ employment: {} })", Person::default());
    accepts("({ employment: { unemployed: null } })", Person::default());
    accepts(
        "({ employment: { color: 'red' } })",
        employed(Employment::Color(Color::Red)),
    );
    accepts(
        "({ employment: { employer: undefined, color: 1 } })",
        employed(Employment::Color(Color::DarkGreen)),
    );
    rejects::<Person>(
        "({ employment: 'unemployed' })",
        "employment: expected employment object, got string \"unemployed\"",
    );
    rejects::<Person>(
        "({ employment: null })",
        "employment: expected employment object, got null",
    );
    rejects::<Person>(
        "({ employment: { unemployed: null, employer: 'e' } })",
        "employment: \"unemployed\" and \"employer\" are both there: only one member of a union can be",
    );
    rejects::<Person>(
        "({ employment: { color: 'blue' } })",
        "employment.color: unknown case \"blue\" (known: red, darkGreen)",
    );
}

#[test]
fn what_is_inherited_is_no_member() {
    accepts("({ toString: 1, valueOf: 2 })", Person::default());
    accepts(
        "({ __proto__: null, circle: 2 })",
        shape(ShapeWhich::Circle(2.0)),
    );
    rejects::<Shape>(
        "({ __proto__: { circle: 2 } })",
        "expected Shape object, got Object",
    );
}

#[test]
fn unknown_members_are_not_sent() {
    let error = to_js(&employed(Employment::Unknown(7))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "member 7 of a union is none of those known here (unemployed, employer, color), and has no name to be sent by"
    );
    assert!(to_js(&vec![shape(ShapeWhich::Unknown(0))]).is_err());
}

#[test]
fn enums() {
    sends(Color::DarkGreen, "v => v === 'darkGreen'");
    sends(Color::Unknown(9), "v => v === 9");
    sends(Color::Unknown(1), "v => v === 'darkGreen'");
    sends(
        vec![Color::Red, Color::Unknown(65535)],
        "v => Array.isArray(v) && v.join() === 'red,65535'",
    );
    accepts("'red'", Color::Red);
    accepts("'darkGreen'", Color::DarkGreen);
    accepts("0", Color::Red);
    accepts("1", Color::DarkGreen);
    accepts("2", Color::Unknown(2));
    accepts("65535", Color::Unknown(65535));
    assert_eq!(u16::from(Color::Unknown(9)), 9);
    assert_eq!(Color::from(1), Color::DarkGreen);
    assert_eq!(Color::default(), Color::Red);
    rejects::<Color>("'blue'", "unknown case \"blue\" (known: red, darkGreen)");
    rejects::<Color>(
        "'dark-green'",
        "unknown case \"dark-green\" (known: red, darkGreen)",
    );
    for (value, got) in [
        ("65536", "number 65536"),
        ("-1", "number -1"),
        ("0.5", "number 0.5"),
        ("1n", "bigint 1n"),
        ("null", "null"),
        ("undefined", "undefined"),
        ("true", "boolean true"),
        ("['red']", "array of 1"),
        ("'\\ud800'", "string \"\u{FFFD}\" with a lone surrogate"),
    ] {
        rejects::<Color>(
            value,
            &format!("expected name or number of a case, got {got}"),
        );
    }
}

#[test]
fn numbers() {
    let largest = Numbers {
        bool: true,
        int8: i8::MIN,
        int16: i16::MIN,
        int32: i32::MIN,
        int64: i64::MIN,
        uint8: u8::MAX,
        uint16: u16::MAX,
        uint32: u32::MAX,
        uint64: u64::MAX,
        float32: f32::MAX,
        float64: f64::MIN_POSITIVE,
    };
    sends(
        largest.clone(),
        "v => v.bool === true && v.int8 === -128 && v.int16 === -32768 && v.int32 === -(2 ** 31)
            && v.int64 === -(2n ** 63n) && v.uint8 === 255 && v.uint16 === 65535 && v.uint32 === 2 ** 32 - 1
            && v.uint64 === 2n ** 64n - 1n && v.float32 === Math.fround(3.4028234663852886e38)
            && v.float64 === 2 ** -1022",
    );
    accepts(
        "({ bool: true, int8: -128, int16: -32768, int32: -2147483648, int64: -(2n ** 63n), uint8: 255,
            uint16: 65535, uint32: 2 ** 32 - 1, uint64: 2n ** 64n - 1n, float32: 3.4028234663852886e38,
            float64: 2 ** -1022 })",
        largest,
    );
    accepts(
        "({ int64: -5, uint64: 2 ** 53 - 1 })",
        Numbers {
            int64: -5,
            uint64: (1 << 53) - 1,
            ..Numbers::default()
        },
    );
    for (value, message) in [
        ("int8: 128", "int8: expected s8, got number 128"),
        ("int16: -32769", "int16: expected s16, got number -32769"),
        ("int32: 0.5", "int32: expected s32, got number 0.5"),
        (
            "int64: 2n ** 63n",
            "int64: expected s64, got bigint 9223372036854775808n",
        ),
        ("uint64: -1n", "uint64: expected u64, got bigint -1n"),
        (
            "uint64: 2n ** 64n",
            "uint64: expected u64, got bigint 18446744073709551616n",
        ),
        (
            "uint64: 2 ** 53",
            "uint64: expected u64, got number 9007199254740992",
        ),
        ("uint32: '1'", "uint32: expected u32, got string \"1\""),
        ("float64: 1n", "float64: expected f64, got bigint 1n"),
        ("bool: 1", "bool: expected bool, got number 1"),
    ] {
        rejects::<Numbers>(&format!("({{ {value} }})"), message);
    }
}

#[test]
fn data_and_any_pointers() {
    sends(
        Data(vec![1, 2, 3]),
        "v => v instanceof ArrayBuffer && v.byteLength === 3 && new Uint8Array(v).join() === '1,2,3'",
    );
    sends(
        Data::default(),
        "v => v instanceof ArrayBuffer && v.byteLength === 0",
    );
    sends(
        AnyPointer::from_message(vec![9]),
        "v => v instanceof ArrayBuffer && new Uint8Array(v)[0] === 9",
    );
    for bytes in [
        "new Uint8Array([1, 2])",
        "new Uint8Array([1, 2]).buffer",
        "new Uint8Array([0, 1, 2, 3]).subarray(1, 3)",
        "new DataView(new Uint8Array([0, 1, 2]).buffer, 1)",
        "new Uint16Array([0x0201])",
        "new Uint8ClampedArray([1, 2])",
        "Buffer.from([1, 2])",
    ] {
        accepts(bytes, Data(vec![1, 2]));
        accepts(bytes, AnyPointer::from_message(vec![1, 2]));
    }
    for (value, got) in [
        ("[1, 2]", "array of 2"),
        ("'12'", "string \"12\""),
        ("null", "null"),
        ("({ byteLength: 2 })", "object"),
        ("new Blob([])", "Blob"),
    ] {
        rejects::<Data>(value, &format!("expected ArrayBuffer or view, got {got}"));
        rejects::<AnyPointer>(value, &format!("expected ArrayBuffer or view, got {got}"));
    }
    rejects::<Person>(
        "({ any: 1 })",
        "any: expected ArrayBuffer or view, got number 1",
    );
}

#[test]
fn lists() {
    let lists = Lists {
        voids: vec![(), ()],
        bools: vec![true],
        int8s: vec![-1],
        int16s: vec![-1],
        int32s: vec![-1],
        int64s: vec![-1],
        uint8s: vec![1],
        uint16s: vec![1],
        uint32s: vec![1],
        uint64s: vec![1],
        float32s: vec![0.5],
        float64s: vec![0.5],
        texts: vec!["a".to_owned()],
        datas: vec![Data(vec![1])],
        colors: vec![Color::DarkGreen, Color::Unknown(7)],
        points: vec![Point::default()],
        matrix: vec![vec![1.0], vec![]],
        void_lists: vec![vec![()], vec![]],
        data_cube: vec![vec![vec![Data(vec![2])]]],
        unions: vec![Shape::default()],
    };
    sends(
        lists.clone(),
        "v => v.voids.length === 2 && v.voids[0] === null && v.voids[1] === null && v.bools[0] === true
            && v.int8s instanceof Int8Array && v.int16s instanceof Int16Array && v.int32s instanceof Int32Array
            && v.int64s instanceof BigInt64Array && v.uint8s instanceof Uint8Array
            && v.uint16s instanceof Uint16Array && v.uint32s instanceof Uint32Array
            && v.uint64s instanceof BigUint64Array && v.float32s instanceof Float32Array
            && v.float64s instanceof Float64Array && v.texts[0] === 'a' && v.datas[0] instanceof ArrayBuffer
            && v.colors.join() === 'darkGreen,7' && v.points[0].x === -1 && v.matrix[0] instanceof Float64Array
            && v.matrix[1].length === 0 && v.voidLists[0][0] === null && v.voidLists[1].length === 0
            && v.dataCube[0][0][0] instanceof ArrayBuffer && v.unions[0].circle === 0",
    );
    assert_eq!(from_js::<Lists>(to_js(&lists).unwrap()).unwrap(), lists);
    accepts(
        "({ voids: [null, undefined], int8s: [-1], int64s: [-1n, 5], uint8s: new ArrayBuffer(1), matrix: [[1]],
            datas: [new Uint8Array(1), new ArrayBuffer(0)], colors: [1, 'red', 5], points: [{}],
            voidLists: [[], [undefined]], dataCube: [[], [[new Uint8Array(1)]]], unions: [{ none: null }] })",
        Lists {
            voids: vec![(), ()],
            int8s: vec![-1],
            int64s: vec![-1, 5],
            uint8s: vec![0],
            matrix: vec![vec![1.0]],
            datas: vec![Data(vec![0]), Data(vec![])],
            colors: vec![Color::DarkGreen, Color::Red, Color::Unknown(5)],
            points: vec![Point::default()],
            void_lists: vec![vec![], vec![()]],
            data_cube: vec![vec![], vec![vec![Data(vec![0])]]],
            unions: vec![shape(ShapeWhich::None)],
            ..Lists::default()
        },
    );
    for (value, message) in [
        ("voids: [0]", "voids[0]: expected nothing, got number 0"),
        ("voids: [,]", "voids[0]: expected nothing, got a hole"),
        ("voids: null", "voids: expected array, got null"),
        (
            "voidLists: [[], [1]]",
            "voidLists[1][0]: expected nothing, got number 1",
        ),
        ("texts: [null]", "texts[0]: expected string, got null"),
        ("texts: 'a'", "texts: expected array, got string \"a\""),
        (
            "datas: [[1]]",
            "datas[0]: expected ArrayBuffer or view, got array of 1",
        ),
        (
            "dataCube: [[[], [new ArrayBuffer(1), 1]]]",
            "dataCube[0][1][1]: expected ArrayBuffer or view, got number 1",
        ),
        (
            "colors: ['blue']",
            "colors[0]: unknown case \"blue\" (known: red, darkGreen)",
        ),
        (
            "points: [{ x: '1' }]",
            "points[0].x: expected s32, got string \"1\"",
        ),
        (
            "matrix: [[1, '2']]",
            "matrix[0][1]: expected f64, got string \"2\"",
        ),
        ("int8s: [128]", "int8s[0]: expected s8, got number 128"),
        (
            "int8s: new Uint8Array(1)",
            "int8s: expected Int8Array or array, got Uint8Array of 1",
        ),
        (
            "unions: [{ circle: 1, also: null }]",
            "unions[0]: \"circle\" and \"also\" are both there: only one member of a union can be",
        ),
    ] {
        rejects::<Lists>(&format!("({{ {value} }})"), message);
    }
}

#[test]
fn what_nests_too_deep_is_refused() {
    let error = from_js::<Person>(js(
        "Array.from({ length: 200 }).reduce((inner) => ({ parent: inner }), {})",
    ))
    .unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("nested more than 128 levels deep"),
        "{error}"
    );
    let deep = js("Array.from({ length: 100 }).reduce((inner) => ({ parent: inner }), {})");
    assert!(from_js::<Person>(deep).is_ok());
}

#[test]
fn constants() {
    use crate::support::capnp as schema;
    assert_eq!(schema::ANSWER, 42);
    assert_eq!(schema::NEGATIVE, i64::MIN);
    assert_eq!(schema::NEARLY_PI.to_string(), "3.14159");
    assert_eq!(schema::TINY, 1.25e-10);
    assert_eq!(schema::BOUNDLESS, f64::NEG_INFINITY);
    assert_eq!((schema::YES, schema::NOTHING), (true, ()));
    assert_eq!(schema::GREETING, "Grüezi");
    assert_eq!(schema::BLOB, [0, 0x22, 0xff]);
    assert_eq!(schema::PRIMES, [2, 3, 5]);
    assert_eq!(schema::NAMES, ["a", "b"]);
    assert_eq!(schema::ROWS, [&[1, -1][..], &[]]);
    assert_eq!(schema::FAVOURITE, Color::DarkGreen);
    assert_eq!(schema::ORIGIN.y, 5);
    assert_eq!(schema::ORIGIN.x, -1);
    assert_eq!(schema::CORNERS.len(), 2);
    let someone = &*schema::SOMEONE;
    assert_eq!(someone.which, Which::Circle(1.5));
    assert_eq!(
        someone.employment,
        Employment::Employer("Babbage".to_owned())
    );
    let parent = someone.parent.as_deref().map(|parent| parent.name.as_str());
    assert_eq!(parent, Some("Byron"));
    assert_eq!(someone.id, 7);
}
