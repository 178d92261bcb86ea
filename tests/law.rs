//! The law of incremental builds: after any sequence of edits, a build that may use what earlier ones found out writes byte for byte what a
//! clean build of the same sources writes, says the same of it, and leaves nothing over.
//!
//! Sites and edits are drawn at random, in sequences of their own; what differs is made short and printed. The environment may say:
//!
//! - `BYLINE_LAW_STEPS`: how many builds are compared;
//! - `BYLINE_LAW_SEED`: with which number the first sequence begins; each of the next ones has the number after it;
//! - `BYLINE_LAW`: the program, where it shall be another than the one under test;
//! - `BYLINE_LAW_SHRINK`: for how many seconds a sequence is made shorter;
//! - `BYLINE_LAW_EXPECT_FAILURE=1`: the test passes where a difference is found, and only there.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use draw::{Urn, kinds};
use edit::{Batch, Edit};
use ground::Ground;
use random::Random;
use shrink::{Failure, shrink};

#[path = "law/draw.rs"]
mod draw;
#[path = "law/edit.rs"]
mod edit;
#[path = "law/files.rs"]
mod files;
#[path = "law/ground.rs"]
mod ground;
#[path = "law/random.rs"]
mod random;
#[path = "law/shrink.rs"]
mod shrink;
#[path = "law/templates.rs"]
mod templates;
#[path = "law/words.rs"]
mod words;
#[path = "law/world.rs"]
mod world;

/// Compared builds in `cargo test`.
const STEPS: u64 = 48;
/// Compared builds of a sequence, with the first one.
const STEPS_OF_SEQUENCE: u64 = 24;
/// The number of the first sequence.
const SEED: u64 = 1;
/// Seconds for making a sequence shorter.
const SHRINK: u64 = 60;
/// Sequences that are done at once, where the machine does not say how many processors it has.
const THREADS: usize = 2;
/// From so many compared builds on, each kind of edit must have been drawn.
const STEPS_FOR_ALL_KINDS: u64 = 1000;
/// How often a site to begin with may be drawn until it builds.
const BEGINNINGS: u64 = 200;

/// What the sequences found.
#[derive(Default)]
struct Tally {
    /// Builds after which both were equal and a site was written.
    written: u64,
    /// Builds after which both were equal and failed.
    failed: u64,
    /// How often each kind of edit was drawn.
    kinds: BTreeMap<String, u64>,
}

impl Tally {
    /// Counts a batch and its build.
    fn count(&mut self, batch: &Batch, before: &str, has_written: bool) {
        *(if has_written { &mut self.written } else { &mut self.failed }) += 1;
        for edit in batch.edits.iter().filter(|edit| edit.kind != "start") {
            *self.kinds.entry(edit.kind.clone()).or_default() += 1;
        }
        let options = batch.options.iter().map(|option| option.split('=').next().unwrap_or_default());
        for option in options {
            *self.kinds.entry(format!("option {option}")).or_default() += 1;
        }
        for (kind, is_so) in [("moment", batch.at != before), ("nothing", batch.edits.is_empty())] {
            *self.kinds.entry(kind.to_owned()).or_default() += u64::from(is_so);
        }
    }

    fn add(&mut self, other: Self) {
        self.written += other.written;
        self.failed += other.failed;
        for (kind, count) in other.kinds {
            *self.kinds.entry(kind).or_default() += count;
        }
    }

    fn steps(&self) -> u64 {
        self.written + self.failed
    }

    /// How often each kind was drawn, several to a line.
    fn table(&self) -> String {
        let mut text = String::new();
        for (number, kind) in kinds().iter().enumerate() {
            let count = self.kinds.get(kind).copied().unwrap_or_default();
            let end = if number % 4 == 3 { "\n" } else { "" };
            let _ = write!(text, "  {kind:<28}{count:>5}{end}");
        }
        text
    }
}

/// What all sequences share.
struct Law {
    program: PathBuf,
    seed: u64,
    sequences: u64,
    steps: u64,
    next: AtomicU64,
    is_over: AtomicBool,
    tally: Mutex<Tally>,
    failure: Mutex<Option<(u64, Failure)>>,
}

impl Law {
    /// What the environment says.
    fn of_environment() -> Self {
        let steps = number("BYLINE_LAW_STEPS", STEPS);
        Self {
            program: env::var_os("BYLINE_LAW").map_or(env!("CARGO_BIN_EXE_byline").into(), PathBuf::from),
            seed: number("BYLINE_LAW_SEED", SEED),
            sequences: steps.div_ceil(STEPS_OF_SEQUENCE),
            steps,
            next: AtomicU64::new(0),
            is_over: AtomicBool::new(false),
            tally: Mutex::default(),
            failure: Mutex::default(),
        }
    }

    /// Does sequences until there are none left, or one has shown a difference.
    fn work(&self) {
        while !self.is_over.load(Ordering::Relaxed) {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= self.sequences {
                return;
            }
            let steps = STEPS_OF_SEQUENCE.min(self.steps - number * STEPS_OF_SEQUENCE);
            let seed = self.seed + number;
            let (tally, failure) = sequence(&self.program, seed, steps, &self.is_over);
            self.tally.lock().expect("no thread has died").add(tally);
            if let Some(failure) = failure {
                self.is_over.store(true, Ordering::Relaxed);
                self.failure.lock().expect("no thread has died").get_or_insert((seed, failure));
            }
        }
    }
}

