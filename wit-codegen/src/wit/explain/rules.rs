//! For each kind of error: what is said, which rule is broken, and what to do about it.

use super::explained::Explained;
use super::grammar;
use super::names::{kebab_case, spoken};
use crate::wit::parser_error::{Composite, Direction, Kind, Member, ParserError, Phase, Sort};

/// The types that can be keys of maps.
pub(in crate::wit) const KEYS: &str =
    "bool, u8, u16, u32, u64, s8, s16, s32, s64, char, or string, or a name for one of them";

const SAME_NAME: &str =
    "names that differ only in hyphens and in upper and lower case are the same name";

const RENAME: &str = "rename one of them";

/// `word` is what stands where the error is, `path` the interface that it is used from.
pub(super) fn explain(error: &ParserError, word: &str, path: Option<&str>) -> Explained {
    let text = || error.text.clone();
    match &error.kind {
        Kind::InvalidName => Explained::new(
            format!("`{word}` is not a name"),
            "a name is words joined by `-`, each all lower case or all upper case, the first one \
             starting with a letter",
            match kebab_case(word) {
                Some(name) if name != word => format!("write `{name}`"),
                _ => "use other words".to_owned(),
            },
        ),
        Kind::RefusedCharacter => Explained::new(
            format!(
                "the character U+{:04X} stands here",
                word.chars().next().map_or(0, u32::from)
            ),
            "characters that are invisible or change the direction of text are not allowed",
            "take it out",
        ),
        Kind::UnexpectedCharacter => Explained::new(
            text(),
            "outside of comments, WIT is ASCII letters, digits and punctuation",
            "take it out, or put it into a comment",
        ),
        Kind::UnterminatedComment => Explained::new(
            text(),
            "every `/*` has its `*/`, also inside of comments",
            "end the comment with `*/`",
        ),

        Kind::Expected { expected, found } => grammar::explain(*expected, found, &error.text),
        Kind::TooDeep => Explained::new(
            text(),
            "types and packages nest at most 100 levels deep",
            "give the inner ones names: `type name = …;`",
        ),

        Kind::Missing { sort, name } => match (sort, path) {
            (Sort::Type, Some(path)) => Explained::new(
                format!("there is no type `{name}` in `{path}`"),
                "what an interface uses is a type that the other one declares",
                format!("declare `{name}` there, or take it out here"),
            ),
            (Sort::Type, None) => no_such_type(name),
            (Sort::InterfaceOrWorld, _) => Explained::new(
                format!("there is no interface or world `{name}`"),
                "an interface or world is declared in one of the files of its package",
                format!("one of another package is named in full: `ns:pkg/{name}`"),
            ),
        },
        Kind::Cycle { sort, name } => match sort {
            Sort::Type => Explained::new(
                format!("type `{name}` depends on itself"),
                "a type cannot contain itself, not even in a list or an option",
                "let it hold an id instead",
            ),
            Sort::InterfaceOrWorld => Explained::new(
                format!("interface or world `{name}` depends on itself"),
                "interfaces cannot use each other in a circle, nor can worlds include each other",
                "move what both need into a third one",
            ),
        },
        Kind::UsedNoType { name } => Explained::new(
            format!("`{name}` is no type"),
            "only types can be used from another interface",
            "import the interface into the world to call its functions",
        ),
        Kind::NoType { name } => Explained::new(
            format!("`{name}` is no type"),
            "what stands here is a type: functions are called",
            "declare a type of another name",
        ),
        Kind::NoResource { name } => Explained::new(
            match name {
                Some(name) => format!("`{name}` is no resource"),
                None => "this is no resource".to_owned(),
            },
            "`own<…>` and `borrow<…>` hold a resource",
            "write the type without them, or declare it as a `resource`",
        ),
        Kind::WorldAsInterface { name } => Explained::new(
            format!("`{name}` is a world"),
            "an interface stands here",
            "what a world has is taken over with `include`",
        ),
        Kind::InterfaceAsWorld { name } => Explained::new(
            format!("`{name}` is an interface"),
            "only worlds can be included",
            "import or export it: `import name;`",
        ),

        Kind::Empty(composite) => {
            let (composite, member) = match composite {
                Composite::Record => ("record", "field"),
                Composite::Variant => ("variant", "case"),
                Composite::Enum => ("enum", "case"),
                Composite::Flags => ("flags", "flag"),
                Composite::Tuple => ("tuple", "element"),
            };
            Explained::new(
                format!("empty {composite}"),
                "records, variants, enums, flags and tuples have at least one member",
                format!("give it a {member}, or take it out"),
            )
        }
        Kind::InvalidMapKey => Explained::new(
            "invalid map key type",
            format!("the key of a map is one of {KEYS}"),
            "write a key such as `string`: `map<string, …>`; or a list of pairs: \
             `list<tuple<…, …>>`",
        ),
        Kind::InvalidListLength => Explained::new(
            "this is not the length of a list",
            "a list of a fixed length has at most 4294967295 elements",
            "leave the length out: `list<…>`",
        ),
        Kind::TooManyFlags => Explained::new(
            "this is the 33rd flag",
            "a flags type has at most 32 flags",
            "split it in two",
        ),
        Kind::MemberTwice { member, name } => {
            let member = word_for(*member);
            Explained::new(
                format!("there are two {member}s `{name}`"),
                format!("every {member} of a type has a name of its own"),
                RENAME,
            )
        }
        Kind::MembersConflict {
            member,
            name,
            previous,
        } => {
            let member = word_for(*member);
            Explained::new(
                format!("{member} `{name}` conflicts with previous {member} `{previous}`"),
                SAME_NAME,
                RENAME,
            )
        }

        Kind::TypeTwice { name } | Kind::NameTwice { name } => Explained::new(
            match spoken(name) {
                Some(what) => format!("{what} is declared twice"),
                None => format!("`{name}` is declared twice"),
            },
            "everything in an interface, a world or a resource has a name of its own",
            "rename one of them, or take one out",
        ),
        Kind::NameTwiceInFile { name } => Explained::new(
            format!("`{name}` stands for something else in this file already"),
            "what a file declares and what it brings in with `use` have different names",
            "bring it in under another name: `use … as other-name;`",
        ),
        Kind::NamesConflict { name, previous } => names_conflict(name, previous),
        Kind::InterfaceOrWorldTwice { name } => Explained::new(
            format!("there is an interface or a world `{name}` already"),
            "interfaces and worlds of one package have different names, in all of its files",
            "rename one of them, or make one of both",
        ),
        Kind::ParamTwice { name } => Explained::new(
            format!("parameter `{name}` is there already"),
            "every parameter of a function has a name of its own, whatever is upper case in it",
            RENAME,
        ),

        Kind::InvalidConstructor => Explained::new(
            "a constructor does not return this",
            "a constructor returns nothing, or `result<…>` of its resource: what is constructed",
            "for anything else, write a static function",
        ),
        Kind::InvalidAccessor => Explained::new(
            text(),
            "`get` takes nothing and returns a value; `set` belongs to one and takes a value",
            "write a function instead: `name: func() -> …`",
        ),
        Kind::ReturnsBorrow { function } => {
            let what = spoken(function).unwrap_or_else(|| format!("`{function}`"));
            Explained::new(
                format!("{what} returns a `borrow<…>`"),
                "what is borrowed goes back when the call ends, so it can be no result, nor in one",
                "return the resource itself: `own<…>`, or its name",
            )
        }

        Kind::InterfaceInWorldTwice(direction) => {
            let done = match direction {
                Direction::Import => "imported",
                Direction::Export => "exported",
            };
            Explained::new(
                format!("this interface is {done} already"),
                "a world imports and exports an interface once",
                "take one out",
            )
        }
        Kind::NameInWorldTwice { direction, name } => {
            let does = match direction {
                Direction::Import => "imports",
                Direction::Export => "exports",
            };
            Explained::new(
                format!("this world {does} something named `{name}` already"),
                "everything that a world imports has a name of its own, and so has what it exports",
                RENAME,
            )
        }
        Kind::NamesInWorldConflict => Explained::new(
            text(),
            SAME_NAME,
            "rename one of them: `include … with { name as other-name }`",
        ),
        Kind::NameIncludedTwice { direction, name } => Explained::new(
            format!("`{name}` is {direction}ed by this world already"),
            "what a world includes must not have the name of something it has",
            format!("rename it: `include … with {{ {name} as other-name }}`"),
        ),
        Kind::NothingToRename { name } => Explained::new(
            format!("the included world has nothing that is named `{name}`"),
            "what has a name in the world can be renamed: not an interface named by its path",
            "take it out of `with`",
        ),
        Kind::ImportedAndExported { interface } => Explained::new(
            format!(
                "`{interface}` would need a type from both an import and an export of this world"
            ),
            "an exported interface takes a type either from an export or from an import",
            format!("export the interfaces in between, too: those that `{interface}` uses"),
        ),
        Kind::FeaturesDisagree => Explained::new(
            "the included worlds disagree about the `@since` or `@unstable` of an interface",
            "worlds that import the same interface mark it in the same way",
            "give both the same `@since` or `@unstable`",
        ),

        Kind::AnotherPackage { name, previous } => Explained::new(
            format!("this file is of package `{name}`, and another one of `{previous}`"),
            "the files of one folder are one package",
            "put other packages into `deps`, one folder for each",
        ),
        Kind::PackageDocsTwice => Explained::new(
            "the package is documented in several files",
            "one `package …;` of a package has documentation",
            "move it to one of the files",
        ),
        Kind::InnerPackage => Explained::new(
            "this package is nested in another one's braces",
            "packages with braces stand at the top level of a file",
            "move it out of the braces",
        ),
        Kind::NoAttributesHere => Explained::new(
            "this cannot have attributes",
            "`@since`, `@unstable` and `@deprecated` belong to interfaces, worlds and what is in them",
            "take them out",
        ),
        Kind::PackageTwice { name, .. } => Explained::new(
            format!("package `{name}` is defined twice"),
            "a package is defined in one file, or in the files of one folder",
            "rename one of them, or make one of both",
        ),
        Kind::PackageCycle { package } => Explained::new(
            format!("package `{package}` depends on itself"),
            "packages cannot refer to each other in a circle",
            "in a package, name an interface without the package: `use store.{item}`",
        ),
        Kind::FeatureOff => switched_off(None),
        Kind::SinceLaterThanPackage { since, package } => Explained::new(
            format!("`@since` version {since} is later than `{package}`"),
            "`@since` names the version of the package or an earlier one",
            "what is not released is `@unstable(feature = …)`",
        ),
        Kind::SinceWithoutVersion { package } => Explained::new(
            format!("`@since` names a version, but package `{package}` has none"),
            "what is `@since` a version is in a package that has one",
            format!("give it one: `package {package}@1.0.0;`"),
        ),

        Kind::NoHeader | Kind::Unknown(Phase::Package) => grammar::other(&error.text),
        Kind::Unknown(Phase::Words) => Explained::new(
            lower_first(&error.text),
            "texts, numbers and comments are written as in other languages",
            "a text stands in `\"`, on one line",
        ),
        Kind::Unknown(Phase::Packages) => Explained::new(
            text(),
            "packages fit together as WIT says",
            "see https://component-model.bytecodealliance.org/design/wit.html",
        ),
    }
}

