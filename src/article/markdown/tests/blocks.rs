//! Headings, notes, tables, alerts, pictures, excerpts.

use super::*;

#[test]
fn headings_have_unique_ids_that_give_way_to_explicit_ones() {
    let (body, diagnostics) =
        read("## One two\n\n## One *two*\n\n## X {#one-two .big title=\"a b\"}\n\n<a name='one-two-1'></a>\n");
    assert_eq!(
        show(&body),
        "<h2 id=\"one-two-2\">One two</h2>\n<h2 id=\"one-two-3\">One <em>two</em></h2>\n\
         <h2 id=\"one-two\" class=\"big\" title=\"a b\">X</h2>\n<p><a name='one-two-1'></a></p>\n"
    );
    assert_eq!(body.anchors.iter().collect::<Vec<_>>(), ["one-two", "one-two-1", "one-two-2", "one-two-3"]);
    assert_eq!(body.headings[1].html, "One <em>two</em>");
    assert_eq!(body.headings[1].text, "One two");
    assert_eq!(body.headings[2].id, "one-two");
    assert!(diagnostics.is_empty());
}

#[test]
fn headings_hold_no_links_notes_and_unbalanced_tags() {
    let (body, _) = read("## A [b](c) `d` <b>e <span id=x>f[^1] ![g](h)\n\n[^1]: note\n");
    assert_eq!(body.headings[0].html, "A b <code>d</code> <b>e <span>f g</span></b>");
    assert_eq!(body.headings[0].text, "A b d e f g");
}

#[test]
fn headings_make_an_outline_below_the_headline_without_gaps() {
    let levels = |text: &str| read(text).0.headings.iter().map(|heading| heading.level).collect::<Vec<_>>();
    assert_eq!(levels("# A\n\n###### B\n"), [2, 3]);
    assert_eq!(levels("### A\n\n#### B\n\n### C\n\n## D\n\n#### E\n"), [2, 3, 2, 2, 3]);
    assert_eq!(html("## A\n"), "<h2 id=\"a\">A</h2>\n");
    let options = MarkdownOptions { shift_headings: false, ..MarkdownOptions::default() };
    assert_eq!(html_with("# A\n", &options), "<h1 id=\"a\">A</h1>\n");
}

#[test]
fn braces_in_headings_that_are_no_attributes_stay() {
    assert_eq!(html("## The set {x}\n"), "<h2 id=\"the-set-x\">The set {x}</h2>\n");
    assert_eq!(html("A {#own}\n---\n"), "<h2 id=\"own\">A</h2>\n");
    assert_eq!(html("## A {.b} ##\n"), "<h2 id=\"a\" class=\"b\">A</h2>\n");
    let options = MarkdownOptions { attributes: false, ..MarkdownOptions::default() };
    assert_eq!(html_with("## A {#b}\n", &options), "<h2 id=\"a-b\">A {#b}</h2>\n");
}

#[test]
fn the_first_heading_is_left_out_where_it_became_the_title() {
    let file = SourcePath::new("a.md").unwrap();
    let options = MarkdownOptions::default();
    let read = |text: &str| {
        body(&BodySource {
            file: &file,
            text,
            body: 0..text.len(),
            options: &options,
            drop_first_heading: true,
            has_summary: true,
        })
        .0
    };
    let found = read("<!-- c -->\n\n# T [a](b)\n\n# Next\n\ntext");
    assert_eq!(show(&found), "<!-- c -->\n<h2 id=\"next\">Next</h2>\n<p>text</p>\n");
    assert!(found.links.is_empty());
    assert_eq!(show(&read("text\n\n# T\n")), "<p>text</p>\n<h2 id=\"t\">T</h2>\n");
    assert_eq!(show(&read("T\n===\n\n## U\n")), "<h2 id=\"u\">U</h2>\n");
}

