//! The page of an article or of documentation.

use tera::{Context, Value};

use super::super::value::{html, inline, map, object, text};
use super::super::{World, card, moment};
use super::people::profiles;
use super::sections::{breadcrumbs, sidebar};
use super::series::series;
use super::{About, body_value, card_or_null, cards};
use crate::article::{Agency, Correction, Heading, Inline};
use crate::config::SectionKind;
use crate::diagnostic::Diagnostic;
use crate::site::ArticleId;

/// An article with this many words and [`LONG_HEADINGS`] headings has a table of contents unless it says otherwise.
const LONG_WORDS: u32 = 1000;

/// See [`LONG_WORDS`].
const LONG_HEADINGS: usize = 3;

pub(super) fn article(world: &World, id: ArticleId, context: &mut Context) -> Result<About, Diagnostic> {
    let entry = &world.site.articles[id];
    let article = &entry.article;
    let meta = &article.meta;
    let mut value = world.cards[id].as_map().cloned().unwrap_or_default();
    let canonical = meta.canonical_url.clone();
    let headings = article.body.headings.iter().filter(|heading| heading.level <= 3 && !heading.id.is_empty()).count();
    let show_toc = meta.toc.unwrap_or(article.body.words >= LONG_WORDS && headings >= LONG_HEADINGS);
    let body = body_value(world, &article.source, &article.body)?;
    let line = |text: &Option<Inline>| text.as_ref().map_or_else(Value::none, inline);
    let more = map([
        ("body", with_dateline(body, meta.dateline.as_ref())),
        ("dateline", line(&meta.dateline)),
        ("credit", line(&meta.credit)),
        ("source", meta.agency.as_ref().map_or_else(Value::none, agency)),
        ("corrections", corrections(world, &meta.corrections, meta.language.as_deref())),
        ("comments", Value::from(entry.comments)),
        ("share", Value::from(entry.share)),
        ("toc", toc(&article.body.headings).into()),
        ("show_toc", Value::from(show_toc && headings > 0)),
        ("breadcrumbs", breadcrumbs(world, Some(entry.section))),
        ("previous", card_or_null(world, entry.previous)),
        ("next", card_or_null(world, entry.next)),
        ("related", cards(world, &entry.related)),
        ("roles", roles(world, id)),
        ("profiles", profiles(world, id)?),
        ("link", text(meta.link.as_deref())),
        ("canonical", text(canonical.as_deref())),
    ]);
    value.extend(more);
    value.extend(series(world, id));
    context.insert_value("article", Value::from(value));
    if world.site.sections[entry.section].kind == SectionKind::Pages {
        context.insert_value("sidebar", sidebar(world, entry.section, Some(id)));
    }
    let kind = if entry.kind == SectionKind::Pages { "page" } else { "article" };
    let summary = article.body.summary.as_str();
    let robots = meta.robots.clone().or_else(|| entry.unpublished.map(|_| "noindex".to_owned()));
    Ok(About {
        title_tag: meta.title_tag.clone(),
        description: Some(meta.description.as_ref().map_or(summary, |dek| &dek.text).to_owned()),
        canonical,
        robots,
        language: meta.language.clone(),
        source: Some(article.source.clone()),
        social_title: meta.social_title.clone(),
        ..About::new(kind, meta.title.text.clone())
    })
}

/// Who supplied an article.
fn agency(agency: &Agency) -> Value {
    object([("name", Value::from(agency.name.as_str())), ("href", text(agency.url.as_deref()))])
}

fn corrections(world: &World, corrections: &[Correction], language: Option<&str>) -> Value {
    let language = language.unwrap_or(&world.config.language);
    let form = moment::Form { strings: &world.theme.strings, zone: &world.config.timezone, language };
    let value = |correction: &Correction| {
        let date = correction.date.as_ref().map_or_else(Value::none, |date| moment::moment(date, form));
        object([("date", date), ("text", inline(&correction.text))])
    };
    corrections.iter().map(value).collect::<Vec<_>>().into()
}

/// The body with the dateline run into its first paragraph; before it, where it begins with something else.
fn with_dateline(body: Value, dateline: Option<&Inline>) -> Value {
    let body = if body.is_none() { html("") } else { body };
    let Some(dateline) = dateline else { return body };
    let text = dateline.html.trim_end_matches(['—', '–', '-', ' ']);
    let dateline = format!("<span class=\"dateline\">{text} —</span>");
    let body = body.as_str().unwrap_or_default();
    html(&match body.strip_prefix("<p>") {
        Some(rest) => format!("<p>{dateline} {rest}"),
        None => format!("<p>{dateline}</p>\n{body}"),
    })
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
fn roles(world: &World, id: ArticleId) -> Value {
    let credits = &world.site.articles[id].credits;
    let mut roles: Vec<(&str, Vec<Value>)> = Vec::new();
    for credit in credits.iter().filter(|credit| !card::is_writing(credit)) {
        let name = card::name(world, credit);
        match roles.iter_mut().find(|(role, _)| *role == credit.role) {
            Some((_, names)) => names.push(name),
            None => roles.push((&credit.role, vec![name])),
        }
    }
    let role = |(role, names): (&str, Vec<Value>)| object([("role", Value::from(role)), ("authors", names.into())]);
    roles.into_iter().map(role).collect::<Vec<_>>().into()
}
