//! The default theme, embedded in the program.

use std::collections::BTreeMap;

use include_dir::{Dir, File, include_dir};

use super::DEFAULT;
use crate::path::SourcePath;

static THEME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/broadsheet");

/// The files of the embedded theme by their path in its folder.
pub(super) fn files() -> BTreeMap<String, &'static [u8]> {
    let mut files = BTreeMap::new();
    let mut open = vec![&THEME];
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

/// The file of the embedded theme that has a path in a site's folder.
pub(super) fn file(path: &SourcePath) -> Option<&'static [u8]> {
    let name = path.as_str().strip_prefix("themes/")?.strip_prefix(DEFAULT)?.strip_prefix('/')?;
    THEME.get_file(name).map(File::contents)
}
