//! Making sure that what was staged is on the disk, once for all of it.

use std::fs::File;
use std::io;
use std::path::Path;

/// Has everything written to the file system of a folder put on its disk.
#[cfg(target_os = "linux")]
pub(super) fn sync(folder: &Path, _: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// Has the file that was written last put on the disk: there is no call for a whole file system. A staged file that did not
/// reach the disk is known by its fingerprint.
#[cfg(not(target_os = "linux"))]
pub(super) fn sync(_: &Path, last: &Path) -> io::Result<()> {
    File::options().write(true).open(last)?.sync_all()
}
