//! What a host answers where something goes wrong, in words that say what to do.

use std::error::Error as _;

use opendal::{Error, ErrorKind};

use crate::diagnostic::Diagnostic;
use crate::publish::fault;

/// How much of a host's own words is shown.
const MOST_SHOWN: usize = 200;

/// Says what went wrong at `place` while `path` was read, written, listed or deleted.
pub(super) fn trouble(place: &str, doing: &str, path: &str, error: &Error) -> Diagnostic {
    let said = said(error);
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let host = |message: String, hint: &str| fault(message).hint(hint);
    if has(&["NoSuchBucket"]) {
        return host(format!("{place} does not exist"), "make it, or correct its name in `to`");
    }
    if has(&["RequestTimeTooSkewed"]) {
        return host(
            format!("{place} refuses requests whose time is not its own: the clock of this machine is wrong"),
            "set the clock, by network time if possible",
        );
    }
    if has(&["no such identity", "Permission denied (", "Too many authentication failures"]) {
        return host(
            format!("{place} refuses the SSH key"),
            "try `ssh` to that host: once it lets you in without a question, so will it byline",
        );
    }
    if has(&["status: 401", "401 Unauthorized", "InvalidAccessKeyId", "SignatureDoesNotMatch"]) {
        return host(
            format!("{place} refuses the credentials: {}", brief(&said)),
            "see that user and password, or key and secret, are whole and of this host",
        );
    }
    if has(&["Host key verification failed"]) {
        return host(
            format!("{place} is not known to this machine, or has another key than before"),
            "connect once with `ssh`, compare the key's fingerprint with the one that the host's owner names, and accept it",
        );
    }
    if has(&[
        "Connection refused",
        "dns error",
        "Could not resolve",
        "error trying to connect",
        "No route to host",
        "tcp connect error",
    ]) {
        let cause = said.rsplit("; ").next().unwrap_or_default();
        return host(
            format!("{place} cannot be reached: {}", brief(cause)),
            "see that the address is right and the host is up",
        );
    }
    if has(&["no credential", "failed to load signing credential", "NoCredentials", "credential is empty"]) {
        return host(
            format!("there are no credentials for {place}"),
            "give them by `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or by a profile of the AWS tools (`?profile=NAME`)",
        );
    }
    if has(&[
        "Insufficient Storage",
        "InsufficientStorage",
        "507",
        "No space left",
        "Disk quota",
        "QuotaExceeded",
        "StorageFull",
    ]) {
        return host(
            format!("{place} is full{}", while_doing(doing, path)),
            "make room there; then publish again, which goes on from here",
        );
    }
    match error.kind() {
        ErrorKind::PermissionDenied => host(
            format!("{place} does not allow {}{}", permission(doing), of(path)),
            "its owner can give the right to list, read, write and delete",
        ),
        _ if error.is_temporary() || error.is_persistent() => host(
            format!(
                "{place} did not answer as it should{}, again and again: {}",
                while_doing(doing, path),
                brief(&said)
            ),
            "publish again later: it goes on from there",
        ),
        _ => fault(format!("{place}{}: {}", while_doing(doing, path), brief(&said))),
    }
}

fn while_doing(doing: &str, path: &str) -> String {
    let what = match doing {
        "write" => "when it was sent",
        "read" => "when it was asked for",
        "list" => "when it was asked what lies in",
        "delete" => "when it was asked to delete",
        _ => return String::new(),
    };
    match path.trim_matches('/') {
        "" => format!(
            " {}",
            what.trim_end_matches(" in")
                .replace("it was asked what lies", "it was asked for its files")
                .replace("it was sent", "something was sent")
        ),
        path => format!(" {what} `{path}`"),
    }
}

fn permission(doing: &str) -> &'static str {
    match doing {
        "write" => "writing",
        "list" => "listing",
        "delete" => "deleting",
        _ => "reading",
    }
}

fn of(path: &str) -> String {
    match path.trim_matches('/') {
        "" => String::new(),
        path => format!(" `{path}`"),
    }
}

/// All that was said of an error, by the host and by what carries it.
fn said(error: &Error) -> String {
    let mut said = error.message().to_owned();
    let whole = format!("{error:?}");
    if let Some(status) = whole.lines().find_map(|line| line.trim().strip_prefix("response: Parts { status: ")) {
        said.push_str(&format!("; status: {}", status.split(',').next().unwrap_or_default()));
    }
    let mut inner = error.source();
    while let Some(cause) = inner {
        said.push_str(&format!("; {cause}"));
        inner = cause.source();
    }
    said
}

/// What stands between two marks.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let rest = text.split_once(start).map_or(text, |(_, rest)| rest);
    rest.split_once(end).map_or(rest, |(inner, _)| inner)
}

/// The host's own words, in a line: of what S3 answers its code and message.
fn brief(said: &str) -> String {
    let field = |name: &str| {
        let rest = said.split_once(&format!("{name}: \""))?.1;
        rest.split_once('"').map(|(value, _)| value).filter(|value| !value.is_empty())
    };
    let text = match (field("code"), field("message")) {
        (Some(code), Some(message)) => format!("{code}, {message}"),
        (Some(code), None) => code.to_owned(),
        // A page that a server shows to people.
        _ if said.contains("<title>") => between(said, "<title>", "</title>").to_owned(),
        _ => said.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let shown: String = text.chars().take(MOST_SHOWN).collect();
    if shown.len() < text.len() { format!("{shown} …") } else { shown }
}
