//! Old addresses: the pages at aliases and at those of `redirects:`, which lead straight to where they end.

use std::collections::{BTreeMap, BTreeSet};

use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::{Candidate, Name, Owner, Page, Resolved, Subject, page};
use crate::config::{Config, Redirect, RedirectTarget};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::{Bindings, PathPattern, REST, SourcePath, UrlPath, decode};
use crate::site::Site;
use crate::source::StaticFile;

/// After how many addresses a way counts as endless; browsers give up after twenty.
const MOST_STEPS: usize = 500;
/// How many addresses of a loop are shown.
const MOST_SHOWN: usize = 4;

/// A redirect as hosts are told of it: the first one that matches an address decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// The old address: `:name` stands for a segment, `*` at the end for all that follows.
    pub from: String,
    /// Where it leads, with `:name` and `:splat`; `None` where it is gone.
    pub to: Option<String>,
    /// 301, 302, 307, 308 or 410.
    pub status: u16,
}

/// What leads where.
pub(super) struct Redirects<'a> {
    rules: &'a [Redirect],
    /// The rules without placeholders, by address.
    literal: BTreeMap<String, usize>,
    /// The others, in their order.
    patterns: Vec<usize>,
    aliases: BTreeMap<String, &'a UrlPath>,
    /// The addresses of the site's own pages and files, before which patterns give way.
    standing: FxHashSet<String>,
}

/// Where an address leads in the end.
enum End {
    /// To an address that leads no further.
    Here(Resolved),
    /// To one that is gone.
    Gone(UrlPath),
    /// Nowhere: these rules go round, over these addresses.
    Loop(BTreeSet<usize>, Vec<String>),
}

/// Where an address leads next.
enum Step {
    To(Option<usize>, Resolved),
    Gone,
}

/// An address as it is looked up: neither a closing slash nor `index.html` makes a difference.
fn key(path: &str) -> String {
    let bare = path.strip_suffix("index.html").filter(|rest| rest.ends_with('/')).unwrap_or(path);
    bare.trim_end_matches('/').to_owned()
}

