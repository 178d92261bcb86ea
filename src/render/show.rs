//! In which form a page is told what it shows: as values for its template, or as their fingerprint.
//!
//! What a page shows is written down once, in `context`, `card` and `functions`, and read twice. [`Values`] makes of it what a
//! template gets. [`Prints`] makes no value and no HTML of it: it hashes what the values would be made from, whereby cards and
//! bodies count with fingerprints of their own, which are made once for all pages. So a page is known to be fresh without its
//! being put together, and nothing can reach a template that its fingerprint does not know of.

use std::cell::RefCell;
use std::sync::Arc;

use serde::Serialize;
use tera::Value;

use super::card::{self, Shared, Shelf};
use super::{World, body, moment, value};
use crate::article::{Body, Inline, Moment};
use crate::diagnostic::Diagnostic;
use crate::fingerprint::{Print, print};
use crate::path::{SourcePath, UrlPath};
use crate::plan::{BodyLinks, Resolved};
use crate::site::ArticleId;
use crate::theme::Words;

/// A reader of what a page shows.
pub(super) trait Show {
    /// What it makes of a value.
    type Value: Clone;

    /// All that pages are made of.
    fn world(&self) -> &World;
    /// The names that the page's templates use.
    fn words(&self) -> &Words;
    /// Nothing.
    fn none(&self) -> Self::Value;
    /// True or false.
    fn flag(&self, flag: bool) -> Self::Value;
    /// A whole number.
    fn number(&self, number: i64) -> Self::Value;
    /// Text, which templates escape.
    fn text(&self, text: &str) -> Self::Value;
    /// HTML, which they do not.
    fn html(&self, html: &str) -> Self::Value;
    /// An address of the site.
    fn href(&self, url: &UrlPath) -> Self::Value;
    /// Where a link leads.
    fn address(&self, link: &Resolved) -> Self::Value;
    /// A map or list of the site's own.
    fn data<T: Serialize>(&self, data: &T) -> Self::Value;
    /// A date in a language.
    fn moment(&self, moment: &Moment, language: &str) -> Self::Value;
    /// Some values in their order.
    fn list(&self, values: Vec<Self::Value>) -> Self::Value;
    /// Named values.
    fn object<const N: usize>(&self, fields: [(&'static str, Self::Value); N]) -> Self::Value;
    /// Named values that are not always the same ones.
    fn fields(&self, fields: Vec<(&'static str, Self::Value)>) -> Self::Value;
    /// Values by names of the site's own.
    fn map(&self, entries: Vec<(&str, Self::Value)>) -> Self::Value;
    /// An object with more fields, those of the same name in their place.
    fn extended(&self, object: Self::Value, fields: Vec<(&'static str, Self::Value)>) -> Self::Value;
    /// What many pages show alike.
    fn shared(&self, shared: Shared) -> Self::Value;
    /// The excerpt of an article, as HTML for lists.
    fn excerpt(&self, id: ArticleId) -> Self::Value;
    /// The options of the theme.
    fn options(&self) -> Self::Value;
    /// What is the same in every page's `site`.
    fn site(&self) -> Self::Value;
    /// The body of a section's index or of a profile as HTML; nothing where it is empty.
    fn body(&self, source: &SourcePath, body: &Body, links: &BodyLinks) -> Result<Self::Value, Diagnostic>;
    /// The body of an article.
    fn article_body(&self, id: ArticleId) -> Result<ArticleBody<Self::Value>, Diagnostic>;

    /// HTML that `make` writes, which is the same as long as its fingerprint is.
    fn written(&self, print: impl FnOnce() -> Print, make: impl FnOnce() -> String) -> Self::Value;

    /// Makes a part of what a page shows, which is known by its own name.
    fn part<T>(&self, part: Part, make: impl FnOnce() -> T) -> T {
        let _ = part;
        make()
    }

    /// Whether a field of this name may be read: what is not is not made.
    fn wants(&self, name: &str) -> bool {
        self.words().has(name)
    }

    /// What `make` gives where a field of this name may be read, else nothing.
    fn wanted(&self, name: &str, make: impl FnOnce() -> Self::Value) -> Self::Value {
        if self.wants(name) { make() } else { self.none() }
    }

    /// What `make` makes of it, or nothing.
    fn optional<T>(&self, value: Option<T>, make: impl FnOnce(T) -> Self::Value) -> Self::Value {
        match value {
            Some(value) => make(value),
            None => self.none(),
        }
    }

    /// Text, or nothing.
    fn optional_text(&self, text: Option<&str>) -> Self::Value {
        self.optional(text, |text| self.text(text))
    }

    /// A line of inline HTML.
    fn inline(&self, line: &Inline) -> Self::Value {
        self.html(&line.html)
    }

    /// A line of inline HTML, or nothing.
    fn optional_inline(&self, line: Option<&Inline>) -> Self::Value {
        self.optional(line, |line| self.inline(line))
    }

    /// A count.
    fn count(&self, count: usize) -> Self::Value {
        self.number(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// The card of an article.
    fn card(&self, id: ArticleId) -> Self::Value {
        self.shared(Shared::Card(id))
    }

    /// A section as other pages name it.
    fn place(&self, index: usize) -> Self::Value {
        self.shared(Shared::Place(index))
    }

    /// Cards in their order.
    fn cards(&self, ids: &[ArticleId]) -> Self::Value {
        self.list(ids.iter().map(|id| self.card(*id)).collect())
    }

    /// A card, or nothing.
    fn optional_card(&self, id: Option<ArticleId>) -> Self::Value {
        self.optional(id, |id| self.card(id))
    }
}

/// The fields of an object, of which those are made that may be read.
pub(super) struct Fields<'a, S: Show> {
    pub(super) show: &'a S,
    /// Whether it is a card, of which less may be read than of an article on its own page.
    is_card: bool,
    fields: Vec<(&'static str, S::Value)>,
}

impl<'a, S: Show> Fields<'a, S> {
    pub(super) fn new(show: &'a S) -> Self {
        Self { show, is_card: false, fields: Vec::with_capacity(16) }
    }

    pub(super) fn of_card(show: &'a S) -> Self {
        Self { is_card: true, ..Self::new(show) }
    }

    /// Adds a field.
    pub(super) fn add(&mut self, name: &'static str, make: impl FnOnce() -> S::Value) {
        let words = self.show.words();
        if if self.is_card { words.has_of_card(name) } else { words.has(name) } {
            self.fields.push((name, make()));
        }
    }

    /// The object of them all.
    pub(super) fn object(self) -> S::Value {
        self.show.fields(self.fields)
    }
}

/// What a page shows of its article's body.
pub(super) struct ArticleBody<V> {
    /// The HTML, with the dateline run into it.
    pub(super) html: V,
    /// The headings as a tree.
    pub(super) toc: V,
    /// Whether the tree is shown.
    pub(super) show_toc: V,
}

/// Makes the values that a template gets.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    pub(super) world: &'a World,
    pub(super) words: &'a Words,
    /// The cards with the fields that these words name.
    pub(super) shelf: &'a Shelf,
}

impl Show for Values<'_> {
    type Value = Value;

    fn world(&self) -> &World {
        self.world
    }

    fn words(&self) -> &Words {
        self.words
    }

    fn none(&self) -> Value {
        Value::none()
    }

    fn flag(&self, flag: bool) -> Value {
        Value::from(flag)
    }

    fn number(&self, number: i64) -> Value {
        Value::from(number)
    }

    fn text(&self, text: &str) -> Value {
        Value::from(text)
    }

    fn html(&self, html: &str) -> Value {
        Value::safe_string(html)
    }

    fn written(&self, _: impl FnOnce() -> Print, make: impl FnOnce() -> String) -> Value {
        Value::safe_string(&make())
    }

    fn href(&self, url: &UrlPath) -> Value {
        Value::from(url.href(self.world.base()))
    }

    fn address(&self, link: &Resolved) -> Value {
        Value::from(link.href(self.world.base()))
    }

    fn data<T: Serialize>(&self, data: &T) -> Value {
        value::data(data)
    }

    fn moment(&self, moment: &Moment, language: &str) -> Value {
        let (strings, zone) = (&self.world.theme.strings, &self.world.config.timezone);
        moment::moment(self.words, moment, moment::Form { strings, zone, language })
    }

    fn list(&self, values: Vec<Value>) -> Value {
        values.into()
    }

    fn object<const N: usize>(&self, fields: [(&'static str, Value); N]) -> Value {
        value::object(fields.into_iter().filter(|(name, _)| self.wants(name)))
    }

    fn fields(&self, fields: Vec<(&'static str, Value)>) -> Value {
        value::object(fields)
    }

    fn map(&self, entries: Vec<(&str, Value)>) -> Value {
        let mut map = tera::Map::with_capacity_and_hasher(entries.len(), Default::default());
        map.extend(entries.into_iter().map(|(name, value)| (name.to_owned().into(), value)));
        Value::from(map)
    }

    fn extended(&self, object: Value, fields: Vec<(&'static str, Value)>) -> Value {
        let mut map = object.as_map().cloned().unwrap_or_default();
        map.extend(fields.into_iter().map(|(name, value)| (name.into(), value)));
        Value::from(map)
    }

    fn shared(&self, shared: Shared) -> Value {
        self.shelf.value(shared, |words| card::shared(&Values { words, ..*self }, shared))
    }

    fn excerpt(&self, id: ArticleId) -> Value {
        Value::safe_string(&body::excerpt(self.world, id))
    }

    fn options(&self) -> Value {
        self.world.options_value.clone()
    }

    fn site(&self) -> Value {
        self.world.site_value.clone()
    }

    fn body(&self, _: &SourcePath, body: &Body, links: &BodyLinks) -> Result<Value, Diagnostic> {
        if body.pieces.is_empty() {
            return Ok(Value::none());
        }
        Ok(self.html(&body::html(self.world, body, links)?))
    }

    fn article_body(&self, id: ArticleId) -> Result<ArticleBody<Value>, Diagnostic> {
        super::context::article_body(self, id)
    }
}

/// A part of what a page shows, by which it is found out later what has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The card of an article.
    Card(ArticleId),
    /// The body of an article.
    Body(ArticleId),
    /// What programs are told of an article.
    Facts(ArticleId),
    /// A section, as other pages name it or as its own shows it.
    Section(usize),
    /// What is known of an author: the taxonomy and the term.
    Profile(usize, usize),
    /// A variable of the template, but for the cards and bodies in it.
    Variable(&'static str),
}

/// Hashes what a page shows.
pub(super) struct Prints<'a> {
    world: &'a World,
    words: &'a Words,
    shelf: &'a Shelf,
    /// What is hashed: the values with their kinds and lengths, an object or list behind what is in it.
    bytes: RefCell<Vec<u8>>,
    /// The parts met so far, where they are asked for.
    parts: Option<RefCell<Vec<(Part, Print)>>>,
}

impl<'a> Prints<'a> {
    /// A hash of nothing yet; with `parts` it is kept what it is made of.
    pub(super) fn new(world: &'a World, words: &'a Words, shelf: &'a Shelf, parts: bool) -> Self {
        let parts = parts.then(|| RefCell::new(Vec::new()));
        Self { world, words, shelf, bytes: RefCell::new(Vec::with_capacity(1024)), parts }
    }

    /// The fingerprint of all that was shown, and its parts.
    pub(super) fn finish(self) -> (Print, Vec<(Part, Print)>) {
        (print(&self.bytes.into_inner()), self.parts.map(RefCell::into_inner).unwrap_or_default())
    }

    /// How much was hashed so far.
    pub(super) fn position(&self) -> usize {
        self.bytes.borrow().len()
    }

    /// Keeps what was hashed from `start` on as a part.
    pub(super) fn note_from(&self, part: Part, start: usize) {
        if self.parts.is_some() {
            let whole = print(self.bytes.borrow().get(start..).unwrap_or_default());
            self.note(part, whole);
        }
    }

    fn note(&self, part: Part, print: Print) {
        if let Some(parts) = &self.parts {
            parts.borrow_mut().push((part, print));
        }
    }

    fn push(&self, kind: u8, bytes: &[u8]) {
        let mut out = self.bytes.borrow_mut();
        out.push(kind);
        out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        out.extend_from_slice(bytes);
    }

    fn links(&self, links: &BodyLinks) {
        for link in &links.links {
            self.address(link);
            if let Some((width, height)) = body::size(self.world, link) {
                self.number(i64::from(width));
                self.number(i64::from(height));
            }
        }
        for call in &links.calls {
            for link in &call.arguments {
                self.address(link);
            }
            self.links(&call.body);
        }
        self.push(b'k', &(links.links.len() as u32).to_le_bytes());
    }
}

impl Show for Prints<'_> {
    type Value = ();

    fn world(&self) -> &World {
        self.world
    }

    fn words(&self) -> &Words {
        self.words
    }

    fn none(&self) {
        self.bytes.borrow_mut().push(b'-');
    }

    fn flag(&self, flag: bool) {
        self.bytes.borrow_mut().push(if flag { b'y' } else { b'n' });
    }

    fn number(&self, number: i64) {
        let mut out = self.bytes.borrow_mut();
        out.push(b'i');
        out.extend_from_slice(&number.to_le_bytes());
    }

    fn text(&self, text: &str) {
        self.push(b't', text.as_bytes());
    }

    fn html(&self, html: &str) {
        self.push(b'h', html.as_bytes());
    }

    fn written(&self, print: impl FnOnce() -> Print, _: impl FnOnce() -> String) {
        self.push(b'w', &print());
    }

    fn href(&self, url: &UrlPath) {
        self.push(b'u', url.as_str().as_bytes());
    }

    fn address(&self, link: &Resolved) {
        match link {
            Resolved::Internal(url, suffix) => {
                self.href(url);
                self.push(b's', suffix.as_bytes());
            }
            Resolved::AsWritten(address) => self.push(b'w', address.as_bytes()),
        }
    }

    fn data<T: Serialize>(&self, data: &T) {
        self.push(b'd', &serde_json::to_vec(data).unwrap_or_default());
    }

    fn moment(&self, moment: &Moment, language: &str) {
        let (year, month, day, hour, minute, second) = moment.civil;
        self.number(moment.seconds);
        for part in [i64::from(year), month.into(), day.into(), hour.into(), minute.into(), second.into()] {
            self.number(part);
        }
        self.number(moment.offset.into());
        self.flag(moment.has_time);
        self.text(language);
    }

    fn list(&self, values: Vec<()>) {
        self.push(b'l', &(values.len() as u32).to_le_bytes());
    }

    fn object<const N: usize>(&self, _: [(&'static str, ()); N]) {
        self.bytes.borrow_mut().push(b'o');
    }

    fn fields(&self, fields: Vec<(&'static str, ())>) {
        fields.iter().for_each(|(name, ())| self.text(name));
        self.push(b'f', &(fields.len() as u32).to_le_bytes());
    }

    fn map(&self, entries: Vec<(&str, ())>) {
        entries.iter().for_each(|(name, ())| self.text(name));
        self.push(b'm', &(entries.len() as u32).to_le_bytes());
    }

    fn extended(&self, (): (), fields: Vec<(&'static str, ())>) {
        self.fields(fields);
    }

    fn part<T>(&self, part: Part, make: impl FnOnce() -> T) -> T {
        let start = self.position();
        let made = make();
        self.note_from(part, start);
        made
    }

    fn shared(&self, shared: Shared) {
        let print = self.shelf.print(shared, || {
            let own = Prints::new(self.world, self.words, self.shelf, false);
            card::shared(&own, shared);
            own.finish().0
        });
        match shared {
            Shared::Card(id) => self.note(Part::Card(id), print),
            Shared::Place(index) => self.note(Part::Section(index), print),
            Shared::Term(..) | Shared::Writer(..) => {}
        }
        self.push(b'c', &print);
    }

    fn excerpt(&self, id: ArticleId) {
        let entry = &self.world.site.articles[id];
        self.push(b'e', &entry.article.body.excerpt_print);
        self.links(self.world.links_of(&entry.article.source));
    }

    fn options(&self) {
        // They belong to the settings with which every page is made.
        self.push(b't', &[]);
    }

    fn site(&self) {
        self.push(b'g', &self.world.site_print);
    }

    fn body(&self, _: &SourcePath, body: &Body, links: &BodyLinks) -> Result<(), Diagnostic> {
        self.push(b'b', &body.print);
        self.links(links);
        Ok(())
    }

    fn article_body(&self, id: ArticleId) -> Result<ArticleBody<()>, Diagnostic> {
        let start = self.position();
        let article = &self.world.site.articles[id].article;
        self.body(&article.source, &article.body, self.world.links_of(&article.source))?;
        self.note_from(Part::Body(id), start);
        Ok(ArticleBody { html: (), toc: (), show_toc: () })
    }
}

/// What the templates of a page read: their words, and what pages share that have the same ones.
#[derive(Debug)]
pub struct Reading {
    pub(super) closure: Arc<crate::theme::Closure>,
    pub(super) shelf: Arc<Shelf>,
    /// The templates as parts of what a page is made from.
    pub(super) templates: Vec<(u64, u64)>,
}
