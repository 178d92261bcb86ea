//! Reading `byline.yaml`: every key typed and checked, every default filled in.

use std::collections::BTreeMap;

use super::checks;
use super::comments;
use super::discovery;
use super::provenance::{Origin, origins};
use super::{
    BaseUrl, Config, DateOrder, Defaults, FileMapping, MarkdownOptions, Mention, MinifyOptions, NavigationItem,
    Pattern, RawHtml, SchemaType, SectionKind, SectionOrder, SectionSettings, Slugs, TimeZone, check, outputs, publish,
    redirects, taxonomies,
};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::keys::{Format, Found, Node, Reader, Scope, Source, trim};
use crate::path::{SourcePath, UrlPath};

/// How deep entries of the navigation are read.
const NAVIGATION_DEPTH: usize = 8;

/// Values of the command line that go before those of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `--base-url`.
    pub base_url: Option<String>,
    /// `--output`.
    pub output: Option<String>,
    /// `noindex` of what is published to.
    pub noindex: bool,
}

/// A configuration with what was found while reading it.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The configuration; a wrong value is left at its default.
    pub config: Config,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// Every value, and where it comes from.
    pub origins: Vec<Origin>,
}

/// Reads the configuration; without `text`, or where it does not parse, the defaults hold.
pub fn load(file: &SourcePath, text: Option<&[u8]>, overrides: &Overrides) -> Loaded {
    let mut diagnostics = Vec::new();
    let is_written = text.is_some();
    let bytes = text.unwrap_or_default();
    let text = std::str::from_utf8(bytes).unwrap_or_else(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        let place = Place { line: line as u32, ..Place::file(file) };
        let fault = Diagnostic::new(Code::NotUtf8, format!("`{file}` is not encoded as UTF-8"));
        diagnostics.push(fault.at(place).hint("save it as UTF-8"));
        ""
    });
    let bom = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let source = Source { file, text, range: bom..text.len(), format: Format::Yaml };
    let entries = match source.parse() {
        Ok(Node::Null) => Vec::new(),
        Ok(Node::Map(entries)) => entries,
        Ok(other) => {
            let message = format!("`{file}` is {}, expected keys with values", other.describe());
            diagnostics.push(Diagnostic::new(Code::Config, message).at(source.value_place(&[], &other)));
            Vec::new()
        }
        Err((message, place)) => {
            let hint = source.mend(&message, &place);
            let mut fault =
                Diagnostic::new(Code::Config, format!("`{file}` does not parse as YAML: {message}")).at(place);
            fault.hints.extend(hint);
            diagnostics.push(fault);
            Vec::new()
        }
    };
    let mut reader = Reader::new(Scope::Config, &source, Vec::new(), &entries);
    let mut config = read(&mut reader);
    diagnostics.extend(reader.finish().1);
    diagnostics.extend(apply(overrides, &mut config));
    config.is_written = is_written;
    config.places = places(&source, &entries);
    let origins = origins(&source, &entries, overrides);
    Loaded { config, diagnostics, origins }
}

/// Where the values of the keys stand; of `theme:` also those of its options, by `theme.NAME`.
fn places(source: &Source<'_>, entries: &[(String, Node)]) -> BTreeMap<String, Place> {
    let mut places = BTreeMap::new();
    for (index, (name, node)) in entries.iter().enumerate() {
        let name = trim(name);
        places.insert(name.to_owned(), source.value_place(&[index], node));
        let options = if name == "theme" { node.entries().unwrap_or_default() } else { &[] };
        places.extend(options.iter().enumerate().map(|(option, (key, node))| {
            (format!("{name}.{}", trim(key)), source.value_place(&[index, option], node))
        }));
    }
    places
}

/// Puts the values of the command line in place.
fn apply(overrides: &Overrides, config: &mut Config) -> Option<Diagnostic> {
    config.noindex = overrides.noindex;
    if let Some(output) = &overrides.output {
        config.output = output.clone();
    }
    let address = overrides.base_url.as_deref()?;
    match check::base_url(address) {
        Ok(url) => {
            config.url = url;
            None
        }
        Err(message) => Some(
            Diagnostic::new(Code::InvalidValue, format!("`--base-url {address}` is no address of a site: {message}"))
                .hint("write it as `https://example.org` or `https://example.org/news`"),
        ),
    }
}

