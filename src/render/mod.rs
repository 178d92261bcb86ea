//! A page becomes bytes: its context is put together, its template rendered, the result minified.
//!
//! A page is a function of what it is shown: its inputs, which the plan names, and the answers to the queries that its
//! template asks, which are recorded while it is rendered. [`inputs`] and
//! [`changed_answer`] tell whether it would be shown the same today.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use serde_json::Value as Data;

use crate::article::{Bodies, Body, Call, HookKind, SectionIndex};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::fingerprint::{self, Print};
use crate::path::SourcePath;
use crate::plan::{BodyLinks, Page, Plan, Program, Resolved, Subject};
use crate::site::{ArticleId, Site};
use crate::theme::{self, OfCards, Theme, failure};

mod body;
mod card;
mod context;
mod feed;
mod functions;
mod head;
mod hook;
mod metadata;
pub mod minify;
mod moment;
mod program;
mod query;
mod show;
mod sitemap;
mod structured;
mod value;
mod xml;

use card::{Made, Shelf};
use show::{Part, Prints, Values};

pub use functions::{Asked, prepare};
pub use query::Query;
pub use show::Reading;

/// All that pages are made of, put together once for all of them.
pub struct World {
    /// The articles.
    pub site: Site,
    /// The configuration.
    pub config: Config,
    /// The pages.
    pub plan: Plan,
    /// The theme.
    pub theme: Theme,
    /// The data files by name, `people` or `people/staff`.
    pub data: BTreeMap<String, Data>,
    /// Width and height in pixels of the pictures that are known.
    pub pictures: BTreeMap<SourcePath, (u32, u32)>,
    /// Where the bodies of articles are read from.
    pub bodies: Arc<dyn Bodies>,
    /// What components of the theme write instead of byline.
    hooks: BTreeSet<HookKind>,
    /// What is the same in every page's `site`.
    site_value: tera::Value,
    /// The options of the theme.
    options_value: tera::Value,
    /// The fingerprint of that.
    site_print: Print,
    /// The fingerprint of what pages are made with besides their templates: addresses, strings, options.
    settings: Print,
    /// How many articles stand in each month of the archive.
    months: BTreeMap<(i16, i8), usize>,
    /// The fingerprints of the names of cards as parts of pages.
    card_names: Vec<OnceLock<u64>>,
    /// The fingerprints of what programs are told of each article.
    metadata_prints: Vec<OnceLock<Print>>,
    /// What is known of the templates of pages, by template and by the components that the pages' bodies call.
    readings: RwLock<HashMap<Called, Arc<Reading>>>,
    /// The cards by the fields that are read.
    shelves: RwLock<BTreeMap<OfCards, Arc<Shelf>>>,
    /// What the cards are that several templates share, by the fields that they have.
    made: Vec<(OfCards, Arc<Made>)>,
    /// The texts of articles as feeds have them, which several feeds share.
    entries: RwLock<HashMap<ArticleId, Arc<str>>>,
    /// The fingerprints of answers that are the same on all pages whose templates read the same.
    answers: RwLock<HashMap<(Query, usize), Print>>,
}

/// The template of a page, and the components that its bodies call.
type Called = (Arc<str>, BTreeSet<String>);

/// What a world is made of, apart from what it derives.
pub struct Parts {
    /// See [`World::site`].
    pub site: Site,
    /// See [`World::config`].
    pub config: Config,
    /// See [`World::plan`].
    pub plan: Plan,
    /// See [`World::theme`].
    pub theme: Theme,
    /// See [`World::data`].
    pub data: BTreeMap<String, Data>,
    /// See [`World::pictures`].
    pub pictures: BTreeMap<SourcePath, (u32, u32)>,
    /// See [`World::bodies`].
    pub bodies: Arc<dyn Bodies>,
}

/// A rendered page.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What its template asked of the site, and what it was answered.
    pub asked: Vec<Asked>,
}

/// What a page would be made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// The fingerprint of its templates, of the theme's strings and addresses, and of the options.
    pub made_with: Print,
    /// The fingerprint of what its template is shown.
    pub shown: Print,
}

/// A part of what a page is made from: a fingerprint of its name, and one of itself.
pub type Ingredient = (u64, u64);

