//! Pictures made here, cleaned, and held against a reader of EXIF that others wrote.

use std::io::Cursor;

use ::exif::experimental::Writer;
use ::exif::{Field, In, Rational, Tag, Value};

use super::*;

/// What stands for the compressed picture.
const PIXELS: &[u8] = b"\x11\x22 the picture itself \xFF\x00 with a restart \xFF\xD3 in it";

const XMP: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Some Camera 1.0"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:cc="http://creativecommons.org/ns#" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
 photoshop:Credit="Herald &amp; Sons" photoshop:City="Port" exif:GPSLatitude="44,30.5N" aux:SerialNumber="SN12345">
<dc:creator><rdf:Seq><rdf:li>Ann Poe</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default" exif:GPSLongitude="1,2E">© 2026 Herald</rdf:li></rdf:Alt></dc:rights>
<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>
<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource"><plus:LicensorName>Herald</plus:LicensorName><xmpMM:DocumentID>xmp.did:1</xmpMM:DocumentID></rdf:li></rdf:Seq></plus:Licensor>
<xmpMM:History><rdf:Seq><rdf:li>saved by ann</rdf:li></rdf:Seq></xmpMM:History>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#;

const CLEAN_XMP: &str = concat!(
    "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">",
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\"",
    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\"",
    " xmlns:plus=\"http://ns.useplus.org/ldf/xmp/1.0/\" xmlns:cc=\"http://creativecommons.org/ns#\">",
    "<photoshop:Credit>Herald &amp; Sons</photoshop:Credit>",
    "<dc:creator><rdf:Seq><rdf:li>Ann Poe</rdf:li></rdf:Seq></dc:creator>",
    "<dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">© 2026 Herald</rdf:li></rdf:Alt></dc:rights>",
    "<cc:license rdf:resource=\"https://creativecommons.org/licenses/by/4.0/\"></cc:license>",
    "<plus:Licensor><rdf:Seq><rdf:li rdf:parseType=\"Resource\"><plus:LicensorName>Herald</plus:LicensorName></rdf:li></rdf:Seq></plus:Licensor>",
    "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
);

/// Words of which none may be left.
const SECRETS: [&str; 9] =
    ["SN12345", "GPSL", "a maker's note", "thumbnail", "saved by ann", "xmp.did", "Port", "2026:05:01", "Some Camera"];

/// An EXIF with all that a camera writes, in either order of bytes.
fn exif_of_a_camera(is_little_endian: bool) -> Vec<u8> {
    let text = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let degrees = || {
        Value::Rational(vec![
            Rational { num: 44, denom: 1 },
            Rational { num: 30, denom: 1 },
            Rational { num: 1, denom: 7 },
        ])
    };
    let fields: Vec<Field> = [
        (Tag::ImageDescription, text("Boats in the harbour")),
        (Tag::Make, text("Some Camera")),
        (Tag::Orientation, Value::Short(vec![6])),
        (Tag::DateTime, text("2026:05:01 09:00:00")),
        (Tag::Artist, text("Ann Poe")),
        (Tag::Copyright, text("2026 Herald")),
        (Tag::BodySerialNumber, text("SN12345")),
        (Tag::MakerNote, Value::Undefined(b"a maker's note".to_vec(), 0)),
        (Tag::GPSLatitudeRef, text("N")),
        (Tag::GPSLatitude, degrees()),
        (Tag::GPSLongitudeRef, text("E")),
        (Tag::GPSLongitude, degrees()),
    ]
    .into_iter()
    .map(|(tag, value)| Field { tag, ifd_num: In::PRIMARY, value })
    .collect();
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    writer.set_jpeg(b"\xFF\xD8 a thumbnail \xFF\xD9", In::THUMBNAIL);
    let mut out = Cursor::new(Vec::new());
    writer.write(&mut out, is_little_endian).unwrap();
    out.into_inner()
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    [&[0xFF, marker][..], &((content.len() + 2) as u16).to_be_bytes(), content].concat()
}

