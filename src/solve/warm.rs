//! A warm start: what an answer tells a solve of a neighbouring portfolio.
//!
//! It holds the plan, others that are nearly as good (`pool.rs`), what rows and arcs were worth, and cuts from hulls of rows. Nothing in
//! it is trusted: plans are judged under the new rules before they count, any multipliers give a valid bound, and limits of cuts are
//! worked out anew, so a warm start from far away costs time but never the right answer. Rows and arcs are found by their subject,
//! because presolve may keep others than last time.

use std::collections::BTreeMap;

use super::certificate::{HullCut, Multipliers};
use super::hull::{Hulls, subjects};
use super::pool;
use super::proof_tree::{Priced, ProofTree};
use crate::model::{Id, Initiative, Portfolio, Quarter, Subject, Variant};
use crate::plan::{Decision, Plan};
use crate::program::{Placement, Program, Selection};

/// The plan of an answer, and what its rows and arcs were worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Warm {
    shape: Shape,
    plan: Plan,
    /// Good plans that differ from it, best first.
    others: Vec<Plan>,
    rows: BTreeMap<Subject, f64>,
    arcs: BTreeMap<(Subject, Id<Variant>), Vec<f64>>,
    cuts: Vec<WarmCut>,
    tree: Option<ProofTree<WarmPriced>>,
}

/// What a multiplier of a tree is of, by subject.
#[derive(Debug, Clone, PartialEq)]
enum WarmPriced {
    Row(Subject),
    /// With the last start that counts.
    Arc((Subject, Id<Variant>), Quarter),
    Cut(WarmCut),
}

/// A cut from the hull of a row, without its limit, which is worked out anew, and what it was worth.
#[derive(Debug, Clone, PartialEq)]
struct WarmCut {
    row: Subject,
    terms: Vec<(Id<Initiative>, Decision, i64)>,
    multiplier: f64,
}

/// Ids of one portfolio mean the same in another when it has as many of each; otherwise nothing is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    initiatives: usize,
    variants: usize,
    teams: usize,
    quarters: u32,
}

impl Shape {
    fn of(portfolio: &Portfolio) -> Self {
        Self {
            initiatives: portfolio.initiatives().len(),
            variants: portfolio.variants().len(),
            teams: portfolio.teams().len(),
            quarters: portfolio.calendar().count(),
        }
    }
}

impl Warm {
    /// A start from a plan alone, whether it keeps the rules or not; `portfolio` is the one that it plans.
    #[must_use]
    pub fn from_plan(portfolio: &Portfolio, plan: Plan) -> Self {
        Self {
            shape: Shape::of(portfolio),
            plan,
            others: Vec::new(),
            rows: BTreeMap::new(),
            arcs: BTreeMap::new(),
            cuts: Vec::new(),
            tree: None,
        }
    }

    /// What the relaxation gave for one more of what the restrictions on `subject` ask for, in value; 0 if nothing is known. A hint
    /// for what to try first, no more.
    #[must_use]
    pub fn price(&self, subject: &Subject) -> f64 {
        let arcs = self.arcs.iter().filter(|((of, _), _)| of == subject).flat_map(|(_, ys)| ys).sum::<f64>();
        self.rows.get(subject).copied().unwrap_or(0.0) + arcs
    }

    /// A start from a plan and multipliers of its program, and from the tree of its proof; zeros are not kept.
    pub(super) fn new(
        portfolio: &Portfolio,
        program: &Program,
        plan: Plan,
        multipliers: &Multipliers,
        tree: Option<&ProofTree>,
    ) -> Self {
        let rows = program.rows.iter().zip(&multipliers.rows).filter(|&(_, &y)| y != 0.0);
        let arcs = program.arcs.iter().zip(&multipliers.arcs).filter(|(_, ys)| ys.iter().any(|&y| y != 0.0));
        Self {
            rows: rows.map(|(row, &y)| (row.subject.clone(), y)).collect(),
            arcs: arcs.map(|(arc, ys)| ((arc.subject.clone(), arc.variant), ys.clone())).collect(),
            cuts: WarmCut::all(program, &multipliers.cuts),
            tree: tree.map(|tree| WarmPriced::tree(program, tree)),
            ..Self::from_plan(portfolio, plan)
        }
    }

    /// The same beside other good plans, best first; as many as a pool may have.
    pub(super) fn beside(self, mut others: Vec<Plan>) -> Self {
        others.truncate(pool::MOST);
        Self { others, ..self }
    }

    /// The plan and the others beside it as the program of `portfolio` still has placements for them: what has to begin later does, as
    /// soon as it may.
    pub(super) fn selections(&self, portfolio: &Portfolio, program: &Program) -> Vec<Selection> {
        if self.shape != Shape::of(portfolio) {
            return Vec::new();
        }
        let selection = |plan: &Plan| {
            let mut selection = Selection::empty(&program.placements);
            for (initiative, decision) in plan.chosen() {
                selection.set(initiative, program.placements.begun_from(initiative, decision).next());
            }
            selection
        };
        std::iter::once(&self.plan).chain(&self.others).map(selection).collect()
    }

