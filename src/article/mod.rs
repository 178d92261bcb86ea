//! One source file by itself: its front matter and its body, read without knowing any other.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::config::{Mention, SchemaType, SectionSettings};
use crate::diagnostic::{Diagnostic, Place};
use crate::path::SourcePath;

pub mod date;
pub mod html;
pub mod markdown;
pub mod names;
pub mod slug;

mod anchors;
mod authors;
mod by_name;
mod focus;
mod front_matter;
mod index;
mod inline;
mod meta;
mod parse;
mod profile;
pub mod record;
mod terms;
#[cfg(test)]
mod tests;
mod wire;

pub use anchors::Anchors;
pub use by_name::ByName;
pub use inline::Inline;
pub use parse::{parse, place_of_key};
pub use profile::profiles_of_data;

/// What a Markdown file of the content is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Document {
    /// An article, or a page of documentation; shared, since it is large and stays what it is from here to its page.
    #[serde(with = "record::shared")]
    Article(Arc<Article>),
    /// The `_index.md` of a section.
    Section(Box<SectionIndex>),
    /// The profile of an author, `authors/ID.md`.
    Profile(Box<Profile>),
}

/// A document with what was found while reading it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The document; `None` where it has an error that leaves nothing to build.
    pub document: Option<Document>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// An article as its file says it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Article {
    /// Its file.
    pub source: SourcePath,
    /// What its front matter says.
    pub meta: Meta,
    /// What stands below the front matter.
    pub body: Body,
}

/// The description of a section.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SectionIndex {
    /// Its file, `…/_index.md`.
    pub source: SourcePath,
    /// What its front matter says of the section.
    pub settings: SectionSettings,
    /// Title and description as inline HTML and as plain text.
    pub title: Option<Inline>,
    /// See `title`.
    pub description: Option<Inline>,
    /// Old addresses of the section.
    pub aliases: Vec<String>,
    /// Whether the section is a draft.
    pub draft: bool,
    /// What stands below the front matter.
    pub body: Body,
}

/// What is known of an author.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Profile {
    /// Its file.
    pub source: SourcePath,
    /// What articles call the author: the file's name.
    pub id: String,
    /// The name as printed.
    pub name: String,
    /// What the author does.
    pub role: Option<String>,
    /// The biography, from the front matter's `bio`.
    pub bio: Option<Inline>,
    /// A portrait.
    pub picture: Option<Picture>,
    /// Addresses elsewhere: label and URL.
    pub links: Vec<(String, String)>,
    /// Other spellings of the name.
    pub also: Vec<String>,
    /// Whether the author is an organization.
    pub is_organization: bool,
    /// Values for templates.
    #[serde(with = "record::as_json")]
    pub extra: Map<String, Value>,
    /// The biography at length: what stands below the front matter.
    pub body: Body,
}

/// The front matter of an article.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Meta {
    /// The headline: from the key, else the first heading, else the file's name.
    pub title: Inline,
    /// Whether the first heading of the body became the title, and is left out of the body.
    pub title_from_heading: bool,
    /// The title of the browser's tab.
    pub title_tag: Option<Box<str>>,
    /// The dek.
    pub description: Option<Inline>,
    /// The label over the headline, where it is not the section's name.
    pub kicker: Option<Box<Inline>>,
    /// The byline as it is printed, where it is not made of the authors.
    pub byline: Option<Box<Inline>>,
    /// Where it was filed, and by whom.
    pub dateline: Option<Box<Inline>>,
    /// Who reported and edited it, as printed below the text.
    pub credit: Option<Box<Inline>>,
    /// Who supplied it, where that is an agency or another paper.
    pub agency: Option<Box<Agency>>,
    /// What was put right, newest first, the undated last.
    pub corrections: Vec<Correction>,
    /// The title on share cards.
    pub social_title: Option<Box<str>>,
    /// What kind of article it is, `Opinion`; empty: what its section says.
    pub labels: Vec<String>,
    /// Whether readers may comment on it; `None`: what its section says.
    pub comments: Option<bool>,
    /// The address of the status whose replies are its comments.
    pub thread: Option<Box<str>>,
    /// Whether it is offered for sharing; `None`: what its section says.
    pub share: Option<bool>,
    /// The articles that go with it, hand-picked.
    pub related: Vec<Mention>,
    /// Whether no related articles are shown.
    pub hides_related: bool,
    /// The part of the address that names the article; from the key, else from the file's name.
    pub slug: String,
    /// The whole address, or a pattern for it.
    pub permalink: Option<Box<str>>,
    /// The permanent id.
    pub id: Option<Box<str>>,
    /// Old addresses.
    pub aliases: Vec<String>,
    /// When it was published: from the key, else from the file's name.
    pub date: Option<Moment>,
    /// When it was last changed in substance.
    pub updated: Option<Moment>,
    /// When it leaves the site.
    pub expires: Option<Moment>,
    /// Whether it is not to be published yet.
    pub draft: bool,
    /// Who made it, in the order of the byline.
    pub authors: Vec<AuthorRef>,
    /// Its terms, by the name of the taxonomy (`topic`, …), without `author` and `series`.
    pub terms: ByName<Vec<String>>,
    /// The series it is part of.
    pub series: Option<Box<SeriesRef>>,
    /// The lead picture.
    pub image: Option<Box<Picture>>,
    /// The recording of it.
    pub audio: Option<Box<Audio>>,
    /// Whether it is written while something happens.
    pub live: Option<Live>,
    /// Whether everyone may read all of it.
    pub is_closed: bool,
    /// What it is to search engines; `None`: what its section says.
    pub schema: Option<SchemaType>,
    /// The other site's article that this one points to.
    pub link: Option<Box<str>>,
    /// The section, where it is not that of its folder.
    pub section: Option<Box<str>>,
    /// Its place among pages, lightest first.
    pub weight: Option<i64>,
    /// Whether front page and section show it first.
    pub featured: bool,
    /// Its template.
    pub template: Option<Box<str>>,
    /// Whether it has a table of contents; `None`: when it is long.
    pub toc: Option<bool>,
    /// The address that search engines shall name.
    pub canonical_url: Option<Box<str>>,
    /// What robots may do with it.
    pub robots: Option<Box<str>>,
    /// Its language, where it is not the site's.
    pub language: Option<Box<str>>,
    /// Values for templates: what stands under `extra`, and every key that byline does not know.
    #[serde(with = "record::as_json")]
    pub extra: Map<String, Value>,
    /// Where keys stand in the file (top-level name as byline calls it), for diagnostics of later stages.
    pub places: ByName<Place>,
}

