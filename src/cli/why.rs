//! `byline why`: what a page was made from and why it was last rendered; what a change to a file would make anew, or why the file is not
//! on the site.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use crate::build::{Build, Memory, PageFacts, Reached, Request, Why};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::path::{Globs, SourcePath};
use crate::site::{Reason, Selection};
use crate::source::is_never_published;

use super::project::{self, Project};
use super::terminal::{Line, complain, say};
use super::{BUILT, BuildArguments, ERRORS, Form, SiteArguments, build, report};

/// What is asked.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct WhyArguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The address of a page, such as /news/a/
    #[arg(value_name = "URL", required_unless_present = "file")]
    url: Option<String>,
    /// Tell what a change to this file would make anew, or why it is not on the site
    #[arg(long, value_name = "FILE", conflicts_with = "url")]
    file: Option<PathBuf>,
    /// The output that is meant [default: `output` of byline.yaml, public]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The form of the answer
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

/// Answers; returns the exit code: 1 where there is no such page or file, or the site has errors that keep it from being planned.
pub(super) fn why(arguments: &WhyArguments) -> u8 {
    let reporting = BuildArguments { quiet: true, ..BuildArguments::default() };
    let opened = project::open_at(&arguments.site).and_then(|(project, at)| {
        let output = project.output(arguments.output.as_deref())?;
        Ok((project, at, output))
    });
    let (project, at, output) = match opened {
        Ok(opened) => opened,
        Err(diagnostic) => {
            report::print_diagnostics(&[diagnostic], None, &reporting);
            return ERRORS;
        }
    };
    let selection = Selection { at, ..Selection::default() };
    let store = project.store();
    let memory = Memory { store: store.as_ref(), moment: 0 };
    let looking = Looking { project: &project, output: &output };
    let why = match looking.at(selection, memory) {
        Ok(why) => why,
        Err(found) => {
            report::print_diagnostics(&found, Some(&project), &reporting);
            return ERRORS;
        }
    };
    match (&arguments.url, &arguments.file) {
        (Some(url), _) => page(&why, url, arguments.format),
        (None, Some(file)) => looking.file(&why, file, selection, memory, arguments.format),
        (None, None) => ERRORS,
    }
}

fn page(why: &Why, url: &str, form: Form) -> u8 {
    let Some(facts) = why.page(url) else {
        complain!("error: no page of the site has the address `{url}`");
        if let Some(near) = nearest(url, why.urls()) {
            complain!("  help: did you mean `{near}`?");
        }
        return ERRORS;
    };
    match form {
        Form::Json => say!("{}", page_object(&facts)),
        Form::Human => print_page(&facts),
    }
    BUILT
}

fn page_object(facts: &PageFacts) -> Value {
    json!({
        "url": facts.url,
        "output": facts.output,
        "subject": facts.subject,
        "parts": facts.parts,
        "asked": facts.asked,
        "rendered": facts.rendered.as_ref().map(ToString::to_string),
        "stale": facts.stale.as_ref().map(ToString::to_string),
    })
}

fn print_page(facts: &PageFacts) {
    say!("{} is {}, in {}", facts.url, facts.subject, facts.output);
    say!("  made from");
    facts.parts.iter().for_each(|part| say!("    {part}"));
    if !facts.asked.is_empty() {
        say!("  its templates asked");
        facts.asked.iter().for_each(|query| say!("    {query}"));
    }
    match &facts.rendered {
        Some(cause) => say!("  last rendered because: {cause}"),
        None => say!("  not rendered yet, as far as is known"),
    }
    match &facts.stale {
        Some(cause) => say!("  the next build renders it: {cause}"),
        None => say!("  the next build keeps it as it is"),
    }
}

/// A site that is looked at, not built.
struct Looking<'a> {
    project: &'a Project,
    output: &'a Path,
}

