//! Plans side by side: which initiatives are in which, and what became of each against the first.
//!
//! Initiatives are matched by id, since the portfolios need not have the same ones.

use std::collections::HashMap;

use super::{Cause, cause};
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
pub enum Place {
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
        /// The last quarter of work.
        finish: CalendarQuarter,
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
    pub places: Vec<Place>,
}

/// What became of an initiative against the first plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it is in the first plan.
    pub from: Place,
    /// Where it is in this one.
    pub to: Place,
    /// Why, nearest cause first; never empty.
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

impl Place {
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
    let mut seen: HashMap<&str, ()> = HashMap::new();
    for which in plans {
        for (_, initiative) in which.portfolio.initiatives().iter() {
            if seen.insert(&initiative.id, ()).is_none() {
                let places: Vec<Place> = plans
                    .iter()
                    .zip(&indices)
                    .map(|(which, index)| place(which, index.get(initiative.id.as_str()).copied()))
                    .collect();
                let presence = presence(&places);
                rows.push(Row { id: initiative.id.clone(), title: initiative.title.clone(), presence, places });
            }
        }
    }
    let differences = (0..plans.len()).map(|which| differences(&rows, plans, &indices, which)).collect();
    Comparison { rows, differences }
}

fn index<'a>(which: &Which<'a>) -> HashMap<&'a str, Id<Initiative>> {
    which.portfolio.initiatives().iter().map(|(id, initiative)| (initiative.id.as_str(), id)).collect()
}

fn place(which: &Which, initiative: Option<Id<Initiative>>) -> Place {
    match (initiative, which.plan) {
        (None, _) => Place::Absent,
        (Some(_), None) => Place::NoPlan,
        (Some(initiative), Some(plan)) => plan.decision(initiative).map_or(Place::Out, |decision| at(which.portfolio, decision)),
    }
}

fn at(portfolio: &Portfolio, decision: Decision) -> Place {
    let name = |quarter| portfolio.calendar().name(quarter);
    Place::In {
        start: name(decision.start),
        finish: name(decision.finish(portfolio)),
        variant: portfolio.variants()[decision.variant].name.clone(),
    }
}

fn presence(places: &[Place]) -> Presence {
    let planned = || places.iter().filter(|place| **place != Place::NoPlan);
    match planned().filter(|place| place.is_in()).count() {
        0 => Presence::None,
        count if count == planned().count() => Presence::All,
        _ => Presence::Some,
    }
}

fn differences(rows: &[Row], plans: &[Which], indices: &[HashMap<&str, Id<Initiative>>], which: usize) -> Vec<Difference> {
    if which == 0 || plans[0].plan.is_none() || plans[which].plan.is_none() {
        return Vec::new();
    }
    let differs = |row: &&Row| row.places[0] != row.places[which] && (row.places[0].is_in() || row.places[which].is_in());
    let difference = |row: &Row| {
        let ids = [0, which].map(|side| indices[side].get(row.id.as_str()).copied());
        Difference {
            id: row.id.clone(),
            title: row.title.clone(),
            from: row.places[0].clone(),
            to: row.places[which].clone(),
            causes: cause::causes([&plans[0], &plans[which]], ids),
        }
    };
    rows.iter().filter(differs).map(difference).collect()
}
