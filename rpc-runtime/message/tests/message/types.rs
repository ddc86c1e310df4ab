//! The types of `everything.capnp`, written as the generator would.

use std::fmt::Debug;
use std::ops::Deref;

use rpc_message::{
    AnyPointer, Enumerant, MessageGroup, MessageStruct, PointerReader, StructReader, StructSize,
    StructWriter, ValueError,
};

/// Cap'n Proto's `Data`.
#[derive(Clone, Debug, PartialEq)]
pub struct Data(pub Vec<u8>);

impl Deref for Data {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// Both functions of a struct whose fields each lie in one place.
macro_rules! message {
    ($name:ident ($words:literal, $pointers:literal) {
        $($kind:ident $field:ident $at:literal $(= $default:expr)?;)*
    }) => {
        impl MessageStruct for $name {
            const SIZE: StructSize = StructSize::new($words, $pointers);

            fn write(&self, _to: &mut StructWriter<'_>) -> Result<(), ValueError> {
                $(write_field!(_to, self, $kind $field $at $($default)?);)*
                Ok(())
            }

            fn read(_from: &StructReader<'_>) -> Result<Self, ValueError> {
                Ok(Self { $($field: read_field!(_from, $kind $field $at $($default)?)),* })
            }
        }
    };
}

macro_rules! write_field {
    ($to:ident, $self:ident, void $field:ident $at:literal) => {
        let () = $self.$field;
    };
    ($to:ident, $self:ident, scalar $field:ident $at:literal) => {
        $to.data($at, $self.$field)
    };
    ($to:ident, $self:ident, scalar $field:ident $at:literal $default:expr) => {
        $to.data_or($at, $self.$field, $default)
    };
    ($to:ident, $self:ident, enumerant $field:ident $at:literal) => {
        $to.enumerant($at, &$self.$field, 0)
    };
    ($to:ident, $self:ident, enumerant $field:ident $at:literal $default:expr) => {
        $to.enumerant($at, &$self.$field, $default)
    };
    ($to:ident, $self:ident, voids $field:ident $at:literal) => {
        $to.pointer(stringify!($field), $at)
            .voids($self.$field.len())?
    };
    ($to:ident, $self:ident, boxed $field:ident $at:literal) => {
        if let Some(value) = &$self.$field {
            $to.pointer(stringify!($field), $at).structure(&**value)?
        }
    };
    ($to:ident, $self:ident, texts $field:ident $at:literal) => {
        $to.pointer(stringify!($field), $at)
            .pointers_with($self.$field.iter(), |to, item| to.text(item))?
    };
    ($to:ident, $self:ident, datas $field:ident $at:literal) => {
        $to.pointer(stringify!($field), $at)
            .pointers_with($self.$field.iter(), |to, item| to.data(item))?
    };
    ($to:ident, $self:ident, matrix $field:ident $at:literal) => {
        $to.pointer(stringify!($field), $at)
            .pointers_with($self.$field.iter(), |to, plane| {
                to.pointers_with(plane.iter(), |to, row| to.scalars(row))
            })?
    };
    ($to:ident, $self:ident, $kind:ident $field:ident $at:literal) => {
        $to.pointer(stringify!($field), $at).$kind(&$self.$field)?
    };
}

macro_rules! read_field {
    ($from:ident, void $field:ident $at:literal) => {
        ()
    };
    ($from:ident, scalar $field:ident $at:literal) => {
        $from.data($at)
    };
    ($from:ident, scalar $field:ident $at:literal $default:expr) => {
        $from.data_or($at, $default)
    };
    ($from:ident, enumerant $field:ident $at:literal) => {
        $from.enumerant(stringify!($field), $at, 0)?
    };
    ($from:ident, enumerant $field:ident $at:literal $default:expr) => {
        $from.enumerant(stringify!($field), $at, $default)?
    };
    ($from:ident, boxed $field:ident $at:literal) => {
        match $from.pointer(stringify!($field), $at) {
            none if none.is_null() => None,
            some => Some(some.structure()?),
        }
    };
    ($from:ident, texts $field:ident $at:literal) => {
        $from
            .pointer(stringify!($field), $at)
            .pointers_with(PointerReader::text)?
    };
    ($from:ident, data $field:ident $at:literal) => {
        Data($from.pointer(stringify!($field), $at).data()?)
    };
    ($from:ident, datas $field:ident $at:literal) => {
        $from
            .pointer(stringify!($field), $at)
            .pointers_with(|item| item.data().map(Data))?
    };
    ($from:ident, matrix $field:ident $at:literal) => {
        $from
            .pointer(stringify!($field), $at)
            .pointers_with(|plane| plane.pointers_with(PointerReader::scalars))?
    };
    ($from:ident, $kind:ident $field:ident $at:literal) => {
        $from.pointer(stringify!($field), $at).$kind()?
    };
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Color {
    Red,
    DarkGreen,
    Blue,
    Unknown(u16),
}

impl Enumerant for Color {
    fn number(&self) -> u16 {
        match self {
            Self::Red => 0,
            Self::DarkGreen => 1,
            Self::Blue => 2,
            Self::Unknown(number) => *number,
        }
    }

    fn from_number(number: u16) -> Result<Self, ValueError> {
        Ok(match number {
            0 => Self::Red,
            1 => Self::DarkGreen,
            2 => Self::Blue,
            number => Self::Unknown(number),
        })
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    pub bool: bool,
    pub int8: i8,
    pub int16: i16,
    pub int32: i32,
    pub int64: i64,
    pub uint8: u8,
    pub uint16: u16,
    pub uint32: u32,
    pub uint64: u64,
    pub float32: f32,
    pub float64: f64,
    pub color: Color,
    pub nothing: (),
}

message!(Numbers (6, 0) {
    scalar bool 0;
    scalar int8 1;
    scalar int16 1;
    scalar int32 1;
    scalar int64 1;
    scalar uint8 16;
    scalar uint16 9;
    scalar uint32 5;
    scalar uint64 3;
    scalar float32 8;
    scalar float64 5;
    enumerant color 18;
    void nothing 0;
});

#[derive(Clone, Debug, PartialEq)]
pub struct Defaults {
    pub bool: bool,
    pub int8: i8,
    pub int32: i32,
    pub uint16: u16,
    pub uint64: u64,
    pub float32: f32,
    pub float64: f64,
    pub color: Color,
}

message!(Defaults (4, 0) {
    scalar bool 0 = true;
    scalar int8 1 = -1;
    scalar int32 1 = -123_456;
    scalar uint16 1 = 65_535;
    scalar uint64 1 = 0x0123_4567_89ab_cdef;
    scalar float32 4 = 1.5;
    scalar float64 3 = f64::NEG_INFINITY;
    enumerant color 10 = 2;
});

#[derive(Clone, Debug, PartialEq)]
pub struct Lists {
    pub voids: Vec<()>,
    pub bools: Vec<bool>,
    pub int8s: Vec<i8>,
    pub int16s: Vec<i16>,
    pub int32s: Vec<i32>,
    pub int64s: Vec<i64>,
    pub uint8s: Vec<u8>,
    pub uint16s: Vec<u16>,
    pub uint32s: Vec<u32>,
    pub uint64s: Vec<u64>,
    pub float32s: Vec<f32>,
    pub float64s: Vec<f64>,
    pub colors: Vec<Color>,
    pub texts: Vec<String>,
    pub datas: Vec<Data>,
    pub numbers: Vec<Numbers>,
    pub shapes: Vec<Shape>,
    pub matrix: Vec<Vec<Vec<u16>>>,
    pub empties: Vec<Empty>,
}

message!(Lists (0, 19) {
    voids voids 0;
    scalars bools 1;
    scalars int8s 2;
    scalars int16s 3;
    scalars int32s 4;
    scalars int64s 5;
    scalars uint8s 6;
    scalars uint16s 7;
    scalars uint32s 8;
    scalars uint64s 9;
    scalars float32s 10;
    scalars float64s 11;
    enumerants colors 12;
    texts texts 13;
    datas datas 14;
    structs numbers 15;
    structs shapes 16;
    matrix matrix 17;
    structs empties 18;
});

#[derive(Clone, Debug, PartialEq)]
pub struct Empty {}

message!(Empty (0, 0) {});

#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    pub name: String,
    pub size: Size,
    pub kind: Kind,
    pub fill: Fill,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Size {
    pub width: f64,
    pub unit: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Point,
    Radius(f64),
    Corners(Vec<i32>),
    Rectangle { left: i16, label: String },
    Unknown(u16),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Fill {
    None,
    Color(Color),
    Picture(Data),
    Unknown(u16),
}

impl MessageStruct for Shape {
    const SIZE: StructSize = StructSize::new(3, 4);

    fn write(&self, to: &mut StructWriter<'_>) -> Result<(), ValueError> {
        to.pointer("name", 0).text(&self.name)?;
        to.group("size", &self.size)?;
        match &self.kind {
            Kind::Point => to.data(4, 0u16),
            Kind::Radius(radius) => {
                to.data(4, 1u16);
                to.data(2, *radius);
            }
            Kind::Corners(corners) => {
                to.data(4, 2u16);
                to.pointer("corners", 2).scalars(corners)?;
            }
            Kind::Rectangle { left, label } => {
                to.data(4, 3u16);
                to.data(8, *left);
                to.pointer("label", 2).text(label)?;
            }
            Kind::Unknown(number) => to.data(4, *number),
        }
        to.group("fill", &self.fill)
    }

    fn read(from: &StructReader<'_>) -> Result<Self, ValueError> {
        Ok(Self {
            name: from.pointer("name", 0).text()?,
            size: from.group("size")?,
            kind: match from.data(4) {
                0 => Kind::Point,
                1 => Kind::Radius(from.data(2)),
                2 => Kind::Corners(from.pointer("corners", 2).scalars()?),
                3 => Kind::Rectangle {
                    left: from.data(8),
                    label: from.pointer("label", 2).text()?,
                },
                number => Kind::Unknown(number),
            },
            fill: from.group("fill")?,
        })
    }
}

impl MessageGroup for Size {
    fn write(&self, to: &mut StructWriter<'_>) -> Result<(), ValueError> {
        to.data(0, self.width);
        to.pointer("unit", 1).text(&self.unit)
    }

    fn read(from: &StructReader<'_>) -> Result<Self, ValueError> {
        Ok(Self {
            width: from.data(0),
            unit: from.pointer("unit", 1).text()?,
        })
    }
}

impl MessageGroup for Fill {
    fn write(&self, to: &mut StructWriter<'_>) -> Result<(), ValueError> {
        match self {
            Self::None => to.data(5, 0u16),
            Self::Color(color) => {
                to.data(5, 1u16);
                to.enumerant(6, color, 0);
            }
            Self::Picture(picture) => {
                to.data(5, 2u16);
                to.pointer("picture", 3).data(picture)?;
            }
            Self::Unknown(number) => to.data(5, *number),
        }
        Ok(())
    }

    fn read(from: &StructReader<'_>) -> Result<Self, ValueError> {
        Ok(match from.data(5) {
            0 => Self::None,
            1 => Self::Color(from.enumerant("color", 6, 0)?),
            2 => Self::Picture(Data(from.pointer("picture", 3).data()?)),
            number => Self::Unknown(number),
        })
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub value: u32,
    pub next: Option<Box<Node>>,
    pub children: Vec<Node>,
}

message!(Node (1, 2) {
    scalar value 0;
    boxed next 0;
    structs children 1;
});

#[derive(Clone, Debug, PartialEq)]
pub struct Everything {
    pub numbers: Numbers,
    pub defaults: Defaults,
    pub lists: Lists,
    pub text: String,
    pub data: Data,
    pub shape: Shape,
    pub node: Node,
    pub any: AnyPointer,
}

message!(Everything (0, 8) {
    structure numbers 0;
    structure defaults 1;
    structure lists 2;
    text text 3;
    data data 4;
    structure shape 5;
    structure node 6;
    any any 7;
});
