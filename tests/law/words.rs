//! What articles, profiles and sections say: a few names and values from which the sites are made, few enough that they meet.

use super::files::Files;
use super::random::Random;

/// Sections by their folders; the first is the front page, and `handbook` is documentation.
pub(crate) const SECTIONS: [&str; 6] = ["", "news/", "news/town/", "sport/", "handbook/", "essays/"];
/// Names of articles' files.
const NAMES: [&str; 14] = [
    "harbour",
    "budget",
    "lamps",
    "ferry",
    "2026-03-02-quay",
    "2026-04-05-bridge",
    "Market",
    "café",
    "storm",
    "vote",
    "tide",
    "library/index",
    "museum/index",
    "update",
];
/// Authors as articles call them.
const AUTHORS: [&str; 7] = ["ann-poe", "Ann Poe", "A. Poe", "bob-roe", "dee-doe", "Kim Lee", "Town Wire"];
/// Ids of authors' profiles.
pub(crate) const PROFILES: [&str; 4] = ["ann-poe", "bob-roe", "dee-doe", "kim-lee"];
const TOPICS: [&str; 9] = ["Harbour", "harbour", "City budget", "C", "C++", "Élan", "Elan", "Ferries", "Night"];
const SERIES: [&str; 2] = ["The harbour plan", "Lamps"];
/// Pictures, beside articles and in `static/`.
pub(crate) const PICTURES: [&str; 6] = [
    "content/news/quay.png",
    "content/news/town/tower.svg",
    "content/news/library/reading.png",
    "content/sport/boat.png",
    "static/images/quay.png",
    "static/images/crane.svg",
];
/// Words of which sentences are made.
const WORDS: [&str; 16] = [
    "the",
    "harbour",
    "*council*",
    "has",
    "voted",
    "for",
    "a",
    "“new”",
    "quay",
    "--",
    "of",
    "granite",
    "at",
    "night",
    "`code`",
    "again",
];
/// Dates, some before and some behind the moments of the builds.
const DATES: [&str; 14] = [
    "2025-12-31",
    "2026-01-05",
    "2026-01-05T09:00:00-05:00",
    "2026-02-11",
    "2026-02-28T23:30:00Z",
    "2026-03-01",
    "2026-03-17 08:15",
    "2026-04-02",
    "2026-04-30T22:00:00+09:00",
    "2026-05-09",
    "2026-05-31T23:59:59Z",
    "2026-06-10",
    "2026-07-04T12:00:00Z",
    "15 May 2026",
];
/// The keys of an article that are edited.
pub(crate) const ARTICLE_KEYS: [&str; 44] = [
    "title",
    "description",
    "date",
    "updated",
    "expires",
    "draft",
    "authors",
    "topics",
    "series",
    "image",
    "slug",
    "permalink",
    "aliases",
    "template",
    "related",
    "extra",
    "kicker",
    "byline",
    "dateline",
    "credit",
    "source",
    "corrections",
    "labels",
    "comments",
    "share",
    "social_title",
    "title_tag",
    "weight",
    "featured",
    "toc",
    "canonical_url",
    "robots",
    "language",
    "section",
    "link",
    "id",
    "category",
    "mood",
    "autors",
    "taxonomies",
    "audio",
    "live",
    "free",
    "article_type",
];
/// The keys of a profile that are edited.
pub(crate) const PROFILE_KEYS: [&str; 8] = ["name", "role", "bio", "picture", "links", "also", "kind", "extra"];
/// The keys of a section that are edited.
pub(crate) const SECTION_KEYS: [&str; 16] = [
    "title",
    "description",
    "weight",
    "kind",
    "order",
    "paginate",
    "template",
    "article_template",
    "lead",
    "featured",
    "labels",
    "comments",
    "share",
    "extra",
    "aliases",
    "draft",
];

/// Some words with a full stop.
pub(crate) fn sentence(random: &mut Random) -> String {
    let words: Vec<&str> = (0..3 + random.below(8)).map(|_| random.pick(&WORDS)).collect();
    format!("So {}.", words.join(" "))
}

/// A short text in quotes for YAML.
fn phrase(random: &mut Random) -> String {
    let words: Vec<&str> = (0..1 + random.below(4)).map(|_| random.pick(&WORDS)).collect();
    format!("\"Of {}\"", words.join(" "))
}

/// Whether a file is an article, and no section or profile.
pub(crate) fn is_article(path: &str) -> bool {
    path.starts_with("content/")
        && path.ends_with(".md")
        && !path.ends_with("_index.md")
        && !path.starts_with("content/authors/")
}

