//! Which folder is the site, and what its configuration is.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::article::date::parse_date;
use crate::build::{Build, Memory, Prepared, Request, program};
use crate::config::{self, Config, Overrides};
use crate::diagnostic::{Code, Diagnostic, reason};
use crate::path::SourcePath;
use crate::site::Selection;
use crate::source::{Disk, Sources};
use crate::store::Store;

use super::SiteArguments;
use super::terminal::Line;

/// The file that makes a folder a site.
pub(super) const CONFIG: &str = "byline.yaml";

/// A site that was found.
pub(super) struct Project {
    /// Its folder.
    pub(super) root: PathBuf,
    /// Its files.
    pub(super) disk: Disk,
    /// Its configuration.
    pub(super) config: Config,
    /// Where each value of the configuration comes from.
    pub(super) origins: Vec<config::Origin>,
    /// What is wrong with the configuration.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether the folder is no site: only its articles and the files that they refer to are built.
    pub(super) loose: bool,
    /// Whether the folder is not the one that the program was started in.
    pub(super) is_elsewhere: bool,
}

/// Finds the site of the arguments and reads its configuration.
pub(super) fn open(arguments: &SiteArguments, overrides: &Overrides) -> Result<Project, Diagnostic> {
    let current = std::env::current_dir().map_err(|error| unusable(Path::new("."), &error))?;
    let root = match &arguments.root {
        Some(root) => root.clone(),
        None => nearest_site(&current).unwrap_or_else(|| current.clone()),
    };
    let disk = Disk::new(&root).map_err(|error| unusable(&root, &error))?;
    let file = SourcePath::new(CONFIG).unwrap_or_default();
    let text = match disk.read(&file) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            return Err(Diagnostic::new(
                Code::UnreadableFile,
                format!("`{CONFIG}` cannot be read: {}", reason(&error)),
            ));
        }
    };
    let loaded = config::load(&file, text.as_deref(), overrides);
    let mut config = loaded.config;
    let loose = text.is_none() && !disk.exists(&config.content);
    if loose {
        config.content = SourcePath::root();
        config.files.clear();
    }
    if text.is_none()
        && let Some(name) = disk.name()
    {
        config.title = name;
    }
    let is_elsewhere = arguments.root.is_none() && root != current;
    Ok(Project { root, disk, config, origins: loaded.origins, diagnostics: loaded.diagnostics, loose, is_elsewhere })
}

fn nearest_site(from: &Path) -> Option<PathBuf> {
    from.ancestors().find(|folder| folder.join(CONFIG).is_file()).map(Path::to_owned)
}

fn unusable(folder: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(
        Code::UnreadableFile,
        format!("the folder `{}` cannot be read: {}", folder.display(), reason(error)),
    )
    .hint("name the site's folder with `--root`")
}

/// The site of the arguments, and the moment that they name, in seconds since 1970.
pub(super) fn open_at(arguments: &SiteArguments) -> Result<(Project, i64), Diagnostic> {
    let project = open(arguments, &Overrides::default())?;
    let at = project.moment(arguments.at.as_deref())?;
    Ok((project, at))
}

impl Project {
    /// The site as it is planned under `selection`, without the articles that have errors, and the errors.
    pub(super) fn survey(&self, selection: Selection) -> (Option<Prepared>, Vec<Diagnostic>) {
        let request = Request {
            selection,
            keep_going: true,
            output_in_site: self.output(None).ok().and_then(|output| self.output_in_site(&output)),
            loose: self.loose,
            known: self.diagnostics.clone(),
            ..Request::default()
        };
        let line = Line::new(true);
        let clock = || Duration::ZERO;
        let store = self.store();
        let memory = Memory { store: store.as_ref(), moment: 0 };
        let (prepared, found) = Build::new(&self.disk, &request, &line, &clock, memory).survey(self.config.clone());
        (prepared, found.diagnostics.into_iter().filter(Diagnostic::is_error).collect())
    }

    /// The store of the site, only to be looked at; `None` where there is none: then everything is found out anew.
    pub(super) fn store(&self) -> Option<Store> {
        Store::look(&self.root, program())
    }

