//! The options `--time`, `--work`, `--gap`, `--threads` and `--seed` of every command that solves.

use std::time::Duration;

use clap::Args;
use quarterdeck::solve::Options;

/// The most work that can be asked for: some months of one core.
const MOST_WORK: f64 = 1e15;
/// The most threads that can be asked for.
const MOST_THREADS: usize = 256;

/// What is asked of a solve.
#[derive(Debug, Args)]
pub struct Limits {
    /// Seconds after which the best plan so far is taken; of many solves, each [default: 60, or none with --work]
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = parse_time)]
    time: Option<Duration>,
    /// Work after which the best plan so far is taken, such as `2e9`: some seconds of one core. The same work and seed give the same
    /// plan, whatever the number of threads
    #[arg(long, allow_negative_numbers = true, value_parser = parse_work)]
    work: Option<u64>,
    /// Threads to search on [default: the cores of this machine]
    #[arg(long, allow_negative_numbers = true, value_parser = parse_threads)]
    threads: Option<usize>,
    /// A plan this close to the bound is called optimal: `0.0001` or `0.01%`
    #[arg(long, default_value = "0.0001", allow_negative_numbers = true, value_parser = parse_gap)]
    gap: f64,
    /// Seed of everything random
    #[arg(long, default_value_t = Options::SEED)]
    seed: u64,
}

impl Limits {
    /// The same for the library.
    pub fn options(&self) -> Options {
        let unless_told = if self.work.is_some() { Options::LONGEST } else { Options::TIME_LIMIT };
        let threads = self.threads.unwrap_or_else(Options::cores);
        let time_limit = self.time.unwrap_or(unless_told);
        Options { time_limit, gap: self.gap, seed: self.seed, threads, work_limit: self.work }
    }
}

fn parse_time(text: &str) -> Result<Duration, NotATime> {
    let longest = Options::LONGEST.as_secs_f64();
    let seconds = text.trim().parse().ok().filter(|seconds| (0.0..=longest).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or(NotATime)
}

fn parse_work(text: &str) -> Result<u64, NotWork> {
    let work = text.trim().parse::<f64>().ok().filter(|work| (1.0..=MOST_WORK).contains(work) && work.fract() == 0.0);
    work.map(|work| work as u64).ok_or(NotWork)
}

fn parse_threads(text: &str) -> Result<usize, NotThreads> {
    text.trim().parse().ok().filter(|threads| (1..=MOST_THREADS).contains(threads)).ok_or(NotThreads)
}

fn parse_gap(text: &str) -> Result<f64, NotAGap> {
    let (number, scale) = text.trim().strip_suffix('%').map_or((text, 1.0), |percent| (percent, 0.01));
    let gap = number.trim().parse::<f64>().ok().map(|gap| gap * scale);
    gap.filter(|gap| (0.0..f64::INFINITY).contains(gap)).ok_or(NotAGap)
}

#[derive(Debug, thiserror::Error)]
#[error("seconds from 0 to {} are wanted, such as `60` or `0.5`", Options::LONGEST.as_secs())]
struct NotATime;

#[derive(Debug, thiserror::Error)]
#[error("a whole number from 1 to 1e15 is wanted, such as `2e9`")]
struct NotWork;

#[derive(Debug, thiserror::Error)]
#[error("a whole number from 1 to {MOST_THREADS} is wanted")]
struct NotThreads;

#[derive(Debug, thiserror::Error)]
#[error("a share of at least 0 is wanted, such as `0.0001` or `0.01%`")]
struct NotAGap;