/// A person or organization named in the front matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorRef {
    /// The id or name as written, trimmed.
    pub name: String,
    /// What they did: `writing` unless said otherwise, `photography`, `editing`, any word.
    pub role: String,
    /// Whether the text may hold several names ("A, B and C"): it was one string, not an item of a list.
    pub may_be_several: bool,
}

/// An article's part of a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesRef {
    /// The series.
    pub name: String,
    /// The number of the part.
    pub part: Option<u32>,
}

/// An agency or paper that supplied an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Its name.
    pub name: String,
    /// Its address, an absolute one.
    pub url: Option<String>,
}

/// Something in an article that was put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// When.
    pub date: Option<Moment>,
    /// What was wrong, and what is right.
    pub text: Inline,
}

/// A picture as the front matter names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Its address as written.
    pub src: String,
    /// What it shows, for those who cannot see it; `None`: nothing was said.
    pub alt: Option<String>,
    /// What is printed below it.
    pub caption: Option<Inline>,
    /// Who made it.
    pub credit: Option<Inline>,
    /// Under which terms it may be used: their name or address.
    pub license: Option<String>,
    /// Whose it is, as a notice.
    pub copyright: Option<String>,
    /// What must stay where it is cropped: percentages from the left and from the top, `50% 30%`.
    pub focus: Option<String>,
    /// Where its address stands.
    pub place: Option<Place>,
}

/// A recording of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audio {
    /// Its address as written.
    pub src: String,
    /// What it is called.
    pub title: Option<String>,
    /// How long it is, in seconds.
    pub duration: Option<u32>,
    /// How many bytes it has, where it is no file of the site.
    pub bytes: Option<u64>,
    /// Where its address stands.
    pub place: Option<Place>,
}

/// An article that is written while something happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Live {
    /// When that was over; `None`: it goes on.
    pub until: Option<Moment>,
}

/// A point in time as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// The written local year, month, day, hour, minute, second.
    pub civil: (i16, i8, i8, i8, i8, i8),
    /// Seconds east of UTC at the place where it was written.
    pub offset: i32,
    /// Whether a time of day was written.
    pub has_time: bool,
}

/// Where a body is kept that is not held in memory: what a store knows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Kept {
    /// Where it begins.
    pub at: u64,
    /// How many bytes it has.
    pub length: u32,
    /// What they are checked by.
    pub sum: u32,
}

/// Whether words for robots keep a page from being found (Google, "Robots meta tag").
pub fn hides(robots: &str) -> bool {
    robots.split([',', ' ']).any(|word| word.eq_ignore_ascii_case("noindex") || word.eq_ignore_ascii_case("none"))
}

/// Reads the bodies of articles, which are too many to be all held in memory.
pub trait Bodies: Send + Sync {
    /// The body of an article as its page and its excerpt show it.
    ///
    /// # Errors
    /// Where it can neither be read where it is kept nor be made again from its source.
    fn shown<'a>(&self, article: &'a Article) -> Result<Cow<'a, Body>, Diagnostic>;
}

/// The bodies of articles that are all held in memory.
#[derive(Clone, Copy, Debug, Default)]
pub struct Held;

