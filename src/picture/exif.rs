//! EXIF (CIPA DC-008), which is a TIFF (revision 6.0) without a picture: a list of tags, some of which lead to further lists.

/// The tags that stay, in the order of their numbers, which the file must have.
const DESCRIPTION: u16 = 0x010E;
const ORIENTATION: u16 = 0x0112;
const ARTIST: u16 = 0x013B;
const COPYRIGHT: u16 = 0x8298;

/// The longest text that is kept of a tag, in bytes: three of them fit into a segment of a JPEG.
const LONGEST: usize = 20_000;

/// What an EXIF without anything holds: for places that cannot be made shorter.
pub(super) const EMPTY: &[u8] = b"MM\0*\0\0\0\x08\0\0\0\0\0\0";

/// The numbers of a TIFF, in its order of bytes.
#[derive(Clone, Copy)]
pub(super) struct Tiff<'a> {
    bytes: &'a [u8],
    is_big_endian: bool,
    /// Whether its places have 64 bits (BigTIFF).
    is_wide: bool,
}

/// A tag of a list, with its value.
#[derive(Clone, Copy)]
pub(super) struct Tag<'a> {
    /// Its number.
    pub(super) number: u16,
    /// The type of its value.
    kind: u16,
    /// Its value; empty where that lies outside of the file.
    value: &'a [u8],
}