/// The articles' paths below the content.
pub(crate) fn articles(files: &Files) -> Vec<&str> {
    files.keys().filter(|path| is_article(path)).map(|path| &path["content/".len()..]).collect()
}

/// A path below the content where an article may stand.
pub(crate) fn place(random: &mut Random) -> String {
    format!("{}{}.md", random.pick(&SECTIONS), random.pick(&NAMES))
}

/// The path of an article below the content: mostly of one that there is.
fn some_article(random: &mut Random, files: &Files) -> String {
    let articles = articles(files);
    if articles.is_empty() || random.chance(4) { place(random) } else { random.pick(&articles).to_owned() }
}

/// The path of an article that is to be there.
fn named_article(random: &mut Random, files: &Files) -> String {
    let articles = articles(files);
    if articles.is_empty() { "news/harbour.md".to_owned() } else { random.pick(&articles).to_owned() }
}

/// Whether an article is one that others name, as `named_article` has it.
pub(crate) fn is_named(path: &str, files: &Files) -> bool {
    let name = format!("\"{}\"", path.trim_start_matches("content/"));
    let sources = files.iter().filter(|(path, _)| path.ends_with(".md"));
    sources.into_iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(&name))
}

/// The address at which an article stands where nothing else is said.
fn address(path: &str) -> String {
    format!("/{}/", path.trim_end_matches(".md").trim_end_matches("/index"))
}

/// A link to an article in one of the forms that there are.
fn link(random: &mut Random, files: &Files) -> String {
    let path = some_article(random, files);
    let name = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").to_owned();
    match random.below(9) {
        0 => format!("[there](/{path})"),
        1 => format!("[there]({})", address(&path)),
        2 => format!("[a part](/{path}#costs)"),
        3 => format!("[[{name}]]"),
        4 => format!("[beside]({name}.md)"),
        5 => format!("[[{name}|as said]]"),
        6 => "[costs](#costs)".to_owned(),
        7 => format!("[{}](/{})", random.pick(&["section", "list"]), random.pick(&SECTIONS)),
        _ => "[elsewhere](https://example.org/page \"A page\")".to_owned(),
    }
}

/// A picture as a body names it.
fn picture(random: &mut Random) -> &'static str {
    random.pick(&[
        "quay.png",
        "tower.svg",
        "reading.png",
        "boat.png",
        "/images/quay.png",
        "/images/crane.svg",
        "/news/quay.png",
        "gone.png",
    ])
}

/// A part of an article's text.
pub(crate) fn paragraph(random: &mut Random, files: &Files) -> String {
    let text = sentence(random);
    let (link, picture) = (link(random, files), picture(random));
    match random.below(24) {
        0 | 1 => format!("{text} {link}"),
        2 => format!("## Costs\n\n{text} {link}"),
        3 => format!("### {} {{#costs}}\n\n{text}", random.pick(&["Costs", "Who pays", "Don't stop at 1.5"])),
        4 => format!("![A crane]({picture} \"At dawn\")"),
        5 => format!("{text} ![A crane]({picture}) {text}"),
        6 => format!("{{{{<figure src=\"{picture}\" alt=\"A crane\" caption=\"{text}\" link=\"/news/\"/>}}}}"),
        7 => "{{<related limit=2/>}}".to_owned(),
        8 => format!("{{{{<related articles=[\"{}\"] title=\"Read on\"/>}}}}", named_article(random, files)),
        9 => "{{<table-from-data name=\"prices\" caption=\"Prices\"/>}}".to_owned(),
        10 => format!("{{% <pullquote by=\"A *councillor*\"> %}}{text} {link}{{% </pullquote> %}}"),
        11 => format!("{{% <note kind=\"tip\"> %}}\n{text}\n\n{link}\n{{% </note> %}}"),
        12 => format!("{{% <details summary=\"How\"> %}}\n{text}\n\n{{{{<shown limit=2/>}}}}\n{{% </details> %}}"),
        13 => format!("{{{{<shown limit={}/>}}}}", 1 + random.below(3)),
        14 => "{{<outer/>}}".to_owned(),
        15 => format!("> [!NOTE]\n> {text}"),
        16 => format!("| a | b |\n|---|---|\n| {link} | 2 |"),
        17 => format!("```{}\nfn main() {{}} // {text}\n```", code_language(&text)),
        18 => format!("{text}[^1]\n\n[^1]: {text} {link}"),
        19 => format!("<div class=\"raw\" onclick=\"go()\">{text}</div>"),
        20 => format!("- {text}\n- [x] {link}"),
        21 => format!("{text}\n\n<!--more-->"),
        _ => text,
    }
}