fn iim() -> Vec<u8> {
    let set = |number: u8, text: &str| [&[0x1C, 2, number, 0, text.len() as u8], text.as_bytes()].concat();
    let records = [set(80, "Ann Poe"), set(90, "Port"), set(116, "2026 Herald"), set(110, "Herald")].concat();
    let resource = |number: u16, data: &[u8]| {
        let padding = &[0][..data.len() % 2];
        [b"8BIM", &number.to_be_bytes()[..], &[0, 0], &(data.len() as u32).to_be_bytes(), data, padding].concat()
    };
    [
        &b"Photoshop 3.0\0"[..],
        &resource(0x0404, &records),
        &resource(0x040C, b"\xFF\xD8 a thumbnail"),
        &resource(0x040A, &[1]),
    ]
    .concat()
}

/// The head of a JPEG of 3 by 2 pixels.
fn frame() -> Vec<u8> {
    segment(0xC0, &[8, 0, 2, 0, 3, 1, 1, 0x11, 0])
}

fn jpeg() -> Vec<u8> {
    let exif = [&b"Exif\0\0"[..], &exif_of_a_camera(true)].concat();
    let xmp = [&b"http://ns.adobe.com/xap/1.0/\0"[..], XMP.as_bytes()].concat();
    let scan = [&segment(0xDA, &[1, 1, 0, 0, 63, 0]), PIXELS].concat();
    [
        &b"\xFF\xD8"[..],
        &segment(0xE0, b"JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x01thumbnail"),
        &segment(0xE0, b"JFXX\0\x10 a thumbnail"),
        &segment(0xE1, &exif),
        &segment(0xE1, &xmp),
        &segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0 GPSLatitude"),
        &segment(0xE2, b"ICC_PROFILE\0\x01\x01 colours"),
        &segment(0xE2, b"MPF\0 a second picture"),
        &segment(0xED, &iim()),
        &segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01"),
        &segment(0xFE, b"SN12345 in a comment"),
        &segment(0xDB, &[0; 65]),
        &frame(),
        &segment(0xC4, &[0; 20]),
        &scan,
        // A second scan, as in progressive pictures, with metadata before it.
        &segment(0xE1, &exif),
        &scan,
        b"\xFF\xD9",
        b"\xFF\xD8 a video behind the end, at Port, with GPSLatitude \xFF\xD9",
    ]
    .concat()
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let named = [name, data].concat();
    out.extend((data.len() as u32).to_be_bytes());
    out.extend(&named);
    out.extend(crc32fast::hash(&named).to_be_bytes());
    out
}

fn png() -> Vec<u8> {
    let compressed = miniz_oxide::deflate::compress_to_vec_zlib(XMP.as_bytes(), 6);
    [
        png::SIGNATURE,
        &chunk(b"IHDR", &[0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]),
        &chunk(b"pHYs", &[0, 0, 11, 19, 0, 0, 11, 19, 1]),
        &chunk(b"eXIf", &exif_of_a_camera(false)),
        &chunk(b"tEXt", b"Author\0Ann Poe"),
        &chunk(b"tEXt", b"Comment\0SN12345"),
        &chunk(b"zTXt", b"Raw profile type exif\0\0SN12345"),
        &chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\x01\0\0\0", &compressed[..]].concat()),
        &chunk(b"tIME", b"2026:05"),
        &chunk(b"caBX", b"SN12345"),
        &chunk(b"IDAT", PIXELS),
        &chunk(b"IDAT", PIXELS),
        &chunk(b"IEND", b""),
        b"Port",
    ]
    .concat()
}

fn riff(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [name, &(data.len() as u32).to_le_bytes()[..], data, &[0][..data.len() % 2]].concat()
}

fn webp() -> Vec<u8> {
    let chunks = [
        riff(b"VP8X", &[0x0C, 0, 0, 0, 2, 0, 0, 1, 0, 0]),
        riff(b"VP8 ", PIXELS),
        riff(b"EXIF", &exif_of_a_camera(true)),
        riff(b"XMP ", XMP.as_bytes()),
        riff(b"note", b"SN12345"),
    ]
    .concat();
    [&b"RIFF"[..], &(chunks.len() as u32 + 4).to_le_bytes(), b"WEBP", &chunks, b"Port"].concat()
}

fn gif() -> Vec<u8> {
    [
        &b"GIF89a\x03\0\x02\0\x80\0\0\0\0\0\xFF\xFF\xFF"[..],
        b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0",
        b"\x21\xFE\x07SN12345\0",
        b"\x21\xFF\x0BXMP DataXMP\x0CGPSLatitude=\0",
        b"\x21\xF9\x04\0\0\0\0\0",
        b"\x2C\0\0\0\0\x03\0\x02\0\0\x02\x04pixl\0",
        b"\x3B",
        b"Port",
    ]
    .concat()
}

fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes()[..], name, content].concat()
}

/// An AVIF with its picture and its metadata in `mdat`.
fn avif() -> Vec<u8> {
    let exif = [&[0; 4][..], &exif_of_a_camera(false)].concat();
    let items = [PIXELS, &exif, XMP.as_bytes(), PIXELS];
    let entry = |id: u8, kind: &[u8], content: &str| {
        boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind, b"\0", content.as_bytes()].concat())
    };
    let entries = [
        entry(1, b"av01", ""),
        entry(2, b"Exif", ""),
        entry(3, b"mime", "application/rdf+xml\0"),
        entry(4, b"av01", ""),
    ]
    .concat();
    let meta = |start: usize| {
        let mut locations = vec![0, 0, 0, 0, 0x44, 0, 0, 4];
        let mut at = start;
        for (index, item) in items.iter().enumerate() {
            locations.extend([0, index as u8 + 1, 0, 0, 0, 1]);
            locations.extend((at as u32).to_be_bytes());
            locations.extend((item.len() as u32).to_be_bytes());
            at += item.len();
        }
        let content = [
            &[0; 4][..],
            &boxed(b"hdlr", b"\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0"),
            &boxed(b"pitm", &[0, 0, 0, 0, 0, 1]),
            &boxed(b"iloc", &locations),
            &boxed(b"iinf", &[&[0, 0, 0, 0, 0, 4][..], &entries].concat()),
        ];
        boxed(b"meta", &content.concat())
    };
    let head = boxed(b"ftyp", b"avif\0\0\0\0mif1avif");
    let uuid = boxed(b"uuid", b"0123456789abcdef SN12345");
    let start = head.len() + meta(0).len() + uuid.len() + 8;
    [head, meta(start), uuid, boxed(b"mdat", &items.concat())].concat()
}

/// Every format that is cleaned, with a picture.
fn pictures() -> Vec<(Format, Vec<u8>)> {
    let all = vec![
        (Format::Jpeg, jpeg()),
        (Format::Png, png()),
        (Format::WebP, webp()),
        (Format::Avif, avif()),
        (Format::Gif, gif()),
    ];
    for (expected, bytes) in &all {
        assert_eq!(format(bytes), Some(*expected));
    }
    all
}

/// What another reader finds in the EXIF of a picture.
fn read(bytes: &[u8]) -> Option<::exif::Exif> {
    let mut reader = ::exif::Reader::new();
    reader.continue_on_error(true);
    let read = reader.read_from_container(&mut Cursor::new(bytes));
    read.or_else(|error| error.distill_partial_result(|_| {})).ok()
}

/// The tags that another reader finds, by their names.
fn tags(bytes: &[u8]) -> Vec<String> {
    let Some(exif) = read(bytes) else { return Vec::new() };
    let mut tags: Vec<String> = exif.fields().map(|field| format!("{} {}", field.tag, field.ifd_num.index())).collect();
    tags.sort();
    tags
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(bytes, part).is_some()
}

#[test]
fn nothing_that_betrays_a_source_is_left_and_credit_stays() {
    for (format, bytes) in pictures() {
        let clean = cleaned(format, &bytes).unwrap().unwrap_or_else(|| panic!("{format:?} was not cleaned"));
        for secret in SECRETS {
            assert!(has(&bytes, secret.as_bytes()) || !has(&clean, secret.as_bytes()), "{format:?}: {secret}");
            assert!(!has(&clean, secret.as_bytes()), "{format:?}: {secret}");
        }
        if format != Format::Gif {
            assert_eq!(tags(&clean), ["Artist 0", "Copyright 0", "ImageDescription 0", "Orientation 0"], "{format:?}");
            assert!(has(&clean, CLEAN_XMP.as_bytes()), "{format:?}: {}", String::from_utf8_lossy(&clean));
        }
        let pixels: &[u8] = if format == Format::Gif { b"\x04pixl" } else { PIXELS };
        let count = |bytes: &[u8]| memchr::memmem::find_iter(bytes, pixels).count();
        assert_eq!(count(&clean), count(&bytes), "{format:?}");
        assert_eq!(cleaned(format, &clean), Ok(None), "{format:?} is cleaned twice");
    }
}

