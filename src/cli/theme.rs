//! `byline theme`: the themes that there are, what one offers, and files of it that the site makes its own.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use similar::TextDiff;

use crate::config::Overrides;
use crate::diagnostic::{Code, Diagnostic, reason};
use crate::theme::{self, Ejected, Layer, Original};

use super::project::{self, Project};
use super::report;
use super::terminal::say;
use super::{BUILT, BuildArguments, ERRORS};

/// What is done with themes.
#[derive(Subcommand, Clone, Debug)]
pub(super) enum ThemeCommand {
    /// List the themes that there are, and say which is used
    List(SiteFolder),
    /// Show a theme's version, options, templates, assets and strings
    Show {
        #[command(flatten)]
        site: SiteFolder,
        /// The theme [default: the one that is used]
        #[arg(value_name = "NAME")]
        name: Option<String>,
    },
    /// Copy files of the theme to the site, where they take their place
    Eject {
        #[command(flatten)]
        site: SiteFolder,
        /// Templates, assets or files of strings, as `byline theme show` lists them
        #[arg(value_name = "TEMPLATE", required = true)]
        names: Vec<String>,
    },
    /// Show how ejected files differ from the theme's, and which of the theme's have changed since
    Diff(SiteFolder),
}

/// Which site.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct SiteFolder {
    /// The site's folder [default: the nearest one upward that holds byline.yaml]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

/// Does what is asked; returns the exit code.
pub(super) fn theme(command: &ThemeCommand) -> u8 {
    let (ThemeCommand::List(site)
    | ThemeCommand::Diff(site)
    | ThemeCommand::Show { site, .. }
    | ThemeCommand::Eject { site, .. }) = command;
    let reporting = BuildArguments::default();
    let arguments = super::SiteArguments { root: site.root.clone(), at: None };
    let project = match project::open(&arguments, &Overrides::default()) {
        Ok(project) => project,
        Err(diagnostic) => {
            report::print_diagnostics(&[diagnostic], None, &reporting);
            return ERRORS;
        }
    };
    let done = if project.diagnostics.iter().any(Diagnostic::is_error) {
        Err(project.diagnostics.clone())
    } else {
        match command {
            ThemeCommand::List(_) => list(&project),
            ThemeCommand::Show { name, .. } => show(&project, name.as_deref().unwrap_or(&project.config.theme)),
            ThemeCommand::Eject { names, .. } => eject(&project, names),
            ThemeCommand::Diff(_) => diff(&project),
        }
    };
    match done {
        Ok(()) => BUILT,
        Err(diagnostics) => {
            report::print_diagnostics(&diagnostics, Some(&project), &reporting);
            ERRORS
        }
    }
}

fn list(project: &Project) -> Result<(), Vec<Diagnostic>> {
    let used: Vec<String> = match theme::chain(&project.disk, &project.config) {
        Ok(layers) => layers.into_iter().skip(1).map(|layer| layer.name).collect(),
        Err(_) => Vec::new(),
    };
    let names = theme::known_themes(&project.disk);
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
    for name in &names {
        let layer = theme::layer(&project.disk, name)?;
        let extends = layer.manifest.extends.as_ref().map(|parent| format!(", extends {parent}")).unwrap_or_default();
        let use_of_it = match used.iter().position(|other| other == name) {
            Some(0) => ", in use",
            Some(_) => ", behind the theme in use",
            None => "",
        };
        let version = layer.manifest.version.as_deref().unwrap_or("–");
        say!("{name:width$}  {version}  {}{extends}{use_of_it}", place(project, name));
    }
    if used.is_empty() { theme::chain(&project.disk, &project.config).map(|_| ()) } else { Ok(()) }
}

/// Where a theme is kept.
fn place(project: &Project, name: &str) -> String {
    let is_here = project.root.join("themes").join(name).is_dir();
    match (theme::is_embedded(name), is_here) {
        (true, true) => format!("built in, with files of themes/{name}"),
        (true, false) => "built in".to_owned(),
        _ => format!("themes/{name}"),
    }
}

fn show(project: &Project, name: &str) -> Result<(), Vec<Diagnostic>> {
    let layer = theme::layer(&project.disk, name)?;
    let version = layer.manifest.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
    let extends = layer.manifest.extends.as_ref().map(|parent| format!(", extends {parent}")).unwrap_or_default();
    say!("{name}{version} ({}{extends})", place(project, name));
    let options: Vec<String> =
        layer.manifest.options.iter().map(|(option, default)| format!("{option}: {default}")).collect();
    print_part("Options, with their defaults", &options);
    print_part("Templates", &names_in(&layer, "templates"));
    print_part("Assets", &names_in(&layer, "assets"));
    print_part("Strings", &names_in(&layer, "strings"));
    Ok(())
}