impl<'a> Redirects<'a> {
    pub(super) fn new(site: &'a Site, config: &'a Config, pages: &[Candidate<'_>], files: &[StaticFile]) -> Self {
        let (literal, patterns): (Vec<usize>, Vec<usize>) =
            (0..config.redirects.len()).partition(|index| config.redirects[*index].from.is_literal());
        let address = |index: &usize| key(&config.redirects[*index].from.fill(&Bindings::new()));
        let aliases = aliases(site).flat_map(|(_, aliases, target)| {
            let own = aliases.iter().filter_map(|alias| alias_address(alias, config));
            own.filter(|url| url.output() != target.output()).map(move |url| (key(url.as_str()), target))
        });
        let pages = pages.iter().map(|candidate| candidate.page.url.as_str());
        let standing = pages.chain(files.iter().map(|file| file.url.as_str())).map(key);
        Self {
            rules: &config.redirects,
            literal: literal.iter().map(|index| (address(index), *index)).collect(),
            // Nothing but a pattern ever gives way.
            standing: if patterns.is_empty() { FxHashSet::default() } else { standing.collect() },
            patterns,
            aliases: aliases.collect(),
        }
    }

    /// The rules as hosts are told of them: those without placeholders first, then the others in their order.
    pub(super) fn rules(&self) -> Vec<Rule> {
        let mut order: Vec<usize> = (0..self.rules.len()).collect();
        order.sort_by_key(|index| !self.rules[*index].from.is_literal());
        let rule = |index: usize| {
            let Redirect { from, to, status, .. } = &self.rules[index];
            Rule { from: shown(from), to: to.as_ref().map(|to| written(to, &Bindings::new())), status: *status }
        };
        order.into_iter().map(rule).collect()
    }

    /// Whether a host that knows the rules leads on from an address.
    pub(super) fn leads_on(&self, path: &str) -> bool {
        matches!(self.step(path), Some(Step::To(..)))
    }

    /// Whether the rules say that an address is gone.
    pub(super) fn is_gone(&self, path: &str) -> bool {
        matches!(self.step(path), Some(Step::Gone))
    }

    fn step(&self, path: &str) -> Option<Step> {
        let key = key(path);
        if let Some(target) = self.aliases.get(&key) {
            return Some(Step::To(None, Resolved::Internal((*target).clone(), String::new())));
        }
        let literal = self.literal.get(&key).map(|index| (*index, Bindings::new()));
        let patterns = self.patterns.iter().filter(|_| !self.standing.contains(&key));
        let of_pattern = || patterns.into_iter().find_map(|index| Some((*index, self.rules[*index].from.bind(path)?)));
        let (index, bindings) = literal.or_else(of_pattern)?;
        Some(match &self.rules[index].to {
            Some(to) => Step::To(Some(index), resolved(to, &bindings)?),
            None => Step::Gone,
        })
    }

    /// Follows the redirects from what a rule leads to.
    fn end(&self, start: Option<usize>, first: Resolved) -> End {
        let mut at = first;
        let mut uses: Vec<Option<usize>> = vec![start];
        let mut way: Vec<String> = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        loop {
            let Resolved::Internal(url, suffix) = &at else { return End::Here(at) };
            let repeated = seen.insert(key(url.as_str()), way.len());
            way.push(url.to_string());
            if let Some(from) = repeated.or_else(|| (way.len() > MOST_STEPS).then_some(MOST_STEPS / 2)) {
                let rules = uses.iter().skip(from + 1).flatten().copied().collect();
                return End::Loop(rules, way.split_off(repeated.unwrap_or(0)));
            }
            match self.step(url.as_str()) {
                None => return End::Here(at),
                Some(Step::Gone) => return End::Gone(url.clone()),
                Some(Step::To(rule, next)) => {
                    uses.push(rule);
                    at = match next {
                        Resolved::Internal(url, own) if own.is_empty() => Resolved::Internal(url, suffix.clone()),
                        other => other,
                    };
                }
            }
        }
    }

    /// The pages at old addresses, of aliases and of every rule that can have some.
    pub(super) fn pages(
        &self,
        site: &'a Site,
        config: &Config,
        pages: &[Candidate<'_>],
    ) -> (Vec<Candidate<'a>>, Vec<Diagnostic>) {
        let mut candidates = of_aliases(site, config);
        let mut diagnostics = Vec::new();
        let looping = self.loops(&mut diagnostics);
        let mut taken: BTreeSet<String> = self.aliases.keys().chain(self.literal.keys()).cloned().collect();
        let whole = |index: &usize| !looping.contains(index);
        for index in self.literal.values().copied().filter(whole) {
            let from = self.rules[index].from.fill(&Bindings::new());
            let first = self.rules[index].to.as_ref().and_then(|to| resolved(to, &Bindings::new()));
            candidates.extend(self.candidate(index, &from, first));
        }
        for index in self.patterns.iter().copied().filter(whole) {
            for (from, target) in self.expand(index, pages) {
                if taken.insert(key(&from)) {
                    candidates.extend(self.candidate(index, &from, Some(Resolved::Internal(target, String::new()))));
                }
            }
        }
        (candidates, diagnostics)
    }

    /// The rules that never end. Each loop is reported once, at a rule of it where one is known to go round.
    fn loops(&self, diagnostics: &mut Vec<Diagnostic>) -> BTreeSet<usize> {
        let mut looping: Vec<(usize, BTreeSet<usize>, Vec<String>)> = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            let Some(first) = rule.to.as_ref().and_then(|to| resolved(to, &Bindings::new())) else { continue };
            if let End::Loop(rules, way) = self.end(Some(index), first) {
                looping.push((index, rules, way));
            }
        }
        let mut reported: BTreeSet<&BTreeSet<usize>> = BTreeSet::new();
        for is_member in [true, false] {
            for (index, rules, way) in looping.iter().filter(|(index, rules, _)| rules.contains(index) == is_member) {
                if reported.insert(rules) {
                    diagnostics.push(loop_report(&self.rules[*index], way));
                }
            }
        }
        looping.iter().map(|(index, ..)| *index).collect()
    }

    /// The addresses of the site at which a rule ends, as a pattern with its placeholders.
    fn end_pattern(&self, index: usize) -> Option<PathPattern> {
        let first = resolved(self.rules[index].to.as_ref()?, &Bindings::new())?;
        match self.end(Some(index), first) {
            End::Here(Resolved::Internal(url, _)) => PathPattern::read(url.as_str(), ":splat").ok(),
            _ => None,
        }
    }

    /// The old addresses of a rule with placeholders, each with the page that it leads to: where `to` names all of them.
    fn expand(&self, index: usize, pages: &[Candidate<'_>]) -> Vec<(String, UrlPath)> {
        let from = &self.rules[index].from;
        let Some(to) = self.end_pattern(index) else { return Vec::new() };
        if !from.names().all(|name| to.names().any(|other| other == name)) {
            return Vec::new();
        }
        let closes = to.fill(&Bindings::new()).ends_with('/');
        let urls = pages.iter().map(|candidate| &candidate.page).filter(|page| page.subject != Subject::NotFound);
        let urls = urls.filter(|page| page.output.as_str().ends_with(".html")).map(|page| &page.url);
        urls.filter(|url| !closes || url.as_str().ends_with('/'))
            .filter_map(|url| Some((from.fill(&to.bind(url.as_str())?), url.clone())))
            .collect()
    }

    /// The page at an old address; none where it is that of a file that is no page, such as `/old.xml`.
    fn candidate(&self, index: usize, from: &str, first: Option<Resolved>) -> Option<Candidate<'a>> {
        let rule = &self.rules[index];
        let url = folder_or_page(UrlPath::new(from)?)?;
        let suffix = rule.to.as_ref().map(|to| to.suffix.clone()).unwrap_or_default();
        let (subject, template) = match first.map(|first| self.end(Some(index), first)) {
            None => (Subject::Gone, "gone.html"),
            Some(End::Here(Resolved::Internal(url, own))) => {
                let suffix = if own.is_empty() { suffix } else { own };
                (Subject::Redirect(Resolved::Internal(url, suffix)), "redirect.html")
            }
            Some(End::Here(elsewhere)) => (Subject::Redirect(elsewhere), "redirect.html"),
            Some(End::Gone(url)) => (Subject::Redirect(Resolved::Internal(url, String::new())), "redirect.html"),
            Some(End::Loop(..)) => return None,
        };
        let owner = Owner::configured(Name::Redirect(&rule.from), &rule.place);
        Some(Candidate { page: page(url, subject, template.into(), None), owner })
    }

    /// Rules that lead where nothing stands.
    pub(super) fn dead(&self, pages: &[Page], files: &[StaticFile]) -> Vec<Diagnostic> {
        if self.rules.is_empty() {
            return Vec::new();
        }
        let own = pages.iter().filter(|page| !matches!(page.subject, Subject::Redirect(_) | Subject::Gone));
        let urls: Vec<&str> =
            own.map(|page| page.url.as_str()).chain(files.iter().map(|file| file.url.as_str())).collect();
        let standing: BTreeSet<String> = urls.iter().map(|url| key(url)).collect();
        let stands = |path: &str| {
            let path = key(path);
            standing.contains(&path) || standing.contains(&format!("{path}.html"))
        };
        let mut diagnostics = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            let Some(to) = rule.to.as_ref().filter(|to| to.origin.is_empty()) else { continue };
            let Some(first) = resolved(to, &Bindings::new()) else { continue };
            let shown = written(to, &Bindings::new());
            let message = match self.end(Some(index), first) {
                End::Gone(url) => format!("the redirect leads to `{url}`, which is gone"),
                End::Here(Resolved::Internal(url, _)) if !stands(url.as_str()) => {
                    let pattern = self.end_pattern(index).filter(|pattern| !pattern.is_literal());
                    if pattern.is_some_and(|pattern| urls.iter().any(|url| pattern.bind(url).is_some())) {
                        continue;
                    }
                    format!("the redirect leads to `{shown}`, where nothing stands")
                }
                _ => continue,
            };
            let diagnostic = Diagnostic::new(Code::DeadLink, message).at(to.place.clone());
            diagnostics.push(diagnostic.hint("no page or file of the site has this address"));
        }
        diagnostics
    }
}