#[test]
fn what_the_test_pictures_hold_is_found_by_another_reader() {
    for (format, bytes) in pictures().into_iter().filter(|(format, _)| *format != Format::Gif) {
        let tags = tags(&bytes);
        for tag in ["GPSLatitude 0", "BodySerialNumber 0", "MakerNote 0", "JPEGInterchangeFormat 1"] {
            assert!(tags.iter().any(|found| found == tag), "{format:?}: {tags:?}");
        }
    }
}

#[test]
fn of_a_jpeg_what_decodes_it_stays_in_its_order() {
    let clean = cleaned(Format::Jpeg, &jpeg()).unwrap().unwrap();
    let (mut markers, mut at) = (Vec::new(), 2);
    while clean[at + 1] != 0xDA {
        markers.push(clean[at + 1]);
        at += 2 + usize::from(u16::from_be_bytes([clean[at + 2], clean[at + 3]]));
    }
    assert_eq!(markers, [0xE0, 0xE1, 0xE1, 0xE2, 0xED, 0xEE, 0xDB, 0xC0, 0xC4]);
    let scan = [&segment(0xDA, &[1, 1, 0, 0, 63, 0]), PIXELS].concat();
    assert_eq!(clean[at..], [&scan[..], &scan, b"\xFF\xD9"].concat());
    assert!(has(&clean, &segment(0xE0, b"JFIF\0\x01\x02\x01\0\x48\0\x48\0\0")));
    assert!(has(&clean, b"\x1C\x02\x50\0\x07Ann Poe\x1C\x02\x74\0\x0B2026 Herald\x1C\x02\x6E\0\x06Herald"));
}

#[test]
fn a_picture_without_metadata_is_left_alone() {
    let jpeg = [&b"\xFF\xD8"[..], &frame(), &segment(0xDA, &[0; 6]), PIXELS, b"\xFF\xD9"].concat();
    assert_eq!(cleaned(Format::Jpeg, &jpeg), Ok(None));
    let simple = [&b"RIFF\x3A\0\0\0WEBP"[..], &riff(b"VP8 ", PIXELS)].concat();
    let simple = [b"RIFF", &(simple.len() as u32 - 8).to_le_bytes()[..], &simple[8..]].concat();
    assert_eq!(cleaned(Format::WebP, &simple), Ok(None));
    let cut = &jpeg[..jpeg.len() - 20];
    assert_eq!(cleaned(Format::Jpeg, cut), Ok(None), "half a picture is better than none");
}

#[test]
fn flags_of_a_webp_say_what_is_left() {
    let clean = cleaned(Format::WebP, &webp()).unwrap().unwrap();
    assert_eq!(clean[20], 0x0C);
    assert_eq!(clean.len() as u32, u32_le(&clean, 4).unwrap() + 8);
    let bare = riff(b"EXIF", b"II*\0\x08\0\0\0\0\0\0\0\0\0");
    let bare = [riff(b"VP8X", &[0x0C, 0, 0, 0, 2, 0, 0, 1, 0, 0]), riff(b"VP8 ", PIXELS), bare].concat();
    let bare = [&b"RIFF"[..], &(bare.len() as u32 + 4).to_le_bytes(), b"WEBP", &bare].concat();
    assert_eq!(cleaned(Format::WebP, &bare).unwrap().unwrap()[20], 0);
}

#[test]
fn an_avif_keeps_its_length_so_that_all_places_hold() {
    let bytes = avif();
    assert_eq!(cleaned(Format::Avif, &bytes).unwrap().unwrap().len(), bytes.len());
}

#[test]
fn a_picture_on_its_side_is_known_by_its_exif() {
    for (format, bytes) in pictures() {
        let is_of_exif = matches!(format, Format::Jpeg | Format::Png | Format::WebP);
        assert_eq!(is_turned(&bytes), is_of_exif, "{format:?}");
        let clean = cleaned(format, &bytes).unwrap().unwrap();
        assert_eq!(is_turned(&clean), is_of_exif, "{format:?}");
    }
}

