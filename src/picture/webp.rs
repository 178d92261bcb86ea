//! WebP (RFC 9649): the chunks of a RIFF, each with its name and length, padded to an even number of bytes.

use super::{exif, u32_le, xmp};

/// In the flags of `VP8X`: that there is an EXIF, and that there is XMP.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

/// Some writers put the mark of a JPEG's segment before the EXIF.
const MARK: &[u8] = b"Exif\0\0";

/// The picture without metadata but those of credit; what stands behind its end goes.
pub(super) fn cleaned(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(b"RIFF\0\0\0\0WEBP");
    let (mut flags, mut flags_at) = (0, None);
    for (name, data, length) in chunks(bytes) {
        match &name {
            b"EXIF" if flags & HAS_EXIF == 0 => {
                if let Some(exif) = exif::reduced(data.strip_prefix(MARK).unwrap_or(data)) {
                    flags |= HAS_EXIF;
                    write(name, &exif, exif.len(), &mut out);
                }
            }
            b"XMP " if flags & HAS_XMP == 0 => {
                if let Some(packet) = xmp::reduced(data) {
                    flags |= HAS_XMP;
                    write(name, &packet, packet.len(), &mut out);
                }
            }
            b"VP8X" => {
                flags_at = flags_at.or(Some(out.len() + 8));
                write(name, data, length, &mut out);
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => write(name, data, length, &mut out),
            _ => {}
        }
    }
    if let Some(byte) = flags_at.and_then(|at| out.get_mut(at)) {
        *byte = *byte & !(HAS_EXIF | HAS_XMP) | flags;
    }
    let size = u32::try_from(out.len() - 8).unwrap_or(u32::MAX);
    out[4..8].copy_from_slice(&size.to_le_bytes());
    out
}

/// The EXIF of a file.
pub(super) fn exif(bytes: &[u8]) -> Option<&[u8]> {
    let (_, data, _) = chunks(bytes).find(|(name, ..)| name == b"EXIF")?;
    Some(data.strip_prefix(MARK).unwrap_or(data))
}

/// Names and contents of the chunks, with the length that each says it has: the last one may be cut off.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8], usize)> {
    let size = u32_le(bytes, 4).and_then(|size| usize::try_from(size).ok()?.checked_add(8)).unwrap_or(usize::MAX);
    let mut rest = bytes.get(12..size.min(bytes.len())).unwrap_or_default();
    std::iter::from_fn(move || {
        let name = super::array::<4>(rest, 0)?;
        let length = usize::try_from(u32_le(rest, 4)?).ok()?;
        let data = &rest[8..length.saturating_add(8).min(rest.len())];
        rest = rest.get(8 + data.len().next_multiple_of(2)..).unwrap_or_default();
        Some((name, data, length))
    })
}

fn write(name: [u8; 4], data: &[u8], length: usize, out: &mut Vec<u8>) {
    let Ok(length) = u32::try_from(length) else { return };
    out.extend(name);
    out.extend(length.to_le_bytes());
    out.extend_from_slice(data);
    // What is cut off is not padded either.
    out.extend((data.len() == length as usize && data.len() % 2 == 1).then_some(0));
}
