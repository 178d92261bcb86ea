//! The page of an article or of documentation.

use tera::Value;

use super::super::show::{ArticleBody, Fields, Show, Values};
use super::super::value::{html, object};
use super::super::{body as body_html, card};
use super::people::profiles;
use super::sections::{breadcrumbs, sidebar};
use super::series::series;
use super::{About, Variables};
use crate::article::{Agency, Correction, Heading, Inline};
use crate::config::SectionKind;
use crate::diagnostic::Diagnostic;
use crate::site::ArticleId;

/// An article with this many words and [`LONG_HEADINGS`] headings has a table of contents unless it says otherwise.
const LONG_WORDS: u32 = 1000;

/// See [`LONG_WORDS`].
const LONG_HEADINGS: usize = 3;

pub(super) fn article<'a, S: Show>(
    show: &'a S,
    id: ArticleId,
    variables: &mut Variables<'_, S>,
) -> Result<About<'a>, Diagnostic> {
    let world = show.world();
    let entry = &world.site.articles[id];
    let article = &entry.article;
    let meta = &article.meta;
    let ArticleBody { html, toc, show_toc } = show.article_body(id)?;
    let profiles = if show.wants("profiles") { profiles(show, id)? } else { show.none() };
    let mut fields = Fields::new(show);
    card::card(&mut fields, id);
    fields.add("body", || html);
    fields.add("dateline", || show.optional_inline(meta.dateline.as_deref()));
    fields.add("credit", || show.optional_inline(meta.credit.as_deref()));
    fields.add("source", || show.optional(meta.agency.as_ref(), |agency| agency_value(show, agency)));
    fields.add("corrections", || corrections(show, &meta.corrections, meta.language.as_deref()));
    fields.add("share", || show.flag(entry.share));
    fields.add("toc", || toc);
    fields.add("show_toc", || show_toc);
    fields.add("breadcrumbs", || breadcrumbs(show, Some(entry.section)));
    fields.add("previous", || show.optional_card(entry.previous));
    fields.add("next", || show.optional_card(entry.next));
    fields.add("related", || show.cards(&entry.related));
    fields.add("roles", || roles(show, id));
    fields.add("profiles", || profiles);
    fields.add("link", || show.optional_text(meta.link.as_deref()));
    fields.add("canonical", || show.optional_text(meta.canonical_url.as_deref()));
    fields.add("audio", || audio(show, id));
    fields.add("is_live", || show.flag(meta.live.as_ref().is_some_and(|live| live.until.is_none())));
    fields.add("is_free", || show.flag(!meta.is_closed));
    series(&mut fields, id);
    variables("article", fields.object());
    if world.site.sections[entry.section].kind == SectionKind::Pages && show.wants("sidebar") {
        variables("sidebar", sidebar(show, entry.section, Some(id)));
    }
    let kind = if entry.kind == SectionKind::Pages { "page" } else { "article" };
    let summary = article.body.summary.as_ref();
    let robots = meta.robots.as_deref().or_else(|| entry.unpublished.map(|_| "noindex"));
    Ok(About {
        title_tag: meta.title_tag.as_deref(),
        description: Some(meta.description.as_ref().map_or(summary, |dek| &dek.text)),
        canonical: meta.canonical_url.as_deref(),
        robots,
        language: meta.language.as_deref(),
        source: Some(&article.source),
        social_title: meta.social_title.as_deref(),
        ..About::new(kind, &*meta.title.text)
    })
}

/// The body of an article with its table of contents.
///
/// # Errors
/// Where it cannot be read, or a shortcode or hook in it fails.
pub(super) fn body(show: &Values<'_>, id: ArticleId) -> Result<ArticleBody<Value>, Diagnostic> {
    let article = &show.world.site.articles[id].article;
    let whole = show.world.bodies.shown(article)?;
    let links = show.world.links_of(&article.source);
    let headings = whole.headings.iter().filter(|heading| heading.level <= 3 && !heading.id.is_empty()).count();
    let is_long = whole.words >= LONG_WORDS && headings >= LONG_HEADINGS;
    let text = body_html::html(show.world, &whole, links)?;
    Ok(ArticleBody {
        html: html(&with_dateline(text, article.meta.dateline.as_deref())),
        toc: show.wanted("toc", || toc(&whole.headings).into()),
        show_toc: Value::from(article.meta.toc.unwrap_or(is_long) && headings > 0),
    })
}