/// A pattern as it is written.
pub(super) fn shown(from: &PathPattern) -> String {
    from.fill(&star())
}

/// The binding that shows `*` where a pattern has it.
fn star() -> Bindings {
    Bindings::from([(REST.to_owned(), "*".to_owned())])
}

/// Where a rule leads, as it is written, with what placeholders stand for.
fn written(to: &RedirectTarget, bindings: &Bindings) -> String {
    format!("{}{}{}", to.origin, to.path.fill(bindings), to.suffix)
}

/// Where a rule leads; `None` where what stands in a placeholder's place leads out of the site.
fn resolved(to: &RedirectTarget, bindings: &Bindings) -> Option<Resolved> {
    if to.origin.is_empty() {
        return Some(Resolved::Internal(UrlPath::new(&to.path.fill(bindings))?, to.suffix.clone()));
    }
    Some(Resolved::AsWritten(super::as_address(&written(to, bindings))))
}

fn loop_report(rule: &Redirect, way: &[String]) -> Diagnostic {
    let from = shown(&rule.from);
    let mut shown: Vec<String> = way.iter().take(MOST_SHOWN).map(|url| format!("`{url}`")).collect();
    if way.len() > MOST_SHOWN {
        shown.push("…".to_owned());
    }
    let message = format!("the redirect from `{from}` never ends: {}", shown.join(" → "));
    Diagnostic::new(Code::RedirectLoop, message)
        .at(rule.place.clone())
        .hint("let one of them lead to a page, and to no address that `from` of another one, or its own, matches")
}

