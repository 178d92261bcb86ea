//! Whether a file says where it was taken, whatever it is: EXIF is a TIFF wherever it lies, and XMP is text.

use memchr::memmem;

use super::Fault;
use super::exif::{Tag, Tiff};

/// The tag that leads to a position.
const POSITION: u16 = 0x8825;
/// The tag that leads to further lists, in raw files.
const FURTHER: u16 = 0x014A;
/// The tags of a position that hold latitude and longitude, of where the camera and what it saw stood.
const COORDINATES: [u16; 4] = [2, 4, 20, 22];

/// How many lists of tags follow one another at the most.
const LISTS: usize = 64;
/// How many tags a list has at the most.
const TAGS: usize = 1024;
/// How many tags are read of one file at the most: nothing but a file made to take long has as many.
const MOST: usize = 1 << 22;

/// What makes a file unfit to be published; `None` where no position is found.
pub(super) fn look(bytes: &[u8]) -> Option<Fault> {
    let names = [&b"GPSLatitude"[..], b"GpsLatitude", b"GPSLongitude", b"GpsLongitude"];
    if names.iter().any(|name| memmem::find(bytes, name).is_some()) {
        return Some(Fault::Position);
    }
    let mut left = MOST;
    let starts = [&b"II*\0"[..], b"MM\0*"];
    let inside = starts.iter().flat_map(|start| memmem::find_iter(bytes, start));
    for at in [0].into_iter().chain(inside) {
        if Tiff::new(bytes.get(at..).unwrap_or_default()).is_some_and(|tiff| has_position(tiff, &mut left)) {
            return Some(Fault::Position);
        }
        if left == 0 {
            return Some(Fault::Hidden);
        }
    }
    has_compressed_boxes(bytes).then_some(Fault::Hidden)
}

/// Whether lists of tags lead to coordinates, or are themselves such (Canon's raw files have a box for each list).
fn has_position(tiff: Tiff<'_>, left: &mut usize) -> bool {
    let mut waiting: Vec<usize> = tiff.first().into_iter().collect();
    for _ in 0..LISTS {
        let Some(at) = waiting.pop() else { return false };
        let (tags, next) = tiff.list(at, TAGS.min(*left));
        *left = left.saturating_sub(tags.len().max(1));
        if is_position(&tags) {
            return true;
        }
        waiting.extend(next);
        for tag in tags {
            match tag.number {
                POSITION if tiff.number(&tag).is_some_and(|at| is_position(&tiff.list(at, TAGS).0)) => return true,
                FURTHER => waiting.extend(tiff.number(&tag)),
                _ => {}
            }
        }
    }
    false
}

fn is_position(tags: &[Tag<'_>]) -> bool {
    tags.iter().any(|tag| COORDINATES.contains(&tag.number) && tag.is_coordinate())
}

/// Whether a JPEG XL has EXIF or XMP in a compressed box (ISO/IEC 18181-2, `brob`).
fn has_compressed_boxes(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\0\0\0\x0CJXL ")
        && memmem::find_iter(bytes, b"brob")
            .any(|at| matches!(bytes.get(at + 4..at + 8), Some(b"Exif" | b"xml " | b"jumb")))
}