/// A name that stands for nothing where a type is.
pub(super) fn no_such_type(name: &str) -> Explained {
    let message = format!("there is no type `{name}`");
    let help = match name {
        "float32" => "this type is now `f32`",
        "float64" => "this type is now `f64`",
        "int" | "i8" | "i16" | "i32" | "i64" | "usize" | "isize" => {
            "the integers are `s8`, `s16`, `s32`, `s64`, and `u8` to `u64` without sign"
        }
        "str" | "String" => "text is `string`",
        "bytes" => "bytes are `list<u8>`",
        _ => {
            return Explained::new(
                message,
                "a type is declared in the interface or world that it is used in",
                format!("one of another interface is brought in: `use other.{{{name}}}`"),
            );
        }
    };
    Explained {
        message,
        rule: None,
        help: help.to_owned(),
    }
}

pub(super) fn switched_off(feature: Option<&str>) -> Explained {
    Explained::new(
        "this refers to an item of a feature that is not switched on",
        "what refers to an `@unstable` item is `@unstable` itself, with its feature",
        match feature {
            Some(name) => format!(
                "switch it on: `.features([\"{name}\"])` in build.rs, `--features {name}` on the \
                 command line"
            ),
            None => {
                "switch it on: `.features([…])` in build.rs, `--features …` on the command line"
                    .to_owned()
            }
        },
    )
}

fn names_conflict(name: &str, previous: &str) -> Explained {
    let (spoken_name, spoken_previous) = (spoken(name), spoken(previous));
    if spoken_name.is_none() && spoken_previous.is_none() {
        let message = format!("name `{name}` conflicts with previous name `{previous}`");
        return Explained::new(message, SAME_NAME, RENAME);
    }
    let name = spoken_name.unwrap_or_else(|| format!("`{name}`"));
    let previous = spoken_previous.unwrap_or_else(|| format!("`{previous}`"));
    Explained::new(
        format!("{name} has the name of {previous}"),
        "a method or a static function is called neither like another one nor like its resource, \
         whatever is upper case in it",
        RENAME,
    )
}

fn word_for(member: Member) -> &'static str {
    match member {
        Member::Field => "field",
        Member::Case => "case",
        Member::Flag => "flag",
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    first.chain(chars).collect()
}
