//! The configuration of a site, resolved: what `byline.yaml` says, with every default filled in.

mod check;
mod checks;
mod comments;
mod discovery;
mod load;
mod outputs;
mod provenance;
mod publish;
mod redirects;
mod schema;
mod taxonomies;
#[cfg(test)]
mod tests;
mod zone;

pub use check::pattern_fault;
pub use checks::Checks;
pub use comments::{Comments, Provider};
pub use discovery::{FeedFormat, Feeds, Publisher, Robots, SchemaType, Security, Sitemap, Social};
pub use load::{Loaded, Overrides, load, mentions, section_settings};
pub use provenance::Origin;
pub use publish::{ContentSecurity, Destination, Encoding, HeaderRule, Server, Target};
pub use schema::json_schema;
pub use taxonomies::plural;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::diagnostic::Place;
use crate::path::{OutputPath, PathPattern, SourcePath, UrlPath};

/// Everything that `byline.yaml` decides, ready for use.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's permanent id (a UUID), from which the ids of entries are made.
    pub id: Option<String>,
    /// The site's name.
    pub title: String,
    /// What the site is, in one sentence.
    pub description: String,
    /// Where the site stands.
    pub url: BaseUrl,
    /// The language of the site, a BCP 47 tag.
    pub language: String,
    /// The zone of dates that name none.
    pub timezone: TimeZone,
    /// How dates such as 03/04/2023 are read; `None` refuses them.
    pub date_order: Option<DateOrder>,
    /// The theme's name.
    pub theme: String,
    /// The options that are set for the theme.
    pub theme_options: Map<String, Value>,
    /// The folder of the articles.
    pub content: SourcePath,
    /// Folders that are published as they are, besides the content's.
    pub files: Vec<FileMapping>,
    /// The folder of the built site, as written: relative to the root, or absolute.
    pub output: String,
    /// The site's main navigation; empty: the theme shows the sections.
    pub navigation: Vec<NavigationItem>,
    /// Address patterns by section folder, taxonomy name, or `*` (all other articles).
    pub permalinks: BTreeMap<String, Pattern>,
    /// Addresses that lead elsewhere, or are gone, in the order of the file.
    pub redirects: Vec<Redirect>,
    /// Where readers comment on articles; `None`: nowhere.
    pub comments: Option<Comments>,
    /// The feeds; `None`: there are none.
    pub feeds: Option<Feeds>,
    /// The sitemap; `None`: there is none.
    pub sitemap: Option<Sitemap>,
    /// `robots.txt`; `None`: there is none.
    pub robots: Option<Robots>,
    /// Who publishes the site.
    pub publisher: Publisher,
    /// What share cards show where a page has nothing of its own.
    pub social: Social,
    /// The site's files with its icons, as written, each with where it stands in the file.
    pub icons: Vec<(String, Place)>,
    /// Whether there is a guide to the site for language models, and the text of each article as Markdown.
    pub llms: bool,
    /// Whom to tell of holes in the site's security.
    pub security: Option<Security>,
    /// The text of `humans.txt`.
    pub humans: Option<String>,
    /// Which of the types of schema.org articles are, unless their section or they say otherwise.
    pub schema: SchemaType,
    /// Where the site is published; the first is meant where none is named.
    pub publish: Vec<Target>,
    /// Whether every page asks search engines to leave it out: what is published for a few, to be looked at.
    pub noindex: bool,
    /// Files that templates make beside the pages of the site.
    pub outputs: Vec<Output>,
    /// How addresses and the ids of headings are made.
    pub slugs: Slugs,
    /// How many items a listing page has.
    pub paginate: usize,
    /// The taxonomies, in the order of the configuration: `topic`, `series` and `author` unless set otherwise.
    pub taxonomies: Vec<Taxonomy>,
    /// What is said of sections here instead of in their `_index.md`, by folder below the content.
    pub sections: BTreeMap<String, SectionSettings>,
    /// Front matter for all files under a path, the most general first.
    pub defaults: Vec<Defaults>,
    /// A collection's own names for byline's keys: byline's key, and the names in order of precedence.
    pub fields: BTreeMap<String, Vec<String>>,
    /// How Markdown is read.
    pub markdown: MarkdownOptions,
    /// The weights of faults that differ from the table's, everywhere and by path.
    pub checks: Checks,
    /// How pages are minified.
    pub minify: MinifyOptions,
    /// Globs of content files that are left out.
    pub ignore: Vec<String>,
    /// The folder of the data files.
    pub data: SourcePath,
    /// Values for templates.
    pub extra: Map<String, Value>,
    /// Whether there is a configuration at all: a folder without one may be another program's, and so may its `templates/`.
    pub is_written: bool,
    /// Where the values of the top keys stand in the file, for diagnostics of later stages.
    pub places: BTreeMap<String, Place>,
}

