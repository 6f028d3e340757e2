//! Neighbourhoods: a few initiatives of the best plan are set free, and the program around them is solved by branch and bound (large
//! neighbourhood search: Shaw 1998; relaxation induced neighbourhoods: Danna, Rothberg and Le Pape 2005).
//!
//! Each kind of neighbourhood has a size that grows while its programs are solved to the end and shrinks while they are not, so that one
//! takes about the work that it may, and a credit by which it is drawn: what it gained lately per work. In release planning requests are
//! drawn and their requirements come along.
//!
//! Where neighbourhoods of a plan find nothing, all that is in it is set free at once (`timing.rs`), in mines all that starts in some
//! quarters in a row (`spans.rs`).

mod along;
mod attempt;
mod crossing;
mod kind;
mod kinds;
#[cfg(feature = "highs")]
mod library;
mod spans;
mod timing;

use std::sync::Arc;
#[cfg(feature = "highs")]
use std::time::Instant;

use super::family::is_of_schedules;
use super::method::{Budget, Found, Known, Method};
#[cfg(feature = "highs")]
use crate::model::Portfolio;
use crate::program::{Program, Selection};
use attempt::{Attempt, End, Neighbourhood};
use kind::{Kind, Plans};
use kinds::Map;
use spans::Spans;
use timing::Timing;

/// Initiatives that a neighbourhood of a kind has at first, and its least: less than this is what the search moves by itself.
const FIRST_SIZE: f64 = 30.0;
/// See [`FIRST_SIZE`].
const LEAST_SIZE: f64 = 8.0;
/// By how much a size grows or shrinks.
const STRETCH: f64 = 1.08;
/// The same where a program took most of its work.
const SMALL_STRETCH: f64 = 1.02;
/// Programs that took less than this part of their work are far too small.
const QUICK: u64 = 4;
/// Work that one program may take, about 0.15 s: some dozens of initiatives.
const MOST_WORK: u64 = 5_000_000;
/// Programs in a row without a better plan after which each may take twice the work: where small ones have nothing left, larger ones may.
const PATIENCE: u32 = 60;
/// Work that one program may take at most then, about half a second, and some four seconds in mines, where many blocks move together.
const MOST_WORK_IN_VAIN: u64 = 16 * MOST_WORK;
/// See [`MOST_WORK_IN_VAIN`].
const MOST_WORK_IN_MINES: u64 = 128 * MOST_WORK;
/// Work that is told at least, so that programs without rows end.
const LEAST_WORK: u64 = 1_000;
/// Share by which another plan may be worse for a crossing with it.
const NEAR: f64 = 0.01;
/// Crossings with an earlier plan in a row without a better plan after which there are no more.
const MOST_CROSSINGS_IN_VAIN: u32 = 10;
/// Share of a kind's credit that a new step does not change.
const MEMORY: f64 = 0.9;
/// Share of draws that go to all kinds alike, so that none is given up for good.
const CURIOSITY: f64 = 0.25;

/// See the module.
pub struct Neighbourhoods {
    program: Arc<Program>,
    map: Map,
    random: fastrand::Rng,
    arms: Vec<Arm>,
    /// Work that one program may take now.
    most_work: u64,
    /// The most it may become while programs find nothing.
    largest_work: u64,
    /// Programs in a row without a better plan.
    in_vain: u32,
    /// What is being solved, and where it is from.
    attempt: Option<(Attempt, Source)>,
    /// When all of the best plan is set free.
    timing: Timing,
    /// When all of some quarters is.
    spans: Spans,
    /// An earlier plan to cross the best one with as long as that pays, and how often in a row it found nothing.
    earlier: Option<Arc<(Selection, f64)>>,
    crossed_in_vain: u32,
    /// What solves the programs in the place of our own tree.
    #[cfg(feature = "highs")]
    library: Option<Arc<library::Library>>,
}

/// Where a neighbourhood is from.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// Drawn by the kind of this arm.
    Arm(usize),
    /// All that is in the plan.
    Timing,
    /// All that starts in some quarters.
    Spans,
}

