//! The themes that are embedded in the program.

use std::collections::BTreeMap;

use include_dir::{Dir, File, include_dir};

use crate::path::SourcePath;

static BROADSHEET: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/broadsheet");
static PLAIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/plain");

/// The names of the embedded themes.
pub(super) const NAMES: [&str; 2] = ["broadsheet", "plain"];

fn folder(name: &str) -> Option<&'static Dir<'static>> {
    match name {
        "broadsheet" => Some(&BROADSHEET),
        "plain" => Some(&PLAIN),
        _ => None,
    }
}

/// The files of an embedded theme by their path in its folder; none where there is no such theme.
pub(super) fn files(name: &str) -> BTreeMap<String, &'static [u8]> {
    let mut files = BTreeMap::new();
    let mut open: Vec<_> = folder(name).into_iter().collect();
    while let Some(folder) = open.pop() {
        open.extend(folder.dirs());
        for file in folder.files() {
            if let Some(path) = file.path().to_str() {
                files.insert(path.replace('\\', "/"), file.contents());
            }
        }
    }
    files
}

/// The file of an embedded theme that has a path in a site's folder.
pub(super) fn file(path: &SourcePath) -> Option<&'static [u8]> {
    let (theme, name) = path.as_str().strip_prefix("themes/")?.split_once('/')?;
    folder(theme)?.get_file(name).map(File::contents)
}