/// The files that have aliases, with these and with the address that they lead to.
fn aliases(site: &Site) -> impl Iterator<Item = (&SourcePath, &Vec<String>, &UrlPath)> {
    let articles = site.articles.iter().map(|entry| (&entry.article.source, &entry.article.meta.aliases, &entry.url));
    let sections = site.sections.iter().filter_map(|section| {
        let index = section.index.as_ref()?;
        Some((&index.source, &index.aliases, &section.url))
    });
    articles.chain(sections)
}

/// A page for each alias of an article or section; aliases that lead to themselves are left out.
fn of_aliases<'a>(site: &'a Site, config: &Config) -> Vec<Candidate<'a>> {
    let template: Arc<str> = "redirect.html".into();
    let mut candidates = Vec::new();
    for (source, aliases, target) in aliases(site).filter(|(_, aliases, _)| !aliases.is_empty()) {
        let mut own: Vec<UrlPath> = aliases.iter().filter_map(|alias| alias_address(alias, config)).collect();
        own.sort();
        own.dedup_by(|a, b| a.output() == b.output());
        for url in own.into_iter().filter(|url| url.output() != target.output()) {
            let subject = Subject::Redirect(Resolved::Internal(target.clone(), String::new()));
            let owner = Owner { name: Name::AliasOf(source), ..Owner::of(source) };
            candidates.push(Candidate { page: page(url, subject, Arc::clone(&template), None), owner });
        }
    }
    candidates
}

/// The address that an alias names: from the site's base, with or without a leading slash, or of the site's own host.
fn alias_address(alias: &str, config: &Config) -> Option<UrlPath> {
    let alias = alias.split(['?', '#']).next().unwrap_or_default();
    let alias = alias.strip_prefix(&config.url.origin).filter(|_| !config.url.origin.is_empty()).unwrap_or(alias);
    let url = UrlPath::new(&decode(alias))?;
    Some(folder_or_page(url.clone()).unwrap_or(url))
}