    /// The plans beside the best as points of the program of `portfolio`, those that it still has.
    pub(super) fn pool(&self, program: &Program) -> Vec<Selection> {
        self.others.iter().filter_map(|plan| Selection::of_plan(&program.placements, plan)).collect()
    }

    /// The multipliers as the program of `portfolio` has its rows and arcs; `None` if there are none to take over.
    pub(super) fn multipliers(&self, portfolio: &Portfolio, program: &Program) -> Option<Multipliers> {
        if self.shape != Shape::of(portfolio) || (self.rows.is_empty() && self.arcs.is_empty()) {
            return None;
        }
        let mut multipliers = Multipliers::zero(program, self.shape.quarters as usize);
        for (y, row) in multipliers.rows.iter_mut().zip(&program.rows) {
            *y = self.rows.get(&row.subject).copied().unwrap_or(0.0);
        }
        for (ys, arc) in multipliers.arcs.iter_mut().zip(&program.arcs) {
            if let Some(known) = self.arcs.get(&(arc.subject.clone(), arc.variant)) {
                ys.clone_from(known);
            }
        }
        multipliers.cuts = self.cuts_of(program);
        Some(multipliers.allowed(program))
    }

    /// The tree as the program of `portfolio` has its rows and arcs.
    pub(super) fn tree(&self, portfolio: &Portfolio, program: &Program) -> Option<ProofTree> {
        let tree = self.tree.as_ref().filter(|_| self.shape == Shape::of(portfolio))?;
        let rows: BTreeMap<&Subject, usize> = program.rows.iter().enumerate().map(|(row, of)| (&of.subject, row)).collect();
        let arcs = program.arcs.iter().enumerate().map(|(at, arc)| ((&arc.subject, arc.variant), at));
        let arcs: BTreeMap<(&Subject, Id<Variant>), usize> = arcs.collect();
        let hulls = Hulls::new(program);
        Some(tree.named(|priced| match priced {
            WarmPriced::Row(subject) => rows.get(subject).copied().map(Priced::Row),
            WarmPriced::Arc((subject, variant), last) => arcs.get(&(subject, *variant)).map(|&arc| Priced::Arc(arc, *last)),
            WarmPriced::Cut(cut) => hulls.cut_of(&cut.row, &cut.terms_of(program)).map(Priced::Cut),
        }))
    }

    /// The cuts on the rows as `program` has them.
    fn cuts_of(&self, program: &Program) -> Vec<(HullCut, f64)> {
        if self.cuts.is_empty() {
            return Vec::new();
        }
        let hulls = Hulls::new(program);
        let of_program = |cut: &WarmCut| Some((hulls.cut_of(&cut.row, &cut.terms_of(program))?, cut.multiplier));
        self.cuts.iter().filter_map(of_program).collect()
    }
}

impl WarmPriced {
    fn tree(program: &Program, tree: &ProofTree) -> ProofTree<Self> {
        let subjects = subjects(program);
        tree.named(|priced| {
            Some(match priced {
                Priced::Row(row) => Self::Row(program.rows[*row].subject.clone()),
                Priced::Arc(arc, last) => Self::Arc((program.arcs[*arc].subject.clone(), program.arcs[*arc].variant), *last),
                Priced::Cut(cut) => Self::Cut(WarmCut::of(program, &subjects, cut, 0.0)),
            })
        })
    }
}

impl WarmCut {
    fn all(program: &Program, cuts: &[(HullCut, f64)]) -> Vec<Self> {
        if cuts.is_empty() {
            return Vec::new();
        }
        let subjects = subjects(program);
        cuts.iter().map(|(cut, multiplier)| Self::of(program, &subjects, cut, *multiplier)).collect()
    }

    /// The cut by name; `subjects` are those of the rows.
    fn of(program: &Program, subjects: &[Subject], cut: &HullCut, multiplier: f64) -> Self {
        let named = |&(id, p): &(Id<Placement>, i64)| (program.placements[id].initiative, program.placements[id].decision, p);
        Self { row: subjects[cut.row].clone(), terms: cut.terms.iter().map(named).collect(), multiplier }
    }

    /// The coefficients of placements that are still there, in their order; no plan has one of the others.
    fn terms_of(&self, program: &Program) -> Vec<(usize, i64)> {
        let found = |&(initiative, decision, p): &(Id<Initiative>, Decision, i64)| {
            Some((program.placements.find(initiative, decision)?.index(), p))
        };
        let mut terms: Vec<(usize, i64)> = self.terms.iter().filter_map(found).collect();
        terms.sort_unstable();
        terms
    }
}
