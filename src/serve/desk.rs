//! What is shown just now, where it stands, and who hears when it changes.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::watch;

use crate::build::preview::{Preview, Scope, Stage, Step, source_of_page};
use crate::diagnostic::{Diagnostic, human};
use crate::path::SourcePath;
use crate::plan::{Page, Subject};
use crate::render::{self, World};
use crate::site::Reason;
use crate::source::{Disk, Sources as _};
use crate::theme;

use super::files::is_hidden;
use super::good::Good;

/// How many diagnostics a browser is told of.
const MOST_TOLD: usize = 50;

/// Where pages, files and assets stand, by the path of their output file.
#[derive(Default)]
struct Index {
    pages: HashMap<String, usize>,
    files: HashMap<String, SourcePath>,
    assets: HashMap<String, String>,
}

/// What stands at an output path.
pub(super) enum Standing {
    /// A page, rendered.
    Page(Box<Made>),
    /// A file of the site's folder, or one that the last build has left.
    File(PathBuf),
    /// An asset of the theme.
    Asset(Vec<u8>),
}

/// A page as it is shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    /// Its bytes; those of its last good version where it has an error.
    pub(super) bytes: Vec<u8>,
    /// The fingerprint of its bytes and of what is wrong with it.
    pub(super) print: String,
    /// Why readers would not see it.
    pub(super) ribbon: Option<&'static str>,
    /// The file of which it is the page.
    pub(super) source: Option<String>,
    /// Where it leads, and whether it is gone.
    pub(super) redirect: Option<Option<String>>,
    /// What keeps it from being shown as it is now.
    pub(super) fault: Option<Diagnostic>,
    /// Whether it is of the last build, and the site is still being read.
    pub(super) is_early: bool,
}

/// What is shown just now.
pub(super) struct Desk {
    pub(super) stage: Arc<Stage>,
    /// The path below which the site stands.
    pub(super) base: String,
    pub(super) disk: Disk,
    /// The folder that the last build has left.
    built: Option<PathBuf>,
    index: Mutex<Arc<Index>>,
    /// The last good bytes of pages that were shown.
    good: Mutex<Good>,
    status: Mutex<Value>,
    /// Counts the changes.
    pub(super) revision: watch::Sender<u64>,
}

impl Desk {
    pub(super) fn new(base: String, disk: Disk, built: Option<PathBuf>) -> Self {
        let revision = watch::channel(0).0;
        let (index, good, status) = (Mutex::default(), Mutex::default(), Mutex::new(Value::Null));
        Self { stage: Arc::default(), base, disk, built, index, good, status, revision }
    }

    /// What is told of the site: what is wrong, and what the last change did.
    pub(super) fn status(&self) -> Value {
        lock(&self.status).clone()
    }

    /// The site is another one.
    pub(super) fn renewed(&self, preview: &Preview, step: Step, written: &[SourcePath]) {
        let world = self.stage.world();
        let drafts = world.as_ref().map(|world| unpublished(world)).unwrap_or_default();
        let changed: Vec<Value> = world.as_ref().map(|world| changed(world, &step.parsed)).unwrap_or_default();
        if let (Some(world), Scope::Whole | Scope::Kept) = (world.as_ref(), step.scope) {
            *lock(&self.index) = Arc::new(index(world));
        }
        drop(world);
        let found = preview.diagnostics();
        let told: Vec<Value> = found.iter().take(MOST_TOLD).map(|one| self.told(one, preview)).collect();
        let timings: Vec<Value> =
            step.timings.iter().map(|(stage, took)| json!([stage, took.as_secs_f64() * 1000.0])).collect();
        *lock(&self.status) = json!({
            "errors": found.iter().filter(|one| one.is_error()).count(),
            "warnings": found.iter().filter(|one| !one.is_error()).count(),
            "diagnostics": told,
            "unpublished": drafts,
            "scope": format!("{:?}", step.scope).to_lowercase(),
            "why": step.why,
            "written": written.iter().map(SourcePath::as_str).collect::<Vec<_>>(),
            "parsed": step.parsed.iter().map(SourcePath::as_str).collect::<Vec<_>>(),
            "changed": changed,
            "edited": step.edited,
            "timings": timings,
        });
        self.revision.send_modify(|revision| *revision += 1);
    }

