//! Spans of a plan of a mine: all that starts in some quarters in a row is set free within them, at once (sliding time windows: Cullenbine,
//! Wood and Newman 2011).
//!
//! What is fixed before and after leaves little room, so that such programs are solved to the end with far more initiatives than any that
//! are drawn: half of a mine of 166 blocks takes a second or two. Every span of two quarters is looked at, then those of three, and so on as
//! long as most are solved within what they may take; then the same with twice of it. The next plan begins with spans of that length.

use crate::model::{Id, Quarter};
use crate::program::{Program, Selection};
use crate::solve::family::is_of_schedules;
use crate::solve::method::Known;
use crate::solve::neighbourhoods::attempt::Neighbourhood;

/// Quarters of the shortest spans.
const SHORTEST: u32 = 2;
/// So many of the shortest in a row that were not solved to the end: the mine is too large for spans.
const TOO_LARGE: u32 = 4;
/// Placements of a shortest span above which it is taken to be as well.
const MOST_PLACEMENTS: usize = 1_200;
/// Programs of a plan without a better one that come before its spans.
const PATIENCE: u32 = 8;
/// Work of spans for that of other programs.
const SHARE: u64 = 3;
/// Work that the program of a span may take at first, about a quarter of a second, and at most, where spans find nothing.
const MOST_WORK: u64 = 40_000_000;
/// See [`MOST_WORK`].
const MOST_WORK_IN_VAIN: u64 = 16 * MOST_WORK;

/// Which spans of a plan are still to be looked at.
#[derive(Debug)]
pub(super) struct Spans {
    /// Whether spans of the program are worth a look.
    suits: bool,
    /// Work that a program may take, and the most it may become.
    most_work: u64,
    largest_work: u64,
    /// The value of the plan.
    value: f64,
    /// Programs of other kinds since then, and work that spans may take beside theirs.
    others: u32,
    owed: i64,
    /// Quarters of the spans that are looked at; kept from plan to plan.
    length: u32,
    /// Those of this length, if they were begun.
    series: Option<Series>,
    /// Shortest spans in a row that were not solved to the end.
    failed: u32,
}

/// All spans of one length.
#[derive(Debug, Default)]
struct Series {
    /// The first quarters of those that are left.
    left: Vec<u32>,
    solved: u32,
    unsolved: u32,
}

impl Series {
    /// Whether as many were solved to the end as were not.
    fn is_solved(&self) -> bool {
        self.solved >= self.unsolved
    }
}

/// Some quarters in a row, the last of the plan among them or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    first: u32,
    last: u32,
    is_end: bool,
}

impl Spans {
    pub(super) fn of(program: &Program) -> Self {
        Self {
            suits: is_of_schedules(program),
            most_work: MOST_WORK,
            largest_work: MOST_WORK_IN_VAIN,
            value: f64::NAN,
            others: 0,
            owed: 0,
            length: SHORTEST,
            series: None,
            failed: 0,
        }
    }

    /// The same whose programs never take more than so much work.
    #[cfg(feature = "highs")]
    pub(super) fn up_to(self, largest_work: u64) -> Self {
        Self { most_work: self.most_work.min(largest_work), largest_work: self.largest_work.min(largest_work), ..self }
    }

    /// Work that a program may take.
    pub(super) fn most_work(&self) -> u64 {
        self.most_work
    }

    /// Takes note of what another neighbourhood of the plan took.
    pub(super) fn after_another(&mut self, work: u64) {
        self.others += 1;
        self.owed = self.owed.saturating_add_unsigned(work.saturating_mul(SHARE));
    }

    /// Takes note of what the program of a span took, and whether it was solved to the end.
    pub(super) fn after_own(&mut self, work: u64, is_solved: bool) {
        self.owed = self.owed.saturating_sub_unsigned(work);
        if self.length == SHORTEST {
            self.failed = if is_solved { 0 } else { self.failed + 1 };
            self.suits &= self.failed < TOO_LARGE;
        }
        if let Some(series) = &mut self.series {
            *(if is_solved { &mut series.solved } else { &mut series.unsolved }) += 1;
        }
    }

