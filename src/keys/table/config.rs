//! The keys of `byline.yaml`.

use super::super::{Check, Kind, Scope};
use super::{Key, example};

const CONFIG: &[Scope] = &[Scope::Config];
const MARKDOWN: &[Scope] = &[Scope::Markdown];
const TAXONOMY: &[Scope] = &[Scope::Taxonomy];
const REDIRECT: &[Scope] = &[Scope::Redirect];
const MINIFY: &[Scope] = &[Scope::Minify];
const COMMENTS: &[Scope] = &[Scope::Comments];
const TARGET: &[Scope] = &[Scope::Target];
const HEADER: &[Scope] = &[Scope::Header];
const FEEDS: &[Scope] = &[Scope::Feeds];
const SITEMAP: &[Scope] = &[Scope::Sitemap];
const ROBOTS: &[Scope] = &[Scope::Robots];
const PUBLISHER: &[Scope] = &[Scope::Publisher];
const SOCIAL: &[Scope] = &[Scope::Social];
const CONTENT_SECURITY: &[Scope] = &[Scope::ContentSecurity];
/// A site with comments by Isso.
const ISSO: &[(&str, &str)] = &[(FILE, config!("comments: {provider: isso, server: 'https://comments.example'}\n"))];
const FILE: &str = "byline.yaml";
const FIRST: &str = "content/news/first.md";

/// A row of the configuration, whose example adds `$yaml` to it.
macro_rules! config_key {
    ($scopes:expr, $name:literal, $kind:expr, $default:literal, $doc:literal, $yaml:literal, $difference:literal) => {
        Key::new($scopes, $name, $kind, $default, $doc, example($difference, &[(FILE, config!($yaml))], &[]))
    };
}

/// A row of `publish:`, whose example is another value of it.
macro_rules! target_key {
    ($name:literal, $kind:expr, $default:literal, $doc:literal, $yaml:literal, $difference:literal, $without:literal) => {
        Key::new(
            TARGET,
            $name,
            $kind,
            $default,
            $doc,
            example($difference, &[(FILE, config!($yaml))], &[(FILE, config!($without))]),
        )
    };
}

/// A row of `security:`, whose example has `$yaml` in its map.
macro_rules! security_key {
    ($name:literal, $kind:expr, $default:literal, $doc:literal, $yaml:literal, $difference:literal) => {
        Key::new(
            &[Scope::Security],
            $name,
            $kind,
            $default,
            $doc,
            example(
                $difference,
                &[(FILE, config!(concat!("security: {expires: 2099-01-01, ", $yaml, "}\n")))],
                &[(FILE, config!("security: {expires: 2099-01-01, contact: 'mailto:desk@example.org'}\n"))],
            ),
        )
    };
}

/// A configuration with comments by giscus.
macro_rules! giscus {
    ($repo:literal, $repo_id:literal, $category:literal, $category_id:literal, $more:literal) => {
        config!(concat!(
            "comments: {provider: giscus, repo: ",
            $repo,
            ", repo_id: ",
            $repo_id,
            ", category: ",
            $category,
            ", category_id: ",
            $category_id,
            $more,
            "}\n"
        ))
    };
}

/// A row of `comments:` that giscus has, whose example is another value of it.
macro_rules! giscus_key {
    ($name:literal, $default:literal, $doc:literal, $repo:literal, $repo_id:literal, $category:literal, $category_id:literal, $more:literal, $difference:literal) => {
        giscus_key!($name, Kind::Text, $default, $doc, $repo, $repo_id, $category, $category_id, $more, $difference)
    };
    ($name:literal, $kind:expr, $default:literal, $doc:literal, $repo:literal, $repo_id:literal, $category:literal, $category_id:literal, $more:literal, $difference:literal) => {
        Key::new(
            COMMENTS,
            $name,
            $kind,
            $default,
            $doc,
            example(
                $difference,
                &[(FILE, giscus!($repo, $repo_id, $category, $category_id, $more))],
                &[(FILE, giscus!("o/site", "R", "Announcements", "C", ""))],
            ),
        )
    };
}

/// A row of `markdown:`, whose example switches it away from its default over an article with `$body`.
macro_rules! markdown_key {
    ($name:literal, $default:literal, $other:literal, $doc:literal, $body:literal, $difference:literal) => {
        Key::new(
            MARKDOWN,
            $name,
            Kind::Bool,
            $default,
            $doc,
            example(
                $difference,
                &[
                    (FILE, config!(concat!("markdown: {", $name, ": ", $other, "}\n"))),
                    (FIRST, concat!("---\ntitle: First\ndate: 2024-01-01\n---\n", $body)),
                ],
                &[(FIRST, concat!("---\ntitle: First\ndate: 2024-01-01\n---\n", $body))],
            ),
        )
    };
}

/// The one template of a theme of the site's own.
const PLAIN_THEME: (&str, &str) = ("themes/plain/templates/article.html", "<!doctype html><title>plain</title>\n");

/// A script on every page.
const SCRIPT: (&str, &str) =
    ("templates/body_end.html", "<script>const greeting = 1 + 1; console.log( greeting );</script>\n");

