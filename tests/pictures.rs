//! Pictures of a site: what is published of them, and the room that pages keep for them.

mod harness;

use harness::{Site, assert_has, changed};

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    [&[0xFF, marker][..], &((content.len() + 2) as u16).to_be_bytes(), content].concat()
}

/// An EXIF with an artist, a way in which the picture is turned, and a position.
fn exif(orientation: u8) -> Vec<u8> {
    let tag = |number: [u8; 2], kind: u8, count: u8, value: [u8; 4]| {
        [&number[..], &[0, kind, 0, 0, 0, count], &value].concat()
    };
    let first = [
        tag([0x01, 0x12], 3, 1, [0, orientation, 0, 0]),
        tag([0x01, 0x3B], 2, 4, *b"Ann\0"),
        tag([0x88, 0x25], 4, 1, [0, 0, 0, 50]),
    ]
    .concat();
    let position = [tag([0, 2], 5, 1, [0, 0, 0, 68]), vec![0, 0, 0, 0], vec![0, 0, 0, 44, 0, 0, 0, 1]].concat();
    [b"MM\0*\0\0\0\x08\0\x03", &first[..], &[0; 4], &[0, 1], &position].concat()
}

/// A picture 300 pixels wide and 200 high, with or without an EXIF.
fn jpeg(exif: Option<Vec<u8>>) -> Vec<u8> {
    let exif = exif.map(|exif| segment(0xE1, &[b"Exif\0\0", &exif[..]].concat())).unwrap_or_default();
    let frame = segment(0xC0, &[8, 0, 200, 1, 44, 1, 1, 0x11, 0]);
    let scan = segment(0xDA, &[1, 1, 0, 0, 63, 0]);
    [&b"\xFF\xD8"[..], &exif, &frame, &scan, b"the picture itself\xFF\xD9"].concat()
}

const ARTICLE: &str = "---\ntitle: The quay\ndate: 2026-01-01\n---\n![Boats](boats.jpg)\n";

fn site() -> Site {
    Site::plain()
        .file("content/news/quay/index.md", ARTICLE)
        .file("content/news/quay/boats.jpg", jpeg(Some(exif(1))))
        .file("static/wrongly-named.png", jpeg(Some(exif(1))))
        .file("static/plain.jpg", jpeg(None))
        .file("static/no-picture.jpg", "no picture at all")
        .file("assets/badge.jpg", jpeg(Some(exif(1))))
}

fn has_position(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| pair == [0x88, 0x25])
}

#[test]
fn a_picture_is_published_without_its_position_wherever_it_stands() {
    let site = site();
    site.build();
    let files = site.files();
    for name in ["news/quay/boats.jpg", "wrongly-named.png"] {
        let bytes = &files[name];
        assert!(!has_position(bytes), "{name}");
        assert!(bytes.windows(4).any(|part| part == b"Ann\0"), "{name} has lost its credit");
        assert!(bytes.ends_with(b"the picture itself\xFF\xD9"), "{name}");
    }
    assert!(!files.iter().any(|(name, bytes)| name.ends_with(".jpg") && has_position(bytes)));
    assert_eq!(files["plain.jpg"], jpeg(None));
    assert_eq!(files["no-picture.jpg"], b"no picture at all");
    assert_eq!(
        std::fs::read(site.path("static/wrongly-named.png")).unwrap(),
        jpeg(Some(exif(1))),
        "a source was written"
    );
}

#[test]
fn an_asset_of_the_theme_is_cleaned_before_it_is_named_by_its_content() {
    let site = site()
        .file("themes/own/theme.yaml", "extends: broadsheet\n")
        .file("themes/own/assets/badge.jpg", jpeg(Some(exif(1))));
    site.write("byline.yaml", "title: The Herald\nurl: https://herald.example\ntheme: own\n");
    site.build();
    let files = site.files();
    let badge = files.iter().find(|(name, _)| name.starts_with("assets/badge.")).expect("the asset is published").1;
    assert!(!has_position(badge));
    assert!(badge.ends_with(b"the picture itself\xFF\xD9"));
}

#[test]
fn a_rebuild_keeps_cleaned_pictures_and_is_what_a_clean_build_is() {
    let site = site();
    site.settle();
    site.build();
    let before = site.files();
    site.write("content/news/quay/index.md", format!("{ARTICLE}More.\n"));
    site.build().says("4 written");
    assert!(!changed(&before, &site.files()).iter().any(|name| name.ends_with("jpg") || name.ends_with("png")));
    site.write("content/news/quay/boats.jpg", jpeg(Some(exif(6))));
    site.build();
    site.run(&["build", "--verify"]).code(0);
    assert!(!has_position(&site.files()["news/quay/boats.jpg"]));
    let rebuilt = site.files();
    site.run(&["build", "--fresh"]).code(0).says("0 written");
    assert_eq!(changed(&rebuilt, &site.files()), [""; 0]);
}

#[test]
fn a_picture_on_its_side_keeps_the_room_that_it_takes_when_it_stands() {
    for (orientation, sides) in [
        (1, "width=300 height=200"),
        (3, "width=300 height=200"),
        (6, "width=200 height=300"),
        (8, "width=200 height=300"),
    ] {
        let site = site().file("content/news/quay/boats.jpg", jpeg(Some(exif(orientation))));
        site.build();
        let page = site.page("news/quay/index.html").replace('"', "");
        assert_has(&page, sides);
    }
}

#[test]
fn a_position_in_a_format_with_another_name_is_found_when_the_file_is_copied() {
    let site = site().file("static/scan.bin", exif(1));
    let run = site.run(&["build"]).code(1);
    assert_has(
        &run.stderr,
        "error[picture-position]: the picture `static/scan.bin` says where it was taken, which byline does not remove from TIFF",
    );
    assert!(!site.path("public").exists());
    site.write("static/scan.bin", "no picture");
    site.build();
}