impl Looking<'_> {
    /// The site under a selection, without the articles that have errors.
    fn at(&self, selection: Selection, memory: Memory<'_>) -> Result<Why, Vec<Diagnostic>> {
        if self.project.diagnostics.iter().any(Diagnostic::is_error) {
            return Err(self.project.diagnostics.clone());
        }
        let request = Request {
            selection,
            keep_going: true,
            output_in_site: self.project.output_in_site(self.output),
            loose: self.project.loose,
            target: build::target(self.project, self.output, &BuildArguments::default()),
            ..Request::default()
        };
        let line = Line::new(true);
        let clock = || Duration::ZERO;
        let sources = &self.project.disk;
        Build::new(sources, &request, &line, &clock, memory).why(self.project.config.clone())
    }

    fn file(&self, why: &Why, file: &Path, selection: Selection, memory: Memory<'_>, form: Form) -> u8 {
        let Some(source) = self.project.source_of(file) else {
            complain!("error: `{}` is no file of the site in {}", file.display(), self.project.root.display());
            return ERRORS;
        };
        let answer = match self.absent(why, &source, selection, memory) {
            Some(reason) => Answer { reason: Some(reason), reached: Vec::new() },
            None => Answer { reason: None, reached: why.reached(&source) },
        };
        match form {
            Form::Json => say!("{}", answer.object(&source)),
            Form::Human => answer.print(&source),
        }
        if self.project.disk_has(&source) { BUILT } else { ERRORS }
    }

    /// Why a file is not on the site; `None` where it is.
    fn absent(&self, why: &Why, source: &SourcePath, selection: Selection, memory: Memory<'_>) -> Option<String> {
        let config = &self.project.config;
        if !self.project.disk_has(source) {
            return Some("there is no such file".to_owned());
        }
        if source.as_str() == project::CONFIG {
            return None;
        }
        let inside = source.strip(&config.content);
        if is_never_published(inside.unwrap_or(source.as_str())) {
            return Some(
                "a name such as this is never published: dotfiles, backups, keys, folders of packages".to_owned(),
            );
        }
        if let Some(pattern) = inside
            .and_then(|path| config.ignore.iter().find(|one| Globs::new(std::slice::from_ref(*one)).matches(path)))
        {
            return Some(format!("`ignore:` of byline.yaml names it: `{pattern}`"));
        }
        let is_document = inside.is_some() && matches!(source.extension(), "md" | "markdown");
        if !is_document || why.site().by_source.contains_key(source) {
            return None;
        }
        if let Some(error) =
            why.errors().iter().find(|error| error.place.as_ref().is_some_and(|place| place.file == *source))
        {
            return Some(format!("it has an error{}: {}", at_line(error.place.as_ref()), error.message));
        }
        let all = Selection { drafts: true, future: true, expired: true, ..selection };
        let whole = self.at(all, memory).ok()?;
        let entry = &whole.site().articles[*whole.site().by_source.get(source)?];
        let places = &entry.article.meta.places;
        let zone = &config.timezone;
        Some(match entry.unpublished? {
            Reason::Draft if entry.article.meta.draft => format!("it is a draft{}", at_line(places.get("draft"))),
            Reason::Draft => "it lies in a section that is a draft".to_owned(),
            Reason::Scheduled(date) => {
                format!("it is scheduled for {}{}", zone.written(date), at_line(places.get("date")))
            }
            Reason::Expired(date) => format!("it expired on {}{}", zone.written(date), at_line(places.get("expires"))),
        })
    }
}

fn at_line(place: Option<&Place>) -> String {
    place.filter(|place| place.line > 0).map(|place| format!(" (line {})", place.line)).unwrap_or_default()
}

/// What is known of a file.
struct Answer {
    /// Why it is not on the site.
    reason: Option<String>,
    /// The pages that have something of it.
    reached: Vec<Reached>,
}

impl Answer {
    fn object(&self, source: &SourcePath) -> Value {
        let reached: Vec<Value> = self.reached.iter().map(|page| json!({"url": page.url, "by": page.by})).collect();
        json!({"file": source, "absent": self.reason, "reaches": reached})
    }

    fn print(&self, source: &SourcePath) {
        if let Some(reason) = &self.reason {
            say!("{source} is not on the site: {reason}");
            return;
        }
        if self.reached.is_empty() {
            let note = if source.as_str() == project::CONFIG {
                "a page is rendered again where a value that it reads is another"
            } else {
                "no page is rendered again when it changes"
            };
            say!("{source}: {note}");
            return;
        }
        let pages = if self.reached.len() == 1 { "page" } else { "pages" };
        say!("A change to {source} may reach {} {pages}:", self.reached.len());
        self.reached.iter().for_each(|page| say!("  {}  ({})", page.url, page.by.join(", ")));
    }
}