/// Every key of the configuration.
fn read(reader: &mut Reader<'_, '_>) -> Config {
    let (theme, theme_options) = theme(reader);
    let slugs = slugs(reader);
    let title = reader.plain("title").unwrap_or_else(|| "Untitled".to_owned());
    let timezone = timezone(reader);
    let taxonomies = taxonomies::read(reader);
    let feeds = discovery::feeds(reader);
    discovery::report_unknown(feeds.as_ref(), &taxonomies, reader);
    Config {
        id: reader.plain("id"),
        description: reader.plain("description").unwrap_or_default(),
        url: url(reader),
        language: language(reader),
        date_order: reader
            .choice("date_order")
            .map(|order| if order == "dmy" { DateOrder::Dmy } else { DateOrder::Mdy }),
        theme,
        theme_options,
        content: folder(reader, "content", "content"),
        files: files(reader),
        output: reader.plain("output").unwrap_or_else(|| "public".to_owned()),
        navigation: reader
            .find("navigation")
            .map(|found| navigation(reader, &found, NAVIGATION_DEPTH))
            .unwrap_or_default(),
        permalinks: permalinks(reader),
        redirects: redirects::read(reader),
        comments: comments::read(reader),
        feeds,
        sitemap: discovery::sitemap(reader, &title),
        robots: discovery::robots(reader),
        publisher: discovery::publisher(reader),
        social: discovery::social(reader),
        icons: discovery::icons(reader),
        llms: reader.flag("llms").unwrap_or(false),
        security: discovery::security(reader, &timezone),
        humans: reader.plain("humans"),
        schema: reader.choice("article_type").map(SchemaType::of_word).unwrap_or_default(),
        title,
        timezone,
        publish: publish::read(reader),
        noindex: false,
        outputs: outputs::read(reader),
        slugs,
        paginate: count(reader, "paginate").unwrap_or(20),
        taxonomies,
        sections: sections(reader),
        defaults: defaults(reader),
        fields: fields(reader),
        markdown: MarkdownOptions { slugs, ..markdown(reader) },
        checks: checks::checks(reader),
        minify: minify(reader),
        ignore: reader.texts("ignore").into_iter().map(|(text, _)| text).collect(),
        data: folder(reader, "data", "data"),
        extra: reader.map("extra"),
        is_written: false,
        places: BTreeMap::new(),
    }
}

/// Where the site stands.
fn url(reader: &mut Reader<'_, '_>) -> BaseUrl {
    let placeholder = BaseUrl { origin: "http://localhost".to_owned(), path: String::new(), is_placeholder: true };
    let Some((text, found)) = reader.text("url") else { return placeholder };
    check::base_url(&text).unwrap_or_else(|message| {
        let hint = "write it as `https://example.org` or `https://example.org/news`".to_owned();
        reader.fault(Code::InvalidValue, &found, format!("`{text}` is no address of a site: {message}"), Some(hint));
        placeholder
    })
}

fn language(reader: &mut Reader<'_, '_>) -> String {
    let Some((text, found)) = reader.text("language") else { return "en".to_owned() };
    if !crate::keys::is_language(&text) {
        reader.invalid(&found, &format!("`{text}` is no language tag: expected one such as `en` or `pt-BR`"));
        return "en".to_owned();
    }
    text.replace('_', "-")
}

fn timezone(reader: &mut Reader<'_, '_>) -> TimeZone {
    let Some((text, found)) = reader.text("timezone") else { return TimeZone::utc() };
    TimeZone::named(&text).unwrap_or_else(|near| {
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name it as `Europe/Berlin` or `America/New_York`".to_owned(),
        };
        reader.fault(Code::InvalidValue, &found, format!("`{text}` is no time zone that is known"), Some(hint));
        TimeZone::utc()
    })
}