impl World {
    /// Puts the world together.
    pub fn new(parts: Parts) -> Self {
        let Parts { site, config, plan, theme, data, pictures, bodies } = parts;
        let hooks = HookKind::ALL.into_iter().filter(|kind| theme.components.contains_key(kind.component())).collect();
        let months = site.months();
        let metadata_prints = site.articles.iter().map(|_| OnceLock::new()).collect();
        let card_names = site.articles.iter().map(|_| OnceLock::new()).collect();
        let options_value = value::data(&theme.options);
        let world = Self {
            site,
            config,
            plan,
            theme,
            data,
            pictures,
            bodies,
            hooks,
            site_value: tera::Value::none(),
            options_value,
            site_print: Print::default(),
            settings: Print::default(),
            months,
            card_names,
            metadata_prints,
            readings: RwLock::default(),
            shelves: RwLock::default(),
            made: Vec::new(),
            entries: RwLock::default(),
            answers: RwLock::default(),
        };
        let words = theme::Words::every();
        let shelf = Shelf::new(Arc::new(Made::new(&world.site, words.clone())));
        let values = Values { world: &world, words: &words, shelf: &shelf };
        let site_value = context::site(&values);
        let prints = Prints::new(&world, &words, &shelf, false);
        context::site(&prints);
        let (site_print, _) = prints.finish();
        let settings = world.settings_print();
        Self { site_value, site_print, settings, made: world.most_read(), ..world }
    }

    /// Puts another version of an article in the place of one. Nothing else of the site and the plan may depend on what differs in it.
    pub fn replace_article(&mut self, id: ArticleId, article: Arc<crate::article::Article>) {
        if let Some(entry) = self.site.articles.get_mut(id) {
            entry.article = article;
        }
        if let Some(print) = self.metadata_prints.get_mut(id) {
            print.take();
        }
        // Whatever is shared among pages may show it.
        self.readings = RwLock::default();
        self.shelves = RwLock::default();
        self.entries = RwLock::default();
        self.answers = RwLock::default();
        for (_, made) in &mut self.made {
            match Arc::get_mut(made) {
                Some(made) => made.forget(id),
                None => *made = Arc::new(made.anew(&self.site)),
            }
        }
    }

    /// The cards that are made: one kind for all templates whose cards may have the same fields, so that an article has one card for all of them.
    fn most_read(&self) -> Vec<(OfCards, Arc<Made>)> {
        let templates: BTreeSet<&str> = self.plan.pages.iter().map(|page| &*page.template).collect();
        let mut kinds: Vec<theme::Words> = Vec::new();
        for template in templates {
            let words = &self.theme.closures.of(template, self.hooks()).words;
            match kinds.iter_mut().find(|kind| kind.of_cards().may_share(&words.of_cards())) {
                Some(kind) => *kind = kind.joined(words),
                None => kinds.push(words.clone()),
            }
        }
        kinds.into_iter().map(|words| (words.of_cards(), Arc::new(Made::new(&self.site, words)))).collect()
    }

    /// The components that write instead of byline, by name.
    fn hooks(&self) -> impl Iterator<Item = &str> {
        self.hooks.iter().map(|hook| hook.component())
    }

    /// The path below which the site stands, "" at the root of its host.
    fn base(&self) -> &str {
        &self.config.url.path
    }

    /// The resolved links of a document's body.
    fn links_of(&self, source: &SourcePath) -> &BodyLinks {
        static NONE: BodyLinks = BodyLinks { links: Vec::new(), calls: Vec::new() };
        let links = &self.plan.links;
        match self.site.by_source.get(source) {
            Some(id) => links.articles.get(*id).unwrap_or(&NONE),
            None => links.bodies.get(source).unwrap_or(&NONE),
        }
    }

    /// How many articles stand in each month of the archive.
    fn months(&self) -> &BTreeMap<(i16, i8), usize> {
        &self.months
    }

