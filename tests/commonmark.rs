//! CommonMark: with every extension off, the examples of the specification come out as it says.

use std::path::{Path, PathBuf};

use byline::article::markdown::{BodySource, body, to_html};
use byline::config::{MarkdownOptions, RawHtml};
use byline::path::SourcePath;

/// Plain CommonMark.
const PLAIN: MarkdownOptions = MarkdownOptions {
    tables: false,
    footnotes: false,
    strikethrough: false,
    task_lists: false,
    smart_punctuation: false,
    heading_ids: false,
    attributes: false,
    definition_lists: false,
    alerts: false,
    math: false,
    inline_math: false,
    highlight: false,
    figures: false,
    wiki_links: false,
    shift_headings: false,
    html: RawHtml::Allow,
    slugs: byline::config::Slugs::Unicode,
};

/// The specification's examples, beside the project or in the folder above it.
fn examples() -> Option<Vec<serde_json::Value>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = PathBuf::from("shared/corpora/commonmark/spec-0.31.2.json");
    let found = root.ancestors().skip(1).take(3).map(|folder| folder.join(&file)).find(|path| path.exists())?;
    let text = std::fs::read_to_string(found).expect("the examples can be read");
    Some(serde_json::from_str(&text).expect("the examples are JSON"))
}

/// HTML with what means the same written the same: quotes in text, and characters in addresses of raw HTML.
fn normal(html: &str) -> String {
    html.replace("&quot;", "\"").replace("&ouml;", "ö")
}

#[test]
fn every_example_of_the_specification_comes_out_as_it_says() {
    let Some(examples) = examples() else {
        // `eprintln!` would be kept back by the test harness.
        let _ = std::io::Write::write_all(
            &mut std::io::stderr(),
            b"skipped: shared/corpora/commonmark/spec-0.31.2.json is not beside the project\n",
        );
        return;
    };
    let file = SourcePath::new("example.md").expect("a path");
    let mut failures = Vec::new();
    for example in &examples {
        let field = |name: &str| example[name].as_str().unwrap_or_default();
        let text = field("markdown");
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let source = BodySource {
                file: &file,
                text: &text,
                body: 0..text.len(),
                options: &PLAIN,
                drop_first_heading: false,
                has_summary: false,
            };
            let (found, diagnostics) = body(&source);
            let html = to_html(&found);
            if normal(&html) != normal(field("html")) || !diagnostics.is_empty() {
                failures.push(format!(
                    "example {} ({})\n--- markdown\n{text}\n--- expected\n{}\n--- found\n{html}\n{diagnostics:?}",
                    example["example"],
                    field("section"),
                    field("html")
                ));
            }
        }
    }
    assert_eq!(examples.len(), 652);
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}
