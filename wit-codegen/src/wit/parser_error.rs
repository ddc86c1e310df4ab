//! What `wit-parser` says is wrong, as data: both recovery and explanation ask this.

mod sentences;

use wit_parser::Span as WitSpan;

/// An error of `wit-parser`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ParserError {
    pub(super) kind: Kind,
    /// Where, in the text that `wit-parser` was given.
    pub(super) span: WitSpan,
    /// In the words of `wit-parser`, but for those that its grammar alone knows.
    pub(super) text: String,
    /// The world that it speaks of, where it knows no span.
    pub(super) world: Option<String>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    // Characters and words.
    InvalidName,
    RefusedCharacter,
    UnexpectedCharacter,
    UnterminatedComment,

    // The grammar.
    Expected {
        expected: Expected,
        found: Found,
    },
    TooDeep,

    // What a name refers to.
    Missing {
        sort: Sort,
        name: String,
    },
    Cycle {
        sort: Sort,
        name: String,
    },
    /// The name of something else in a `use`.
    UsedNoType {
        name: String,
    },
    /// The name of something else where a type stands.
    NoType {
        name: String,
    },
    /// In an `own<…>` or a `borrow<…>`; in another package, its name is not known.
    NoResource {
        name: Option<String>,
    },
    WorldAsInterface {
        name: String,
    },
    InterfaceAsWorld {
        name: String,
    },

    // What types are made of.
    Empty(Composite),
    InvalidMapKey,
    InvalidListLength,
    TooManyFlags,
    MemberTwice {
        member: Member,
        name: String,
    },
    MembersConflict {
        member: Member,
        name: String,
        previous: String,
    },

    // Names that are there already. Names conflict that are the same but for hyphens and upper case.
    TypeTwice {
        name: String,
    },
    NameTwice {
        name: String,
    },
    NameTwiceInFile {
        name: String,
    },
    NamesConflict {
        name: String,
        previous: String,
    },
    InterfaceOrWorldTwice {
        name: String,
    },
    ParamTwice {
        name: String,
    },

    // Functions.
    InvalidConstructor,
    InvalidAccessor,
    ReturnsBorrow {
        function: String,
    },

    // Worlds.
    InterfaceInWorldTwice(Direction),
    NameInWorldTwice {
        direction: Direction,
        name: String,
    },
    NamesInWorldConflict,
    /// A world includes another one, which has what it has itself.
    NameIncludedTwice {
        direction: String,
        name: String,
    },
    NothingToRename {
        name: String,
    },
    /// An interface that is exported would need a type from both an import and an export.
    ImportedAndExported {
        interface: String,
    },
    FeaturesDisagree,

    // Packages, features and versions.
    NoHeader,
    AnotherPackage {
        name: String,
        previous: String,
    },
    PackageDocsTwice,
    InnerPackage,
    NoAttributesHere,
    PackageTwice {
        name: String,
        spans: [WitSpan; 2],
    },
    PackageCycle {
        package: String,
    },
    FeatureOff,
    SinceLaterThanPackage {
        since: String,
        package: String,
    },
    SinceWithoutVersion {
        package: String,
    },

    /// What is not listed here.
    Unknown(Phase),
}

/// What would have been right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Semicolon,
    OpeningBrace,
    ClosingBrace,
    /// `world`, `interface` or `use`.
    FileItem,
    Name,
    Type,
    /// One of certain words or symbols.
    Word,
    Other,
}

/// What stands there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    EndOfFile,
    Keyword(String),
    Other,
}

/// What a name should be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Type,
    InterfaceOrWorld,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Composite {
    Record,
    Variant,
    Enum,
    Flags,
    Tuple,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Member {
    Field,
    Case,
    Flag,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Import,
    Export,
}

/// Where `wit-parser` was when it gave up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Cutting the text into words.
    Words,
    /// Reading one package.
    Package,
    /// Connecting packages.
    Packages,
}