    /// What templates and their functions read without asking: what is not part of any page's variables.
    fn settings_print(&self) -> Print {
        let config = &self.config;
        let assets: Vec<(&String, &str)> =
            self.theme.assets.iter().map(|(name, asset)| (name, asset.url.as_str())).collect();
        let hooks: Vec<Print> =
            self.hooks.iter().map(|hook| self.theme.closures.of("", [hook.component()]).print).collect();
        let read = format!(
            "{:?}",
            (
                &config.url,
                &config.language,
                &config.timezone.name,
                &config.markdown,
                &config.minify,
                &self.theme.strings,
                &self.theme.options,
                assets,
                hooks,
                self.configured()
            )
        );
        fingerprint::print(read.as_bytes())
    }

    /// What the configuration says to programs of every page.
    fn configured(&self) -> String {
        let Config { title, publisher, social, icons, llms, .. } = &self.config;
        let files: Vec<(&Resolved, Option<(u32, u32)>)> =
            self.plan.links.configured.values().map(|link| (link, body::size(self, link))).collect();
        let formats = self.config.feeds.as_ref().map(|feeds| feeds.formats.clone());
        let names: Vec<&str> = publisher.name.as_deref().into_iter().chain([title.as_str()]).collect();
        let icons: Vec<&str> = icons.iter().map(|(icon, _)| icon.as_str()).collect();
        format!(
            "{:?}",
            (
                names,
                (&publisher.logo, &publisher.url, &publisher.links, publisher.is_news),
                (&social.image, &social.alt, &social.account),
                icons,
                llms,
                formats,
                files
            )
        )
    }