/// The language of a block of code, which follows from its text. One that is coloured is rare: loading its grammar takes as long as all
/// the rest of a build.
fn code_language(text: &str) -> &'static str {
    match text.bytes().map(usize::from).sum::<usize>() % 30 {
        0 => "rust",
        1 => "diff",
        _ => "text",
    }
}

/// A body, which ends with a sentence of its own.
pub(crate) fn body(random: &mut Random, files: &Files) -> String {
    let mut text = String::new();
    for _ in 0..1 + random.below(4) {
        text.push_str(&paragraph(random, files));
        text.push_str("\n\n");
    }
    text + "That was all.\n"
}

/// An article with a handful of keys.
pub(crate) fn article(random: &mut Random, files: &Files) -> Vec<u8> {
    let mut head = format!("title: {}\n", phrase(random));
    if random.chance(90) {
        head += &format!("date: {}\n", random.pick(&DATES));
    }
    for key in ["description", "authors", "topics"] {
        if random.chance(80) {
            head += &format!("{key}: {}\n", article_value(random, key, files));
        }
    }
    let rare = ["template", "section", "slug", "permalink", "language", "id", "draft", "expires"];
    for key in ARTICLE_KEYS.iter().skip(3).filter(|key| !["authors", "topics"].contains(key)) {
        if random.chance(if rare.contains(key) { 2 } else { 7 }) {
            head += &format!("{key}: {}\n", article_value(random, key, files));
        }
    }
    format!("---\n{head}---\n{}", body(random, files)).into_bytes()
}

/// A value for a key of an article.
pub(crate) fn article_value(random: &mut Random, key: &str, files: &Files) -> String {
    let one_of = |random: &mut Random, items: &[&str]| random.pick(items).to_owned();
    let flag = |random: &mut Random| random.chance(50).to_string();
    let list = |items: Vec<&str>| format!("[{}]", items.join(", "));
    match key {
        "date" | "updated" => one_of(random, &DATES),
        "expires" => one_of(random, &["2026-05-01", "2026-06-03", "2026-07-01", "2027-01-01", "2027-02-01"]),
        "draft" | "comments" | "share" | "featured" | "toc" => flag(random),
        "authors" => authors(random),
        "topics" => list(random.some(&TOPICS, 3)),
        "series" => format!("{{name: {}, part: {}}}", random.pick(&SERIES), 1 + random.below(6)),
        "image" => image(random),
        "audio" => one_of(
            random,
            &[
                "{src: \"https://sound.example/a.mp3\", bytes: 9, duration: \"1:02\"}",
                "\"https://sound.example/b.ogg\"",
            ],
        ),
        "live" => one_of(random, &["true", "false", "2026-06-03"]),
        "free" => flag(random),
        "article_type" => one_of(random, &["news", "article", "blog"]),
        "slug" => format!("{}-{}", random.pick(&["slug", "harbour", "Über-uns"]), random.below(9)),
        "permalink" => {
            let pattern =
                random.pick(&["/:year/:slug/", "/kept-N.html", "/one/N/", "/p/:section/:slug/", "/x/:title/"]);
            pattern.replace('N', &random.below(20).to_string())
        }
        "aliases" => format!("[/old/{}/, /older-{}.html]", random.below(60), random.below(60)),
        "related" => match random.below(4) {
            0 => "false".to_owned(),
            _ => format!("[\"{}\", \"{}\"]", named_article(random, files), named_article(random, files)),
        },
        "extra" => format!("{{mood: {}, grade: {}}}", phrase(random), random.below(9)),
        "source" => one_of(random, &["Reuters", "{name: AP, url: \"https://ap.example/\"}", "https://wire.example/a"]),
        "corrections" => format!("[{{date: {}, text: {}}}, {}]", random.pick(&DATES), phrase(random), phrase(random)),
        "labels" => list(random.some(&["Opinion", "Analysis", "Sponsored"], 2)),
        "weight" => random.below(9).to_string(),
        "canonical_url" => one_of(random, &["https://first.example/a", "https://first.example/b"]),
        "robots" => one_of(random, &["noindex", "nofollow"]),
        "language" => one_of(random, &["en", "de", "fr"]),
        "section" => one_of(random, &["news", "sport", "essays"]),
        "link" => one_of(random, &["https://other.example/1", "https://other.example/2"]),
        "id" => format!("id-{}", random.below(40)),
        "category" => list(random.some(&["Water", "Water/Ships", "Land"], 2)),
        "taxonomies" => format!("{{topics: [{}]}}", random.pick(&TOPICS)),
        _ => phrase(random),
    }
}

