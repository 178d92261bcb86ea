//! The keys of an article's front matter, of its picture, its series and its authors.

use super::super::{Check, Kind, Scope};
use super::{Key, example};

const ARTICLE: &[Scope] = &[Scope::Article];
const PICTURE: &[Scope] = &[Scope::Picture];
const AUDIO: &[Scope] = &[Scope::Audio];
/// The article's template, printing what the default theme has no place for.
const SHOWS_COMMENTS: (&str, &str) =
    ("templates/article.html", "<!doctype html><title>x</title>{{ article.comments }} {{ article.share }}\n");
const FIRST: &str = "content/news/first.md";
/// An article that comes before the first by its name.
const SECOND: &str = "---\ntitle: Second\ndate: 2024-02-02\nweight: 7\n---\nThe second body.\n";

/// A row of an article, whose example is the first article with `$yaml`.
macro_rules! article {
    ($name:literal, $kind:expr, $default:literal, $doc:literal, $yaml:literal, $difference:literal) => {
        Key::new(ARTICLE, $name, $kind, $default, $doc, example($difference, &[(FIRST, first!($yaml))], &[]))
    };
}

/// The rows.
pub(super) const KEYS: &[Key] = &[
    Key::new(ARTICLE, "title", Kind::Inline, "(the first heading, else the file's name)", "The headline; may hold inline Markdown and entities.",
        example("The headline is that of the key, not `First`.", &[(FIRST, "---\ntitle: The *very* first\ndate: 2024-01-01\n---\nThe first body.\n")], &[]))
        .also(&["headline"]),
    article!("title_tag", Kind::Text, "(the title)", "The title of the browser's tab and of search results.",
        "title_tag: First of all\n", "The page's `title` element is another than its headline.").also(&["meta_title", "seo_title"]),
    article!("social_title", Kind::Text, "(the title)", "The title on the share cards of social networks.",
        "social_title: First, and how\n", "The page names the title to social networks.").also(&["og_title", "twitter_title"]),
    article!("description", Kind::Inline, "", "The dek: the sentence under the headline, also shown in listings and by search engines.",
        "description: What came before the second\n", "The article and its listings show the dek.")
        .also(&["dek", "deck", "excerpt", "custom_excerpt", "summary", "subtitle", "abstract", "meta_description"]),
    article!("kicker", Kind::Inline, "(the section's name)", "The label over the headline.",
        "kicker: The *long* read\n", "The label stands over the headline, also in listings.").also(&["eyebrow", "strapline"]),
    article!("byline", Kind::Inline, "(made of `authors`)", "The byline as it is printed, where a wire service or another paper supplied it.",
        "byline: By our own correspondent\n", "The article and its listings print this line; `authors` still decide whose pages list it."),
    article!("dateline", Kind::Inline, "", "Where the article was filed, and by whom; runs into its first paragraph.",
        "dateline: SEOUL (Reuters)\n", "The text begins with the dateline and a dash.").also(&["location"]),
    article!("source", Kind::TextOrObject(Scope::Agency), "", "Who supplied the article: the name of an agency or paper, or a map of name and address.",
        "source: Reuters\n", "The agency is named below the text.").also(&["agency"]),
    article!("corrections", Kind::TextsOrObjects(Scope::Correction), "", "What was put right: maps of date and text, or texts; printed below the article, newest first.",
        "corrections: [{date: 2024-01-03, text: The year is *1815*.}]\n", "The correction stands below the text.").also(&["correction", "errata", "erratum"]),
    article!("labels", Kind::Texts, "(the section's)", "What kind of article it is, such as `Opinion`, `Analysis` or `Sponsored`.",
        "labels: [Opinion]\n", "The label stands over the headline, also in listings."),
    article!("related", Kind::Texts, "", "Articles that go with this one, before those that byline finds: paths below the content folder, ids or addresses; `false`: none at all.",
        "related: [culture/fourth.md]\n", "The other article stands below this one.").also(&["related_articles", "related_posts"]),
    Key::new(ARTICLE, "comments", Kind::BoolOrThread, "(the section's, else `true` for articles where `comments` is configured)", "Whether readers may comment on the article; with Mastodon the address of the status whose replies are its comments.",
        example("A template sees that comments are open.", &[(FIRST, first!("comments: true\n")), SHOWS_COMMENTS], &[SHOWS_COMMENTS]))
        .also(&["comment", "show_comments", "!disable_comments"]),
    Key::new(ARTICLE, "share", Kind::Bool, "(the section's, else `true`)", "Whether the article is offered for sharing; for templates.",
        example("A template sees that the article is not to be shared.", &[(FIRST, first!("share: false\n")), SHOWS_COMMENTS], &[SHOWS_COMMENTS]))
        .also(&["sharing", "show_share_buttons", "!disable_share"]),
    article!("credit", Kind::Inline, "", "Who reported and edited it, printed below the text: `Reporting by …; Editing by …`.",
        "credit: Reporting by A. Poe; Editing by B. Roe\n", "The line stands below the text."),
    article!("slug", Kind::Text, "(the file's name without a date)", "The part of the address that names the article.",
        "slug: number-one\n", "The article's address ends in `number-one/`."),
    article!("permalink", Kind::Checked(Check::Pattern), "(from `permalinks`)", "The whole address of the article, or a pattern for it.",
        "permalink: /one/\n", "The article stands at `/one/`.").also(&["url", "path"]),
    article!("id", Kind::Text, "(made from the file's path)", "A permanent id, which survives a change of title, date, address and domain.",
        "id: first-of-all\n", "The article's permanent id is made of this one.").also(&["guid", "uuid"]),
    article!("aliases", Kind::Texts, "", "Old addresses, which lead to the article.",
        "aliases: [/old/first/]\n", "A redirect page stands at `/old/first/`.").also(&["redirect_from"]),
    Key::new(ARTICLE, "date", Kind::Date, "(from the file's name, else from `permalink`)", "When the article is published; one in the future keeps it back until then.",
        example("The article is dated and stands in the archive.", &[(FIRST, "---\ntitle: First\ndate: 2019-05-06 07:08\n---\nThe first body.\n")],
            &[(FIRST, "---\ntitle: First\n---\nThe first body.\n")]))
        .also(&["publishDate", "published_at", "pubDate", "date_published", "published_date", "published", "created", "created_at"]),
    article!("updated", Kind::Date, "", "When the article was last changed in substance.",
        "updated: 2024-05-05\n", "The article says when it was updated.")
        .also(&["lastmod", "last_modified_at", "last_modified", "last_updated", "modified", "modified_at", "updated_at", "date_modified"]),
    article!("expires", Kind::Date, "", "When the article leaves the site.",
        "expires: 2024-01-02\n", "The article is not published any more.").also(&["expiryDate", "expires_at", "unpublish_date"]),
    article!("draft", Kind::Bool, "false", "Keeps the article back; so do `published: false` and a `status` of `draft`, `pending` or `private`.",
        "draft: true\n", "The article is not published.").also(&["!published", "!publish"]),
    article!("authors", Kind::Authors, "", "Who made it: ids or names, maps of name and role, or a map from roles to names.",
        "authors: {writing: [grace], photography: ada}\n", "The byline names both, each with the role.").also(&["author", "by"]),
    article!("topics", Kind::Texts, "", "What it is about; text that is no list is divided at commas.",
        "topics: [engines]\n", "The article stands on the page of the topic.").also(&["tags", "categories", "tag", "category"]),
    article!("taxonomies", Kind::MapOfLists, "", "Terms by the name of their taxonomy, in one map.",
        "taxonomies: {topics: [engines]}\n", "The article stands on the page of the topic."),
    article!("series", Kind::TextOrObject(Scope::Series), "", "The series that the article is part of: its name, or a map of name and part.",
        "series: {name: Beginnings, part: 1}\n", "The article names its series, which has a page."),
    article!("image", Kind::TextOrObject(Scope::Picture), "", "The lead picture: its address, or a map with what is to be said of it.",
        "image: map.svg\n", "The article and its listings show the picture.")
        .also(&["feature_image", "featured_image", "hero_image", "header_image", "cover", "cover_image", "lead_image", "og_image", "banner", "images", "thumbnail"]),
    article!("audio", Kind::TextOrObject(Scope::Audio), "", "A recording of the article: its address, or a map with what is to be said of it; feeds enclose it.",
        "audio: first.mp3\n", "The page has a player, and feeds an enclosure."),
    article!("live", Kind::BoolOrDate, "false", "Whether the article is written while something happens, in `entry` shortcodes; a date says when that was over.",
        "live: true\n", "The structured data says `LiveBlogPosting`."),
    article!("free", Kind::Bool, "true", "Whether everyone may read all of it.",
        "free: false\n", "The structured data says that it is not free.").also(&["!paywall", "!paywalled", "!premium", "!members_only"]),
    article!("article_type", Kind::Choice(&["news", "article", "blog"]), "(the section's)", "What it is to search engines: `news`, a post of a `blog`, or just an `article`.",
        "article_type: blog\n", "The structured data says `BlogPosting`."),
    article!("link", Kind::Text, "", "The address of another site's article that this one points to.",
        "link: https://example.com/news/\n", "The headline leads to the other site.").also(&["external_url", "external_link", "link_url", "redirect_to"]),
    article!("section", Kind::Text, "(the file's folder)", "The section, where it is not that of the folder.",
        "section: culture\n", "The article stands in the listing of `culture`."),
    Key::new(ARTICLE, "weight", Kind::Integer(i64::MIN, i64::MAX), "", "The place among the pages of documentation, and in listings by weight, lightest first.",
        example("The article comes before others where listings go by weight.",
            &[(FIRST, first!("weight: 5\n")), ("content/news/_index.md", section!("order: weight\n")), ("content/news/second.md", SECOND)],
            &[("content/news/_index.md", section!("order: weight\n")), ("content/news/second.md", SECOND)])).also(&["nav_order", "order", "sort_order"]),
    article!("featured", Kind::Bool, "false", "Shows the article first on the front page and in its section.",
        "featured: true\n", "The article leads the front page.").also(&["pinned", "sticky"]),
    Key::new(ARTICLE, "template", Kind::Text, "(that of the section, else `article.html`)", "The template of the article's page.",
        example("The page is made by the other template.",
            &[(FIRST, first!("template: plain.html\n")), ("templates/plain.html", "<!doctype html><title>plain</title>\n")],
            &[("templates/plain.html", "<!doctype html><title>plain</title>\n")])),
    Key::new(ARTICLE, "toc", Kind::Bool, "(where the article is long)", "Whether the article has a table of contents.",
        example("The article has a table of contents.",
            &[(FIRST, "---\ntitle: First\ndate: 2024-01-01\ntoc: true\n---\n## One\n\nText.\n\n## Two\n\nText.\n")],
            &[(FIRST, "---\ntitle: First\ndate: 2024-01-01\n---\n## One\n\nText.\n\n## Two\n\nText.\n")]))
        .also(&["table_of_contents", "show_toc"]),
    article!("canonical_url", Kind::Text, "(the article's own address)", "The address that search engines shall name, where the article first appeared.",
        "canonical_url: https://example.com/first/\n", "The page names the other address as the canonical one.").also(&["canonical", "canonical_link"]),
    article!("robots", Kind::Text, "", "What robots may do with the page, such as `noindex`.",
        "robots: noindex\n", "The page tells robots so.").also(&["meta_robots"]),
    article!("language", Kind::Checked(Check::Language), "(the site's)", "The language of the article, a BCP 47 tag.",
        "language: fr\n", "The page is marked as French, and its fixed texts are.").also(&["lang", "locale"]),
    Key::new(ARTICLE, "extra", Kind::Map, "", "Values of your own for templates; keys that byline does not know are put here too.",
        example("A template finds the value.",
            &[(FIRST, first!("extra: {mood: bright}\n")), ("templates/article.html", "<!doctype html><title>x</title>{{ article.extra.mood | default(value=\"none\") }}\n")],
            &[("templates/article.html", "<!doctype html><title>x</title>{{ article.extra.mood | default(value=\"none\") }}\n")])),
    Key::new(PICTURE, "src", Kind::Text, "", "The address of the picture: beside the article, from the root, or absolute.",
        example("The article shows the picture.", &[(FIRST, first!("image: {src: map.svg}\n"))], &[])).also(&["image", "url", "path", "file"]),
    Key::new(PICTURE, "alt", Kind::Text, "", "What the picture shows, for those who cannot see it.",
        example("The picture has the alternative text.", &[(FIRST, first!("image: {src: map.svg, alt: A map}\n"))], &[(FIRST, first!("image: {src: map.svg}\n"))]))
        .also(&["image_alt", "image_alt_text", "feature_image_alt", "featured_image_alt", "hero_image_alt", "cover_alt", "cover_image_alt", "thumbnail_alt", "alt_text"]),
    Key::new(PICTURE, "caption", Kind::Inline, "", "What is printed below the picture.",
        example("The caption stands below the picture.", &[(FIRST, first!("image: {src: map.svg, caption: The *old* map}\n"))], &[(FIRST, first!("image: {src: map.svg}\n"))]))
        .also(&["image_caption", "image_figcaption", "feature_image_caption", "featured_image_caption", "hero_image_caption", "cover_caption"]),
    Key::new(PICTURE, "credit", Kind::Inline, "", "Who made the picture, or supplied it.",
        example("The credit stands below the picture.", &[(FIRST, first!("image: {src: map.svg, credit: Survey Office}\n"))], &[(FIRST, first!("image: {src: map.svg}\n"))]))
        .also(&["image_credit", "image_attribution", "feature_image_credit", "hero_image_credit", "cover_credit", "photo_credit"]),
    Key::new(PICTURE, "license", Kind::Text, "", "Under which terms the picture may be used: their name or their address.",
        example("The terms stand below the picture.", &[(FIRST, first!("image: {src: map.svg, license: CC BY 4.0}\n"))], &[(FIRST, first!("image: {src: map.svg}\n"))]))
        .also(&["image_license", "image_licence"]),
    Key::new(PICTURE, "copyright", Kind::Text, "", "Whose the picture is, as a notice: `© 2026 Survey Office`.",
        example("The structured data has the notice.", &[(FIRST, first!("image: {src: map.svg, copyright: © Survey Office}\n"))], &[(FIRST, first!("image: {src: map.svg}\n"))]))
        .also(&["image_copyright"]),
    Key::new(PICTURE, "focus", Kind::Text, "center", "What must stay where the picture is cropped: `50% 30%` from left and top, or one or two of `left`, `right`, `top`, `bottom`, `center`.",
        example("The picture of the card is cropped elsewhere.", &[(FIRST, first!("image: {src: map.svg, focus: 50% 30%}\n"))], &[(FIRST, first!("image: {src: map.svg}\n"))]))
        .also(&["image_focus"]),
    Key::new(AUDIO, "src", Kind::Text, "", "The address of the recording: beside the article, from the root, or absolute.",
        example("The page has a player, and feeds an enclosure.", &[(FIRST, first!("audio: {src: first.mp3}\n"))], &[])),
    Key::new(AUDIO, "title", Kind::Text, "", "What the recording is called.",
        example("The player is named.", &[(FIRST, first!("audio: {src: first.mp3, title: Read by the author}\n"))], &[(FIRST, first!("audio: {src: first.mp3}\n"))]))
        .also(&["audio_title"]),
    Key::new(AUDIO, "duration", Kind::Text, "", "How long it is: `12:34`, `1:02:03`, or seconds.",
        example("Feeds say how long it is.", &[(FIRST, first!("audio: {src: first.mp3, duration: '12:34'}\n"))], &[(FIRST, first!("audio: {src: first.mp3}\n"))]))
        .also(&["audio_duration"]),
    Key::new(AUDIO, "bytes", Kind::Integer(0, i64::MAX), "(the file's size, of a file of the site)", "How many bytes a recording elsewhere has, which feeds must say.",
        example("Feeds say how large it is.", &[(FIRST, first!("audio: {src: 'https://media.example/first.mp3', bytes: 123456}\n"))], &[(FIRST, first!("audio: {src: 'https://media.example/first.mp3'}\n"))]))
        .also(&["audio_length"]),
    Key::new(&[Scope::Agency], "name", Kind::Text, "(the host of `url`)", "The name of the agency or paper.",
        example("The agency is named below the text.", &[(FIRST, first!("source: {name: Reuters}\n"))], &[])),
    Key::new(&[Scope::Agency], "url", Kind::Checked(Check::Address), "", "Its address, or that of the article there.",
        example("The name leads there.", &[(FIRST, first!("source: {name: Reuters, url: 'https://reuters.example/'}\n"))], &[(FIRST, first!("source: {name: Reuters}\n"))]))
        .also(&["source_url"]),
    Key::new(&[Scope::Correction], "date", Kind::Date, "", "When it was put right.",
        example("The correction is dated.", &[(FIRST, first!("corrections: {date: 2024-01-03, text: The year is 1815.}\n"))], &[(FIRST, first!("corrections: {text: The year is 1815.}\n"))])),
    Key::new(&[Scope::Correction], "text", Kind::Inline, "", "What was wrong, and what is right.",
        example("The correction stands below the text.", &[(FIRST, first!("corrections: {text: The year is 1815.}\n"))], &[])),
    Key::new(&[Scope::Series], "name", Kind::Text, "", "The name of the series.",
        example("The article is part of the series.", &[(FIRST, first!("series: {name: Beginnings}\n"))], &[])).also(&["title"]),
    Key::new(&[Scope::Series], "part", Kind::Integer(0, 9_999), "", "The number of the part; parts without one follow by date.",
        example("The article is the second part, after the other.",
            &[(FIRST, first!("series: {name: Beginnings, part: 2}\n")), ("content/news/second.md", "---\ntitle: Second\ndate: 2024-02-02\nseries: {name: Beginnings, part: 1}\n---\nThe second body.\n")],
            &[(FIRST, first!("series: {name: Beginnings}\n")), ("content/news/second.md", "---\ntitle: Second\ndate: 2024-02-02\nseries: {name: Beginnings}\n---\nThe second body.\n")]))
        .also(&["series_part", "series_order", "series_number"]),
    Key::new(&[Scope::Author], "name", Kind::Text, "", "The name or the id of the author.",
        example("The byline names the author.", &[(FIRST, first!("authors: [{name: Grace Hopper}]\n"))], &[])),
    Key::new(&[Scope::Author], "id", Kind::Text, "", "The id of the author's profile, where the name beside it is not that.",
        example("The byline is that of the profile.", &[(FIRST, first!("authors: [{id: ada, name: A. Lovelace}]\n"))], &[(FIRST, first!("authors: [{name: A. Lovelace}]\n"))])),
    Key::new(&[Scope::Author], "role", Kind::Text, "writing", "What the author did: `writing`, `reporting`, `photography`, `editing`, `translation`, or any other word.",
        example("The byline says what the author did.", &[(FIRST, first!("authors: [{name: ada, role: translation}]\n"))], &[(FIRST, first!("authors: [{name: ada}]\n"))])),
];
