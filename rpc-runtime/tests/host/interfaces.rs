//! Clients of Cap'n Proto interfaces over servers in the same process, on the host. The types are generated from
//! `capnp-bridge/tests/golden/interfaces.capnp`.

use std::rc::Rc;

use rpc_runtime::{Data, Error, Result};

#[allow(missing_docs, unreachable_pub)]
mod schema {
    include!("../../../capnp-bridge/tests/golden/interfaces.rs");
}

use schema::interfaces::directory::{FindResults, Kind};
use schema::interfaces::node::AwaitResults;
use schema::interfaces::{Entry, FileClient, Link, LinkClient, NodeClient, WatcherClient};

struct Shortcut;

impl Link for Shortcut {
    async fn target(&self) -> Result<LinkClient> {
        Ok(LinkClient::new(Shortcut))
    }

    async fn size(&self) -> Result<u64> {
        Ok(7)
    }

    async fn write(&self, _bytes: Data) -> Result<()> {
        Ok(())
    }

    async fn label(&self) -> Result<String> {
        Ok("shortcut".to_owned())
    }

    async fn r#await(&self, self_: String) -> Result<AwaitResults> {
        Ok(AwaitResults {
            arguments: self_,
            server: true,
        })
    }

    async fn open(&self, name: String) -> Result<NodeClient> {
        if name.is_empty() {
            return Err(Error::new("nothing to open"));
        }
        Ok(LinkClient::new(Shortcut).into())
    }

    async fn list(&self) -> Result<Vec<Entry>> {
        Ok(vec![Entry::default()])
    }

    async fn find(&self, _name: String, watcher: WatcherClient) -> Result<FindResults> {
        watcher.found(Entry::default()).await?;
        Ok(FindResults::default())
    }

    async fn swap(&self, params: Entry) -> Result<Entry> {
        Ok(params)
    }

    async fn make(&self, kind: Kind, _node: NodeClient) -> Result<Kind> {
        Ok(kind)
    }
}

#[test]
fn a_client_is_one_of_everything_that_it_extends() {
    pollster::block_on(async {
        let link = LinkClient::new(Shortcut);
        assert_eq!(link.size().await.unwrap(), 7);
        let file = FileClient::from(link.dup().unwrap());
        assert_eq!(file.size().await.unwrap(), 7);
        file.write(b"bytes").await.unwrap();
        // By way of what it extends, or at once.
        assert_eq!(NodeClient::from(file).label().await.unwrap(), "shortcut");
        let node = NodeClient::from(link);
        let results = node.r#await("text").await.unwrap();
        assert_eq!((results.arguments.as_str(), results.server), ("text", true));
    });
}

#[test]
fn calls_are_chained() {
    pollster::block_on(async {
        let link = LinkClient::new(Shortcut);
        assert_eq!(link.target().target().label().await.unwrap(), "shortcut");
        assert_eq!(link.open("a").label().await.unwrap(), "shortcut");
    });
}

#[test]
fn a_chain_names_the_call_that_failed() {
    pollster::block_on(async {
        let link = LinkClient::new(Shortcut);
        let broken = link.target().target().open("");
        for error in [broken.label().await.err(), broken.await.err()] {
            let error = error.expect("there is nothing to open");
            assert_eq!(error.to_string(), "open: nothing to open");
        }
    });
}

#[test]
fn what_is_behind_a_client_is_found_again() {
    let link = LinkClient::new(Shortcut);
    assert!(link.local::<Shortcut>().is_some());
    assert!(link.local::<String>().is_none());
    // A clone and a duplicate have the same, and so have those of what it extends.
    let value = link.local::<Shortcut>().unwrap();
    for other in [link.clone(), link.dup().unwrap()] {
        assert!(Rc::ptr_eq(&value, &other.local().unwrap()));
    }
    let node = NodeClient::from(FileClient::from(link));
    assert!(Rc::ptr_eq(&value, &node.local().unwrap()));
    // The server and nobody else.
    drop(node);
    assert_eq!(Rc::strong_count(&value), 1);
}

#[test]
fn a_client_that_has_not_arrived_is_cloned() {
    pollster::block_on(async {
        let link = LinkClient::new(Shortcut);
        let target = link.target();
        let clone = target.clone();
        assert!(clone.local::<Shortcut>().is_none(), "it has not arrived");
        drop(target);
        assert_eq!(clone.label().await.unwrap(), "shortcut");
        assert_eq!(clone.clone().target().label().await.unwrap(), "shortcut");
    });
}

#[test]
fn a_context_has_clients_where_a_worker_has_bindings() {
    let context = rpc_runtime::testing::context()
        .service("LINK", LinkClient::new(Shortcut))
        .durable_object("LINKS", |_| LinkClient::new(Shortcut))
        .build();
    pollster::block_on(async {
        let link: LinkClient = context.service("LINK").unwrap();
        assert_eq!(link.size().await.unwrap(), 7);
        let link: LinkClient = context.durable_object("LINKS", "a").unwrap();
        assert_eq!(link.target().label().await.unwrap(), "shortcut");
    });
}