/// The recording of an article.
fn audio<S: Show>(show: &S, id: ArticleId) -> S::Value {
    let world = show.world();
    let article = &world.site.articles[id].article;
    let link = world.plan.links.recordings.get(&article.source).map(|(link, _)| link);
    show.optional(article.meta.audio.as_ref().zip(link), |(audio, link)| {
        show.object([
            ("src", show.address(link)),
            ("title", show.optional_text(audio.title.as_deref())),
            ("seconds", show.optional(audio.duration, |seconds| show.number(seconds.into()))),
        ])
    })
}

/// Who supplied an article.
fn agency_value<S: Show>(show: &S, agency: &Agency) -> S::Value {
    show.object([("name", show.text(&agency.name)), ("href", show.optional_text(agency.url.as_deref()))])
}

fn corrections<S: Show>(show: &S, corrections: &[Correction], language: Option<&str>) -> S::Value {
    let language = language.unwrap_or(&show.world().config.language);
    let value = |correction: &Correction| {
        let date = show.optional(correction.date.as_ref(), |date| show.moment(date, language));
        show.object([("date", date), ("text", show.inline(&correction.text))])
    };
    show.list(corrections.iter().map(value).collect())
}

/// Corrections with their articles, for the page that has those of all; one without a date has that of its article.
pub(super) fn corrections_of_all<S: Show>(show: &S, corrections: &[(ArticleId, usize)]) -> S::Value {
    let world = show.world();
    let value = |(id, at): &(ArticleId, usize)| {
        let meta = &world.site.articles[*id].article.meta;
        let correction = meta.corrections.get(*at)?;
        let date = correction.date.as_ref().or(meta.date.as_ref());
        Some(show.object([
            ("date", show.optional(date, |date| show.moment(date, &world.config.language))),
            ("text", show.inline(&correction.text)),
            ("article", show.card(*id)),
        ]))
    };
    show.list(corrections.iter().filter_map(value).collect())
}

/// The body with the dateline run into its first paragraph; before it, where it begins with something else.
pub(in crate::render) fn with_dateline(body: String, dateline: Option<&Inline>) -> String {
    let Some(dateline) = dateline else { return body };
    let text = dateline.html.trim_end_matches(['—', '–', '-', ' ']);
    let dateline = format!("<span class=\"dateline\">{text} —</span>");
    match body.strip_prefix("<p>") {
        Some(rest) => format!("<p>{dateline} {rest}"),
        None => format!("<p>{dateline}</p>\n{body}"),
    }
}

/// The headings as a tree.
fn toc(headings: &[Heading]) -> Vec<Value> {
    let mut tree = Vec::new();
    let mut rest = headings;
    while let Some((first, below)) = rest.split_first() {
        let length = below.iter().take_while(|heading| heading.level > first.level).count();
        if !first.id.is_empty() {
            tree.push(object([
                ("id", Value::from(first.id.as_str())),
                ("html", html(&first.html)),
                ("level", Value::from(i64::from(first.level))),
                ("children", toc(&below[..length]).into()),
            ]));
        }
        rest = &below[length..];
    }
    tree
}

/// The roles other than writing, each with those who had it, in the order of the front matter.
fn roles<S: Show>(show: &S, id: ArticleId) -> S::Value {
    let credits = &show.world().site.articles[id].credits;
    let mut roles: Vec<(&str, Vec<S::Value>)> = Vec::new();
    for credit in credits.iter().filter(|credit| !card::is_writing(credit)) {
        let name = card::name(show, credit);
        match roles.iter_mut().find(|(role, _)| **role == *credit.role) {
            Some((_, names)) => names.push(name),
            None => roles.push((&credit.role, vec![name])),
        }
    }
    let role = |(role, names)| show.object([("role", show.text(role)), ("authors", show.list(names))]);
    show.list(roles.into_iter().map(role).collect())
}
