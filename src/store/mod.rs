//! What earlier builds found out, kept in a folder of the site: tables, which are read and replaced whole, and packs of records.
//!
//! What is kept means nothing to this room. It knows that a table is whole and from the same program, that a record holds the
//! bytes that were put, and that one byline at a time writes. What is damaged or from elsewhere counts as not there, so the folder may
//! be deleted, copied between machines, or cut off in the midst of a write.

use std::fs::{self, File, TryLockError};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::Serialize;

use crate::fingerprint::Hasher;

mod pack;
mod stamp;

pub use pack::{Pack, Record};
pub use stamp::Stamp;

/// The folder of the store in a site.
pub const FOLDER: &str = ".byline";

/// What a table begins with.
const FORM: &[u8; 16] = b"byline table 1\n\0";

/// The length of a fingerprint.
const PRINT: usize = crate::fingerprint::LENGTH;

/// A store that is open: while it is, no other byline writes to it.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    /// The fingerprint of the program: another's findings are none.
    program: [u8; PRINT],
    /// Held for writing; `None` where the store is only read.
    lock: Option<File>,
    /// What was found damaged or another's, each said once.
    notices: Mutex<Vec<String>>,
}

impl Store {
    /// Opens the store in the site's folder `root` for writing, and makes it where it is not there. Where another byline holds it, `waits` is told and
    /// this waits.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn open(root: &Path, program: [u8; PRINT], waits: &dyn Fn()) -> io::Result<Self> {
        let folder = root.join(FOLDER);
        fs::create_dir_all(&folder)?;
        let lock = File::options().create(true).truncate(false).write(true).open(folder.join("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                waits();
                lock.lock()?;
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let ignored = folder.join(".gitignore");
        if fs::symlink_metadata(&ignored).is_err() {
            fs::write(ignored, "*\n")?;
        }
        Ok(Self { folder, program, lock: Some(lock), notices: Mutex::default() })
    }

    /// The store in the site's folder `root` for reading; `None` where there is none.
    pub fn look(root: &Path, program: [u8; PRINT]) -> Option<Self> {
        let folder = root.join(FOLDER);
        folder.is_dir().then(|| Self { folder, program, lock: None, notices: Mutex::default() })
    }

    /// Whether this store may be written.
    pub fn is_open(&self) -> bool {
        self.lock.is_some()
    }

    /// What was found damaged or another's.
    pub fn notices(&self) -> Vec<String> {
        let mut notices = self.notices.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        notices.dedup();
        notices
    }

    /// Notes once that something of the store counts as not there.
    pub fn note(&self, notice: &str) {
        let mut notices = self.notices.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !notices.iter().any(|known| known == notice) {
            notices.push(notice.to_owned());
        }
    }

    /// Notes that a part of the store is damaged.
    pub fn note_damage(&self) {
        self.note("the store in `.byline` is damaged: what is wrong in it is made anew");
    }

    /// The content of a table; `None` where there is none that is whole and of this program.
    pub fn table(&self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = match fs::read(self.folder.join(name)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(_) => {
                self.note_damage();
                return None;
            }
        };
        let head = FORM.len() + 2 * PRINT;
        let is_whole = bytes.starts_with(FORM) && bytes.len() >= head && {
            let (program, sum) = bytes[FORM.len()..head].split_at(PRINT);
            if program != self.program && sum == sum_of(program, &bytes[head..]) {
                self.note("the store in `.byline` was written by another version of byline: it is made anew");
                return None;
            }
            program == self.program && sum == sum_of(program, &bytes[head..])
        };
        if !is_whole {
            self.note_damage();
            return None;
        }
        bytes.drain(..head);
        Some(bytes)
    }

    /// Replaces a table; it is never half there.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put_table(&self, name: &str, content: &impl Serialize) -> io::Result<()> {
        let waiting = self.folder.join(format!("{name}.new"));
        let put = self.write_table(&waiting, content).and_then(|()| fs::rename(&waiting, self.folder.join(name)));
        if put.is_err() {
            // Half of it would only take up room.
            let _ = fs::remove_file(waiting);
        }
        put
    }

