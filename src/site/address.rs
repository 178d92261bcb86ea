//! The address of each article, from its own permalink or the pattern of its section.

use std::borrow::Cow;

use super::Section;
use super::sections::folder_of;
use crate::article::{Article, slug};
use crate::config::{Config, Pattern, Slugs};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::path::UrlPath;

/// The address of an article of `section`, in which `pattern` holds.
///
/// # Errors
/// Where the address leads out of the site.
pub(super) fn of(
    article: &Article,
    section: &Section,
    pattern: Option<&str>,
    config: &Config,
) -> Result<UrlPath, Diagnostic> {
    let pattern = own_pattern(article, pattern, config);
    UrlPath::new(&expand(&pattern, article, section, config.slugs)).ok_or_else(|| {
        let meta = &article.meta;
        let place = ["permalink", "slug"].iter().find_map(|key| meta.places.get(key)).cloned();
        Diagnostic::new(Code::InvalidValue, format!("the address `{pattern}` leads out of the site"))
            .at(place.unwrap_or_else(|| Place::file(&article.source)))
            .hint("an address begins with `/` and has no `..` in it")
    })
}

/// The pattern of the nearest section that has one, else that of `*`.
pub(super) fn pattern_in<'c>(section: &Section, config: &'c Config) -> Option<&'c str> {
    let mut path = section.path.as_str();
    loop {
        if let Some(Pattern(pattern)) = config.permalinks.get(path) {
            return Some(pattern);
        }
        match path.rsplit_once('/') {
            Some((parent, _)) => path = parent,
            None if path.is_empty() => break,
            None => path = "",
        }
    }
    config.permalinks.get("*").map(|Pattern(pattern)| pattern.as_str())
}

/// The article's own permalink, the pattern that holds in its section, or where its file stands.
fn own_pattern<'a>(article: &'a Article, pattern: Option<&'a str>, config: &Config) -> Cow<'a, str> {
    let meta = &article.meta;
    match meta.permalink.as_deref().or(pattern) {
        Some(pattern) => Cow::Borrowed(pattern),
        None if meta.section.is_some() => Cow::Borrowed("/:section/:slug/"),
        None => Cow::Owned(standing(article, config)),
    }
}

/// Where the file stands in the content; an `index.md` in its own folder, that of the content itself at the base.
fn standing(article: &Article, config: &Config) -> String {
    let (source, meta) = (&article.source, &article.meta);
    if source.stem() == "index" && source.folder() == config.content.as_str() {
        return "/".to_owned();
    }
    let folder = slug::of_folder(config.slugs, &without_underscores(folder_of(source, config)));
    // Jekyll's own addresses hold the date, and its collections have one name for articles of several months.
    let is_dated = meta.date.is_some() && source.as_str().split('/').any(|segment| segment == "_posts");
    let day = if is_dated { "/:year/:month/:day" } else { "" };
    format!("/{}{day}/{}/", escaped(&folder), escaped(&meta.slug))
}

/// The segments of a folder that stand in addresses: `_posts` and the like keep files apart for other generators and never did.
fn without_underscores(folder: &str) -> Cow<'_, str> {
    let is_left_out = |segment: &&str| segment.starts_with('_');
    if !folder.split('/').any(|segment| is_left_out(&segment)) {
        return Cow::Borrowed(folder);
    }
    Cow::Owned(folder.split('/').filter(|segment| !is_left_out(segment)).collect::<Vec<_>>().join("/"))
}

/// A name in which nothing is read as a placeholder.
fn escaped(name: &str) -> Cow<'_, str> {
    if name.contains(':') { Cow::Owned(name.replace(':', "::")) } else { Cow::Borrowed(name) }
}

/// Replaces the placeholders of a pattern; segments that need a date are left out where the article has none.
fn expand(pattern: &str, article: &Article, section: &Section, slugs: Slugs) -> String {
    let mut out = String::with_capacity(pattern.len() + article.meta.slug.len() + 1);
    for segment in pattern.split('/') {
        let before = out.len();
        out.push('/');
        if expand_segment(segment, article, section, slugs, &mut out).is_none() || out.len() == before + 1 {
            out.truncate(before);
        }
    }
    if out.is_empty() || pattern.ends_with('/') {
        out.push('/');
    }
    out
}

/// Adds a segment; `None` where it needs a date that the article does not have.
fn expand_segment(segment: &str, article: &Article, section: &Section, slugs: Slugs, out: &mut String) -> Option<()> {
    let meta = &article.meta;
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
    Some(())
}
