//! What is published of the files of a site: all of each, but of pictures nothing that can betray their source.

use std::io::{self, Read};

use crate::diagnostic::{Code, Diagnostic, reason};
use crate::path::SourcePath;
use crate::picture;
use crate::plan::Plan;
use crate::source::{Sources, StaticFile};

use super::SourceMemo;

/// How much of a file is read before it is known whether it is a picture: most files are whole then.
const START: usize = 1 << 16;

/// The endings of pictures that may hold a position which cannot be removed. Others are looked at when they are copied.
const ENDINGS: &[&str] = &[
    "tif", "tiff", "heic", "heif", "hif", "jxl", "jp2", "jpf", "jpx", "jxr", "psd", "dng", "nef", "cr2", "cr3", "arw",
    "orf", "rw2", "raf", "pef", "srw",
];

/// What of a file is published.
pub(super) enum Content<'a> {
    /// A picture, cleaned.
    Picture(Vec<u8>),
    /// Another file, as it is.
    Other(Box<dyn Read + 'a>),
}

/// What is published of a file.
pub(super) fn content<'a>(sources: &'a dyn Sources, file: &StaticFile) -> Result<Content<'a>, Diagnostic> {
    let unreadable = |error: io::Error| unreadable(&file.source, &error);
    let mut rest = sources.open(&file.source).map_err(unreadable)?;
    let mut bytes = Vec::with_capacity(START);
    (&mut rest).take(START as u64).read_to_end(&mut bytes).map_err(unreadable)?;
    let Some(format) = picture::format(&bytes) else {
        return Ok(Content::Other(Box::new(io::Cursor::new(bytes).chain(rest))));
    };
    let fault = |fault: picture::Fault| fault.diagnostic(format, &file.source);
    if bytes.len() == START {
        let most = picture::LARGEST - START as u64;
        bytes.reserve(usize::try_from(file.size.min(most)).unwrap_or_default());
        rest.take(most + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    }
    if bytes.len() as u64 > picture::LARGEST {
        return Err(fault(picture::Fault::TooLarge));
    }
    let clean = picture::cleaned(format, &bytes).map_err(fault)?;
    Ok(Content::Picture(clean.unwrap_or(bytes)))
}

/// The pictures that cannot be published, by their names, so that they are known before anything is rendered. What an earlier build has
/// published is not looked at again.
pub(super) fn faults(sources: &dyn Sources, plan: &Plan, memo: &SourceMemo<'_>) -> Vec<Diagnostic> {
    let is_named = |file: &&StaticFile| {
        let ending = file.source.extension();
        ENDINGS.iter().any(|one| one.eq_ignore_ascii_case(ending)) && memo.print(&file.source, file.stamp).is_none()
    };
    plan.files.iter().filter(is_named).filter_map(|file| content(sources, file).err()).collect()
}

/// What is reported of a file that cannot be read.
pub(super) fn unreadable(source: &SourcePath, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, format!("`{source}` cannot be read: {}", reason(error)))
}
