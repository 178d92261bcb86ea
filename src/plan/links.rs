//! Where each link of each body leads, now that every address is decided.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::article::{Anchors, Body, Link, LinkKind, Picture};
use crate::config::{Config, NavigationItem};
use crate::diagnostic::{Code, Diagnostic, Place, nearest};
use crate::path::{SourcePath, UrlPath, decode, decoded};
use crate::site::{ArticleId, Entry, Site};
use crate::source::StaticFile;

use super::dead_links::{dead_anchor, last_segment};
use super::redirects::Redirects;
use super::{Page, Subject};
use crate::theme::{Component, Templates};

/// What a link became.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resolved {
    /// An address of the site, and the query and fragment behind it.
    Internal(UrlPath, String),
    /// An address elsewhere, a fragment, or one of which nothing is known: as it was written.
    AsWritten(String),
}

/// What stands at an address of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A page: its index in the plan.
    Page(usize),
    /// A file: its index in the plan.
    File(usize),
}

/// The links of one body, and of the bodies of its shortcodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyLinks {
    /// One for each of `Body::links`.
    pub links: Vec<Resolved>,
    /// One for each of `Body::calls`.
    pub calls: Vec<CallLinks>,
}

/// Where the call of a shortcode leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallLinks {
    /// The addresses in its arguments that the component declares as links or pictures, in their order.
    pub arguments: Vec<Resolved>,
    /// The links of its body.
    pub body: BodyLinks,
}

/// The resolved links of the site.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Those of the bodies of articles, by the number of the article.
    pub articles: Vec<BodyLinks>,
    /// Those of the other bodies, by the file in which they stand.
    pub bodies: FxHashMap<SourcePath, BodyLinks>,
    /// The pictures that front matter names, by the file in which they stand.
    pub pictures: FxHashMap<SourcePath, Resolved>,
    /// The recordings that front matter names, by the file in which they stand; with how many bytes each has, where it is a file of the site.
    pub recordings: FxHashMap<SourcePath, (Resolved, Option<u64>)>,
    /// The files that the configuration names and that are there, by their addresses as they are written there.
    pub configured: BTreeMap<String, Resolved>,
    /// Addresses that the navigation names as they are written there, and what they lead to.
    pub files_by_url: FxHashMap<UrlPath, SourcePath>,
}

impl Links {
    /// All addresses of the site that a link or picture names.
    pub fn internal(&self) -> impl Iterator<Item = &UrlPath> {
        fn of<'a>(links: &'a BodyLinks, out: &mut Vec<&'a UrlPath>) {
            out.extend(links.links.iter().filter_map(Resolved::internal));
            for call in &links.calls {
                out.extend(call.arguments.iter().filter_map(Resolved::internal));
                of(&call.body, out);
            }
        }
        let named = self
            .pictures
            .values()
            .chain(self.recordings.values().map(|(link, _)| link))
            .chain(self.configured.values());
        let mut urls: Vec<&UrlPath> = named.filter_map(Resolved::internal).collect();
        self.articles.iter().chain(self.bodies.values()).for_each(|links| of(links, &mut urls));
        urls.into_iter()
    }
}

impl Resolved {
    /// The address, where it is one of the site.
    pub fn internal(&self) -> Option<&UrlPath> {
        match self {
            Self::Internal(url, _) => Some(url),
            Self::AsWritten(_) => None,
        }
    }

    /// What stands in the attribute: percent-encoded, below the site's `base` path.
    pub fn href(&self, base: &str) -> String {
        match self {
            Self::Internal(url, suffix) => url.href(base) + suffix,
            Self::AsWritten(address) => address.clone(),
        }
    }
}

/// The address that a link leads to, and the ids of the body there, where they are known.
type Found<'a> = (UrlPath, Option<&'a Anchors>);

/// What a link may lead to.
#[derive(Clone, Copy)]
pub(super) struct Planned<'a> {
    /// The pages of the plan.
    pub(super) pages: &'a [Page],
    /// Its files.
    pub(super) files: &'a [StaticFile],
    /// What leads elsewhere.
    pub(super) redirects: &'a Redirects<'a>,
}

