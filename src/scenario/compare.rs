//! Plans side by side: which initiatives are in which, and what became of each against the first.
//!
//! Initiatives are matched by id, since the portfolios need not have the same ones.

use std::collections::{HashMap, HashSet};

use super::{Cause, cause};
use crate::input::PlanLine;
use crate::model::{CalendarQuarter, Id, Initiative, Portfolio};
use crate::plan::{Decision, Plan};

/// A plan of a portfolio, to be compared.
#[derive(Debug, Clone, Copy)]
pub struct Which<'a> {
    /// The facts.
    pub portfolio: &'a Portfolio,
    /// The plan; none if there is none.
    pub plan: Option<&'a Plan>,
}

/// Where an initiative is in one plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The portfolio has no such initiative.
    Absent,
    /// There is no plan at all.
    NoPlan,
    /// Left out.
    Out,
    /// In the plan.
    In {
        /// The first quarter of work.
        start: CalendarQuarter,
        /// The last quarter of work; none if a plan file does not say it.
        finish: Option<CalendarQuarter>,
        /// The variant, if it has a name.
        variant: Option<String>,
    },
}

/// In how many of the plans an initiative is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// In every plan there is.
    All,
    /// In some of them.
    Some,
    /// In none.
    None,
}

/// One initiative in all plans.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Its title in the first portfolio that has it.
    pub title: String,
    /// In how many plans it is.
    pub presence: Presence,
    /// Where it is in each, in the order of the plans.
    pub standings: Vec<Standing>,
}

/// What became of an initiative against the first plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it is in the first plan.
    pub from: Standing,
    /// Where it is in this one.
    pub to: Standing,
    /// Why, nearest cause first; empty only of plans that came without their portfolio.
    pub causes: Vec<Cause>,
}

/// Plans side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// All initiatives of all portfolios, in the order of the files.
    pub rows: Vec<Row>,
    /// For each plan, what differs from the first; empty for the first, and where either plan is missing.
    pub differences: Vec<Vec<Difference>>,
}

impl Standing {
    /// Whether the initiative is in the plan.
    #[must_use]
    pub fn is_in(&self) -> bool {
        matches!(self, Self::In { .. })
    }
}

/// Compares plans with the first of them.
#[must_use]
pub fn compare(plans: &[Which]) -> Comparison {
    let indices: Vec<HashMap<&str, Id<Initiative>>> = plans.iter().map(index).collect();
    let mut rows: Vec<Row> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for which in plans {
        for (_, initiative) in which.portfolio.initiatives().iter() {
            if seen.insert(&initiative.id) {
                let standings: Vec<Standing> = plans
                    .iter()
                    .zip(&indices)
                    .map(|(which, index)| standing(which, index.get(initiative.id.as_str()).copied()))
                    .collect();
                let presence = presence(&standings);
                rows.push(Row { id: initiative.id.clone(), title: initiative.title.clone(), presence, standings });
            }
        }
    }
    let differences = (0..plans.len()).map(|which| differences(&rows, plans, &indices, which)).collect();
    Comparison { rows, differences }
}

/// Compares plan files with the first of them; without their portfolio nobody knows why they differ.
#[must_use]
pub fn compare_lines(plans: &[Vec<PlanLine>]) -> Comparison {
    let mut rows: Vec<Row> = Vec::new();
    let mut positions: HashMap<&str, usize> = HashMap::new();
    for (which, plan) in plans.iter().enumerate() {
        for line in plan {
            let position = *positions.entry(&line.id).or_insert_with(|| {
                let standings = vec![Standing::Absent; plans.len()];
                rows.push(Row { id: line.id.clone(), title: line.title.clone(), presence: Presence::None, standings });
                rows.len() - 1
            });
            rows[position].standings[which] = line_standing(line);
        }
    }
    rows.iter_mut().for_each(|row| row.presence = presence(&row.standings));
    let differences = (0..plans.len()).map(|which| rows.iter().filter_map(|row| moved(row, which)).collect()).collect();
    Comparison { rows, differences }
}

fn line_standing(line: &PlanLine) -> Standing {
    let at = |start| Standing::In { start, finish: line.finish, variant: line.variant.clone() };
    line.start.map_or(Standing::Out, at)
}

/// What became of an initiative against the first plan, without causes; none if nothing did.
fn moved(row: &Row, which: usize) -> Option<Difference> {
    let (from, to) = (&row.standings[0], &row.standings[which]);
    let differs = from != to && (from.is_in() || to.is_in());
    let difference =
        || Difference { id: row.id.clone(), title: row.title.clone(), from: from.clone(), to: to.clone(), causes: Vec::new() };
    differs.then(difference)
}

fn index<'a>(which: &Which<'a>) -> HashMap<&'a str, Id<Initiative>> {
    which.portfolio.initiatives().iter().map(|(id, initiative)| (initiative.id.as_str(), id)).collect()
}

fn standing(which: &Which, initiative: Option<Id<Initiative>>) -> Standing {
    match (initiative, which.plan) {
        (None, _) => Standing::Absent,
        (Some(_), None) => Standing::NoPlan,
        (Some(initiative), Some(plan)) => plan.decision(initiative).map_or(Standing::Out, |decision| at(which.portfolio, decision)),
    }
}

fn at(portfolio: &Portfolio, decision: Decision) -> Standing {
    let name = |quarter| portfolio.calendar().name(quarter);
    Standing::In {
        start: name(decision.start),
        finish: Some(name(decision.finish(portfolio))),
        variant: portfolio.variants()[decision.variant].name.clone(),
    }
}

fn presence(standings: &[Standing]) -> Presence {
    let planned = || standings.iter().filter(|standing| **standing != Standing::NoPlan);
    match planned().filter(|standing| standing.is_in()).count() {
        0 => Presence::None,
        count if count == planned().count() => Presence::All,
        _ => Presence::Some,
    }
}

fn differences(rows: &[Row], plans: &[Which], indices: &[HashMap<&str, Id<Initiative>>], which: usize) -> Vec<Difference> {
    if which == 0 || plans[0].plan.is_none() || plans[which].plan.is_none() {
        return Vec::new();
    }
    let with_causes = |row: &Row| {
        let ids = [0, which].map(|side| indices[side].get(row.id.as_str()).copied());
        Some(Difference { causes: cause::causes([&plans[0], &plans[which]], ids), ..moved(row, which)? })
    };
    rows.iter().filter_map(with_causes).collect()
}
