//! What a caller asks of a solve.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// Limits and seed of a solve.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Wall time after which the best plan so far is returned.
    pub time_limit: Duration,
    /// A plan within this share of the bound is called optimal; 0.0001 is 0.01 %. At least 0.
    pub gap: f64,
    /// Seed of everything random.
    pub seed: u64,
    /// Threads that methods run on, at least 1.
    pub threads: usize,
    /// Work after which the best plan so far is returned, whatever the number of threads; one unit is about one number looked at, a
    /// few nanoseconds. The same limit, seed and input give the same plan, unless the time limit cuts the run first.
    pub work_limit: Option<u64>,
}

impl Options {
    /// Default time limit.
    pub const TIME_LIMIT: Duration = Duration::from_secs(60);
    /// The longest time limit; a longer one is this.
    pub const LONGEST: Duration = Duration::from_secs(30 * 24 * 3600);
    /// Default gap: 0.01 %.
    pub const GAP: f64 = 1e-4;
    /// Default seed.
    pub const SEED: u64 = 1;

    /// Default number of threads: the cores of this machine.
    #[must_use]
    pub fn cores() -> usize {
        thread::available_parallelism().map_or(1, NonZeroUsize::get)
    }
}

impl Default for Options {
    fn default() -> Self {
        let threads = Self::cores();
        Self { time_limit: Self::TIME_LIMIT, gap: Self::GAP, seed: Self::SEED, threads, work_limit: None }
    }
}

/// A switch that ends a solve early; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Ends the solve; the best plan so far is returned.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked to end.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How far a solve is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Value of the best plan so far.
    pub value: Option<f64>,
    /// No plan can be worth more; infinite before the first bound.
    pub bound: f64,
    /// Which method reported last.
    pub method: &'static str,
    /// Since the start.
    pub elapsed: Duration,
}

/// Who looks on during a solve.
#[derive(Clone, Default)]
pub struct Watch {
    /// Ends the solve early.
    pub cancel: Cancel,
    /// Told of every better plan and bound; called from several threads.
    pub progress: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("cancel", &self.cancel).finish_non_exhaustive()
    }
}
