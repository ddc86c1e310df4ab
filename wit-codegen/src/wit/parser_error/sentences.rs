//! The sentences of `wit-parser`, and what they mean. No other file knows them.
//!
//! `wit-parser` tells few kinds of errors apart; most of what it says is a sentence in English. Each is classified
//! here, once. The tests provoke every one of them, so that an update of `wit-parser` which changes a sentence fails
//! there and names it. What is not listed is passed on as it is.

use wit_parser::{ParseErrorKind, ResolveErrorKind};

use super::{Composite, Direction, Expected, Found, Kind, Member, ParserError, Phase, Sort};

impl ParserError {
    /// Why a package cannot be read.
    pub(in crate::wit) fn of_package(error: &ParseErrorKind) -> ParserError {
        let text = error.to_string();
        let kind = match error {
            ParseErrorKind::Lex(_) => classify(WORDS, &text).unwrap_or(Kind::Unknown(Phase::Words)),
            ParseErrorKind::ItemNotFound { name, kind, .. } => {
                let name = name.clone();
                sort(kind).map_or(Kind::Unknown(Phase::Package), |sort| Kind::Missing {
                    sort,
                    name,
                })
            }
            ParseErrorKind::TypeCycle { name, kind, .. } => {
                let name = name.clone();
                sort(kind).map_or(Kind::Unknown(Phase::Package), |sort| Kind::Cycle {
                    sort,
                    name,
                })
            }
            _ => classify(PACKAGE, &text).unwrap_or(Kind::Unknown(Phase::Package)),
        };
        let text = match kind {
            Kind::Expected { .. } => in_words_of_users(&text),
            _ => text,
        };
        ParserError {
            kind,
            span: error.span(),
            text,
            world: None,
        }
    }

    /// Why packages cannot be connected.
    pub(in crate::wit) fn of_packages(error: &ResolveErrorKind) -> ParserError {
        let text = error.to_string();
        let kind = match error {
            ResolveErrorKind::DuplicatePackage { name, span1, span2 } => Kind::PackageTwice {
                name: name.to_string(),
                spans: [*span1, *span2],
            },
            ResolveErrorKind::PackageCycle { package, .. } => Kind::PackageCycle {
                package: package.to_string(),
            },
            ResolveErrorKind::InvalidTransitiveDependency { name, .. } => {
                Kind::ImportedAndExported {
                    interface: name.clone(),
                }
            }
            ResolveErrorKind::ItemShadowing {
                item_type, name, ..
            } => Kind::NameIncludedTwice {
                direction: item_type.clone(),
                name: name.clone(),
            },
            ResolveErrorKind::StabilityMismatch { .. } => Kind::FeaturesDisagree,
            _ => classify(PACKAGES, &text).unwrap_or(Kind::Unknown(Phase::Packages)),
        };
        let world = captures("{}in world `{}`{}", &text).and_then(|it| it.into_iter().nth(1));
        ParserError {
            kind,
            span: error.span(),
            world: world.map(str::to_owned),
            text: text.replace(STRONGLY_UNIQUE, ""),
        }
    }
}

/// `name` and `type` are both types: a name is what any other type refers to.
fn sort(kind: &str) -> Option<Sort> {
    match kind {
        "type" | "name" => Some(Sort::Type),
        "interface or world" => Some(Sort::InterfaceOrWorld),
        _ => None,
    }
}

/// The names in a sentence, in order.
type Names<'t> = [&'t str];

/// A sentence of `wit-parser`, with `{}` for each name, and what it means.
type Sentence = (&'static str, fn(&Names<'_>) -> Kind);

fn name(names: &Names<'_>, at: usize) -> String {
    names.get(at).copied().unwrap_or_default().to_owned()
}

/// Of the lexer.
const WORDS: &[Sentence] = &[
    ("invalid character in identifier {}", |_| Kind::InvalidName),
    ("identifiers must have characters between '-'s", |_| {
        Kind::InvalidName
    }),
    ("Control code '{}'", |_| Kind::RefusedCharacter),
    ("Codepoint {} is discouraged by Unicode", |_| {
        Kind::RefusedCharacter
    }),
    ("Input contains bidirectional override codepoint {}", |_| {
        Kind::RefusedCharacter
    }),
    ("unexpected character {}", |_| Kind::UnexpectedCharacter),
    ("unterminated block comment", |_| Kind::UnterminatedComment),
    (EXPECTED, expected),
    ("expected character {}", |_| Kind::Expected {
        expected: Expected::Other,
        found: Found::Other,
    }),
];

