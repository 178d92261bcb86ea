//! Edits drawn at random.

use super::edit::{Batch, Change, Edit};
use super::files::{Files, flipped};
use super::random::Random;
use super::templates::{HOOKS, OUTPUTS, PAGES, PARTS, template};
use super::words::{
    ARTICLE_KEYS, PICTURES, PROFILE_KEYS, PROFILES, SECTION_KEYS, SECTIONS, article, article_value, articles, body,
    is_article, is_named, paragraph, place, profile, profile_value, section, section_value,
};
use super::world::picture;

/// The moments of builds; the first is that of the first build.
pub(crate) const MOMENTS: [&str; 8] = [
    "2026-06-01T12:00:00Z",
    "2026-06-01T12:00:01Z",
    "2026-06-02T00:00:00Z",
    "2026-06-20T08:00:00Z",
    "2026-07-04T12:00:00Z",
    "2026-04-01T00:00:00Z",
    "2026-05-31T23:59:59Z",
    "2026-05-31T23:59:58Z",
];
/// The options of a build that change what it writes; none of them mostly.
const OPTIONS: [&str; 8] = [
    "--drafts",
    "--future",
    "--expired",
    "--base-url=https://second.example/base",
    "--keep-going",
    "--output=other",
    "--jobs=1",
    "--strict",
];
/// The keys of the configuration that are edited.
const CONFIGURATION_KEYS: [&str; 36] = [
    "title",
    "description",
    "url",
    "language",
    "timezone",
    "date_order",
    "theme",
    "files",
    "navigation",
    "permalinks",
    "redirects",
    "outputs",
    "slugs",
    "paginate",
    "taxonomies",
    "sections",
    "defaults",
    "fields",
    "markdown",
    "checks",
    "minify",
    "ignore",
    "extra",
    "id",
    "data",
    "content",
    "feeds",
    "sitemap",
    "robots",
    "publisher",
    "social",
    "icons",
    "llms",
    "security",
    "humans",
    "article_type",
];
/// Kinds of edits that are drawn with a weight, but for those of keys.
const KINDS: [(&str, usize); 44] = [
    ("article body", 10),
    ("article paragraph", 6),
    ("article add", 8),
    ("article remove", 4),
    ("article move", 5),
    ("article rename", 3),
    ("articles swap", 2),
    ("article copy", 1),
    ("profile add", 3),
    ("profile remove", 1),
    ("profile body", 2),
    ("profiles in data", 2),
    ("section add", 3),
    ("section remove", 2),
    ("section body", 2),
    ("template page", 8),
    ("template page remove", 4),
    ("template part", 3),
    ("template part remove", 2),
    ("template component", 4),
    ("template hook", 4),
    ("template hook remove", 3),
    ("template output", 2),
    ("theme template", 4),
    ("theme file", 2),
    ("strings", 3),
    ("strings remove", 1),
    ("style", 3),
    ("style remove", 1),
    ("data", 4),
    ("picture", 4),
    ("picture remove", 2),
    ("file", 3),
    ("file remove", 2),
    ("hidden file", 1),
    ("touch", 4),
    ("letter", 5),
    ("longer under the old time", 4),
    ("outputs remove", 1),
    ("output file remove", 3),
    ("output file letter", 2),
    ("output file longer", 2),
    ("store remove", 1),
    ("fault", 2),
];
/// How many times each key of an article is in the urn, of a profile, of a section, of the configuration.
const KEY_WEIGHTS: [usize; 4] = [60, 8, 12, 12];

/// The name of every kind of edit.
pub(crate) fn kinds() -> Vec<String> {
    let mut kinds: Vec<String> = KINDS.iter().map(|(kind, _)| (*kind).to_owned()).collect();
    let tables: [(&str, &[&str]); 4] = [
        ("article", &ARTICLE_KEYS),
        ("profile", &PROFILE_KEYS),
        ("section", &SECTION_KEYS),
        ("configuration", &CONFIGURATION_KEYS),
    ];
    for (name, keys) in tables {
        kinds.extend(keys.iter().map(|key| format!("{name} key {key}")));
    }
    kinds.extend(OPTIONS.iter().map(|option| format!("option {}", option.split('=').next().unwrap_or_default())));
    kinds.extend(["moment".to_owned(), "repair".to_owned(), "nothing".to_owned()]);
    kinds
}

/// What draws the edits of one sequence.
pub(crate) struct Urn {
    random: Random,
    at: &'static str,
    /// The sources of the last build that wrote a site.
    good: Files,
}

