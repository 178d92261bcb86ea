//! What a host can do.

use std::collections::BTreeMap;
use std::path::Path;

use super::diff::Item;
use super::lock::{Holder, Lock};
use crate::diagnostic::Diagnostic;

/// How a host stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Its record, as it is written there.
    pub record: Option<Vec<u8>>,
    /// The sizes of its files, without those of byline itself.
    pub listing: BTreeMap<String, u64>,
}

/// What is to be carried out.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// The folder of the built site.
    pub folder: &'a Path,
    /// What is sent, in its order.
    pub send: &'a [Item],
    /// What is deleted, after everything was sent.
    pub delete: &'a [String],
    /// The record while files are sent.
    pub begun_record: &'a [u8],
    /// The record while the deletions are still to be done.
    pub record: &'a [u8],
    /// The record when they have been.
    pub last_record: &'a [u8],
    /// What happens, in a line.
    pub message: &'a str,
}

/// A place that holds a published site.
pub trait Host {
    /// Its record, as it is written there.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn record(&self) -> Result<Option<Vec<u8>>, Diagnostic>;

    /// How it stands: its record, and what else there is.
    ///
    /// # Errors
    /// Where it cannot be looked at.
    fn state(&self) -> Result<State, Diagnostic>;

    /// Keeps others from publishing there until the lock is dropped. `None` where the host itself refuses the second of two.
    ///
    /// # Errors
    /// Where somebody else holds it.
    fn lock(&self, holder: &Holder, breaks: bool) -> Result<Option<Lock>, Diagnostic>;

    /// Carries a publication out.
    ///
    /// # Errors
    /// Where something could not be sent: then nothing was deleted, and the record is the last one.
    fn carry_out(&self, batch: &Batch<'_>) -> Result<(), Diagnostic>;

    /// Goes back to the state before the last publication; returns the name of that state.
    ///
    /// # Errors
    /// Where there is none, or it is not kept.
    fn roll_back(&self) -> Result<String, Diagnostic>;
}