/// Resolves the links of all bodies and the pictures of all front matter.
pub(super) fn resolve(
    site: &Site,
    config: &Config,
    templates: &dyn Templates,
    planned: Planned<'_>,
) -> (Links, Vec<Diagnostic>) {
    let resolver = Resolver { components: templates.components(), ..Resolver::new(site, config, planned) };
    let mut links = Links::default();
    let mut diagnostics = Vec::new();
    let of_article = |entry: &Entry| {
        let (article, mut found) = (&entry.article, Vec::new());
        let from = From { source: &article.source, url: &entry.url, anchors: &article.body.anchors };
        let body = resolver.body_links(&from, &article.body, &mut found);
        let picture = resolver.picture(&from, article.meta.image.as_deref(), &mut found);
        let recording = article.meta.audio.as_ref();
        let recording = recording.and_then(|audio| resolver.media(&from, &audio.src, audio.place.as_ref(), &mut found));
        let recording = recording.map(|link| {
            let size = resolver.size(&link);
            (link, size)
        });
        (body, (picture, recording, found))
    };
    let (bodies, others): (Vec<BodyLinks>, Vec<_>) = site.articles.par_iter().map(of_article).unzip();
    links.articles = bodies;
    for (entry, (picture, recording, found)) in site.articles.iter().zip(others) {
        let source = &entry.article.source;
        links.pictures.extend(picture.map(|picture| (source.clone(), picture)));
        links.recordings.extend(recording.map(|recording| (source.clone(), recording)));
        diagnostics.extend(found);
    }
    let sections = site.sections.iter().filter_map(|section| Some((section.index.as_ref()?, &section.url)));
    let terms = || site.taxonomies.iter().flat_map(|terms| &terms.terms);
    let indexes = sections
        .chain(site.taxonomies.iter().filter_map(|terms| Some((terms.index.as_ref()?, &terms.url))))
        .chain(terms().filter_map(|term| Some((term.index.as_ref()?, &term.url))));
    for (index, url) in indexes {
        let from = From { source: &index.source, url, anchors: &index.body.anchors };
        resolver.body(&from, &index.body, &mut links, &mut diagnostics);
    }
    for (profile, url) in terms().filter_map(|term| Some((term.profile.as_ref()?, &term.url))) {
        let from = From { source: &profile.source, url, anchors: &profile.body.anchors };
        resolver.body(&from, &profile.body, &mut links, &mut diagnostics);
        let picture = resolver.picture(&from, profile.picture.as_ref(), &mut diagnostics);
        links.pictures.extend(picture.map(|picture| (profile.source.clone(), picture)));
    }
    diagnostics.extend(config.navigation.iter().flat_map(|item| resolver.navigation(item)));
    for (written, place) in configured(config) {
        // What is not there is told to nobody.
        match resolver.configured(written, place) {
            Ok(resolved) => drop(links.configured.insert(written.to_owned(), resolved)),
            Err(fault) => diagnostics.push(fault),
        }
    }
    links.files_by_url = planned.files.iter().map(|file| (file.url.clone(), file.source.clone())).collect();
    (links, diagnostics)
}

/// The files of the site that the configuration names, each with where it does.
fn configured(config: &Config) -> impl Iterator<Item = (&str, Option<&Place>)> {
    let publisher = config.publisher.logo.as_deref().map(|logo| (logo, config.publisher.logo_place.as_ref()));
    let social = config.social.image.as_deref().map(|image| (image, config.social.image_place.as_ref()));
    let icons = config.icons.iter().map(|(icon, place)| (icon.as_str(), Some(place)));
    publisher.into_iter().chain(social).chain(icons)
}

/// The document in which a link stands.
pub(super) struct From<'a> {
    pub(super) source: &'a SourcePath,
    pub(super) url: &'a UrlPath,
    anchors: &'a Anchors,
}

/// Whether a page says anything but that it is gone.
fn is_alive(page: &&Page) -> bool {
    page.subject != Subject::Gone
}