/// The theme's name, and what else stands in its map.
fn theme(reader: &mut Reader<'_, '_>) -> (String, serde_json::Map<String, serde_json::Value>) {
    let default = || "broadsheet".to_owned();
    let Some(found) = reader.find("theme") else { return (default(), Default::default()) };
    if let Some(name) = found.node.text() {
        return (name.to_owned(), Default::default());
    }
    let Some(mut inner) = reader.inner(Scope::Theme, &found) else { return (default(), Default::default()) };
    let name = inner.plain("name").unwrap_or_else(default);
    let (options, mut faults) = inner.finish();
    reader.faults.append(&mut faults);
    (name, options.into_iter().map(|(name, node)| (name.to_owned(), node.to_value())).collect())
}

/// A folder inside the site.
fn folder(reader: &mut Reader<'_, '_>, name: &'static str, default: &str) -> SourcePath {
    let default = SourcePath::new(default).unwrap_or_default();
    let Some((text, found)) = reader.text(name) else { return default };
    inside(&text).unwrap_or_else(|| {
        reader.invalid(&found, &format!("`{text}` of `{name}` is no path inside the site"));
        default
    })
}

fn inside(path: &str) -> Option<SourcePath> {
    let is_absolute = path.starts_with(['/', '\\']) || path.get(1..3) == Some(":\\") || path.get(1..3) == Some(":/");
    SourcePath::new(path).filter(|_| !is_absolute)
}

/// The maps of a list, each with its way from the root.
pub(super) fn items<'n>(reader: &mut Reader<'_, 'n>, found: &Found<'n>) -> Vec<Found<'n>> {
    let Node::List(items) = found.node else {
        reader.wrong_type(found, "a list of maps");
        return Vec::new();
    };
    let path = |index| found.path.iter().copied().chain([index]).collect();
    items.iter().enumerate().map(|(index, node)| Found { node, path: path(index), ..found.clone() }).collect()
}

/// The values of a map, each with its name and its way from the root.
pub(super) fn named<'n>(reader: &mut Reader<'_, 'n>, name: &'static str) -> Vec<(&'n str, Found<'n>)> {
    let Some(found) = reader.find(name) else { return Vec::new() };
    let Some(entries) = found.node.entries() else {
        reader.wrong_type(&found, "a map");
        return Vec::new();
    };
    let path = |index| found.path.iter().copied().chain([index]).collect();
    let value = |(index, (name, node)): (usize, &'n (String, Node))| {
        (trim(name), Found { node, path: path(index), written: trim(name), ..found.clone() })
    };
    entries.iter().enumerate().map(value).collect()
}

fn files(reader: &mut Reader<'_, '_>) -> Vec<FileMapping> {
    let Some(found) = reader.find("files") else { return Vec::new() };
    let mut mappings = Vec::new();
    for item in items(reader, &found) {
        let Some(mut inner) = reader.inner(Scope::Files, &item) else { continue };
        let from = inner.text("from");
        let to = inner.plain("to").unwrap_or_else(|| "/".to_owned());
        match (from.as_ref().map(|(from, found)| (inside(from), from, found)), UrlPath::new(&to)) {
            (Some((Some(from), ..)), Some(to)) => mappings.push(FileMapping { from, to }),
            (Some((None, from, found)), _) => {
                inner.invalid(found, &format!("`{from}` of `from` is no path inside the site"))
            }
            (None, _) => inner.fault(Code::Config, &item, "an entry of `files` has no `from`".to_owned(), None),
            (_, None) => inner.invalid(&item, &format!("the address `{to}` of `to` leads out of the site")),
        }
        reader.faults.append(&mut inner.finish().1);
    }
    mappings
}

