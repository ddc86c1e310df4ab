//! The forms that generated types can have in serde.

/// How generated types look in serde; see [`super::Rust::serde_form`].
///
/// This is what `serde_json` makes of each:
///
/// | in WIT | [`Rust`](SerdeForm::Rust) | [`Wire`](SerdeForm::Wire) |
/// |---|---|---|
/// | field `unit-price` | `"unit_price"` | `"unitPrice"`, or what [`rename`](crate::RunOptions::renames) says |
/// | case `gift-card` of an enum | `"GiftCard"` | `"gift-card"`, or what `rename` says |
/// | case `gift-card` of a variant, with a payload | `{"GiftCard": 5}` | `{"tag": "gift-card", "val": 5}` |
/// | case `cash`, without one | `"Cash"` | `{"tag": "cash"}` |
/// | flags | `"READ \| WRITE"` | `{"read": true, "write": true, "shareLink": false}` |
/// | `option<T>` that is none, in a record | `null` | no such key |
/// | `option<T>` that is none, elsewhere | `null` | `null`; of a case, no `val` |
/// | `option<option<T>>` | `null` for both nones | `{"tag": "none"}`, `{"tag": "some"}`, `{"tag": "some", "val": 5}` |
/// | `result<T, E>` | `{"Ok": 5}`, `{"Err": 5}` | `{"tag": "ok", "val": 5}`, `{"tag": "err", "val": 5}` |
///
/// And in Cap'n Proto, where keys and names are the schema's own or `$Json.name`:
///
/// | in Cap'n Proto | `Rust` | `Wire` |
/// |---|---|---|
/// | field `unitPrice` | `"unit_price"` | `"unitPrice"` |
/// | named union | `"Cash"`, `{"Card": 5}` | `{"cash": null}`, `{"card": 5}` |
/// | unnamed union | in a key `"which"` | a key of the struct's own object |
/// | enum | `"Red"`, `{"Unknown": 7}` | `"red"`, `7` |
/// | key of a field that is missing | an error | the field's default |
///
/// Both write tuples and lists as arrays, bytes and Cap'n Proto's `Data` among them; a `char` as a string; `Void` as
/// `null`; a `u64` or `s64` as a number; a map as a map, whose keys JSON has as strings.
///
/// The wire's form is what a JavaScript peer would see, as far as a format can say it. JSON has no `undefined`, no
/// `bigint`, no `Map` and no typed arrays: of what `JSON.parse` makes of it, a method accepts all but Cap'n Proto's
/// `Data`, maps whose keys are no strings, and numbers beyond 2^53, which JavaScript rounds. `serde_json` reads and
/// writes every digit of an integer; of an `f64` it reads the last one right with its feature `float_roundtrip`. It
/// writes `null` for what is infinite or no number, and does not read it.
///
/// It reads keys in any order, and passes over those that it does not know, but for a flag that is set. It needs a
/// format that has names, such as JSON. It is the form of declared types and of what they hold: a list or a result that
/// stands by itself is in its own form, and so is a type that [`with`](super::Rust::with) maps. Types of
/// [`with_generated`](super::Rust::with_generated) have to be generated in the same form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SerdeForm {
    /// What `#[derive(Serialize, Deserialize)]` makes of the Rust types.
    #[default]
    Rust,
    /// What the wire makes of the values.
    Wire,
}