    /// The next span of a plan of this value, if it is time for one.
    pub(super) fn next(
        &mut self,
        program: &Program,
        known: &Known,
        plan: &(Selection, f64),
        random: &mut fastrand::Rng,
    ) -> Option<Neighbourhood> {
        if self.suits && self.value != plan.1 {
            let is_long = self.series.take().is_some_and(|series| !series.is_solved());
            self.length = (self.length - u32::from(is_long)).max(SHORTEST);
            (self.value, self.others, self.owed) = (plan.1, 0, 0);
        }
        if !self.suits || self.others < PATIENCE || self.owed < 0 {
            return None;
        }
        let (first, last) = ends(program, &plan.0)?;
        let span = self.draw(first, last, random)?;
        let neighbourhood = free(program, known, &plan.0, span);
        self.suits &= self.length > SHORTEST || neighbourhood.part.program.placements.len() <= MOST_PLACEMENTS;
        self.suits.then_some(neighbourhood)
    }

    /// A span between two quarters: of the present length, or of the next where all of that were looked at and solved, or with more work
    /// where they were not.
    fn draw(&mut self, first: u32, last: u32, random: &mut fastrand::Rng) -> Option<Span> {
        if let Some(series) = self.series.take_if(|series| series.left.is_empty()) {
            match series.is_solved() {
                true if first + self.length <= last => self.length += 1,
                false if self.most_work < self.largest_work => self.most_work = (2 * self.most_work).min(self.largest_work),
                _ => {
                    self.series = Some(series);
                    return None;
                }
            }
        }
        let length = self.length.min(last + 1 - first);
        let series = self.series.get_or_insert_with(|| {
            let mut left: Vec<u32> = (first..=last + 1 - length).collect();
            random.shuffle(&mut left);
            Series { left, ..Series::default() }
        });
        let begin = series.left.pop()?;
        let end = begin + length - 1;
        Some(Span { first: begin, last: end, is_end: end == last })
    }
}

/// The first and the last quarter in which a plan starts something.
fn ends(program: &Program, plan: &Selection) -> Option<(u32, u32)> {
    let starts = || plan.chosen().map(|id| program.placements[id].decision.start.0);
    starts().min().zip(starts().max())
}

