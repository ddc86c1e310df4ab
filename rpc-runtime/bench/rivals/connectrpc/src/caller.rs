//! The caller: each work as often as it is asked for, with a check of each answer.

use connectrpc::ConnectError;
use futures_util::future::join_all;

use crate::bench::{AddRequest, Chunk, Count, Numbers, Strings, Text, WorksClient, tree};
use crate::failed;
use crate::transport::Binding;
use crate::values::{CHUNK, numbers, order, string, strings, tree};

type Peer = WorksClient<Binding>;

/// Does the work of this path so many times.
pub(crate) async fn run(path: &str, peer: &Peer, times: u32) -> Result<(), ConnectError> {
    match path {
        "/add" => {
            for number in 0..times {
                let sum = peer.add(two(number, 1)).await?.into_owned().sum;
                same(&sum, &(number + 1))?;
            }
        }
        "/add-async" => {
            for number in 0..times {
                let sum = peer.add_async(two(number, 1)).await?.into_owned().sum;
                same(&sum, &(number + 1))?;
            }
        }
        "/in-flight-32" => {
            for number in 0..times {
                let calls = (0..32).map(|call| peer.add(two(number, call)));
                for (sum, call) in join_all(calls).await.into_iter().zip(0..) {
                    same(&sum?.into_owned().sum, &(number + call))?;
                }
            }
        }
        "/string-20" => echo_string(peer, &string(20), times).await?,
        "/string-10k" => echo_string(peer, &string(10_000), times).await?,
        "/order-1" => echo_order(peer, 1, times).await?,
        "/order-100" => echo_order(peer, 100, times).await?,
        "/order-10000" => echo_order(peer, 10_000, times).await?,
        "/bytes-1kib" => echo_bytes(peer, 1 << 10, times).await?,
        "/bytes-1mib" => echo_bytes(peer, 1 << 20, times).await?,
        "/bytes-16mib" => echo_bytes(peer, 16 << 20, times).await?,
        "/strings-1k" => {
            let sent = strings();
            for _ in 0..times {
                let strings = Strings {
                    strings: sent.clone(),
                    ..Strings::default()
                };
                let answer = peer.echo_strings(strings).await?.into_owned().strings;
                same(&answer.len(), &sent.len())?;
                same(&answer.last(), &sent.last())?;
            }
        }
        "/f64-100k" => {
            let sent = numbers();
            for _ in 0..times {
                let numbers = Numbers {
                    numbers: sent.clone(),
                    ..Numbers::default()
                };
                let sum = peer.total(numbers).await?.into_owned().number;
                same(&sum, &5_000_000_000.0)?;
            }
        }
        "/tree" => {
            let tree = tree();
            for _ in 0..times {
                let answer = peer.echo_tree(tree.clone()).await?.into_owned();
                let (Some(tree::Tree::Forest(groups)), Some(tree::Tree::Forest(sent))) =
                    (&answer.tree, &tree.tree)
                else {
                    return Err(failed("a wrong answer"));
                };
                same(&groups.groups.len(), &sent.groups.len())?;
                same(&groups.groups.last(), &sent.groups.last())?;
            }
        }
        "/stream-100k" => {
            for _ in 0..times {
                let mut lines = peer.lines(count(100_000)).await?;
                let mut sum: u64 = 0;
                while let Some(line) = lines.message().await? {
                    sum += u64::from(line.quantity());
                }
                same(&sum, &4_999_950_000)?;
            }
        }
        "/stream-64mib" => {
            for _ in 0..times {
                let mut chunks = peer.chunks(count(1024)).await?;
                let mut length = 0;
                while let Some(chunk) = chunks.message().await? {
                    length += chunk.view().bytes.len();
                }
                same(&length, &(1024 * CHUNK))?;
            }
        }
        _ => return Err(failed("there is no such work")),
    }
    Ok(())
}

fn two(a: u32, b: u32) -> AddRequest {
    AddRequest {
        a,
        b,
        ..AddRequest::default()
    }
}

fn count(count: u32) -> Count {
    Count {
        count,
        ..Count::default()
    }
}

async fn echo_string(peer: &Peer, text: &str, times: u32) -> Result<(), ConnectError> {
    for _ in 0..times {
        let sent = Text {
            text: text.to_owned(),
            ..Text::default()
        };
        let answer = peer.echo_string(sent).await?.into_owned();
        same(answer.text.as_str(), text)?;
    }
    Ok(())
}

async fn echo_order(peer: &Peer, lines: u32, times: u32) -> Result<(), ConnectError> {
    let order = order(lines);
    for _ in 0..times {
        let answer = peer.echo_order(order.clone()).await?.into_owned();
        same(&answer.lines.len(), &order.lines.len())?;
        same(&answer.lines.last(), &order.lines.last())?;
    }
    Ok(())
}

async fn echo_bytes(peer: &Peer, length: usize, times: u32) -> Result<(), ConnectError> {
    let bytes = vec![7; length];
    for _ in 0..times {
        let sent = Chunk {
            bytes: bytes.clone(),
            ..Chunk::default()
        };
        let answer = peer.echo_bytes(sent).await?.into_owned().bytes;
        same(&answer.len(), &bytes.len())?;
        same(&answer.last(), &bytes.last())?;
    }
    Ok(())
}

/// Nobody measures wrong answers.
fn same<T: PartialEq + ?Sized>(answer: &T, expected: &T) -> Result<(), ConnectError> {
    if answer == expected {
        Ok(())
    } else {
        Err(failed("a wrong answer"))
    }
}
