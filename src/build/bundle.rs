//! One article with everything that its page shows, to be looked at where it does not belong to a site.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use crate::article::html::{Scanner, Tag, Token};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::{SourcePath, decode};
use crate::render::{self, World};
use crate::source::{Sources, StaticFile};

use super::files::{Content, content, unreadable};
use super::preview::Preview;

/// What ends an address where it stands in HTML, CSS or a script.
const ENDS: &[char] = &['"', '\'', '`', '<', '>', '(', ')', ' ', '\n', '\t', ',', ';', '\\'];

/// How a site is configured whose pages are bundled: below a path of its own, by which its addresses are known.
#[derive(Clone, Debug)]
pub struct Place {
    /// The address of the site, without a slash at the end.
    pub url: String,
    /// The origin alone.
    pub origin: String,
    /// The segment below which the site has been planned; nothing else is named so.
    pub mark: String,
}

/// The files of the bundle of an article, by their path in its folder: `index.html`, and what it shows. `note` is HTML that stands first on
/// the page.
///
/// Links to other pages lead to the site. Pictures and other files are those that a build publishes.
///
/// # Errors
/// What is wrong with the article, the theme or the configuration, or with a file that the page shows.
pub fn bundle(
    sources: &dyn Sources,
    preview: &Preview,
    article: &SourcePath,
    place: &Place,
    note: &dyn Fn(&World) -> String,
) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    let concerns = |one: &Diagnostic| {
        let file = one.place.as_ref().map(|place| &place.file);
        one.is_error() && file.is_none_or(|file| file == article || !preview.is_document(file))
    };
    let faults: Vec<Diagnostic> = preview.diagnostics().into_iter().filter(concerns).collect();
    let world = preview.stage.world();
    let Some(world) = world.as_ref().filter(|_| faults.is_empty()) else { return Err(faults) };
    let page = world
        .site
        .by_source
        .get(article)
        .and_then(|id| world.plan.pages.iter().find(|page| page.article() == Some(*id)));
    let Some(page) = page else {
        return Err(vec![Diagnostic::new(Code::UnknownArticle, format!("`{article}` is no article of the site"))]);
    };
    let rendered = render::page(world, page, &render::reading(world, page)).map_err(|fault| vec![fault])?;
    let mut bundle = Bundle { sources, world, place, files: BTreeMap::new(), wanted: BTreeSet::new() };
    let html = bundle.moved(&String::from_utf8_lossy(&rendered.bytes), "");
    bundle.files.insert("index.html".to_owned(), noted(&html, &note(world)).into_bytes());
    bundle.fill().map_err(|fault| vec![fault])?;
    Ok(bundle.files)
}

struct Bundle<'a> {
    sources: &'a dyn Sources,
    world: &'a World,
    place: &'a Place,
    files: BTreeMap<String, Vec<u8>>,
    /// What is shown and not there yet, by its path below the site.
    wanted: BTreeSet<String>,
}

impl Bundle<'_> {
    /// Brings all that is shown, and what that shows in turn. Assets lead to each other by relative addresses: all of them come along.
    fn fill(&mut self) -> Result<(), Diagnostic> {
        let assets: BTreeMap<String, &[u8]> = self
            .world
            .theme
            .assets
            .values()
            .map(|asset| (asset.url.output().as_str().to_owned(), &asset.bytes[..]))
            .collect();
        self.wanted.extend(assets.keys().cloned());
        while let Some(path) = self.wanted.pop_first() {
            if self.files.contains_key(&path) {
                continue;
            }
            let bytes = match (assets.get(&path), self.file(&path)) {
                (Some(bytes), _) => bytes.to_vec(),
                (None, Some(file)) => published(self.sources, file)?,
                (None, None) => continue,
            };
            let bytes = match std::str::from_utf8(&bytes) {
                Ok(text) if path.ends_with(".css") || path.ends_with(".svg") => {
                    self.moved(text, &"../".repeat(path.matches('/').count())).into_bytes()
                }
                _ => bytes,
            };
            self.files.insert(path, bytes);
        }
        Ok(())
    }

    /// The file of the site that stands at a path.
    fn file(&self, path: &str) -> Option<&StaticFile> {
        self.world.plan.files.iter().find(|file| file.url.as_str().trim_start_matches('/') == path)
    }

    /// The text with its addresses as they are in the bundle: `up` leads from where it stands to the folder.
    fn moved(&mut self, text: &str, up: &str) -> String {
        let Place { url, origin, mark } = self.place;
        let below = url.strip_prefix(origin.as_str()).unwrap_or_default();
        let text = text.replace(&format!("{origin}/{mark}/"), &format!("{url}/"));
        let text = text.replace(&format!("%2F{mark}%2F"), &format!("{}%2F", below.replace('/', "%2F")));
        let start = format!("/{mark}/");
        let mut moved = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find(&start) {
            moved.push_str(&rest[..at]);
            rest = &rest[at + start.len()..];
            let address = &rest[..rest.find(ENDS).unwrap_or(rest.len())];
            let path = decode(address.split(['?', '#']).next().unwrap_or_default());
            if self.is_shown(&path) {
                moved.push_str(up);
                self.wanted.insert(path);
            } else {
                moved.push_str(url);
                moved.push('/');
            }
        }
        moved.push_str(rest);
        moved
    }

    fn is_shown(&self, path: &str) -> bool {
        self.file(path).is_some() || self.world.theme.assets.values().any(|asset| asset.url.output().as_str() == path)
    }
}

fn published(sources: &dyn Sources, file: &StaticFile) -> Result<Vec<u8>, Diagnostic> {
    match content(sources, file)? {
        Content::Picture(bytes) => Ok(bytes),
        Content::Other(mut rest) => {
            let mut bytes = Vec::new();
            rest.read_to_end(&mut bytes).map_err(|error| unreadable(&file.source, &error))?;
            Ok(bytes)
        }
    }
}

/// The page with what keeps search engines away, and a note at the beginning of its body; a browser would ask the site for its manifest.
fn noted(html: &str, note: &str) -> String {
    let html = &without_manifest(html);
    let head = html.find("<head>").map_or(0, |at| at + "<head>".len());
    let body = html.find("<body").and_then(|at| Some(at + html[at..].find('>')? + 1)).unwrap_or(head).max(head);
    let robots = "<meta name=robots content=\"noindex, nofollow, noarchive\">";
    format!("{}{robots}{}{note}{}", &html[..head], &html[head..body], &html[body..])
}

fn without_manifest(html: &str) -> String {
    let is_manifest =
        |tag: &Tag| html[tag.name.clone()].eq_ignore_ascii_case("link") && tag.value(html, "rel") == Some("manifest");
    let found = Scanner::new(html, None).find_map(|token| match token {
        Token::Open(tag) if is_manifest(&tag) => Some(tag.span),
        _ => None,
    });
    found.map_or_else(|| html.to_owned(), |span| format!("{}{}", &html[..span.start], &html[span.end..]))
}