/// Of reading one package.
const PACKAGE: &[Sentence] = &[
    (EXPECTED, expected),
    ("type nesting too deep", |_| Kind::TooDeep),
    ("package nesting too deep", |_| Kind::TooDeep),
    ("cannot import {} `{}`", |names| Kind::UsedNoType {
        name: name(names, 1),
    }),
    ("cannot use {} `{}` as a type", |names| Kind::NoType {
        name: name(names, 1),
    }),
    ("type `{}` used in a handle must be a resource", |names| {
        Kind::NoResource {
            name: Some(name(names, 0)),
        }
    }),
    (
        "name `{}` is defined as a world, not an interface",
        |names| Kind::WorldAsInterface {
            name: name(names, 0),
        },
    ),
    (
        "name `{}` is defined as an interface, not a world",
        |names| Kind::InterfaceAsWorld {
            name: name(names, 0),
        },
    ),
    ("empty record", |_| Kind::Empty(Composite::Record)),
    ("empty variant", |_| Kind::Empty(Composite::Variant)),
    ("empty enum", |_| Kind::Empty(Composite::Enum)),
    ("empty flags", |_| Kind::Empty(Composite::Flags)),
    ("empty tuple", |_| Kind::Empty(Composite::Tuple)),
    (
        "invalid map key type: map keys must be bool, u8, u16, u32, u64, s8, s16, s32, s64, char, or string",
        |_| Kind::InvalidMapKey,
    ),
    ("invalid list size: {}", |_| Kind::InvalidListLength),
    ("cannot have more than 32 flags", |_| Kind::TooManyFlags),
    ("duplicate field `{}`", |names| twice(Member::Field, names)),
    ("duplicate case `{}`", |names| twice(Member::Case, names)),
    ("duplicate flag `{}`", |names| twice(Member::Flag, names)),
    ("field `{}` conflicts with previous field `{}`", |names| {
        conflict(Member::Field, names)
    }),
    ("case `{}` conflicts with previous case `{}`", |names| {
        conflict(Member::Case, names)
    }),
    ("flag `{}` conflicts with previous flag `{}`", |names| {
        conflict(Member::Flag, names)
    }),
    ("name `{}` is defined more than once", |names| {
        Kind::TypeTwice {
            name: name(names, 0),
        }
    }),
    ("duplicate name `{}` in this file", |names| {
        Kind::NameTwiceInFile {
            name: name(names, 0),
        }
    }),
    ("duplicate name `{}`", |names| Kind::NameTwice {
        name: name(names, 0),
    }),
    ("name `{}` conflicts with previous name `{}`", |names| {
        Kind::NamesConflict {
            name: name(names, 0),
            previous: name(names, 1),
        }
    }),
    ("duplicate item named `{}`", |names| {
        Kind::InterfaceOrWorldTwice {
            name: name(names, 0),
        }
    }),
    ("param `{}` is defined more than once", |names| {
        Kind::ParamTwice {
            name: name(names, 0),
        }
    }),
    (
        "if a constructor return type is declared it must be a `result`",
        |_| Kind::InvalidConstructor,
    ),
    (
        "the `ok` type must be the resource being constructed",
        |_| Kind::InvalidConstructor,
    ),
    ("getters cannot have parameters", |_| Kind::InvalidAccessor),
    ("getters must return a value", |_| Kind::InvalidAccessor),
    ("setters must have exactly one parameter", |_| {
        Kind::InvalidAccessor
    }),
    (
        "if a setter return type is declared it must be a `result` with no `ok` type",
        |_| Kind::InvalidAccessor,
    ),
    ("setter `{}` has no corresponding getter `{}`", |_| {
        Kind::InvalidAccessor
    }),
    ("interface cannot be imported more than once", |_| {
        Kind::InterfaceInWorldTwice(Direction::Import)
    }),
    ("interface cannot be exported more than once", |_| {
        Kind::InterfaceInWorldTwice(Direction::Export)
    }),
    (
        "import `{}` conflicts with prior {} of same name",
        |names| Kind::NameInWorldTwice {
            direction: Direction::Import,
            name: name(names, 0),
        },
    ),
    (
        "export `{}` conflicts with prior {} of same name",
        |names| Kind::NameInWorldTwice {
            direction: Direction::Export,
            name: name(names, 0),
        },
    ),
    (
        "no `package` header was found in any WIT file for this package",
        |_| Kind::NoHeader,
    ),
    (
        "package identifier `{}` does not match previous package name of `{}`",
        |names| Kind::AnotherPackage {
            name: name(names, 0),
            previous: name(names, 1),
        },
    ),
    ("found doc comments on multiple 'package' items", |_| {
        Kind::PackageDocsTwice
    }),
    ("nested packages must be placed at the top-level", |_| {
        Kind::InnerPackage
    }),
    ("cannot place attributes on nested packages", |_| {
        Kind::NoAttributesHere
    }),
    ("attributes not allowed on top-level use", |_| {
        Kind::NoAttributesHere
    }),
];