    /// What the templates of a page read, with the cards that have that.
    fn reading(&self, page: &Page) -> Arc<Reading> {
        let mut called = BTreeSet::new();
        for body in self.bodies_on(page) {
            gather_calls(&body.calls, &mut called);
        }
        let key = (page.template.clone(), called);
        if let Some(reading) = self.readings.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(reading);
        }
        let closure = self.theme.closures.of(&key.0, key.1.iter().map(String::as_str).chain(self.hooks()));
        let text = |loaded: &String| self.theme.templates.get(loaded).map_or("", |template| template.text.as_str());
        let template = |loaded: &String| {
            (name_print(&template_name(self, loaded)), short(&fingerprint::print(text(loaded).as_bytes())))
        };
        let templates = closure.templates.iter().map(template).collect();
        let reading = Arc::new(Reading { shelf: self.shelf(&closure.words), closure, templates });
        self.readings.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&reading));
        reading
    }

    fn shelf(&self, words: &theme::Words) -> Arc<Shelf> {
        let read = words.of_cards();
        let mut shelves = self.shelves.write().unwrap_or_else(PoisonError::into_inner);
        let shelf = shelves.entry(read).or_insert_with(|| {
            let made = self.made.iter().find(|(fields, _)| fields.serve(&read)).map(|(_, made)| Arc::clone(made));
            let made = made.unwrap_or_else(|| Arc::new(Made::new(&self.site, words.clone())));
            Arc::new(Shelf::new(made))
        });
        Arc::clone(shelf)
    }

    /// The bodies that a page shows.
    fn bodies_on(&self, page: &Page) -> Vec<&Body> {
        let site = &self.site;
        match &page.subject {
            Subject::Article(id) => vec![&site.articles[*id].article.body],
            Subject::Home => index_body(site.sections.first().and_then(|root| root.index.as_ref())).collect(),
            Subject::Section(index) => index_body(site.sections[*index].index.as_ref()).collect(),
            Subject::Term(taxonomy, term) => {
                let term = &site.taxonomies[*taxonomy].terms[*term];
                let profile = term.profile.as_ref().map(|profile| &profile.body);
                index_body(term.index.as_ref()).chain(profile).collect()
            }
            Subject::Program(Program::Markdown(id)) => vec![&site.articles[*id].article.body],
            Subject::Program(Program::Feed(..)) => {
                let items = page.listing.iter().flat_map(|listing| &listing.items);
                items.map(|id| &site.articles[*id].article.body).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What a part of a page is called.
    fn part_name(&self, part: Part) -> String {
        let article = |id: ArticleId| self.site.articles[id].article.source.as_str();
        match part {
            Part::Card(id) => format!("card of {}", article(id)),
            Part::Body(id) => format!("text of {}", article(id)),
            Part::Facts(id) => format!("facts of {}", article(id)),
            Part::Section(index) => {
                let section = &self.site.sections[index];
                let source = section.index.as_ref().map(|index| index.source.as_str());
                format!("section {}", source.unwrap_or(&section.path))
            }
            Part::Profile(taxonomy, term) => {
                let terms = &self.site.taxonomies[taxonomy];
                let term = &terms.terms[term];
                match &term.profile {
                    Some(profile) => format!("profile {}", profile.source),
                    None => format!("{} {}", terms.taxonomy.name, term.slug),
                }
            }
            Part::Variable(name) => format!("variable {name}"),
        }
    }

    /// The fingerprint of that.
    fn part_print(&self, part: Part) -> u64 {
        match part {
            Part::Card(id) => *self.card_names[id].get_or_init(|| name_print(&self.part_name(part))),
            _ => name_print(&self.part_name(part)),
        }
    }

    /// The fingerprint of the answer to a query.
    fn answer_print(&self, reading: &Reading, article: Option<ArticleId>, query: &Query) -> Result<Print, String> {
        let is_shared = !matches!(query, Query::Related(_));
        let key = (query.clone(), std::ptr::from_ref(reading) as usize);
        if is_shared && let Some(print) = self.answers.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(*print);
        }
        let prints = Prints::new(self, &reading.closure.words, &reading.shelf, false);
        query::answer(&prints, article, query)?;
        let (print, _) = prints.finish();
        if is_shared {
            self.answers.write().unwrap_or_else(PoisonError::into_inner).insert(key, print);
        }
        Ok(print)
    }
}

/// The body of a section's or term's own text, where it has one.
fn index_body(index: Option<&Arc<SectionIndex>>) -> impl Iterator<Item = &Body> {
    index.into_iter().map(|index| &index.body)
}

/// The names of all components that are called, also inside of others.
fn gather_calls(calls: &[Call], called: &mut BTreeSet<String>) {
    for call in calls {
        called.insert(call.name.clone());
        if let Some(body) = &call.body {
            gather_calls(&body.calls, called);
        }
    }
}

/// What the templates of a page read.
pub fn reading(world: &World, page: &Page) -> Arc<Reading> {
    world.reading(page)
}

/// What a page would be made from today.
pub fn inputs(world: &World, page: &Page, reading: &Reading) -> Inputs {
    let (shown, _) = shown(world, page, reading, false);
    Inputs { made_with: made_with(world, page, reading), shown }
}

/// The fingerprint of what a page's template would be shown today, and its parts where they are asked for.
fn shown(world: &World, page: &Page, reading: &Reading, parts: bool) -> (Print, Vec<(Part, Print)>) {
    if let Subject::Program(program) = &page.subject {
        return program::program_print(world, page, program, reading, parts);
    }
    let prints = Prints::new(world, &reading.closure.words, &reading.shelf, parts);
    // Hashing writes no body, and so cannot fail.
    let _ = context::prints(&prints, page);
    prints.finish()
}

fn made_with(world: &World, page: &Page, reading: &Reading) -> Print {
    let parts: [&[u8]; 5] =
        [&reading.closure.print, &world.settings, page.template.as_bytes(), &[0], page.output.as_str().as_bytes()];
    fingerprint::print(&parts.concat())
}

/// The first of the questions that a page's template asked to which the answer is another today.
pub fn changed_answer<'a>(world: &World, page: &Page, reading: &Reading, asked: &'a [Asked]) -> Option<&'a Query> {
    let holds =
        |(query, then): &&Asked| world.answer_print(reading, page.article(), query).is_ok_and(|now| now == *then);
    asked.iter().find(|asked| !holds(asked)).map(|(query, _)| query)
}

/// What a page would be made from today, in all and in its parts.
pub fn described(world: &World, page: &Page, reading: &Reading) -> (Inputs, Vec<Ingredient>) {
    let (shown, parts) = shown(world, page, reading, true);
    let mut ingredients = Vec::with_capacity(reading.templates.len() + parts.len() + 1);
    ingredients.extend_from_slice(&reading.templates);
    ingredients.push((name_print(SETTINGS), short(&world.settings)));
    ingredients.extend(parts.iter().map(|(part, print)| (world.part_print(*part), short(print))));
    ingredients.sort_unstable();
    ingredients.dedup();
    (Inputs { made_with: made_with(world, page, reading), shown }, ingredients)
}

