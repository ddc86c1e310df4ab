//! A schema with which nothing is wrong: what back ends get.

use crate::check::Uncallable;
use crate::model::{Layouts, Schema};
use crate::options::Selection;
use crate::recursion::Recursive;
use crate::taken::Taken;

/// A schema with which nothing is wrong, and the tables of what was found out about it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Checked {
    /// What it says.
    pub schema: Schema,
    /// How it lies in messages, if the back end needs to know.
    pub layouts: Layouts,
    /// Functions that cannot be called.
    pub uncallable: Uncallable,
    /// Types that are not generated here.
    pub taken: Taken,
    /// Members that hold the type that they are in.
    pub recursive: Recursive,
    /// Which sides are asked for.
    pub selection: Selection,
}
