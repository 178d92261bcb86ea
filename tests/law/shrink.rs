//! Makes a sequence that shows a difference as short as it gets in a bounded time.

use std::path::Path;
use std::time::{Duration, Instant};

use super::edit::Batch;
use super::ground::Ground;

/// A sequence that shows a difference at its end, and the difference.
pub(crate) struct Failure {
    /// The edits and builds.
    pub(crate) batches: Vec<Batch>,
    /// What was found behind the last build.
    pub(crate) difference: String,
}

/// What shortens a sequence.
struct Shrinker<'a> {
    program: &'a Path,
    failure: Failure,
    end: Instant,
    replays: usize,
}

/// The shortest sequence found that shows a difference, and how many were tried.
pub(crate) fn shrink(program: &Path, failure: Failure, time: Duration) -> (Failure, usize) {
    let mut shrinker = Shrinker { program, failure, end: Instant::now() + time, replays: 0 };
    loop {
        let size = shrinker.size();
        shrinker.join_batches();
        shrinker.drop_options();
        shrinker.drop_edits();
        if shrinker.is_over() || shrinker.size() == size {
            return (shrinker.failure, shrinker.replays);
        }
    }
}

/// The difference behind the last build of a sequence, done from the start.
pub(crate) fn replay(program: &Path, batches: &[Batch]) -> Option<String> {
    let mut ground = Ground::new(program);
    let (last, others) = batches.split_last()?;
    for batch in others {
        batch.edits.iter().for_each(|edit| ground.apply(&edit.change));
        ground.build(batch);
    }
    last.edits.iter().for_each(|edit| ground.apply(&edit.change));
    ground.compare(last).err()
}

impl Shrinker<'_> {
    fn is_over(&self) -> bool {
        Instant::now() >= self.end
    }

    /// How much there is to drop.
    fn size(&self) -> usize {
        self.failure.batches.iter().map(|batch| 1 + batch.edits.len() + batch.options.len()).sum()
    }

    /// Takes a sequence where it shows a difference too, and says whether it did.
    fn takes(&mut self, batches: Vec<Batch>) -> bool {
        if self.is_over() {
            return false;
        }
        self.replays += 1;
        let found = replay(self.program, &batches);
        let is_shown = found.is_some();
        if let Some(difference) = found {
            self.failure = Failure { batches, difference };
        }
        is_shown
    }

    /// Leaves out builds: the edits before them go to the next one.
    fn join_batches(&mut self) {
        let mut size = self.failure.batches.len() / 2;
        while size > 0 {
            let mut start = 0;
            while start + size < self.failure.batches.len() {
                let mut batches = self.failure.batches.clone();
                let joined: Vec<Batch> = batches.drain(start..start + size).collect();
                let edits = joined.into_iter().flat_map(|batch| batch.edits);
                let next = &mut batches[start].edits;
                *next = edits.chain(std::mem::take(next)).collect();
                if !self.takes(batches) {
                    start += size;
                }
            }
            size /= 2;
        }
    }

    /// Leaves out options, and gives every build the first moment.
    fn drop_options(&mut self) {
        for number in 0..self.failure.batches.len() {
            let mut batches = self.failure.batches.clone();
            let first = batches[0].at;
            let batch = &mut batches[number];
            if !batch.options.is_empty() || batch.at != first {
                batch.options.clear();
                batch.at = first;
                self.takes(batches);
            }
        }
    }

    /// Leaves out edits: many at a time at first, one at a time at last.
    fn drop_edits(&mut self) {
        let mut size = self.edits().next_power_of_two() / 2;
        while size > 0 {
            let mut start = self.edits().saturating_sub(size);
            loop {
                self.takes(without(&self.failure.batches, start, size));
                if start == 0 {
                    break;
                }
                start = start.saturating_sub(size);
            }
            size /= 2;
        }
    }

    /// How many edits there are.
    fn edits(&self) -> usize {
        self.failure.batches.iter().map(|batch| batch.edits.len()).sum()
    }
}

/// Batches without some of the edits, counted through all of them.
fn without(batches: &[Batch], start: usize, size: usize) -> Vec<Batch> {
    let mut number = 0;
    let mut batches = batches.to_vec();
    for batch in &mut batches {
        batch.edits.retain(|_| {
            number += 1;
            !(start..start + size).contains(&(number - 1))
        });
    }
    batches
}