#[test]
fn a_position_in_another_format_is_found() {
    let tiff = exif_of_a_camera(true);
    assert_eq!(format(&tiff), Some(Format::Other("TIFF")));
    assert_eq!(cleaned(Format::Other("TIFF"), &tiff), Err(Fault::Position));
    let heic = [boxed(b"ftyp", b"heic\0\0\0\0mif1"), boxed(b"mdat", &exif_of_a_camera(false))].concat();
    assert_eq!(format(&heic), Some(Format::Other("HEIC")));
    assert_eq!(cleaned(Format::Other("HEIC"), &heic), Err(Fault::Position));
    let photoshop = [&b"8BPS"[..], XMP.as_bytes()].concat();
    assert_eq!(cleaned(format(&photoshop).unwrap(), &photoshop), Err(Fault::Position));
    let jxl = [&b"\0\0\0\x0CJXL \r\n\x87\n"[..], &boxed(b"brob", b"Exif compressed")].concat();
    assert_eq!(cleaned(format(&jxl).unwrap(), &jxl), Err(Fault::Hidden));
}

#[test]
fn another_format_without_a_position_is_left_alone() {
    let mut writer = Writer::new();
    let field = Field { tag: Tag::Artist, ifd_num: In::PRIMARY, value: Value::Ascii(vec![b"Ann Poe".to_vec()]) };
    let version = Field { tag: Tag::GPSVersionID, ifd_num: In::PRIMARY, value: Value::Byte(vec![2, 3, 0, 0]) };
    writer.push_field(&field);
    writer.push_field(&version);
    let mut out = Cursor::new(Vec::new());
    writer.write(&mut out, false).unwrap();
    assert_eq!(cleaned(Format::Other("TIFF"), out.get_ref()), Ok(None));
    let jxl = [&b"\0\0\0\x0CJXL \r\n\x87\n"[..], &boxed(b"jxlc", PIXELS)].concat();
    assert_eq!(cleaned(format(&jxl).unwrap(), &jxl), Ok(None));
}

#[test]
fn a_file_that_is_no_picture_is_none_whatever_its_name() {
    for text in [&b"no picture"[..], b"", b"\xFF", b"<svg/>", b"\0\0\0\x18ftypisom\0\0\0\0mp42isom"] {
        assert_eq!(format(text), None);
    }
}

/// Numbers that look random and are the same each time (xorshift, G. Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// A picture with some bytes changed, a stretch taken out or doubled, or its end cut off.
fn damaged(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(out.len());
        let end = (at + 1 + random.below(40)).min(out.len());
        match random.below(8) {
            0 => out.truncate(at.max(START.min(out.len()))),
            1 => drop(out.drain(at..end)),
            2 => {
                let stretch = out[at..end].to_vec();
                out.splice(at..at, stretch);
            }
            3 => out[at] = [0, 0xFF, 0x7F, 0x80][random.below(4)],
            _ => out[at] = random.below(256) as u8,
        }
    }
    out
}

#[test]
fn damaged_pictures_neither_fail_nor_let_a_position_pass() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut published, mut refused) = (0, 0);
    for (_, bytes) in pictures() {
        for _ in 0..4_000 {
            let bytes = damaged(&bytes, &mut random);
            let Some(format) = format(&bytes) else { continue };
            is_turned(&bytes);
            let Ok(clean) = cleaned(format, &bytes) else {
                refused += 1;
                continue;
            };
            published += 1;
            let clean = clean.unwrap_or(bytes);
            let tags = tags(&clean);
            assert!(!tags.iter().any(|tag| tag.starts_with("GPSLatitude")), "{format:?}: {tags:?}");
            let again = cleaned(format, &clean);
            assert!(again == Ok(None), "{format:?} is cleaned twice: {} becomes {again:?}", clean.escape_ascii());
        }
    }
    assert!(published > 10_000, "{published} were published, {refused} refused");
}

#[test]
fn files_made_to_take_long_do_not() {
    let lists = [&b"MM\0*\0\0\0\x08\xFF\xFF"[..]].concat().repeat(200_000);
    assert_eq!(cleaned(Format::Other("TIFF"), &lists), Err(Fault::Hidden));
    let deep = format!("<x xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">{}", "<rdf:RDF>".repeat(100_000));
    assert_eq!(xmp::reduced(deep.as_bytes()), None);
    let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 50 << 20], 6);
    let png = [
        png::SIGNATURE,
        &chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\x01\0\0\0", &bomb[..]].concat()),
        &chunk(b"IEND", b""),
    ]
    .concat();
    assert_eq!(cleaned(Format::Png, &png), Ok(Some([png::SIGNATURE, &chunk(b"IEND", b"")].concat())));
}