/// What addresses and names lead to.
pub(super) struct Resolver<'a> {
    pub(super) site: &'a Site,
    pub(super) config: &'a Config,
    /// The components that articles may call; `None` where the theme did not load.
    pub(super) components: Option<&'a BTreeMap<String, Component>>,
    pages: &'a [Page],
    files: &'a [StaticFile],
    pub(super) redirects: &'a Redirects<'a>,
    by_url: FxHashMap<&'a str, Destination>,
    by_file: FxHashMap<&'a SourcePath, usize>,
    pub(super) unpublished: FxHashSet<&'a SourcePath>,
    // Most sites have no wiki links, and no dead ones.
    by_name: OnceLock<BTreeMap<String, ArticleId>>,
    page_names: OnceLock<BTreeMap<String, &'a str>>,
    file_names: OnceLock<BTreeMap<String, &'a str>>,
}

impl<'a> Resolver<'a> {
    fn new(site: &'a Site, config: &'a Config, planned: Planned<'a>) -> Self {
        let Planned { pages, files, redirects } = planned;
        let pages_by_url = pages
            .iter()
            .enumerate()
            .filter(|(_, page)| is_alive(page))
            .map(|(index, page)| (page.url.as_str(), Destination::Page(index)));
        let files_by_url = files.iter().enumerate().map(|(index, file)| (file.url.as_str(), Destination::File(index)));
        let mut by_url = FxHashMap::with_capacity_and_hasher(pages.len() + files.len(), FxBuildHasher);
        by_url.extend(files_by_url.chain(pages_by_url));
        Self {
            site,
            config,
            components: None,
            pages,
            files,
            redirects,
            by_url,
            by_file: files.iter().enumerate().map(|(index, file)| (&file.source, index)).collect(),
            unpublished: site.left_out.iter().map(|article| &article.source).collect(),
            by_name: OnceLock::new(),
            page_names: OnceLock::new(),
            file_names: OnceLock::new(),
        }
    }

    /// The articles by title and by slug, in lower case; the newest of a name is the one that is meant.
    fn by_name(&self) -> &BTreeMap<String, ArticleId> {
        self.by_name.get_or_init(|| {
            let from_the_oldest = self.site.articles.iter().enumerate().rev();
            let names = from_the_oldest.flat_map(|(id, entry)| {
                let meta = &entry.article.meta;
                [&*meta.title.text, &meta.slug].map(|name| (name.to_lowercase(), id))
            });
            names.collect()
        })
    }

