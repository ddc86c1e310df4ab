//! Schema files: where things are in them, and how they are called.

use std::collections::BTreeMap;
use std::path::PathBuf;

use wit_codegen_core::front_end::{FileId, Sources, Span};

use crate::compiler::{Compiled, SchemaFile};
use crate::outline::Outline;
use crate::request::{Kind, Node, Request};

/// Every file that was compiled.
pub(super) struct Files {
    by_id: BTreeMap<u64, File>,
    /// For what is in no file that is known.
    nowhere: FileId,
}

struct File {
    id: FileId,
    display: String,
    outline: Outline,
}

impl Files {
    pub(super) fn new(compiled: &Compiled, request: &Request, sources: &mut Sources) -> Files {
        let mut by_id = BTreeMap::new();
        let files = request
            .nodes
            .values()
            .filter(|node| matches!(node.kind, Kind::File));
        // What was asked for comes first in messages.
        let requested = request
            .requested
            .iter()
            .filter_map(|id| request.nodes.get(id));
        for node in requested.chain(files) {
            if by_id.contains_key(&node.id) {
                continue;
            }
            let file = match compiled.files.get(&node.id) {
                Some(file) => add(file, sources),
                None => {
                    let name = request.file_names.get(&node.id);
                    let name = name.unwrap_or(&node.display_name);
                    let file = SchemaFile {
                        path: PathBuf::from(name),
                        display: name.trim_start_matches('/').to_owned(),
                        text: String::new(),
                        watched: false,
                    };
                    add(&file, sources)
                }
            };
            by_id.insert(node.id, file);
        }
        // Files of which only an annotation is used, or nothing.
        let others: BTreeMap<_, _> = compiled.files.iter().collect();
        for (id, file) in others {
            if !by_id.contains_key(id) {
                add(file, sources);
            }
        }
        for path in &compiled.other_files {
            sources.add(path.clone(), String::new());
        }
        let first = request.requested.first().and_then(|id| by_id.get(id));
        Files {
            nowhere: first.map_or(FileId(0), |file| file.id),
            by_id,
        }
    }

    /// Where a node, or a member of it, is declared.
    pub(super) fn span(&self, request: &Request, node: &Node, member: &[&str]) -> Span {
        let Some(file_node) = request.file(node) else {
            return Span::start_of(self.nowhere);
        };
        let Some(file) = self.by_id.get(&file_node.id) else {
            return Span::start_of(self.nowhere);
        };
        let mut path = path(file_node, node);
        let own = file.outline.span(&path);
        path.extend(member.iter().map(|name| (*name).to_owned()));
        match file.outline.span(&path).or(own) {
            Some(range) => Span {
                file: file.id,
                range,
            },
            None => Span::start_of(file.id),
        }
    }

    /// How the compiler shows a node, folders away: `addressbook.capnp:Person.PhoneNumber`.
    pub(super) fn selector(&self, request: &Request, node: &Node) -> String {
        let Some(file_node) = request.file(node) else {
            return node.display_name.clone();
        };
        let file = self.by_id.get(&file_node.id);
        let display = file.map_or(file_node.display_name.as_str(), |file| &file.display);
        match path(file_node, node).as_slice() {
            [] => display.to_owned(),
            path => format!("{display}:{}", path.join(".")),
        }
    }

    /// The name of a file without folders and ending.
    pub(super) fn stem(&self, file: &Node) -> String {
        let known = self.by_id.get(&file.id);
        let display = known.map_or(file.display_name.as_str(), |file| &file.display);
        let name = display.rsplit('/').next().unwrap_or(display);
        let stem = name.strip_suffix(".capnp").unwrap_or(name);
        wit_codegen_core::front_end::file_stem(stem)
    }
}

fn add(file: &SchemaFile, sources: &mut Sources) -> File {
    let (path, text) = (file.path.clone(), file.text.clone());
    let id = if file.watched {
        sources.add(path, text)
    } else {
        sources.add_unwatched(path, text)
    };
    File {
        id,
        display: file.display.clone(),
        outline: Outline::of(&file.text),
    }
}

/// The names from a file to what is declared in it.
fn path(file: &Node, node: &Node) -> Vec<String> {
    let inner = node.display_name.strip_prefix(&file.display_name);
    let inner = inner.and_then(|inner| inner.strip_prefix(':'));
    inner
        .map(|inner| inner.split('.').map(str::to_owned).collect())
        .unwrap_or_default()
}