    /// A diagnostic as browsers are told of it.
    pub(super) fn told(&self, diagnostic: &Diagnostic, preview: &Preview) -> Value {
        let file = diagnostic.place.as_ref().map(|place| &place.file);
        let mut value = self.told_of(diagnostic);
        value["everywhere"] = json!(diagnostic.is_error() && !file.is_some_and(|file| preview.is_document(file)));
        value
    }

    /// The same where it is not known whom it concerns.
    pub(super) fn told_of(&self, diagnostic: &Diagnostic) -> Value {
        let style = human::Style { colour: false, most_per_code: usize::MAX };
        let text = |file: &SourcePath| {
            let bytes = self.disk.read(file).ok().or_else(|| theme::embedded_file(file))?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        };
        let place = diagnostic.place.as_ref();
        json!({
            "text": human::render_all(std::slice::from_ref(diagnostic), &text, style).trim_end(),
            "is_error": diagnostic.is_error(),
            "file": place.map(|place| place.file.as_str()),
            "line": place.map_or(0, |place| place.line),
        })
    }

    /// Whether there is anything to show.
    pub(super) fn has_world(&self) -> bool {
        self.stage.world().is_some()
    }

    /// The addresses of all pages, each with its file and template.
    pub(super) fn plan(&self) -> Vec<(String, String, String)> {
        let world = self.stage.world();
        let Some(world) = world.as_ref() else { return Vec::new() };
        let row = |page: &Page| {
            let source = source_of_page(world, page).map(|source| source.to_string()).unwrap_or_default();
            (page.url.href(&self.base), source, page.template.to_string())
        };
        world.plan.pages.iter().map(row).collect()
    }

    /// What stands at an output path; a page is rendered.
    pub(super) fn standing(&self, output: &str) -> Option<Standing> {
        let world = self.stage.world();
        let world = world.as_ref()?;
        let index = Arc::clone(&lock(&self.index));
        if let Some(page) = index.pages.get(output).and_then(|at| page_at(&world.plan.pages, *at, output)) {
            return Some(Standing::Page(Box::new(self.made(world, page))));
        }
        if let Some(source) = index.files.get(output) {
            return Some(Standing::File(self.disk.system_path(source)));
        }
        let asset = world.theme.assets.get(index.assets.get(output)?)?;
        Some(Standing::Asset(asset.bytes.to_vec()))
    }

    /// What stands at an output path of the last build; `None` where nothing does, which does not say that nothing will.
    pub(super) fn early(&self, output: &str) -> Option<Standing> {
        let file = self.built.as_ref()?.join(output);
        if is_hidden(output) || !file.is_file() {
            return None;
        }
        if !output.ends_with(".html") {
            return Some(Standing::File(file));
        }
        let bytes = std::fs::read(file).ok()?;
        let print = super::page::print(&[&bytes, b"", b""]);
        Some(Standing::Page(Box::new(Made { bytes, print, is_early: true, ..Made::default() })))
    }

    /// Whether something stands at an output path.
    pub(super) fn has(&self, output: &str) -> bool {
        let index = Arc::clone(&lock(&self.index));
        index.pages.contains_key(output) || index.files.contains_key(output)
    }

    fn made(&self, world: &Arc<World>, page: &Page) -> Made {
        let reading = render::reading(world, page);
        let unpublished = page.article().and_then(|id| world.site.articles.get(id)?.unpublished.as_ref());
        let mut made = Made {
            ribbon: unpublished.map(word),
            source: source_of_page(world, page).map(|source| source.to_string()),
            redirect: match &page.subject {
                Subject::Redirect(to) => Some(Some(to.href(&self.base))),
                Subject::Gone => Some(None),
                _ => None,
            },
            ..Made::default()
        };
        let output = page.output.as_str();
        match render::page(world, page, &reading) {
            Ok(rendered) => {
                made.bytes = rendered.bytes;
                if output.ends_with(".html") {
                    lock(&self.good).keep(output, &made.bytes);
                }
            }
            Err(fault) => {
                made.bytes = lock(&self.good).page(output);
                made.fault = Some(fault);
            }
        }
        let fault = made.fault.as_ref().map_or("", |fault| fault.message.as_str());
        made.print = super::page::print(&[&made.bytes, fault.as_bytes(), made.ribbon.unwrap_or_default().as_bytes()]);
        made
    }
}

