//! Every block of code in README.md stands in a file that the other tests compile or run.
//!
//! A comment right above a block, which no reader sees, names the file:
//! `<!-- examples/readme/calculator/src/lib.rs -->`. Lines of the block have to stand there as they are, one after the
//! other, at any indentation. At an empty line, and at one that is a comment of `…` alone, the file may have more. A
//! first line that is a comment with a path, such as `// build.rs`, is for the reader: the file's path ends with it.
//!
//! Files for what no Worker of the examples or the tests has are in `examples/readme`, as packages of their own.

use std::fs;
use std::path::Path;

use crate::workspace;

/// Languages of blocks that are no code of a file.
const OTHER: &[&str] = &["sh", "text"];

/// A fenced block of a Markdown text.
struct Block<'a> {
    /// The line of the fence, from 1.
    line: usize,
    language: &'a str,
    /// The file that the comment above names.
    file: Option<&'a str>,
    lines: Vec<&'a str>,
}

fn blocks(markdown: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut above = "";
    let mut lines = markdown.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            let inside = lines.by_ref().map(|(_, line)| line);
            let comment = above
                .strip_prefix("<!-- ")
                .and_then(|it| it.strip_suffix(" -->"));
            blocks.push(Block {
                line: index + 1,
                language,
                file: comment,
                lines: inside
                    .take_while(|line| line.trim_start() != "```")
                    .collect(),
            });
        }
        above = line;
    }
    blocks
}

/// What is said in a line that is a comment.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim();
    let text = line.strip_prefix("//").or_else(|| line.strip_prefix('#'))?;
    text.strip_prefix(' ')
}

impl Block<'_> {
    /// What is wrong with the block.
    fn check(&self, members: &[&str], root: &Path) -> Result<(), String> {
        let file = self.file.ok_or(
            "there is no comment right above that names the file in which the block stands",
        )?;
        let is_tested = |folder: &&str| file.starts_with(&format!("{folder}/"));
        if !members.iter().any(is_tested) {
            return Err(format!("no test takes `{file}`"));
        }
        let text = fs::read_to_string(root.join(file))
            .map_err(|error| format!("`{file}` cannot be read: {error}"))?;

        let mut lines = self.lines.as_slice();
        if let Some((first, rest)) = lines.split_first()
            && let Some(path) = comment(first)
            && path.contains('.')
            && !path.contains(' ')
        {
            if !file.ends_with(path) {
                return Err(format!("`{file}` does not end with `{path}`"));
            }
            lines = rest;
        }
        stands_in(lines, &text)
    }
}

/// Whether the pieces of a block stand in `text`, in their order.
fn stands_in(lines: &[&str], text: &str) -> Result<(), String> {
    let text: Vec<&str> = text.lines().collect();
    let is_gap = |line: &&str| line.trim().is_empty() || comment(line) == Some("…");
    let mut rest = text.as_slice();
    for piece in lines.split(is_gap).filter(|piece| !piece.is_empty()) {
        let place = rest.windows(piece.len()).position(|at| is_same(piece, at));
        match place {
            Some(place) => rest = rest.get(place + piece.len()..).unwrap_or_default(),
            None => return Err(format!("the file has no such lines:\n{}", piece.join("\n"))),
        }
    }
    Ok(())
}

/// Whether lines are the same at another indentation.
fn is_same(piece: &[&str], file: &[&str]) -> bool {
    let relative = |lines: &[&str]| -> Vec<(isize, String)> {
        let indent = |line: &str| (line.len() - line.trim_start().len()).cast_signed();
        let first = lines.first().map_or(0, |line| indent(line));
        let lines = lines.iter();
        lines
            .map(|line| (indent(line) - first, line.trim().to_owned()))
            .collect()
    };
    relative(piece) == relative(file)
}

/// The folders of which all is compiled or run by some step of the tests.
fn members(manifest: &str) -> Vec<&str> {
    let members = manifest
        .split_once("members = [")
        .and_then(|(_, rest)| rest.split_once(']'));
    let (members, _) = members.unwrap_or_default();
    let quoted = members.split('"').skip(1).step_by(2);
    // Beside packages: Workers in JavaScript, and schemas that examples share.
    let others = ["examples", "rpc-runtime/tests/e2e", "wit"];
    quoted.chain(others).collect()
}