impl Bodies for Held {
    fn shown<'a>(&self, article: &'a Article) -> Result<Cow<'a, Body>, Diagnostic> {
        Ok(Cow::Borrowed(&article.body))
    }
}

/// The text of a document: HTML with holes where something else has to be known first.
///
/// Of an article's body that is [`Kept`], `pieces`, `headings` and `hooks` are not here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// Where the rest of it is kept.
    pub kept: Option<Kept>,
    /// The fingerprint of the document's file and of all that reading it depends on.
    pub print: [u8; 16],
    /// The fingerprint of the pieces that make the excerpt.
    pub excerpt_print: [u8; 16],
    /// The HTML and its holes, in order.
    pub pieces: Vec<Piece>,
    /// How many of `pieces` make the excerpt: all before `<!--more-->`, else the first paragraphs (whole, until 50
    /// words are reached; no heading, table, code or list). Equal to `pieces.len()` where nothing follows.
    pub excerpt: usize,
    /// Whether the excerpt ends at a `<!--more-->`.
    pub has_more_marker: bool,
    /// Plain text of the first paragraphs (at most 300 characters, whole words), for descriptions; "" where there is one.
    pub summary: Box<str>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// Links and pictures as written.
    pub links: Vec<Link>,
    /// Every id of the body: of headings, footnotes, raw HTML.
    pub anchors: Anchors,
    /// Shortcode calls.
    pub calls: Vec<Call>,
    /// Where a theme may put markup of its own, the outer before the inner.
    pub hooks: Vec<Hook>,
    /// Words; of languages without spaces, characters.
    pub words: u32,
    /// Minutes of reading, at least 1 where there is any text.
    pub minutes: u32,
    /// Whether there are formulas, code.
    pub has_math: bool,
    /// See `has_math`.
    pub has_code: bool,
}

/// A stretch of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// HTML, complete.
    Html(String),
    /// The address of `links[i]`, to stand inside an attribute's quotes.
    Address(usize),
    /// ` width="…" height="…"` of the picture `links[i]`, where they are known, else nothing.
    Size(usize),
    /// What the component makes of `calls[i]`, as a block or inside a paragraph.
    Call(usize),
}

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6, as it stands in the HTML.
    pub level: u8,
    /// Its id; "" where headings have none.
    pub id: String,
    /// Its inline HTML, without links and footnotes.
    pub html: String,
    /// Its plain text.
    pub text: String,
}

/// What a link of a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    /// `[text](target)`, an autolink, a reference.
    Link,
    /// `![alt](target)`.
    Picture,
    /// `[[target]]`.
    Wiki,
    /// `href`, `src`, `poster` … of raw HTML.
    RawLink,
    /// `src` of an `img`, `source`, `video` … of raw HTML.
    RawMedia,
}

/// A link or picture of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// Its target as written, entities decoded.
    pub target: String,
    /// Where the target stands (or the link, where it cannot be found).
    pub place: Place,
    /// Whether a picture has alternative text.
    pub has_alt: bool,
    /// Whether the target holds a tag that is not byline's, so that nothing can be said of it.
    pub is_opaque: bool,
}

/// The call of a shortcode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The component.
    pub name: String,
    /// Its arguments, in order.
    #[serde(with = "record::as_json")]
    pub arguments: Map<String, Value>,
    /// What stands between its opening and closing tag, parsed by itself.
    pub body: Option<Box<Body>>,
    /// Where it stands.
    pub place: Place,
    /// Where each of its arguments stands, in their order.
    pub argument_places: Vec<Place>,
    /// Whether it stands alone in its paragraph.
    pub is_block: bool,
}

/// A stretch of a body for which a theme's component may write other markup than byline's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hook {
    /// What stands there.
    pub kind: HookKind,
    /// From before its own markup to behind it.
    pub outer: Range<Spot>,
    /// What its markup encloses.
    pub inner: Range<Spot>,
    /// Its number among `Body::links` or, of a heading, among `Body::headings`.
    pub index: Option<usize>,
    /// What else is known of it, by the names that components have for it.
    #[serde(with = "record::as_json")]
    pub values: Map<String, Value>,
}

/// What a [`Hook`] stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum HookKind {
    /// A link of Markdown.
    Link,
    /// A picture of Markdown.
    Image,
    /// A heading.
    Heading,
    /// A block of code.
    CodeBlock,
    /// A table.
    Table,
    /// A quotation or an alert.
    Blockquote,
}

impl HookKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Link, Self::Image, Self::Heading, Self::CodeBlock, Self::Table, Self::Blockquote];

    /// The name of the component that takes over.
    pub fn component(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Image => "image",
            Self::Heading => "heading",
            Self::CodeBlock => "code_block",
            Self::Table => "table",
            Self::Blockquote => "blockquote",
        }
    }
}

/// A position in the pieces of a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Spot {
    /// The piece before which, or in which, it lies.
    pub piece: usize,
    /// The bytes of that piece before it, where the piece is HTML.
    pub byte: usize,
}
