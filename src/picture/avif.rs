//! AVIF: boxes in boxes (ISO/IEC 14496-12), in which metadata are items beside the picture (ISO/IEC 23008-12).
//!
//! Other items are found by their places in the file. So nothing is taken out: the bytes of metadata are written over by as many that say
//! less.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{exif, u16_be, u32_be, xmp};

/// How deep boxes lie in boxes that are looked into.
const DEEPEST: usize = 6;

/// What an item of metadata is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Exif,
    Xmp,
    Other,
}

/// A box: its name and where that stands, and its content.
struct Box {
    name: [u8; 4],
    name_at: usize,
    content: Range<usize>,
}

/// The picture with everything written over that can betray its source; `None` where what it says of its parts is so that it cannot be done.
pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let out = written_over(bytes)?;
    // What lies upon one another is written over twice, and then neither is what it shall be.
    let is_settled = out == bytes || written_over(&out)? == out;
    is_settled.then_some(out)
}

fn written_over(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    // To write over more than the file holds, items must lie upon one another.
    let mut left = bytes.len();
    clean(bytes, 0..bytes.len(), &mut out, &mut left, 0)?;
    Some(out)
}

fn clean(bytes: &[u8], range: Range<usize>, out: &mut [u8], left: &mut usize, depth: usize) -> Option<()> {
    for part in boxes(bytes, range) {
        match &part.name {
            // Boxes of others: among them are XMP and signed histories (C2PA).
            b"uuid" | b"udta" => blank(&part, out)?,
            b"free" | b"skip" => out.get_mut(part.content)?.fill(0),
            b"moov" | b"trak" if depth < DEEPEST => clean(bytes, part.content, out, left, depth + 1)?,
            b"meta" => clean_items(bytes, part.content, out, left)?,
            _ => {}
        }
    }
    Some(())
}

/// Makes a box one that readers pass over.
fn blank(part: &Box, out: &mut [u8]) -> Option<()> {
    out.get_mut(part.name_at..part.name_at + 4)?.copy_from_slice(b"free");
    out.get_mut(part.content.clone())?.fill(0);
    Some(())
}

/// Writes over the items of metadata that a `meta` box describes.
fn clean_items(bytes: &[u8], content: Range<usize>, out: &mut [u8], left: &mut usize) -> Option<()> {
    // Behind version and flags.
    let inside = content.start.saturating_add(4).min(content.end)..content.end;
    let (mut items, mut places, mut data) = (BTreeMap::new(), None, 0..0);
    for part in boxes(bytes, inside) {
        match &part.name {
            b"iinf" => items = metadata(bytes, part.content),
            b"iloc" => places = Some(part.content),
            b"idat" => data = part.content,
            b"free" | b"skip" => out.get_mut(part.content)?.fill(0),
            b"uuid" => blank(&part, out)?,
            _ => {}
        }
    }
    if items.is_empty() {
        return Some(());
    }
    let places = Locations::new(bytes, places?)?.of(&items, &data)?;
    for (id, ranges) in places {
        let length: usize = ranges.iter().map(Range::len).sum();
        *left = left.checked_sub(length)?;
        let old: Vec<u8> = ranges.iter().filter_map(|range| bytes.get(range.clone())).flatten().copied().collect();
        let new = match items.get(&id)? {
            Item::Exif => padded(exif_item(&old), exif_item(&[]), length, 0),
            Item::Xmp => padded(xmp::reduced(&old).unwrap_or_default(), Vec::new(), length, b' '),
            Item::Other => vec![0; length],
        };
        let mut rest = &new[..];
        for range in ranges {
            let (part, next) = rest.split_at_checked(range.len())?;
            out.get_mut(range)?.copy_from_slice(part);
            rest = next;
        }
    }
    Some(())
}

/// What an item of EXIF holds: how far from here the TIFF begins, then that.
fn exif_item(old: &[u8]) -> Vec<u8> {
    let offset = u32_be(old, 0).and_then(|offset| usize::try_from(offset).ok()?.checked_add(4));
    let tiff = offset.and_then(|offset| old.get(offset..)).unwrap_or_default();
    [&[0; 4][..], exif::reduced(tiff).as_deref().unwrap_or(exif::EMPTY)].concat()
}

/// The first of two contents that is not too long, filled up.
fn padded(content: Vec<u8>, other: Vec<u8>, length: usize, filling: u8) -> Vec<u8> {
    let fits = |content: &Vec<u8>| content.len() <= length;
    let mut content = Some(content).filter(fits).or(Some(other).filter(fits)).unwrap_or_default();
    content.resize(length, filling);
    content
}

