//! What a host can do.

use super::diff::{Item, Listing};
use super::lock::{Holder, Lock};
use super::payload::Payload;
use super::record::Record;
use crate::diagnostic::Diagnostic;

/// How a host stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Its record, as it is written there.
    pub record: Option<Vec<u8>>,
    /// Its files.
    pub listing: Listing,
}

/// What is to be carried out.
#[derive(Clone, Copy)]
pub struct Batch<'a> {
    /// What the files hold.
    pub payload: &'a Payload,
    /// What is sent, in its order.
    pub send: &'a [Item],
    /// What is deleted, after everything was sent.
    pub delete: &'a [String],
    /// The record while files are sent.
    pub begun: &'a Record,
    /// The record when everything was sent, and what leaves is still to be deleted.
    pub record: &'a Record,
    /// What happens, in a line.
    pub message: &'a str,
    /// Hears of each file that was sent, with its size in bytes.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// A place that holds a published site.
pub trait Host: Sync {
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
    /// Where something could not be sent: then nothing was deleted, and the record is one that the next publication goes on from.
    fn carry_out(&self, batch: &Batch<'_>) -> Result<(), Diagnostic>;

    /// Goes back to the state before the last publication; returns the name of that state.
    ///
    /// # Errors
    /// Where there is none, or it is not kept.
    fn roll_back(&self) -> Result<String, Diagnostic>;

    /// Removes files for good: those of `now` from what readers see, those that are `ever` to go from the states before. What it returns is for the
    /// user: what others may still keep.
    ///
    /// # Errors
    /// Where one cannot be removed.
    fn purge(&self, now: &[String], ever: &dyn Fn(&str) -> bool) -> Result<Option<String>, Diagnostic>;
}