/// Of connecting packages.
const PACKAGES: &[Sentence] = &[
    (
        "found a reference to a {} which is excluded due to its feature not being activated{}",
        |_| Kind::FeatureOff,
    ),
    (
        "no import or export kebab-name `{}`. Note that an ID does not support renaming",
        |names| Kind::NothingToRename {
            name: name(names, 0),
        },
    ),
    (
        "feature gate cannot reference unreleased version {} of package [{}] (current version {})",
        |names| Kind::SinceLaterThanPackage {
            since: name(names, 0),
            package: name(names, 1),
        },
    ),
    (
        "package [{}] contains a feature gate with a version specifier, so it must have a version",
        |names| Kind::SinceWithoutVersion {
            package: name(names, 0),
        },
    ),
    (
        "{} `{}` in world `{}` conflicts with {} `{}` (names must be strongly unique)",
        |_| Kind::NamesInWorldConflict,
    ),
    (
        "{} `{}` in world `{}` has no corresponding getter `{}`",
        |_| Kind::InvalidAccessor,
    ),
    (
        "function `{}` returns a type which contains a `borrow<T>` which is not supported",
        |names| Kind::ReturnsBorrow {
            function: name(names, 0),
        },
    ),
    ("type used in a handle must be a resource", |_| {
        Kind::NoResource { name: None }
    }),
];

const EXPECTED: &str = "expected {}, found {}";

/// What the end of a sentence adds to what the rule says.
const STRONGLY_UNIQUE: &str = " (names must be strongly unique)";

/// What a sentence says is expected. What starts with a backtick is one of certain words or symbols.
const EXPECTED_TOKENS: &[(&str, Expected)] = &[
    ("';'", Expected::Semicolon),
    ("'{'", Expected::OpeningBrace),
    ("'}'", Expected::ClosingBrace),
    ("`world`, `interface` or `use`", Expected::FileItem),
    ("an identifier or string", Expected::Name),
    ("a type", Expected::Type),
    ("`{}", Expected::Word),
];

fn expected(names: &Names<'_>) -> Kind {
    let text = names.first().copied().unwrap_or_default();
    let known = EXPECTED_TOKENS
        .iter()
        .find(|(token, _)| captures(token, text).is_some());
    let found = match names.get(1).copied().unwrap_or_default() {
        "eof" => Found::EndOfFile,
        token => match captures("keyword `{}`", token).as_deref() {
            Some([keyword]) => Found::Keyword((*keyword).to_owned()),
            _ => Found::Other,
        },
    };
    Kind::Expected {
        expected: known.map_or(Expected::Other, |(_, expected)| *expected),
        found,
    }
}

fn in_words_of_users(expected: &str) -> String {
    expected
        .replace("an identifier or string", "a name")
        .replace("found an identifier", "found a name")
        .replace("found eof", "found the end of the file")
        .replace("expected fixed-length", "expected the length of the list")
}

fn twice(member: Member, names: &Names<'_>) -> Kind {
    let name = name(names, 0);
    Kind::MemberTwice { member, name }
}

fn conflict(member: Member, names: &Names<'_>) -> Kind {
    Kind::MembersConflict {
        member,
        name: name(names, 0),
        previous: name(names, 1),
    }
}

fn classify(sentences: &[Sentence], text: &str) -> Option<Kind> {
    sentences
        .iter()
        .find_map(|(sentence, kind)| Some(kind(&captures(sentence, text)?)))
}

/// What stands in `text` for each `{}` of `sentence`; `None` if it is another sentence.
fn captures<'t>(sentence: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut pieces = sentence.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let is_last = pieces.peek().is_none();
        let at = match is_last {
            true => rest.strip_suffix(piece)?.len(),
            false => rest.find(piece)?,
        };
        let (name, behind) = rest.split_at_checked(at)?;
        found.push(name);
        rest = behind.strip_prefix(piece)?;
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests;
