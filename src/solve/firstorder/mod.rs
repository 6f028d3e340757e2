//! The relaxation by first-order steps: multipliers and a fractional plan for programs of any size, better with every pass.
//!
//! The primal-dual hybrid gradient method with reflection and restarts towards an anchor (Applegate and others 2021, Practical large-scale
//! linear programming using primal-dual hybrid gradient; Lu and Yang 2024, Restarted Halpern PDHG for linear programming). Its memory is
//! the program's, a pass costs its entries, and the bound of its multipliers is known at every look, so it can be left at any time:
//! within 1 % after some tens of passes, within 0.1 % after some hundreds. See `iterate.rs` for a step and `matrix.rs` for arcs.

mod build;
mod iterate;
mod matrix;
mod project;
mod rounds;
mod scaling;

use std::sync::Arc;

use super::certificate::Multipliers;
use super::exact::Proof;
use super::method::{Budget, Found, Known, Method};
use crate::program::{Presence, Program, Row};
use iterate::{Iterate, Point, Worth};
use matrix::Matrix;
use rounds::Rounds;
use scaling::Steps;

/// Entries that are looked at one after the other in the time of a unit of work, a look somewhere.
const ENTRIES_OF_A_UNIT: u64 = 3;
/// Iterations between two looks at the bound, which costs as much as an iteration.
const ITERATIONS_BETWEEN_LOOKS: u64 = 20;

/// Work between two questions whether to stop: a few milliseconds.
const WORK_BETWEEN_QUESTIONS: u64 = 1_000_000;

/// Distance of bound and fractional plan, as a share of the bound, at which the relaxation counts as solved: what fixing by reduced
/// values can make use of.
const PRECISION: f64 = 1e-7;

/// Looks after which it is first asked whether the bound still falls; then again whenever they have doubled.
const FIRST_STALL: u64 = 64;

/// Share of the bound that half of all looks must have gained for the method to go on: less is worth nothing to fixing.
const WORTH_GOING_ON: f64 = 1e-6;

/// What a row may lack for that, as rows are scaled: a thousandth of a column's entry.
const LACKING: f64 = 1e-3;

/// Share of the bound by which multipliers must prove more than those told of last to be told of.
const WORTH_TELLING: f64 = 1e-7;

/// Share of the least value of a plan by which a bound must lie below it to prove that there is no plan: wider than rounding.
const MARGIN: f64 = 1e-6;

/// The method, and how far it is.
pub struct FirstOrder {
    program: Arc<Program>,
    quarters: usize,
    matrix: Matrix,
    steps: Steps,
    iterate: Iterate,
    rounds: Rounds,
    /// The lowest bound so far and its multipliers, as the matrix has its rows.
    best: (f64, Vec<f64>),
    /// The bound told of last.
    told: f64,
    /// No plan is worth less.
    least: f64,
    looks: u64,
    /// When it is next asked whether the bound still falls, and the bound when that was last asked.
    stall: (u64, f64),
    is_over: bool,
}

impl FirstOrder {
    /// A start from nothing, or from multipliers of an earlier run. It passes over the program some thirty times.
    #[must_use]
    pub fn new(program: Arc<Program>, quarters: usize, start: Option<&Multipliers>) -> Self {
        let matrix = Matrix::new(&program);
        let steps = Steps::new(&matrix);
        let y = start.map_or_else(|| vec![0.0; matrix.rows()], |known| matrix.multipliers_of(known));
        let start = Point { x: vec![0.0; matrix.placements.len()], y };
        let mut iterate = Iterate::new(&matrix, &steps, start);
        let best = (iterate.worth(&matrix, &steps).bound, iterate.allowed.y.clone());
        let least = least_value(&program);
        let rounds = Rounds::default();
        let stall = (FIRST_STALL, f64::INFINITY);
        Self {
            program,
            quarters,
            matrix,
            steps,
            iterate,
            rounds,
            best,
            told: f64::INFINITY,
            least,
            looks: 0,
            stall,
            is_over: false,
        }
    }

