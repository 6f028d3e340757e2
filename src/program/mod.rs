//! The program: 0/1 columns for placements, and three kinds of restriction that all solving methods understand.
//!
//! A column `x[c]` is a placement `c` = (initiative, variant, spread, start). Restrictions are choices (one placement of an
//! initiative), arcs (a dependant waits for its prerequisite) and rows (whole numbers over placements, at most or equal to a
//! limit). Each carries the [`Subject`] that says which rule asks for it. Nothing here knows a business rule.

mod arc;
mod around;
mod condensed;
mod cumulated;
mod linear;
mod lp;
mod mps;
mod names;
mod placement;
mod reach;
mod row;
mod text;

pub use arc::{Arc, ArcRow};
pub use around::Part;
pub use condensed::Condensed;
pub use cumulated::ENTRIES_THAT_PAY;
pub use linear::{LinearColumn, LinearProgram, LinearRow, Sense};
pub use lp::write_lp;
pub use mps::write_mps;
pub use placement::{Placement, Placements, Selection};
pub use reach::Reach;
pub use row::{Row, RowBuilder};
pub use text::describe;

use crate::model::{Id, Initiative, Subject};

/// Maximise the value of chosen placements, less the price of broken soft rows, under the restrictions.
#[derive(Debug, Clone)]
pub struct Program {
    /// The columns.
    pub placements: Placements,
    /// One for each initiative that has placements or is required.
    pub choices: Vec<Choice>,
    /// Who waits for whom.
    pub arcs: Vec<Arc>,
    /// Everything else.
    pub rows: Vec<Row>,
}

/// At most one, or exactly one, of an initiative's allowed placements is chosen; the others are closed.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Who asks.
    pub subject: Subject,
    /// Whose placements.
    pub initiative: Id<Initiative>,
    /// The open ones, in order.
    pub allowed: Vec<Id<Placement>>,
    /// Whether one must be chosen.
    pub presence: Presence,
}

/// Whether an initiative is in every plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The plan decides.
    Optional,
    /// In every plan.
    Required,
}

/// What a rule says to solvers.
#[derive(Debug, Clone, PartialEq)]
pub enum Restriction {
    /// See [`Choice`].
    Choice(Choice),
    /// See [`Arc`].
    Arc(Arc),
    /// See [`Row`].
    Row(Row),
}

impl Program {
    /// Sorts what the rules say by kind; within a kind the order of the rules is kept.
    #[must_use]
    pub fn new(placements: Placements, restrictions: Vec<Restriction>) -> Self {
        let mut program = Self { placements, choices: Vec::new(), arcs: Vec::new(), rows: Vec::new() };
        for restriction in restrictions {
            match restriction {
                Restriction::Choice(choice) => program.choices.push(choice),
                Restriction::Arc(arc) => program.arcs.push(arc),
                Restriction::Row(row) => program.rows.push(row),
            }
        }
        program
    }

    /// Whether a selection keeps every choice, arc and hard row, in whole numbers.
    #[must_use]
    pub fn keeps(&self, selection: &Selection) -> bool {
        self.choices.iter().all(|choice| match selection.of(choice.initiative) {
            Some(placement) => choice.allowed.contains(&placement),
            None => choice.presence == Presence::Optional,
        }) && self.arcs.iter().all(|arc| arc.is_kept(&self.placements, selection))
            && self.rows.iter().all(|row| row.is_soft() || row.excess(selection, &self.placements) <= 0)
    }

    /// The position of each initiative's choice; none of one without.
    #[must_use]
    pub fn choices_of_initiatives(&self) -> Vec<Option<usize>> {
        let mut positions = vec![None; self.placements.initiatives()];
        self.choices.iter().enumerate().for_each(|(choice, facts)| positions[facts.initiative.index()] = Some(choice));
        positions
    }

    /// Value of a selection: its placements, less the price of broken soft rows.
    #[must_use]
    pub fn value(&self, selection: &Selection) -> f64 {
        let gross: f64 = selection.chosen().map(|placement| self.placements[placement].value).sum();
        gross - self.rows.iter().map(|row| row.penalty(row.excess(selection, &self.placements))).sum::<f64>()
    }

    /// The program on the placements for which `keep` holds. Arcs of dependants without placements and rows that nothing can
    /// break fall away; `moved` maps old placements to new ones.
    #[must_use]
    pub fn restricted(&self, keep: impl Fn(Id<Placement>) -> bool) -> (Self, Vec<Option<Id<Placement>>>) {
        let (placements, moved) = self.placements.restricted(keep);
        let choice = |choice: &Choice| Choice {
            allowed: choice.allowed.iter().filter_map(|old| moved[old.index()]).collect(),
            ..choice.clone()
        };
        let choices = self.choices.iter().map(choice).filter(|c| !c.allowed.is_empty() || c.presence == Presence::Required);
        let choices: Vec<Choice> = choices.collect();
        let arcs = self.arcs.iter().filter(|arc| arc.has_followers(&placements)).cloned().collect();
        let rows = self.rows.iter().map(|row| row.moved(&moved)).filter(|row| row.can_break(&placements)).collect();
        (Self { choices, arcs, rows, placements }, moved)
    }
}
