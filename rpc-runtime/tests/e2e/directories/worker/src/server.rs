//! The servers. A directory knows no more than its path.

use rpc_runtime::{Context, Error, Result};
// `#[durable_object]` looks for it here.
use worker::wasm_bindgen;
use worker::{durable_object, DurableObject, Env, Request, Response, State};

use crate::directories::directory::EntriesResults;
use crate::directories::entry::Which;
use crate::directories::{
    Directory, DirectoryClient, Entry, Kind, Node, NodeClient, WatcherClient,
};

/// The default entrypoint.
pub(crate) struct Root {
    #[allow(dead_code, reason = "a directory needs nothing of its context")]
    pub(crate) ctx: Context,
}

/// The entrypoint `Attic`.
pub(crate) struct Attic {
    path: &'static str,
}

impl Attic {
    pub(crate) fn new(_ctx: Context) -> Self {
        Self { path: "attic" }
    }
}

/// The Durable Object.
#[durable_object]
pub(crate) struct Vault;

impl DurableObject for Vault {
    fn new(_state: State, _env: Env) -> Self {
        Self
    }

    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::error("there is nothing to fetch", 404)
    }
}

/// A directory that is handed out.
struct Folder {
    path: String,
}

struct File {
    path: String,
}

impl Node for File {
    async fn label(&self) -> Result<String> {
        Ok(format!("file {}", self.path))
    }
}

/// All directories do the same.
macro_rules! directory {
    ($type:ident, $path:expr_2021) => {
        impl Directory for $type {
            async fn label(&self) -> Result<String> {
                let path: fn(&Self) -> String = $path;
                Ok(format!("directory {}", path(self)))
            }

            async fn open(&self, path: String) -> Result<NodeClient> {
                if path.is_empty() {
                    return Err(Error::new("nothing to open"));
                }
                let at: fn(&Self) -> String = $path;
                let path = format!("{}/{path}", at(self));
                Ok(NodeClient::new(File { path }))
            }

            async fn enter(&self, path: String) -> Result<DirectoryClient> {
                if path.is_empty() {
                    return Err(Error::new("nothing to enter"));
                }
                let at: fn(&Self) -> String = $path;
                let path = format!("{}/{path}", at(self));
                Ok(DirectoryClient::new(Folder { path }))
            }

            async fn entries(&self, limit: u16) -> Result<EntriesResults> {
                let at: fn(&Self) -> String = $path;
                Ok(entries(&at(self), limit))
            }

            async fn add(&self, params: Entry) -> Result<Entry> {
                add(params).await
            }

            async fn watch(&self, watcher: WatcherClient) -> Result<()> {
                let at: fn(&Self) -> String = $path;
                for entry in entries(&at(self), 2).entries {
                    watcher.seen(entry).await?;
                }
                Ok(())
            }
        }
    };
}

directory!(Root, |_| "root".to_owned());
directory!(Attic, |attic| attic.path.to_owned());
directory!(Vault, |_| "vault".to_owned());
directory!(Folder, |folder| folder.path.clone());

fn entries(path: &str, limit: u16) -> EntriesResults {
    let file = Entry {
        name: "file".to_owned(),
        node: Some(NodeClient::new(File {
            path: format!("{path}/file"),
        })),
        which: Which::Size(1 << 60),
        ..Entry::default()
    };
    let folder = Folder {
        path: format!("{path}/folder"),
    };
    let folder = Entry {
        name: "folder".to_owned(),
        kind: Kind::Hidden,
        // As one of what it extends.
        node: Some(DirectoryClient::new(folder).into()),
        which: Which::Directory,
    };
    let newer = Entry {
        kind: Kind::from(7),
        ..Entry::default()
    };
    let mut entries = vec![file, folder, newer];
    let rest = entries.len().saturating_sub(limit.into());
    entries.truncate(limit.into());
    EntriesResults {
        entries,
        rest: rest as u16,
    }
}

/// Names an entry after its node, which may be the caller's, and gives it back.
async fn add(entry: Entry) -> Result<Entry> {
    let label = match &entry.node {
        Some(node) => node.label().await?,
        None => "no node".to_owned(),
    };
    let node = entry.node.as_ref().map(NodeClient::dup).transpose()?;
    Ok(Entry {
        name: format!("{} ({label})", entry.name),
        node,
        ..entry
    })
}