#[test]
fn the_first_heading_is_found_behind_comments_only() {
    let options = MarkdownOptions::default();
    let first = |text: &str| super::super::first_heading(text, &options).map(|line| line.text.to_string());
    assert_eq!(first("\n<!-- a\nb -->\n\n## The *title* {#x}\n\ntext"), Some("The title".to_owned()));
    assert_eq!(first("Two\nlines\n===\n"), Some("Two lines".to_owned()));
    assert_eq!(first("\u{FEFF}# T {{ x }} ##\r\n"), Some("T {{ x }}".to_owned()));
    assert_eq!(first("text\n\n# T\n"), None);
    assert_eq!(first("#hashtag\n"), None);
    assert_eq!(first("#\n\ntext"), None);
    assert_eq!(first(""), None);
}

#[test]
fn notes_are_numbered_by_their_references_and_link_back() {
    let (body, _) = read("a[^b] c[^a] d[^b]\n\n[^a]: first\n[^b]: second\n\n    more\n[^lost]: nobody\n");
    assert_eq!(
        show(&body),
        "<p>a<sup class=\"footnote-ref\" id=\"fnref-b\"><a href=\"#fn-b\" role=\"doc-noteref\">1</a></sup> \
         c<sup class=\"footnote-ref\" id=\"fnref-a\"><a href=\"#fn-a\" role=\"doc-noteref\">2</a></sup> \
         d<sup class=\"footnote-ref\" id=\"fnref-b-2\"><a href=\"#fn-b\" role=\"doc-noteref\">1</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n\
         <li id=\"fn-b\">\n<p>second</p>\n<p>more \
         <a class=\"footnote-back\" href=\"#fnref-b\" role=\"doc-backlink\">↩\u{FE0E}</a> \
         <a class=\"footnote-back\" href=\"#fnref-b-2\" role=\"doc-backlink\">↩\u{FE0E}<sup>2</sup></a></p>\n</li>\n\
         <li id=\"fn-a\">\n<p>first <a class=\"footnote-back\" href=\"#fnref-a\" role=\"doc-backlink\">↩\u{FE0E}</a></p>\n</li>\n\
         <li id=\"fn-lost\">\n<p>nobody</p>\n</li>\n</ol>\n</section>\n"
    );
    assert_eq!(body.anchors.iter().collect::<Vec<_>>(), ["fn-a", "fn-b", "fn-lost", "fnref-a", "fnref-b", "fnref-b-2"]);
}

#[test]
fn ids_of_notes_never_clash() {
    let (body, _) = read("## Fn 1\n\n<p id=\"fn-1\">a[^1]</p>\n\n[^1]: b\n\nc[^1]\n");
    let ids: Vec<&str> = body.anchors.iter().collect();
    assert!(ids.is_sorted_by(|a, b| a < b));
    assert!(show(&body).contains("<li id=\"fn-1-2\">"), "{}", show(&body));
}

#[test]
fn links_in_notes_keep_their_holes() {
    let (body, _) = read("a[^1] [b](c)\n\n[^1]: [d](e) ![f](g)\n\nh [i](j)\n");
    let used: Vec<usize> =
        body.pieces.iter().filter_map(|p| if let Piece::Address(i) = p { Some(*i) } else { None }).collect();
    assert_eq!(used.len(), body.links.len());
    assert!(show(&body).contains("<a href=\"e\">d</a> <img src=\"g\""));
}

#[test]
fn tables_scroll_by_themselves() {
    assert_eq!(
        html("| a | b |\n|:--|--:|\n| 1 | `x\\|y` |\n"),
        "<div class=\"table\" tabindex=\"0\"><table><thead><tr><th style=\"text-align: left\">a</th><th style=\"text-align: right\">b</th></tr></thead>\n\
         <tbody>\n<tr><td style=\"text-align: left\">1</td><td style=\"text-align: right\"><code>x|y</code></td></tr>\n\
         </tbody></table></div>\n"
    );
    assert_eq!(
        html("| a |\n|---|\n"),
        "<div class=\"table\" tabindex=\"0\"><table><thead><tr><th>a</th></tr></thead>\n</table></div>\n"
    );
}

