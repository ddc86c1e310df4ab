//! How generated code writes and reads records.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserializer, Serializer};

use crate::objects::Value;
use crate::objects::collections::{Seed, Serialized};

/// Writes the fields of a record.
pub struct RecordWriter<S: Serializer> {
    pub(crate) fields: S::SerializeStruct,
}

impl<S: Serializer> RecordWriter<S> {
    /// Begins the record `name`, of up to `fields` fields.
    ///
    /// # Errors
    /// What the serializer reports.
    pub fn new(serializer: S, name: &'static str, fields: usize) -> Result<Self, S::Error> {
        serializer
            .serialize_struct(name, fields)
            .map(|fields| Self { fields })
    }

    /// Writes a field, or leaves it out if the value is written that way.
    ///
    /// # Errors
    /// What the serializer reports.
    pub fn field<T: Value>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        if value.is_absent() {
            self.fields.skip_field(name)
        } else {
            self.fields.serialize_field(name, &Serialized(value))
        }
    }

    /// Ends the record.
    ///
    /// # Errors
    /// What the serializer reports.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.fields.end()
    }
}

impl<S: Serializer> fmt::Debug for RecordWriter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordWriter").finish_non_exhaustive()
    }
}

/// A record, by its fields.
pub trait Record: Sized {
    /// The fields as they are called on the wire, in declared order.
    const FIELDS: &'static [&'static str];

    /// Reads every field, in declared order.
    ///
    /// # Errors
    /// What reading a field reports.
    fn read<'de, A: MapAccess<'de>>(fields: &mut FieldReader<A>) -> Result<Self, A::Error>;
}

/// Reads the record `name`.
///
/// # Errors
/// If it is not an object, or one of its fields is missing or wrong.
pub fn read_record<'de, R: Record, D: Deserializer<'de>>(
    deserializer: D,
    name: &'static str,
) -> Result<R, D::Error> {
    struct RecordVisitor<R> {
        name: &'static str,
        record: PhantomData<R>,
    }

    impl<'de, R: Record> Visitor<'de> for RecordVisitor<R> {
        type Value = R;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{} object", self.name)
        }

        fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<R, A::Error> {
            let mut fields = FieldReader::new(fields, R::FIELDS);
            let record = R::read(&mut fields)?;
            fields.end()?;
            Ok(record)
        }
    }

    let record = PhantomData;
    deserializer.deserialize_struct(name, R::FIELDS, RecordVisitor { name, record })
}

/// Reads fields in declared order, over others between them that are unknown.
pub struct FieldReader<A> {
    fields: A,
    names: &'static [&'static str],
    /// The index of the field that is read next.
    next: usize,
    /// The index of a field whose key was read but not its value.
    pending: Option<usize>,
}

impl<A> FieldReader<A> {
    pub(crate) fn new(fields: A, names: &'static [&'static str]) -> Self {
        Self {
            fields,
            names,
            next: 0,
            pending: None,
        }
    }
}

impl<'de, A: MapAccess<'de>> FieldReader<A> {
    /// Reads the next field, which is `name`.
    ///
    /// # Errors
    /// If the value is wrong, or missing where its type cannot be.
    pub fn read<T: Value>(&mut self, name: &'static str) -> Result<T, A::Error> {
        self.read_seed(name, Seed::new())?
            .or_else(T::absent)
            .ok_or_else(|| A::Error::missing_field(name))
    }

    /// Reads the next field, which is `name`, if it is there.
    pub(crate) fn read_seed<V: DeserializeSeed<'de>>(
        &mut self,
        name: &'static str,
        seed: V,
    ) -> Result<Option<V::Value>, A::Error> {
        debug_assert_eq!(self.names.get(self.next), Some(&name), "declared order");
        let index = self.next;
        self.next += 1;
        match self.key()? {
            Some(key) if key == index => {
                self.pending = None;
                self.fields.next_value_seed(seed).map(Some)
            }
            Some(key) if key < index => Err(A::Error::custom(format_args!(
                "field \"{}\" out of order",
                self.names[key]
            ))),
            _ => Ok(None),
        }
    }

    /// The field that comes next in the input, if any is left.
    fn key(&mut self) -> Result<Option<usize>, A::Error> {
        while self.pending.is_none() {
            match self.fields.next_key_seed(NameSeed(self.names))? {
                Some(Some(index)) => self.pending = Some(index),
                Some(None) => drop(self.fields.next_value::<IgnoredAny>()?),
                None => return Ok(None),
            }
        }
        Ok(self.pending)
    }

    /// Passes over what is left.
    pub(crate) fn end(&mut self) -> Result<(), A::Error> {
        self.next = self.names.len();
        match self.key()? {
            Some(key) => Err(A::Error::custom(format_args!(
                "field \"{}\" out of order",
                self.names[key]
            ))),
            None => Ok(()),
        }
    }
}

impl<A> fmt::Debug for FieldReader<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldReader")
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}

/// Reads a key as the index of a field, if it is one.
struct NameSeed(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for NameSeed {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field")
    }

    fn visit_u64<E: Error>(self, index: u64) -> Result<Self::Value, E> {
        Ok(usize::try_from(index)
            .ok()
            .filter(|index| *index < self.0.len()))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().position(|known| *known == name))
    }
}
