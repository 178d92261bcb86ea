//! Pictures without what can betray their source: bytes in, bytes out.
//!
//! A picture is known by its bytes, whatever its name is. Of what it holds besides the picture only credit, copyright, licence,
//! description, orientation and colours stay; position, serial numbers, times, thumbnails and all the rest go. The compressed picture itself
//! is not touched. Files are taken apart here and not by a library for each format, since what is damaged or hostile must
//! neither fail nor slip through: what is not known to be harmless is left out.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::path::SourcePath;

mod avif;
mod exif;
mod gif;
mod iptc;
mod jpeg;
mod png;
mod position;
#[cfg(test)]
mod tests;
mod webp;
mod xmp;

/// How many bytes of a file tell whether it is a picture.
pub const START: usize = 256;

/// The largest picture that is looked through, in bytes: it is held in memory as a whole, and once more without what is removed.
pub const LARGEST: u64 = 256 << 20;

/// What a picture is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG (ITU-T T.81).
    Jpeg,
    /// PNG, animated or not (W3C PNG, third edition).
    Png,
    /// WebP (RFC 9649).
    WebP,
    /// AVIF (AV1 Image File Format, on ISO/IEC 14496-12 and 23008-12).
    Avif,
    /// GIF (GIF89a).
    Gif,
    /// One that is published as it is, unless it holds a position; with its name.
    Other(&'static str),
}

/// Why a picture is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It says where it was taken, where that cannot be taken out.
    Position,
    /// Its metadata are compressed or arranged so that nobody can tell what they say.
    Hidden,
    /// It is larger than [`LARGEST`].
    TooLarge,
}

impl Fault {
    /// What is reported of the picture in `file`.
    pub fn diagnostic(self, format: Format, file: &SourcePath) -> Diagnostic {
        let message = match (self, format) {
            (Self::Position, Format::Other(name)) => {
                format!("the picture `{file}` says where it was taken, which byline does not remove from {name}")
            }
            (Self::Position, _) => {
                format!("the picture `{file}` says where it was taken, in a place from which byline does not remove it")
            }
            (Self::Hidden, _) => {
                format!(
                    "the picture `{file}` has metadata that byline cannot read, and that may say where it was taken"
                )
            }
            (Self::TooLarge, _) => format!(
                "the picture `{file}` is larger than the {} megabytes that are looked through, and may say where it was taken",
                LARGEST >> 20
            ),
        };
        let stem = file.as_str().strip_suffix(file.extension()).filter(|stem| stem.ends_with('.'));
        let stem = stem.map_or(file.as_str(), |stem| stem.trim_end_matches('.'));
        Diagnostic::new(Code::PicturePosition, message)
            .at(Place::file(file))
            .hint(format!(
                "convert it, `magick \"{file}\" \"{stem}.webp\"` with ImageMagick: from JPEG, PNG, WebP, AVIF and GIF the position is removed"
            ))
            .hint(format!("or remove the position from the file itself: `exiftool -gps:all= -xmp:geotag= \"{file}\"`"))
    }
}

/// What the picture is written in whose first bytes, [`START`] or more, these are; `None` where it is none that is known.
pub fn format(start: &[u8]) -> Option<Format> {
    match start {
        [0xFF, 0xD8, 0xFF, ..] => Some(Format::Jpeg),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Format::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::WebP),
        _ if start.starts_with(png::SIGNATURE) => Some(Format::Png),
        _ if start.get(4..8) == Some(&b"ftyp"[..]) => by_brands(start),
        _ => OTHERS.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, name)| Format::Other(name)),
    }
}

/// Formats that are not cleaned, by their first bytes. Those of cameras' raw files are near to TIFF.
const OTHERS: &[(&[u8], &str)] = &[
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"IIU\0", "Panasonic raw"),
    (b"IIRO", "Olympus raw"),
    (b"IIRS", "Olympus raw"),
    (b"MMOR", "Olympus raw"),
    (b"FUJIFILMCCD-RAW", "Fujifilm raw"),
    (b"II\xBC\x01", "JPEG XR"),
    (b"8BPS", "Photoshop"),
    (b"\0\0\0\x0CJXL \r\n\x87\n", "JPEG XL"),
    (b"\0\0\0\x0CjP  \r\n\x87\n", "JPEG 2000"),
];

/// The format of a file of boxes that calls itself a picture: it names the brands whose readers can show it.
fn by_brands(start: &[u8]) -> Option<Format> {
    let end = usize::try_from(u32_be(start, 0)?).ok()?.min(start.len());
    let brands = start.get(8..end)?.chunks_exact(4).enumerate().filter(|(index, _)| *index != 1);
    let brands: Vec<&[u8]> = brands.map(|(_, brand)| brand).collect();
    let has = |wanted: &[&[u8; 4]]| brands.iter().any(|brand| wanted.iter().any(|one| *brand == *one));
    if has(&[b"avif", b"avis"]) {
        Some(Format::Avif)
    } else if has(&[b"crx "]) {
        Some(Format::Other("Canon raw"))
    } else if has(&[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1"]) {
        Some(Format::Other("HEIC"))
    } else {
        None
    }
}

/// A picture without what can betray its source; `None` where there is nothing to remove. What is given for a picture has nothing to remove itself.
///
/// # Errors
/// Where it holds a position that cannot be taken out.
pub fn cleaned(format: Format, bytes: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
    let clean = match format {
        Format::Jpeg => Some(jpeg::cleaned(bytes)),
        Format::Png => Some(png::cleaned(bytes)),
        Format::WebP => Some(webp::cleaned(bytes)),
        Format::Gif => Some(gif::cleaned(bytes)),
        Format::Avif => Some(avif::cleaned(bytes).ok_or(Fault::Hidden)?),
        Format::Other(_) => None,
    };
    // What was cleaned is looked through as well: a position in a place that nobody knows must not pass.
    match position::look(clean.as_deref().unwrap_or(bytes)) {
        Some(fault) => Err(fault),
        None => Ok(clean.filter(|clean| clean != bytes)),
    }
}

/// Whether a picture, of which these are the first bytes, is shown on its side: its width is then what its rows say is its height.
/// AVIF is turned by a property of the picture, not by EXIF, and not looked at here.
pub fn is_turned(bytes: &[u8]) -> bool {
    let exif = match format(bytes) {
        Some(Format::Jpeg) => jpeg::exif(bytes),
        Some(Format::Png) => png::exif(bytes),
        Some(Format::WebP) => webp::exif(bytes),
        _ => None,
    };
    exif.and_then(exif::orientation).is_some_and(|orientation| matches!(orientation, 5..=8))
}

/// The bytes at a place, as many as an array holds; `None` where there are not so many.
fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn u16_be(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_be_bytes)
}

fn u32_be(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_be_bytes)
}

fn u32_le(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_le_bytes)
}