    /// The pages by the last segment of their address, to find what a dead link may have meant.
    pub(super) fn page_names(&self) -> &BTreeMap<String, &'a str> {
        let is_first = |page: &&Page| page.listing.as_ref().is_none_or(|listing| listing.number.is_none());
        let pages = || self.pages.iter().rev().filter(is_alive).filter(is_first);
        let name = |page: &'a Page| (last_segment(page.url.as_str()).to_lowercase(), page.url.as_str());
        self.page_names.get_or_init(|| pages().map(name).collect())
    }

    /// The files by the same.
    pub(super) fn file_names(&self) -> &BTreeMap<String, &'a str> {
        let name = |file: &'a StaticFile| (last_segment(file.url.as_str()).to_lowercase(), file.url.as_str());
        self.file_names.get_or_init(|| self.files.iter().rev().map(name).collect())
    }

    /// Entries of the navigation that lead nowhere.
    fn navigation(&self, item: &NavigationItem) -> Vec<Diagnostic> {
        let (path, _) = split_suffix(&item.url);
        let is_dead = path.starts_with('/') && !path.starts_with("//") && self.standing_at(&decode(path)).is_none();
        let report = is_dead.then(|| Diagnostic {
            place: self.config.places.get("navigation").cloned(),
            ..Diagnostic::new(Code::DeadLink, format!("the navigation leads to `{}`, where nothing stands", item.url))
                .hint("an address of the navigation is that of a page, from the site's base, such as `/news/`")
        });
        report.into_iter().chain(item.children.iter().flat_map(|child| self.navigation(child))).collect()
    }

    fn body(&self, from: &From<'_>, body: &Body, links: &mut Links, diagnostics: &mut Vec<Diagnostic>) {
        if body.links.is_empty() && body.calls.is_empty() {
            return;
        }
        let resolved = self.body_links(from, body, diagnostics);
        links.bodies.insert(from.source.clone(), resolved);
    }

    pub(super) fn body_links(&self, from: &From<'_>, body: &Body, diagnostics: &mut Vec<Diagnostic>) -> BodyLinks {
        let links = body
            .links
            .iter()
            .map(|link| {
                if matches!(link.kind, LinkKind::Picture | LinkKind::RawMedia)
                    && !link.has_alt
                    && self.asks_for_alt(link)
                {
                    diagnostics.push(self.missing_alt(link));
                }
                let (resolved, found) = self.link(from, link);
                diagnostics.extend(found);
                resolved
            })
            .collect();
        let calls = body.calls.iter().map(|call| self.call(from, call, diagnostics)).collect();
        BodyLinks { links, calls }
    }

    /// Alternative texts are asked for where `checks:` names them.
    pub(super) fn asks_for_alt(&self, link: &Link) -> bool {
        self.config.checks.asks_for(Code::MissingAlt, &link.place.file)
    }

    pub(super) fn missing_alt(&self, link: &Link) -> Diagnostic {
        Diagnostic::new(Code::MissingAlt, format!("the picture `{}` has no alternative text", link.target))
            .at(link.place.clone())
            .hint("say what it shows, `![a harbour at dawn](…)`, or `alt=\"\"` in HTML where it only adorns")
    }

    /// Where the picture of a front matter stands.
    fn picture(
        &self,
        from: &From<'_>,
        picture: Option<&Picture>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Resolved> {
        let picture = picture?;
        self.media(from, &picture.src, picture.place.as_ref(), diagnostics)
    }

    /// A file of the site that a configuration names by its address, or an address elsewhere.
    fn configured(&self, written: &str, place: Option<&Place>) -> Result<Resolved, Diagnostic> {
        if written.contains("://") {
            return Ok(Resolved::AsWritten(as_address(written)));
        }
        let path = format!("/{}", decode(written.trim_start_matches('/')));
        let file = self.files.iter().find(|file| file.url.as_str() == path);
        if let Some(file) = file {
            return Ok(Resolved::Internal(file.url.clone(), String::new()));
        }
        let message = format!("the configuration names the file `{written}`, which the site does not publish");
        let mut diagnostic = Diagnostic::new(Code::MissingPicture, message)
            .hint("it is the address of a file, such as `/logo.png` for `static/logo.png`");
        diagnostic.place = place.cloned();
        Err(diagnostic)
    }

    /// How many bytes a file of the site has that a link leads to.
    fn size(&self, link: &Resolved) -> Option<u64> {
        match self.by_url.get(link.internal()?.as_str())? {
            Destination::File(index) => Some(self.files[*index].size),
            Destination::Page(_) => None,
        }
    }

    /// A picture or recording that front matter names.
    fn media(
        &self,
        from: &From<'_>,
        src: &str,
        place: Option<&Place>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Resolved> {
        if src.is_empty() {
            return None;
        }
        let link = Link {
            kind: LinkKind::Picture,
            target: src.to_owned(),
            place: place.cloned().unwrap_or_else(|| Place::file(from.source)),
            has_alt: true,
            is_opaque: src.contains("{{") || src.contains("{%"),
        };
        let (resolved, found) = self.link(from, &link);
        diagnostics.extend(found);
        Some(resolved)
    }

    pub(super) fn link(&self, from: &From<'_>, link: &Link) -> (Resolved, Option<Diagnostic>) {
        let written = || Resolved::AsWritten(as_address(&link.target));
        if link.is_opaque {
            // Raw HTML stays as it is; elsewhere what no address may hold is encoded, as a browser would.
            let is_raw = matches!(link.kind, LinkKind::RawLink | LinkKind::RawMedia);
            return (if is_raw { Resolved::AsWritten(link.target.clone()) } else { written() }, None);
        }
        if link.kind == LinkKind::Wiki {
            return self.wiki_link(link);
        }
        let Some(address) = self.own_address(&link.target) else { return (written(), None) };
        let (path, suffix) = split_suffix(address);
        if path.is_empty() {
            let anchor = suffix.strip_prefix('#').unwrap_or_default();
            let missing = !anchor_exists(from.anchors, anchor) && suffix.starts_with('#');
            return (written(), missing.then(|| dead_anchor(link, anchor, from.anchors)));
        }
        match self.find(from, path) {
            Some((url, anchors)) => {
                let anchor = suffix.find('#').map(|at| &suffix[at + 1..]);
                let missing = anchor.zip(anchors).filter(|(anchor, anchors)| !anchor_exists(anchors, anchor));
                let report = missing.map(|(anchor, anchors)| dead_anchor(link, anchor, anchors));
                (Resolved::Internal(url, as_address(suffix)), report)
            }
            None => self.dead(from, link, path, suffix),
        }
    }

    /// The part of an address behind the site's own origin and base; `None` for addresses elsewhere.
    fn own_address<'t>(&self, target: &'t str) -> Option<&'t str> {
        let origin = host(&self.config.url.origin).filter(|_| !self.config.url.is_placeholder);
        if let Some(rest) = origin.and_then(|origin| host(target)?.strip_prefix(origin)) {
            let ends = rest.is_empty() || rest.starts_with(['/', '?', '#']);
            let below = rest
                .strip_prefix(self.config.url.path.as_str())
                .filter(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
            return ends.then_some(below?).map(|rest| if rest.is_empty() { "/" } else { rest });
        }
        let has_scheme = target.split(['/', '?', '#']).next().is_some_and(|head| {
            head.split_once(':').is_some_and(|(scheme, _)| {
                scheme.starts_with(|first: char| first.is_ascii_alphabetic())
                    && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
            })
        });
        (!has_scheme && !target.starts_with("//")).then_some(target)
    }

    /// What a path leads to: a source (`other.md`, `../folder/`, `@/path.md`, a file beside), else an address.
    fn find(&self, from: &From<'_>, path: &str) -> Option<Found<'a>> {
        let decoded = decoded(path);
        self.find_source(from, &decoded).or_else(|| self.address(from, &decoded)).or_else(|| {
            // `other/` beside `other.md`, whose address is elsewhere
            let name =
                Some(decoded.trim_end_matches('/')).filter(|name| !name.is_empty() && !decoded.starts_with('/'))?;
            self.source(&from.source.parent().join(&format!("{name}.md"))?)
        })
    }

    /// The source that a decoded path names.
    fn find_source(&self, from: &From<'_>, path: &str) -> Option<Found<'a>> {
        let content = &self.config.content;
        let of = |source: Option<SourcePath>| source.and_then(|source| self.source(&source));
        if let Some(rest) = path.strip_prefix("@/") {
            return of(content.join(rest));
        }
        let Some(rest) = path.strip_prefix('/') else {
            let beside = of(from.source.parent().join(path));
            return beside.or_else(|| is_markdown(path).then(|| of(content.join(path))).flatten());
        };
        is_markdown(rest).then(|| of(content.join(rest)).or_else(|| of(SourcePath::new(rest)))).flatten()
    }

    /// The address of a source: an article, a file, or a folder that is a bundle or section.
    fn source(&self, source: &SourcePath) -> Option<Found<'a>> {
        let index = |source: &SourcePath| {
            let id = *self.site.by_source.get(source)?;
            Some((self.site.articles[id].url.clone(), Some(&self.site.articles[id].article.body.anchors)))
        };
        if let Some(found) = index(source) {
            return Some(found);
        }
        if let Some(file) = self.by_file.get(source) {
            return Some((self.files[*file].url.clone(), None));
        }
        let folder = if source.file_name() == "_index.md" { source.parent() } else { source.clone() };
        if let Some(found) = folder.join("index.md").and_then(|inside| index(&inside)) {
            return Some(found);
        }
        let path = folder.strip(&self.config.content)?;
        let section = self.site.sections.binary_search_by(|section| section.path.as_str().cmp(path)).ok()?;
        Some((self.site.sections[section].url.clone(), None))
    }

    /// What stands at an address, as a static host would find it.
    fn address(&self, from: &From<'_>, path: &str) -> Option<Found<'a>> {
        // Nothing stands at an address that would have to be normalised first.
        if path.starts_with('/')
            && let Some(destination) = self.by_url.get(path)
        {
            return Some(self.found(*destination));
        }
        let url = from.url.join(path)?;
        let below = url.as_str().strip_prefix(self.config.url.path.as_str());
        let below = below.filter(|rest| !self.config.url.path.is_empty() && rest.starts_with('/'));
        let found = std::iter::once(url.as_str()).chain(below).find_map(|path| self.standing_at(path));
        found.or_else(|| self.redirects.leads_on(url.as_str()).then(|| (url.clone(), None)))
    }

    fn standing_at(&self, path: &str) -> Option<Found<'a>> {
        let at = |form: &str| self.by_url.get(form).copied();
        let bare = path.strip_suffix("index.html").unwrap_or(path);
        let plain = at(path).or_else(|| at(bare));
        plain.or_else(|| at(&format!("{path}/"))).or_else(|| at(&format!("{path}.html"))).map(|place| self.found(place))
    }

    fn found(&self, destination: Destination) -> Found<'a> {
        match destination {
            Destination::File(index) => (self.files[index].url.clone(), None),
            Destination::Page(index) => {
                let page = &self.pages[index];
                let anchors = match page.subject {
                    Subject::Article(id) => Some(&self.site.articles[id].article.body.anchors),
                    _ => None,
                };
                (page.url.clone(), anchors)
            }
        }
    }

    fn wiki_link(&self, link: &Link) -> (Resolved, Option<Diagnostic>) {
        let (name, suffix) = split_suffix(&link.target);
        let wanted = name.trim().trim_end_matches(".md").to_lowercase();
        let by_slug = wanted.rsplit('/').next().unwrap_or_default().replace(' ', "-");
        let by_name = self.by_name();
        let found = by_name.get(&wanted).or_else(|| by_name.get(&by_slug));
        match found {
            Some(id) => (Resolved::Internal(self.site.articles[*id].url.clone(), as_address(suffix)), None),
            None => {
                let diagnostic =
                    Diagnostic::new(Code::DeadLink, format!("there is no article `{name}`")).at(link.place.clone());
                let near = nearest(&wanted, by_name.keys().map(String::as_str));
                let diagnostic = match near {
                    Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
                    None => diagnostic.hint("a wiki link names an article by its title or by its file's name"),
                };
                (Resolved::AsWritten(as_address(&link.target)), Some(diagnostic))
            }
        }
    }
}