/// An address without an ending stands for its folder, so that both `/a` and `/a/` lead on; `None` for one of a file
/// that is no page.
fn folder_or_page(url: UrlPath) -> Option<UrlPath> {
    if url.as_str().ends_with('/') || url.as_str().ends_with(".html") {
        return Some(url);
    }
    if url.output().as_str().ends_with(".html") { UrlPath::new(&format!("{url}/")) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Overrides, load};

    fn config(rules: &[(&str, &str)]) -> Config {
        let rule = |(from, to): &(&str, &str)| match *to {
            "" => format!("  - {{from: '{from}', status: 410}}\n"),
            to => format!("  - {{from: '{from}', to: '{to}', status: 308}}\n"),
        };
        let text = format!("redirects:\n{}", rules.iter().map(rule).collect::<String>());
        let file = SourcePath::new("byline.yaml").unwrap();
        load(&file, Some(text.as_bytes()), &Overrides::default()).config
    }

    #[test]
    fn hosts_are_told_the_rules_in_the_order_in_which_they_decide() {
        let config = config(&[
            ("/a/*", "/b/:splat"),
            ("/a/x/", "https://example.org/x?y#z"),
            ("/:c/d", "/e/:c/"),
            ("/gone/", ""),
            ("/gone/*", ""),
        ]);
        let site = Site::default();
        let rules = Redirects::new(&site, &config, &[], &[]).rules();
        let told = serde_json::to_value(&rules).unwrap();
        let rule = |from, to: Option<&str>, status| serde_json::json!({"from": from, "to": to, "status": status});
        assert_eq!(
            told,
            serde_json::json!([
                rule("/a/x/", Some("https://example.org/x?y#z"), 308),
                rule("/gone/", None, 410),
                rule("/a/*", Some("/b/:splat"), 308),
                rule("/:c/d", Some("/e/:c/"), 308),
                rule("/gone/*", None, 410),
            ])
        );
    }

    #[test]
    fn whatever_rules_there_are_all_ways_end_and_every_loop_is_one_fault() {
        let froms = ["/a/", "/b/", "/a/*", "/*", "/:x/", "/a/:x/", "/:x/:y/", "/b/:x/*"];
        let tos =
            ["", "/a/", "/b/", "/a/b/", "/b/:x/", "/:x/a/", "/:splat", "/a/:splat", "https://e.org/:x", "/:y/:x/"];
        let site = Site::default();
        for seed in 0..300_usize {
            let pick = |number: usize| {
                let mixed = seed.wrapping_mul(2_654_435_761).wrapping_add(number * 40_503) >> 7;
                (froms[mixed % froms.len()], tos[(mixed / froms.len()) % tos.len()])
            };
            let config = config(&[pick(0), pick(1), pick(2)]);
            let redirects = Redirects::new(&site, &config, &[], &[]);
            let (pages, found) = redirects.pages(&site, &config, &[]);
            assert!(pages.len() <= config.redirects.len() && found.len() <= config.redirects.len());
            assert!(found.iter().all(|diagnostic| diagnostic.code == "redirect-loop"));
            redirects.dead(&[], &[]);
        }
    }

    #[test]
    fn a_long_chain_of_redirects_is_followed_in_time() {
        let names: Vec<String> = (0..400).map(|number| format!("/{number}/")).collect();
        let rules: Vec<(&str, &str)> = names.windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str())).collect();
        let (config, site) = (config(&rules), Site::default());
        let (pages, found) = Redirects::new(&site, &config, &[], &[]).pages(&site, &config, &[]);
        assert_eq!((pages.len(), found.len()), (399, 0));
        let end = Resolved::Internal(UrlPath::new("/399/").unwrap(), String::new());
        assert!(pages.iter().all(|candidate| candidate.page.subject == Subject::Redirect(end.clone())));
    }
}