    /// Writes a table piece by piece, since it can be large: its sum, which is known last, is put into its place at the end.
    fn write_table(&self, path: &Path, content: &impl Serialize) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(&[FORM, &self.program[..], &[0; PRINT]].concat())?;
        let mut summing = Summing { file, hasher: Hasher::new(), failure: None };
        summing.hasher.update(&self.program);
        let mut writer = io::BufWriter::with_capacity(1 << 18, &mut summing);
        let written = postcard::to_io(content, &mut writer).map_err(io::Error::other);
        let written = written.and_then(|writer| writer.flush());
        // What is left in the buffer after a failure is of no use.
        let _ = writer.into_parts();
        summing.failure.take().map_or(written, Err)?;
        file = summing.file;
        file.seek(io::SeekFrom::Start((FORM.len() + PRINT) as u64))?;
        file.write_all(&summing.hasher.print())
    }

    /// The moment by the clock of the file system that the store lies on, in nanoseconds since 1970: it is the one that stamps
    /// are to be compared with, whatever the machine's own clock says.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn moment(&self) -> io::Result<i64> {
        let path = self.folder.join("clock");
        fs::write(&path, b"")?;
        Ok(Stamp::of(&fs::metadata(&path)?).modified)
    }

    /// The names of all files that begin with `beginning`, sorted.
    pub fn names(&self, beginning: &str) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let mut names: Vec<String> = names.filter(|name| name.starts_with(beginning)).collect();
        names.sort();
        names
    }

    /// Deletes a file of the store, as far as it can be.
    pub fn delete(&self, name: &str) {
        let _ = fs::remove_file(self.folder.join(name));
    }

    /// The pack `name` with its first `length` bytes, to which records may be added where the store is open.
    ///
    /// # Errors
    /// Where it is not there, shorter, or cannot be opened.
    pub fn pack(&self, name: &str, length: u64) -> io::Result<Pack> {
        Pack::open(&self.folder.join(name), length, self.is_open())
    }

    /// A new pack.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn new_pack(&self, name: &str) -> io::Result<Pack> {
        Pack::create(&self.folder.join(name))
    }
}

/// A file that hashes what is written to it.
struct Summing {
    file: File,
    hasher: Hasher,
    /// Why it could not be written, which the serializer does not say.
    failure: Option<io::Error>,
}

impl Write for Summing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // All of it: what is only interrupted is tried again there, and is no failure.
        if let Err(error) = self.file.write_all(bytes) {
            let kind = error.kind();
            self.failure = Some(error);
            return Err(kind.into());
        }
        self.hasher.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// What a table is checked by: the program belongs to what is checked.
fn sum_of(program: &[u8], content: &[u8]) -> [u8; PRINT] {
    let mut hasher = Hasher::new();
    hasher.update(program);
    hasher.update(content);
    hasher.print()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(folder: &Path, program: u8) -> Store {
        Store::open(folder, [program; PRINT], &|| panic!("nobody else holds it")).unwrap()
    }

    #[test]
    fn a_table_is_read_as_it_was_put_and_a_foreign_or_damaged_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let own = store(folder.path(), 1);
        assert_eq!(own.table("a"), None);
        own.put_table("a", &"content").unwrap();
        assert_eq!(own.table("a").as_deref(), Some(&b"\x07content"[..]));
        assert!(own.notices().is_empty());
        drop(own);
        let other = store(folder.path(), 2);
        assert_eq!(other.table("a"), None);
        assert_eq!(
            other.notices(),
            ["the store in `.byline` was written by another version of byline: it is made anew"]
        );
        let path = folder.path().join(".byline/a");
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            fs::write(&path, damaged).unwrap();
            assert_eq!(Store::look(folder.path(), [1; PRINT]).unwrap().table("a"), None, "byte {at}");
        }
        fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(other.table("a"), None);
    }

    #[test]
    fn the_store_is_ignored_by_git_and_held_by_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let own = store(folder.path(), 1);
        assert_eq!(fs::read_to_string(folder.path().join(".byline/.gitignore")).unwrap(), "*\n");
        let (told, tells) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let path = folder.path();
            let other = scope.spawn(move || Store::open(path, [1; PRINT], &|| told.send(()).unwrap()).is_ok());
            tells.recv().unwrap();
            assert!(!other.is_finished());
            drop(own);
            assert!(other.join().unwrap());
        });
    }
}
