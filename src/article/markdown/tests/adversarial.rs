//! Input that is meant to break the reader, or made at random.

use super::*;

/// Reads `text` and checks what must hold for every text.
fn check(text: &str, options: &MarkdownOptions) {
    let (body, diagnostics) = read_with(text, options);
    check_body(&body, text);
    for diagnostic in &diagnostics {
        let place = diagnostic.place.as_ref().unwrap();
        assert!(place.line >= 1 && place.column >= 1 && place.length >= 1, "{text:?}");
        assert!(place.line as usize <= text.matches('\n').count() + 1, "{text:?}");
    }
}

fn check_body(body: &Body, text: &str) {
    let mut links = vec![0; body.links.len()];
    let mut calls = vec![0; body.calls.len()];
    for piece in &body.pieces {
        match piece {
            Piece::Html(html) => {
                assert!(!html.is_empty());
                let leaks = html.chars().any(|c| ('\u{E000}'..'\u{E010}').contains(&c));
                assert!(!leaks, "a word leaked: {text:?}\n{html}");
            }
            Piece::Address(index) => links[*index] += 1,
            Piece::Size(index) => assert!(*index < body.links.len()),
            Piece::Call(index) => calls[*index] += 1,
        }
    }
    assert!(links.iter().all(|count| *count == 1), "{text:?}\n{body:?}");
    assert!(calls.iter().all(|count| *count >= 1), "{text:?}\n{body:?}");
    assert!(body.excerpt <= body.pieces.len());
    let texts = body.headings.iter().flat_map(|heading| [&*heading.html, &heading.text, &heading.id]);
    let texts = texts.chain([&*body.summary]).chain(body.anchors.iter());
    for shown in texts.chain(body.links.iter().map(|link| link.target.as_str())) {
        assert!(!shown.contains('\u{E000}'), "{text:?}\n{shown}");
    }
    let anchors: Vec<&str> = body.anchors.iter().collect();
    assert!(anchors.is_sorted_by(|a, b| a < b), "{text:?}");
    body.calls.iter().filter_map(|call| call.body.as_deref()).for_each(|body| check_body(body, text));
}

/// A small generator of numbers that are random enough.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

const SNIPPETS: [&str; 76] = [
    "a",
    " ",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "\r\n",
    "# ",
    "## ",
    "===\n",
    "---\n",
    "- ",
    "1. ",
    "> ",
    "> [!NOTE]\n",
    "```",
    "~~~",
    "`",
    "``",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "[[",
    "]]",
    "|",
    "|---|\n",
    ": ",
    "[^1]",
    "[^1]: ",
    "[a]: ",
    "[a](b)",
    "![a](b \"c\")",
    "{.x #y}",
    "{#z}",
    "{a=\"b\"}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{{ a | b }}",
    "{{<c/>}}",
    "{{<c d=\"e\"/>}}",
    "{{<c d=e/>}}",
    "{% <f> %}",
    "{% </f> %}",
    "{% raw %}",
    "{% endraw %}",
    "{{< g >}}",
    "{{% h %}}",
    "<div>",
    "</div>",
    "<a href=\"",
    "\">",
    "<img src='i' srcset='j 1x, k'>",
    "<!--more-->",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "$$",
    "$",
    "x^2",
    "\\",
    "\"",
    "'",
    "&amp;",
    "é字",
    "\u{E000}",
    "- [x] ",
    "<p id=\"x\">",
];

#[test]
fn random_texts_never_panic_and_keep_their_holes_balanced() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let default = MarkdownOptions::default();
    let inline_math = MarkdownOptions { inline_math: true, highlight: false, figures: false, ..default.clone() };
    let few =
        MarkdownOptions { attributes: false, wiki_links: false, footnotes: false, math: false, ..default.clone() };
    for _ in 0..6_000 {
        let mut text = String::new();
        for _ in 0..dice.roll(24) + 1 {
            let snippet = SNIPPETS[dice.roll(SNIPPETS.len())];
            // private-use characters of the text itself would look like leaks
            text.push_str(if snippet == "\u{E000}" { "\u{F8FF}" } else { snippet });
        }
        let options = [&default, &inline_math, &few][dice.roll(3)];
        check(&text, options);
        let _ = super::super::inline(&text, options);
        let _ = super::super::first_heading(&text, options);
    }
}