/// The items of metadata that an `iinf` names.
fn metadata(bytes: &[u8], content: Range<usize>) -> BTreeMap<u32, Item> {
    let count = if bytes.get(content.start) == Some(&0) { 2 } else { 4 };
    let inside = content.start.saturating_add(4 + count).min(content.end)..content.end;
    let entries = boxes(bytes, inside).filter(|part| &part.name == b"infe");
    entries.filter_map(|part| entry(bytes.get(part.content)?)).collect()
}

/// Number and kind of the item that an `infe` describes; `None` where it is a part of the picture.
fn entry(content: &[u8]) -> Option<(u32, Item)> {
    let (id, rest) = match content.first()? {
        // Of these versions all items are files by their type of content.
        0 | 1 => (u32::from(u16_be(content, 4)?), None),
        2 => (u32::from(u16_be(content, 4)?), content.get(8..)),
        _ => (u32_be(content, 4)?, content.get(10..)),
    };
    let item = match rest {
        None => mime(content.get(8..)?),
        Some([b'E', b'x', b'i', b'f', ..]) => Item::Exif,
        Some([b'm', b'i', b'm', b'e', rest @ ..]) => mime(rest),
        Some([b'u', b'r', b'i', b' ', ..]) => Item::Other,
        Some(_) => return None,
    };
    Some((id, item))
}

/// What an item with a type of content is: the type stands behind the item's name.
fn mime(names: &[u8]) -> Item {
    let content = names.split(|byte| *byte == 0).nth(1).unwrap_or_default();
    if content.eq_ignore_ascii_case(b"application/rdf+xml") { Item::Xmp } else { Item::Other }
}

/// An `iloc`, read from its beginning on.
struct Locations<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
    version: u8,
    /// Of how many bytes the numbers of places, lengths, beginnings and indices are.
    widths: [usize; 4],
}

impl<'a> Locations<'a> {
    fn new(bytes: &'a [u8], content: Range<usize>) -> Option<Self> {
        let version = *bytes.get(content.start)?;
        let [first, second] = super::array(bytes, content.start + 4)?;
        let index = if version == 0 { 0 } else { second & 15 };
        let widths = [first >> 4, first & 15, second >> 4, index].map(usize::from);
        Some(Self { bytes, at: content.start + 6, end: content.end, version, widths })
    }

    /// Where the bytes of the items are. An item of metadata of which nothing is said has none.
    fn of(mut self, items: &BTreeMap<u32, Item>, data: &Range<usize>) -> Option<Vec<(u32, Vec<Range<usize>>)>> {
        let [offset_width, length_width, base_width, index_width] = self.widths;
        let id_width = if self.version < 2 { 2 } else { 4 };
        let count = self.number(id_width)?;
        let mut found = Vec::new();
        for _ in 0..count {
            let id = u32::try_from(self.number(id_width)?).ok()?;
            let method = if self.version == 0 { 0 } else { self.number(2)? & 15 };
            let is_elsewhere = self.number(2)? != 0;
            let base = self.number(base_width)?;
            let mut ranges = Vec::new();
            for _ in 0..self.number(2)? {
                self.number(index_width)?;
                let (offset, length) = (self.number(offset_width)?, self.number(length_width)?);
                if !items.contains_key(&id) {
                    continue;
                }
                let within = match method {
                    0 => 0..self.bytes.len(),
                    1 => data.clone(),
                    // In another item, which may be the picture itself.
                    _ => return None,
                };
                let start = within.start.checked_add(base)?.checked_add(offset)?.min(within.end);
                let end = if length == 0 { within.end } else { start.checked_add(length)?.min(within.end) };
                ranges.push(start..end);
            }
            if !ranges.is_empty() && !is_elsewhere {
                found.push((id, ranges));
            }
        }
        Some(found)
    }

    /// The next number, of so many bytes; 0 where it has none.
    fn number(&mut self, width: usize) -> Option<usize> {
        let end = self.at.checked_add(width).filter(|end| *end <= self.end && width <= 8)?;
        let number = self.bytes.get(self.at..end)?.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        self.at = end;
        usize::try_from(number).ok()
    }
}

/// The boxes that stand one behind the other in a stretch of the file.
fn boxes(bytes: &[u8], range: Range<usize>) -> impl Iterator<Item = Box> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let name = super::array::<4>(bytes, at + 4).filter(|_| at + 8 <= range.end)?;
        let (head, length) = match u32_be(bytes, at)? {
            0 => (8, range.end - at),
            1 => (16, usize::try_from(u64::from_be_bytes(super::array(bytes, at + 8)?)).ok()?),
            length => (8, usize::try_from(length).ok()?),
        };
        if length < head {
            return None;
        }
        let end = at.saturating_add(length).min(range.end);
        let (name_at, content) = (at + 4, (at + head).min(end)..end);
        at = end;
        Some(Box { name, name_at, content })
    })
}
