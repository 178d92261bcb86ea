//! JPEG (ITU-T T.81, annex B): segments, each behind a marker, and between them the compressed picture.

use super::{exif, iptc, u16_be, xmp};

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// The longest content of a segment: its length, in two bytes, counts itself.
const LONGEST: usize = 65_533;

/// A stretch of a file.
enum Part<'a> {
    /// A segment: its marker and its content, without the length.
    Segment(u8, &'a [u8]),
    /// What stays as it is: markers without content, the compressed picture.
    Raw(&'a [u8]),
}

/// The picture without metadata but those of credit; what stands behind its end goes.
pub(super) fn cleaned(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(b"\xFF\xD8");
    let mut seen = Seen::default();
    for part in parts(bytes) {
        match part {
            Part::Raw(raw) => out.extend_from_slice(raw),
            Part::Segment(marker, content) => {
                if let Some(content) = kept(marker, content, &mut seen).filter(|content| content.len() <= LONGEST) {
                    out.extend_from_slice(&[0xFF, marker]);
                    out.extend_from_slice(&((content.len() + 2) as u16).to_be_bytes());
                    out.extend_from_slice(&content);
                }
            }
        }
    }
    out
}

/// The first EXIF of a file.
pub(super) fn exif(bytes: &[u8]) -> Option<&[u8]> {
    parts(bytes).find_map(|part| match part {
        Part::Segment(0xE1, content) => content.strip_prefix(EXIF),
        _ => None,
    })
}

/// Which kinds of metadata there were: readers take the first of each.
#[derive(Default)]
struct Seen {
    exif: bool,
    xmp: bool,
}

/// What stays of a segment's content.
fn kept<'a>(marker: u8, content: &'a [u8], seen: &mut Seen) -> Option<std::borrow::Cow<'a, [u8]>> {
    match marker {
        0xC0..=0xCF | 0xDB..=0xDF | 0xF7 | 0xF8 => Some(content.into()),
        0xE0 if content.starts_with(b"JFIF\0") => without_thumbnail(content),
        0xE1 if content.starts_with(EXIF) && !std::mem::replace(&mut seen.exif, true) => {
            Some([EXIF, &exif::reduced(&content[EXIF.len()..])?].concat().into())
        }
        0xE1 if content.starts_with(XMP) && !std::mem::replace(&mut seen.xmp, true) => {
            Some([XMP, &xmp::reduced(&content[XMP.len()..])?].concat().into())
        }
        0xE2 if content.starts_with(b"ICC_PROFILE\0") => Some(content.into()),
        0xED => iptc::reduced(content).map(Into::into),
        // The transformation of colours, without which they would be others.
        0xEE if content.starts_with(b"Adobe") => content.get(..12).map(Into::into),
        _ => None,
    }
}

/// The head of a JFIF (version 1.02), which may end with an uncompressed thumbnail.
fn without_thumbnail(content: &[u8]) -> Option<std::borrow::Cow<'_, [u8]>> {
    match content.get(12..14)? {
        [0, 0] => content.get(..14).map(Into::into),
        _ => Some([content.get(..12)?, &[0, 0]].concat().into()),
    }
}

/// The parts of a file up to its end; what stands between segments and belongs to none is passed over.
fn parts(bytes: &[u8]) -> impl Iterator<Item = Part<'_>> {
    let mut at = 2;
    let mut is_over = false;
    std::iter::from_fn(move || {
        while !is_over {
            at += bytes.get(at..)?.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xFF))?;
            let marker = *bytes.get(at + 1)?;
            match marker {
                0xD9 => {
                    is_over = true;
                    return Some(Part::Raw(&bytes[at..at + 2]));
                }
                // Markers without content; those of restart belong into the compressed picture.
                0x01 | 0xD0..=0xD8 => at += 2,
                _ => {
                    let length = usize::from(u16_be(bytes, at + 2)?);
                    let Some(content) = bytes.get(at + 4..at + 2 + length) else {
                        // Cut off: no reader can make anything of it.
                        is_over = true;
                        return None;
                    };
                    if marker != 0xDA {
                        at += 2 + length;
                        return Some(Part::Segment(marker, content));
                    }
                    let end = scan_end(bytes, at + 2 + length);
                    let raw = &bytes[at..end];
                    at = end;
                    return Some(Part::Raw(raw));
                }
            }
        }
        None
    })
}

/// Where the compressed picture that begins at a place ends: before the next marker that is none of restart.
fn scan_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(next) = bytes.get(at..).and_then(|rest| memchr::memchr(0xFF, rest)) {
        at += next;
        match bytes.get(at + 1) {
            Some(0 | 0xD0..=0xD7) => at += 2,
            Some(0xFF) => at += 1,
            Some(_) => return at,
            None => return bytes.len(),
        }
    }
    bytes.len()
}