impl Urn {
    /// One whose edits follow from the numbers.
    pub(crate) fn new(random: Random) -> Self {
        Self { random, at: MOMENTS[0], good: Files::new() }
    }

    /// Remembers what a site could be built of.
    pub(crate) fn remember(&mut self, files: &Files) {
        self.good.clone_from(files);
    }

    /// How many edits the next batch has: one or two mostly, twenty at most.
    pub(crate) fn size(&mut self) -> usize {
        match self.random.below(100) {
            0..4 => 0,
            4..50 => 1,
            50..85 => 2 + self.random.below(4),
            _ => 6 + self.random.below(15),
        }
    }

    /// The build behind some edits.
    pub(crate) fn batch(&mut self, edits: Vec<Edit>) -> Batch {
        if self.random.chance(9) {
            self.at = self.random.pick(&MOMENTS);
        }
        let mut options = Vec::new();
        if self.random.chance(22) {
            options = self.random.some(&OPTIONS[..7], 2);
        } else if self.random.chance(3) {
            options.push(OPTIONS[7]);
        }
        options.sort_unstable();
        let options = OPTIONS.iter().copied().filter(|option| options.contains(option)).collect();
        Batch { edits, at: self.at, options }
    }

    /// Edits that bring back what a site could be built of: all files that differ now, or some of them.
    pub(crate) fn repair(&mut self, files: &Files) -> Vec<Edit> {
        if self.good.is_empty() || self.random.chance(20) {
            return Vec::new();
        }
        let names: std::collections::BTreeSet<&String> = self.good.keys().chain(files.keys()).collect();
        let differ = names.into_iter().filter(|name| self.good.get(*name) != files.get(*name));
        let most = if self.random.chance(85) { usize::MAX } else { 2 };
        let change = |path: &String| match self.good.get(path) {
            Some(bytes) => Change::Write { path: path.clone(), bytes: bytes.clone() },
            None => Change::Remove { path: path.clone() },
        };
        differ.take(most).map(|path| Edit { kind: "repair".to_owned(), change: change(path) }).collect()
    }

    /// One edit of a site; nothing where what was drawn finds nothing to change.
    pub(crate) fn edit(&mut self, files: &Files) -> Option<Edit> {
        let whole = KEY_WEIGHTS.iter().sum::<usize>() + KINDS.iter().map(|(_, weight)| weight).sum::<usize>();
        let mut number = self.random.below(whole);
        for (table, weight) in KEY_WEIGHTS.iter().enumerate() {
            if number < *weight {
                return self.key(table, files);
            }
            number -= weight;
        }
        for (kind, weight) in KINDS {
            if number < weight {
                return self.change(kind, files).map(|change| Edit { kind: kind.to_owned(), change });
            }
            number -= weight;
        }
        None
    }

    /// Sets or takes out a key of an article, a profile, a section or the configuration.
    fn key(&mut self, table: usize, files: &Files) -> Option<Edit> {
        let random = &mut self.random;
        let (kind, key, path) = match table {
            0 => ("article", random.pick(&ARTICLE_KEYS), some_file(random, files, is_article)?),
            1 => ("profile", random.pick(&PROFILE_KEYS), some_file(random, files, is_profile)?),
            2 => ("section", random.pick(&SECTION_KEYS), some_file(random, files, is_section)?),
            _ => ("configuration", random.pick(&CONFIGURATION_KEYS), "byline.yaml".to_owned()),
        };
        let is_needed = matches!((table, key), (3, "outputs" | "content"));
        let value = (is_needed || random.chance(if table == 3 { 60 } else { 80 })).then(|| match table {
            0 => article_value(random, key, files),
            1 => profile_value(random, key),
            2 => section_value(random, key, files),
            _ => configuration_value(random, key, files),
        });
        Some(Edit { kind: format!("{kind} key {key}"), change: Change::Key { path, key: key.to_owned(), value } })
    }

    fn change(&mut self, kind: &str, files: &Files) -> Option<Change> {
        match kind.split(' ').next().unwrap_or_default() {
            "article" | "articles" => self.article(kind, files),
            "profile" | "profiles" | "section" => self.person_or_section(kind, files),
            "template" | "theme" => self.template(kind, files),
            "strings" | "style" | "data" => self.words(kind, files),
            "picture" | "file" | "hidden" => self.published_file(kind, files),
            "output" | "outputs" | "store" => Some(self.output(kind)),
            "fault" => self.fault(files),
            _ => self.time(kind, files),
        }
    }