/// The page at an output path. Where the site has been made anew and its index has not, another page stands at its place.
fn page_at<'a>(pages: &'a [Page], at: usize, output: &str) -> Option<&'a Page> {
    let is_it = |page: &&Page| page.output.as_str() == output;
    pages.get(at).filter(is_it).or_else(|| pages.iter().find(is_it))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the state of an article is called.
fn word(reason: &Reason) -> &'static str {
    match reason {
        Reason::Draft => "Draft",
        Reason::Scheduled(_) => "Scheduled",
        Reason::Expired(_) => "Expired",
    }
}

fn unpublished(world: &World) -> Vec<Value> {
    let row = |entry: &crate::site::Entry| {
        let state = word(entry.unpublished.as_ref()?);
        let (title, source) = (&*entry.article.meta.title.text, entry.article.source.as_str());
        Some(json!({"state": state, "title": title, "source": source, "href": entry.url.href(&world.config.url.path)}))
    };
    world.site.articles.iter().filter_map(row).collect()
}

/// The articles of these sources, as a reader finds them.
fn changed(world: &World, sources: &[SourcePath]) -> Vec<Value> {
    let row = |source: &SourcePath| {
        let entry = world.site.articles.get(*world.site.by_source.get(source)?)?;
        let (title, href) = (&*entry.article.meta.title.text, entry.url.href(&world.config.url.path));
        Some(json!({"title": title, "href": href, "source": source.as_str()}))
    };
    sources.iter().take(MOST_TOLD).filter_map(row).collect()
}

fn index(world: &World) -> Index {
    let pages = world.plan.pages.iter().enumerate().map(|(at, page)| (page.output.as_str().to_owned(), at));
    let files =
        world.plan.files.iter().map(|file| (file.url.as_str().trim_start_matches('/').to_owned(), file.source.clone()));
    let assets = world.theme.assets.iter().map(|(name, asset)| (asset.url.output().as_str().to_owned(), name.clone()));
    Index { pages: pages.collect(), files: files.collect(), assets: assets.collect() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use super::*;
    use crate::build::preview::Shown;
    use crate::config::{self, Overrides};
    use crate::source::Memory;

    fn sources(articles: &[&str]) -> Memory {
        let text = |name: &str| format!("---\ntitle: {name}\ndate: 2020-01-01\n---\nThe text of {name}.\n");
        let files: Vec<_> = articles.iter().map(|name| (format!("content/{name}.md"), text(name))).collect();
        Memory::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
    }

    #[test]
    fn no_other_page_is_shown_while_a_site_takes_the_place_of_another() {
        let config = config::load(
            &SourcePath::new("byline.yaml").unwrap(),
            Some(b"title: T\nurl: https://t.example\n"),
            &Overrides::default(),
        );
        let mut shown = Shown::default();
        shown.selection.at = 1_900_000_000;
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::new(String::new(), Disk::new(folder.path()).unwrap(), None);
        let before = sources(&["b", "c"]);
        let mut preview = Preview::open(&before, config.config, config.diagnostics, shown, None).unwrap();
        preview.stage = Arc::clone(&desk.stage);
        let step = preview.renew(&before, &BTreeSet::new(), &|| Duration::ZERO);
        desk.renewed(&preview, step, &[]);
        preview.renew(&sources(&["a", "b", "c"]), &BTreeSet::new(), &|| Duration::ZERO);
        for name in ["b", "c"] {
            let Some(Standing::Page(made)) = desk.standing(&format!("{name}/index.html")) else { panic!("no {name}") };
            assert!(String::from_utf8_lossy(&made.bytes).contains(&format!("The text of {name}.")));
        }
    }
}
