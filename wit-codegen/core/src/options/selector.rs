//! Naming items of a schema: `ns:pkg/interface@1.0.0/item.member`, `file.capnp:Scope.item.member`.

use std::fmt;

/// A path to one item, or to everything below it.
///
/// In a Cap'n Proto file, scopes, types, fields and methods are one path: `file.capnp:Person.PhoneNumber.type`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    text: String,
    /// For Cap'n Proto, the file.
    package: String,
    is_capnp: bool,
    version: Option<String>,
    path: Vec<String>,
    member: Option<String>,
}

impl Selector {
    /// Reads a selector, of a user or of the model.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Selector, &'static str> {
        let (file, path) = match text.split_once(':') {
            Some((file, path)) => (file, Some(path)),
            None => (text, None),
        };
        if file.ends_with(".capnp") {
            return Selector::parse_capnp(text, file, path);
        }
        let mut version = None;
        let mut parts = Vec::new();
        for part in text.split('/') {
            let (name, its_version) = match part.split_once('@') {
                Some((name, version)) => (name, Some(version.to_owned())),
                None => (part, None),
            };
            if its_version.as_deref() == Some("") {
                return Err("nothing stands after the `@`");
            }
            if its_version.is_some() && version.is_some() {
                return Err("it holds two versions");
            }
            version = version.or(its_version);
            parts.push(name);
        }
        let mut member = None;
        if let Some(last) = parts.last_mut()
            && let Some((item, its_member)) = last.split_once('.')
        {
            member = Some(its_member.to_owned());
            *last = item;
        }
        let mut parts = parts.into_iter();
        let package = parts.next().unwrap_or_default();
        let Some((namespace, name)) = package.split_once(':') else {
            return Err("it does not start with a package, such as `rpc:calculator`");
        };
        let path: Vec<String> = parts.map(str::to_owned).collect();
        let names = [namespace, name]
            .into_iter()
            .chain(path.iter().chain(&member).map(String::as_str));
        for name in names {
            if name.is_empty() {
                return Err("a name in it is empty");
            }
            if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
                return Err("a name in it has other characters than letters, digits and `-`");
            }
        }
        Ok(Selector {
            text: text.to_owned(),
            package: package.to_owned(),
            is_capnp: false,
            version,
            path,
            member,
        })
    }

    fn parse_capnp(text: &str, file: &str, path: Option<&str>) -> Result<Selector, &'static str> {
        let path: Vec<String> = path.map_or(Vec::new(), |path| {
            path.split('.').map(str::to_owned).collect()
        });
        if file
            .split('/')
            .chain(path.iter().map(String::as_str))
            .any(str::is_empty)
        {
            return Err("a name in it is empty");
        }
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
        if !path.iter().all(|name| name.chars().all(is_plain)) {
            return Err("a name in it has other characters than letters, digits and `_`");
        }
        Ok(Selector {
            text: text.to_owned(),
            package: file.to_owned(),
            is_capnp: true,
            version: None,
            path,
            member: None,
        })
    }

    /// The names of what it names and of what that is in.
    pub fn path(&self) -> &[String] {
        &self.path
    }

    /// The package that it is in, with the version: `rpc:shop@1.0.0`. Cap'n Proto has none.
    pub fn in_package(&self) -> Option<String> {
        let version = self.version.as_ref();
        let version = version.map_or_else(String::new, |version| format!("@{version}"));
        (!self.is_capnp).then(|| format!("{}{version}", self.package))
    }

    /// Whether it names something of a Cap'n Proto schema.
    pub fn is_capnp(&self) -> bool {
        self.is_capnp
    }

    /// Tells whether `self`, written by a user, names a field, a case, a flag or a method of `item`.
    pub fn is_in(&self, item: &Selector) -> bool {
        let is_member = match self.is_capnp {
            true => (self.path.split_last()).is_some_and(|(_, holder)| holder == item.path),
            false => self.member.is_some() && self.path == item.path,
        };
        is_member && self.same_package(item)
    }

    /// Whether it names a whole interface or file, or something larger, and not what is in it.
    pub fn is_module(&self) -> bool {
        !self.is_capnp || self.path.is_empty()
    }

    /// The item `name` in what `self` names.
    pub fn item(&self, name: &str) -> Selector {
        if self.is_capnp {
            return self.member(name);
        }
        let mut item = self.clone();
        item.text = format!("{}/{name}", self.text);
        item.path.push(name.to_owned());
        item
    }

    /// The field, case or flag `name` of the type that `self` names.
    pub fn member(&self, name: &str) -> Selector {
        if self.is_capnp {
            let separator = if self.path.is_empty() { ':' } else { '.' };
            let mut member = self.clone();
            member.text = format!("{}{separator}{name}", self.text);
            member.path.push(name.to_owned());
            return member;
        }
        Selector {
            text: format!("{}.{name}", self.text),
            member: Some(name.to_owned()),
            ..self.clone()
        }
    }

    /// Tells whether `self`, written by a user, names exactly the item that `item` names.
    pub fn names(&self, item: &Selector) -> bool {
        self.same_package(item) && self.path == item.path && self.member == item.member
    }

    /// Tells whether `self`, written by a user, names the item that `item` names, or something that holds it.
    pub fn covers(&self, item: &Selector) -> bool {
        self.names(item)
            || (self.member.is_none()
                && self.same_package(item)
                && item.path.starts_with(&self.path))
    }

    fn same_package(&self, item: &Selector) -> bool {
        if self.is_capnp {
            // Folders in front of the file's name may be left away.
            let folders = item.package.strip_suffix(&self.package);
            let fits = folders.is_some_and(|it| it.is_empty() || it.ends_with('/'));
            return item.is_capnp && fits;
        }
        self.package == item.package && (self.version.is_none() || self.version == item.version)
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selector(text: &str) -> Selector {
        Selector::parse(text).unwrap()
    }

    #[test]
    fn versions_may_stand_in_two_places_or_be_left_out() {
        let item = selector("rpc:shop/orders@1.0.0-rc.1/order");
        for text in [
            "rpc:shop/orders/order",
            "rpc:shop@1.0.0-rc.1/orders/order",
            "rpc:shop/orders@1.0.0-rc.1/order",
        ] {
            assert!(selector(text).names(&item), "{text}");
        }
        for text in [
            "rpc:shop/orders@1.0.0/order",
            "rpc:shop/orders",
            "rpc:shop/orders/order.id",
            "rpc:shop/other/order",
        ] {
            assert!(!selector(text).names(&item), "{text}");
        }
    }

    #[test]
    fn packages_and_interfaces_cover_what_they_hold() {
        let item = selector("rpc:shop/orders@1.0.0/order");
        for text in [
            "rpc:shop",
            "rpc:shop@1.0.0",
            "rpc:shop/orders",
            "rpc:shop/orders/order",
        ] {
            assert!(selector(text).covers(&item), "{text}");
        }
        for text in [
            "rpc:shop@2.0.0",
            "rpc:sho",
            "rpc:shop/order",
            "rpc:shop/orders/order.id",
        ] {
            assert!(!selector(text).covers(&item), "{text}");
        }
    }

    #[test]
    fn members_and_items_are_appended() {
        let order = selector("rpc:shop/orders@1.0.0").item("order");
        assert!(selector("rpc:shop/orders/order").names(&order));
        assert!(selector("rpc:shop/orders/order.id").names(&order.member("id")));
        assert_eq!(
            order.member("id").to_string(),
            "rpc:shop/orders@1.0.0/order.id"
        );
    }

    #[test]
    fn names_in_a_capnp_file_are_one_path() {
        let item = selector("schema/addressbook.capnp:Person.PhoneNumber");
        for text in [
            "addressbook.capnp:Person.PhoneNumber",
            "schema/addressbook.capnp:Person.PhoneNumber",
        ] {
            assert!(selector(text).names(&item), "{text}");
            assert!(
                selector(text)
                    .names(&selector("schema/addressbook.capnp:Person").member("PhoneNumber"))
            );
        }
        for text in ["addressbook.capnp", "addressbook.capnp:Person"] {
            assert!(
                !selector(text).names(&item) && selector(text).covers(&item),
                "{text}"
            );
        }
        for text in [
            "book.capnp",
            "x/addressbook.capnp",
            "addressbook.capnp:Pers",
            "a:b/c",
        ] {
            assert!(!selector(text).covers(&item), "{text}");
        }
        let file = selector("a.capnp");
        assert_eq!(file.member("A").member("b").to_string(), "a.capnp:A.b");
        assert!(file.is_module() && !file.member("A").is_module());
    }

    #[test]
    fn what_is_no_selector_is_refused() {
        for text in [
            "",
            "shop",
            "shop/orders",
            "rpc:",
            ":shop",
            "rpc:shop/",
            "rpc:shop/a b",
            "rpc:shop@/x",
            "a:b@1/c@2",
            "a:b/c.",
            "a:b:c",
            "a.capnp:",
            "a.capnp:A..b",
            "a.capnp:A b",
            "/a.capnp",
            "a.txt:A",
        ] {
            assert!(Selector::parse(text).is_err(), "{text}");
        }
    }
}
