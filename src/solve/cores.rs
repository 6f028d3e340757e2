//! Cores: the few initiatives that the multipliers are undecided about are annealed, again and again, and all others stay.
//!
//! With `r` the reduced value of a placement, an initiative's loss is what its best option by `r` is ahead of its second best. The core
//! is the initiatives of least loss; in plans near the best nearly all others have their best option (Balas and Zemel 1980, An algorithm
//! for large zero-one knapsack problems; Puchinger, Raidl and Pferschy 2010, The multidimensional knapsack problem: structure and
//! algorithms). Where rows take something of nearly every placement, as when one quarter is planned for many teams, one that joins
//! breaks many rows at once, and only what leaves beside it makes room: pairs are exchanged, over rows that may be broken at a weight.

mod state;
mod table;

use std::sync::Arc;

use super::method::{Budget, Found, Guide, Known, Method};
use crate::program::{Program, Selection};
use state::State;
use table::{NONE, Table};

/// Initiatives of a core: least and most, each a number and a multiple of those that the relaxation has a part of. Smaller cores hold no
/// better plan; of thirty teams and 250 initiatives cores of 60 gave 0.4 % more than cores of 120.
const LEAST: (f64, f64) = (20.0, 0.5);
/// See [`LEAST`].
const MOST: (f64, f64) = (50.0, 1.0);
/// Coolings of which one starts from the best plan: it differs little from the best options, and one in two found less.
const AROUND_BEST: u32 = 8;
/// Amounts between this and one less it are parts.
const PART: f64 = 1e-3;
/// Moves of a cooling for each initiative of its core, least and most: some hundredths of a second.
const MOVES: (f64, f64) = (3_000.0, 30_000.0);
/// First and last temperature as shares of the mean worth of a placement.
const HOT: f64 = 0.1;
/// See [`HOT`].
const COLD: f64 = 0.005;
/// Work that is told when there is nothing to do yet.
const IDLE_WORK: u64 = 1_000;

/// The method.
pub(super) struct Cores {
    program: Arc<Program>,
    table: Arc<Table>,
    random: fastrand::Rng,
    /// The multipliers that ranked the choices.
    ranked_by: Option<Arc<Guide>>,
    ranked: Ranked,
    cooling: Option<Cooling>,
}

/// Choices by how undecided the multipliers are about them.
#[derive(Default)]
struct Ranked {
    /// Choices by rising loss.
    choices: Vec<u32>,
    /// The best option of each choice.
    best: Vec<u32>,
    /// How many the relaxation has a part of.
    parts: f64,
}

/// A cooling that goes on.
struct Cooling {
    state: State,
    moves: f64,
    length: f64,
}

impl Cores {
    /// A search that has not begun; `None` if rows do not take something of most placements, or arcs and equalities bind the choices.
    #[must_use]
    pub(super) fn new(program: &Arc<Program>, seed: u64) -> Option<Self> {
        let table = Arc::new(Table::new(program)?);
        let random = fastrand::Rng::with_seed(seed);
        Some(Self { program: Arc::clone(program), table, random, ranked_by: None, ranked: Ranked::default(), cooling: None })
    }

    /// Ranks the choices if the multipliers are new.
    fn rank(&mut self, guide: &Arc<Guide>) {
        if self.ranked_by.as_ref().is_some_and(|before| Arc::ptr_eq(before, guide)) {
            return;
        }
        self.ranked_by = Some(Arc::clone(guide));
        self.ranked = Ranked::new(&self.table, guide);
    }

    /// A cooling on a core of random size around the best options or around the best plan.
    fn begin(&mut self, known: &Known) -> Cooling {
        let ranked = &self.ranked;
        let (least, most) = (LEAST.0 + LEAST.1 * ranked.parts, MOST.0 + MOST.1 * ranked.parts);
        let size = (drawn(&mut self.random, least, most) as usize).min(ranked.choices.len());
        let around = known.best.as_ref().filter(|_| self.random.u32(..AROUND_BEST) == 0);
        let start = around.map_or_else(|| ranked.best.clone(), |best| self.table.chosen(&best.0));
        let length = size as f64 * drawn(&mut self.random, MOVES.0, MOVES.1);
        let state = State::new(&self.table, ranked.choices[..size].to_vec(), start);
        Cooling { state, moves: 0.0, length }
    }

    /// The best selection of the cooling that is over, if it is better than what is known.
    fn news(&self, cooling: &Cooling, known: f64) -> Option<(Selection, f64)> {
        let selection = self.table.selection(cooling.state.best()?, Selection::empty(&self.program.placements));
        let value = self.program.value(&selection);
        (value > known && self.program.keeps(&selection)).then_some((selection, value))
    }
}

