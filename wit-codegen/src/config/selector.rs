//! Naming items of a schema: `ns:pkg/interface@1.0.0/item.member`.

use std::fmt;

/// A path to one item, or to everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Selector {
    text: String,
    package: String,
    version: Option<String>,
    path: Vec<String>,
    member: Option<String>,
}

impl Selector {
    /// Reads a selector, of a user or of the model; the error says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Selector, &'static str> {
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
            version,
            path,
            member,
        })
    }

    /// The item `name` in what `self` names.
    pub(crate) fn item(&self, name: &str) -> Selector {
        let mut item = self.clone();
        item.text = format!("{}/{name}", self.text);
        item.path.push(name.to_owned());
        item
    }

    /// The field, case or flag `name` of the type that `self` names.
    pub(crate) fn member(&self, name: &str) -> Selector {
        Selector {
            text: format!("{}.{name}", self.text),
            member: Some(name.to_owned()),
            ..self.clone()
        }
    }

    /// Tells whether `self`, written by a user, names exactly the item that `item` names.
    pub(crate) fn names(&self, item: &Selector) -> bool {
        self.same_package(item) && self.path == item.path && self.member == item.member
    }

    /// Tells whether `self`, written by a user, names the item that `item` names, or something that holds it.
    pub(crate) fn covers(&self, item: &Selector) -> bool {
        self.names(item)
            || (self.member.is_none()
                && self.same_package(item)
                && item.path.starts_with(&self.path))
    }

    fn same_package(&self, item: &Selector) -> bool {
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
        ] {
            assert!(Selector::parse(text).is_err(), "{text}");
        }
    }
}
