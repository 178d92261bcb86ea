//! Files in memory: what a site consists of, and what was built of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Files with their bytes, by their paths.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Every file of a folder but for those below the named ones at its top; nothing where there is no folder.
pub(crate) fn gather(folder: &Path, but: &[&str]) -> Files {
    let mut files = Files::new();
    gather_below(folder, "", but, &mut files);
    files
}

fn gather_below(folder: &Path, prefix: &str, but: &[&str], files: &mut Files) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if but.contains(&name.as_str()) {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            gather_below(&entry.path(), &format!("{name}/"), &[], files);
        } else {
            files.insert(name, fs::read(entry.path()).expect("a file can be read"));
        }
    }
}

/// A text with the line of a key set, or taken out where there is no value: in the front matter where the text begins with one,
/// else at the top level of the whole text.
pub(crate) fn with_key(text: &str, key: &str, value: Option<&str>) -> String {
    let (head, rest) = match text.strip_prefix("---\n") {
        Some(behind) => match behind.find("---\n") {
            Some(end) => behind.split_at(end),
            None => return text.to_owned(),
        },
        None => (text, ""),
    };
    let beginning = format!("{key}:");
    let mut lines: Vec<String> = head.lines().filter(|line| !line.starts_with(&beginning)).map(str::to_owned).collect();
    lines.extend(value.map(|value| format!("{key}: {value}")));
    let head: String = lines.iter().map(|line| format!("{line}\n")).collect();
    if rest.is_empty() { head } else { format!("---\n{head}{rest}") }
}

/// A text in which the last small letter is another one.
pub(crate) fn flipped(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if let Some(letter) = bytes.iter_mut().rev().find(|byte| byte.is_ascii_lowercase()) {
        *letter = if *letter == b'z' { b'a' } else { *letter + 1 };
    }
    bytes
}

/// A drawing of a size.
pub(crate) fn svg(width: usize, height: usize) -> Vec<u8> {
    let size = format!("width=\"{width}\" height=\"{height}\"");
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}><rect {size}/></svg>\n").into_bytes()
}

/// A picture of a size in one shade, as a PNG file.
pub(crate) fn png(width: usize, height: usize, shade: u8) -> Vec<u8> {
    let size = |number: usize| u32::try_from(number).expect("pictures are small").to_be_bytes();
    let mut rows = Vec::new();
    for _ in 0..height {
        rows.push(0);
        rows.extend(vec![shade; width]);
    }
    let length = u16::try_from(rows.len()).expect("a picture fits into one block");
    let mut packed = vec![0x78, 0x01, 0x01];
    packed.extend(length.to_le_bytes());
    packed.extend((!length).to_le_bytes());
    packed.extend(&rows);
    packed.extend(adler(&rows).to_be_bytes());
    let head = [&size(width)[..], &size(height)[..], &[8, 0, 0, 0, 0]].concat();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, content) in [(b"IHDR", head), (b"IDAT", packed), (b"IEND", Vec::new())] {
        let named = [&name[..], &content].concat();
        file.extend(size(content.len()));
        file.extend(&named);
        file.extend(crc(&named).to_be_bytes());
    }
    file
}

/// The checksum of what is packed in a PNG file.
fn adler(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1, 0), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    high << 16 | low
}

/// The checksum of a part of a PNG file.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 })
    })
}