    /// Iterates until the next look, and looks; the work that it took.
    fn go_on(&mut self) -> u64 {
        for _ in 1..ITERATIONS_BETWEEN_LOOKS {
            self.iterate.step(&self.matrix, &self.steps);
        }
        let before = self.iterate.now.clone();
        self.iterate.step(&self.matrix, &self.steps);
        let length = self.iterate.length(&self.matrix, &self.steps, &before);
        let worth = self.iterate.worth(&self.matrix, &self.steps);
        self.take(worth);
        if self.rounds.ends(ITERATIONS_BETWEEN_LOOKS, self.iterate.round, length) {
            self.iterate.restart(&self.matrix, &self.steps);
        }
        (ITERATIONS_BETWEEN_LOOKS + 2) * self.matrix.work().div_ceil(ENTRIES_OF_A_UNIT)
    }

    fn take(&mut self, worth: Worth) {
        if worth.bound < self.best.0 {
            self.best.0 = worth.bound;
            self.best.1.clone_from(&self.iterate.allowed.y);
        }
        let distance = (worth.bound - worth.value).abs() + worth.lacking;
        let is_solved = distance <= PRECISION * worth.bound.abs() && worth.most_lacking <= LACKING;
        self.is_over = is_solved || self.is_hopeless() || self.stalls();
    }

    /// Whether half of all looks have gained next to nothing.
    fn stalls(&mut self) -> bool {
        self.looks += 1;
        if self.looks < self.stall.0 {
            return false;
        }
        let gained = self.stall.1 - self.best.0;
        self.stall = (2 * self.looks, self.best.0);
        gained < WORTH_GOING_ON * self.best.0.abs()
    }

    /// Whether the bound lies below what any plan is worth, so that there is none.
    fn is_hopeless(&self) -> bool {
        self.best.0 < self.least - MARGIN * (1.0 + self.least.abs())
    }

    /// What is worth telling: multipliers that prove more than before, and the last fractional plan.
    fn news(&mut self) -> Option<(Multipliers, Option<Vec<f64>>)> {
        let is_news =
            self.best.0 < self.told - WORTH_TELLING * self.told.abs() || (self.told.is_infinite() && self.best.0.is_finite());
        if !is_news && !self.is_over {
            return None;
        }
        self.told = self.best.0;
        let multipliers = self.matrix.multipliers(&self.program, self.quarters, &self.best.1);
        Some((multipliers, Some(self.matrix.fractions(&self.program, &self.iterate.allowed.x))))
    }
}

impl Method for FirstOrder {
    fn name(&self) -> &'static str {
        "relaxation"
    }

    fn step(&mut self, _: &Known, budget: &Budget) -> Found {
        let (mut work, mut asked) = (0, 0);
        while !self.is_over && work < budget.work {
            work += self.go_on();
            if work >= asked + WORK_BETWEEN_QUESTIONS {
                asked = work;
                if (budget.stops)() {
                    break;
                }
            }
        }
        let proof = (self.is_over && self.is_hopeless()).then_some(Proof::Infeasible);
        Found { multipliers: self.news(), proof, work, is_over: self.is_over, ..Found::default() }
    }
}

