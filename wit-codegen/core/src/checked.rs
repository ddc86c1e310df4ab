//! A schema with which nothing is wrong: what back ends get.

use std::collections::BTreeMap;

use crate::check::Uncallable;
use crate::elsewhere::Elsewhere;
use crate::model::{Layouts, Schema, TypeId};
use crate::names::rust::RustNames;
use crate::options::{Attributes, Output};
use crate::recursion::Recursive;

/// A schema with which nothing is wrong, and the tables of what was found out about it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Checked {
    /// What it says.
    pub schema: Schema,
    /// What everything is called in Rust.
    pub names: RustNames,
    /// How it lies in messages, if the back end needs to know.
    pub layouts: Layouts,
    /// Functions that cannot be called.
    pub uncallable: Uncallable,
    /// What the options add to types.
    pub attributes: BTreeMap<TypeId, Attributes>,
    /// What stands in for types that are not generated here.
    pub elsewhere: Elsewhere,
    /// Members that hold the type that they are in.
    pub recursive: Recursive,
    /// What is asked for.
    pub output: Output,
}
