//! The rule that is broken and what to do about it, by what `wit-parser` says.

use super::{SAME_NAME, quoted};

/// A problem in our words.
pub(super) struct Explained {
    pub(super) message: String,
    pub(super) rule: String,
    pub(super) help: String,
}

/// Explains what is wrong with declarations; `None` for what is not known here.
pub(super) fn explain(message: &str) -> Option<Explained> {
    let explained = |said: String, rule: &str, help: &str| {
        Some(Explained {
            message: said,
            rule: rule.to_owned(),
            help: help.to_owned(),
        })
    };
    let same = || message.to_owned();
    let name = || message.split('`').nth(1).unwrap_or_default();
    let has = |part: &str| message.contains(part);
    let starts = |start: &str| message.starts_with(start);

    for (empty, what) in [
        ("empty record", "field"),
        ("empty variant", "case"),
        ("empty enum", "case"),
        ("empty flags", "flag"),
        ("empty tuple", "element"),
    ] {
        if message == empty {
            return explained(
                same(),
                "records, variants, enums, flags and tuples have at least one member",
                &format!("give it a {what}, or take it out"),
            );
        }
    }
    for what in ["field", "case", "flag"] {
        if starts(&format!("duplicate {what} `")) {
            return explained(
                format!("there are two {what}s `{}`", name()),
                &format!("every {what} of a type has a name of its own"),
                "rename one of them",
            );
        }
        if has(&format!("conflicts with previous {what} `")) {
            return explained(same(), SAME_NAME, "rename one of them");
        }
    }
    if starts("param `") && has("defined more than once") {
        return explained(
            format!("parameter `{}` is there already", name()),
            "every parameter of a function has a name of its own, whatever is upper case in it",
            "rename one of them",
        );
    }
    if starts("duplicate item named `") {
        return explained(
            format!("there is an interface or a world `{}` already", name()),
            "interfaces and worlds of one package have different names, in all of its files",
            "rename one of them, or make one of both",
        );
    }
    if starts("duplicate name `") && has("in this file") {
        return explained(
            format!(
                "`{}` stands for something else in this file already",
                name()
            ),
            "what a file declares and what it brings in with `use` have different names",
            "bring it in under another name: `use … as other-name;`",
        );
    }
    if starts("duplicate name `") || (starts("name `") && has("is defined more than once")) {
        return explained(
            match spoken(name()) {
                Some(what) => format!("{what} is declared twice"),
                None => format!("`{}` is declared twice", name()),
            },
            "everything in an interface, a world or a resource has a name of its own",
            "rename one of them, or take one out",
        );
    }
    if starts("name `") && has("conflicts with previous name `") {
        let other = quoted(message, "conflicts with previous name `").unwrap_or_default();
        return match (spoken(name()), spoken(other)) {
            (None, None) => explained(same(), SAME_NAME, "rename one of them"),
            (one, other_spoken) => {
                let say = |name: &str, spoken: Option<String>| {
                    spoken.unwrap_or_else(|| format!("`{name}`"))
                };
                let (one, other) = (say(name(), one), say(other, other_spoken));
                explained(
                    format!("{one} has the name of {other}"),
                    "a method or a static function is called neither like another one nor like its \
                     resource, whatever is upper case in it",
                    "rename one of them",
                )
            }
        };
    }
    if has("have more than 32 flags") {
        return explained(
            "this is the 33rd flag".to_owned(),
            "a flags type has at most 32 flags",
            "split it in two",
        );
    }
    if starts("cannot import ") {
        return explained(
            format!("`{}` is no type", name()),
            "only types can be used from another interface",
            "import the interface into the world to call its functions",
        );
    }
    if starts("cannot use ") {
        return explained(
            format!("`{}` is no type", name()),
            "what stands here is a type: functions are called",
            "declare a type of another name",
        );
    }
    if has("used in a handle must be a resource") {
        let said = match name() {
            "" => "this is no resource".to_owned(),
            name => format!("`{name}` is no resource"),
        };
        return explained(
            said,
            "`own<…>` and `borrow<…>` hold a resource",
            "write the type without them, or declare it as a `resource`",
        );
    }
    if has("is defined as a world, not an interface") {
        return explained(
            format!("`{}` is a world", name()),
            "an interface stands here",
            "what a world has is taken over with `include`",
        );
    }
    if has("is defined as an interface, not a world") {
        return explained(
            format!("`{}` is an interface", name()),
            "only worlds can be included",
            "import or export it: `import name;`",
        );
    }
    if starts("interface cannot be ") {
        let done = if has("imported") {
            "imported"
        } else {
            "exported"
        };
        return explained(
            format!("this interface is {done} already"),
            "a world imports and exports an interface once",
            "take one out",
        );
    }
    if (starts("import `") || starts("export `")) && has(" conflicts with prior ") {
        let done = if starts("import") {
            "imports"
        } else {
            "exports"
        };
        return explained(
            format!("this world {done} something named `{}` already", name()),
            "everything that a world imports has a name of its own, and so has what it exports",
            "rename one of them",
        );
    }
    if starts("package identifier `") {
        let other = quoted(message, "previous package name of `").unwrap_or_default();
        return explained(
            format!(
                "this file is of package `{}`, and another one of `{other}`",
                name()
            ),
            "the files of one folder are one package",
            "put other packages into `deps`, one folder for each",
        );
    }
    if starts("found doc comments on multiple") {
        return explained(
            "the package is documented in several files".to_owned(),
            "one `package …;` of a package has documentation",
            "move it to one of the files",
        );
    }
    if starts("nested packages must") {
        return explained(
            "this package is nested in another one's braces".to_owned(),
            "packages with braces stand at the top level of a file",
            "move it out of the braces",
        );
    }
    if starts("cannot place attributes on nested") || starts("attributes not allowed on top-level")
    {
        return explained(
            "this cannot have attributes".to_owned(),
            "`@since`, `@unstable` and `@deprecated` belong to interfaces, worlds and what is in them",
            "take them out",
        );
    }
    if starts("invalid list size") {
        return explained(
            "this is not the length of a list".to_owned(),
            "a list of a fixed length has at most 4294967295 elements",
            "leave the length out: `list<…>`",
        );
    }
    if starts("if a constructor return type") || starts("the `ok` type must be the resource") {
        return explained(
            "a constructor does not return this".to_owned(),
            "a constructor returns nothing, or `result<…>` of its resource: what is constructed",
            "for anything else, write a static function",
        );
    }
    if starts("getters ")
        || starts("setters ")
        || starts("setter ")
        || starts("if a setter ")
        || has("has no corresponding getter")
    {
        return explained(
            same(),
            "`get` takes nothing and returns a value; `set` belongs to one and takes a value",
            "write a function instead: `name: func() -> …`",
        );
    }
    None
}

/// What a name is of: `[method]book.title`.
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
