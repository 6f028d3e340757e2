//! Generations: a cooling, then neighbourhoods of the plan that it ended in, then the next cooling from the start.
//!
//! Neighbourhoods gain most on a plan that is cooled already, and each cooling ends in another place. A generation's plan becomes better
//! apart from the run's best one for a while; then what the two differ in is a neighbourhood too (local search in a population: Moscato
//! 1989; crossing of plans: Rothberg 2007). Neighbourhoods of the best plan of all go on beside.
//!
//! Where a run begins with an earlier plan, the first generation is that plan instead of a cooled one: scheduled anew where it breaks
//! rows, then crossed with what it was.

use std::sync::Arc;

use crate::program::{Program, Selection};
use crate::solve::method::{Budget, Found, Known, Method, over_since};
use crate::solve::neighbourhoods::Neighbourhoods;
use crate::solve::schedule::ScheduleSearch;

/// Work of a cooling for each initiative: some 5 000 moves.
const WORK_OF_COOLING: u64 = 500_000;
/// Share of a generation's work that the cooling takes.
const COOLED: f64 = 0.35;
/// The most that a cooling takes of what was left of the run when it began.
const MOST_COOLED: f64 = 0.7;
/// Share of a generation's work after which its plan meets others.
const APART: f64 = 0.7;
/// Between the seeds of two generations; neighbouring lanes have neighbouring seeds.
const SEEDS: u64 = 1_000;

/// What a generation begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begin {
    /// A cooling from the start.
    Cooling,
    /// What the first step of the cooling makes of an earlier plan.
    Earlier,
    /// The best plan that is known.
    Best,
}

/// See the module.
pub(super) struct Generations {
    program: Arc<Program>,
    cooling: ScheduleSearch,
    neighbourhoods: Option<Neighbourhoods>,
    seed: u64,
    begin: Begin,
    /// The best plan of this generation.
    own: Option<Arc<(Selection, f64)>>,
    /// How much of the run was over when this generation began.
    began: Option<f64>,
    /// What it has worked.
    work: u64,
}

impl Generations {
    /// The first generation begins with this cooling.
    pub(super) fn beginning_with(cooling: ScheduleSearch, program: &Arc<Program>, seed: u64) -> Self {
        let neighbourhoods = Neighbourhoods::new(Arc::clone(program), seed);
        Self { program: Arc::clone(program), cooling, neighbourhoods, seed, begin: Begin::Cooling, own: None, began: None, work: 0 }
    }

    /// The same without a cooling in the first generation: its plan is what the first step of `cooling` makes of an earlier plan, and is
    /// crossed with that.
    pub(super) fn mending(cooling: ScheduleSearch, program: &Arc<Program>, seed: u64, earlier: &Selection) -> Self {
        Self { begin: Begin::Earlier, ..Self::beginning_with(cooling.going_on(earlier.clone()), program, seed).beside(earlier) }
    }

    /// The same with the best plan that is known.
    pub(super) fn from_the_best(cooling: ScheduleSearch, program: &Arc<Program>, seed: u64, earlier: &Selection) -> Self {
        Self { begin: Begin::Best, ..Self::beginning_with(cooling, program, seed).beside(earlier) }
    }

    fn beside(self, earlier: &Selection) -> Self {
        Self { neighbourhoods: self.neighbourhoods.map(|neighbourhoods| neighbourhoods.beside(earlier)), ..self }
    }

    /// How much of the generation's work is over; more than one where there is no time for another generation.
    fn over(&self) -> f64 {
        let cooling = WORK_OF_COOLING.saturating_mul(self.program.placements.initiatives() as u64).max(1);
        self.work as f64 * COOLED / cooling as f64
    }

    /// Goes over to the next generation, if it is time and there is as much left as this one took: sooner from a plan that is the best
    /// one already, whose neighbourhoods go on beside.
    fn follow(&mut self, known: &Known, share: f64) {
        let took = share - *self.began.get_or_insert(share);
        let is_known = || self.own.as_ref().zip(known.best.as_ref()).is_some_and(|(own, best)| own.0 == best.0);
        let end = if is_known() { APART } else { 1.0 };
        if self.over() < end || 1.0 - share < took {
            return;
        }
        let seed = self.seed.wrapping_add(SEEDS);
        if let Some(cooling) = ScheduleSearch::new(Arc::clone(&self.program), seed) {
            (self.cooling, self.seed, self.begin) = (cooling, seed, Begin::Cooling);
            (self.own, self.began, self.work) = (None, Some(share), 0);
        }
    }

    /// How much of the cooling is over.
    fn cooled(&self, share: f64) -> f64 {
        if self.begin != Begin::Cooling && self.own.is_some() {
            return 1.0;
        }
        let began = self.began.unwrap_or(share);
        (self.over() / COOLED).max(over_since(began, share) / MOST_COOLED).min(1.0)
    }

    /// Keeps the best of the selections as the generation's plan.
    fn keep(&mut self, selections: &[Selection]) {
        for selection in selections {
            let value = self.program.value(selection);
            if self.own.as_ref().is_none_or(|own| value > own.1) {
                self.own = Some(Arc::new((selection.clone(), value)));
            }
        }
    }
}

