//! Problems in a schema or in the configuration: where they are, what rule they break, how they are shown.
//!
//! Stages report into one [`Diagnostics`] and carry on, so that a run shows everything that is wrong with its
//! input at once. What is shown is plain text, the same in a terminal and in cargo's output.

mod show;

use std::cmp::Ordering;
use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind};

/// Index into [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A stretch of one source file. Places are ordered as a reader meets them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    pub file: FileId,
    /// Byte range in the file's text.
    pub range: Range<usize>,
}

impl Span {
    /// The very beginning of a file: for problems with the file as a whole.
    pub fn start_of(file: FileId) -> Span {
        Span { file, range: 0..0 }
    }
}

impl Ord for Span {
    fn cmp(&self, other: &Span) -> Ordering {
        let key = |span: &Span| (span.file, span.range.start, span.range.end);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Span {
    fn partial_cmp(&self, other: &Span) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The text of every schema file of a run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

#[derive(Debug)]
struct Source {
    path: PathBuf,
    text: String,
    watched: bool,
}

impl Sources {
    /// Adds a file under the path that messages show.
    pub fn add(&mut self, path: PathBuf, text: String) -> FileId {
        self.push(path, text, true)
    }

    /// Adds a text that is built in, or that the output does not depend on: nobody needs to watch the file.
    pub fn add_unwatched(&mut self, path: PathBuf, text: String) -> FileId {
        self.push(path, text, false)
    }

    fn push(&mut self, path: PathBuf, text: String, watched: bool) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source {
            path,
            text,
            watched,
        });
        id
    }

    /// The text of a file; empty for a file that is not there.
    pub fn text(&self, file: FileId) -> &str {
        self.get(file).map_or("", |source| &source.text)
    }

    /// The path of a file, as messages show it.
    pub fn path(&self, file: FileId) -> &Path {
        self.get(file).map_or(Path::new(""), |source| &source.path)
    }

    /// The path of every file that the output depends on, in the order in which the files were read.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        let watched = self.files.iter().filter(|source| source.watched);
        watched.map(|source| source.path.as_path())
    }

    fn get(&self, file: FileId) -> Option<&Source> {
        self.files.get(usize::try_from(file.0).ok()?)
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    kind: ErrorKind,
    span: Option<Span>,
    message: String,
    label: Option<String>,
    rule: Option<String>,
    help: Vec<String>,
    related: Vec<(Span, String)>,
}

impl Diagnostic {
    /// A problem at a span of a schema.
    pub fn schema(span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            span: Some(span),
            ..Diagnostic::new(ErrorKind::Schema, message)
        }
    }

    /// A problem with an option of the configuration.
    pub fn config(message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(ErrorKind::Config, message)
    }

    /// A problem without a span; the message names the path or the option.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            kind,
            span: None,
            message: message.into(),
            label: None,
            rule: None,
            help: Vec::new(),
            related: Vec::new(),
        }
    }

    /// What to write beside the carets.
    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = Some(label.into());
        self
    }

    /// The rule that is broken, in one sentence.
    pub fn rule(mut self, rule: impl Into<String>) -> Diagnostic {
        self.rule = Some(rule.into());
        self
    }

    /// What to do about it. May be given several times.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help.push(help.into());
        self
    }

    pub fn span(&self) -> Option<&Span> {
        self.span.as_ref()
    }

    pub fn message(&self) -> &str {
        &self.message
    }

    /// Replaces a name wherever it stands.
    fn say_instead(&mut self, name: &str, instead: &str) {
        let texts = [
            Some(&mut self.message),
            self.label.as_mut(),
            self.rule.as_mut(),
        ];
        let texts = texts.into_iter().flatten().chain(&mut self.help);
        for text in texts.chain(self.related.iter_mut().map(|(_, label)| label)) {
            *text = text.replace(name, instead);
        }
    }

    /// Another span that has to do with it.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Diagnostic {
        self.related.push((span, label.into()));
        self
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, problems: I) {
        self.list.extend(problems);
    }
}

/// Collects the problems of a run.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// Names that were given to what could not keep its own, and the latter.
    given: Vec<(String, String)>,
    /// What stood in items that were left out after an error.
    left_out: HashSet<String>,
}

impl Diagnostics {
    pub fn error(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// How many problems were reported so far.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// Something goes by the name `given` so that it can be checked: problems call it by its own.
    pub fn say_instead(&mut self, given: &str, own: &str) {
        self.given.push((given.to_owned(), own.to_owned()));
    }

    /// Names of which something was left out after an error: that they are missing is no further one.
    pub fn left_out<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        self.left_out.extend(names.into_iter().map(str::to_owned));
    }

    pub fn is_left_out(&self, name: &str) -> bool {
        self.left_out.contains(name)
    }

    /// Succeeds when nothing was reported.
    ///
    /// # Errors
    ///
    /// What was.
    pub fn into_result(self, sources: &Sources) -> Result<(), Error> {
        if self.list.is_empty() {
            return Ok(());
        }
        Err(self.into_error(sources))
    }

    /// Renders what was reported: ordered by span, each problem once.
    pub fn into_error(self, sources: &Sources) -> Error {
        let mut list = self.list;
        for (given, own) in &self.given {
            list.iter_mut().for_each(|it| it.say_instead(given, own));
        }
        list.sort_by(|a, b| {
            let order = |it: &Diagnostic| (it.span.is_none(), it.span.clone());
            let spans = order(a).cmp(&order(b));
            spans.then_with(|| a.message.cmp(&b.message))
        });
        list.dedup();
        let kind = list.first().map_or(ErrorKind::Internal, |first| first.kind);
        let shown = list.iter().take(MOST_SHOWN);
        let mut texts: Vec<String> = shown.map(|it| show::show(it, sources)).collect();
        if let Some(more) = list.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
            texts.push(format!("error: and {more} more problems"));
        }
        Error::new(kind, texts.join("\n\n"))
    }
}

/// Nobody reads more than this.
const MOST_SHOWN: usize = 200;