fn authors(random: &mut Random) -> String {
    match random.below(5) {
        0 => format!("[{{name: {}, role: photography}}, {}]", random.pick(&AUTHORS), random.pick(&AUTHORS)),
        1 => format!("{{editing: {}, data work: {}}}", random.pick(&AUTHORS), random.pick(&AUTHORS)),
        2 => format!("{} and {}", random.pick(&AUTHORS), random.pick(&AUTHORS)),
        _ => format!("[{}]", random.some(&AUTHORS, 3).join(", ")),
    }
}

fn image(random: &mut Random) -> String {
    let picture = picture(random);
    match random.below(3) {
        0 => picture.to_owned(),
        1 => format!("{{src: {picture}, alt: A crane, focus: 20% 30%}}"),
        _ => format!("{{src: {picture}, alt: A crane, caption: {}, credit: Dee Doe, license: CC BY}}", phrase(random)),
    }
}

/// A value for a key of a profile.
pub(crate) fn profile_value(random: &mut Random, key: &str) -> String {
    let portrait = random.pick(&["/images/quay.png", "/images/crane.svg", "portrait.png"]);
    match key {
        "name" => random.pick(&["Ann Poe", "Bob Roe", "Dee Doe", "Kim Lee", "Ann E. Poe"]).to_owned(),
        "picture" => format!("{{src: {portrait}, alt: A portrait}}"),
        "links" => format!("{{Site: \"https://{}.example/\"}}", random.pick(&["a", "b"])),
        "also" => random.pick(&["[A. Poe]", "[Kim Lee, K. Lee]", "[Town Wire]", "[Kim Lee and Bob Roe]"]).to_owned(),
        "kind" => random.pick(&["person", "organization"]).to_owned(),
        "extra" => format!("{{desk: {}}}", phrase(random)),
        _ => phrase(random),
    }
}

/// A profile.
pub(crate) fn profile(random: &mut Random, id: &str, files: &Files) -> Vec<u8> {
    let name = match id {
        "ann-poe" => "Ann Poe",
        "bob-roe" => "Bob Roe",
        "dee-doe" => "Dee Doe",
        _ => "Kim Lee",
    };
    let mut head = format!("name: {name}\n");
    for key in PROFILE_KEYS.iter().skip(1).filter(|key| **key != "also") {
        if random.chance(50) {
            head += &format!("{key}: {}\n", profile_value(random, key));
        }
    }
    if id == "ann-poe" {
        head += "also: [A. Poe]\n";
    }
    format!("---\n{head}---\n{}", if random.chance(50) { body(random, files) } else { String::new() }).into_bytes()
}

/// A value for a key of the section in a folder.
pub(crate) fn section_value(random: &mut Random, key: &str, files: &Files) -> String {
    match key {
        "weight" => random.below(9).to_string(),
        "kind" => random.pick(&["articles", "pages"]).to_owned(),
        "order" => random.pick(&["date", "weight", "title"]).to_owned(),
        "paginate" => (1 + random.below(5)).to_string(),
        "template" => random.pick(&["section.html", "special_list.html"]).to_owned(),
        "article_template" => random.pick(&["article.html", "special.html", "page.html"]).to_owned(),
        "lead" => format!("\"{}\"", named_article(random, files)),
        "featured" => format!("[\"{}\", \"{}\"]", named_article(random, files), named_article(random, files)),
        "labels" => random.pick(&["[Report]", "[Essay, Opinion]"]).to_owned(),
        "comments" | "share" | "draft" => random.chance(50).to_string(),
        "extra" => format!("{{colour: {}}}", phrase(random)),
        "aliases" => random.pick(&["[/section-old/]", "[/section-older/]"]).to_owned(),
        _ => phrase(random),
    }
}

/// The `_index.md` of a section.
pub(crate) fn section(random: &mut Random, folder: &str, files: &Files) -> Vec<u8> {
    let mut head = format!("title: {}\n", phrase(random));
    for key in ["description", "weight", "order", "lead", "featured", "labels", "extra"] {
        if random.chance(35) {
            head += &format!("{key}: {}\n", section_value(random, key, files));
        }
    }
    if folder == "handbook/" {
        head += "kind: pages\n";
    }
    format!("---\n{head}---\n{}", if random.chance(60) { body(random, files) } else { String::new() }).into_bytes()
}