/// A number that the environment may set.
fn number(name: &str, default: u64) -> u64 {
    env::var(name).ok().map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

/// A site to begin with that builds: its sources, and the batch that made them.
fn beginning(program: &Path, seed: u64) -> Result<(Ground, Urn, Batch), Failure> {
    for attempt in 0..BEGINNINGS {
        let mut random = Random::new(seed.wrapping_mul(BEGINNINGS).wrapping_add(attempt));
        let edits = world::start(&mut random, seed);
        let mut ground = Ground::new(program);
        edits.iter().for_each(|edit| ground.apply(&edit.change));
        let batch = Batch { edits, at: draw::MOMENTS[0], options: Vec::new() };
        match ground.compare(&batch) {
            Ok(true) => return Ok((ground, Urn::new(random), batch)),
            Ok(false) => {}
            Err(difference) => return Err(Failure { batches: vec![batch], difference }),
        }
    }
    panic!("none of {BEGINNINGS} sites with the seed {seed} builds");
}

/// Does one sequence; returns what it found, and the sequence where it shows a difference.
fn sequence(program: &Path, seed: u64, steps: u64, is_over: &AtomicBool) -> (Tally, Option<Failure>) {
    let mut tally = Tally::default();
    let (mut ground, mut urn, first) = match beginning(program, seed) {
        Ok(beginning) => beginning,
        Err(failure) => return (tally, Some(failure)),
    };
    urn.remember(&ground.files);
    tally.count(&first, first.at, true);
    let mut batches = vec![first];
    let mut has_written = true;
    while tally.steps() < steps && !is_over.load(Ordering::Relaxed) {
        let edits = draw_edits(&mut ground, &mut urn, has_written);
        let before = batches.last().map_or("", |batch| batch.at);
        let batch = urn.batch(edits);
        let compared = ground.compare(&batch);
        has_written = matches!(compared, Ok(true));
        tally.count(&batch, before, has_written);
        batches.push(batch);
        match compared {
            Ok(true) => urn.remember(&ground.files),
            Ok(false) => {}
            Err(difference) => return (tally, Some(Failure { batches, difference })),
        }
    }
    (tally, None)
}

/// Draws the edits of a batch and does them, each on what the ones before it have left.
fn draw_edits(ground: &mut Ground, urn: &mut Urn, has_written: bool) -> Vec<Edit> {
    let mut edits = if has_written { Vec::new() } else { urn.repair(&ground.files) };
    edits.iter().for_each(|edit| ground.apply(&edit.change));
    if edits.is_empty() {
        for _ in 0..urn.size() {
            if let Some(edit) = urn.edit(&ground.files) {
                ground.apply(&edit.change);
                edits.push(edit);
            }
        }
    }
    edits
}

/// A sequence that shows a difference, for people.
fn told(seed: u64, failure: &Failure) -> String {
    let mut text = format!("a difference in the sequence of BYLINE_LAW_SEED={seed}:\n");
    for (number, batch) in failure.batches.iter().enumerate() {
        let _ = write!(text, "build {}\n{batch}", number + 1);
    }
    let _ = write!(text, "after the last build:\n{}", failure.difference);
    text
}

#[test]
fn an_incremental_build_is_equal_to_a_clean_one_after_any_edits() {
    let law = Law::of_environment();
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(THREADS, usize::from) {
            scope.spawn(|| law.work());
        }
    });
    let tally = law.tally.into_inner().expect("no thread has died");
    let (steps, seconds) = (tally.steps(), start.elapsed().as_secs());
    let failure = law.failure.into_inner().expect("no thread has died");
    if env::var("BYLINE_LAW_EXPECT_FAILURE").is_ok_and(|value| value == "1") {
        let (seed, failure) = failure.unwrap_or_else(|| panic!("no difference was found in {steps} steps"));
        println!("a difference after {steps} steps in the sequence of seed {seed}: {}", failure.difference);
        return;
    }
    if let Some((seed, failure)) = failure {
        let (batches, time) = (failure.batches.len(), Duration::from_secs(number("BYLINE_LAW_SHRINK", SHRINK)));
        let (short, replays) = shrink(&law.program, failure, time);
        panic!("{}\n({batches} builds made {} by {replays} replays)", told(seed, &short), short.batches.len());
    }
    let (written, failed) = (tally.written, tally.failed);
    println!(
        "{steps} steps in {} sequences: {written} equal builds, {failed} failing ones; {seconds} s",
        law.sequences
    );
    println!("{}", tally.table());
    // Two sequences may happen to have more failing builds than many have together.
    let most = if steps < STEPS_FOR_ALL_KINDS { steps / 2 } else { steps / 3 };
    assert!(failed <= most, "{failed} of {steps} builds failed: too few sites are compared");
    if steps >= STEPS_FOR_ALL_KINDS {
        let missing: Vec<String> = kinds().into_iter().filter(|kind| !tally.kinds.contains_key(kind)).collect();
        assert!(missing.is_empty(), "these kinds of edits were not drawn: {missing:?}");
    }
}