/// What starts in a span may start anywhere in it; with what is not in the plan where the span is the plan's end.
fn free(program: &Program, known: &Known, plan: &Selection, span: Span) -> Neighbourhood {
    let is_within = |Quarter(start)| span.first <= start && (span.is_end || start <= span.last);
    let starts_within = |id| is_within(program.placements[id].decision.start);
    let is_free =
        (0..program.placements.initiatives()).map(|initiative| plan.of(Id::new(initiative)).map_or(span.is_end, starts_within));
    let is_free: Vec<bool> = is_free.collect();
    let part = program.around(plan, &is_free, |id| known.may_better(id) && starts_within(id));
    Neighbourhood { plan: plan.clone(), is_free, part }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Texts, read_texts};
    use crate::solve::neighbourhoods::attempt::{Attempt, own_solver};
    use crate::solve::presolved;

    const WORK: u64 = 1_000;

    /// A mine of six blocks in four quarters, one or two a quarter: two do not pay, and all others wait for both of them.
    fn mine() -> Program {
        let rows = "a,-1,,1\nb,9,a;c,1\nc,-1,,1\nd,12,a;c,1\ne,2,a;c,1\nf,2,a;c,1";
        let texts = Texts {
            initiatives: &format!("id,value,depends_on,cost: T\n{rows}"),
            capacity: "team,2026Q1,2026Q2,2026Q3,2026Q4\nT,1,2,1,2",
            rules: "quarters = \"2026Q1..2026Q4\"\ndiscount_factor = 0.9\ndefault_dependency = \"same\"\n",
        };
        presolved(&read_texts(&texts).expect("the files are right").portfolio)
    }

    /// The plan with these starts.
    fn at(program: &Program, quarters: [Option<u32>; 6]) -> Selection {
        let mut plan = Selection::empty(&program.placements);
        for (initiative, quarter) in quarters.iter().enumerate() {
            let id = Id::new(initiative);
            let starts =
                |placement| quarter.is_some_and(|quarter| program.placements[placement].decision.start == Quarter(quarter));
            plan.set(id, program.placements.of_initiative(id).find(|&placement| starts(placement)));
        }
        assert!(program.keeps(&plan));
        plan
    }

    /// First and last quarters of the spans that are drawn one after the other, each of which is solved or not.
    fn drawn(spans: &mut Spans, is_solved: bool, count: usize) -> Vec<(u32, u32)> {
        let mut random = fastrand::Rng::with_seed(1);
        let mut all = Vec::new();
        while let Some(span) = spans.draw(0, 3, &mut random).filter(|_| all.len() < count) {
            spans.after_own(WORK, is_solved);
            assert_eq!(span.is_end, span.last == 3);
            all.push((span.first, span.last));
        }
        all
    }

    fn sorted(mut all: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
        all.sort_unstable();
        all
    }

    #[test]
    fn spans_are_all_of_two_quarters_then_all_of_three_then_all_quarters() {
        let all = drawn(&mut Spans::of(&mine()), true, usize::MAX);
        assert_eq!(sorted(all[..3].to_vec()), [(0, 1), (1, 2), (2, 3)]);
        assert_eq!(sorted(all[3..5].to_vec()), [(0, 2), (1, 3)]);
        assert_eq!(all[5..], [(0, 3)]);
    }

    #[test]
    fn spans_that_were_not_solved_may_take_more_and_are_not_longer() {
        let mut spans = Spans { length: 3, ..Spans::of(&mine()) };
        let all = drawn(&mut spans, false, usize::MAX);
        assert!(all.iter().all(|(first, last)| last - first == 2));
        assert_eq!(all.len(), 2 * 5);
        assert_eq!(spans.most_work(), MOST_WORK_IN_VAIN);
        assert!(spans.suits);
    }

    #[test]
    fn a_mine_whose_shortest_spans_are_not_solved_has_none() {
        let mut spans = Spans::of(&mine());
        drawn(&mut spans, false, TOO_LARGE as usize - 1);
        assert!(spans.suits);
        drawn(&mut spans, false, 1);
        assert!(!spans.suits);
    }

    #[test]
    fn spans_of_a_plan_come_when_others_found_nothing_and_share_work_with_them() {
        let program = mine();
        let plan = at(&program, [Some(1), Some(3), Some(0), Some(1), None, None]);
        let plan = (plan.clone(), program.value(&plan));
        let (mut spans, mut random) = (Spans::of(&program), fastrand::Rng::with_seed(1));
        let mut next = |spans: &mut Spans| spans.next(&program, &Known::default(), &plan, &mut random).is_some();
        for _ in 0..PATIENCE {
            assert!(!next(&mut spans));
            spans.after_another(WORK);
        }
        assert!(next(&mut spans));
        spans.after_own(u64::from(PATIENCE) * SHARE * WORK + 1, true);
        assert!(!next(&mut spans));
        spans.after_another(WORK);
        assert!(next(&mut spans));
    }

    #[test]
    fn a_span_is_planned_anew_and_what_is_around_it_stays() {
        let program = mine();
        let plan = at(&program, [Some(1), Some(3), Some(0), Some(1), Some(2), None]);
        let bettered = |span: Span| {
            let neighbourhood = free(&program, &Known::default(), &plan, span);
            Attempt::new(neighbourhood, false, MOST_WORK, own_solver(MOST_WORK)).go_on(&program, MOST_WORK, &|| false).better
        };
        let better = bettered(Span { first: 2, last: 3, is_end: true });
        assert_eq!(better, Some(at(&program, [Some(1), Some(2), Some(0), Some(1), Some(3), Some(3)])));
        assert_eq!(bettered(Span { first: 0, last: 0, is_end: false }), None);
        assert_eq!(bettered(Span { first: 1, last: 1, is_end: false }), None);
    }
}