/// The names of all parts of what a page would be made from today, by their fingerprints.
pub fn named(world: &World, page: &Page) -> Vec<(u64, String)> {
    let reading = world.reading(page);
    let (_, parts) = shown(world, page, &reading, true);
    let templates = reading.closure.templates.iter().map(|name| template_name(world, name));
    let parts = parts.iter().map(|(part, _)| world.part_name(*part));
    let names = templates.chain([SETTINGS.to_owned()]).chain(parts);
    names.map(|name| (name_print(&name), name)).collect()
}

/// What a file for programs has of the sources, besides its [`named`] parts: a sitemap has something of every article.
pub fn told(world: &World, page: &Page) -> Vec<String> {
    match &page.subject {
        Subject::Program(program) => program::told(world, page, program),
        _ => Vec::new(),
    }
}

/// The names of the parts of which the answer to a question is made.
pub fn answered_with(world: &World, page: &Page, query: &Query) -> Vec<String> {
    if let Query::Data(name) = query {
        return vec![format!("data {}/{name}", world.config.data)];
    }
    let reading = world.reading(page);
    let prints = Prints::new(world, &reading.closure.words, &reading.shelf, true);
    if query::answer(&prints, page.article(), query).is_err() {
        return Vec::new();
    }
    prints.finish().1.iter().map(|(part, _)| world.part_name(*part)).collect()
}

/// What templates read without asking, as a part of a page.
const SETTINGS: &str = "settings of the site and its theme";

fn template_name(world: &World, loaded: &str) -> String {
    let source = world.theme.templates.get(loaded).map_or(loaded, |template| template.source.as_str());
    format!("template {source}")
}

/// The fingerprint of the name of a part.
fn name_print(name: &str) -> u64 {
    short(&fingerprint::print(name.as_bytes()))
}

fn short(print: &Print) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&print[..8]);
    u64::from_le_bytes(bytes)
}

/// Renders one page.
///
/// # Errors
/// What the template engine reports, at its place in the template, with the page that was being rendered.
pub fn page(world: &Arc<World>, page: &Page, reading: &Arc<Reading>) -> Result<Rendered, Diagnostic> {
    if let Subject::Program(program) = &page.subject {
        let (bytes, asked) = functions::recorded(world, page, reading, || program::bytes(world, page, program));
        let bytes = bytes.map_err(|diagnostic| while_rendering(diagnostic, world, page))?;
        return Ok(Rendered { bytes, asked });
    }
    let (result, asked) = functions::recorded(world, page, reading, || {
        let show = Values { world, words: &reading.closure.words, shelf: &reading.shelf };
        let context = context::values(&show, page).map_err(|diagnostic| in_page(diagnostic, world, page))?;
        let rendered = world.theme.tera.render(&page.template, &context);
        rendered.map_err(|error| while_rendering(failure(&error, &world.theme.templates), world, page))
    });
    let bytes = if page.is_html() { minify::minified(&result?, &world.config.minify) } else { result?.into_bytes() };
    Ok(Rendered { bytes, asked })
}

/// The same diagnostic; where it does not stand in the page's own article, with the page that failed.
fn in_page(diagnostic: Diagnostic, world: &World, page: &Page) -> Diagnostic {
    match (&page.subject, &diagnostic.place) {
        (Subject::Article(id), Some(place)) if place.file == world.site.articles[*id].article.source => diagnostic,
        _ => while_rendering(diagnostic, world, page),
    }
}

/// The same diagnostic with the page that failed.
fn while_rendering(diagnostic: Diagnostic, world: &World, page: &Page) -> Diagnostic {
    let url = page.url.as_str();
    let diagnostic = match page.subject {
        Subject::Article(id) => {
            let source = &world.site.articles[id].article.source;
            diagnostic.also(Place::file(source), format!("while the page {url} was rendered"))
        }
        _ => diagnostic.hint(format!("it happened while the page {url} was rendered")),
    };
    if diagnostic.code.is_empty() {
        Diagnostic { code: Code::Template.name().into(), ..diagnostic }
    } else {
        diagnostic
    }
}
