//! The modules of a crate, and the file that a path leads to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::source::Source;
use crate::workspace;

/// A crate without its tests.
#[derive(Debug)]
pub(super) struct Crate {
    /// The first is the root.
    modules: Vec<Module>,
    exported_macros: BTreeMap<String, usize>,
}

/// By its index in a [`Crate`].
#[derive(Debug)]
struct Module {
    file: PathBuf,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    /// It begins its file.
    owns_file: bool,
    source: Source,
}

/// That one file uses something of another.
#[derive(Debug)]
pub(super) struct Import {
    pub(super) from: PathBuf,
    pub(super) to: PathBuf,
    /// As it is written, save braces.
    pub(super) path: String,
}

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Module(usize),
    /// An item of this module.
    Item(usize),
}

impl Crate {
    /// Reads the crate that begins in the file `root`.
    ///
    /// # Errors
    ///
    /// When one of its files is missing or is not Rust.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut read = Self {
            modules: Vec::new(),
            exported_macros: BTreeMap::new(),
        };
        let folder = root.parent().unwrap_or(root);
        read.add_file(root, folder, None)?;
        Ok(read)
    }

    /// Adds the module that begins in `file`, whose children are in `folder`; none if it is for tests.
    fn add_file(
        &mut self,
        file: &Path,
        folder: &Path,
        parent: Option<usize>,
    ) -> Result<Option<usize>> {
        let shown = || workspace::shown(file);
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", shown()))?;
        let source = Source::parse(&text).with_context(shown)?;
        if source.for_tests {
            return Ok(None);
        }
        self.add(source, file, folder, parent, true).map(Some)
    }

    fn add(
        &mut self,
        mut source: Source,
        file: &Path,
        folder: &Path,
        parent: Option<usize>,
        owns_file: bool,
    ) -> Result<usize> {
        let at = self.modules.len();
        let declared = std::mem::take(&mut source.modules);
        let macros = source.exported_macros.iter().cloned();
        self.exported_macros.extend(macros.map(|name| (name, at)));
        self.modules.push(Module {
            file: file.to_owned(),
            parent,
            children: BTreeMap::new(),
            owns_file,
            source,
        });
        for module in declared {
            let inside = folder.join(&module.name);
            let child = if let Some(source) = module.inline {
                Some(self.add(source, file, &inside, Some(at), false)?)
            } else if let Some(path) = module.path {
                let path = file.with_file_name(path);
                self.add_file(&path, path.parent().unwrap_or(folder), Some(at))?
            } else {
                let own = folder.join(format!("{}.rs", module.name));
                let path = if own.is_file() {
                    own
                } else {
                    inside.join("mod.rs")
                };
                self.add_file(&path, &inside, Some(at))?
            };
            if let Some(child) = child {
                self.modules[at].children.insert(module.name, child);
            }
        }
        Ok(at)
    }

    pub(super) fn file_count(&self) -> usize {
        self.modules
            .iter()
            .filter(|module| module.owns_file)
            .count()
    }

    /// The folder of modules that `file` is in, named by the file that it begins with: its own if modules in other files
    /// are in it, else that of the module around it.
    pub(super) fn folder_of(&self, file: &Path) -> &Path {
        let own = self
            .modules
            .iter()
            .position(|module| module.owns_file && module.file == file)
            .unwrap_or(0);
        let around = self.modules[own].parent.unwrap_or(own);
        let has_files = self
            .modules
            .iter()
            .enumerate()
            .any(|(at, module)| module.owns_file && at != own && self.is_inside(at, own));
        &self.modules[if has_files { own } else { around }].file
    }

    /// Everything that one file uses of another.
    pub(super) fn imports(&self) -> Vec<Import> {
        let mut imports = Vec::new();
        for (at, module) in self.modules.iter().enumerate() {
            let from_uses = module.source.uses.iter().filter_map(|used| {
                let end = self.follow(at, &used.path)?;
                let target = match end {
                    End::Item(target) => target,
                    // The names that this brings are not known.
                    End::Module(target) if used.name.is_none() => target,
                    End::Module(_) => return None,
                };
                let of_its_own = used.reexported && self.is_inside(target, at);
                (!of_its_own).then_some((target, &used.path))
            });
            let from_code =
                module
                    .source
                    .paths
                    .iter()
                    .filter_map(|path| match self.follow(at, path)? {
                        End::Item(target) => Some((target, path)),
                        End::Module(_) => None,
                    });
            for (target, path) in from_uses.chain(from_code) {
                let to = &self.modules[target].file;
                if *to != module.file {
                    imports.push(Import {
                        from: module.file.clone(),
                        to: to.clone(),
                        path: path.join("::"),
                    });
                }
            }
        }
        imports
    }

    fn is_inside(&self, module: usize, outer: usize) -> bool {
        let mut at = Some(module);
        while let Some(inner) = at {
            if inner == outer {
                return true;
            }
            at = self.modules[inner].parent;
        }
        false
    }

    /// Where `path` leads that is written in the module `from`; nowhere if it is of another crate, or of no module.
    fn follow(&self, from: usize, path: &[String]) -> Option<End> {
        self.follow_unless(from, path, &mut BTreeSet::new())
    }

    /// Like [`follow`](Self::follow); `seen` are the names that are being looked for, since globs can go in circles.
    fn follow_unless(
        &self,
        from: usize,
        path: &[String],
        seen: &mut BTreeSet<(usize, String)>,
    ) -> Option<End> {
        let (first, mut rest) = path.split_first()?;
        let mut at = match first.as_str() {
            "crate" => 0,
            "self" => from,
            "super" => self.modules[from].parent?,
            name => match self.named(from, name, seen)? {
                End::Module(module) => module,
                // Without an import, an item of its own module. What is below an item is the item's.
                item => return Some(item),
            },
        };
        while let Some((name, after)) = rest.split_first() {
            rest = after;
            if name == "super" {
                at = self.modules[at].parent?;
                continue;
            }
            match self.named(at, name, seen) {
                Some(End::Module(module)) => at = module,
                Some(item) => return Some(item),
                // It is in the file that is included there, such as generated code.
                None if self.modules[at].source.includes => return None,
                // What a macro makes, or something of another crate that is re-exported there.
                None => return Some(End::Item(at)),
            }
        }
        Some(End::Module(at))
    }

    /// What is called `name` in the module `at`.
    fn named(&self, at: usize, name: &str, seen: &mut BTreeSet<(usize, String)>) -> Option<End> {
        let module = &self.modules[at];
        if let Some(child) = module.children.get(name) {
            return Some(End::Module(*child));
        }
        if module.source.items.contains(name) {
            return Some(End::Item(at));
        }
        if !seen.insert((at, name.to_owned())) {
            return None;
        }
        let uses = &module.source.uses;
        let named = uses
            .iter()
            .filter(|used| used.name.as_deref() == Some(name));
        for used in named {
            // `use x;` of another crate is nothing here, nor `use self::name as name`.
            if let Some(end) = self.follow_unless(at, &used.path, seen) {
                return Some(end);
            }
        }
        for used in uses.iter().filter(|used| used.name.is_none()) {
            if let Some(End::Module(module)) = self.follow_unless(at, &used.path, seen)
                && let Some(end) = self.named(module, name, seen)
            {
                return Some(end);
            }
        }
        let module = self.exported_macros.get(name).filter(|_| at == 0)?;
        Some(End::Item(*module))
    }
}