    fn article(&mut self, kind: &str, files: &Files) -> Option<Change> {
        let random = &mut self.random;
        let new = format!("content/{}", place(random));
        if kind == "article add" {
            return Some(Change::Write { path: new, bytes: article(random, files) });
        }
        let path = some_file(random, files, is_article)?;
        // What others name is spared mostly: without it they do not build.
        let is_taken = matches!(kind, "article remove" | "article move" | "article rename");
        if is_taken && is_named(&path, files) && random.chance(85) {
            return None;
        }
        match kind {
            "article body" => {
                let bytes = with_body(files.get(&path)?, &body(random, files));
                Some(Change::Write { path, bytes })
            }
            "article paragraph" => {
                let text = format!("\n{}\n\nThat was all.\n", paragraph(random, files));
                Some(Change::Append { path, text, keeps_time: false })
            }
            "article remove" => (articles(files).len() > 8).then_some(Change::Remove { path }),
            "article move" => (!files.contains_key(&new)).then_some(Change::Move { from: path, to: new }),
            "article rename" => {
                (!path.ends_with("/index.md")).then(|| Change::Move { to: path.replace(".md", "-two.md"), from: path })
            }
            "articles swap" => {
                let other = some_file(random, files, is_article)?;
                Some(Change::Swap { one: path, other })
            }
            _ => Some(Change::Write { bytes: files.get(&path)?.clone(), path: new }),
        }
    }

    fn person_or_section(&mut self, kind: &str, files: &Files) -> Option<Change> {
        let random = &mut self.random;
        match kind {
            "profile add" => {
                let id = random.pick(&PROFILES);
                Some(Change::Write { path: format!("content/authors/{id}.md"), bytes: profile(random, id, files) })
            }
            "profile remove" => Some(Change::Remove { path: some_file(random, files, is_profile)? }),
            "profiles in data" => {
                let path = "data/authors.yaml".to_owned();
                if files.contains_key(&path) && random.chance(30) {
                    return Some(Change::Remove { path });
                }
                let id = random.pick(&["town-wire", "kim-lee", "eve-moe"]);
                let (bio, role) = (profile_value(random, "bio"), profile_value(random, "role"));
                let text = format!("{id}: {{name: Town Wire, bio: {bio}, role: {role}}}\n");
                Some(Change::Write { path, bytes: text.into_bytes() })
            }
            "section add" => {
                let folder = random.pick(&SECTIONS);
                Some(Change::Write {
                    path: format!("content/{folder}_index.md"),
                    bytes: section(random, folder, files),
                })
            }
            "section remove" => {
                let is_other = |path: &str| is_section(path) && !path.contains("handbook");
                Some(Change::Remove { path: some_file(random, files, is_other)? })
            }
            _ => {
                let is_wanted = if kind == "profile body" { is_profile } else { is_section };
                let path = some_file(random, files, is_wanted)?;
                let bytes = with_body(files.get(&path)?, &body(random, files));
                Some(Change::Write { path, bytes })
            }
        }
    }

    fn template(&mut self, kind: &str, files: &Files) -> Option<Change> {
        let random = &mut self.random;
        let hook = format!("components/{}.html", random.pick(&HOOKS));
        let page = random.pick(&PAGES);
        let part = random.pick(&PARTS);
        let write = |random: &mut Random, folder: &str, name: &str| {
            let bytes = template(random, name).into_bytes();
            Some(Change::Write { path: format!("{folder}/{name}"), bytes })
        };
        let remove = |path: String| files.contains_key(&path).then_some(Change::Remove { path });
        match kind {
            "template page" => write(random, "templates", page),
            "template part" => {
                let part = if random.chance(30) { "partials/piece.html" } else { part };
                write(random, "templates", part)
            }
            "template component" => {
                let name = random.pick(&["components/shown.html", "components/outer.html"]);
                write(random, "templates", name)
            }
            "template hook" => write(random, "templates", &hook),
            "template output" => {
                let name = random.pick(&OUTPUTS);
                write(random, "templates", name)
            }
            "template page remove" => {
                let is_page =
                    |path: &str| path.starts_with("templates/") && PAGES.contains(&&path["templates/".len()..]);
                let path = some_file(random, files, |path| is_page(path) && !path.contains("special"))?;
                remove(path)
            }
            "template part remove" => remove(format!("templates/{part}")),
            "template hook remove" => remove(format!("templates/{hook}")),
            "theme template" => {
                let name = if random.chance(60) { page.to_owned() } else { hook };
                let path = format!("themes/mine/templates/{name}");
                if files.contains_key(&path) && random.chance(40) {
                    return remove(path);
                }
                write(random, "themes/mine/templates", &name)
            }
            _ => {
                let options = format!("{{accent: {}, footer: {}}}", random.pick(&["blue", "green"]), random.below(50));
                let (path, key) = ("themes/mine/theme.yaml".to_owned(), "options".to_owned());
                files.contains_key(&path).then_some(Change::Key { path, key, value: Some(options) })
            }
        }
    }

