//! What a restriction is about: the tag that a rule puts on whatever it says.

use std::fmt::Write as _;
use std::ops::Range;

use super::{Id, Initiative, Portfolio, Quarter, Team};

/// Which rule says something, and of what. Rows, breaches, names in exports and conflicts all carry one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    /// The rule's file in `rules/`: `capacity`, `dependency`, …
    pub rule: &'static str,
    /// What it speaks of.
    pub of: SubjectOf,
}

/// What a rule speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubjectOf {
    /// One initiative.
    Initiative(Id<Initiative>),
    /// Two initiatives, the one that asks first.
    Pair(Id<Initiative>, Id<Initiative>),
    /// A team over all quarters. No rule asks for that by itself: it is what several quarters ask for together.
    Team(Id<Team>),
    /// A team until the end of a quarter. No rule asks for that by itself either.
    TeamUntil(Id<Team>, Quarter),
    /// A team in a quarter.
    TeamQuarter(Id<Team>, Quarter),
    /// A group by its label.
    Group(String),
    /// A named rule of the portfolio in one cell of its scope.
    Named {
        /// The rule's name in the portfolio.
        name: String,
        /// Which side of it.
        side: &'static str,
        /// The team; none stands for all.
        team: Option<Id<Team>>,
        /// First quarter and the one after the last.
        quarters: (u32, u32),
    },
}

impl Subject {
    /// A subject of `rule` about a cell of a named rule.
    #[must_use]
    pub fn named(rule: &'static str, name: &str, side: &'static str, team: Option<Id<Team>>, quarters: &Range<u32>) -> Self {
        let of = SubjectOf::Named { name: name.to_owned(), side, team, quarters: (quarters.start, quarters.end) };
        Self { rule, of }
    }

    /// The same over all quarters, where that is of a team in a quarter.
    #[must_use]
    pub fn over_quarters(&self) -> Option<Self> {
        match self.of {
            SubjectOf::TeamQuarter(team, _) => Some(Self { rule: self.rule, of: SubjectOf::Team(team) }),
            _ => None,
        }
    }

    /// The same over all quarters until the end of this one, where that is of a team in a quarter; and the quarter.
    #[must_use]
    pub fn until(&self) -> Option<(Self, Quarter)> {
        match self.of {
            SubjectOf::TeamQuarter(team, quarter) => {
                Some((Self { rule: self.rule, of: SubjectOf::TeamUntil(team, quarter) }, quarter))
            }
            _ => None,
        }
    }

    /// The subject in words: `capacity of Platform in 2026Q3`, `debt ratio (min) in 2026Q1`.
    #[must_use]
    pub fn describe(&self, portfolio: &Portfolio) -> String {
        let id = |initiative: &Id<Initiative>| &portfolio.initiatives()[*initiative].id;
        let calendar = portfolio.calendar();
        match &self.of {
            SubjectOf::Initiative(initiative) => format!("{} of {}", self.rule, id(initiative)),
            SubjectOf::Pair(asks, other) => format!("{} of {} and {}", self.rule, id(asks), id(other)),
            SubjectOf::Team(team) => format!("{} of {} in all quarters", self.rule, portfolio.teams()[*team].name),
            SubjectOf::TeamUntil(team, quarter) => {
                format!("{} of {} until {}", self.rule, portfolio.teams()[*team].name, calendar.name(*quarter))
            }
            SubjectOf::TeamQuarter(team, quarter) => {
                format!("{} of {} in {}", self.rule, portfolio.teams()[*team].name, calendar.name(*quarter))
            }
            SubjectOf::Group(name) => format!("{} group {name}", self.rule),
            SubjectOf::Named { name, side, team, quarters } => {
                let mut text = format!("{} {name} ({side})", self.rule);
                if let Some(team) = team {
                    let _ = write!(text, " of {}", portfolio.teams()[*team].name);
                }
                let last = quarters.1.saturating_sub(1);
                if (quarters.0, last) != (0, calendar.last().0) || calendar.count() == 1 {
                    let _ = write!(text, " in {}", calendar.name(Quarter(quarters.0)));
                    if last != quarters.0 {
                        let _ = write!(text, "..{}", calendar.name(Quarter(last)));
                    }
                }
                text
            }
        }
    }
}
