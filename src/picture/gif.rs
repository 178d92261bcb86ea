//! GIF (version 89a): blocks, each made of sub-blocks of at most 255 bytes.

/// The applications whose blocks stay: how often an animation runs, and colours.
const APPLICATIONS: [&[u8]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

/// The picture without comments and what applications put into it; what stands behind its end goes.
pub(super) fn cleaned(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = (13 + bytes.get(10).map_or(0, |flags| table(*flags))).min(bytes.len());
    out.extend_from_slice(&bytes[..at]);
    while let Some(block) = bytes.get(at) {
        let start = at;
        match block {
            0x21 => {
                let end = sub_blocks_end(bytes, at + 2);
                at = end.unwrap_or(bytes.len());
                let stays = match bytes.get(start + 1) {
                    Some(0xF9 | 0x01) => true,
                    Some(0xFF) => is_kept(bytes.get(start + 2..at).unwrap_or_default()),
                    _ => false,
                };
                if stays && end.is_some() {
                    out.extend_from_slice(&bytes[start..at]);
                }
            }
            0x2C => {
                let colours = bytes.get(at + 9).map_or(0, |flags| table(*flags));
                at = sub_blocks_end(bytes, at + 11 + colours).unwrap_or(bytes.len());
                out.extend_from_slice(&bytes[start..at]);
            }
            0x3B => {
                out.push(0x3B);
                break;
            }
            // Between blocks stands nothing; some writers leave a zero there.
            _ => at += 1,
        }
    }
    out
}

/// Whether the sub-blocks of an application stay: the first of them holds its name.
fn is_kept(blocks: &[u8]) -> bool {
    blocks
        .split_first()
        .is_some_and(|(length, rest)| *length == 11 && APPLICATIONS.iter().any(|name| rest.starts_with(name)))
}

/// How many bytes a table of colours has.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where the sub-blocks that begin at a place end, their last one, which is empty, included; `None` where they are cut off.
fn sub_blocks_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