fn names_in(layer: &Layer, folder: &str) -> Vec<String> {
    let all = theme::originals(layer).into_iter();
    all.filter(|original| original.target.as_str().split('/').next() == Some(folder))
        .map(|one| one.origin.name)
        .collect()
}

fn print_part(heading: &str, lines: &[String]) {
    if !lines.is_empty() {
        say!("\n{heading}:");
        lines.iter().for_each(|line| say!("  {line}"));
    }
}

fn eject(project: &Project, names: &[String]) -> Result<(), Vec<Diagnostic>> {
    let layers = theme::chain(&project.disk, &project.config)?;
    let mut found: Vec<Original> = Vec::new();
    let mut faults = Vec::new();
    for name in names {
        match theme::original(&layers, name).and_then(|original| free(project, original)) {
            Ok(original) if found.iter().all(|other| other.target != original.target) => found.push(original),
            Ok(_) => {}
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    for original in &found {
        let (bytes, is_marked) = original.ejected();
        let target = project.disk.system_path(&original.target);
        write_new(&target, &bytes).map_err(|error| {
            vec![Diagnostic::new(Code::Output, format!("cannot write `{}`: {}", target.display(), reason(&error)))]
        })?;
        let from = format!("{}/{} of theme {}", original.origin.theme, original.origin.name, original.origin.version);
        let note = if is_marked {
            ""
        } else {
            "; a file of this kind cannot say where it comes from, so changes of the original go unnoticed"
        };
        say!("{} from {from}{note}", original.target);
    }
    Ok(())
}

/// The original, where its place in the site is free and would be heeded.
fn free(project: &Project, original: Original) -> Result<Original, Diagnostic> {
    let target = &original.target;
    if !project.config.is_written {
        let message =
            format!("`{target}` would not take the place of the theme's: a folder without `byline.yaml` is no site");
        return Err(Diagnostic::new(Code::Output, message).hint("write a `byline.yaml`, if only with a `title`"));
    }
    if target.as_str().starts_with("assets/") && !theme::reads_assets(&project.config) {
        let message =
            format!("`{target}` would not take the place of the theme's: the site publishes `assets` as it is");
        return Err(Diagnostic::new(Code::Output, message).hint("publish another folder under `files` of byline.yaml"));
    }
    if fs::symlink_metadata(project.disk.system_path(target)).is_ok() {
        let message = format!("`{target}` exists already");
        return Err(Diagnostic::new(Code::Output, message).hint("move it away to eject the theme's file again"));
    }
    Ok(original)
}

fn write_new(target: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::OpenOptions::new().write(true).create_new(true).open(target)?.write_all(bytes)
}

fn diff(project: &Project) -> Result<(), Vec<Diagnostic>> {
    let layers = theme::chain(&project.disk, &project.config)?;
    let ejected = theme::ejected(&layers);
    if ejected.is_empty() {
        say!("No file of the site says that it was ejected from the theme.");
    }
    let parts: Vec<String> = ejected.iter().map(difference).collect();
    if !parts.is_empty() {
        say!("{}", parts.join("\n").trim_end());
    }
    Ok(())
}

/// What has become of an ejected file and of its original.
fn difference(ejected: &Ejected) -> String {
    let name = format!("{}/{}", ejected.origin.theme, ejected.origin.name);
    let Some(original) = &ejected.original else {
        return format!("{}: the theme in use has no {name}\n", ejected.source);
    };
    let old = original.file.text();
    let mut head = if ejected.has_changed() {
        let (then, now) = (&ejected.origin.version, &original.origin.version);
        let note = original.origin.note();
        format!(
            "{}: {name} has changed since theme {then} (now {now}); the first line for it now is `{note}`\n",
            ejected.source
        )
    } else {
        format!("{}: {name} has not changed since\n", ejected.source)
    };
    if old == ejected.text {
        head.push_str("  the two are alike\n");
        return head;
    }
    let difference = TextDiff::from_lines(old.as_str(), ejected.text.as_str());
    head + &difference.unified_diff().context_radius(3).header(&name, ejected.source.as_str()).to_string()
}