    fn words(&mut self, kind: &str, files: &Files) -> Option<Change> {
        let random = &mut self.random;
        match kind {
            "strings" => {
                let path =
                    random.pick(&["strings/en.yaml", "strings/de.yaml", "themes/mine/strings/en.yaml"]).to_owned();
                Some(Change::Write { path, bytes: strings(random).into_bytes() })
            }
            "strings remove" => {
                Some(Change::Remove { path: some_file(random, files, |path| path.starts_with("strings/"))? })
            }
            "style" => {
                let path = random.pick(&["assets/site.css", "assets/parts/more.css", "assets/parts/prose.css"]);
                let text = if path == "assets/site.css" && files.contains_key("assets/parts/more.css") {
                    style(random)
                } else {
                    format!("p {{ margin: {}px }}\n", random.below(100))
                };
                Some(Change::Write { path: path.to_owned(), bytes: text.into_bytes() })
            }
            "style remove" => {
                Some(Change::Remove { path: some_file(random, files, |path| path.starts_with("assets/"))? })
            }
            _ => {
                let name = random.pick(&["prices.csv", "facts.yaml"]);
                Some(Change::Write { path: format!("data/{name}"), bytes: data_file(random, name).into_bytes() })
            }
        }
    }

    fn published_file(&mut self, kind: &str, files: &Files) -> Option<Change> {
        let random = &mut self.random;
        let is_picture = |path: &str| PICTURES.contains(&path);
        let is_file = |path: &str| path.starts_with("static/") && !is_picture(path);
        let text = format!("Text {}.\n", random.below(1000)).into_bytes();
        match kind {
            "picture" => {
                let path = random.pick(&PICTURES);
                Some(Change::Write { path: path.to_owned(), bytes: picture(random, path) })
            }
            "picture remove" => Some(Change::Remove { path: some_file(random, files, is_picture)? }),
            "file" => {
                let names = [
                    "static/robots.txt",
                    "static/files/a.txt",
                    "static/.well-known/b.txt",
                    "content/news/plan.txt",
                    "content/news/library/notes.txt",
                    "static/news/c.html",
                    "more/d.txt",
                ];
                Some(Change::Write { path: random.pick(&names).to_owned(), bytes: text })
            }
            "file remove" => Some(Change::Remove { path: some_file(random, files, is_file)? }),
            _ => {
                let names = ["content/news/.hidden", "content/news/harbour.md~", "static/.DS_Store", "README.md"];
                Some(Change::Write { path: random.pick(&names).to_owned(), bytes: text })
            }
        }
    }

    fn output(&mut self, kind: &str) -> Change {
        let pick = self.random.below(10_000);
        match kind {
            "outputs remove" => Change::RemoveOutput,
            "output file remove" => Change::RemoveOutputFile { pick },
            "output file letter" => Change::AlterOutputFile { pick, is_longer: false },
            "output file longer" => Change::AlterOutputFile { pick, is_longer: true },
            _ => Change::RemoveStore,
        }
    }

    fn time(&mut self, kind: &str, files: &Files) -> Option<Change> {
        let random = &mut self.random;
        match kind {
            "touch" => Some(Change::Touch { path: some_file(random, files, |_| true)? }),
            "letter" => {
                let path = some_file(random, files, |path| has_free_end(path, files))?;
                Some(Change::Flip { path })
            }
            _ => {
                let path = some_file(random, files, |path| path.ends_with(".md"))?;
                Some(Change::Append { path, text: format!("\nMore: {}.\n", random.below(10)), keeps_time: true })
            }
        }
    }

