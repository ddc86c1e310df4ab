//! The files that the compiler sees. They are in memory, and it cannot change them.

use std::collections::HashMap;

use super::super::stage::{self, Stage};

/// Folders and files by their numbers.
#[derive(Debug)]
pub(super) struct Files {
    nodes: Vec<Node>,
}

#[derive(Debug)]
pub(super) enum Node {
    Folder {
        parent: usize,
        children: HashMap<String, usize>,
    },
    File(Vec<u8>),
}

/// The number of the outermost folder.
pub(super) const ROOT: usize = 0;

/// Why there is nothing under a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Missing {
    NoEntry,
    NoFolder,
}

impl Files {
    /// What is on the stage. A file under several names has one number, by which the compiler knows that it is one.
    pub(super) fn new(stage: &Stage) -> Files {
        let mut files = Files {
            nodes: vec![Node::Folder {
                parent: ROOT,
                children: HashMap::new(),
            }],
        };
        for folder in &stage.import_paths {
            files.folder(stage::parts(folder));
        }
        let mut numbers = HashMap::new();
        for file in stage.files() {
            let mut parts: Vec<String> = stage::parts(file.path).collect();
            let Some(name) = parts.pop() else { continue };
            let Some(folder) = files.folder(parts.into_iter()) else {
                continue;
            };
            let next = files.nodes.len();
            let number = *numbers.entry(file.number).or_insert(next);
            if number == next {
                files.nodes.push(Node::File(file.bytes.to_vec()));
            }
            if let Some(Node::Folder { children, .. }) = files.nodes.get_mut(folder) {
                children.entry(name).or_insert(number);
            }
        }
        files
    }

    /// Makes a folder, unless a file is in its way.
    fn folder(&mut self, parts: impl Iterator<Item = String>) -> Option<usize> {
        let mut at = ROOT;
        for part in parts {
            let next = self.nodes.len();
            let Node::Folder { children, .. } = self.nodes.get_mut(at)? else {
                return None;
            };
            let number = *children.entry(part).or_insert(next);
            if number == next {
                self.nodes.push(Node::Folder {
                    parent: at,
                    children: HashMap::new(),
                });
            }
            at = number;
        }
        Some(at)
    }

    pub(super) fn get(&self, number: usize) -> Option<&Node> {
        self.nodes.get(number)
    }

    /// The number of what is at `path`, seen from a folder.
    pub(super) fn find(&self, folder: usize, path: &str) -> Result<usize, Missing> {
        let mut at = folder;
        for part in path.split('/') {
            let Some(Node::Folder { parent, children }) = self.nodes.get(at) else {
                return Err(Missing::NoFolder);
            };
            at = match part {
                "" | "." => at,
                ".." => *parent,
                name => *children.get(name).ok_or(Missing::NoEntry)?,
            };
        }
        Ok(at)
    }
}