/// The rows.
pub(super) const KEYS: &[Key] = &[
    config_key!(
        CONFIG,
        "id",
        Kind::Text,
        "",
        "The site's permanent id, a UUID, from which the ids of entries are made.",
        "id: 7d444840-9dc0-41d1-b245-5ffdce74fad2\n",
        "The entries' ids in structured data and feeds are others."
    ),
    Key::new(
        CONFIG,
        "title",
        Kind::Text,
        "Untitled",
        "The site's name.",
        example("Every page has the name.", &[(FILE, "title: The Base Gazette\nurl: https://example.org\n")], &[]),
    ),
    config_key!(
        CONFIG,
        "description",
        Kind::Text,
        "",
        "What the site is, in one sentence.",
        "description: All about the base\n",
        "The front page says it."
    ),
    Key::new(
        CONFIG,
        "url",
        Kind::Checked(Check::Address),
        "http://localhost",
        "Where the site stands; may have a path, which every link carries.",
        example("Every link begins with `/sub`.", &[(FILE, "title: Base\nurl: https://example.org/sub\n")], &[]),
    ),
    config_key!(
        CONFIG,
        "language",
        Kind::Checked(Check::Language),
        "en",
        "The language of the site, a BCP 47 tag.",
        "language: de\n",
        "Pages are marked as German, and their fixed texts are."
    ),
    Key::new(
        CONFIG,
        "timezone",
        Kind::Checked(Check::TimeZone),
        "UTC",
        "The zone of dates that name none.",
        example(
            "The date stands for another moment.",
            &[
                (FILE, config!("timezone: America/New_York\n")),
                (FIRST, "---\ntitle: First\ndate: 2024-01-01 10:00\n---\nThe first body.\n"),
            ],
            &[(FIRST, "---\ntitle: First\ndate: 2024-01-01 10:00\n---\nThe first body.\n")],
        ),
    ),
    Key::new(
        CONFIG,
        "date_order",
        Kind::Choice(&["dmy", "mdy"]),
        "",
        "How dates such as 03/04/2023 are read.",
        example(
            "The date is the third of April, not the fourth of March.",
            &[
                (FILE, config!("date_order: dmy\n")),
                (FIRST, "---\ntitle: First\ndate: 03/04/2023\n---\nThe first body.\n"),
            ],
            &[
                (FILE, config!("date_order: mdy\n")),
                (FIRST, "---\ntitle: First\ndate: 03/04/2023\n---\nThe first body.\n"),
            ],
        ),
    ),
    Key::new(
        CONFIG,
        "theme",
        Kind::TextOrObject(Scope::Theme),
        "broadsheet",
        "The theme: its name, or a map of its name and options.",
        example(
            "The pages of articles are made by the template of that theme.",
            &[(FILE, config!("theme: plain\n")), PLAIN_THEME],
            &[PLAIN_THEME],
        ),
    ),
    Key::new(
        &[Scope::Theme],
        "name",
        Kind::Text,
        "broadsheet",
        "The theme's name; what stands beside it are the theme's options.",
        example(
            "The pages of articles are made by the template of that theme.",
            &[(FILE, config!("theme: {name: plain}\n")), PLAIN_THEME],
            &[PLAIN_THEME],
        ),
    ),
    Key::new(
        CONFIG,
        "content",
        Kind::Checked(Check::Path),
        "content",
        "The folder of the articles.",
        example(
            "Articles are read from the other folder.",
            &[
                (FILE, config!("content: texts\n")),
                ("texts/fifth.md", "---\ntitle: Fifth\ndate: 2024-05-05\n---\nThe fifth body.\n"),
            ],
            &[("texts/fifth.md", "---\ntitle: Fifth\ndate: 2024-05-05\n---\nThe fifth body.\n")],
        ),
    ),
    Key::new(
        CONFIG,
        "files",
        Kind::ListOf(Scope::Files),
        "[]",
        "Folders or files that are published as they are, besides those in the content folder and `static/`.",
        example(
            "The file stands at `/assets/note.txt`.",
            &[(FILE, config!("files: [{from: media, to: /assets}]\n")), ("media/note.txt", "A note.\n")],
            &[("media/note.txt", "A note.\n")],
        ),
    ),
    Key::new(
        &[Scope::Files],
        "from",
        Kind::Checked(Check::Path),
        "",
        "The folder or file.",
        example(
            "The file stands at `/assets/note.txt`.",
            &[(FILE, config!("files: [{from: media, to: /assets}]\n")), ("media/note.txt", "A note.\n")],
            &[("media/note.txt", "A note.\n")],
        ),
    ),
    Key::new(
        &[Scope::Files],
        "to",
        Kind::Text,
        "/",
        "Where it is published.",
        example(
            "The file stands at `/assets/note.txt`, not `/note.txt`.",
            &[(FILE, config!("files: [{from: media, to: /assets}]\n")), ("media/note.txt", "A note.\n")],
            &[(FILE, config!("files: [{from: media}]\n")), ("media/note.txt", "A note.\n")],
        ),
    ),
    config_key!(
        CONFIG,
        "output",
        Kind::Text,
        "public",
        "The folder of the built site.",
        "output: out\n",
        "The site is written to `out/`."
    ),
    config_key!(
        CONFIG,
        "navigation",
        Kind::ListOf(Scope::Navigation),
        "[]",
        "The main navigation; without it, the theme shows the sections.",
        "navigation: [{title: News, url: /news/}]\n",
        "Every page has this navigation."
    ),
    config_key!(
        &[Scope::Navigation],
        "title",
        Kind::Text,
        "",
        "What the entry says.",
        "navigation: [{title: Latest, url: /news/}]\n",
        "The entry says it."
    ),
    config_key!(
        &[Scope::Navigation],
        "url",
        Kind::Text,
        "",
        "Where the entry leads: a path of the site or an absolute address.",
        "navigation: [{title: News, url: 'https://example.com/'}]\n",
        "The entry leads there."
    ),
    Key::new(
        &[Scope::Navigation],
        "children",
        Kind::ListOf(Scope::Navigation),
        "[]",
        "The entries below it.",
        example(
            "The entry has one below it.",
            &[(
                FILE,
                config!("navigation: [{title: News, url: /news/, children: [{title: First, url: /news/first/}]}]\n"),
            )],
            &[(FILE, config!("navigation: [{title: News, url: /news/}]\n"))],
        ),
    ),
    config_key!(
        CONFIG,
        "permalinks",
        Kind::MapOfTexts,
        "{}",
        "Address patterns by section or taxonomy, `*` for all other articles: text with `:year :month :day :slug :section :title :id`.",
        "permalinks: {news: '/:year/:month/:slug/'}\n",
        "The articles of the section have dates in their addresses."
    ),
    config_key!(
        CONFIG,
        "redirects",
        Kind::ListOf(Scope::Redirect),
        "[]",
        "Old addresses that lead to new ones, or are gone.",
        "redirects: [{from: /old/, to: /news/first/}]\n",
        "The page `/old/` leads on."
    ),
    config_key!(
        REDIRECT,
        "from",
        Kind::Text,
        "",
        "The old address, a path of the site; `:name` stands for a segment, `*` at the end for all that follows.",
        "redirects: [{from: '/tags/:tag/', to: '/topics/:tag/'}]\n",
        "There is a page `/tags/tools/` that leads to the topic's."
    ),
    config_key!(
        REDIRECT,
        "to",
        Kind::Text,
        "",
        "Where it leads, a path of the site or an absolute address, with `:name` and `:splat` (for `*`) of `from`.",
        "redirects: [{from: /old/, to: 'https://example.com/'}]\n",
        "The page `/old/` leads there."
    ),
    Key::new(
        REDIRECT,
        "status",
        Kind::Integer(301, 410),
        "301",
        "What a host answers with: 301, 302, 307 or 308, or 410 for what is gone, which has no `to`.",
        example(
            "The page `/old/` says that there is nothing any more.",
            &[(FILE, config!("redirects: [{from: /old/, status: 410}]\n"))],
            &[(FILE, config!("redirects: [{from: /old/, to: /}]\n"))],
        ),
    ),
    config_key!(
        CONFIG,
        "publish",
        Kind::MapOf(Scope::Target),
        "{}",
        "Where `byline publish` puts the site, by the names of the places; the first is meant where none is named.",
        "publish: {live: {to: 'file:///srv/www/herald'}}\n",
        "`byline publish` has somewhere to go."
    ),
    target_key!(
        "to",
        Kind::Text,
        "",
        "Where it is: a folder, `file:///srv/www/site`; a branch of a repository, `git+ssh://git@host/me/site.git#pages`, `git+https://…` or `git+file:///…`; a bucket, `s3://bucket/prefix?endpoint=…&region=…&profile=…`; a place of SFTP, `sftp://me@host/var/www/site`; or one of WebDAV, `webdav+https://me@host/site`.",
        "publish: {live: {to: 'file:///srv/www/another'}}\n",
        "`to: ftp://…` is an error; of what is a place, `byline publish` says what would be sent there.",
        "publish: {live: {to: 'ftp://host/herald'}}\n"
    ),
    target_key!(
        "url",
        Kind::Text,
        "(the site's)",
        "The address at which readers find the site there.",
        "publish: {live: {to: 'file:///srv/www/herald', url: 'https://staging.example.org'}}\n",
        "The addresses that changed are those of another host.",
        "publish: {live: {to: 'file:///srv/www/herald'}}\n"
    ),
    target_key!(
        "drafts",
        Kind::Bool,
        "false",
        "Whether drafts, scheduled and expired articles are published there too.",
        "publish: {live: {to: 'file:///srv/www/herald', drafts: true}}\n",
        "Drafts are sent.",
        "publish: {live: {to: 'file:///srv/www/herald'}}\n"
    ),
    target_key!(
        "releases",
        Kind::Integer(0, 1000),
        "5",
        "Of a folder: how many states are kept side by side, of which the link `current` leads to the live one; 0 replaces files in place. With `history`: how many states it keeps.",
        "publish: {live: {to: 'file:///srv/www/herald', releases: 0}}\n",
        "Files are replaced in place.",
        "publish: {live: {to: 'file:///srv/www/herald'}}\n"
    ),
    target_key!(
        "after",
        Kind::Texts,
        "[]",
        "Commands that run after a publication, with the addresses that changed on their standard input, one a line.",
        "publish: {live: {to: 'file:///srv/www/herald', after: [./purge]}}\n",
        "`./purge` runs after a publication.",
        "publish: {live: {to: 'file:///srv/www/herald'}}\n"
    ),
    target_key!(
        "noindex",
        Kind::Bool,
        "false",
        "Whether every page there asks search engines to leave it out; it is built apart.",
        "publish: {live: {to: 'file:///srv/www/herald', noindex: true}}\n",
        "Other pages are sent.",
        "publish: {live: {to: 'file:///srv/www/herald'}}\n"
    ),
    target_key!(
        "history",
        Kind::Text,
        "",
        "Where the last states are kept, so that `--rollback` can go back: a place as `to` has it, which readers do not reach. Folders with releases and branches keep theirs themselves.",
        "publish: {live: {to: 'file:///srv/www/herald', releases: 0, history: 'file:///srv/history'}}\n",
        "The history is said.",
        "publish: {live: {to: 'file:///srv/www/herald', releases: 0}}\n"
    ),
    target_key!(
        "headers",
        Kind::ListOf(Scope::Header),
        "[]",
        "With which headers files are served, beside the usual ones; of two rules that match a file the last counts. For buckets, and for what `server` names.",
        "publish: {live: {to: 'file:///srv/www/herald', server: netlify, headers: [{match: '*.xml', cache-control: max-age=300}]}}\n",
        "`_headers` says so.",
        "publish: {live: {to: 'file:///srv/www/herald', server: netlify}}\n"
    ),
    target_key!(
        "server",
        Kind::Choice(&["netlify", "cloudflare", "vercel", "apache"]),
        "",
        "What serves the files, where it reads a file of its own: redirects become real ones (301), what is gone is said to be (410), and headers are told in `_redirects` and `_headers`, `vercel.json` or `.htaccess`.",
        "publish: {live: {to: 'file:///srv/www/herald', server: netlify}}\n",
        "`_redirects` is sent.",
        "publish: {live: {to: 'file:///srv/www/herald'}}\n"
    ),
    target_key!(
        "csp",
        Kind::BoolOrObject(Scope::ContentSecurity),
        "false",
        "Whether a Content-Security-Policy is served that is made of what the pages show; what it would block is listed. For what `server` names.",
        "publish: {live: {to: 'file:///srv/www/herald', server: netlify, csp: true}}\n",
        "`_headers` holds a policy.",
        "publish: {live: {to: 'file:///srv/www/herald', server: netlify}}\n"
    ),
    target_key!(
        "compress",
        Kind::Texts,
        "[]",
        "How texts are compressed beforehand, `gzip` and `brotli`: beside each file for web servers that look for that, or as the file itself in a bucket (there `gzip` alone).",
        "publish: {live: {to: 'file:///srv/www/herald', compress: [gzip]}}\n",
        "`index.html.gz` is sent.",
        "publish: {live: {to: 'file:///srv/www/herald'}}\n"
    ),
    target_key!(
        "concurrency",
        Kind::Integer(1, 256),
        "(32 for a bucket, 8 for WebDAV, 4 for SFTP)",
        "How many files travel side by side.",
        "publish: {live: {to: 'file:///srv/www/herald', concurrency: 2}}\n",
        "It is said.",
        "publish: {live: {to: 'file:///srv/www/herald'}}\n"
    ),
    Key::new(
        HEADER,
        "match",
        Kind::Text,
        "",
        "Which files, by a pattern of their paths such as `assets/**` or `*.html`.",
        example(
            "Other files are meant.",
            &[(
                FILE,
                config!(
                    "publish: {live: {to: 'file:///srv/www/herald', server: netlify, headers: [{match: '*.css', cache-control: max-age=9}]}}\n"
                ),
            )],
            &[(
                FILE,
                config!(
                    "publish: {live: {to: 'file:///srv/www/herald', server: netlify, headers: [{match: 'feed.xml', cache-control: max-age=9}]}}\n"
                ),
            )],
        ),
    ),
    Key::new(
        HEADER,
        "cache-control",
        Kind::Text,
        "(a year for what is named by its content, a minute for pages, an hour for other files)",
        "How long they may be kept. Beside it stands any other header by its name; an empty value takes a usual one away.",
        example(
            "They may be kept for so long.",
            &[(
                FILE,
                config!(
                    "publish: {live: {to: 'file:///srv/www/herald', server: netlify, headers: [{match: '*.css', cache-control: max-age=9}]}}\n"
                ),
            )],
            &[(
                FILE,
                config!(
                    "publish: {live: {to: 'file:///srv/www/herald', server: netlify, headers: [{match: '*.css', cache-control: max-age=99}]}}\n"
                ),
            )],
        ),
    ),
    Key::new(
        CONTENT_SECURITY,
        "allow",
        Kind::Texts,
        "[]",
        "Sites whose scripts and frames may run in pages, such as `https://www.youtube-nocookie.com`.",
        example(
            "The policy allows them.",
            &[(
                FILE,
                config!(
                    "publish: {live: {to: 'file:///srv/www/herald', server: netlify, csp: {allow: ['https://films.example']}}}\n"
                ),
            )],
            &[(FILE, config!("publish: {live: {to: 'file:///srv/www/herald', server: netlify, csp: true}}\n"))],
        ),
    ),
    Key::new(
        CONTENT_SECURITY,
        "report_only",
        Kind::Bool,
        "false",
        "Whether browsers only report, in their console, what the policy would block.",
        example(
            "The header is another.",
            &[(
                FILE,
                config!("publish: {live: {to: 'file:///srv/www/herald', server: netlify, csp: {report_only: true}}}\n"),
            )],
            &[(FILE, config!("publish: {live: {to: 'file:///srv/www/herald', server: netlify, csp: true}}\n"))],
        ),
    ),
    config_key!(
        CONFIG,
        "feeds",
        Kind::BoolOrObject(Scope::Feeds),
        "true",
        "The feeds of the site, its sections, topics, authors and series; `false`: there are none.",
        "feeds: false\n",
        "There is no `feed.xml`, and no page leads to one."
    ),
    config_key!(
        FEEDS,
        "formats",
        Kind::Texts,
        "[rss]",
        "In which formats each feed is written: `rss`, `atom`, `json`.",
        "feeds: {formats: [atom, json]}\n",
        "There are `atom.xml` and `feed.json` in the place of `feed.xml`."
    ),
    config_key!(
        FEEDS,
        "of",
        Kind::Texts,
        "[site, sections, topic, author, series]",
        "Of what there are feeds: `site`, `sections`, and the names of taxonomies.",
        "feeds: {of: [site]}\n",
        "There is one feed, that of the whole site."
    ),
    config_key!(
        FEEDS,
        "items",
        Kind::Integer(1, 1_000),
        "20",
        "How many articles a feed has, the newest.",
        "feeds: {items: 1}\n",
        "The feed has one entry."
    ),
    config_key!(
        FEEDS,
        "text",
        Kind::Choice(&["full", "excerpt"]),
        "full",
        "Whether entries hold the whole article or its excerpt.",
        "feeds: {text: excerpt}\n",
        "The entries end where the excerpt does."
    ),
    Key::new(
        FEEDS,
        "archive",
        Kind::Bool,
        "false",
        "Whether older articles stand in archive documents that never change, so that a reader can fetch all there ever was (RFC 5005).",
        example(
            "Older entries stand in `feed/1.xml` and on.",
            &[(FILE, config!("feeds: {items: 1, archive: true}\n"))],
            &[(FILE, config!("feeds: {items: 1}\n"))],
        ),
    ),
    config_key!(
        FEEDS,
        "hub",
        Kind::Checked(Check::Address),
        "",
        "The WebSub hub that tells subscribers of what is new.",
        "feeds: {hub: 'https://hub.example/'}\n",
        "The feeds name the hub."
    ),
    config_key!(
        FEEDS,
        "names",
        Kind::MapOfTexts,
        "{rss: feed.xml, atom: atom.xml, json: feed.json}",
        "The names of the files, by format: those that subscribers of an older site know.",
        "feeds: {names: {rss: index.xml}}\n",
        "The feed stands at `/index.xml`."
    ),
    config_key!(
        CONFIG,
        "sitemap",
        Kind::BoolOrObject(Scope::Sitemap),
        "true",
        "Whether there is a `sitemap.xml` of all pages that search engines may show.",
        "sitemap: false\n",
        "There is no sitemap, and `robots.txt` names none."
    ),
    config_key!(
        SITEMAP,
        "news",
        Kind::BoolOrText,
        "false",
        "Whether `news-sitemap.xml` announces the articles of the last two days to news search: `true`, or the name of the publication where it is not the site's title.",
        "sitemap: {news: true}\n",
        "There is a `news-sitemap.xml`."
    ),
    config_key!(
        CONFIG,
        "robots",
        Kind::BoolOrObject(Scope::Robots),
        "true",
        "Whether there is a `robots.txt`, and what it asks of robots.",
        "robots: false\n",
        "There is no `robots.txt`."
    ),
    config_key!(
        ROBOTS,
        "disallow",
        Kind::Texts,
        "[]",
        "The paths that no robot shall fetch.",
        "robots: {disallow: [/drafts/]}\n",
        "`robots.txt` names the path."
    ),
    config_key!(
        ROBOTS,
        "agents",
        Kind::MapOfLists,
        "{}",
        "The paths that single robots shall not fetch, by their names; `/` is everything.",
        "robots: {agents: {Trainer: [/]}}\n",
        "`robots.txt` turns that robot away."
    ),
    config_key!(
        CONFIG,
        "publisher",
        Kind::TextOrObject(Scope::Publisher),
        "",
        "Who publishes the site, for search engines: a name, or a map with more; without it, the site's title.",
        "publisher: The Base Company\n",
        "The structured data names the publisher."
    ),
    config_key!(
        PUBLISHER,
        "name",
        Kind::Text,
        "(the site's title)",
        "The publisher's name.",
        "publisher: {name: The Base Company}\n",
        "The structured data names the publisher."
    ),
    config_key!(
        PUBLISHER,
        "logo",
        Kind::Text,
        "(the first of `icons` that is no SVG)",
        "A file of the site with the publisher's logo, at least 112 by 112 pixels.",
        "publisher: {logo: /logo.svg}\n",
        "The structured data has the logo."
    ),
    config_key!(
        PUBLISHER,
        "url",
        Kind::Checked(Check::Address),
        "(the site's)",
        "The publisher's own address.",
        "publisher: {url: 'https://company.example/'}\n",
        "The structured data has the address."
    ),
    config_key!(
        PUBLISHER,
        "links",
        Kind::Texts,
        "[]",
        "The publisher's pages elsewhere: in an encyclopedia, on social networks.",
        "publisher: {links: ['https://social.example/@base']}\n",
        "The front page's structured data names them."
    ),
    config_key!(
        PUBLISHER,
        "news",
        Kind::Bool,
        "false",
        "Whether the publisher is a news organization.",
        "publisher: {news: true}\n",
        "The structured data says `NewsMediaOrganization`."
    ),
    config_key!(
        CONFIG,
        "social",
        Kind::Object(Scope::Social),
        "{}",
        "What share cards show where a page has nothing of its own for them.",
        "social: {image: /logo.svg}\n",
        "Every page without a picture has that one for share cards."
    ),
    config_key!(
        SOCIAL,
        "image",
        Kind::Text,
        "",
        "A file of the site: the picture of share cards.",
        "social: {image: /logo.svg}\n",
        "Every page without a picture has that one for share cards."
    ),
    Key::new(
        SOCIAL,
        "alt",
        Kind::Text,
        "",
        "What that picture shows.",
        example(
            "The picture is described.",
            &[(FILE, config!("social: {image: /logo.svg, alt: A triangle}\n"))],
            &[(FILE, config!("social: {image: /logo.svg}\n"))],
        ),
    ),
    config_key!(
        SOCIAL,
        "account",
        Kind::Text,
        "",
        "The site's account at X.",
        "social: {account: '@base'}\n",
        "Share cards name the account."
    ),
    config_key!(
        CONFIG,
        "icons",
        Kind::Texts,
        "",
        "Files of the site with its icon, in the place of the theme's: an SVG, and PNGs of 180, 192 and 512 pixels; they stand in every page and in the web manifest.",
        "icons: [/logo.svg]\n",
        "Every page has that icon."
    ),
    config_key!(
        CONFIG,
        "llms",
        Kind::Bool,
        "false",
        "Whether there is a guide to the site for language models, `llms.txt`, and the text of each article as Markdown beside its page.",
        "llms: true\n",
        "There are `llms.txt` and an `index.md` beside each article's page."
    ),
    config_key!(
        CONFIG,
        "security",
        Kind::Object(Scope::Security),
        "(none)",
        "Whom to tell of holes in the site's security: `/.well-known/security.txt` (RFC 9116).",
        "security: {contact: 'mailto:desk@example.org', expires: 2099-01-01}\n",
        "There is a `/.well-known/security.txt`."
    ),
    security_key!(
        "contact",
        Kind::Texts,
        "",
        "Addresses, the preferred one first: `mailto:`, `https:` or `tel:`.",
        "contact: ['mailto:desk@example.org', 'https://example.org/report']",
        "The file names both addresses."
    ),
    Key::new(
        &[Scope::Security],
        "expires",
        Kind::Date,
        "",
        "Until when the file is to be relied on, at most a year ahead.",
        example(
            "The file says the other date.",
            &[(FILE, config!("security: {expires: 2098-01-01, contact: 'mailto:desk@example.org'}\n"))],
            &[(FILE, config!("security: {expires: 2099-01-01, contact: 'mailto:desk@example.org'}\n"))],
        ),
    ),
    security_key!(
        "encryption",
        Kind::Texts,
        "[]",
        "Where the key for encrypted reports is.",
        "contact: 'mailto:desk@example.org', encryption: 'https://example.org/key.asc'",
        "The file names the key."
    ),
    security_key!(
        "acknowledgments",
        Kind::Texts,
        "[]",
        "The page that thanks those who reported something.",
        "contact: 'mailto:desk@example.org', acknowledgments: 'https://example.org/thanks/'",
        "The file names the page."
    ),
    security_key!(
        "policy",
        Kind::Texts,
        "[]",
        "The page that says what becomes of reports.",
        "contact: 'mailto:desk@example.org', policy: 'https://example.org/policy/'",
        "The file names the page."
    ),
    security_key!(
        "hiring",
        Kind::Texts,
        "[]",
        "The page of open positions in security.",
        "contact: 'mailto:desk@example.org', hiring: 'https://example.org/jobs/'",
        "The file names the page."
    ),
    security_key!(
        "languages",
        Kind::Texts,
        "[]",
        "The languages that reports may be written in.",
        "contact: 'mailto:desk@example.org', languages: [en, fr]",
        "The file names the languages."
    ),
    config_key!(
        CONFIG,
        "humans",
        Kind::Text,
        "",
        "The text of `humans.txt`: who made the site.",
        "humans: 'Editor: Ada Lovelace'\n",
        "There is a `humans.txt`."
    ),
    config_key!(
        CONFIG,
        "article_type",
        Kind::Choice(&["news", "article", "blog"]),
        "news",
        "What articles are to search engines: `news`, posts of a `blog`, or just an `article`.",
        "article_type: blog\n",
        "The structured data of articles says `BlogPosting`."
    ),
    config_key!(
        CONFIG,
        "comments",
        Kind::Object(Scope::Comments),
        "(none)",
        "Where readers comment on articles, and how many did; nothing is loaded before a reader asks for it.",
        "comments: {provider: mailto, address: letters@example.org}\n",
        "Every article has a link to write a letter."
    ),
    config_key!(
        COMMENTS,
        "provider",
        Kind::Choice(&["isso", "giscus", "remark42", "mastodon", "mailto", "none"]),
        "none",
        "What keeps the comments.",
        "comments: {provider: isso, server: 'https://comments.example'}\n",
        "Articles offer comments by Isso."
    ),
    Key::new(
        COMMENTS,
        "server",
        Kind::Text,
        "",
        "The address of the server: of Isso, of Remark42, or of a Mastodon instance; `https`, or `http` on this machine.",
        example(
            "Articles load their comments from the other server.",
            &[(FILE, config!("comments: {provider: isso, server: 'https://other.example'}\n"))],
            ISSO,
        ),
    ),
    Key::new(
        COMMENTS,
        "counts",
        Kind::Bool,
        "false",
        "Whether listings and articles ask the server how many comments there are; only Isso, Remark42 and Mastodon can say.",
        example(
            "Articles and listings have a place for the number.",
            &[(FILE, config!("comments: {provider: isso, server: 'https://comments.example', counts: true}\n"))],
            ISSO,
        ),
    ),
    giscus_key!(
        "repo",
        "",
        "Of giscus: the repository whose discussions hold the comments, `owner/name`.",
        "r/other",
        "R",
        "Announcements",
        "C",
        "",
        "Comments stand in the other repository."
    ),
    giscus_key!(
        "repo_id",
        "",
        "Of giscus: the id of the repository.",
        "o/site",
        "OTHER",
        "Announcements",
        "C",
        "",
        "The repository has another id."
    ),
    giscus_key!(
        "category",
        "",
        "Of giscus: the category of the discussions.",
        "o/site",
        "R",
        "Letters",
        "C",
        "",
        "Discussions are begun in the other category."
    ),
    giscus_key!(
        "category_id",
        "",
        "Of giscus: the id of the category.",
        "o/site",
        "R",
        "Announcements",
        "OTHER",
        "",
        "The category has another id."
    ),
    giscus_key!(
        "mapping",
        Kind::Choice(&["pathname", "url"]),
        "pathname",
        "Of giscus: by what of its page an article finds its discussion.",
        "o/site",
        "R",
        "Announcements",
        "C",
        ", mapping: url",
        "Discussions are found by the whole address."
    ),
    giscus_key!(
        "theme",
        "preferred_color_scheme",
        "Of giscus: the name of its theme, or the address of a style sheet.",
        "o/site",
        "R",
        "Announcements",
        "C",
        ", theme: light",
        "giscus has a light ground."
    ),
    Key::new(
        COMMENTS,
        "site_id",
        Kind::Text,
        "remark",
        "Of Remark42: the site's id on the server.",
        example(
            "Comments are those of the other site.",
            &[(FILE, config!("comments: {provider: remark42, server: 'https://comments.example', site_id: herald}\n"))],
            &[(FILE, config!("comments: {provider: remark42, server: 'https://comments.example'}\n"))],
        ),
    ),
    Key::new(
        COMMENTS,
        "account",
        Kind::Text,
        "",
        "Of Mastodon: the only account whose threads are shown, `@herald`.",
        example(
            "The thread of another account is an error.",
            &[
                (
                    FILE,
                    config!("comments: {provider: mastodon, server: 'https://social.example', account: '@herald'}\n"),
                ),
                (FIRST, first!("comments: https://social.example/@who/12\n")),
            ],
            &[
                (FILE, config!("comments: {provider: mastodon, server: 'https://social.example'}\n")),
                (FIRST, first!("comments: https://social.example/@who/12\n")),
            ],
        ),
    ),
    Key::new(
        COMMENTS,
        "address",
        Kind::Text,
        "",
        "Of mailto: where letters go.",
        example(
            "Letters go to the other address.",
            &[(FILE, config!("comments: {provider: mailto, address: editor@example.org}\n"))],
            &[(FILE, config!("comments: {provider: mailto, address: letters@example.org}\n"))],
        ),
    ),
    Key::new(
        CONFIG,
        "outputs",
        Kind::MapOfTexts,
        "{}",
        "Files that templates make beside the site's pages: the path in the output, and the name of the template.",
        example(
            "There is a file `humans.txt`.",
            &[(FILE, config!("outputs: {humans.txt: humans.txt}\n")), ("templates/humans.txt", "{{ site.title }}\n")],
            &[("templates/humans.txt", "{{ site.title }}\n")],
        ),
    ),
    Key::new(
        CONFIG,
        "slugs",
        Kind::Choice(&["unicode", "ascii", "jekyll", "hugo", "zola"]),
        "unicode",
        "How addresses are made of file names, titles and terms, and ids of headings: as another generator makes them.",
        example(
            "The topic stands at `/topics/ecole/`.",
            &[(FILE, config!("slugs: ascii\n")), (FIRST, first!("topics: [École]\n"))],
            &[(FIRST, first!("topics: [École]\n"))],
        ),
    ),
    config_key!(
        CONFIG,
        "paginate",
        Kind::Integer(1, 10_000),
        "20",
        "How many items a listing page has.",
        "paginate: 1\n",
        "Listings are divided into pages."
    ),
    Key::new(
        CONFIG,
        "taxonomies",
        Kind::MapOf(Scope::Taxonomy),
        "{}",
        "Ways of grouping articles, besides `topic`, `series` and `author`, which may be changed here.",
        example(
            "The category has a page.",
            &[(FILE, config!("taxonomies: {category: {}}\n")), (FIRST, first!("category: tools\n"))],
            &[(FIRST, first!("category: tools\n"))],
        ),
    ),
    config_key!(
        TAXONOMY,
        "path",
        Kind::Text,
        "(the name's plural)",
        "The folder of the taxonomy's pages.",
        "taxonomies: {topic: {path: about}}\n",
        "Topics stand below `/about/`."
    ),
    config_key!(
        TAXONOMY,
        "title",
        Kind::Text,
        "(from the path)",
        "The taxonomy's title for people.",
        "taxonomies: {topic: {title: Themes}}\n",
        "The index of topics has this title."
    ),
    Key::new(
        TAXONOMY,
        "key",
        Kind::Text,
        "(the name or its plural)",
        "The front matter key that holds an article's terms.",
        example(
            "The terms are read from the other key.",
            &[(FILE, config!("taxonomies: {place: {key: where}}\n")), (FIRST, first!("where: [Rome]\n"))],
            &[(FILE, config!("taxonomies: {place: {}}\n")), (FIRST, first!("where: [Rome]\n"))],
        ),
    ),
    Key::new(
        TAXONOMY,
        "paginate",
        Kind::Integer(1, 10_000),
        "(the site's)",
        "How many items a term's listing page has.",
        example(
            "The topic's listing is divided into pages.",
            &[(FILE, config!("taxonomies: {topic: {paginate: 1}}\n")), (FIRST, first!("topics: [tools]\n"))],
            &[(FIRST, first!("topics: [tools]\n"))],
        ),
    ),
    Key::new(
        TAXONOMY,
        "hierarchical",
        Kind::Bool,
        "false",
        "Whether `a/b` is a term below `a`.",
        example(
            "The term stands below the other.",
            &[
                (FILE, config!("taxonomies: {topic: {hierarchical: true}}\n")),
                (FIRST, first!("topics: [tools/hammers]\n")),
            ],
            &[(FIRST, first!("topics: [tools/hammers]\n"))],
        ),
    ),
    config_key!(
        CONFIG,
        "sections",
        Kind::MapOf(Scope::SectionSettings),
        "{}",
        "What is said of sections here instead of in their `_index.md`, by folder below the content folder.",
        "sections: {culture: {title: The Arts}}\n",
        "The section has this name."
    ),
    config_key!(
        CONFIG,
        "defaults",
        Kind::Defaults,
        "{}",
        "Front matter for all articles under a path below the content folder; their own values go first.",
        "defaults: {news: {authors: [grace]}}\n",
        "Articles of the section that name no author have this one."
    ),
    Key::new(
        CONFIG,
        "fields",
        Kind::MapOfLists,
        "{}",
        "A collection's own names for byline's keys of front matter, in order of precedence.",
        example(
            "The dek is taken from `teaser`.",
            &[(FILE, config!("fields: {description: [teaser]}\n")), (FIRST, first!("teaser: What came first\n"))],
            &[(FIRST, first!("teaser: What came first\n"))],
        ),
    ),
    Key::new(
        CONFIG,
        "markdown",
        Kind::Object(Scope::Markdown),
        "{}",
        "How Markdown is read.",
        example(
            "The text stays as it is written.",
            &[
                (FILE, config!("markdown: {strikethrough: false}\n")),
                (FIRST, "---\ntitle: First\n---\nA ~~struck~~ word.\n"),
            ],
            &[(FIRST, "---\ntitle: First\n---\nA ~~struck~~ word.\n")],
        ),
    ),
    markdown_key!(
        "tables",
        "true",
        "false",
        "Tables in GitHub's form.",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "The table stays text."
    ),
    markdown_key!(
        "footnotes",
        "true",
        "false",
        "Footnotes, `[^1]`.",
        "Text.[^1]\n\n[^1]: Note.\n",
        "The footnote stays text."
    ),
    markdown_key!(
        "strikethrough",
        "true",
        "false",
        "Struck text, `~~so~~`.",
        "A ~~struck~~ word.\n",
        "The text is not struck."
    ),
    markdown_key!(
        "task_lists",
        "true",
        "false",
        "Boxes in lists, `- [x] done`.",
        "- [x] done\n",
        "The box stays text."
    ),
    markdown_key!(
        "smart_punctuation",
        "true",
        "false",
        "Typographic quotes, dashes and ellipses.",
        "\"Quoted\" -- text...\n",
        "Quotes stay straight."
    ),
    markdown_key!(
        "heading_ids",
        "true",
        "false",
        "Ids of headings, to which links may lead.",
        "## A heading\n\nText.\n",
        "The heading has no id."
    ),
    markdown_key!(
        "attributes",
        "true",
        "false",
        "`{.class #id key=value}` on headings, pictures, links and fences.",
        "## A heading {.wide}\n\nText.\n",
        "The braces stay text."
    ),
    markdown_key!(
        "definition_lists",
        "true",
        "false",
        "Terms with `: definition` below them.",
        "Term\n: Definition\n",
        "The definition stays text."
    ),
    markdown_key!(
        "alerts",
        "true",
        "false",
        "GitHub's alerts, `> [!NOTE]`.",
        "> [!NOTE]\n> Mind the gap.\n",
        "The alert stays a quotation."
    ),
    markdown_key!(
        "math",
        "true",
        "false",
        "Formulas between `$$`, as MathML.",
        "$$\na^2\n$$\n",
        "The formula stays text."
    ),
    markdown_key!(
        "inline_math",
        "false",
        "true",
        "Formulas between `$` in running text, as MathML.",
        "Of $a^2$ it holds.\n",
        "The formula is set."
    ),
    markdown_key!(
        "highlight",
        "true",
        "false",
        "Code with classes for colours.",
        "```rust\nfn main() {}\n```\n",
        "The code has no colours."
    ),
    markdown_key!(
        "figures",
        "true",
        "false",
        "A picture alone in its paragraph as a figure.",
        "![A map](map.svg)\n",
        "The picture is no figure."
    ),
    markdown_key!(
        "wiki_links",
        "true",
        "false",
        "Links to other articles by name, `[[so]]`.",
        "See [[second]].\n",
        "The brackets stay text."
    ),
    markdown_key!(
        "shift_headings",
        "true",
        "false",
        "Gives a body's headings the levels of an outline below the headline: 2 for the first, none skipped.",
        "Text.\n\n# A heading\n\nText.\n",
        "The heading stays one of level 1."
    ),
    Key::new(
        MARKDOWN,
        "html",
        Kind::Choice(&["allow", "sanitize", "escape"]),
        "allow",
        "Raw HTML in bodies, titles and captions: as written, only what is harmless of it, or as text.",
        example(
            "The script and the handler are gone, the word in bold stays.",
            &[
                (FILE, config!("markdown: {html: sanitize}\n")),
                (
                    FIRST,
                    "---\ntitle: First\ndate: 2024-01-01\n---\n<script>run()</script>\n\nA <b onclick=\"run()\">bold</b> word.\n",
                ),
            ],
            &[(
                FIRST,
                "---\ntitle: First\ndate: 2024-01-01\n---\n<script>run()</script>\n\nA <b onclick=\"run()\">bold</b> word.\n",
            )],
        ),
    ),
    config_key!(
        CONFIG,
        "checks",
        Kind::Checks,
        "{}",
        "The weight of faults, by code: `error`, `warn` or `off`; below a pattern of paths, that of faults in those files.",
        "checks: {missing-description: warn, \"content/news/s*.md\": {missing-description: off}}\n",
        "Articles without a description are reported, but for those that the pattern names."
    ),
    config_key!(
        CONFIG,
        "minify",
        Kind::BoolOrObject(Scope::Minify),
        "true",
        "Whether pages and assets are minified.",
        "minify: false\n",
        "Pages are written as templates make them."
    ),
    config_key!(
        MINIFY,
        "html",
        Kind::Bool,
        "true",
        "Whether HTML pages are minified.",
        "minify: {html: false}\n",
        "Pages are written as templates make them."
    ),
    config_key!(
        MINIFY,
        "css",
        Kind::Bool,
        "true",
        "Whether style sheets are minified, also inside pages.",
        "minify: {css: false}\n",
        "Style sheets are written as the theme has them."
    ),
    Key::new(
        MINIFY,
        "js",
        Kind::Bool,
        "true",
        "Whether scripts are minified, also inside pages.",
        example(
            "Scripts are written as the theme has them.",
            &[(FILE, config!("minify: {js: false}\n")), SCRIPT],
            &[SCRIPT],
        ),
    ),
    config_key!(
        CONFIG,
        "ignore",
        Kind::Texts,
        "[]",
        "Globs of files of the content folder that are left out.",
        "ignore: ['news/t*.md']\n",
        "The third article is not built."
    ),
    Key::new(
        CONFIG,
        "data",
        Kind::Checked(Check::Path),
        "data",
        "The folder of the data files.",
        example(
            "Data are found in the other folder.",
            &[
                (FILE, config!("data: facts\n")),
                ("facts/mood.yaml", "now: bright\n"),
                ("data/mood.yaml", "now: dark\n"),
                ("templates/article.html", "<!doctype html><title>x</title>{{ data(name=\"mood.yaml\") }}\n"),
            ],
            &[
                ("facts/mood.yaml", "now: bright\n"),
                ("data/mood.yaml", "now: dark\n"),
                ("templates/article.html", "<!doctype html><title>x</title>{{ data(name=\"mood.yaml\") }}\n"),
            ],
        ),
    ),
    Key::new(
        CONFIG,
        "extra",
        Kind::Map,
        "{}",
        "Values of your own for templates.",
        example(
            "A template finds the value.",
            &[
                (FILE, config!("extra: {mood: bright}\n")),
                (
                    "templates/article.html",
                    "<!doctype html><title>x</title>{{ site.extra.mood | default(value=\"none\") }}\n",
                ),
            ],
            &[(
                "templates/article.html",
                "<!doctype html><title>x</title>{{ site.extra.mood | default(value=\"none\") }}\n",
            )],
        ),
    ),
];
