//! The default theme, embedded in the program.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

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
