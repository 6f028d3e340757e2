//! Allocation rules: which share of the work a set of initiatives gets.

use std::fmt;
use std::ops::Range;

use super::{Effort, Horizon, Id, Portfolio, Quarter, Selector, Share, Team};

/// A floor, a ceiling or both for the share of a set of initiatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Allocation {
    /// What reports call it; unique among the rules of a portfolio.
    pub name: String,
    /// The work whose share is ruled.
    pub set: Selector,
    /// Work that leaves both sides of the share.
    pub exempt: Option<Selector>,
    /// The share is at least this.
    pub min: Option<Share>,
    /// The share is at most this.
    pub max: Option<Share>,
    /// Where each share is taken.
    pub scope: Scope,
    /// What it is a share of.
    pub basis: Basis,
    /// Whether it may be broken at a price.
    pub hardness: Hardness,
}

/// The cells over which shares are taken, each of them a restriction of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One share over all teams and quarters.
    Plan,
    /// One for each quarter.
    Quarter,
    /// One for each team.
    Team,
    /// One for each team in each quarter.
    TeamQuarter,
    /// One for every run of so many quarters (at least 1); of the whole plan if it is shorter.
    Window(u32),
}

impl Scope {
    /// The cells of the scope, quarters within teams.
    #[must_use]
    pub fn cells(self, portfolio: &Portfolio) -> Vec<Cell> {
        let count = portfolio.calendar().count();
        let runs = |length: u32| (0..=count - length.min(count)).map(move |first| first..first + length.min(count));
        let teams = || portfolio.teams().ids().map(Some);
        let of_all = |quarters| Cell { team: None, quarters };
        match self {
            Self::Plan => vec![of_all(0..count)],
            Self::Quarter => runs(1).map(of_all).collect(),
            Self::Window(length) => runs(length).map(of_all).collect(),
            Self::Team => teams().map(|team| Cell { team, quarters: 0..count }).collect(),
            Self::TeamQuarter => teams().flat_map(|team| runs(1).map(move |quarters| Cell { team, quarters })).collect(),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plan => f.pad("plan"),
            Self::Quarter => f.pad("quarter"),
            Self::Team => f.pad("team"),
            Self::TeamQuarter => f.pad("team_quarter"),
            Self::Window(length) => f.pad(&format!("window:{length}")),
        }
    }
}

/// One team or all of them over a run of quarters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The team; `None` stands for all.
    pub team: Option<Id<Team>>,
    /// Quarters of the plan.
    pub quarters: Range<u32>,
}

impl Cell {
    /// Whether work of `team` in `quarter` counts here.
    #[must_use]
    pub fn contains(&self, team: Id<Team>, quarter: Quarter) -> bool {
        self.team.is_none_or(|own| own == team) && self.quarters.contains(&quarter.0)
    }

    /// Capacity in the cell.
    #[must_use]
    pub fn capacity(&self, portfolio: &Portfolio) -> Effort {
        let of_team = |team: &Team| self.quarters.clone().map(|quarter| team.capacity_in(Quarter(quarter))).sum::<Effort>();
        let inside = |&(id, _): &(Id<Team>, &Team)| self.team.is_none_or(|own| own == id);
        portfolio.teams().iter().filter(inside).map(|(_, team)| of_team(team)).sum()
    }
}

/// What a share is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The cost planned in the cell, without exempt work.
    Planned,
    /// The capacity of the cell, less exempt work planned there.
    Capacity,
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Planned => "planned",
            Self::Capacity => "capacity",
        })
    }
}

/// Whether a restriction may be broken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Hardness {
    /// Never.
    Hard,
    /// At a price in value per unit that it is broken by; at least 0.
    Soft {
        /// Value given up per unit of effort short or over.
        price: f64,
    },
}

/// A mix such as 70/20/10 as bands of target and tolerance, basis planned, scope plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Mix {
    /// What is mixed, with the target share of each, in the order of the file.
    pub labels: MixLabels,
    /// Half the width of each band.
    pub tolerance: Share,
}

/// The labels of a mix with their targets.
#[derive(Debug, Clone, PartialEq)]
pub enum MixLabels {
    /// `by = "horizon"`.
    Horizons(Vec<(Horizon, Share)>),
    /// `by = "category"`.
    Categories(Vec<(String, Share)>),
}

impl Mix {
    /// One allocation rule a label: at least target - tolerance, at most target + tolerance.
    #[must_use]
    pub fn bands(&self) -> Vec<Allocation> {
        let band = |label: String, set: Selector, target: Share| Allocation {
            name: format!("mix {label}"),
            set,
            exempt: None,
            min: Some(target.lowered(self.tolerance)),
            max: Some(target.raised(self.tolerance)),
            scope: Scope::Plan,
            basis: Basis::Planned,
            hardness: Hardness::Hard,
        };
        let of_horizon = |horizon| Selector { horizon: Some(vec![horizon]), ..Selector::default() };
        let of_category = |label: &String| Selector { category: Some(vec![label.clone()]), ..Selector::default() };
        match &self.labels {
            MixLabels::Horizons(list) => list.iter().map(|&(h, target)| band(h.to_string(), of_horizon(h), target)).collect(),
            MixLabels::Categories(list) => {
                list.iter().map(|(label, target)| band(label.clone(), of_category(label), *target)).collect()
            }
        }
    }
}
