//! The circles among the files of a crate.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::MOST_FILES;
use super::modules::Crate;

/// Files that all reach each other by their imports.
#[derive(Debug)]
pub(super) struct Circle {
    pub(super) files: BTreeSet<PathBuf>,
    /// Where they are, as [`Crate::folder_of`] says.
    pub(super) folders: BTreeSet<PathBuf>,
    /// Those among its files.
    pub(super) imports: Vec<Imports>,
}

/// All that one file uses of another.
#[derive(Debug)]
pub(super) struct Imports {
    pub(super) from: PathBuf,
    pub(super) to: PathBuf,
    pub(super) paths: BTreeSet<String>,
}

impl Circle {
    pub(super) fn is_allowed(&self) -> bool {
        self.files.len() <= MOST_FILES && self.folders.len() == 1
    }
}

/// Every circle in `read`.
pub(super) fn circles(read: &Crate) -> Vec<Circle> {
    let mut imports: BTreeMap<PathBuf, BTreeMap<PathBuf, BTreeSet<String>>> = BTreeMap::new();
    for import in read.imports() {
        let of_file = imports.entry(import.from).or_default();
        of_file.entry(import.to).or_default().insert(import.path);
    }
    let reached: BTreeMap<&PathBuf, BTreeSet<&PathBuf>> = imports
        .keys()
        .map(|file| (file, reach(&imports, file)))
        .collect();
    let reaches =
        |from: &PathBuf, to: &PathBuf| reached.get(from).is_some_and(|files| files.contains(to));

    let mut circles = Vec::new();
    let mut told: BTreeSet<&PathBuf> = BTreeSet::new();
    for (file, files) in &reached {
        if told.contains(file) || !files.contains(file) {
            continue;
        }
        let members: BTreeSet<PathBuf> = files
            .iter()
            .filter(|other| reaches(other, file))
            .map(|other| (*other).clone())
            .collect();
        told.extend(files.iter().filter(|other| members.contains(**other)));
        let among = imports
            .iter()
            .filter(|(from, _)| members.contains(*from))
            .flat_map(|(from, targets)| targets.iter().map(move |(to, paths)| (from, to, paths)))
            .filter(|(_, to, _)| members.contains(*to))
            .map(|(from, to, paths)| Imports {
                from: from.clone(),
                to: to.clone(),
                paths: paths.clone(),
            })
            .collect();
        circles.push(Circle {
            folders: members
                .iter()
                .map(|file| read.folder_of(file).to_owned())
                .collect(),
            files: members,
            imports: among,
        });
    }
    circles
}

/// The files that `start` uses, by way of others too.
fn reach<'a>(
    imports: &'a BTreeMap<PathBuf, BTreeMap<PathBuf, BTreeSet<String>>>,
    start: &PathBuf,
) -> BTreeSet<&'a PathBuf> {
    let mut reached = BTreeSet::new();
    let mut next = vec![start];
    while let Some(file) = next.pop() {
        for to in imports.get(file).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(to) {
                next.push(to);
            }
        }
    }
    reached
}
