//! What a terminal can show: colours, and how far a build has come.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::build::Progress;

/// Prints a line on standard output; a reader that has gone (`| head`) is no failure.
macro_rules! say {
    ($($text:tt)*) => {{
        let _ = std::io::Write::write_fmt(&mut std::io::stdout(), format_args!("{}\n", format_args!($($text)*)));
    }};
}

/// Prints a line on standard error; where nobody listens, nobody is told.
macro_rules! complain {
    ($($text:tt)*) => {{
        let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{}\n", format_args!($($text)*)));
    }};
}

pub(super) use {complain, say};

/// A build that is shorter than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often progress is drawn.
const INTERVAL: Duration = Duration::from_millis(100);

/// Whether standard error takes colours: on a terminal, unless `NO_COLOR` is set.
pub(super) fn has_colour() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    !refused && !dumb && std::io::stderr().is_terminal()
}

/// Progress on standard error: one line that is drawn over and taken away at the end.
pub(super) struct Line {
    started: Instant,
    is_shown: bool,
    done: AtomicUsize,
    state: Mutex<State>,
}

struct State {
    name: &'static str,
    steps: usize,
    drawn: Option<Instant>,
}

impl Line {
    /// A line that is drawn only on a terminal, and not where `quiet`.
    pub(super) fn new(quiet: bool) -> Self {
        let is_shown = !quiet && std::io::stderr().is_terminal();
        let state = Mutex::new(State { name: "", steps: 0, drawn: None });
        Self { started: Instant::now(), is_shown, done: AtomicUsize::new(0), state }
    }

    fn draw(&self) {
        if !self.is_shown || self.started.elapsed() < PATIENCE {
            return;
        }
        // Whoever finds the line taken leaves the drawing to the other.
        let Ok(mut state) = self.state.try_lock() else { return };
        if state.drawn.is_some_and(|drawn| drawn.elapsed() < INTERVAL) {
            return;
        }
        state.drawn = Some(Instant::now());
        let done = self.done.load(Ordering::Relaxed);
        let text =
            if state.steps > 0 { format!("{} {done} of {}", state.name, state.steps) } else { state.name.to_owned() };
        let _ = write!(std::io::stderr(), "\r\x1b[K{text}");
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        if self.state.lock().is_ok_and(|state| state.drawn.is_some()) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

impl Progress for Line {
    fn stage(&self, name: &'static str, steps: usize) {
        self.done.store(0, Ordering::Relaxed);
        if let Ok(mut state) = self.state.lock() {
            state.name = name;
            state.steps = steps;
        }
        self.draw();
    }

    fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
        self.draw();
    }
}