#[test]
fn other_extensions_come_out_as_html() {
    assert_eq!(html("~~a~~"), "<p><del>a</del></p>\n");
    assert_eq!(
        html("- [x] a\n- [ ] b\n"),
        "<ul>\n<li><input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"done\" /> a</li>\n<li><input type=\"checkbox\" disabled=\"\" aria-label=\"to do\" /> b</li>\n</ul>\n"
    );
    assert_eq!(html("a\n: b\n"), "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n");
    assert_eq!(
        html("> [!WARNING]\n> a\n"),
        "<aside class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n<p>a</p>\n</aside>\n"
    );
    assert_eq!(html("\"a\" -- it's..."), "<p>“a” – it’s…</p>\n");
}

#[test]
fn a_picture_alone_becomes_a_figure() {
    let tail = "[size 0] loading=\"lazy\" decoding=\"async\" />";
    assert_eq!(html("![a](b.png)\n"), format!("<figure><img src=\"b.png\" alt=\"a\"{tail}</figure>\n"));
    assert_eq!(
        html("![a](b.png \"The *title*\")\n"),
        format!("<figure><img src=\"b.png\" alt=\"a\"{tail}<figcaption>The *title*</figcaption></figure>\n")
    );
    assert_eq!(
        html("[![a](b.png \"t\")](c)\n"),
        "<figure><a href=\"c\"><img src=\"b.png\" alt=\"a\"[size 1] loading=\"lazy\" decoding=\"async\" /></a>\
         <figcaption>t</figcaption></figure>\n"
    );
    assert_eq!(html("x ![a](b.png \"t\")\n"), format!("<p>x <img src=\"b.png\" alt=\"a\" title=\"t\"{tail}</p>\n"));
    let options = MarkdownOptions { figures: false, ..MarkdownOptions::default() };
    assert_eq!(html_with("![a](b.png \"t\")\n", &options), "<p><img src=\"b.png\" alt=\"a\" title=\"t\" /></p>\n");
}

#[test]
fn two_pictures_are_no_figure() {
    assert!(html("![a](b)\n![c](d)\n").starts_with("<p><img"));
    assert!(html("[![a](b) text](c)\n").starts_with("<p><a"));
}

#[test]
fn attribute_lists_follow_pictures_and_links() {
    assert_eq!(
        html("![a](b.png){.wide width=300 onerror=x}\n"),
        "<figure><img src=\"b.png\" alt=\"a\" class=\"wide\" width=\"300\" loading=\"lazy\" decoding=\"async\" /></figure>\n"
    );
    assert_eq!(
        html("[a](b){rel=nofollow #i} c [d](e){x}"),
        "<p><a href=\"b\" id=\"i\" rel=\"nofollow\">a</a> c <a href=\"e\">d</a>{x}</p>\n"
    );
    assert_eq!(
        html("[![a](b){.x}](c){.y title=\"it's \\*a\"} d"),
        "<p><a href=\"c\" class=\"y\" title=\"it's \\*a\"><img src=\"b\" alt=\"a\" class=\"x\"[size 1] loading=\"lazy\" \
         decoding=\"async\" /></a> d</p>\n"
    );
    let options = MarkdownOptions { attributes: false, ..MarkdownOptions::default() };
    assert_eq!(html_with("[a](b){.c}", &options), "<p><a href=\"b\">a</a>{.c}</p>\n");
}

#[test]
fn a_marker_ends_the_excerpt_and_is_left_out() {
    for marker in ["<!--more-->", "<!-- more -->", "<!-- MORE -->"] {
        let (body, _) = read(&format!("a\n\n{marker}\n\nb\n"));
        assert!(body.has_more_marker);
        assert_eq!(excerpt(&body).trim(), "<p>a</p>", "{marker}");
        assert!(!show(&body).contains("more"), "{}", show(&body));
        assert!(show(&body).contains("<p>b</p>"));
    }
    let (body, _) = read("a <!--more--> b\n\nc\n");
    assert_eq!(excerpt(&body), "<p>a  b</p>\n");
    let (body, _) = read("> a\n>\n> <!--more-->\n\nb\n");
    assert!(!body.has_more_marker);
}