/// An address without its scheme: an archive has links from before its site was encrypted.
fn host(address: &str) -> Option<&str> {
    address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))
}

fn is_markdown(path: &str) -> bool {
    [".md", ".markdown"].iter().any(|ending| path.ends_with(ending))
}

/// The path of an address, and its query and fragment with their signs.
fn split_suffix(address: &str) -> (&str, &str) {
    address.split_at(address.find(['?', '#']).unwrap_or(address.len()))
}

fn anchor_exists(anchors: &Anchors, anchor: &str) -> bool {
    let decoded = decoded(anchor);
    decoded.is_empty() || decoded == "top" || decoded.starts_with(":~:") || anchors.contains(&decoded)
}

/// An address as it may stand in an attribute: what a URL cannot hold is percent-encoded, the rest is kept.
pub fn as_address(address: &str) -> String {
    let is_kept = |byte: u8| byte.is_ascii_graphic() && !br#""<>\`{}|^"#.contains(&byte);
    if address.bytes().all(is_kept) {
        return address.to_owned();
    }
    let mut out = String::with_capacity(address.len());
    for character in address.chars() {
        match character {
            ' ' | '"' | '<' | '>' | '\\' | '`' | '{' | '}' | '|' | '^' => {
                out.push_str(&format!("%{:02X}", character as u32))
            }
            character if character.is_ascii_control() => out.push_str(&format!("%{:02X}", character as u32)),
            character if character.is_ascii() => out.push(character),
            character => {
                let mut bytes = [0; 4];
                for byte in character.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
        }
    }
    out
}
