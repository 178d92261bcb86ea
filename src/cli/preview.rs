//! `byline preview`: one article, with all that its page shows, for somebody to look at before it is published.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use uuid::Uuid;

use crate::build::bundle::{self, Place};
use crate::build::preview::{Preview, Shown};
use crate::config::Overrides;
use crate::diagnostic::{Code, Diagnostic, reason};
use crate::render::World;
use crate::site::Selection;

use super::project::{self, Project};
use super::terminal::say;
use super::{BUILT, BuildArguments, ERRORS, SiteArguments, report};

const STYLE: &str =
    "margin:0;padding:.5rem 1rem;background:#8a1c1c;color:#fff;font:600 .95rem sans-serif;text-align:center";

/// What is to be looked at.
#[derive(Args, Clone, Debug)]
pub(super) struct PreviewArguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The article's file
    #[arg(value_name = "ARTICLE")]
    article: PathBuf,
    /// The folder that gets a folder for it, of a name that nobody guesses
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// Until when it may be looked at, such as 2026-12-01: the page says so
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
}

/// Writes the bundle; returns the exit code.
pub(super) fn preview(arguments: &PreviewArguments) -> u8 {
    let reporting = BuildArguments { quiet: true, ..BuildArguments::default() };
    let project = match project::open(&arguments.site, &Overrides::default()) {
        Ok(project) => project,
        Err(fault) => {
            report::print_diagnostics(&[fault], None, &reporting);
            return ERRORS;
        }
    };
    match written(arguments, &project) {
        Ok(()) => BUILT,
        Err(found) => {
            report::print_diagnostics(&found, Some(&project), &reporting);
            ERRORS
        }
    }
}

fn written(arguments: &PreviewArguments, project: &Project) -> Result<(), Vec<Diagnostic>> {
    let one = |fault: Diagnostic| vec![fault];
    let at = project.moment(arguments.site.at.as_deref()).map_err(one)?;
    if let Some(until) = &arguments.until {
        project.moment(Some(until)).map_err(one)?;
    }
    let url = &project.config.url;
    let mark = format!("byline-{}", Uuid::new_v4().simple());
    let place = Place { url: format!("{}{}", url.origin, url.path), origin: url.origin.clone(), mark };
    let marked = Overrides { base_url: Some(format!("{}/{}", place.origin, place.mark)), ..Overrides::default() };
    let marked = project::open(&arguments.site, &marked).map_err(one)?;
    let article = project.source_of(&arguments.article).unwrap_or_default();
    // Of what is not published it alone: others would stand among its related articles.
    let selection = Selection { at, ..Selection::default() };
    let output_in_site = project.output(None).ok().and_then(|output| project.output_in_site(&output));
    let shown = Shown { selection, anyway: Some(article.clone()), output_in_site, loose: project.loose };
    let store = project.store();
    let mut preview =
        Preview::open(&marked.disk, marked.config, marked.diagnostics, shown, store.as_ref()).map_err(one)?;
    preview.renew(&marked.disk, &BTreeSet::new(), &|| Duration::ZERO);
    let note = |world: &World| note(world, arguments.until.as_deref());
    let files = bundle::bundle(&marked.disk, &preview, &article, &place, &note)?;
    let folder = arguments.output.join(Uuid::new_v4().simple().to_string());
    write(&folder, &files).map_err(one)?;
    let bytes: usize = files.values().map(Vec::len).sum();
    say!("{}", folder.join("index.html").display());
    say!(
        "  {} of {:.1} kB; whoever has the address of the folder can read it",
        report::count(files.len(), "file", "files"),
        bytes as f64 / 1000.0
    );
    Ok(())
}

fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), Diagnostic> {
    for (name, bytes) in files {
        let file = folder.join(name);
        let made = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, bytes));
        made.map_err(|error| {
            Diagnostic::new(Code::Output, format!("`{}` cannot be written: {}", file.display(), reason(&error)))
        })?;
    }
    Ok(())
}

/// What the page says of itself, in the site's language.
fn note(world: &World, until: Option<&str>) -> String {
    let string = |key: &str| world.theme.strings.string(&world.config.language, key, None).unwrap_or_default();
    let until =
        until.map(|until| string("preview_until").replace("{date}", &until.replace('&', "&amp;").replace('<', "&lt;")));
    let text = [Some(string("preview_note")), until].into_iter().flatten().collect::<Vec<_>>().join(" ");
    format!("<p role=note style=\"{STYLE}\">{text}</p>")
}
