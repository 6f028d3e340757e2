//! One number over a range: the optimum at each setting with certified bounds, and where the plan changes.

use rayon::prelude::*;

use super::{Case, Law, Outcome, Run, curve, run_all, solve_case};
use crate::model::{Allocation, Id, Initiative, Number, Portfolio, Scope, Setting, Share};
use crate::plan::{CellShare, Plan, shares};
use crate::solve::{Options, Watch};

/// A number over a range.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// What is moved.
    pub number: Number,
    /// What raising it does to the optimum, where that is a law.
    pub law: Option<Law>,
    /// The set whose realised share each point tells: that of the rule that is moved, otherwise debt. Of its keys only set, exempt
    /// work and basis count.
    pub watched: Allocation,
    /// The settings in rising order, with what came of each.
    pub points: Vec<Point>,
    /// Where the plan changes, in rising order.
    pub turns: Vec<Turn>,
}

/// One setting of a sweep.
#[derive(Debug, Clone)]
pub struct Point {
    /// Where the number stands.
    pub setting: Setting,
    /// The portfolio with the number there.
    pub portfolio: Portfolio,
    /// What came of it.
    pub outcome: Outcome,
    /// The realised share of the watched set over the whole plan; none without a plan.
    pub share: Option<CellShare>,
}

/// Two neighbouring points whose plans differ: somewhere between them another plan becomes the better one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Position of the lower point; the other one is the next.
    pub after: usize,
    /// What only the plan of the higher point has.
    pub came: Vec<Id<Initiative>>,
    /// What only the plan of the lower point has.
    pub went: Vec<Id<Initiative>>,
    /// What both have, at another time or in another variant.
    pub moved: Vec<Id<Initiative>>,
}

/// How closely a sweep looks.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The settings in rising order.
    pub settings: Vec<Setting>,
    /// How often the distance between two points with different plans is halved.
    pub halvings: u32,
}

/// Solves the portfolio at each setting. `told` hears how many points are solved so far, from several threads.
///
/// Points learn from each other: a plan is tried at its neighbours, and where a law holds, so do bounds; the curve then never rises
/// or falls against the law.
#[must_use]
pub fn sweep(
    portfolio: &Portfolio,
    number: &Number,
    grid: &Grid,
    options: &Options,
    watch: &Watch,
    told: &(dyn Fn(&Run) + Sync),
) -> Sweep {
    let asking = Asking { portfolio, number, options, watch, told };
    let law = Law::of(portfolio, number);
    let cases = grid.settings.iter().map(|&setting| asking.case(setting)).collect();
    let runs = run_all(cases, options, watch, told);
    let mut points: Vec<(Setting, Run)> = grid.settings.iter().copied().zip(runs).collect();
    curve::settle(&mut points, law);
    for _ in 0..grid.halvings {
        asking.halve(&mut points);
        curve::settle(&mut points, law);
    }
    Sweep::new(portfolio, number, law, points)
}

/// What stays the same at all points.
struct Asking<'a> {
    portfolio: &'a Portfolio,
    number: &'a Number,
    options: &'a Options,
    watch: &'a Watch,
    told: &'a (dyn Fn(&Run) + Sync),
}

impl Asking<'_> {
    fn case(&self, setting: Setting) -> Case {
        Case { name: setting.0.to_string(), portfolio: self.portfolio.with(&[self.number.set(setting)]) }
    }

    /// Puts a point in the middle of each two neighbours whose plans differ.
    fn halve(&self, points: &mut Vec<(Setting, Run)>) {
        let middles = middles(points);
        let solve = |&(after, setting): &(usize, Setting)| self.solve(setting, [&points[after].1, &points[after + 1].1]);
        let solved: Vec<Run> = middles.par_iter().map(solve).collect();
        for (&(after, setting), run) in middles.iter().zip(solved).rev() {
            points.insert(after + 1, (setting, run));
        }
    }

    /// Solves one setting, from the plan of a neighbour that has one.
    fn solve(&self, setting: Setting, near: [&Run; 2]) -> Run {
        let Case { name, portfolio } = self.case(setting);
        let warm = near.into_iter().find_map(|run| run.outcome.answer()).map(|answer| &answer.warm);
        let outcome = solve_case(&portfolio, self.options, self.watch, warm);
        let run = Run { name, portfolio, outcome };
        (self.told)(&run);
        run
    }
}

/// The middle between two neighbours whose plans differ, with the position of the lower one; none between neighbouring steps.
fn middles(points: &[(Setting, Run)]) -> Vec<(usize, Setting)> {
    let middle = |(after, pair): (usize, &[(Setting, Run)])| {
        let middle = Setting((pair[0].0.0 + pair[1].0.0).div_euclid(2));
        (middle > pair[0].0 && curve::differ(&pair[0].1, &pair[1].1)).then_some((after, middle))
    };
    points.windows(2).enumerate().filter_map(middle).collect()
}

impl Sweep {
    fn new(portfolio: &Portfolio, number: &Number, law: Option<Law>, runs: Vec<(Setting, Run)>) -> Self {
        let own = number.allocation().cloned().unwrap_or_else(|| portfolio.debt_floor(Share::NOTHING));
        let watched = Allocation { scope: Scope::Plan, ..own };
        let point = |(setting, run): (Setting, Run)| {
            let of_plan = |plan: &Plan| shares(&run.portfolio, plan, &watched).into_iter().next();
            let share = run.outcome.answer().and_then(|answer| of_plan(&answer.plan));
            Point { setting, share, portfolio: run.portfolio, outcome: run.outcome }
        };
        let points: Vec<Point> = runs.into_iter().map(point).collect();
        let turns = turns(&points.iter().collect::<Vec<&Point>>());
        Self { number: number.clone(), law, watched, points, turns }
    }

    /// The realised share of the watched set at a point, on the basis of its rule and rounded down; nothing where nothing is planned.
    #[must_use]
    pub fn realised(&self, point: &Point) -> Share {
        let share = point.share.as_ref();
        share.and_then(|share| Share::of(share.part, share.whole(self.watched.basis))).unwrap_or_default()
    }
}

impl Point {
    /// The plan, if there is one.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.outcome.answer().map(|answer| &answer.plan)
    }
}

/// The turns between points and their next ones.
pub(super) fn turns(points: &[&Point]) -> Vec<Turn> {
    points.windows(2).enumerate().filter_map(|(after, pair)| turn(after, pair[0], pair[1])).collect()
}

/// The turn between two points, if both have plans and these differ.
fn turn(after: usize, lower: &Point, higher: &Point) -> Option<Turn> {
    let (one, other) = (lower.plan()?, higher.plan()?);
    let pick = |wanted: &dyn Fn(Id<Initiative>) -> bool| lower.portfolio.initiatives().ids().filter(|&id| wanted(id)).collect();
    let is_in = |plan: &Plan, id| plan.decision(id).is_some();
    (one != other).then(|| Turn {
        after,
        came: pick(&|id| !is_in(one, id) && is_in(other, id)),
        went: pick(&|id| is_in(one, id) && !is_in(other, id)),
        moved: pick(&|id| is_in(one, id) && is_in(other, id) && one.decision(id) != other.decision(id)),
    })
}
