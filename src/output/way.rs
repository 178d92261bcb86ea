//! What stands in the way of a new file: a folder of its name, or a file where it needs a folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::commit::is_folder;
use super::manifest::Manifest;
use super::system_path;
use crate::path::OutputPath;

/// Looks for what stands in the way of the files of a site.
pub(super) struct Way<'a> {
    folder: &'a Path,
    owned: &'a Manifest,
    /// The files of the new site.
    planned: &'a Manifest,
    /// The folders, below the output folder, of which nothing is in the way.
    free: BTreeSet<String>,
}

impl<'a> Way<'a> {
    /// For files that go into `folder`, of which byline owns some.
    pub(super) fn new(folder: &'a Path, owned: &'a Manifest, planned: &'a Manifest) -> Self {
        Self { folder, owned, planned, free: BTreeSet::new() }
    }

    /// The files of earlier builds that have to go before this one can be placed. Whether a folder stands in its place is known.
    ///
    /// # Errors
    /// What stands in the way and is not byline's, or is still needed.
    pub(super) fn of(&mut self, path: &OutputPath, is_folder: bool) -> Result<Vec<OutputPath>, PathBuf> {
        let mut obstacles = Vec::new();
        for (at, _) in path.as_str().match_indices('/') {
            let ancestor = path.as_str().get(..at).unwrap_or_default();
            if self.free.contains(ancestor) {
                continue;
            }
            let Some(ancestor) = OutputPath::new(ancestor) else { continue };
            let system = system_path(self.folder, &ancestor);
            // A link to a folder is one that the site's owner has laid.
            if fs::symlink_metadata(&system).is_ok() && !system.is_dir() {
                obstacles.push(self.outdated(ancestor, system)?);
                return Ok(obstacles);
            }
            self.free.insert(ancestor.as_str().to_owned());
        }
        if is_folder {
            self.gather(path, &system_path(self.folder, path), &mut obstacles)?;
        }
        Ok(obstacles)
    }

    fn gather(&self, path: &OutputPath, folder: &Path, obstacles: &mut Vec<OutputPath>) -> Result<(), PathBuf> {
        let entries = fs::read_dir(folder).map_err(|_| folder.to_owned())?;
        for entry in entries {
            let system = entry.map_err(|_| folder.to_owned())?.path();
            let name = system.file_name().and_then(|name| name.to_str());
            let Some(below) = name.and_then(|name| OutputPath::new(&format!("{path}/{name}"))) else {
                return Err(system);
            };
            if is_folder(&system) {
                self.gather(&below, &system, obstacles)?;
            } else {
                obstacles.push(self.outdated(below, system)?);
            }
        }
        obstacles.sort();
        Ok(())
    }

    /// The file, where byline wrote it and the site has it no more.
    fn outdated(&self, path: OutputPath, system: PathBuf) -> Result<OutputPath, PathBuf> {
        let is_outdated = self.owned.get(&path).is_some() && self.planned.get(&path).is_none();
        if is_outdated { Ok(path) } else { Err(system) }
    }
}
