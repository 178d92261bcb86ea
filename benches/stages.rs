//! What each stage of a build costs: `cargo bench`.
//!
//! Articles are made of one text of 5 KB (`benches/article.md`: code, a table, a footnote, a list, a quote, links) and of front
//! matter that follows from their number; the theme is the default one. Nothing touches the disk.

use std::sync::Arc;

use byline::article::{self, Document, Held};
use byline::config::{self, Config, Overrides};
use byline::path::SourcePath;
use byline::plan::{self, Page, Subject};
use byline::render::{self, Parts, World};
use byline::site::{self, Materials, Selection, Site};
use byline::source::Memory;
use byline::theme::{self, Theme};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The body of every article.
const BODY: &str = include_str!("article.md");
/// How many articles the site has.
const ARTICLES: usize = 1000;
/// How many authors and topics its articles have in all.
const AUTHORS: usize = 50;
const TOPICS: usize = 40;
/// The moment for which the site is built, behind the date of every article: 2026-01-01.
const MOMENT: i64 = 1_767_225_600;

const SETTINGS: &str =
    "title: The Bench Review\ndescription: Articles that measure stages\nurl: https://bench.example\n";
/// Where parsing is not what is measured, code keeps its one colour: a thousand articles are ready ten times sooner.
const ONE_COLOUR: &str = "markdown: {highlight: false}\n";

fn main() {
    divan::main();
}

/// The default configuration, with a line of its own.
fn configuration(line: &str) -> Config {
    let text = format!("{SETTINGS}{line}");
    let loaded = config::load(&path("byline.yaml"), Some(text.as_bytes()), &Overrides::default());
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    loaded.config
}

fn path(path: &str) -> SourcePath {
    SourcePath::new(path).expect("the path stays in the site")
}

/// The front matter of article `number`: three authors and three topics at most, one article in ten in a series.
fn front_matter(number: usize) -> String {
    let names = |kind: &str, count: usize| {
        let names: Vec<String> =
            (0..=number % 3).map(|place| format!("{kind} {}", (number * 7 + place * 11) % count)).collect();
        names.join(", ")
    };
    let (year, month, day) = (2014 + number % 10, 1 + number / 10 % 12, 1 + number / 120 % 28);
    let series = if number.is_multiple_of(10) { format!("series: Series {}\n", number / 100) } else { String::new() };
    format!(
        "---\ntitle: \"Evidence under the harbour, number {number}\"\ndescription: \"What the committee of number {number} \
         had not said before, and what it says now.\"\ndate: {year}-{month:02}-{day:02}T10:30:00Z\nauthors: [{}]\n\
         topics: [{}]\n{series}---\n\n",
        names("Author", AUTHORS),
        names("Topic", TOPICS),
    )
}

/// Article `number` and its file.
fn file(number: usize) -> (SourcePath, String) {
    (path(&format!("content/news/article-{number}.md")), front_matter(number) + BODY)
}

/// Every document of the site.
fn documents(config: &Config) -> Vec<Document> {
    let parse = |number| {
        let (source, text) = file(number);
        article::parse(&source, text.as_bytes(), config).document.expect("the article parses")
    };
    (0..ARTICLES).map(parse).collect()
}

fn materials(documents: &[Document]) -> Materials {
    Materials { documents: documents.to_vec(), ..Materials::default() }
}

fn selection() -> Selection {
    Selection { at: MOMENT, ..Selection::default() }
}

fn assembled(config: &Config) -> Site {
    let (site, diagnostics) = site::assemble(materials(&documents(config)), config, &selection());
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    site
}

fn default_theme(config: &Config) -> Theme {
    theme::load(&Memory::default(), config, &render::prepare).expect("the default theme loads")
}

