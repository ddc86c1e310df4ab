//! The caller: each work as often as it is asked for, with a check of each answer.

use futures_util::StreamExt;
use futures_util::future::join_all;
use rpc_runtime::{Error, Result};

use crate::values::{CHUNK, numbers, order, string, strings, tree};
use crate::works::{Tree, WorksClient};

/// Does the work of this path so many times.
pub(crate) async fn run(path: &str, peer: &WorksClient, times: u32) -> Result<()> {
    match path {
        "/add" => {
            for number in 0..times {
                same(&peer.add(number, 1).await?, &(number + 1))?;
            }
        }
        "/add-async" => {
            for number in 0..times {
                same(&peer.add_async(number, 1).await?, &(number + 1))?;
            }
        }
        "/in-flight-32" => {
            for number in 0..times {
                let calls = (0..32).map(|call| peer.add(number, call));
                for (sum, call) in join_all(calls).await.into_iter().zip(0..) {
                    same(&sum?, &(number + call))?;
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
            let strings = strings();
            for _ in 0..times {
                let answer = peer.echo_strings(&strings).await?;
                same(&answer.len(), &strings.len())?;
                same(&answer.last(), &strings.last())?;
            }
        }
        "/f64-100k" => {
            let numbers = numbers();
            for _ in 0..times {
                same(&peer.sum(&numbers).await?, &5_000_000_000.0)?;
            }
        }
        "/tree" => {
            let tree = tree();
            for _ in 0..times {
                let answer = peer.echo_tree(&tree).await?;
                let (Tree::Forest(groups), Tree::Forest(sent)) = (&answer, &tree) else {
                    return Err(Error::new("a wrong answer"));
                };
                same(&groups.len(), &sent.len())?;
                same(&groups.last(), &sent.last())?;
            }
        }
        "/resource" => {
            for number in 0..times {
                let counter = peer.open(number).await?;
                same(&counter.add(2).await?, &(number + 2))?;
            }
        }
        "/pipeline-3" => {
            for _ in 0..times {
                same(&peer.chain().next().place().await?, &1)?;
            }
        }
        "/awaits-3" => {
            for _ in 0..times {
                let link = peer.chain().await?.next().await?;
                same(&link.place().await?, &1)?;
            }
        }
        "/stream-100k" => {
            for _ in 0..times {
                let mut lines = peer.lines(100_000).await?;
                let mut sum: u64 = 0;
                while let Some(line) = lines.next().await {
                    sum += u64::from(line?.quantity);
                }
                same(&sum, &4_999_950_000)?;
            }
        }
        "/stream-64mib" => {
            for _ in 0..times {
                let mut chunks = peer.chunks(1024).await?;
                let mut length = 0;
                while let Some(chunk) = chunks.next().await {
                    length += chunk?.len();
                }
                same(&length, &(1024 * CHUNK))?;
            }
        }
        _ => return Err(Error::new("there is no such work")),
    }
    Ok(())
}

async fn echo_string(peer: &WorksClient, text: &str, times: u32) -> Result<()> {
    for _ in 0..times {
        same(peer.echo_string(text).await?.as_str(), text)?;
    }
    Ok(())
}

async fn echo_order(peer: &WorksClient, lines: u32, times: u32) -> Result<()> {
    let order = order(lines);
    for _ in 0..times {
        let answer = peer.echo_order(&order).await?;
        same(&answer.lines.len(), &order.lines.len())?;
        same(&answer.lines.last(), &order.lines.last())?;
    }
    Ok(())
}

async fn echo_bytes(peer: &WorksClient, length: usize, times: u32) -> Result<()> {
    let bytes = vec![7; length];
    for _ in 0..times {
        let answer = peer.echo_bytes(&bytes).await?;
        same(&answer.len(), &bytes.len())?;
        same(&answer.last(), &bytes.last())?;
    }
    Ok(())
}

/// Nobody measures wrong answers.
fn same<T: PartialEq + ?Sized>(answer: &T, expected: &T) -> Result<()> {
    if answer == expected {
        Ok(())
    } else {
        Err(Error::new("a wrong answer"))
    }
}