struct Arm {
    kind: Kind,
    size: f64,
    credit: f64,
}

impl Neighbourhoods {
    /// Neighbourhoods of a program; `None` if it has no initiative to set free.
    #[must_use]
    pub fn new(program: Arc<Program>, seed: u64) -> Option<Self> {
        let map = Map::new(&program);
        let largest_work = if is_of_schedules(&program) { MOST_WORK_IN_MINES } else { MOST_WORK_IN_VAIN };
        if map.is_empty() {
            return None;
        }
        let arms = Kind::of(&program).into_iter().map(|kind| Arm { kind, size: FIRST_SIZE, credit: 0.0 }).collect();
        Some(Self {
            spans: Spans::of(&program),
            program,
            map,
            random: fastrand::Rng::with_seed(seed),
            arms,
            most_work: MOST_WORK,
            largest_work,
            in_vain: 0,
            attempt: None,
            timing: Timing::default(),
            earlier: None,
            crossed_in_vain: 0,
            #[cfg(feature = "highs")]
            library: None,
        })
    }

    /// The same with programs solved by HiGHS, until the run ends.
    #[cfg(feature = "highs")]
    #[must_use]
    pub fn by_library(self, portfolio: Portfolio, last_call: Instant) -> Self {
        let library = Some(Arc::new(library::Library { portfolio, last_call }));
        let (most_work, spans) = (library::MOST_WORK, self.spans.up_to(library::MOST_WORK));
        Self { library, most_work, largest_work: most_work, spans, ..self }
    }

    /// The same beside a selection that keeps the arcs and may break rows, such as an earlier plan: plans are crossed with it first.
    #[must_use]
    pub fn beside(self, earlier: &Selection) -> Self {
        let value = self.program.value(earlier);
        Self { earlier: Some(Arc::new((earlier.clone(), value))), ..self }
    }

    /// A kind: crossings with the earlier plan as long as they pay, then drawn by credit.
    fn draw(&mut self) -> usize {
        let crossing = self.arms.iter().position(|arm| arm.kind == Kind::Crossing);
        if let Some(crossing) = crossing.filter(|_| self.earlier.is_some()) {
            return crossing;
        }
        let all: f64 = self.arms.iter().map(|arm| arm.credit).sum();
        if all <= 0.0 || self.random.f64() < CURIOSITY {
            return self.random.usize(..self.arms.len());
        }
        let mut left = self.random.f64() * all;
        let is_it = |arm: &Arm| {
            left -= arm.credit;
            left <= 0.0
        };
        self.arms.iter().position(is_it).unwrap_or(0)
    }

    /// A plan to cross the best one with: the earlier one as long as that pays, then drawn from those of other methods that are about as
    /// good.
    fn other(&mut self, kind: Kind, known: &Known, best: &(Selection, f64)) -> Option<Arc<(Selection, f64)>> {
        if kind == Kind::Crossing && self.earlier.is_some() {
            return self.earlier.clone();
        }
        let is_near = |value: f64| value != best.1 && best.1 - value <= NEAR * best.1.abs();
        let near: Vec<_> = known.others.iter().filter(|other| kind == Kind::Crossing && is_near(other.1)).collect();
        (!near.is_empty()).then(|| Arc::clone(near[self.random.usize(..near.len())]))
    }

    /// Begins with a neighbourhood, which may take so much work: what there is for it solves its program.
    fn begin(&self, neighbourhood: Neighbourhood, most: u64) -> Attempt {
        #[cfg(feature = "highs")]
        if let Some(library) = &self.library {
            return Attempt::new(neighbourhood, self.map.has_along(), most, library::at_once(library, most));
        }
        Attempt::new(neighbourhood, self.map.has_along(), most, attempt::own_solver(most))
    }

