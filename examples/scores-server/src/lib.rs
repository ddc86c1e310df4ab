//! A Durable Object that keeps its rows in SQLite, and whose methods are those of the interface `scores` in
//! `wit/scores`. There is one for every game. This Worker calls it, and others may that have a binding to it.

rpc_runtime::include_rpc!("scores");

use rpc_runtime::Result;
use scores::{Score, ScoresClient};
use serde::Deserialize;
use serde_json::json;
// `#[durable_object]` looks for it here.
use worker::wasm_bindgen;
use worker::{
    Context, DurableObject, Env, Request, Response, SqlStorage, State, durable_object, event,
};

/// The scores of one game.
#[durable_object(fetch)]
struct Table {
    sql: SqlStorage,
}

scores::export!(durable Table);

/// A row that is no record of the schema.
#[derive(Deserialize)]
struct Rank {
    rank: u32,
}

impl scores::Scores for Table {
    async fn submit(&self, score: Score) -> Result<u32> {
        let points = i64::from(score.points);
        self.sql.exec(
            "INSERT INTO scores (player, points) VALUES (?, ?)",
            vec![score.player.into(), points.into()],
        )?;
        let better = self.sql.exec(
            "SELECT 1 + count(*) AS rank FROM scores WHERE points > ?",
            vec![points.into()],
        )?;
        Ok(better.one::<Rank>()?.rank)
    }

    async fn top(&self, limit: u32) -> Result<Vec<Score>> {
        let best = self.sql.exec(
            "SELECT player, points FROM scores ORDER BY points DESC, id LIMIT ?",
            vec![i64::from(limit).into()],
        )?;
        // Serde makes records of rows: columns are called like the fields in Rust.
        Ok(best.to_array()?)
    }
}

impl DurableObject for Table {
    fn new(state: State, _env: Env) -> Self {
        let sql = state.storage().sql();
        let table = "CREATE TABLE IF NOT EXISTS scores (id INTEGER PRIMARY KEY, player TEXT, points INTEGER)";
        sql.exec(table, None).expect("SQLite has room for a table");
        Self { sql }
    }

    // The trait wants it. It answers HTTP requests to the object, which nobody needs to send.
    async fn fetch(&self, _request: Request) -> worker::Result<Response> {
        Response::error("call the methods of `scores`", 404)
    }
}

/// `GET /?game=chess&player=Ada&points=40` enters a score, and answers with a row of JSON for each call.
#[event(fetch)]
async fn fetch(request: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    let url = request.url()?;
    let parameter = |name: &str| {
        let pair = url.query_pairs().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.into_owned())
    };
    let game = parameter("game").unwrap_or_else(|| "chess".to_owned());
    let player = parameter("player").unwrap_or_else(|| "Ada".to_owned());
    let points = parameter("points").and_then(|points| points.parse().ok());
    let points = points.unwrap_or(40);
    let call = format!("submit({player}, {points})");

    let scores: ScoresClient = env.durable_object("SCORES")?.get_by_name(&game)?.into();
    let rank = scores.submit(&Score { player, points }).await?;
    let best = scores.top(3).await?;

    let best: Vec<_> = best.iter().map(told).collect();
    let row = |call: &str, result: String| json!({ "direction": "Rust → Rust", "call": call, "result": result });
    Response::from_json(&[
        row(&call, format!("rank {rank}")),
        row("top(3)", best.join(", ")),
    ])
}

fn told(Score { player, points }: &Score) -> String {
    format!("{player} {points}")
}
