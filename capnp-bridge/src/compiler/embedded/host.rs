//! What the compiler asks its host for: the calls of [WASI preview 1] that it makes, for files that are in memory.
//!
//! [WASI preview 1]: https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use super::files::{Files, Missing, Node, ROOT};

/// The host, and what the compiler has written so far.
#[derive(Debug)]
pub(super) struct Host {
    files: Files,
    arguments: Vec<String>,
    environment: Vec<String>,
    /// What is open, by its descriptor.
    open: Vec<Option<Open>>,
    pub(super) output: Vec<u8>,
    pub(super) said: Vec<u8>,
}

#[derive(Clone, Copy, Debug)]
enum Open {
    Input,
    Output,
    Errors,
    Node { number: usize, at: u64 },
}

/// The descriptor of the outermost folder, and its name. The first ones are for the standard streams.
const FOLDER: usize = 3;
const FOLDER_NAME: &[u8] = b"/";

/// The numbers of errors in WASI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Errno {
    BadDescriptor = 8,
    Fault = 21,
    Invalid = 28,
    IsFolder = 31,
    NoEntry = 44,
    NotSupported = 52,
    NotFolder = 54,
    ReadOnly = 69,
}

impl From<Missing> for Errno {
    fn from(missing: Missing) -> Errno {
        match missing {
            Missing::NoEntry => Errno::NoEntry,
            Missing::NoFolder => Errno::NotFolder,
        }
    }
}

/// Flags of `path_open` that ask for a change: create, truncate.
const CHANGES: u64 = 0b1001;
/// The one that asks for a folder.
const FOLDER_ONLY: u64 = 0b0010;

const TYPE_UNKNOWN: u8 = 0;
const TYPE_FOLDER: u8 = 3;
const TYPE_FILE: u8 = 4;

impl Host {
    pub(super) fn new(files: Files, arguments: Vec<String>, environment: Vec<String>) -> Self {
        let folder = Open::Node {
            number: ROOT,
            at: 0,
        };
        Host {
            files,
            arguments,
            environment,
            open: [Open::Input, Open::Output, Open::Errors, folder]
                .map(Some)
                .to_vec(),
            output: Vec::new(),
            said: Vec::new(),
        }
    }

