//! Readable names of columns and rows that every reader of MPS and LP files takes: letters, digits, `_` and `.`, not starting
//! with a digit, at most [`LONGEST`] characters, unique.

use std::collections::HashSet;

use super::Placement;
use crate::model::{Portfolio, Quarter, Subject, SubjectOf};

/// Length at which names are cut; readers allow 255.
const LONGEST: usize = 200;

/// Gives each column and row a name of its own.
pub(super) struct Names<'a> {
    portfolio: &'a Portfolio,
    columns: HashSet<String>,
    rows: HashSet<String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(portfolio: &'a Portfolio) -> Self {
        Self { portfolio, columns: HashSet::new(), rows: HashSet::new() }
    }

    /// `x.PAY_12.2026Q1`, with the variant and, if there are several, the duration.
    pub(super) fn column(&mut self, placement: &Placement) -> String {
        let portfolio = self.portfolio;
        let variant = &portfolio.variants()[placement.decision.variant];
        let mut name = format!("x.{}", portfolio.initiatives()[placement.initiative].id);
        if let Some(variant) = &variant.name {
            name = format!("{name}.{variant}");
        }
        name = format!("{name}.{}", portfolio.calendar().name(placement.decision.start));
        if variant.spreads.len() > 1 {
            name = format!("{name}.d{}", variant.spreads[placement.decision.spread].duration);
        }
        unique(&mut self.columns, &name)
    }

    /// `started.PAY_12.2026Q1`, with the variant if it has a name: what a "by" column sums up to a quarter.
    pub(super) fn by(&mut self, what: &str, placement: &Placement, until: Quarter) -> String {
        let variant = &self.portfolio.variants()[placement.decision.variant];
        let variant = variant.name.as_ref().filter(|_| what == "started").map_or_else(String::new, |name| format!(".{name}"));
        let id = &self.portfolio.initiatives()[placement.initiative].id;
        unique(&mut self.columns, &format!("{what}.{id}{variant}.{}", self.portfolio.calendar().name(until)))
    }

    /// The row that defines a "by" column.
    pub(super) fn definition(&mut self, column: &str) -> String {
        unique(&mut self.rows, &format!("is.{column}"))
    }

    /// The unnamed slack that a soft row may buy.
    pub(super) fn shortfall(&mut self, row: &str) -> String {
        unique(&mut self.columns, &format!("short.{row}"))
    }

    /// `capacity.Platform.2026Q1`, `dependency.PAY_12.AUTH_3`, …
    pub(super) fn row(&mut self, subject: &Subject) -> String {
        let name = self.subject(subject);
        unique(&mut self.rows, &name)
    }

    /// The row that closes placements which a choice does not allow.
    pub(super) fn closed(&mut self, subject: &Subject) -> String {
        let name = format!("closed.{}", self.subject(subject));
        unique(&mut self.rows, &name)
    }

    /// The row of an arc for starts until `until`.
    pub(super) fn arc_row(&mut self, subject: &Subject, until: Quarter) -> String {
        let name = format!("{}.{}", self.subject(subject), self.portfolio.calendar().name(until));
        unique(&mut self.rows, &name)
    }

    fn subject(&self, subject: &Subject) -> String {
        let initiative = |id: &_| &self.portfolio.initiatives()[*id].id;
        let team = |id: &_| &self.portfolio.teams()[*id].name;
        let quarter = |quarter: u32| self.portfolio.calendar().name(Quarter(quarter));
        let of = match &subject.of {
            SubjectOf::Initiative(id) => initiative(id).clone(),
            SubjectOf::Pair(asks, other) => format!("{}.{}", initiative(asks), initiative(other)),
            SubjectOf::Team(id) => team(id).clone(),
            SubjectOf::TeamQuarter(id, at) | SubjectOf::TeamUntil(id, at) => format!("{}.{}", team(id), quarter(at.0)),
            SubjectOf::Group(name) => name.clone(),
            SubjectOf::Named { name, side, team: of, quarters } => {
                let team = of.as_ref().map_or(String::new(), |id| format!(".{}", team(id)));
                format!("{name}.{side}{team}.{}", quarter(quarters.0))
            }
        };
        format!("{}.{of}", subject.rule)
    }
}

fn unique(taken: &mut HashSet<String>, name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '_' };
    let name: String = name.chars().map(plain).take(LONGEST).collect();
    let candidates = std::iter::once(name.clone()).chain((2..).map(|copy| format!("{name}.n{copy}")));
    let free = candidates.into_iter().find(|candidate| !taken.contains(candidate)).expect("numbers do not end");
    taken.insert(free.clone());
    free
}