/// The texts that make parsers slow, each with a name.
fn floods() -> Vec<(&'static str, String)> {
    let many = 50_000;
    let mut floods: Vec<(&str, String)> = [
        "[",
        "*",
        "`",
        "_",
        "![",
        "[[",
        "]",
        "<",
        "<a ",
        "<!--",
        "$",
        "$$",
        "\"",
        "'",
        "{{",
        "{%",
        "{",
        "}}",
        "|",
        "~",
        "&",
        "\\",
        "a**b",
        "[^",
        "[^a]",
        "[a]: ",
        "<div",
        "`a``",
        "> ",
        "# ",
        "- a\n",
        "1) ",
        ":",
        "\n: ",
        "{% <a> %}",
        "{% </a> %}",
        "{{<a/>}}",
        "{{ a }} ",
        "[a](",
        "![a](b",
        "{.a}",
        "![a](b){.c}",
        "<b>",
        "<a href=\"",
        "$a$",
        "$$a$$ ",
        "*a ",
        "*a_ ",
        "\"a' ",
        "<p>",
        "<li>",
        "a\n\n",
        "[a]",
        "[](",
        "a<!-- ",
        "<?",
        "<![CDATA[",
        "***a ",
        "~~a~ ",
    ]
    .map(|part| (part, part.repeat(many)))
    .to_vec();
    floods.push(("quotes", "> ".repeat(20_000) + "a"));
    floods.push(("quotes without spaces", ">".repeat(20_000) + "a"));
    floods.push(("lists", "- ".repeat(20_000) + "a"));
    floods.push(("ordered lists", "1. ".repeat(20_000) + "a"));
    floods.push(("indented lists", (0..300).map(|depth| " ".repeat(depth * 2) + "- a\n").collect()));
    floods.push(("nested links", "[".repeat(many) + &"](a)".repeat(many)));
    floods.push(("stars on both sides", "*".repeat(many) + "a" + &"*".repeat(many)));
    floods.push(("backticks of growing length", (1..300).map(|length| "`".repeat(length) + " ").collect()));
    floods.push(("references", "[a]: b\n".to_owned() + &"[a] ".repeat(many)));
    floods.push(("tables", "|a".repeat(5_000) + "\n" + &"|-".repeat(5_000) + "\n" + &"|b\n".repeat(1_000)));
    floods.push(("notes", (0..3_000).map(|n| format!("[^{n}]\n\n[^{n}]: a\n\n")).collect()));
    floods.push(("equal headings", "## a\n\n".repeat(10_000)));
    floods.push(("calls with bodies", "{% <a> %}\n## b\n{% </a> %}\n\n".repeat(5_000)));
    floods.push(("formula groups", format!("$${}$$", "{".repeat(8_000))));
    floods.push(("formula roots", format!("$${}x$$", "\\sqrt".repeat(3_000))));
    floods
}

#[test]
fn floods_end_soon() {
    let options = MarkdownOptions { inline_math: true, highlight: false, ..MarkdownOptions::default() };
    let mut slow = Vec::new();
    for (name, text) in floods() {
        let start = std::time::Instant::now();
        let (body, _) = read_with(&text, &options);
        check_body(&body, name);
        let time = start.elapsed();
        // What is not linear takes minutes; a busy machine takes seconds.
        if time.as_secs_f64() > 20.0 {
            slow.push((name, time));
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}

#[test]
fn twenty_thousand_levels_are_an_error_with_their_line() {
    for text in [
        format!("a\n\n{}x\n", ">".repeat(20_000)),
        format!("a\n\n{}x\n", "> ".repeat(300)),
        format!("a\n\n{}x\n", "- ".repeat(20_000)),
        format!("a\n\n{}", "<div>".repeat(300)),
        format!("<div>\n<div>\n{}", "<div>".repeat(300)),
        format!("a\n\n{}x{}", "*".repeat(1_000), "*".repeat(1_000)),
        format!("a\n\nb {}", "<b>".repeat(300)),
    ] {
        let (body, diagnostics) = read(&text);
        assert_eq!(body, Body::default());
        assert_eq!(
            faults(&diagnostics),
            [(
                "deep-nesting".to_owned(),
                3,
                diagnostics[0].place.as_ref().unwrap().column,
                "markup is nested deeper than 256 elements".to_owned()
            )]
        );
    }
}

#[test]
fn tags_that_need_no_end_do_not_nest() {
    for part in [
        "<p>a\n",
        "<li>a\n",
        "<br>\n",
        "<img src=a>\n",
        "<td>a\n",
        "<a name=b></a>\n",
        "a <b>c</b>\n\n",
        "<a name=x/>\n\n",
    ] {
        let (_, diagnostics) = read(&part.repeat(1_000));
        assert!(diagnostics.is_empty(), "{part}");
    }
}

#[test]
fn calls_within_calls_have_a_limit() {
    let text = "{% <a> %}".repeat(2_000) + "x" + &"{% </a> %}".repeat(2_000);
    let (_, diagnostics) = read(&text);
    assert_eq!(faults(&diagnostics)[0].3, "shortcodes are nested deeper than 32 levels");
}
