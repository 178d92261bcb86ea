//! Links, pictures and raw HTML.

use super::*;
use crate::article::LinkKind;

/// Kind, target, line, column and length of each link.
fn links(text: &str) -> Vec<(LinkKind, String, u32, u32, u32)> {
    let (body, _) = read(text);
    body.links
        .into_iter()
        .map(|link| (link.kind, link.target, link.place.line, link.place.column, link.place.length))
        .collect()
}

fn link(kind: LinkKind, target: &str, line: u32, column: u32, length: u32) -> (LinkKind, String, u32, u32, u32) {
    (kind, target.to_owned(), line, column, length)
}

#[test]
fn links_say_where_their_targets_stand() {
    use LinkKind::{Link, Picture, Wiki};
    assert_eq!(links("ä [b](c/d)"), [link(Link, "c/d", 1, 7, 3)]);
    assert_eq!(links("x\n\n> ![b](<c d> \"t\")"), [link(Picture, "c d", 3, 9, 3)]);
    assert_eq!(links("[b][x]\n\n[x]: y.md 'z'"), [link(Link, "y.md", 3, 6, 4)]);
    assert_eq!(links("<https://a.b>"), [link(Link, "https://a.b", 1, 2, 11)]);
    assert_eq!(links("<a@b.c>"), [link(Link, "mailto:a@b.c", 1, 2, 5)]);
    assert_eq!(links("[[a b|c]] [[d]]"), [link(Wiki, "a b", 1, 3, 3), link(Wiki, "d", 1, 13, 1)]);
    assert_eq!(links("[a](b&amp;c)"), [link(Link, "b&c", 1, 5, 7)]);
}

#[test]
fn places_are_exact_with_windows_line_ends_front_matter_and_tags_before() {
    let text = "\u{FEFF}---\r\ntitle: x\r\n---\r\n{{ a\r\n b }} [c](d)\r\n\r\n<p>\r\n<img src=\"e\">\r\n";
    let file = SourcePath::new("a.md").unwrap();
    let start = text.find("{{").unwrap();
    let options = MarkdownOptions::default();
    let source = BodySource {
        file: &file,
        text,
        body: start..text.len(),
        options: &options,
        drop_first_heading: false,
        has_summary: true,
    };
    let (found, diagnostics) = body(&source);
    let places: Vec<_> = found.links.iter().map(|link| (link.place.line, link.place.column)).collect();
    assert_eq!(places, [(5, 11), (8, 11)]);
    assert_eq!(faults(&diagnostics)[0].1, 4);
}

#[test]
fn wiki_links_are_text_where_they_are_off() {
    let options = MarkdownOptions { wiki_links: false, ..MarkdownOptions::default() };
    assert_eq!(html_with("[[a]]", &options), "<p>[[a]]</p>\n");
    assert_eq!(html("[[a|*b*]]"), "<p><a href=\"a\"><em>b</em></a></p>\n");
}

#[test]
fn raw_html_comes_out_as_it_is_but_for_its_links() {
    let text = "<div CLASS=x\n  data-a='b \"c\"'>\n<A HREF = 'd?e=1&amp;f' id=g>h</A> <img src=i alt>\n<script>var a = \"<a href='j'>\";</script>\n<!-- <a href=k> -->\n</div>\n";
    assert_eq!(html(text), text.replace("'d?e=1&amp;f'", "\"d?e=1&amp;f\"").replace("src=i", "src=\"i\""));
    assert_eq!(links(text), [link(LinkKind::RawLink, "d?e=1&f", 3, 12, 11), link(LinkKind::RawMedia, "i", 3, 45, 1)]);
    let (body, _) = read(text);
    assert_eq!(body.anchors.iter().collect::<Vec<_>>(), ["g"]);
    assert!(body.links[1].has_alt);
}

#[test]
fn raw_media_have_holes_of_their_own() {
    let text = "<video poster=\"a\" src=\"b\"><source src=c srcset=\"d 1x, e&amp;f 2x\"></video>\n\n<img src=\"g\">\n";
    let (body, _) = read(text);
    let found: Vec<_> = body.links.iter().map(|link| (link.kind, link.target.as_str(), link.has_alt)).collect();
    let media = LinkKind::RawMedia;
    assert_eq!(
        found,
        [
            (media, "a", true),
            (media, "b", true),
            (media, "c", true),
            (media, "d", true),
            (media, "e&f", true),
            (media, "g", false)
        ]
    );
    assert!(show(&body).contains("srcset=\"d 1x, e&amp;f 2x\""), "{}", show(&body));
}

#[test]
fn inline_html_is_scanned_too() {
    assert_eq!(html("a <a href='b'>c</a> <br> *d*"), "<p>a <a href=\"b\">c</a> <br> <em>d</em></p>\n");
    assert_eq!(links("a <a\nhref=\"b\">c</a>"), [link(LinkKind::RawLink, "b", 2, 7, 1)]);
    assert_eq!(html("<a href=\"\">x</a>"), "<p><a href=\"\">x</a></p>\n");
}

#[test]
fn windows_line_ends_make_no_difference() {
    let text = "# A\n\nb  \nc [d](e)\n\n```rust\nfn f() {}\n```\n\n<div\nid=g>\nh\n</div>\n\n| a |\n|---|\n| b |\n\n> - x\n>   y\n\n$$\nx\n$$\n";
    assert_eq!(html(text), html(&text.replace('\n', "\r\n")));
}

#[test]
fn pictures_know_whether_they_have_a_text() {
    let (body, _) = read("![](a) ![b](c) ![[d.png]] ![[e.png|f]]");
    assert_eq!(body.links.iter().map(|link| link.has_alt).collect::<Vec<_>>(), [false, true, false, true]);
}

#[test]
fn links_in_brackets_are_no_wiki_links() {
    let show = |text: &str| {
        let (body, _) = read(text);
        (show(&body), body.links.iter().map(|link| link.kind).collect::<Vec<_>>())
    };
    let kinds = [LinkKind::Link];
    assert_eq!(show("[[Bug 1]](a)"), ("<p><a href=\"a\">[Bug 1]</a></p>\n".to_owned(), kinds.to_vec()));
    assert_eq!(show("[[Bug 1]]\n\n[Bug 1]: a"), ("<p>[<a href=\"a\">Bug 1</a>]</p>\n".to_owned(), kinds.to_vec()));
    assert_eq!(
        show("[[*Bug* 1]][b]\n\n[b]: a"),
        ("<p><a href=\"a\">[<em>Bug</em> 1]</a></p>\n".to_owned(), kinds.to_vec())
    );
    assert_eq!(show("[[x]][[y]]\n\n[x]: a\n[Y]: b").0, "<p>[<a href=\"a\">x</a>][<a href=\"b\">y</a>]</p>\n");
    assert_eq!(show("[[Page]] (see below)").1, [LinkKind::Wiki]);
    assert_eq!(show("[[Page]](see below)").1, [LinkKind::Wiki]);
    assert_eq!(show("`[[x]](a)`").0, "<p><code>[[x]](a)</code></p>\n");
}
