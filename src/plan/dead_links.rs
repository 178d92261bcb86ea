//! Links that lead nowhere: why, and where they may have been meant to lead.

use super::links::{From, Resolved, Resolver, as_address};
use crate::article::{Anchors, Link, LinkKind};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::path::{SourcePath, UrlPath, decode};

impl Resolver<'_> {
    /// A link that leads nowhere; an address from the site's root still gets its base.
    pub(super) fn dead(
        &self,
        from: &From<'_>,
        link: &Link,
        path: &str,
        suffix: &str,
    ) -> (Resolved, Option<Diagnostic>) {
        let decoded = decode(path);
        let resolved = match UrlPath::new(&decoded).filter(|_| path.starts_with('/')) {
            Some(url) => Resolved::Internal(url, as_address(suffix)),
            None => Resolved::AsWritten(as_address(&link.target)),
        };
        let hidden = from.source.parent().join(&decoded).filter(|source| self.unpublished.contains(source));
        let hidden = hidden.or_else(|| self.unpublished_at(from, &decoded));
        if let Some(source) = hidden {
            let message = format!("the link `{}` leads to `{source}`, which is not published", link.target);
            let diagnostic = Diagnostic::new(Code::LinkToDraft, message)
                .at(link.place.clone())
                .hint("it is a draft, scheduled or expired: publish it, or take the link out");
            return (resolved, Some(diagnostic));
        }
        let is_picture = matches!(link.kind, LinkKind::Picture | LinkKind::RawMedia);
        let (code, what) = if is_picture { (Code::MissingPicture, "picture") } else { (Code::DeadLink, "link") };
        let diagnostic =
            Diagnostic::new(code, format!("the {what} `{}` leads nowhere", link.target)).at(link.place.clone());
        let diagnostic = match self.near(from, &decoded, is_picture) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None if is_picture => diagnostic
                .hint("pictures are looked for beside the article, and from the site's root in what is published"),
            None if from.url.join(&decoded).is_some_and(|url| self.redirects.is_gone(url.as_str())) => {
                diagnostic.hint("`redirects` of `byline.yaml` says that it is gone")
            }
            None if is_host(&link.target) => diagnostic.hint(format!("did you mean `https://{}`?", link.target)),
            None => diagnostic.hint("no page or file of the site has this address"),
        };
        (resolved, Some(diagnostic))
    }

    fn unpublished_at(&self, from: &From<'_>, path: &str) -> Option<SourcePath> {
        self.unpublished_below(&[self.config.content.clone(), from.source.parent()], path)
    }

    /// The article that is not published and that a path from one of the folders names, with or without its ending.
    pub(super) fn unpublished_below(&self, folders: &[SourcePath], path: &str) -> Option<SourcePath> {
        let below = path.strip_prefix("@/").or_else(|| path.strip_prefix('/')).unwrap_or(path).trim_end_matches('/');
        let names = [below.to_owned(), format!("{below}.md"), format!("{below}/index.md")];
        let mut candidates = folders.iter().flat_map(|folder| names.iter().filter_map(|name| folder.join(name)));
        candidates.find(|source| self.unpublished.contains(source))
    }

    /// The address whose last segment is the same, else nearly the same in the same folder or elsewhere.
    fn near(&self, from: &From<'_>, path: &str, is_picture: bool) -> Option<String> {
        let url = from.url.join(path)?;
        let wanted = last_segment(url.as_str()).to_lowercase();
        let wanted = wanted.strip_suffix(".md").or_else(|| wanted.strip_suffix(".html")).unwrap_or(&wanted).to_owned();
        let names = if is_picture { self.file_names() } else { self.page_names() };
        if wanted.is_empty() {
            return None;
        }
        if let Some(same) = names.get(&wanted) {
            return Some((*same).to_owned());
        }
        let beginning: String = wanted.chars().take(2).collect();
        let alike =
            names.range(beginning.clone()..).take_while(|(name, _)| name.starts_with(&beginning)).take(MOST_COMPARED);
        let near = nearest(&wanted, alike.map(|(name, _)| name.as_str()))?;
        names.get(near).map(|url| (*url).to_owned())
    }
}

/// The report of a link to a part that its page does not have.
pub(super) fn dead_anchor(link: &Link, anchor: &str, anchors: &Anchors) -> Diagnostic {
    let message = format!("the link `{}` leads to `#{anchor}`, which the page does not have", link.target);
    let diagnostic = Diagnostic::new(Code::DeadAnchor, message).at(link.place.clone());
    match nearest(anchor, anchors.iter()) {
        Some(near) => diagnostic.hint(format!("did you mean `#{near}`?")),
        None => diagnostic.hint("headings have ids made of their text; `{#own-id}` behind one sets it"),
    }
}

/// How many names that begin alike are compared with a dead link's, so that a site full of dead links is no slow one.
const MOST_COMPARED: usize = 200;

/// Whether an address without a scheme begins like that of another site.
fn is_host(target: &str) -> bool {
    const DOMAINS: [&str; 12] = ["com", "org", "net", "io", "dev", "gov", "edu", "info", "eu", "uk", "de", "fr"];
    let host = target.split(['/', '?', '#']).next().unwrap_or_default();
    let is_name = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    is_name && host.rsplit_once('.').is_some_and(|(name, domain)| !name.is_empty() && DOMAINS.contains(&domain))
}

pub(super) fn last_segment(url: &str) -> &str {
    url.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}
