//! Sites to begin with.

use super::draw::{configuration_value, data_file, strings, style};
use super::edit::{Change, Edit};
use super::files::{Files, png, svg};
use super::random::Random;
use super::templates::{HOOKS, OUTPUTS, PAGES, PARTS, template};
use super::words::{PICTURES, PROFILES, SECTIONS, article, place, profile, section};

/// What a site's pages are made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum World {
    /// The default theme alone.
    Default,
    /// The default theme, and everything that a page gets at the end of each.
    Everything,
    /// A theme of its own, whose templates show a few things each.
    Sparse,
    /// Some templates, parts, hooks, strings and styles of the site's own over a theme of its own over the default one.
    Mixed,
}

/// The edits that make a site out of nothing. The seed says of which kind.
pub(crate) fn start(random: &mut Random, seed: u64) -> Vec<Edit> {
    let world = [World::Everything, World::Sparse, World::Default, World::Mixed]
        [usize::try_from(seed % 4).expect("a small number")];
    let mut files = Files::new();
    put_configuration(random, world, &mut files);
    put_content(random, &mut files);
    put_templates(random, world, &mut files);
    let write = |(path, bytes)| Edit { kind: "start".to_owned(), change: Change::Write { path, bytes } };
    files.into_iter().map(write).collect()
}

fn put(files: &mut Files, path: &str, text: impl Into<Vec<u8>>) {
    files.insert(path.to_owned(), text.into());
}

fn put_configuration(random: &mut Random, world: World, files: &mut Files) {
    let mut text =
        "title: The Herald\nurl: https://herald.example\nid: 3f2c8a54-0a58-4d5e-8a53-6f8d2b9f1c11\n".to_owned();
    text += &format!("paginate: {}\n", 2 + random.below(3));
    text += "outputs: {api/all.json: all.json, humans.txt: humans.txt}\n";
    if matches!(world, World::Sparse | World::Mixed) {
        text += "theme: {name: mine}\n";
    }
    let keys = [
        "description",
        "extra",
        "redirects",
        "navigation",
        "taxonomies",
        "sections",
        "defaults",
        "timezone",
        "feeds",
        "sitemap",
        "publisher",
        "social",
        "llms",
        "security",
    ];
    for key in keys {
        if random.chance(40) {
            text += &format!("{key}: {}\n", configuration_value(random, key, files));
        }
    }
    put(files, "byline.yaml", text);
}

fn put_content(random: &mut Random, files: &mut Files) {
    for picture in PICTURES {
        put_picture(random, picture, files);
    }
    for _ in 0..14 + random.below(10) {
        let path = format!("content/{}", place(random));
        files.entry(path).or_default();
    }
    // Articles name each other, so all of them are there before the first is written.
    for path in
        ["content/news/harbour.md", "content/sport/ferry.md", "content/handbook/tide.md", "content/essays/vote.md"]
    {
        put(files, path, "");
    }
    let paths: Vec<String> = files.keys().filter(|path| path.ends_with(".md")).cloned().collect();
    for path in paths {
        let text = article(random, files);
        put(files, &path, text);
    }
    for id in PROFILES {
        if random.chance(75) {
            let text = profile(random, id, files);
            put(files, &format!("content/authors/{id}.md"), text);
        }
    }
    for folder in SECTIONS {
        if folder == "handbook/" || random.chance(60) {
            let text = section(random, folder, files);
            put(files, &format!("content/{folder}_index.md"), text);
        }
    }
    for name in ["prices.csv", "facts.yaml"] {
        let text = data_file(random, name);
        put(files, &format!("data/{name}"), text);
    }
    put(files, "static/robots.txt", "User-agent: *\n");
    put(files, "content/news/plan.txt", "The plan.\n");
    put(files, "content/news/.hidden", "hidden\n");
}

fn put_picture(random: &mut Random, path: &str, files: &mut Files) {
    put(files, path, picture(random, path));
}

/// The bytes of a picture of any size, in the form that its name says.
pub(crate) fn picture(random: &mut Random, path: &str) -> Vec<u8> {
    let (width, height) = (1 + random.below(30), 1 + random.below(30));
    let shade = random.pick(&[0, 100, 200]);
    if path.ends_with(".svg") { svg(width, height) } else { png(width, height, shade) }
}

fn put_templates(random: &mut Random, world: World, files: &mut Files) {
    let always =
        ["special.html", "special_list.html", "components/shown.html", "components/outer.html", "partials/piece.html"];
    for name in always.iter().chain(&OUTPUTS) {
        put_template(random, "templates", name, files);
    }
    match world {
        World::Default => {}
        World::Everything => {
            put_template(random, "templates", "partials/dump.html", files);
            put(files, "templates/body_end.html", "{% include \"partials/dump.html\" %}\n");
        }
        World::Sparse => {
            put_theme(random, files);
            for name in PAGES.iter().filter(|name| !name.starts_with("special") && **name != "topics.html") {
                put_template(random, "themes/mine/templates", name, files);
            }
        }
        World::Mixed => {
            put_theme(random, files);
            let hooks: Vec<String> = HOOKS.iter().map(|name| format!("components/{name}.html")).collect();
            let names = PAGES.iter().chain(&PARTS).copied().chain(hooks.iter().map(String::as_str));
            for name in names {
                if random.chance(35) {
                    let folder = random.pick(&["templates", "themes/mine/templates"]);
                    put_template(random, folder, name, files);
                }
            }
            let (text, css) = (strings(random), style(random));
            put(files, "strings/en.yaml", text);
            put(files, "assets/parts/more.css", "p { color: red }\n");
            put(files, "assets/site.css", css);
        }
    }
}

fn put_template(random: &mut Random, folder: &str, name: &str, files: &mut Files) {
    put(files, &format!("{folder}/{name}"), template(random, name));
}

fn put_theme(random: &mut Random, files: &mut Files) {
    put(
        files,
        "themes/mine/theme.yaml",
        "name: mine\nversion: \"1.0\"\nextends: broadsheet\noptions: {accent: blue, footer: Ours}\n",
    );
    put(files, "themes/mine/assets/mine.css", "b { color: blue }\n");
    let text = strings(random);
    put(files, "themes/mine/strings/en.yaml", text);
}
