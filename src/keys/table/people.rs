//! The keys of an author's profile.

use super::super::{Kind, Scope};
use super::{Key, example};

const ADA: &str = "content/authors/ada.md";

/// A row whose example is the author's profile with `$yaml`.
macro_rules! profile_key {
    ($name:literal, $kind:expr, $default:literal, $doc:literal, $yaml:literal, $difference:literal) => {
        Key::new(&[Scope::Profile], $name, $kind, $default, $doc, example($difference, &[(ADA, profile!($yaml))], &[]))
    };
}

/// The rows.
pub(super) const KEYS: &[Key] = &[
    Key::new(
        &[Scope::Profile],
        "name",
        Kind::Text,
        "(the file's name)",
        "The name as it is printed.",
        example("Bylines print the name.", &[(ADA, "---\nname: Ada King\n---\n")], &[]),
    )
    .also(&["title", "display_name", "full_name"]),
    profile_key!(
        "role",
        Kind::Text,
        "",
        "What the author does.",
        "role: Mathematician\n",
        "The author's page says so."
    )
    .also(&["position", "job_title"]),
    profile_key!(
        "bio",
        Kind::Inline,
        "",
        "The biography in a sentence or two; the text of the file is the one at length.",
        "bio: Wrote the first program.\n",
        "The author's page shows it."
    )
    .also(&["biography", "description", "short_bio"]),
    profile_key!(
        "picture",
        Kind::TextOrObject(Scope::Picture),
        "",
        "A portrait: its address, or a map as of an article's `image`.",
        "picture: /logo.svg\n",
        "The author's page shows it."
    )
    .also(&["image", "photo", "avatar", "portrait"]),
    profile_key!(
        "links",
        Kind::Links,
        "",
        "Addresses elsewhere: a map from labels to addresses, or a list of addresses.",
        "links: {Blog: 'https://example.com/ada/'}\n",
        "The author's page leads there."
    )
    .also(&["social", "social_links"]),
    Key::new(
        &[Scope::Profile],
        "also",
        Kind::Texts,
        "",
        "Other spellings of the name, which mean the same author.",
        example(
            "The article stands on the author's page.",
            &[
                (ADA, profile!("also: [A. A. Lovelace]\n")),
                ("content/news/first.md", first!("authors: [A. A. Lovelace]\n")),
            ],
            &[("content/news/first.md", first!("authors: [A. A. Lovelace]\n"))],
        ),
    )
    .also(&["other_names"]),
    profile_key!(
        "kind",
        Kind::Choice(&["person", "organization"]),
        "person",
        "Whether the author is a person or an organization.",
        "kind: organization\n",
        "Structured data say that the author is an organization."
    ),
    Key::new(
        &[Scope::Profile],
        "extra",
        Kind::Map,
        "",
        "Values of your own for templates.",
        example(
            "A template finds the value.",
            &[
                (ADA, profile!("extra: {mood: bright}\n")),
                (
                    "templates/author.html",
                    "<!doctype html><title>x</title>{{ author.extra.mood | default(value=\"none\") }}\n",
                ),
            ],
            &[(
                "templates/author.html",
                "<!doctype html><title>x</title>{{ author.extra.mood | default(value=\"none\") }}\n",
            )],
        ),
    ),
];
