//! What options are given as: `selector=value`.

/// A selector and what belongs to it.
pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((selector, value)) => Ok((selector.trim().to_owned(), value.trim().to_owned())),
        None => Err("expected `selector=value`".to_owned()),
    }
}