/// Where the site stands: origin and path, both without a closing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// `https://example.org`.
    pub origin: String,
    /// `/sub`, or "" at the root of the host.
    pub path: String,
    /// Whether no `url` was set.
    pub is_placeholder: bool,
}

/// A time zone of the bundled database.
#[derive(Clone, Debug)]
pub struct TimeZone {
    /// Its IANA name.
    pub name: String,
    pub(crate) zone: jiff::tz::TimeZone,
}

/// The order of the numbers in a date such as 03/04/2023.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
}

/// A folder of the site that is published under an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileMapping {
    /// The folder or file.
    pub from: SourcePath,
    /// Where it is published.
    pub to: UrlPath,
}

/// One entry of the main navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationItem {
    /// What it says.
    pub title: String,
    /// Where it leads, as written: a path of the site or an absolute address.
    pub url: String,
    /// The entries below it.
    pub children: Vec<NavigationItem>,
}

/// An address pattern: text with `:year :month :day :slug :section :title :id` in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(pub String);

/// An address, or a pattern of addresses, that leads elsewhere or is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The old address, in which `:name` may stand for a segment and `*` at the end for all that follows.
    pub from: PathPattern,
    /// Where it leads; `None` where it is gone (status 410).
    pub to: Option<RedirectTarget>,
    /// What a host answers with: 301, 302, 307, 308 or 410.
    pub status: u16,
    /// Where `from` stands in the file.
    pub place: Place,
}

/// Where a redirect leads, with the placeholders of its `from`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectTarget {
    /// `https://example.org` for an address elsewhere; "" for one of the site.
    pub origin: String,
    /// The path.
    pub path: PathPattern,
    /// Query and fragment with their signs.
    pub suffix: String,
    /// Where it stands in the file.
    pub place: Place,
}

/// A file that a template makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Where it stands in the output.
    pub path: OutputPath,
    /// The name of the template.
    pub template: String,
    /// Where the template's name stands in the file.
    pub place: Place,
}

/// How addresses are made of file names, titles and terms, and ids of headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slugs {
    /// byline's own: letters of every script.
    #[default]
    Unicode,
    /// The same, with Latin letters without their accents and none of other scripts.
    Ascii,
    /// As Jekyll makes them.
    Jekyll,
    /// As Hugo makes them.
    Hugo,
    /// As Zola makes them.
    Zola,
}

/// A way of grouping articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taxonomy {
    /// Its name in the singular: `topic`.
    pub name: String,
    /// The front matter key that holds an article's terms: `topics` for `topic`, else the name or its plural.
    pub key: String,
    /// The folder of its pages: `topics`. Its index is `/topics/`, a term's page `/topics/NAME/`.
    pub path: String,
    /// Its title for people, `Topics`.
    pub title: String,
    /// How many items a term's listing page has; `None`: the site's `paginate`.
    pub paginate: Option<usize>,
    /// Whether `a/b` is a term below `a`.
    pub hierarchical: bool,
}