    /// What is to be solved next: the timing of the plan or a span of it, when its time has come, or what a kind draws.
    fn next(&mut self, known: &Known, best: &(Selection, f64)) -> (Attempt, Source) {
        let due = self.timing.is_due(best.1).then(|| timing::of(&self.program, known, &best.0)).flatten();
        if let Some(neighbourhood) = due {
            return (self.begin(neighbourhood, timing::MOST_WORK), Source::Timing);
        }
        if let Some(neighbourhood) = self.spans.next(&self.program, known, best, &mut self.random) {
            return (self.begin(neighbourhood, self.spans.most_work()), Source::Spans);
        }
        let arm = self.draw();
        let (kind, size) = (self.arms[arm].kind, self.arms[arm].size as usize);
        let other = self.other(kind, known, best);
        let plans = Plans { best: &best.0, other: other.as_ref().map(|other| &other.0) };
        let is_free = self.map.choose(kind, size, &self.program, known, plans, &mut self.random);
        let keep = |id| known.may_better(id) && kind.allows(&self.program, plans, id);
        let part = self.program.around(&best.0, &is_free, keep);
        (self.begin(Neighbourhood { plan: best.0.clone(), is_free, part }, self.most_work), Source::Arm(arm))
    }

    /// Learns from what a kind drew.
    fn learn(&mut self, arm: usize, end: &End) {
        let Arm { size, credit, .. } = &mut self.arms[arm];
        if end.is_proven {
            *size *= if end.work < self.most_work / QUICK { STRETCH } else { SMALL_STRETCH };
        } else {
            *size = (*size / STRETCH).max(LEAST_SIZE);
        }
        *size = size.min(self.map.len() as f64);
        let work = (end.work + self.map.work()).max(LEAST_WORK);
        self.spans.after_another(work);
        *credit = *credit * MEMORY + end.gained / work as f64 * (1.0 - MEMORY);
        let in_vain = |so_far: u32| if end.gained > 0.0 { 0 } else { so_far + 1 };
        (self.in_vain, self.crossed_in_vain) = (in_vain(self.in_vain), in_vain(self.crossed_in_vain));
        if self.in_vain >= PATIENCE {
            (self.most_work, self.in_vain) = ((self.most_work * 2).min(self.largest_work), 0);
        }
        if self.crossed_in_vain >= MOST_CROSSINGS_IN_VAIN {
            self.earlier = None;
        }
    }

    /// Goes on with what is being solved, or begins with the next; a better selection, if there is one, and the work.
    fn look(&mut self, known: &Known, best: &(Selection, f64), budget: &Budget) -> (Option<Selection>, u64) {
        let ((mut attempt, source), choosing) = match self.attempt.take().filter(|(attempt, _)| attempt.is_of(&best.0)) {
            Some(under_way) => (under_way, 0),
            None => (self.next(known, best), self.map.work()),
        };
        let told = attempt.go_on(&self.program, budget.work, budget.stops);
        match (told.end, source) {
            (None, source) => self.attempt = Some((attempt, source)),
            (Some(end), Source::Arm(arm)) => self.learn(arm, &end),
            (Some(end), Source::Timing) if !end.is_proven => self.timing.is_too_long(),
            (Some(_), Source::Timing) => {}
            (Some(end), Source::Spans) => self.spans.after_own(end.work, end.is_proven),
        }
        (told.better, (told.work + choosing).max(LEAST_WORK))
    }
}

impl Method for Neighbourhoods {
    fn name(&self) -> &'static str {
        #[cfg(feature = "highs")]
        if self.library.is_some() {
            return "neighbourhoods by HiGHS";
        }
        "neighbourhoods"
    }

    fn step(&mut self, known: &Known, budget: &Budget) -> Found {
        let mut found = Found::default();
        let Some(mut best) = known.best.clone() else { return Found { work: budget.work, ..found } };
        while found.work < budget.work / 4 * 3 && !(budget.stops)() {
            let left = Budget { work: budget.work - found.work, ..*budget };
            let (better, work) = self.look(known, &best, &left);
            found.work += work;
            if let Some(better) = better {
                let value = self.program.value(&better);
                best = Arc::new((better.clone(), value));
                found.selections.push(better);
            }
        }
        found
    }
}
