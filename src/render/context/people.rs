//! What pages show of persons and organizations.

use tera::Value;

use super::super::value::{data, inline, object, text};
use super::super::{World, card};
use super::body_value;
use crate::article::Profile;
use crate::diagnostic::Diagnostic;
use crate::site::{ArticleId, Term};

/// The profiles of those who wrote the article.
pub(super) fn profiles(world: &World, id: ArticleId) -> Result<Value, Diagnostic> {
    let credits = world.site.articles[id].credits.iter().filter(|credit| card::is_writing(credit));
    let terms =
        credits.filter_map(|credit| credit.term).map(|(taxonomy, term)| &world.site.taxonomies[taxonomy].terms[term]);
    let known = terms.filter_map(|term| Some((term, term.profile.as_deref()?)));
    let values: Result<Vec<Value>, Diagnostic> =
        known.map(|(term, profile)| profile_value(world, term, Some(profile), false)).collect();
    Ok(values?.into())
}

pub(super) fn profile_value(
    world: &World,
    term: &Term,
    profile: Option<&Profile>,
    with_body: bool,
) -> Result<Value, Diagnostic> {
    let links = profile.map(|profile| profile.links.as_slice()).unwrap_or_default().iter();
    let links = links
        .map(|(label, href)| object([("label", Value::from(label.as_str())), ("href", Value::from(href.as_str()))]));
    let picture = profile.and_then(|profile| Some(card::picture(world, &profile.source, profile.picture.as_ref()?)));
    let bio = profile.and_then(|profile| profile.bio.as_ref());
    let body = match profile.filter(|_| with_body) {
        Some(profile) => body_value(world, &profile.source, &profile.body)?,
        None => Value::none(),
    };
    Ok(object([
        ("id", Value::from(profile.map_or(term.slug.as_str(), |profile| &profile.id))),
        ("name", Value::from(term.name.as_str())),
        ("href", Value::from(term.url.href(world.base()))),
        ("role", text(profile.and_then(|profile| profile.role.as_deref()))),
        ("bio", bio.map_or_else(Value::none, inline)),
        ("body", body),
        ("picture", picture.unwrap_or_else(Value::none)),
        ("links", links.collect::<Vec<_>>().into()),
        ("is_organization", Value::from(profile.is_some_and(|profile| profile.is_organization))),
        ("extra", profile.map_or_else(Value::none, |profile| data(&profile.extra))),
    ]))
}