/// A site that is ready to be rendered, and the page of one of its articles.
fn rendered_site(line: &str) -> (Arc<World>, Page) {
    let config = configuration(&format!("{ONE_COLOUR}{line}"));
    let site = assembled(&config);
    let theme = default_theme(&config);
    let (plan, diagnostics) = plan::plan(&site, &config, &theme, false);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let (data, pictures) = Default::default();
    let world = Arc::new(World::new(Parts { site, config, plan, theme, data, pictures, bodies: Arc::new(Held) }));
    let is_in_the_middle = |page: &&Page| page.subject == Subject::Article(ARTICLES / 2);
    let page = world.plan.pages.iter().find(is_in_the_middle).expect("the article has a page").clone();
    (world, page)
}

/// An article of 5 KB with a code block, its code coloured or not.
#[divan::bench(args = ["highlight: true", "highlight: false"])]
fn parse_an_article(bencher: Bencher<'_, '_>, markdown: &str) {
    let config = configuration(&format!("markdown: {{{markdown}}}\n"));
    let (source, text) = file(1);
    bencher
        .counter(BytesCount::of_str(text.as_str()))
        .bench_local(|| article::parse(&source, divan::black_box(text.as_bytes()), &config));
}

/// A file that has nothing but front matter.
#[divan::bench]
fn parse_front_matter(bencher: Bencher<'_, '_>) {
    let config = configuration("");
    let (source, text) = (file(1).0, front_matter(1));
    bencher.bench_local(|| article::parse(&source, divan::black_box(text.as_bytes()), &config));
}

/// The page of an article as it is before it is minified.
fn rendered_page() -> String {
    let (world, page) = rendered_site("minify: false\n");
    let rendered = render::page(&world, &page, &render::reading(&world, &page)).expect("the page renders");
    String::from_utf8(rendered.bytes).expect("the page is text")
}

/// The same page by minify-html, to which scripts and styles are left.
#[divan::bench]
fn minify_a_page_by_minify_html(bencher: Bencher<'_, '_>) {
    let html = rendered_page();
    let options = minify_html::Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        minify_css: true,
        minify_js: true,
        ..minify_html::Cfg::new()
    };
    bencher
        .counter(BytesCount::of_str(html.as_str()))
        .bench_local(|| minify_html::minify(divan::black_box(html.as_bytes()), &options));
}

/// A rendered article page.
#[divan::bench]
fn minify_a_page(bencher: Bencher<'_, '_>) {
    let html = rendered_page();
    let options = configuration("").minify;
    bencher
        .counter(BytesCount::of_str(html.as_str()))
        .bench_local(|| render::minify::minified(divan::black_box(&html), &options));
}

/// The page of an article among 1,000, minified or not.
#[divan::bench(args = ["minify: true", "minify: false"])]
fn render_an_article_page(bencher: Bencher<'_, '_>, minify: &str) {
    let (world, page) = rendered_site(minify);
    let reading = render::reading(&world, &page);
    bencher.bench_local(|| render::page(&world, divan::black_box(&page), &reading));
}

/// Sections, topics, authors, series, neighbours, related articles and links of 1,000 parsed articles.
#[divan::bench(sample_count = 20)]
fn assemble_1000_articles(bencher: Bencher<'_, '_>) {
    let config = configuration(ONE_COLOUR);
    let documents = documents(&config);
    bencher
        .counter(ItemsCount::new(ARTICLES))
        .with_inputs(|| materials(&documents))
        .bench_local_values(|materials| site::assemble(materials, &config, &selection()));
}

/// The pages of 1,000 assembled articles, with their addresses.
#[divan::bench(sample_count = 20)]
fn plan_1000_articles(bencher: Bencher<'_, '_>) {
    let config = configuration(ONE_COLOUR);
    let site = assembled(&config);
    let theme = default_theme(&config);
    bencher
        .counter(ItemsCount::new(ARTICLES))
        .bench_local(|| plan::plan(divan::black_box(&site), &config, &theme, false));
}

/// The default theme: templates compiled, style sheets joined and minified.
#[divan::bench(sample_count = 20)]
fn load_the_theme(bencher: Bencher<'_, '_>) {
    let config = configuration("");
    bencher.bench_local(|| default_theme(&config));
}