impl<'a> Tiff<'a> {
    /// Reads the head of a TIFF, or of what cameras write in its likeness.
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        let is_big_endian = match bytes.get(..2)? {
            b"MM" => true,
            b"II" => false,
            _ => return None,
        };
        let tiff = Self { bytes, is_big_endian, is_wide: false };
        match tiff.u16(2)? {
            42 | 0x55 | 0x4F52 | 0x5352 | 0x01BC => Some(tiff),
            43 => Some(Self { is_wide: true, ..tiff }),
            _ => None,
        }
    }

    /// Where the first list stands.
    pub(super) fn first(&self) -> Option<usize> {
        self.place(if self.is_wide { 8 } else { 4 })
    }

    /// The tags of the list at a place, at most `most`, and the place of the next one.
    pub(super) fn list(&self, at: usize, most: usize) -> (Vec<Tag<'a>>, Option<usize>) {
        let (head, length) = if self.is_wide { (8, 20) } else { (2, 12) };
        let count = if self.is_wide { self.u64(at) } else { self.u16(at).map(u64::from) };
        let Some(count) = count.and_then(|count| usize::try_from(count).ok()) else { return (Vec::new(), None) };
        let places = (0..count.min(most)).map(|index| at.checked_add(head)?.checked_add(index * length));
        let tags = places.map_while(|place| self.tag(place?)).collect();
        let next = count.checked_mul(length).and_then(|length| at.checked_add(head)?.checked_add(length));
        (tags, next.and_then(|next| self.place(next)).filter(|next| *next != 0))
    }

    /// The tags of the first list.
    fn tags(&self) -> Vec<Tag<'a>> {
        self.first().map(|at| self.list(at, usize::from(u16::MAX)).0).unwrap_or_default()
    }

    fn tag(&self, at: usize) -> Option<Tag<'a>> {
        let (number, kind) = (self.u16(at)?, self.u16(at + 2)?);
        let (count, at, inside) =
            if self.is_wide { (self.u64(at + 4)?, at + 12, 8) } else { (u64::from(self.u32(at + 4)?), at + 8, 4) };
        let size = match kind {
            1 | 2 | 6 | 7 | 129 => 1,
            3 | 8 => 2,
            5 | 10 | 12 | 16..=18 => 8,
            _ => 4,
        };
        let length = usize::try_from(count.saturating_mul(size)).unwrap_or(usize::MAX);
        let place = if length <= inside { Some(at) } else { self.place(at) };
        let value = place.and_then(|place| self.bytes.get(place..place.checked_add(length)?)).unwrap_or_default();
        // A tag that is cut off ends the list.
        self.bytes.get(at..at + inside)?;
        Some(Tag { number, kind, value })
    }

    /// The number that a tag holds, where it holds one.
    pub(super) fn number(&self, tag: &Tag<'_>) -> Option<usize> {
        let value = Tiff { bytes: tag.value, ..*self };
        match tag.kind {
            3 => value.u16(0).map(usize::from),
            16 | 18 => usize::try_from(value.u64(0)?).ok(),
            _ => usize::try_from(value.u32(0)?).ok(),
        }
    }

    fn place(&self, at: usize) -> Option<usize> {
        if self.is_wide { usize::try_from(self.u64(at)?).ok() } else { usize::try_from(self.u32(at)?).ok() }
    }

    fn u16(&self, at: usize) -> Option<u16> {
        let bytes = super::array(self.bytes, at)?;
        Some(if self.is_big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let bytes = super::array(self.bytes, at)?;
        Some(if self.is_big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    fn u64(&self, at: usize) -> Option<u64> {
        let bytes = super::array(self.bytes, at)?;
        Some(if self.is_big_endian { u64::from_be_bytes(bytes) } else { u64::from_le_bytes(bytes) })
    }
}

/// How a picture is turned, from 1 to 8.
pub(super) fn orientation(exif: &[u8]) -> Option<u16> {
    let tiff = Tiff::new(exif)?;
    let tags = tiff.tags();
    let number = tags.iter().find(|tag| tag.number == ORIENTATION).and_then(|tag| tiff.number(tag))?;
    u16::try_from(number).ok().filter(|number| (1..=8).contains(number))
}

/// An EXIF with orientation, description, artist and copyright of another; `None` where that says nothing of them.
pub(super) fn reduced(exif: &[u8]) -> Option<Vec<u8>> {
    let tags = Tiff::new(exif)?.tags();
    let text = |number: u16, parts: usize| tags.iter().find(|tag| tag.number == number).and_then(|tag| tag.text(parts));
    let orientation = orientation(exif).filter(|orientation| *orientation != 1);
    // Of a copyright the first part is the photographer's, the second one the editor's.
    let texts = [(DESCRIPTION, text(DESCRIPTION, 1)), (ARTIST, text(ARTIST, 1)), (COPYRIGHT, text(COPYRIGHT, 2))];
    let count = texts.iter().filter(|(_, text)| text.is_some()).count() + usize::from(orientation.is_some());
    if count == 0 {
        return None;
    }
    let mut list = u16::try_from(count).ok()?.to_be_bytes().to_vec();
    let mut values = Vec::new();
    let behind = 8 + 2 + 12 * count + 4;
    for (number, text) in texts {
        if number == ARTIST
            && let Some(orientation) = orientation
        {
            list.extend(
                [ORIENTATION.to_be_bytes(), [0, 3], [0, 0], [0, 1], orientation.to_be_bytes(), [0, 0]].concat(),
            );
        }
        let Some(text) = text else { continue };
        list.extend([number.to_be_bytes(), [0, 2]].concat());
        list.extend(u32::try_from(text.len()).ok()?.to_be_bytes());
        if text.len() <= 4 {
            list.extend(text.iter().copied().chain([0; 4]).take(4));
        } else {
            list.extend(u32::try_from(behind + values.len()).ok()?.to_be_bytes());
            values.extend(&text);
            // Values begin at even places.
            values.extend((values.len() % 2 == 1).then_some(0));
        }
    }
    Some([b"MM\0*\0\0\0\x08", &list[..], &[0; 4], &values[..]].concat())
}

impl Tag<'_> {
    /// Whether it holds degrees, minutes and seconds.
    pub(super) fn is_coordinate(&self) -> bool {
        matches!(self.kind, 5 | 10) && self.value.len() >= 8
    }

    /// The text of a tag, ended by a zero, with as many of its parts as there may be; what cameras leave behind it goes.
    fn text(&self, parts: usize) -> Option<Vec<u8>> {
        if !matches!(self.kind, 2 | 129) {
            return None;
        }
        let parts: Vec<&[u8]> = self.value.split(|byte| *byte == 0).take(parts).map(<[u8]>::trim_ascii_end).collect();
        let mut text = parts.join(&0);
        while text.last() == Some(&0) {
            text.pop();
        }
        text.truncate(LONGEST);
        (!text.trim_ascii().is_empty()).then(|| {
            text.push(0);
            text
        })
    }
}