/// What is wrong with a command that the text tells to run; the text is what follows `cargo `.
fn check_command(command: &str, members: &[&str]) -> Result<(), String> {
    let mut words = command.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some("xtask"), Some(name), _) => match crate::help().lines().any(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some(name)
        }) {
            true => {}
            false => return Err(format!("`cargo xtask help` does not list `{name}`")),
        },
        (Some("run"), Some("-p"), Some(package)) => {
            let names_it = |folder: &&str| {
                let manifest = workspace::root().join(folder).join("Cargo.toml");
                let manifest = fs::read_to_string(manifest).unwrap_or_default();
                // The first name is the package's.
                let name = manifest.lines().find_map(|it| it.strip_prefix("name = "));
                name.is_some_and(|name| name.trim_matches('"') == package)
            };
            if !members.iter().any(names_it) {
                return Err(format!("there is no package `{package}`"));
            }
        }
        _ => {}
    }
    let paths = words.filter(|word| word.contains('/'));
    match paths
        .into_iter()
        .find(|it| !workspace::root().join(it).exists())
    {
        Some(path) => Err(format!("there is no `{path}`")),
        None => Ok(()),
    }
}

/// The commands in a text, in blocks and elsewhere: to the end of the line, of the code, or to a comment.
fn commands(markdown: &str) -> impl Iterator<Item = &str> {
    let after = markdown.split("cargo ").skip(1);
    after.map(|rest| rest.split(['\n', '`', '#']).next().unwrap_or_default())
}

#[test]
fn what_the_readme_shows_is_tested() {
    let read = |name: &str| fs::read_to_string(workspace::root().join(name)).unwrap();
    let (readme, manifest) = (read("README.md"), read("Cargo.toml"));
    let members = members(&manifest);
    let blocks = blocks(&readme);
    let checked = blocks
        .iter()
        .filter(|block| !OTHER.contains(&block.language));
    let wrong = checked.filter_map(|block| {
        let why = block.check(&members, workspace::root()).err()?;
        Some(format!("README.md:{}: {why}", block.line))
    });
    let wrong_commands = commands(&readme).filter_map(|command| {
        let why = check_command(command, &members).err()?;
        Some(format!("README.md: `cargo {command}`: {why}"))
    });
    let wrong: Vec<_> = wrong.chain(wrong_commands).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!blocks.is_empty() && commands(&readme).count() > 0);
}

#[test]
fn lines_are_compared_in_order_and_without_gaps() {
    let file = "use a;\n\nfn f() {\n    if b {\n        c();\n    }\n}\n";
    assert_eq!(stands_in(&["if b {", "    c();", "}"], file), Ok(()));
    assert_eq!(stands_in(&["use a;", "", "c();"], file), Ok(()));
    assert_eq!(
        stands_in(&["use a;", "// …", "fn f() {", "    if b {"], file),
        Ok(())
    );
    assert!(stands_in(&["use a;", "c();"], file).is_err());
    assert!(stands_in(&["c();", "", "use a;"], file).is_err());
    assert!(stands_in(&["if b {", "c();"], file).is_err());
}

#[test]
fn blocks_without_a_tested_file_are_found() {
    let markdown = "<!-- wit/none.wit -->\n```wit\na\n```\n\n```rust\nb\n```\n<!-- /etc/hosts -->\n```js\n```\n";
    let found = blocks(markdown);
    let wrong = found.iter().map(|it| it.check(&["wit"], workspace::root()));
    let wrong: Vec<String> = wrong.filter_map(Result::err).collect();
    let starts = [
        "`wit/none.wit` cannot be read",
        "there is no comment right above",
        "no test takes `/etc/hosts`",
    ];
    assert_eq!(wrong.len(), starts.len());
    for (wrong, start) in wrong.iter().zip(starts) {
        assert!(wrong.starts_with(start), "{wrong}");
    }
}

#[test]
fn commands_that_are_not_there_are_found() {
    let wrong = |command| check_command(command, &["wit-codegen/cli"]).is_err();
    assert!(!wrong("xtask test"));
    assert!(wrong("xtask toast"));
    assert!(!wrong("run -p wit-codegen-cli -- rust wit/shop"));
    assert!(wrong("run -p wit-codegen-cli -- rust wit/shopp"));
    assert!(wrong("run -p wit-codegen -- rust wit/shop"));
}