    /// The store of the site, to be written. `waits` hears of another byline that holds it.
    ///
    /// # Errors
    /// Where it cannot be written: then everything is found out anew, and the site is built all the same.
    pub(super) fn open_store(&self, waits: &dyn Fn()) -> std::io::Result<Store> {
        Store::open(&self.root, program(), waits)
    }

    /// A file as a path of the site: one that is written as seen from the current folder, or from the site's.
    pub(super) fn source_of(&self, file: &Path) -> Option<SourcePath> {
        let inside = |path: &Path| {
            let whole = absolute(path);
            let inside = whole.strip_prefix(absolute(&self.root)).ok()?.to_str()?.replace('\\', "/");
            SourcePath::new(&inside)
        };
        let there = Some(file).filter(|file| file.exists()).and_then(inside);
        there.or_else(|| inside(&self.root.join(file)))
    }

    /// Whether the site's folder holds a file.
    pub(super) fn disk_has(&self, source: &SourcePath) -> bool {
        self.disk.system_path(source).is_file()
    }

    /// The folders that a site with a configuration is made of, beside its content.
    fn source_folders(&self) -> impl Iterator<Item = SourcePath> {
        let usual = ["static", "templates", "themes", "strings"].into_iter().filter_map(SourcePath::new);
        let published = self.config.files.iter().map(|mapping| mapping.from.clone());
        let all = usual.chain(published).chain([self.config.data.clone()]);
        all.filter(|folder| !self.loose && !folder.as_str().is_empty())
    }

    /// The output folder: of `--output` seen from the current folder, else of the configuration seen from the site's.
    pub(super) fn output(&self, option: Option<&Path>) -> Result<PathBuf, Diagnostic> {
        let output = option.map_or_else(|| self.root.join(&self.config.output), Path::to_owned);
        let resolved = absolute(&output);
        let root = absolute(&self.root);
        let content = absolute(&self.disk.system_path(&self.config.content));
        let is_around = |folder: &Path| folder.starts_with(&resolved);
        if is_around(&root) || (is_around(&content) && !self.loose) {
            return Err(Diagnostic::new(
                Code::Output,
                format!("the output folder `{}` holds the site itself", output.display()),
            )
            .hint("the output needs a folder of its own, such as `public`"));
        }
        if let Some(folder) = self.source_folders().find(|folder| is_around(&absolute(&self.disk.system_path(folder))))
        {
            let message =
                format!("the output folder `{}` is or holds `{folder}`, which the site is made of", output.display());
            let hint = "the output needs a folder of its own, such as `public`";
            return Err(Diagnostic::new(Code::Output, message).hint(hint));
        }
        Ok(output)
    }

    /// The output folder as a path of the site, where it lies in it.
    pub(super) fn output_in_site(&self, output: &Path) -> Option<SourcePath> {
        let output = absolute(output);
        let inside = output.strip_prefix(absolute(&self.root)).ok()?.to_str()?.replace('\\', "/");
        SourcePath::new(&inside)
    }

    /// The moment to build for, in seconds since 1970.
    pub(super) fn moment(&self, at: Option<&str>) -> Result<i64, Diagnostic> {
        let Some(at) = at else {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            return Ok(i64::try_from(now.as_secs()).unwrap_or(i64::MAX));
        };
        parse_date(at, &self.config.timezone, self.config.date_order).map(|moment| moment.seconds).map_err(|error| {
            Diagnostic::new(Code::InvalidDate, format!("`--at {at}` is no moment: {}", error.message))
                .hint("write it as `2026-12-01` or `2026-12-01T09:00:00-05:00`")
        })
    }
}

/// The path without links as far as it exists, and as written behind that.
fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut existing = whole.as_path();
    let mut rest = Vec::new();
    loop {
        if let Ok(canonical) = existing.canonicalize() {
            return rest.iter().rev().fold(canonical, |path, name| path.join(name));
        }
        match (existing.parent(), existing.file_name()) {
            (Some(parent), Some(name)) => {
                rest.push(name.to_owned());
                existing = parent;
            }
            _ => return whole,
        }
    }
}
