//! The address of each article, from its own permalink or the pattern of its section.

use super::{Entry, Section, Site};
use crate::article::slug;
use crate::config::{Config, Pattern, Slugs};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::path::UrlPath;

/// Gives every article its address.
pub(super) fn decide(site: &mut Site, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    for entry in &mut site.articles {
        let section = &site.sections[entry.section];
        let pattern = pattern(entry, section, config);
        match UrlPath::new(&expand(&pattern, entry, section, config.slugs)) {
            Some(url) => entry.url = url,
            None => {
                let meta = &entry.article.meta;
                let place = ["permalink", "slug"].iter().find_map(|key| meta.places.get(*key)).cloned();
                diagnostics.push(
                    Diagnostic::new(Code::InvalidValue, format!("the address `{pattern}` leads out of the site"))
                        .at(place.unwrap_or_else(|| Place::file(&entry.article.source)))
                        .hint("an address begins with `/` and has no `..` in it"),
                );
            }
        }
    }
}

/// The article's own permalink, the pattern of the nearest section that has one, that of `*`, or where the file stands.
fn pattern(entry: &Entry, section: &Section, config: &Config) -> String {
    let meta = &entry.article.meta;
    if let Some(own) = &meta.permalink {
        return own.clone();
    }
    let mut path = section.path.as_str();
    loop {
        if let Some(Pattern(pattern)) = config.permalinks.get(path) {
            return pattern.clone();
        }
        match path.rsplit_once('/') {
            Some((parent, _)) => path = parent,
            None if path.is_empty() => break,
            None => path = "",
        }
    }
    match config.permalinks.get("*") {
        Some(Pattern(pattern)) => pattern.clone(),
        None if meta.section.is_some() => "/:section/:slug/".to_owned(),
        None => standing(entry, config),
    }
}

/// Where the file stands in the content; an `index.md` in its own folder, that of the content itself at the base.
fn standing(entry: &Entry, config: &Config) -> String {
    let source = &entry.article.source;
    if source.stem() == "index" && source.parent() == config.content {
        return "/".to_owned();
    }
    let folder = if source.stem() == "index" { source.parent().parent() } else { source.parent() };
    let folder = folder.strip(&config.content).unwrap_or_default();
    // `_posts` and the like keep files apart for other generators and never stood in addresses.
    let folder = folder.split('/').filter(|segment| !segment.starts_with('_')).collect::<Vec<_>>().join("/");
    let folder = slug::of_folder(config.slugs, &folder);
    // Names may hold what a pattern would read as a placeholder.
    let escaped = |name: &str| name.replace(':', "::");
    // Jekyll's own addresses hold the date, and its collections have one name for articles of several months.
    let is_dated = source.as_str().split('/').any(|segment| segment == "_posts") && entry.article.meta.date.is_some();
    let day = if is_dated { "/:year/:month/:day" } else { "" };
    format!("/{}{day}/{}/", escaped(&folder), escaped(&entry.article.meta.slug))
}

/// Replaces the placeholders of a pattern; segments that need a date are left out where the article has none.
fn expand(pattern: &str, entry: &Entry, section: &Section, slugs: Slugs) -> String {
    let slash = if pattern.ends_with('/') { "/" } else { "" };
    let segments: Vec<String> = pattern
        .split('/')
        .filter_map(|segment| expand_segment(segment, entry, section, slugs))
        .filter(|text| !text.is_empty())
        .collect();
    format!("/{}{slash}", segments.join("/"))
}

fn expand_segment(segment: &str, entry: &Entry, section: &Section, slugs: Slugs) -> Option<String> {
    let meta = &entry.article.meta;
    let mut out = String::with_capacity(segment.len() + meta.slug.len());
    let mut rest = segment;
    while let Some(colon) = rest.find(':') {
        out.push_str(&rest[..colon]);
        rest = &rest[colon + 1..];
        if let Some(after) = rest.strip_prefix(':') {
            out.push(':');
            rest = after;
            continue;
        }
        let length = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let date = meta.date.as_ref().map(|date| date.civil);
        match &rest[..length] {
            "year" => out.push_str(&format!("{:04}", date?.0)),
            "month" => out.push_str(&format!("{:02}", date?.1)),
            "day" => out.push_str(&format!("{:02}", date?.2)),
            "slug" if meta.places.contains_key("slug") => out.push_str(&meta.slug),
            "slug" => out.push_str(&slug::of_slug(slugs, &meta.slug)),
            "title" => out.push_str(&slug::of_title(slugs, &meta.title.text, &meta.slug)),
            "section" => out.push_str(&slug::of_folder(slugs, &section.path)),
            "id" => out.push_str(meta.id.as_deref().unwrap_or(&meta.slug)),
            other => {
                out.push(':');
                out.push_str(other);
            }
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    Some(out)
}