#[test]
fn a_marker_within_open_html_cuts_before_it() {
    let (body, _) = read("a\n\n<div>\n\nb\n\n<!--more-->\n\nc\n\n</div>\n");
    assert_eq!(excerpt(&body), "<p>a</p>\n");
}

#[test]
fn without_a_marker_the_first_paragraphs_are_the_excerpt() {
    let words = "word ".repeat(30);
    let (body, _) = read(&format!("{words}\n\n{words}\n\nthird\n"));
    assert!(excerpt(&body).ends_with("word</p>\n") && !excerpt(&body).contains("third"));
    let (body, _) = read("a\n\n- b\n");
    assert_eq!(excerpt(&body), "<p>a</p>\n");
    let (body, _) = read("## a\n\nb\n");
    assert_eq!(body.excerpt, 0);
    let (body, _) = read("a\n\nb\n");
    assert_eq!(body.excerpt, body.pieces.len());
    let (body, _) = read("a[^1]\n\n[^1]: b\n");
    assert!(body.excerpt < body.pieces.len());
    let (body, _) = read("");
    assert_eq!((body.excerpt, body.pieces.len(), body.minutes), (0, 0, 0));
}

#[test]
fn words_minutes_and_summary_are_those_of_what_is_seen() {
    let (body, _) =
        read("## Head\n\nSome *text* isn’t `code` <b>x</b>.[^1]\n\n- item\n\n```\na b c\n```\n\n[^1]: note\n");
    assert_eq!(body.words, 11);
    assert_eq!(body.minutes, 1);
    assert_eq!(&*body.summary, "Some text isn’t code x.");
    let (body, _) = read("- only\n- list\n");
    assert_eq!(&*body.summary, "only list");
}

#[test]
fn attribute_lists_on_lines_of_their_own_belong_to_the_block_beside_them() {
    let show = |text: &str| show(&read(text).0);
    assert_eq!(show("## A\n{: #b .c}\ntext"), "<h2 id=\"b\" class=\"c\">A</h2>\n<p>text</p>\n");
    assert_eq!(show("A\n---\n{: #b }\n\ntext"), "<h2 id=\"b\">A</h2>\n<p>text</p>\n");
    assert_eq!(
        show("text\nmore\n{: .a #i title=\"t\"}\n\nb"),
        "<p id=\"i\" class=\"a\" title=\"t\">text\nmore</p>\n<p>b</p>\n"
    );
    assert_eq!(show("a\n\n{: .b}\nc"), "<p>a</p>\n<p class=\"b\">c</p>\n");
    assert_eq!(show("- a\n- b\n{: .c}\n\nd"), "<ul class=\"c\">\n<li>a</li>\n<li>b</li>\n</ul>\n<p>d</p>\n");
    assert_eq!(show("> a\n{: .b}\n"), "<blockquote class=\"b\">\n<p>a</p>\n</blockquote>\n");
    assert_eq!(show("> a\n> {: .b}\n"), "<blockquote>\n<p class=\"b\">a</p>\n</blockquote>\n");
    assert_eq!(show("| a |\n|---|\n| b |\n{: .c}\n").matches("<table class=\"c\">").count(), 1);
    assert_eq!(
        show("```\nlet a;\n```\n{: .language-rust #i}\n")
            .matches("id=\"i\" class=\"code\" data-language=\"rust\"")
            .count(),
        1
    );
    assert_eq!(
        show("![a](b.png){: .wide}\n{: .c}")
            .matches("<figure class=\"c\"><img src=\"b.png\" alt=\"a\" class=\"wide\"")
            .count(),
        1
    );
    assert_eq!(show("{: .a}"), "");
    assert_eq!(show("```\n{: .a}\n```").matches("{: .a}").count(), 1);
    assert_eq!(show("a\n{:toc}"), "<p>a\n{:toc}</p>\n");
}
