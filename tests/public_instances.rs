//! Published problems with proven optima. They are read from the folder `QUARTERDECK_INSTANCES` or `../shared/instances`, since
//! their licences differ; without them each test says `skipped`.

use std::path::PathBuf;
use std::time::Duration;

use quarterdeck::input::read;
use quarterdeck::rules::verify;
use quarterdeck::solve::{Options, Status, solve};

/// The proof of a mine to the end takes minutes; to this gap, some seconds.
const GAP_OF_MINE: f64 = 0.005;

fn folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("QUARTERDECK_INSTANCES").map(PathBuf::from);
    let root = root.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/instances"));
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {} is not there", folder.display());
    None
}

/// The published optimum is found and proven, and the plan keeps the rules.
fn proves(name: &str, optimum: f64) {
    proves_within(name, optimum, 1e-7);
}

/// A plan within `gap` of the published optimum is found and proven, and it keeps the rules.
fn proves_within(name: &str, optimum: f64, gap: f64) {
    let Some(folder) = folder(name) else { return };
    let portfolio = read(&folder).expect("a public instance reads").portfolio;
    let options = Options { time_limit: Duration::from_secs(1200), gap, ..Options::default() };
    let answer = solve(&portfolio, &options).expect("a public instance has a plan");
    assert!(verify(&portfolio, &answer.plan).keeps_the_rules(), "{name}");
    assert_eq!(answer.status, Status::Optimal, "{name}: value {} bound {}", answer.value, answer.bound);
    assert!((answer.value - optimum).abs() <= gap.max(1e-6) * optimum, "{name}: {} is not {optimum}", answer.value);
    assert!(answer.bound >= optimum * (1.0 - 1e-9), "{name}: bound {} below the optimum", answer.bound);
}

#[test]
fn next_release_problem_1() {
    proves("nrp1-0.3", 1204.0);
    proves("nrp1-0.5", 1836.0);
    proves("nrp1-0.7", 2507.0);
}

#[test]
fn next_release_problem_5() {
    proves("nrp5-0.3", 18500.0);
}

#[test]
fn release_planning_of_one_quarter() {
    proves("baan-1q", 42730.0);
}

#[test]
fn roadmap_of_40_initiatives() {
    proves("roadmap-40x3x4-1", 4622.557632);
}

#[test]
fn multi_dimensional_knapsack() {
    proves("mkp-OR5x100-0.50_6", 42927.0);
}

#[test]
fn release_planning_of_two_quarters() {
    proves("baan-2q", 42340.0);
}

#[cfg(feature = "highs")]
#[test]
fn next_release_problem_2() {
    proves("nrp2-0.5", 8065.0);
}

/// One mine for each build.
#[test]
fn open_pit_mine_to_a_gap() {
    let (name, optimum) = if cfg!(feature = "highs") { ("newman1", 24_176_864.824_825) } else { ("mine-90-10", 784_302_337.633_2) };
    proves_within(name, optimum, GAP_OF_MINE);
}
