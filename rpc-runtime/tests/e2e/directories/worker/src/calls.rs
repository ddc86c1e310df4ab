//! The caller.

use std::cell::RefCell;
use std::fmt::Debug;
use std::rc::Rc;

use rpc_runtime::Result;

use crate::directories::entry::Which;
use crate::directories::{DirectoryClient, Entry, Node, NodeClient, Watcher, WatcherClient};

struct Mine;

impl Node for Mine {
    async fn label(&self) -> Result<String> {
        Ok("mine".to_owned())
    }
}

struct Log(Rc<RefCell<Vec<String>>>);

impl Watcher for Log {
    async fn seen(&self, entry: Entry) -> Result<()> {
        let text = shown(&entry).await;
        self.0.borrow_mut().push(text);
        Ok(())
    }
}

/// What an entry is, and its node says.
async fn shown(entry: &Entry) -> String {
    let label = match &entry.node {
        Some(node) => told(node.label().await),
        None => "no node".to_owned(),
    };
    format!("{} {:?} {:?} {label}", entry.name, entry.kind, entry.which)
}

fn told<T: Debug>(outcome: Result<T>) -> String {
    match outcome {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("fails: {error}"),
    }
}

/// Calls everything; tells what came back.
pub(crate) async fn calls(directory: DirectoryClient) -> Vec<String> {
    let mut lines = vec![told(directory.label().await)];
    // One round trip each.
    lines.push(told(directory.open("a").label().await));
    lines.push(told(directory.enter("b").open("c").label().await));
    // The call that fails is the one that is named, at any depth.
    lines.push(told(directory.open("").label().await));
    lines.push(told(directory.enter("").enter("b").open("c").label().await));
    lines.push(told(directory.enter("b").enter("").open("c").label().await));
    lines.push(told(directory.enter("b").enter("c").open("").label().await));

    match directory.entries(3).await {
        Ok(results) => {
            for entry in &results.entries {
                lines.push(shown(entry).await);
            }
            lines.push(format!("{} more", results.rest));
        }
        Err(error) => lines.push(error.to_string()),
    }

    let entry = |node| Entry {
        node,
        which: Which::Directory,
        ..Entry::default()
    };
    for node in [None, Some(NodeClient::new(Mine))] {
        lines.push(match directory.add(entry(node)).await {
            Ok(entry) => shown(&entry).await,
            Err(error) => error.to_string(),
        });
    }
    // A stub, as one of what it extends.
    lines.push(match directory.enter("d").await {
        Ok(inner) => match directory.add(entry(Some(inner.into()))).await {
            Ok(entry) => shown(&entry).await,
            Err(error) => error.to_string(),
        },
        Err(error) => error.to_string(),
    });
    let unknown = Entry {
        which: Which::Unknown(2),
        ..Entry::default()
    };
    lines.push(told(directory.add(unknown).await.map(|_| ())));

    let log = Rc::default();
    let watcher = WatcherClient::new(Log(Rc::clone(&log)));
    lines.push(told(directory.watch(watcher).await));
    lines.append(&mut log.borrow_mut());

    // Another client of the same; and what is left of it as something that it extends.
    lines.push(match directory.dup() {
        Ok(other) => told(other.label().await),
        Err(error) => error.to_string(),
    });
    lines.push(told(NodeClient::from(directory).label().await));
    lines
}
