//! Names: how one of another language is written in WIT, and what a mangled one is of.

/// `placeOrder`, `place_order` → `place-order`
pub(in crate::wit) fn kebab_case(word: &str) -> Option<String> {
    let mut name = String::new();
    let mut last = '-';
    for c in word.chars() {
        let starts_word = c.is_uppercase() && !last.is_uppercase();
        if (c == '_' || starts_word) && !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
        if c.is_ascii_alphanumeric() || c == '-' {
            name.push(c.to_ascii_lowercase());
        } else if c != '_' {
            return None;
        }
        last = c;
    }
    name.starts_with(|c: char| c.is_ascii_lowercase())
        .then_some(name)
}

/// `[method]book.title` → method `title` of `book`; `None` for a name that is not mangled.
pub(super) fn spoken(name: &str) -> Option<String> {
    let (kind, name) = name.strip_prefix('[')?.split_once(']')?;
    let member = |what: &str| match name.split_once('.') {
        Some((resource, name)) => format!("{what} `{name}` of `{resource}`"),
        None => format!("{what} `{name}`"),
    };
    Some(match kind {
        "constructor" => format!("the constructor of `{name}`"),
        "method" => member("method"),
        "static" => member("static function"),
        _ => format!("`{name}`"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_languages_become_kebab_case() {
        for (word, expected) in [
            ("placeOrder", Some("place-order")),
            ("place_order", Some("place-order")),
            ("PlaceOrder", Some("place-order")),
            ("HTTPServer", Some("httpserver")),
            ("_x", Some("x")),
            ("größe", None),
            ("1st", None),
            ("_", None),
        ] {
            assert_eq!(kebab_case(word).as_deref(), expected, "{word}");
        }
    }
}