    /// A change that makes an error, or several.
    fn fault(&mut self, files: &Files) -> Option<Change> {
        let random = &mut self.random;
        let path = some_file(random, files, is_article)?;
        let key = |path: String, key: &str, value: &str| {
            Some(Change::Key { path, key: key.to_owned(), value: Some(value.to_owned()) })
        };
        let write = |path: &str, text: &str| Some(Change::Write { path: path.to_owned(), bytes: text.into() });
        match random.below(12) {
            0 => key(path, "extra", "{broken: ["),
            1 => key(path, "permalink", "/news/"),
            2 => key(path, "template", "nowhere.html"),
            3 => key(path, "date", "31/31/2026"),
            4 => Some(Change::Append { path, text: "\n{{<shwon/>}}\n\nThat was all.\n".to_owned(), keeps_time: false }),
            5 => write("templates/term.html", "<p>{{ term.name </p>\n"),
            6 => write("templates/article.html", "<p>{{ artcle.title }}{{ article.body }}</p>\n"),
            7 => write("data/prices.csv", "\"name,price\n"),
            8 => key("byline.yaml".to_owned(), "paginate", "many"),
            9 => write("assets/site.css", "@import \"parts/gone.css\";\n"),
            10 => write("templates/author.html", "{{ throw(message=\"of \" ~ author.name) }}\n"),
            _ => key(path, "related", "[nowhere/at/all.md]"),
        }
    }
}

/// One of the files that are as wanted.
fn some_file(random: &mut Random, files: &Files, is_wanted: impl Fn(&str) -> bool) -> Option<String> {
    let wanted: Vec<&String> = files.keys().filter(|path| is_wanted(path)).collect();
    if wanted.is_empty() { None } else { Some(random.pick(&wanted).clone()) }
}

fn is_profile(path: &str) -> bool {
    path.starts_with("content/authors/") && !path.ends_with("_index.md")
}

fn is_section(path: &str) -> bool {
    path.starts_with("content/") && path.ends_with("/_index.md")
}

/// Whether the last letter of a file may be any other.
fn has_free_end(path: &str, files: &Files) -> bool {
    let bytes = &files[path];
    let is_text = path.ends_with(".txt") || bytes.ends_with(b"That was all.\n") || path == "data/prices.csv";
    is_text && flipped(bytes) != *bytes
}

/// A file with another text below its front matter.
fn with_body(bytes: &[u8], body: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let head = text.get(4..).and_then(|behind| behind.find("---\n")).map_or(0, |at| at + 8);
    format!("{}{body}", text.get(..head).unwrap_or_default()).into_bytes()
}

/// A data file of one of the names that templates ask for.
pub(crate) fn data_file(random: &mut Random, name: &str) -> String {
    let number = random.below(50);
    if name == "facts.yaml" {
        return format!("motto: Number {number}\nlist: [a, {}]\n", random.pick(&["b", "c"]));
    }
    let rows: String = (0..1 + random.below(3)).map(|row| format!("row {row},{}\n", number + row)).collect();
    format!("name,price\n{rows}")
}

/// Strings of a language.
pub(crate) fn strings(random: &mut Random) -> String {
    let by = random.pick(&["By", "Written by", "From"]);
    let latest = random.pick(&["Latest", "Newest"]);
    format!("date: \"{{day}} {{month}} {{year}}\"\nstrings: {{by: {by}, latest: {latest}, listing: All}}\n")
}

/// A style sheet that imports another one.
pub(crate) fn style(random: &mut Random) -> String {
    format!("@import \"parts/more.css\";\np {{ padding: {}px }}\n", random.below(100))
}

