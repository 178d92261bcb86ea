//! The keys of a section's `_index.md`, and of `sections:` in the configuration.

use super::super::{Kind, Scope};
use super::{Key, example};

const BOTH: &[Scope] = &[Scope::Section, Scope::SectionSettings];
const INDEX: &str = "content/news/_index.md";
const SHOWS_COMMENTS: (&str, &str) =
    ("templates/article.html", "<!doctype html><title>x</title>{{ article.comments }} {{ article.share }}\n");
const PLAIN: (&str, &str) = ("templates/plain.html", "<!doctype html><title>plain</title>\n");

/// A row whose example is the section's `_index.md` with `$yaml`.
macro_rules! section_key {
    ($scopes:expr, $name:literal, $kind:expr, $default:literal, $doc:literal, $yaml:literal, $difference:literal) => {
        Key::new($scopes, $name, $kind, $default, $doc, example($difference, &[(INDEX, section!($yaml))], &[]))
    };
}

/// The rows.
pub(super) const KEYS: &[Key] = &[
    Key::new(
        BOTH,
        "title",
        Kind::Inline,
        "(the folder's name)",
        "The name of the section.",
        example("The section has another name.", &[(INDEX, "---\ntitle: The News\n---\n")], &[]),
    ),
    section_key!(
        BOTH,
        "description",
        Kind::Inline,
        "",
        "What the section holds, in one sentence.",
        "description: What is new\n",
        "The section's page shows it."
    )
    .also(&["dek", "deck", "excerpt", "summary"]),
    section_key!(
        BOTH,
        "weight",
        Kind::Integer(i64::MIN, i64::MAX),
        "",
        "The place among its siblings, lightest first.",
        "weight: 1\n",
        "The section comes first in the navigation."
    )
    .also(&["nav_order"]),
    section_key!(
        BOTH,
        "kind",
        Kind::Choice(&["articles", "pages"]),
        "articles",
        "`pages` makes it documentation: ordered by weight, with side navigation, out of archive, feeds and front page.",
        "kind: pages\n",
        "The section is documentation."
    ),
    section_key!(
        BOTH,
        "order",
        Kind::Choice(&["date", "weight", "title"]),
        "date",
        "The order of the section's listing.",
        "order: title\n",
        "The listing goes by title."
    )
    .also(&["sort_by"]),
    section_key!(
        BOTH,
        "paginate",
        Kind::Integer(1, 10_000),
        "(the site's)",
        "How many items the section's listing page has.",
        "paginate: 1\n",
        "The listing is divided into more pages."
    )
    .also(&["paginate_by"]),
    Key::new(
        BOTH,
        "template",
        Kind::Text,
        "section.html",
        "The template of the section's listing.",
        example(
            "The listing is made by the other template.",
            &[(INDEX, section!("template: plain.html\n")), PLAIN],
            &[PLAIN],
        ),
    ),
    Key::new(
        BOTH,
        "article_template",
        Kind::Text,
        "article.html",
        "The template of the section's articles.",
        example(
            "The articles are made by the other template.",
            &[(INDEX, section!("article_template: plain.html\n")), PLAIN],
            &[PLAIN],
        ),
    )
    .also(&["page_template"]),
    section_key!(
        BOTH,
        "lead",
        Kind::Text,
        "",
        "The article that leads the section's page: a path below the content folder, an id or an address.",
        "lead: news/first.md\n",
        "The older article leads the page."
    ),
    section_key!(
        BOTH,
        "featured",
        Kind::Texts,
        "",
        "Articles that the section's page shows first: paths below the content folder, ids or addresses.",
        "featured: [news/first.md]\n",
        "The older article comes first."
    ),
    section_key!(
        BOTH,
        "labels",
        Kind::Texts,
        "",
        "What kind the section's articles are, such as `Opinion`, unless they say it themselves.",
        "labels: [Opinion]\n",
        "The label stands over the headline of the section's articles."
    ),
    Key::new(
        BOTH,
        "comments",
        Kind::Bool,
        "(what the section above says)",
        "Whether readers may comment on the section's articles, unless they say it themselves.",
        example(
            "A template sees that comments are open.",
            &[(INDEX, section!("comments: true\n")), SHOWS_COMMENTS],
            &[SHOWS_COMMENTS],
        ),
    ),
    Key::new(
        BOTH,
        "share",
        Kind::Bool,
        "true",
        "Whether the section's articles are offered for sharing, unless they say it themselves.",
        example(
            "A template sees that the articles are not to be shared.",
            &[(INDEX, section!("share: false\n")), SHOWS_COMMENTS],
            &[SHOWS_COMMENTS],
        ),
    ),
    section_key!(
        BOTH,
        "article_type",
        Kind::Choice(&["news", "article", "blog"]),
        "(the site's)",
        "What its articles are to search engines: `news`, posts of a `blog`, or just an `article`.",
        "article_type: blog\n",
        "The structured data of its articles says `BlogPosting`."
    ),
    section_key!(
        BOTH,
        "front_page",
        Kind::Bool,
        "true",
        "Whether the articles of the section, and of those in it, stand on the front page.",
        "front_page: false\n",
        "The front page shows none of the section's articles."
    ),
    Key::new(
        BOTH,
        "extra",
        Kind::Map,
        "",
        "Values of your own for templates.",
        example(
            "A template finds the value.",
            &[
                (INDEX, section!("extra: {mood: bright}\n")),
                (
                    "templates/section.html",
                    "<!doctype html><title>x</title>{{ section.extra.mood | default(value=\"none\") }}\n",
                ),
            ],
            &[(
                "templates/section.html",
                "<!doctype html><title>x</title>{{ section.extra.mood | default(value=\"none\") }}\n",
            )],
        ),
    ),
    section_key!(
        &[Scope::Section],
        "aliases",
        Kind::Texts,
        "",
        "Old addresses, which lead to the section.",
        "aliases: [/newsroom/]\n",
        "A redirect page stands at `/newsroom/`."
    )
    .also(&["redirect_from"]),
    section_key!(
        &[Scope::Section],
        "draft",
        Kind::Bool,
        "false",
        "Keeps the section and all that is in it back.",
        "draft: true\n",
        "Nothing of the section is published."
    )
    .also(&["!published"]),
];
