//! PNG (third edition, <https://www.w3.org/TR/png-3/>): chunks, each with its length, name and checksum.

use std::borrow::Cow;

use super::{exif, u32_be, xmp};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// The keyword of XMP, with what stands between it and the text: not compressed, without languages.
const XMP_KEYWORD: &[u8] = b"XML:com.adobe.xmp\0";
const XMP_HEAD: &[u8] = b"XML:com.adobe.xmp\0\0\0\0\0";

/// The keywords of texts that stay.
const KEYWORDS: [&[u8]; 6] = [b"Title", b"Author", b"Description", b"Copyright", b"License", b"Credit"];

/// Chunks that a picture can do without and that stay: colours, resolution, transparency, animation.
const KEPT: &[&[u8; 4]] = &[
    b"iCCP", b"gAMA", b"cHRM", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"mDCv", b"cLLi", b"sBIT", b"bKGD", b"hIST",
    b"sPLT", b"tRNS", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// The largest XMP, uncompressed, that is read, in bytes.
const LARGEST_XMP: usize = 1 << 20;

/// A chunk as it stands in the file.
struct Chunk<'a> {
    name: [u8; 4],
    data: &'a [u8],
    /// All of it, with length and checksum.
    whole: &'a [u8],
}

/// The picture without metadata but those of credit; what stands behind its end goes.
pub(super) fn cleaned(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(SIGNATURE);
    let mut has_exif = false;
    for chunk in chunks(bytes) {
        match &chunk.name {
            b"eXIf" => {
                let data = exif::reduced(chunk.data).filter(|_| !std::mem::replace(&mut has_exif, true));
                data.into_iter().for_each(|data| write(chunk.name, &data, &mut out));
            }
            b"tEXt" | b"zTXt" if has_keyword(chunk.data) => out.extend_from_slice(chunk.whole),
            b"iTXt" if has_keyword(chunk.data) => out.extend_from_slice(chunk.whole),
            b"iTXt" => {
                let packet = packet(chunk.data).and_then(|packet| xmp::reduced(&packet));
                packet.into_iter().for_each(|packet| write(chunk.name, &[XMP_HEAD, &packet].concat(), &mut out));
            }
            name if name[0].is_ascii_uppercase() || KEPT.contains(&name) => out.extend_from_slice(chunk.whole),
            _ => {}
        }
    }
    out
}

/// The EXIF of a file.
pub(super) fn exif(bytes: &[u8]) -> Option<&[u8]> {
    chunks(bytes).find(|chunk| &chunk.name == b"eXIf").map(|chunk| chunk.data)
}

/// The chunks up to the last one. What is cut off counts as the rest of the picture where it is such.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut rest = bytes.get(SIGNATURE.len()..).unwrap_or_default();
    std::iter::from_fn(move || {
        let name = super::array::<4>(rest, 4)?;
        let length = usize::try_from(u32_be(rest, 0)?).ok()?;
        let whole = length.checked_add(12).and_then(|length| rest.get(..length));
        let chunk = match whole {
            Some(whole) => Chunk { name, data: &whole[8..8 + length], whole },
            None if matches!(&name, b"IDAT" | b"fdAT") => Chunk { name, data: &rest[8..], whole: rest },
            None => return None,
        };
        rest = if &name == b"IEND" { &[] } else { &rest[chunk.whole.len()..] };
        Some(chunk)
    })
}

fn write(name: [u8; 4], data: &[u8], out: &mut Vec<u8>) {
    let Ok(length) = u32::try_from(data.len()) else { return };
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&name);
    hasher.update(data);
    out.extend(length.to_be_bytes());
    out.extend(name);
    out.extend(data);
    out.extend(hasher.finalize().to_be_bytes());
}

fn has_keyword(data: &[u8]) -> bool {
    let keyword = data.split(|byte| *byte == 0).next().unwrap_or_default();
    KEYWORDS.iter().any(|kept| kept.eq_ignore_ascii_case(keyword))
}

/// The XMP that an `iTXt` holds: behind keyword, whether and how it is compressed, language and translated keyword.
fn packet(data: &[u8]) -> Option<Cow<'_, [u8]>> {
    let (is_compressed, rest) = match data.strip_prefix(XMP_KEYWORD)? {
        [flag, _, rest @ ..] => (*flag != 0, rest),
        _ => return None,
    };
    let text = rest.splitn(3, |byte| *byte == 0).nth(2)?;
    if !is_compressed {
        return Some(text.into());
    }
    miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(text, LARGEST_XMP).ok().map(Cow::from)
}
