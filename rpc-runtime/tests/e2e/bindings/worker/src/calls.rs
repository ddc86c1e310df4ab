//! Hands on what it has, in every place of an argument and of a result.

use std::fmt::Display;

use rpc_runtime::{Error, Result, Target};

use crate::carrying::{Bundle, CarrierClient, SpeakerClient};
use crate::relaying::{Parcel, RelayingClient};
use crate::telling::Teller;

/// What each call gave, or why it failed.
struct Said(Vec<String>);

impl Said {
    fn add(&mut self, what: &str, outcome: Result<impl Display>) {
        self.0.push(match outcome {
            Ok(answer) => format!("{what}: {answer}"),
            Err(error) => format!("{what}: {}", shown(&error)),
        });
    }
}

fn shown(error: &Error) -> String {
    format!("{:?}, {error}", error.kind())
}

/// Through WIT's interfaces.
pub(crate) async fn relay(
    peer: RelayingClient,
    subject: impl Fn() -> Result<Target>,
) -> Vec<String> {
    let mut said = Said(Vec::new());
    let teller = match subject() {
        Ok(subject) => Teller::from(subject),
        Err(error) => return vec![shown(&error)],
    };
    let owned = || teller.dup().expect("a binding");
    let parcel = || Parcel {
        first: owned(),
        others: vec![owned(), owned()],
        last: Some(owned()),
    };
    said.add("here", teller.told("here").await);
    said.add("ask", peer.ask(owned(), "ask").await);
    said.add("lent", peer.ask_lent(&teller, "lent").await);
    said.add("lent again", peer.ask_lent(&teller, "lent again").await);
    let all = peer.ask_all(parcel(), "all").await;
    said.add("all", all.map(|all| all.join(", ")));
    said.add("copy", peer.ask_copy(owned(), "copy").await);
    said.add("hand on", peer.hand_on(owned(), "hand on").await);
    said.add(
        "echo",
        async { peer.echo(owned()).await?.told("echo").await }.await,
    );
    said.add("pipelined", peer.echo(owned()).told("pipelined").await);
    said.add(
        "echo all",
        async {
            let Parcel {
                first,
                others,
                last,
            } = peer.echo_all(parcel()).await?;
            let mut answers = vec![first.told("first").await?];
            for teller in others.iter().chain(&last) {
                answers.push(teller.dup()?.told("other").await?);
            }
            // What came back can be handed on as well.
            answers.push(peer.ask(first, "again").await?);
            Ok(answers.join(", "))
        }
        .await,
    );
    said.add("give", peer.give().told("given").await);
    said.add("give room", peer.give_room("given").told("given").await);
    said.0
}

/// Has the peer keep it, and asks what it says in the same request.
pub(crate) async fn keep(
    peer: RelayingClient,
    subject: impl Fn() -> Result<Target>,
) -> Vec<String> {
    let mut said = Said(Vec::new());
    let kept = async {
        peer.keep(Teller::from(subject()?)).await?;
        peer.tell("kept").await
    };
    said.add("keep", kept.await);
    said.0
}

/// In a request of its own.
pub(crate) async fn tell(peer: RelayingClient) -> Vec<String> {
    let mut said = Said(Vec::new());
    said.add("tell", peer.tell("later").await);
    said.0
}

/// Through Cap'n Proto's interfaces: their clients are handles.
pub(crate) async fn carry(
    peer: CarrierClient,
    subject: impl Fn() -> Result<Target>,
) -> Vec<String> {
    let mut said = Said(Vec::new());
    let speaker = match subject() {
        Ok(subject) => SpeakerClient::from(subject),
        Err(error) => return vec![shown(&error)],
    };
    let bundle = || Bundle {
        first: Some(speaker.clone()),
        others: vec![speaker.clone()],
        note: "bundle".to_owned(),
    };
    said.add("here", speaker.told("here").await);
    said.add("ask", peer.ask(speaker.clone(), "ask").await);
    let all = peer.ask_all(bundle(), "all").await;
    said.add("all", all.map(|all| all.join(", ")));
    said.add(
        "echo",
        async { peer.echo(speaker.clone()).await?.told("echo").await }.await,
    );
    said.add(
        "pipelined",
        peer.echo(speaker.clone()).told("pipelined").await,
    );
    said.add(
        "echo all",
        async {
            let Bundle {
                first,
                others,
                note,
            } = peer.echo_all(bundle()).await?;
            let mut answers = vec![note];
            for speaker in first.iter().chain(&others) {
                answers.push(peer.ask(speaker.clone(), "again").await?);
            }
            Ok(answers.join(", "))
        }
        .await,
    );
    said.0
}