/// What a section is like, from the configuration or its `_index.md`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionSettings {
    /// Its name.
    pub title: Option<String>,
    /// What it holds.
    pub description: Option<String>,
    /// Its place among its siblings, lightest first.
    pub weight: Option<i64>,
    /// Whether it is a section of articles or of pages.
    pub kind: Option<SectionKind>,
    /// The order of its listing.
    pub order: Option<SectionOrder>,
    /// How many items its listing page has.
    pub paginate: Option<usize>,
    /// The template of its listing.
    pub template: Option<String>,
    /// The template of its articles.
    pub article_template: Option<String>,
    /// The article that leads its page.
    pub lead: Option<Mention>,
    /// Articles that its page shows first.
    pub featured: Vec<Mention>,
    /// What kind its articles are, unless they say it themselves.
    pub labels: Vec<String>,
    /// Whether readers may comment on its articles.
    pub comments: Option<bool>,
    /// Whether its articles are offered for sharing.
    pub share: Option<bool>,
    /// Whether its articles stand on the front page.
    pub front_page: Option<bool>,
    /// Which of the types of schema.org its articles are.
    pub schema: Option<SchemaType>,
    /// Values for templates.
    #[serde(with = "crate::article::record::as_json")]
    pub extra: Map<String, Value>,
}

/// An article that a section or another article names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Its path below the content, its id or its address, as written.
    pub name: String,
    /// Where the name stands.
    pub place: Place,
}

/// Articles by date, or documentation by weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SectionKind {
    /// Dated articles: in archive, feeds and on the front page.
    #[default]
    Articles,
    /// Documentation: ordered by weight, with side navigation.
    Pages,
}

/// The order of a section's listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SectionOrder {
    /// Newest first.
    Date,
    /// Lightest first, then by source path.
    Weight,
    /// By title, then by source path.
    Title,
}

/// Front matter for all files under a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// A folder or file below the content; "" is all of it.
    pub path: String,
    /// The values, as front matter would hold them.
    pub values: Map<String, Value>,
}

/// How Markdown is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkdownOptions {
    /// Tables in GitHub's form.
    pub tables: bool,
    /// `[^1]` footnotes.
    pub footnotes: bool,
    /// `~~text~~`.
    pub strikethrough: bool,
    /// `- [x] item`.
    pub task_lists: bool,
    /// Typographic quotes, dashes and ellipses.
    pub smart_punctuation: bool,
    /// Ids of headings.
    pub heading_ids: bool,
    /// `{.class #id key=value}` on headings, pictures, links and fences.
    pub attributes: bool,
    /// Terms with `: definition` below them.
    pub definition_lists: bool,
    /// `> [!NOTE]`.
    pub alerts: bool,
    /// `$$` blocks as MathML.
    pub math: bool,
    /// `$…$` in running text as MathML.
    pub inline_math: bool,
    /// Code with classes for colours.
    pub highlight: bool,
    /// A picture alone in its paragraph as a figure.
    pub figures: bool,
    /// `[[other article]]`.
    pub wiki_links: bool,
    /// Gives a body's headings the levels of an outline below the headline: 2 for the first, none skipped.
    pub shift_headings: bool,
    /// What becomes of raw HTML.
    pub html: RawHtml,
    /// How the ids of headings are made: the site's `slugs`.
    pub slugs: Slugs,
}

/// What becomes of the raw HTML that an author writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RawHtml {
    /// It is published as written.
    #[default]
    Allow,
    /// Of it, what is harmless is published.
    Sanitize,
    /// It is printed as text.
    Escape,
}

impl Config {
    /// Everything that reading a document depends on, as text: where it differs, so may every document.
    pub fn of_reading(&self) -> String {
        format!(
            "{:?}",
            (
                &self.title,
                &self.content,
                &self.timezone.name,
                self.date_order,
                &self.slugs,
                &self.taxonomies,
                &self.defaults,
                &self.fields,
                &self.markdown,
                &self.language,
            )
        )
    }
}

impl Default for MarkdownOptions {
    fn default() -> Self {
        Self {
            tables: true,
            footnotes: true,
            strikethrough: true,
            task_lists: true,
            smart_punctuation: true,
            heading_ids: true,
            attributes: true,
            definition_lists: true,
            alerts: true,
            math: true,
            inline_math: false,
            highlight: true,
            figures: true,
            wiki_links: true,
            shift_headings: true,
            html: RawHtml::Allow,
            slugs: Slugs::Unicode,
        }
    }
}

/// How pages are minified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinifyOptions {
    /// HTML pages.
    pub html: bool,
    /// Style sheets, also inside pages.
    pub css: bool,
    /// Scripts, also inside pages.
    pub js: bool,
}
