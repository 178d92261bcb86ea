//! What pages show of persons and organizations.

use super::super::card;
use super::super::show::{Part, Show};
use crate::article::Profile;
use crate::diagnostic::Diagnostic;
use crate::site::{ArticleId, Term};

/// The profiles of those who wrote the article.
pub(super) fn profiles<S: Show>(show: &S, id: ArticleId) -> Result<S::Value, Diagnostic> {
    let site = &show.world().site;
    let credits = site.articles[id].credits.iter().filter(|credit| card::is_writing(credit));
    let has_profile = |term: &(usize, usize)| site.taxonomies[term.0].terms[term.1].profile.is_some();
    let known = credits.filter_map(|credit| credit.term).filter(has_profile);
    let values: Result<Vec<S::Value>, Diagnostic> =
        known.map(|(taxonomy, term)| profile_value(show, taxonomy, term, false)).collect();
    Ok(show.list(values?))
}

/// What is known of an author.
pub(super) fn profile_value<S: Show>(
    show: &S,
    taxonomy: usize,
    term: usize,
    with_body: bool,
) -> Result<S::Value, Diagnostic> {
    let author = &show.world().site.taxonomies[taxonomy].terms[term];
    show.part(Part::Profile(taxonomy, term), || value(show, author, author.profile.as_deref(), with_body))
}

fn value<S: Show>(show: &S, term: &Term, profile: Option<&Profile>, with_body: bool) -> Result<S::Value, Diagnostic> {
    let links = profile.map(|profile| profile.links.as_slice()).unwrap_or_default().iter();
    let links = links.map(|(label, href)| show.object([("label", show.text(label)), ("href", show.text(href))]));
    let links = show.list(links.collect());
    let picture = profile.and_then(|profile| Some((profile, profile.picture.as_ref()?)));
    let picture = show.optional(picture, |(profile, picture)| card::picture(show, &profile.source, picture));
    let bio = profile.and_then(|profile| profile.bio.as_ref());
    let body = match profile.filter(|_| with_body && show.wants("body")) {
        Some(profile) => show.body(&profile.source, &profile.body, show.world().links_of(&profile.source))?,
        None => show.none(),
    };
    Ok(show.object([
        ("id", show.text(profile.map_or(term.slug.as_str(), |profile| &profile.id))),
        ("name", show.text(&term.name)),
        ("href", show.href(&term.url)),
        ("role", show.optional_text(profile.and_then(|profile| profile.role.as_deref()))),
        ("bio", show.wanted("bio", || show.optional_inline(bio))),
        ("body", body),
        ("picture", picture),
        ("links", links),
        ("is_organization", show.flag(profile.is_some_and(|profile| profile.is_organization))),
        ("extra", show.optional(profile, |profile| show.data(&profile.extra))),
    ]))
}
