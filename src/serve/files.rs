//! Answers with the bytes of files: whole, in part, or not at all where the browser has them already (RFC 9110, sections 13 and 14).

use std::io::SeekFrom;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode, header};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

/// Which part of a file is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// From its first to its last byte.
    Range(u64, u64),
    Unsatisfiable,
}

/// Whether a file of an output folder is none of the site's: its name or a folder's begins with a dot, as byline's own do.
pub(super) fn is_hidden(output: &str) -> bool {
    output.split('/').any(|segment| segment.starts_with('.') && segment != ".well-known")
}

/// Streams the file at `path`; `None` where there is none.
pub(super) async fn file(path: &Path, kind: &str, asked: &HeaderMap) -> Option<Response<Body>> {
    let mut file = tokio::fs::File::open(path).await.ok()?;
    let metadata = file.metadata().await.ok().filter(std::fs::Metadata::is_file)?;
    let modified = metadata.modified().unwrap_or(UNIX_EPOCH);
    let nanoseconds = modified.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let tag = format!("\"{:x}-{nanoseconds:x}\"", metadata.len());
    let answer = Response::builder()
        .header(header::CONTENT_TYPE, kind)
        .header(header::CACHE_CONTROL, "no-cache")
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::LAST_MODIFIED, httpdate::fmt_http_date(modified))
        .header(header::ETAG, &tag);
    if is_known(asked, &tag, modified) {
        return answer.status(StatusCode::NOT_MODIFIED).body(Body::empty()).ok();
    }
    let length = metadata.len();
    let is_same = text(asked, header::IF_RANGE).is_none_or(|condition| condition == tag);
    match text(asked, header::RANGE).filter(|_| is_same).map_or(Part::Whole, |range| part(range, length)) {
        Part::Whole => {
            let answer = answer.header(header::CONTENT_LENGTH, length);
            answer.body(Body::from_stream(ReaderStream::new(file))).ok()
        }
        Part::Range(first, last) => {
            file.seek(SeekFrom::Start(first)).await.ok()?;
            let answer = answer
                .status(StatusCode::PARTIAL_CONTENT)
                .header(header::CONTENT_RANGE, format!("bytes {first}-{last}/{length}"))
                .header(header::CONTENT_LENGTH, last - first + 1);
            answer.body(Body::from_stream(ReaderStream::new(file.take(last - first + 1)))).ok()
        }
        Part::Unsatisfiable => {
            let answer = answer.status(StatusCode::RANGE_NOT_SATISFIABLE);
            answer.header(header::CONTENT_RANGE, format!("bytes */{length}")).body(Body::empty()).ok()
        }
    }
}

/// Answers with bytes that are told from others by `tag`, unless the browser has them.
pub(super) fn bytes(status: StatusCode, kind: &str, tag: &str, bytes: Vec<u8>, asked: &HeaderMap) -> Response<Body> {
    let tag = format!("\"{tag}\"");
    let answer = Response::builder()
        .header(header::CONTENT_TYPE, kind)
        .header(header::CACHE_CONTROL, "no-cache")
        .header(header::ETAG, &tag);
    let is_known = status == StatusCode::OK && is_tagged(asked, &tag) == Some(true);
    let answer = if is_known {
        answer.status(StatusCode::NOT_MODIFIED).body(Body::empty())
    } else {
        answer.status(status).body(Body::from(bytes))
    };
    answer.unwrap_or_default()
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Whether the browser names this tag; `None` where it names none.
fn is_tagged(asked: &HeaderMap, tag: &str) -> Option<bool> {
    let tags = text(asked, header::IF_NONE_MATCH)?;
    Some(tags.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*"))
}

/// Whether the browser has the file as it is.
fn is_known(asked: &HeaderMap, tag: &str, modified: SystemTime) -> bool {
    is_tagged(asked, tag).unwrap_or_else(|| {
        let since = text(asked, header::IF_MODIFIED_SINCE).and_then(|date| httpdate::parse_http_date(date).ok());
        let seconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        since.is_some_and(|since| seconds(modified) <= seconds(since))
    })
}

/// What a `Range` header asks for; one that is not understood, or that names several ranges, asks for the whole.
fn part(range: &str, length: u64) -> Part {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Part::Whole;
    };
    match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
        (Ok(first), Ok(last)) if first > last => Part::Whole,
        (Ok(first), _) if first >= length => Part::Unsatisfiable,
        (Ok(first), Ok(last)) => Part::Range(first, last.min(length - 1)),
        (Ok(first), Err(_)) if last.trim().is_empty() => Part::Range(first, length - 1),
        (Err(_), Ok(0)) if first.trim().is_empty() => Part::Unsatisfiable,
        (Err(_), Ok(_)) if first.trim().is_empty() && length == 0 => Part::Unsatisfiable,
        (Err(_), Ok(count)) if first.trim().is_empty() => Part::Range(length.saturating_sub(count), length - 1),
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_of_rfc_9110() {
        assert_eq!(part("bytes=0-4", 10), Part::Range(0, 4));
        assert_eq!(part("bytes=5-", 10), Part::Range(5, 9));
        assert_eq!(part("bytes=-3", 10), Part::Range(7, 9));
        assert_eq!(part("bytes=-30", 10), Part::Range(0, 9));
        assert_eq!(part("bytes=5-99", 10), Part::Range(5, 9));
        assert_eq!(part("bytes=10-", 10), Part::Unsatisfiable);
        assert_eq!(part("bytes=-0", 10), Part::Unsatisfiable);
        assert_eq!(part("bytes=-5", 0), Part::Unsatisfiable);
        for odd in ["bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "bytes"] {
            assert_eq!(part(odd, 10), Part::Whole, "{odd}");
        }
    }
}