fn navigation<'n>(reader: &mut Reader<'_, 'n>, found: &Found<'n>, depth: usize) -> Vec<NavigationItem> {
    let mut entries = Vec::new();
    for item in items(reader, found) {
        let Some(mut inner) = reader.inner(Scope::Navigation, &item) else { continue };
        let (title, url) = (inner.plain("title"), inner.plain("url"));
        let children = match (inner.find("children"), depth.checked_sub(1)) {
            (Some(found), Some(depth)) => navigation(&mut inner, &found, depth),
            (Some(found), None) => {
                inner.fault(Code::Config, &found, "the navigation is nested too deep".to_owned(), None);
                Vec::new()
            }
            (None, _) => Vec::new(),
        };
        match (title, url) {
            (Some(title), Some(url)) => entries.push(NavigationItem { title, url, children }),
            (title, _) => {
                let missing = if title.is_some() { "url" } else { "title" };
                inner.fault(Code::Config, &item, format!("an entry of `navigation` has no `{missing}`"), None);
            }
        }
        reader.faults.append(&mut inner.finish().1);
    }
    entries
}

fn permalinks(reader: &mut Reader<'_, '_>) -> BTreeMap<String, Pattern> {
    let mut patterns = BTreeMap::new();
    for (name, found) in named(reader, "permalinks") {
        let Some(text) = found.node.text().filter(|text| !text.is_empty()) else {
            reader.wrong_type(&found, "an address pattern");
            continue;
        };
        let no_slash = || {
            let message = format!("the address pattern `{text}` does not begin with `/`");
            (message, format!("write `/{text}`"))
        };
        match (!text.starts_with('/')).then(no_slash).or_else(|| check::pattern_fault(text)) {
            Some((message, hint)) => reader.fault(Code::InvalidValue, &found, message, Some(hint)),
            None => {
                patterns.insert(name.trim_matches('/').to_owned(), Pattern(text.to_owned()));
            }
        }
    }
    patterns
}

/// How addresses and ids are made.
fn slugs(reader: &mut Reader<'_, '_>) -> Slugs {
    match reader.choice("slugs") {
        Some("ascii") => Slugs::Ascii,
        Some("jekyll") => Slugs::Jekyll,
        Some("hugo") => Slugs::Hugo,
        Some("zola") => Slugs::Zola,
        _ => Slugs::Unicode,
    }
}

pub(super) fn count(reader: &mut Reader<'_, '_>, name: &'static str) -> Option<usize> {
    reader.integer(name).and_then(|number| usize::try_from(number).ok())
}

fn sections(reader: &mut Reader<'_, '_>) -> BTreeMap<String, SectionSettings> {
    let mut sections = BTreeMap::new();
    for (name, found) in named(reader, "sections") {
        let Some(path) = inside(name.trim_matches('/')) else {
            reader.invalid(&found, &format!("`{name}` is no folder of the content"));
            continue;
        };
        if found.node.is_empty() {
            continue;
        }
        let Some(mut inner) = reader.inner(Scope::SectionSettings, &found) else { continue };
        sections.insert(path.as_str().to_owned(), section_settings(&mut inner));
        reader.faults.append(&mut inner.finish().1);
    }
    sections
}

/// What is said of a section, in the configuration or in its `_index.md`.
pub fn section_settings(reader: &mut Reader<'_, '_>) -> SectionSettings {
    let kind = |word| if word == "pages" { SectionKind::Pages } else { SectionKind::Articles };
    let order = |word| match word {
        "weight" => SectionOrder::Weight,
        "title" => SectionOrder::Title,
        _ => SectionOrder::Date,
    };
    SectionSettings {
        title: reader.plain("title"),
        description: reader.plain("description"),
        weight: reader.integer("weight"),
        kind: reader.choice("kind").map(kind),
        order: reader.choice("order").map(order),
        paginate: count(reader, "paginate"),
        template: reader.plain("template"),
        article_template: reader.plain("article_template"),
        lead: reader.text("lead").map(|(name, found)| Mention { name, place: reader.place(&found) }),
        featured: reader.find("featured").map(|found| mentions(reader, &found)).unwrap_or_default(),
        labels: reader.texts("labels").into_iter().map(|(text, _)| text).collect(),
        comments: reader.flag("comments"),
        share: reader.flag("share"),
        front_page: reader.flag("front_page"),
        schema: reader.choice("article_type").map(SchemaType::of_word),
        extra: reader.map("extra"),
    }
}