impl Method for Generations {
    fn name(&self) -> &'static str {
        "generations"
    }

    fn step(&mut self, known: &Known, budget: &Budget) -> Found {
        self.follow(known, budget.share);
        if self.begin == Begin::Best && self.own.is_none() {
            self.own.clone_from(&known.best);
        }
        let (cooled, is_apart) = (self.cooled(budget.share), self.over() < APART);
        let found = match (&mut self.neighbourhoods, &self.own) {
            (Some(neighbourhoods), Some(own)) if cooled >= 1.0 => {
                let others = known.best.iter().chain(&known.others).filter(|_| !is_apart).cloned().collect();
                neighbourhoods.step(&Known { best: Some(Arc::clone(own)), others, ..known.clone() }, budget)
            }
            _ => self.cooling.step(known, &Budget { share: cooled, ..*budget }),
        };
        self.work += found.work;
        self.keep(&found.selections);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::closure::tests::random;

    const STEPS: u32 = 60;

    fn cooling(program: &Arc<Program>, seed: u64) -> ScheduleSearch {
        ScheduleSearch::new(Arc::clone(program), seed).expect("arcs rule")
    }

    /// Values of what is told step by step, each of which is a plan.
    fn told(program: &Arc<Program>, seed: u64, work: u64) -> Vec<f64> {
        told_by(Generations::beginning_with(cooling(program, seed), program, seed), program, work)
    }

    fn told_by(mut method: Generations, program: &Arc<Program>, work: u64) -> Vec<f64> {
        let mut values = Vec::new();
        for step in 0..STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            let found = method.step(&Known::default(), &Budget { work, share, stops: &|| false });
            assert!(found.selections.iter().all(|selection| program.keeps(selection)));
            values.extend(found.selections.iter().map(|selection| program.value(selection)));
        }
        values
    }

    fn programs() -> impl Iterator<Item = (u64, Arc<Program>)> {
        let suits = |program: &Arc<Program>| ScheduleSearch::new(Arc::clone(program), 1).is_some();
        (0..100).filter_map(move |seed| Some((seed, random(seed)?.0)).filter(|(_, program)| suits(program)))
    }

    #[test]
    fn the_same_seed_gives_the_same_plans() {
        let (seed, program) = programs().next().expect("some seed gives a program");
        assert_eq!(told(&program, seed, 100_000), told(&program, seed, 100_000));
    }

    #[test]
    fn generations_follow_each_other_where_there_is_work_for_several() {
        let begins_anew = |(seed, program): (u64, Arc<Program>)| {
            let work = WORK_OF_COOLING * program.placements.initiatives() as u64 / 2;
            let values = told(&program, seed, work);
            values.windows(2).any(|pair| pair[1] <= pair[0])
        };
        assert!(programs().take(20).any(begins_anew));
    }

    #[test]
    fn a_run_with_work_for_a_part_of_a_generation_cools_for_most_of_it() {
        let (seed, program) = programs().next().expect("some seed gives a program");
        let mut generations = Generations::beginning_with(cooling(&program, seed), &program, seed);
        generations.follow(&Known::default(), 0.2);
        assert!(generations.cooled(0.6) < 1.0);
        assert_eq!(generations.cooled(0.8), 1.0);
        generations.follow(&Known::default(), 0.9);
        assert_eq!(generations.began, Some(0.2));
    }

    #[test]
    fn a_generation_that_came_to_the_best_plan_ends_sooner() {
        let (seed, program) = programs().next().expect("some seed gives a program");
        let own = Arc::new((Selection::empty(&program.placements), 0.0));
        let ends = |work: f64, best: Option<Arc<(Selection, f64)>>| {
            let mut generations = Generations::beginning_with(cooling(&program, seed), &program, seed);
            generations.follow(&Known::default(), 0.0);
            let whole = WORK_OF_COOLING as f64 * program.placements.initiatives() as f64 / COOLED;
            (generations.own, generations.work) = (Some(Arc::clone(&own)), (whole * work) as u64);
            generations.follow(&Known { best, ..Known::default() }, 0.1);
            generations.own.is_none()
        };
        assert!(!ends(APART - 0.1, Some(Arc::clone(&own))) && ends(APART + 0.1, Some(Arc::clone(&own))));
        assert!(!ends(APART + 0.1, None) && ends(1.1, None));
    }

    #[test]
    fn an_earlier_plan_that_breaks_rows_is_mended_without_a_cooling() {
        let (mut told, mut broken) = (0, 0);
        for (seed, program) in programs() {
            let mut earlier = Selection::empty(&program.placements);
            program.choices.iter().for_each(|choice| earlier.set(choice.initiative, choice.allowed.first().copied()));
            let earlier = crate::solve::repair::delayed(&program, &earlier);
            let values = told_by(Generations::mending(cooling(&program, seed), &program, seed, &earlier), &program, 2_000);
            broken += usize::from(!program.keeps(&earlier));
            told += usize::from(!values.is_empty());
        }
        assert!(told > 20 && broken > 20, "{told} told, {broken} broken");
    }
}
