//! A file of records that only grows: each is found again by its place and known by its sum.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// Where a record stands in its pack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The first of its bytes.
    pub at: u64,
    /// How many there are.
    pub length: u32,
    /// The sum of them (CRC-32).
    pub sum: u32,
}

impl Record {
    /// The record that `bytes` are, at `at`.
    pub fn of(bytes: &[u8], at: u64) -> Self {
        Self { at, length: bytes.len() as u32, sum: crc32fast::hash(bytes) }
    }
}

/// A pack that is open. Records may be added and read from many threads.
#[derive(Debug)]
pub struct Pack {
    file: File,
    length: AtomicU64,
    /// Why something could not be added: then what is in the file is not what was said to be.
    failure: Mutex<Option<io::Error>>,
}

impl Pack {
    /// Opens the first `length` bytes of a file; what an earlier run has added behind them is cut off where it may be.
    pub(super) fn open(path: &Path, length: u64, writes: bool) -> io::Result<Self> {
        let file = File::options().read(true).write(writes).open(path)?;
        if file.metadata()?.len() < length {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        if writes {
            file.set_len(length)?;
        }
        Ok(Self::of(file, length))
    }

    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let file = File::options().read(true).write(true).create(true).truncate(true).open(path)?;
        Ok(Self::of(file, 0))
    }

    /// A pack that goes when it is dropped, in the folder that the system has for such files.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn temporary() -> io::Result<Self> {
        Ok(Self::of(tempfile::tempfile()?, 0))
    }

    fn of(file: File, length: u64) -> Self {
        Self { file, length: AtomicU64::new(length), failure: Mutex::default() }
    }

    /// How many bytes it has.
    pub fn len(&self) -> u64 {
        self.length.load(Ordering::Relaxed)
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds bytes, which may be several records, and returns where they begin.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn add(&self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.length.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        write_at(&self.file, bytes, at).inspect_err(|error| {
            let same = error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
            *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(same);
        })?;
        Ok(at)
    }

    /// Whether everything was added that was to be: a table may only name a pack that is whole.
    ///
    /// # Errors
    /// Why something could not be added, said once.
    pub fn whole(&self) -> io::Result<()> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(Ok(()), Err)
    }

    /// The bytes of a record.
    ///
    /// # Errors
    /// Where they cannot be read, or are not those that were put.
    pub fn get(&self, record: Record) -> io::Result<Vec<u8>> {
        let bytes = self.stretch(record.at, record.length as usize)?;
        if crc32fast::hash(&bytes) == record.sum { Ok(bytes) } else { Err(io::Error::from(io::ErrorKind::InvalidData)) }
    }

    /// Bytes of the pack as they are, unchecked.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn stretch(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        if at.checked_add(length as u64).is_none_or(|end| end > self.len()) {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        let mut bytes = vec![0; length];
        read_at(&self.file, &mut bytes, at)?;
        Ok(bytes)
    }
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
        bytes = &bytes[written..];
        at += written as u64;
    }
    Ok(())
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if read == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        bytes = &mut bytes[read..];
        at += read as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_as_they_were_added_and_known_when_they_are_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pack");
        let pack = Pack::create(&path).unwrap();
        let records = ["first", "second"].map(|text| Record::of(text.as_bytes(), pack.add(text.as_bytes()).unwrap()));
        assert_eq!(pack.get(records[1]).unwrap(), b"second");
        let length = pack.len();
        pack.add(b"of a run that was stopped").unwrap();
        drop(pack);
        let pack = Pack::open(&path, length, true).unwrap();
        assert_eq!(pack.get(records[0]).unwrap(), b"first");
        assert!(pack.get(Record { at: length, length: 2, sum: 0 }).is_err());
        drop(pack);
        std::fs::write(&path, "forstsecond").unwrap();
        let pack = Pack::open(&path, length, false).unwrap();
        assert!(pack.get(records[0]).is_err() && pack.get(records[1]).is_ok());
        assert!(Pack::open(&path, length + 1, false).is_err());
    }
}