/// The articles that a value names, with the places of their names.
pub fn mentions<'n>(reader: &mut Reader<'_, 'n>, found: &Found<'n>) -> Vec<Mention> {
    let texts = reader.texts_of(found);
    let mention = |(name, path): (String, Vec<usize>)| {
        let node = Node::Text(name);
        let place = reader.place(&Found { node: &node, path, ..found.clone() });
        Mention { name: node.text().unwrap_or_default().to_owned(), place }
    };
    texts.into_iter().map(mention).collect()
}

/// Front matter by path, the most general first; its values are judged here, once, not in every article.
fn defaults(reader: &mut Reader<'_, '_>) -> Vec<Defaults> {
    let mut all = Vec::new();
    for (name, found) in named(reader, "defaults") {
        let Some(path) = inside(name.trim_matches('/')) else {
            reader.invalid(&found, &format!("`{name}` is no path of the content"));
            continue;
        };
        if found.node.is_empty() {
            continue;
        }
        let Some(entries) = found.node.entries() else {
            reader.wrong_type(&found, "a map of front matter");
            continue;
        };
        check::front_matter(reader, &found, entries);
        if let serde_json::Value::Object(values) = found.node.to_value() {
            all.push(Defaults { path: path.as_str().to_owned(), values });
        }
    }
    let depth = |path: &str| if path.is_empty() { 0 } else { 1 + path.matches('/').count() };
    all.sort_by(|a: &Defaults, b: &Defaults| (depth(&a.path), &a.path).cmp(&(depth(&b.path), &b.path)));
    all
}

fn fields(reader: &mut Reader<'_, '_>) -> BTreeMap<String, Vec<String>> {
    let mut fields = BTreeMap::new();
    for (name, found) in named(reader, "fields") {
        let names = reader.texts_of(&found).into_iter().map(|(text, _)| text).collect();
        fields.insert(name.to_owned(), names);
    }
    check::field_names(reader, &fields);
    fields
}

fn markdown(reader: &mut Reader<'_, '_>) -> MarkdownOptions {
    let default = MarkdownOptions::default();
    let Some(found) = reader.find("markdown") else { return default };
    let Some(mut inner) = reader.inner(Scope::Markdown, &found) else { return default };
    let mut flag = |name, default| inner.flag(name).unwrap_or(default);
    let options = MarkdownOptions {
        tables: flag("tables", default.tables),
        footnotes: flag("footnotes", default.footnotes),
        strikethrough: flag("strikethrough", default.strikethrough),
        task_lists: flag("task_lists", default.task_lists),
        smart_punctuation: flag("smart_punctuation", default.smart_punctuation),
        heading_ids: flag("heading_ids", default.heading_ids),
        attributes: flag("attributes", default.attributes),
        definition_lists: flag("definition_lists", default.definition_lists),
        alerts: flag("alerts", default.alerts),
        math: flag("math", default.math),
        inline_math: flag("inline_math", default.inline_math),
        highlight: flag("highlight", default.highlight),
        figures: flag("figures", default.figures),
        wiki_links: flag("wiki_links", default.wiki_links),
        shift_headings: flag("shift_headings", default.shift_headings),
        html: match inner.choice("html") {
            Some("sanitize") => RawHtml::Sanitize,
            Some("escape") => RawHtml::Escape,
            _ => RawHtml::Allow,
        },
        slugs: default.slugs,
    };
    reader.faults.append(&mut inner.finish().1);
    options
}

fn minify(reader: &mut Reader<'_, '_>) -> MinifyOptions {
    let all = |flag| MinifyOptions { html: flag, css: flag, js: flag };
    let Some(found) = reader.find("minify") else { return all(true) };
    if let Some(flag) = found.node.flag() {
        return all(flag);
    }
    if found.node.entries().is_none() {
        reader.wrong_type(&found, "`true`, `false`, or a map of `html`, `css` and `js`");
        return all(true);
    }
    let Some(mut inner) = reader.inner(Scope::Minify, &found) else { return all(true) };
    let mut flag = |name| inner.flag(name).unwrap_or(true);
    let options = MinifyOptions { html: flag("html"), css: flag("css"), js: flag("js") };
    reader.faults.append(&mut inner.finish().1);
    options
}
