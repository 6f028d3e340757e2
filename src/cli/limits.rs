//! The options `--time`, `--gap` and `--seed` of every command that solves.

use std::time::Duration;

use clap::Args;
use quarterdeck::solve::Options;

/// What is asked of a solve.
#[derive(Debug, Args)]
pub struct Limits {
    /// Seconds after which the best plan so far is taken; of many solves, each
    #[arg(long, value_name = "SECONDS", default_value = "60", allow_negative_numbers = true, value_parser = parse_time)]
    time: Duration,
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
        Options { time_limit: self.time, gap: self.gap, seed: self.seed }
    }
}

fn parse_time(text: &str) -> Result<Duration, NotATime> {
    let longest = Options::LONGEST.as_secs_f64();
    let seconds = text.trim().parse().ok().filter(|seconds| (0.0..=longest).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or(NotATime)
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
#[error("a share of at least 0 is wanted, such as `0.0001` or `0.01%`")]
struct NotAGap;