    /// Does the call `name`. Addresses among its arguments are of `memory`.
    pub(super) fn call(
        &mut self,
        name: &str,
        arguments: &[u64],
        memory: &mut [u8],
    ) -> Result<(), Errno> {
        let mut memory = Memory(memory);
        match (name, arguments) {
            ("args_sizes_get", &[count, size]) => memory.put_sizes(&self.arguments, count, size),
            ("args_get", &[list, texts]) => memory.put_texts(&self.arguments, list, texts),
            ("environ_sizes_get", &[count, size]) => {
                memory.put_sizes(&self.environment, count, size)
            }
            ("environ_get", &[list, texts]) => memory.put_texts(&self.environment, list, texts),
            ("fd_prestat_get", &[FOLDER_FD, to]) => {
                memory.put(to, &0_u32.to_le_bytes())?;
                memory.put_u32(to + 4, FOLDER_NAME.len())
            }
            ("fd_prestat_dir_name", &[FOLDER_FD, to, _]) => memory.put(to, FOLDER_NAME),
            ("fd_prestat_get" | "fd_prestat_dir_name", _) => Err(Errno::BadDescriptor),
            ("fd_close", &[descriptor]) => {
                self.open(descriptor)?;
                self.open[index(descriptor)?] = None;
                Ok(())
            }
            ("fd_fdstat_get", &[descriptor, to]) => {
                let kind = self.stat(self.open(descriptor)?)?.kind;
                let mut stat = [0; 24];
                stat[0] = kind;
                // All rights. The compiler's library asks for no more than there are.
                stat[8..].fill(0xff);
                memory.put(to, &stat)
            }
            ("fd_fdstat_set_flags", &[descriptor, _]) => self.open(descriptor).map(|_| ()),
            ("fd_filestat_get", &[descriptor, to]) => {
                let stat = self.stat(self.open(descriptor)?)?;
                memory.put(to, &stat.bytes())
            }
            ("path_filestat_get", &[folder, _, path, length, to]) => {
                let number = self.find(folder, memory.text(path, length)?)?;
                let stat = self.stat(Open::Node { number, at: 0 })?;
                memory.put(to, &stat.bytes())
            }
            ("path_open", &[folder, _, path, length, how, _, _, _, to]) => {
                let number = self.find(folder, memory.text(path, length)?)?;
                if how & CHANGES != 0 {
                    return Err(Errno::ReadOnly);
                }
                if how & FOLDER_ONLY != 0 && matches!(self.files.get(number), Some(Node::File(_))) {
                    return Err(Errno::NotFolder);
                }
                let free = self.open.iter().position(Option::is_none);
                let descriptor = free.unwrap_or_else(|| {
                    self.open.push(None);
                    self.open.len() - 1
                });
                self.open[descriptor] = Some(Open::Node { number, at: 0 });
                memory.put_u32(to, descriptor)
            }
            // There are no links.
            ("path_readlink", &[folder, path, length, ..]) => {
                self.find(folder, memory.text(path, length)?)?;
                Err(Errno::Invalid)
            }
            ("fd_read", &[descriptor, list, count, read]) => {
                let open = self.open(descriptor)?;
                let Open::Node { number, at } = open else {
                    return memory.put_u32(read, 0);
                };
                let length = memory.scatter(self.contents(number)?, at, list, count)?;
                self.open[index(descriptor)?] = Some(Open::Node {
                    number,
                    at: at + length as u64,
                });
                memory.put_u32(read, length)
            }
            ("fd_pread", &[descriptor, list, count, at, read]) => {
                let Open::Node { number, .. } = self.open(descriptor)? else {
                    return Err(Errno::Invalid);
                };
                let length = memory.scatter(self.contents(number)?, at, list, count)?;
                memory.put_u32(read, length)
            }
            ("fd_seek", &[descriptor, offset, from, to]) => {
                let Open::Node { number, at } = self.open(descriptor)? else {
                    return Err(Errno::Invalid);
                };
                let start = match from {
                    0 => 0,
                    1 => at,
                    2 => self.contents(number)?.len() as u64,
                    _ => return Err(Errno::Invalid),
                };
                let offset = offset.cast_signed();
                let at = start.checked_add_signed(offset).ok_or(Errno::Invalid)?;
                self.open[index(descriptor)?] = Some(Open::Node { number, at });
                memory.put(to, &at.to_le_bytes())
            }
            ("fd_write", &[descriptor, list, count, written]) => {
                let to = match self.open(descriptor)? {
                    Open::Output => &mut self.output,
                    Open::Errors => &mut self.said,
                    Open::Input | Open::Node { .. } => return Err(Errno::BadDescriptor),
                };
                let before = to.len();
                memory.gather(list, count, to)?;
                let length = to.len() - before;
                memory.put_u32(written, length)
            }
            ("random_get", &[to, length]) => {
                let random = random().flat_map(u64::to_le_bytes);
                let bytes = memory.slice(to, length)?;
                bytes
                    .iter_mut()
                    .zip(random)
                    .for_each(|(to, byte)| *to = byte);
                Ok(())
            }
            // What would change files, and folders as lists, of which it has no need.
            _ => Err(Errno::NotSupported),
        }
    }

    fn open(&self, descriptor: u64) -> Result<Open, Errno> {
        let open = self.open.get(index(descriptor)?).copied().flatten();
        open.ok_or(Errno::BadDescriptor)
    }

    fn find(&self, folder: u64, path: &str) -> Result<usize, Errno> {
        match self.open(folder)? {
            Open::Node { number, .. } => Ok(self.files.find(number, path)?),
            _ => Err(Errno::NotFolder),
        }
    }

    fn contents(&self, number: usize) -> Result<&[u8], Errno> {
        match self.files.get(number) {
            Some(Node::File(bytes)) => Ok(bytes),
            Some(Node::Folder { .. }) => Err(Errno::IsFolder),
            None => Err(Errno::BadDescriptor),
        }
    }

    fn stat(&self, open: Open) -> Result<Stat, Errno> {
        let Open::Node { number, .. } = open else {
            return Ok(Stat {
                number: 0,
                kind: TYPE_UNKNOWN,
                size: 0,
            });
        };
        let (kind, size) = match self.files.get(number).ok_or(Errno::BadDescriptor)? {
            Node::Folder { .. } => (TYPE_FOLDER, 0),
            Node::File(bytes) => (TYPE_FILE, bytes.len() as u64),
        };
        Ok(Stat {
            number: number as u64 + 1,
            kind,
            size,
        })
    }
}

const FOLDER_FD: u64 = FOLDER as u64;

fn index(descriptor: u64) -> Result<usize, Errno> {
    usize::try_from(descriptor).map_err(|_| Errno::BadDescriptor)
}

