//! Reads back through the public address what was sent.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use super::payload::{Source, gunzip};
use super::{fault, remote};
use crate::diagnostic::Diagnostic;

/// How many addresses are asked for side by side.
const SIDE_BY_SIDE: usize = 8;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What an address is to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// These bytes.
    Bytes(Source),
    /// That there is nothing (404 or 410), or that it leads on.
    Nothing,
}

/// Asks for addresses; returns what is wrong, in a line each, in their order.
///
/// # Errors
/// Where nothing can be asked at all.
pub fn read_back(addresses: Vec<(String, Expected)>) -> Result<Vec<String>, Diagnostic> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| fault(format!("the threads cannot be started: {error}")))?;
    runtime.block_on(async {
        let client = Arc::new(remote::client()?);
        let (mut found, mut tasks, mut waiting) = (Vec::new(), JoinSet::new(), addresses.into_iter().enumerate());
        loop {
            while tasks.len() < SIDE_BY_SIDE
                && let Some((number, (address, expected))) = waiting.next()
            {
                let client = Arc::clone(&client);
                tasks.spawn(async move { (number, fault_of(&client, &address, expected).await) });
            }
            match tasks.join_next().await {
                Some(Ok((number, Some(wrong)))) => found.push((number, wrong)),
                Some(_) => {}
                None => break,
            }
        }
        found.sort();
        Ok(found.into_iter().map(|(_, wrong)| wrong).collect())
    })
}

async fn fault_of(client: &reqwest::Client, address: &str, expected: Expected) -> Option<String> {
    let answer = match client.get(address).timeout(PATIENCE).send().await {
        Ok(answer) => answer,
        Err(error) => return Some(format!("{address}: does not answer ({})", cause(&error))),
    };
    let status = answer.status();
    let is_packed = answer.headers().get("content-encoding").is_some_and(|encoding| encoding.as_bytes() == b"gzip");
    let bytes = match answer.bytes().await {
        Ok(bytes) => bytes.to_vec(),
        Err(error) => return Some(format!("{address}: its answer breaks off ({})", cause(&error))),
    };
    match expected {
        Expected::Nothing if status.is_success() => Some(format!("{address}: was deleted and still answers")),
        Expected::Nothing => None,
        Expected::Bytes(_) if !status.is_success() => Some(format!("{address}: answers {}", status.as_u16())),
        Expected::Bytes(source) => {
            let sent = source.read().ok()?;
            let plain = |bytes: Vec<u8>| gunzip(&bytes).unwrap_or(bytes);
            let is_same = bytes == sent || (is_packed && plain(bytes) == plain(sent));
            (!is_same).then(|| {
                format!("{address}: answers with something else than was sent, such as what a cache still holds")
            })
        }
    }
}

fn cause(error: &reqwest::Error) -> String {
    let mut inner: &dyn std::error::Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}
