//! A file of the content: what is read of it, and where it is said to be wrong.

use byline::article::{self, Document, Meta};
use byline::config::{Config, Overrides, load};
use byline::path::SourcePath;

use super::{judge_places, markdown};

/// The files that an input may be: the first byte decides.
const FILES: [&str; 6] = [
    "content/plain.md",
    "content/2024-05-06-dated.md",
    "content/news/bundle/index.md",
    "content/news/_index.md",
    "content/authors/ines.md",
    "content/2020-04-21-.md",
];

/// Judges `bytes`: one that chooses the file's name, then what stands in the file.
pub fn judge(bytes: &[u8]) {
    let Some((choice, text)) = bytes.split_first() else { return };
    let name = FILES[usize::from(*choice) % FILES.len()];
    let file = SourcePath::new(name).expect("the name is a path");
    let parsed = article::parse(&file, text, &configuration());
    judge_places(&parsed.diagnostics, text, false);
    match parsed.document {
        Some(Document::Article(article)) => {
            judge_meta(&article.meta);
            markdown::judge_body(&article.body);
        }
        Some(Document::Section(section)) => markdown::judge_body(&section.body),
        Some(Document::Profile(profile)) => {
            assert!(!profile.id.is_empty() && !profile.name.is_empty(), "an author without a name");
            markdown::judge_body(&profile.body);
        }
        None => assert!(!parsed.diagnostics.is_empty(), "nothing was read, and nothing said"),
    }
}

/// The configuration of a site that says nothing.
fn configuration() -> Config {
    let file = SourcePath::new("byline.yaml").expect("the name is a path");
    load(&file, None, &Overrides::default()).config
}

fn judge_meta(meta: &Meta) {
    assert!(!meta.title.text.trim().is_empty() && !meta.title.html.is_empty(), "no title: {meta:?}");
    assert!(!meta.slug.is_empty(), "no slug: {meta:?}");
    assert!(!meta.slug.contains(['/', '\\', '?', '#']), "a slug that is no name: {:?}", meta.slug);
    for moment in [&meta.date, &meta.updated, &meta.expires].into_iter().flatten() {
        super::dates::judge_moment(moment);
    }
    for author in &meta.authors {
        assert!(!author.name.is_empty() && !author.role.is_empty(), "an author without a name: {author:?}");
    }
    for terms in meta.terms.values() {
        assert!(terms.iter().all(|term| !term.is_empty()), "an empty term: {terms:?}");
    }
}
