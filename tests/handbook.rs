//! The handbook's reference pages are those that the tables of the source make.
//!
//! `BYLINE_UPDATE=1 cargo test --test handbook` writes them anew.

use std::fs;
use std::path::Path;

use byline::diagnostic::{CODES, Severity};
use byline::keys::{Scope, reference};

/// A page of the handbook whose text is made from a table.
struct Page {
    path: &'static str,
    text: String,
}

fn keys_page(path: &'static str, front_matter: &str, introduction: &str, scopes: &[(Scope, &str, &str)]) -> Page {
    let mut text = format!("---\n{front_matter}---\n\n{introduction}\n");
    for (scope, heading, explanation) in scopes {
        text.push_str(&format!("\n## {heading}\n\n{explanation}\n\n{}", reference(*scope)));
    }
    Page { path, text }
}

fn configuration() -> Page {
    keys_page(
        "content/handbook/reference/configuration.md",
        "title: Configuration keys\ndescription: Every key of `byline.yaml`, from the table that the program reads it by.\nweight: 1\ntoc: true\n",
        "Every key that `byline.yaml` may have. The program reads the file by the same table; a key that is not in it is an error.\n`byline config` shows the values in effect and where each comes from, `byline config --schema` the JSON Schema for editors.",
        &[
            (Scope::Config, "At the top", "The keys of `byline.yaml` itself."),
            (
                Scope::Theme,
                "Of the theme",
                "`theme` may be a name, or a map with these keys and the options of the theme.",
            ),
            (Scope::Files, "Of published folders", "Each entry of `files` has these."),
            (Scope::Navigation, "Of the navigation", "Each entry of `navigation` has these."),
            (Scope::Taxonomy, "Of a taxonomy", "Each entry of `taxonomies`, under its name in the singular."),
            (Scope::SectionSettings, "Of a section", "Each entry of `sections`, under its folder below the content."),
            (
                Scope::Header,
                "Of headers",
                "Each entry of `headers` of a place to publish to; beside these, any other header by its name.",
            ),
            (
                Scope::ContentSecurity,
                "Of a Content-Security-Policy",
                "`csp` of a place to publish to is `true`, `false`, or a map with these.",
            ),
            (
                Scope::Comments,
                "Of comments",
                "The keys of `comments`; each provider has its own, see [Comments](../comments.md).",
            ),
            (
                Scope::Target,
                "Of a place to publish to",
                "Each entry of `publish`, under its name; see [Publishing](../publishing.md).",
            ),
            (Scope::Feeds, "Of feeds", "`feeds` is `true`, `false`, or a map with these; see [Feeds](../feeds.md)."),
            (
                Scope::Sitemap,
                "Of the sitemap",
                "`sitemap` is `true`, `false`, or a map with these; see [Sitemaps and robots](../sitemaps.md).",
            ),
            (Scope::Robots, "Of robots", "`robots` is `true`, `false`, or a map with these."),
            (
                Scope::Publisher,
                "Of the publisher",
                "`publisher` may be a name, or a map with these; see [Being found and shared](../being-found.md).",
            ),
            (Scope::Social, "Of share cards", "The keys of `social`."),
            (Scope::Security, "Of `security.txt`", "The keys of `security`."),
            (Scope::Redirect, "Of a redirect", "Each entry of `redirects` has these."),
            (Scope::Markdown, "Of Markdown", "The keys of `markdown`."),
            (Scope::Minify, "Of minifying", "`minify` is `true`, `false`, or a map with these."),
        ],
    )
}

fn front_matter() -> Page {
    keys_page(
        "content/handbook/reference/front-matter.md",
        "title: Front matter keys\ndescription: Every key of articles, sections and authors' profiles, and the names that other generators have for it.\nweight: 2\ntoc: true\n",
        "Every key that byline reads in the front matter of articles, sections and profiles. Keys that are not listed are kept for\ntemplates, under `extra`. The last column has the names that collections made for other generators use for the same thing.",
        &[
            (Scope::Article, "Of an article", "The front matter of every Markdown file but `_index.md` and profiles."),
            (
                Scope::Picture,
                "Of a picture",
                "`image` of an article and `picture` of a profile may be an address, or a map with these.",
            ),
            (Scope::Audio, "Of a recording", "`audio` may be an address, or a map with these."),
            (Scope::Series, "Of a series", "`series` may be a name, or a map with these."),
            (
                Scope::Author,
                "Of an author of an article",
                "An entry of `authors` may be a name or id, or a map with these.",
            ),
            (
                Scope::Agency,
                "Of the agency that supplied an article",
                "`source` may be a name or an address, or a map with these.",
            ),
            (Scope::Correction, "Of a correction", "An entry of `corrections` may be a text, or a map with these."),
            (Scope::Section, "Of a section", "The front matter of `_index.md`."),
            (
                Scope::Profile,
                "Of an author's profile",
                "The front matter of `authors/ID.md`, or an entry of the data file `authors`.",
            ),
        ],
    )
}

fn codes() -> Page {
    let mut text = String::from(
        "---\ntitle: Codes of diagnostics\ndescription: Every fault that byline reports, with its code and severity.\nweight: 3\n---\n\nEvery fault has a stable code, which stands in brackets behind its severity and under which `checks` of `byline.yaml` sets another\nseverity: `error`, `warn` or `off`. `byline explain CODE` says the same, with an example.\n\n| code | severity | meaning | mend |\n|---|---|---|---|\n",
    );
    for code in CODES {
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mend = code.explanation().mend.replace('|', "\\|");
        text.push_str(&format!("| `{}` | {severity} | {} | {mend} |\n", code.name(), code.meaning()));
    }
    Page { path: "content/handbook/reference/diagnostics.md", text }
}

#[test]
fn the_reference_pages_are_those_of_the_tables() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for page in [configuration(), front_matter(), codes()] {
        let path = root.join(page.path);
        if std::env::var_os("BYLINE_UPDATE").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &page.text).unwrap();
        }
        let current = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            current == page.text,
            "{} differs from the table: run `BYLINE_UPDATE=1 cargo test --test handbook`",
            page.path
        );
    }
}