impl Ranked {
    fn new(table: &Table, guide: &Guide) -> Self {
        let mut best = Vec::with_capacity(table.choices.len());
        let mut losses = Vec::with_capacity(table.choices.len());
        for choice in &table.choices {
            let (mut first, mut second) = ((f64::NEG_INFINITY, NONE), f64::NEG_INFINITY);
            for &option in &choice.options {
                let reduced = if option == NONE { 0.0 } else { guide.reduced[option as usize] };
                if reduced > first.0 {
                    second = first.0;
                    first = (reduced, option);
                } else {
                    second = second.max(reduced);
                }
            }
            best.push(first.1);
            losses.push(first.0 - second);
        }
        let mut choices: Vec<u32> = (0..table.choices.len() as u32).filter(|&own| losses[own as usize].is_finite()).collect();
        choices.sort_by(|&a, &b| losses[a as usize].total_cmp(&losses[b as usize]).then(a.cmp(&b)));
        let is_part = |amount: &&f64| **amount > PART && **amount < 1.0 - PART;
        let parts = guide.fractions.as_ref().map_or(0, |fractions| fractions.iter().filter(is_part).count());
        Self { choices, best, parts: parts as f64 }
    }
}

/// A number between two, small ones as often as large ones.
fn drawn(random: &mut fastrand::Rng, least: f64, most: f64) -> f64 {
    least * (most / least).powf(random.f64())
}

impl Method for Cores {
    fn name(&self) -> &'static str {
        "cores"
    }

    fn step(&mut self, known: &Known, budget: &Budget) -> Found {
        let mut found = Found::default();
        let Some(guide) = &known.guide else { return Found { work: budget.work.max(IDLE_WORK), ..found } };
        self.rank(guide);
        if self.ranked.choices.is_empty() {
            return Found { is_over: true, ..found };
        }
        let mut value = known.value();
        while found.work < budget.work && !(budget.stops)() {
            let mut cooling = self.cooling.take().unwrap_or_else(|| self.begin(known));
            let progress = (cooling.moves / cooling.length).min(1.0);
            let temperature = self.table.worth * HOT * (COLD / HOT).powf(progress);
            let (moves, work) = cooling.state.anneal(&self.table, temperature as f32, progress as f32, &mut self.random);
            cooling.moves += moves;
            found.work += work;
            if cooling.moves < cooling.length {
                self.cooling = Some(cooling);
            } else if let Some((selection, better)) = self.news(&cooling, value) {
                value = better;
                found.selections.push(selection);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Texts, read_texts};
    use crate::solve::presolved;
    use crate::solve::relaxation;

    /// One quarter, and three teams, all of whom every initiative needs.
    fn program(seed: u64, initiatives: u32) -> (Program, Guide) {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut rows = String::from("id,value,cost: A,cost: B,cost: C");
        for number in 0..initiatives {
            let mut draw = || random.u32(5..50);
            rows += &format!("\nI{number},{},{},{},{}", draw(), draw(), draw(), draw());
        }
        let capacity = "team,2026Q1\nA,120\nB,110\nC,130";
        let texts = Texts { initiatives: &rows, capacity, rules: "quarters = \"2026Q1..2026Q1\"\n" };
        let program = presolved(&read_texts(&texts).expect("the files are right").portfolio);
        let relaxed = relaxation::relax(&program, 1, std::time::Duration::from_secs(60)).expect("it has a relaxation");
        let guide = Guide::new(&program, relaxed.multipliers, Some(relaxed.fractions));
        (program, guide)
    }

    fn searched(program: &Program, guide: &Guide, work: u64) -> Vec<Selection> {
        let mut method = Cores::new(&Arc::new(program.clone()), 1).expect("its rows are dense");
        let known = Known { guide: Some(Arc::new(guide.clone())), bound: guide.bound, ..Known::default() };
        method.step(&known, &Budget { work, share: 0.0, stops: &|| false }).selections
    }

    #[test]
    fn small_programs_are_solved_to_the_optimum() {
        for seed in 0..10 {
            let (program, guide) = program(seed, 14);
            let crate::solve::exact::Proof::Optimal(best, _) = crate::solve::branch::prove(&program, None, &|| false) else {
                panic!("it has plans")
            };
            let found = searched(&program, &guide, 20_000_000);
            assert!(found.iter().all(|selection| program.keeps(selection)));
            let value = found.last().map(|selection| program.value(selection));
            assert_eq!(value, Some(program.value(&best)), "seed {seed}");
        }
    }

    #[test]
    fn the_same_seed_and_work_find_the_same_plans() {
        let (program, guide) = program(3, 40);
        assert_eq!(searched(&program, &guide, 2_000_000), searched(&program, &guide, 2_000_000));
    }

    #[test]
    fn dependencies_are_left_to_other_searches() {
        let initiatives = "id,value,depends_on,cost: A\nX,5,,4\nY,4,X,4";
        let texts = Texts { initiatives, capacity: "team,2026Q1,2026Q2\nA,7,7", rules: "quarters = \"2026Q1..2026Q2\"\n" };
        let program = presolved(&read_texts(&texts).expect("the files are right").portfolio);
        assert!(Cores::new(&Arc::new(program), 1).is_none());
    }
}