/// Numbers that are others each time, for the ids that the compiler proposes.
fn random() -> impl Iterator<Item = u64> {
    let state = RandomState::new();
    (0_u64..).map(move |index| {
        let mut hasher = state.build_hasher();
        hasher.write_u64(index);
        hasher.finish()
    })
}

/// What is told of a file, a folder or a stream.
struct Stat {
    number: u64,
    kind: u8,
    size: u64,
}

impl Stat {
    fn bytes(&self) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes[8..16].copy_from_slice(&self.number.to_le_bytes());
        bytes[16] = self.kind;
        bytes[24..32].copy_from_slice(&1_u64.to_le_bytes());
        bytes[32..40].copy_from_slice(&self.size.to_le_bytes());
        bytes
    }
}

/// The compiler's memory. An address that is not in it is a fault, as on any host.
struct Memory<'m>(&'m mut [u8]);

impl Memory<'_> {
    fn slice(&mut self, at: u64, length: u64) -> Result<&mut [u8], Errno> {
        let range = range(at, length)?;
        self.0.get_mut(range).ok_or(Errno::Fault)
    }

    fn put(&mut self, at: u64, bytes: &[u8]) -> Result<(), Errno> {
        self.slice(at, bytes.len() as u64)?.copy_from_slice(bytes);
        Ok(())
    }

    fn put_u32(&mut self, at: u64, value: usize) -> Result<(), Errno> {
        let value = u32::try_from(value).map_err(|_| Errno::Fault)?;
        self.put(at, &value.to_le_bytes())
    }

    fn u32(&self, at: u64) -> Result<u64, Errno> {
        let bytes = self.0.get(range(at, 4)?).ok_or(Errno::Fault)?;
        let bytes = bytes.try_into().map_err(|_| Errno::Fault)?;
        Ok(u64::from(u32::from_le_bytes(bytes)))
    }

    /// A path. All that there are, are UTF-8.
    fn text(&self, at: u64, length: u64) -> Result<&str, Errno> {
        let bytes = self.0.get(range(at, length)?).ok_or(Errno::Fault)?;
        std::str::from_utf8(bytes).map_err(|_| Errno::NoEntry)
    }

    fn put_sizes(&mut self, texts: &[String], count: u64, size: u64) -> Result<(), Errno> {
        self.put_u32(count, texts.len())?;
        self.put_u32(size, texts.iter().map(|text| text.len() + 1).sum())
    }

    /// Texts that end in a zero, and a list of where they are.
    fn put_texts(&mut self, texts: &[String], mut list: u64, mut to: u64) -> Result<(), Errno> {
        for text in texts {
            self.put(list, &to.to_le_bytes()[..4])?;
            self.put(to, text.as_bytes())?;
            self.put(to + text.len() as u64, &[0])?;
            (list, to) = (list + 4, to + text.len() as u64 + 1);
        }
        Ok(())
    }

    /// Fills the buffers of a list with what `contents` has from `at` on, and says how much that was.
    fn scatter(&mut self, contents: &[u8], at: u64, list: u64, count: u64) -> Result<usize, Errno> {
        let mut rest = usize::try_from(at)
            .ok()
            .and_then(|at| contents.get(at..))
            .unwrap_or_default();
        let before = rest.len();
        for buffer in 0..count {
            let (to, length) = self.buffer(list, buffer)?;
            let buffer = self.slice(to, length)?;
            let (now, later) = rest.split_at(rest.len().min(buffer.len()));
            buffer[..now.len()].copy_from_slice(now);
            rest = later;
        }
        Ok(before - rest.len())
    }

    /// Appends what is in the buffers of a list.
    fn gather(&mut self, list: u64, count: u64, to: &mut Vec<u8>) -> Result<(), Errno> {
        for buffer in 0..count {
            let (from, length) = self.buffer(list, buffer)?;
            to.extend_from_slice(self.slice(from, length)?);
        }
        Ok(())
    }

    fn buffer(&self, list: u64, index: u64) -> Result<(u64, u64), Errno> {
        let at = index.checked_mul(8).and_then(|it| list.checked_add(it));
        let at = at.ok_or(Errno::Fault)?;
        Ok((self.u32(at)?, self.u32(at + 4)?))
    }
}

fn range(at: u64, length: u64) -> Result<std::ops::Range<usize>, Errno> {
    let end = at.checked_add(length).ok_or(Errno::Fault)?;
    match (usize::try_from(at), usize::try_from(end)) {
        (Ok(at), Ok(end)) => Ok(at..end),
        _ => Err(Errno::Fault),
    }
}
