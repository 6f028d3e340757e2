//! Laws that hold for every portfolio, whatever its best plan is.

mod portfolios;

use std::time::Duration;

use fastrand::Rng;
use quarterdeck::input::{Texts, read_texts};
use quarterdeck::model::{Change, Portfolio};
use quarterdeck::solve::{Options, SolveError, Watch, solve, solve_alone};

/// The files of a small portfolio that can be changed line by line.
#[derive(Clone)]
struct Files {
    header: String,
    rows: Vec<String>,
    capacity: u32,
    floor: f64,
}

impl Files {
    /// Eight initiatives of one team in three quarters, some of them debt, some waiting for others.
    fn random(seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let row = |number: usize, random: &mut Rng| {
            let category = random.choice(["debt", "feature", "feature"]).unwrap_or("debt");
            let depends = if number > 1 && random.u8(..3) == 0 { format!("I{}", random.usize(1..number)) } else { String::new() };
            format!("I{number},{},{},{category},{},{depends}", random.u32(1..60), random.u32(1..9), random.u32(1..=2))
        };
        Self {
            header: "id,value,cost: A,category,duration,depends_on".to_owned(),
            rows: (1..=8).map(|number| row(number, &mut random)).collect(),
            capacity: random.u32(5..12),
            floor: 0.2,
        }
    }

    /// Value of the best plan; nothing when there is none.
    fn value(&self) -> f64 {
        let initiatives = format!("{}\n{}", self.header, self.rows.join("\n"));
        let capacity = format!("team,2026Q1,2026Q2,2026Q3\nA,{0},{0},{0}", self.capacity);
        let rules = format!("quarters = \"2026Q1..2026Q3\"\ndiscount_factor = 0.95\nmin_debt_ratio = {}", self.floor);
        let reading =
            read_texts(&Texts { initiatives: &initiatives, capacity: &capacity, rules: &rules }).expect("the files are right");
        let options = Options { time_limit: Duration::from_secs(60), gap: 1e-7, ..Options::default() };
        match solve(&reading.portfolio, &options) {
            Ok(answer) => answer.value,
            Err(SolveError::Infeasible) => f64::NEG_INFINITY,
            Err(error) => panic!("{error}"),
        }
    }
}

/// Room for sums in another order.
const ROUNDING: f64 = 1e-6;

fn for_seeds(law: impl Fn(u64, Files)) {
    (0..40).for_each(|seed| law(seed, Files::random(seed)));
}

#[test]
fn more_capacity_never_lowers_the_value_of_a_plan_without_floors() {
    for_seeds(|seed, files| {
        let free = Files { floor: 0.0, ..files };
        let more = Files { capacity: free.capacity + 3, ..free.clone() };
        assert!(more.value() >= free.value() - ROUNDING, "seed {seed}");
    });
}

#[test]
fn more_capacity_never_lowers_the_value_under_a_floor_of_what_is_planned() {
    for_seeds(|seed, files| {
        let more = Files { capacity: files.capacity + 3, ..files.clone() };
        assert!(more.value() >= files.value() - ROUNDING, "seed {seed}");
    });
}

#[test]
fn a_new_dependency_never_raises_the_value() {
    for_seeds(|seed, files| {
        let mut tied = files.clone();
        let last = tied.rows.len() - 1;
        tied.rows[last] = format!("{}{}I1", tied.rows[last], if tied.rows[last].ends_with(',') { "" } else { ";" });
        if !files.rows[last].contains("I1") {
            assert!(tied.value() <= files.value() + ROUNDING, "seed {seed}");
        }
    });
}

#[test]
fn the_order_of_rows_changes_nothing() {
    for_seeds(|seed, files| {
        let mut shuffled = files.clone();
        Rng::with_seed(seed).shuffle(&mut shuffled.rows);
        assert!((shuffled.value() - files.value()).abs() < ROUNDING, "seed {seed}");
    });
}

#[test]
fn a_tighter_floor_never_raises_the_value() {
    for_seeds(|seed, files| {
        let tighter = Files { floor: 0.35, ..files.clone() };
        assert!(tighter.value() <= files.value() + ROUNDING, "seed {seed}");
    });
}

#[test]
fn the_same_run_gives_the_same_plan() {
    for seed in 0..60 {
        let Some(portfolio) = portfolios::random(seed) else { continue };
        let plan = || solve(&portfolio, &Options::default()).map(|answer| (answer.plan, answer.bound.to_bits())).ok();
        assert_eq!(plan(), plan(), "seed {seed}");
    }
}

#[test]
fn ignoring_a_rule_never_lowers_the_value_and_is_the_portfolio_without_it() {
    for_seeds(|seed, files| {
        let initiatives = format!("{}\n{}", files.header, files.rows.join("\n"));
        let capacity = format!("team,2026Q1,2026Q2,2026Q3\nA,{0},{0},{0}", files.capacity);
        let frame = "quarters = \"2026Q1..2026Q3\"\ndiscount_factor = 0.95\n";
        let read =
            |rules: &str| read_texts(&Texts { initiatives: &initiatives, capacity: &capacity, rules }).expect("right").portfolio;
        let ruled = read(&format!("{frame}min_debt_ratio = 0.2\n"));
        let ignored = ruled.with(&[Change::WithoutRule("debt ratio".to_owned())]);
        let value = |portfolio: &Portfolio| {
            let options = Options { gap: 1e-7, ..Options::default() };
            solve_alone(portfolio, &options, &Watch::default(), None).expect("the idle plan keeps all rules").value
        };
        let (with, without, never) = (value(&ruled), value(&ignored), value(&read(frame)));
        assert!(without >= with - ROUNDING, "seed {seed}: {without} without the floor, {with} with it");
        assert_eq!(without, never, "seed {seed}");
    });
}