/// No plan is worth less: the worst placements, and the most that soft rows can cost.
fn least_value(program: &Program) -> f64 {
    let of_choices = program.choices.iter().map(|choice| {
        let worst = choice.allowed.iter().map(|&id| program.placements[id].value).fold(f64::INFINITY, f64::min);
        if choice.presence == Presence::Required { worst } else { worst.min(0.0) }
    });
    let most = |row: &Row| row.terms.iter().map(|&(_, coefficient)| coefficient.max(0)).sum::<i128>();
    let of_rows = program.rows.iter().map(|row| row.penalty(row.excess_of(most(row))));
    of_choices.sum::<f64>() - of_rows.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::input::{Texts, read_texts};
    use crate::model::Portfolio;
    use crate::solve::{presolved, relaxation};

    const QUARTERS: usize = 3;

    /// Teams are short of time; dependencies, a floor, a soft floor and required work bite.
    fn portfolio(seed: u64) -> Portfolio {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut initiatives = String::from("id,value,category,depends_on,duration,must,cost: A,cost: B");
        for number in 0..14 {
            let depends = if number % 3 == 2 { format!("I{}", number - 1 - random.usize(..2)) } else { String::new() };
            let must = if number == 5 { "yes" } else { "" };
            let category = ["debt", "feature"][random.usize(..2)];
            let (value, duration, costs) =
                (random.u32(20..90), if number % 3 == 0 { 2 } else { 1 }, [random.u32(2..9), random.u32(0..6)]);
            initiatives += &format!("\nI{number},{value},{category},{depends},{duration},{must},{},{}", costs[0], costs[1]);
        }
        let rules = "quarters = \"2026Q1..2026Q3\"\nmin_debt_ratio = 0.3\n";
        let texts = Texts { initiatives: &initiatives, capacity: "team,2026Q1,2026Q2,2026Q3\nA,11,9,12\nB,7,10,8\n", rules };
        read_texts(&texts).expect("the texts are right").portfolio
    }

    fn run(program: &Program, start: Option<&Multipliers>, work: u64) -> (Multipliers, Vec<f64>, Found) {
        let mut method = FirstOrder::new(Arc::new(program.clone()), QUARTERS, start);
        let mut last = None;
        loop {
            let mut found = method.step(&Known::default(), &Budget { work, share: 0.0, stops: &|| false });
            last = found.multipliers.take().or(last);
            if found.is_over {
                let (multipliers, fractions) = last.expect("the end is told of");
                return (multipliers, fractions.expect("with a plan"), found);
            }
        }
    }

    fn bound(program: &Program, multipliers: &Multipliers) -> f64 {
        multipliers.certificate(program).bound
    }

    #[test]
    fn the_bound_is_that_of_the_interior_point_method() {
        for seed in 0..20 {
            let program = presolved(&portfolio(seed));
            let relaxed = relaxation::relax(&program, QUARTERS, Duration::from_secs(60)).expect("there is a fractional plan");
            let (multipliers, fractions, _) = run(&program, None, 100_000);
            let (own, other) = (bound(&program, &multipliers), bound(&program, &relaxed.multipliers));
            assert!((own - other).abs() <= 1e-6 * other, "{own} is not {other}");
            let value: f64 = program.placements.iter().zip(&fractions).map(|((_, placement), x)| placement.value * x).sum();
            assert!((value - own).abs() <= 1e-5 * own, "{value} is not {own}");
        }
    }

    #[test]
    fn what_is_found_does_not_depend_on_where_steps_end() {
        let program = presolved(&portfolio(3));
        assert_eq!(run(&program, None, 1).0, run(&program, None, 1_000_000).0);
    }

    #[test]
    fn it_never_falls_behind_the_multipliers_that_it_starts_from() {
        let program = presolved(&portfolio(4));
        let (multipliers, _, _) = run(&program, None, 1_000_000);
        let mut method = FirstOrder::new(Arc::new(program.clone()), QUARTERS, Some(&multipliers));
        let found = method.step(&Known::default(), &Budget { work: 1, share: 0.0, stops: &|| false });
        let (again, _) = found.multipliers.expect("there is news");
        assert!(bound(&program, &again) <= bound(&program, &multipliers));
    }

    #[test]
    fn rules_that_cannot_all_hold_are_found_out() {
        let texts = Texts {
            initiatives: "id,value,category,must,cost: A\nX,5,debt,yes,6\nY,5,debt,yes,6\nZ,5,debt,,6",
            capacity: "team,2026Q1\nA,10\n",
            rules: "quarters = \"2026Q1..2026Q1\"\n",
        };
        let program = presolved(&read_texts(&texts).expect("the texts are right").portfolio);
        let mut method = FirstOrder::new(Arc::new(program), 1, None);
        let found = method.step(&Known::default(), &Budget { work: 100_000_000, share: 0.0, stops: &|| false });
        assert_eq!((found.proof, found.is_over), (Some(Proof::Infeasible), true));
    }
}
