//! What Photoshop writes into a JPEG: resources, of which one holds the records of news agencies (IPTC-IIM, version 4).

use super::{u16_be, u32_be};

const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
const RESOURCE: &[u8] = b"8BIM";

/// The resource with the records.
const IIM: u16 = 0x0404;
/// Whether the picture is under copyright, and the address where that is said.
const COPYRIGHT: [u16; 2] = [0x040A, 0x040B];

/// The data sets that stay: how text is encoded; version, title, headline, by-line with its title, credit, source, copyright, caption.
const KEPT: &[(u8, u8)] =
    &[(1, 90), (2, 0), (2, 5), (2, 80), (2, 85), (2, 105), (2, 110), (2, 115), (2, 116), (2, 120)];

/// The content of the segment with nothing in it but what tells of credit; `None` where nothing does.
pub(super) fn reduced(content: &[u8]) -> Option<Vec<u8>> {
    let mut rest = content.strip_prefix(PHOTOSHOP)?;
    let mut out = PHOTOSHOP.to_vec();
    while let Some((resource, next)) = resource(rest) {
        rest = next;
        let data = match resource.number {
            IIM => records(resource.data),
            number if COPYRIGHT.contains(&number) => Some(resource.data.to_vec()),
            _ => None,
        };
        let Some(data) = data.filter(|data| !data.is_empty()) else { continue };
        out.extend_from_slice(RESOURCE);
        out.extend(resource.number.to_be_bytes());
        // A name without letters.
        out.extend([0, 0]);
        out.extend(u32::try_from(data.len()).ok()?.to_be_bytes());
        out.extend(&data);
        out.extend((data.len() % 2 == 1).then_some(0));
    }
    (out.len() > PHOTOSHOP.len()).then_some(out)
}

struct Resource<'a> {
    number: u16,
    data: &'a [u8],
}

/// The first resource, and what follows it: a number, a name with its length, padded to an even number of bytes, the data likewise.
fn resource(bytes: &[u8]) -> Option<(Resource<'_>, &[u8])> {
    let rest = bytes.strip_prefix(RESOURCE)?;
    let number = u16_be(rest, 0)?;
    let name = usize::from(*rest.get(2)?) + 1;
    let rest = rest.get(2 + name.next_multiple_of(2)..)?;
    let length = usize::try_from(u32_be(rest, 0)?).ok()?;
    let data = rest.get(4..4usize.checked_add(length)?)?;
    let next = rest.get(4 + length.next_multiple_of(2)..).unwrap_or_default();
    Some((Resource { number, data }, next))
}

/// The data sets that stay; `None` where none of them says more than in which version and encoding.
fn records(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut says = false;
    // A length with its highest bit set is that of a length, for data that no text is as long as.
    while let [0x1C, record, number, high @ 0..=0x7F, low, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let Some(data) = rest.get(..length) else { break };
        if KEPT.contains(&(*record, *number)) {
            out.extend_from_slice(&[0x1C, *record, *number, *high, *low]);
            out.extend_from_slice(data);
            says |= *record == 2 && *number != 0;
        }
        bytes = &rest[length..];
    }
    says.then_some(out)
}