/// A value for a key of the configuration.
pub(crate) fn configuration_value(random: &mut Random, key: &str, files: &Files) -> String {
    let theme = theme_value(random, files);
    let values: &[&str] = match key {
        "title" => &["The Herald", "\"The *Harbour* Herald\"", "Town Post"],
        "url" => &["https://herald.example", "https://herald.example/base", "https://post.example"],
        "language" => &["en", "de", "fr", "ko"],
        "timezone" => &["UTC", "America/New_York", "Asia/Seoul"],
        "date_order" => &["dmy", "mdy"],
        "theme" => return theme,
        "files" => &["[{from: static, to: /s}]", "[{from: data, to: /data}]"],
        "navigation" => &[
            "[{title: News, url: /news/}]",
            "[{title: News, url: /news/, children: [{title: Town, url: /news/town/}]}, {title: Out, url: \"https://out.example/\"}]",
        ],
        "permalinks" => &[
            "{news: \"/:year/:month/:slug/\"}",
            "{\"*\": \"/all/:section/:slug/\"}",
            "{sport: \"/s/:slug.html\", topic: \"/t/:slug/\"}",
        ],
        "redirects" => &[
            "[{from: /feed/, to: /}]",
            "[{from: \"/category/:name/\", to: \"/topics/:name/\", status: 302}]",
            "[{from: \"/blog/*\", to: \"/news/:splat\"}, {from: /offer/, status: 410}]",
            "[{from: /a/, to: /b/}, {from: /b/, to: /news/harbour/}]",
        ],
        "outputs" => {
            &["{api/all.json: all.json}", "{api/all.json: all.json, humans.txt: humans.txt}", "{h.txt: humans.txt}"]
        }
        "slugs" => &["unicode", "ascii", "jekyll", "hugo", "zola"],
        "paginate" => &["1", "2", "3", "4", "20"],
        "taxonomies" => &[
            "{topic: {paginate: 2}}",
            "{topic: {path: subjects, title: Subjects}}",
            "{topic: , category: {path: categories, hierarchical: true}}",
            "{author: {paginate: 1}, series: {path: rows}, mood: {path: moods}}",
        ],
        "sections" => &[
            "{sport: {title: Sports, weight: 3}}",
            "{news/town: {order: title, labels: [Town]}}",
            "{essays: {kind: pages}}",
        ],
        "defaults" => &[
            "{news: {labels: [Report]}}",
            "{sport: {authors: [Town Wire], robots: noindex}}",
            "{essays: {draft: true}}",
        ],
        "fields" => &["{description: [mood, description]}", "{topics: [category, topics]}", "{date: [updated, date]}"],
        "markdown" => &[
            "{smart_punctuation: false}",
            "{html: sanitize}",
            "{html: escape, figures: false}",
            "{shift_headings: false, heading_ids: false}",
            "{wiki_links: false, tables: false, footnotes: false}",
            "{highlight: false, alerts: false, task_lists: false}",
        ],
        "checks" => &[
            "{dead-link: off}",
            "{missing-description: warn}",
            "{dead-anchor: off, missing-picture: off}",
            "{\"content/news/**\": {dead-link: off, missing-picture: off}}",
            "{near-miss-key: off, similar-terms: off}",
        ],
        "minify" => &["true", "false", "{html: false}", "{css: false}"],
        "ignore" => &["[ferry.md]", "[\"content/essays/*\"]", "[plan.txt]"],
        "extra" => &["{motto: One}", "{motto: Two, list: [1, 2]}"],
        "id" => &["3f2c8a54-0a58-4d5e-8a53-6f8d2b9f1c11", "00000000-0000-4000-8000-000000000001"],
        "feeds" => &[
            "false",
            "{formats: [rss, atom, json]}",
            "{formats: [json, atom], items: 2, archive: true}",
            "{formats: [atom], text: excerpt, of: [site, topic, mood], hub: \"https://hub.example/\"}",
            "{items: 3, archive: true, names: {rss: index.xml}}",
        ],
        "sitemap" => &["false", "true", "{news: true}", "{news: Harbour Wire}"],
        "robots" => &["false", "{disallow: [/news/]}", "{agents: {Trainer: [/]}}"],
        "publisher" => &[
            "Town Press",
            "{name: Town Press, logo: /images/crane.svg, news: true}",
            "{links: [\"https://social.example/@town\"]}",
        ],
        "social" => &["{image: /images/crane.svg, alt: A crane}", "{account: town}"],
        "icons" => &["[/images/crane.svg]"],
        "llms" => &["true", "false"],
        "security" => &[
            "{contact: \"mailto:desk@herald.example\", expires: 2026-06-10}",
            "{contact: \"https://herald.example/report\", expires: 2026-07-03, languages: [en, de]}",
        ],
        "humans" => &["Ada", "Ada and Ben"],
        "article_type" => &["news", "article", "blog"],
        "data" => &["data"],
        "content" => &["content"],
        _ => &["News of the *town*", "\"The town -- and the coast\""],
    };
    random.pick(values).to_owned()
}

/// A theme that there is, with options.
fn theme_value(random: &mut Random, files: &Files) -> String {
    let name = if files.contains_key("themes/mine/theme.yaml") && random.chance(70) { "mine" } else { "broadsheet" };
    let options = [
        "accent: red",
        "masthead: left",
        "drop_cap: true",
        "author_cards: false",
        "related: false",
        "share: [reddit, copy]",
        "footer: Printed here",
        "logo: /images/crane.svg",
        "social: [{label: A, href: \"https://a.example/\"}]",
        "reading_time: false",
    ];
    format!("{{name: {name}, {}}}", random.some(&options, 3).join(", "))
}
