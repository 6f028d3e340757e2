//! One way to do an initiative: a row of the spreadsheet.

use std::fmt;

use super::{Calendar, CalendarQuarter, Effort, Id, Initiative, Quarter, Team};

/// One way to do an initiative (MVP, full, outsourced). An initiative without variants in the file has one, without a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// What it is a way of doing.
    pub initiative: Id<Initiative>,
    /// The cell of the column `variant`.
    pub name: Option<String>,
    /// Value when finished in the first quarter, before confidence; any finite number.
    pub value: f64,
    /// Probability of the value, 0 to 1.
    pub confidence: f64,
    /// Value lost per quarter that the finish comes after the first quarter; any finite number.
    pub cost_of_delay: f64,
    /// What it takes from each team in all, positive, in the order of the teams.
    pub costs: Vec<(Id<Team>, Effort)>,
    /// The ways to spread the cost over quarters; several if the engine may choose the duration. Never empty, longest last.
    pub spreads: Vec<Spread>,
    /// H1, H2 or H3.
    pub horizon: Option<Horizon>,
    /// Free label.
    pub category: Option<String>,
    /// What must be in the plan, and when, for this variant to be.
    pub dependencies: Vec<Dependency>,
    /// May not start before.
    pub earliest: Option<CalendarQuarter>,
    /// Finished by the end of, if at all.
    pub deadline: Option<CalendarQuarter>,
    /// Starts in this quarter, if at all.
    pub pinned: Option<CalendarQuarter>,
    /// Forced in, forced out, or free.
    pub must: Must,
    /// May not be in a plan with these.
    pub excludes: Vec<Id<Initiative>>,
    /// Open or in progress.
    pub status: Status,
}

impl Variant {
    /// Whether the facts of this row alone force it in: `must = yes` or work in progress.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.must == Must::Yes || self.status == Status::InProgress
    }

    /// Whether work of `duration` quarters may start in `start`: after `earliest`, finished by `deadline` and by the end of the
    /// plan, in the pinned quarter, and at once when it is in progress.
    #[must_use]
    pub fn fits_window(&self, calendar: Calendar, start: Quarter, duration: u32) -> bool {
        let finish = start.finish(duration);
        let (starts, finishes) = (calendar.name(start), calendar.name(finish));
        finish <= calendar.last()
            && self.earliest.is_none_or(|earliest| earliest <= starts)
            && self.deadline.is_none_or(|deadline| finishes <= deadline)
            && self.pinned.is_none_or(|pinned| pinned == starts)
            && (self.status != Status::InProgress || start == Quarter(0))
    }

    /// Value of finishing in `finish` with `discount_factor` per quarter:
    /// `confidence * (value * factor^finish - cost_of_delay * finish)`, not below 0 when `value >= 0`.
    #[must_use]
    pub fn value_at(&self, finish: Quarter, discount_factor: f64) -> f64 {
        let quarters = f64::from(finish.0);
        let worth = self.confidence * (self.value * discount_factor.powf(quarters) - self.cost_of_delay * quarters);
        if self.value >= 0.0 { worth.max(0.0) } else { worth }
    }

    /// Cost over all teams.
    #[must_use]
    pub fn total_cost(&self) -> Effort {
        self.costs.iter().map(|&(_, cost)| cost).sum()
    }

    /// Cost on one team, zero if it has none.
    #[must_use]
    pub fn cost_on(&self, team: Id<Team>) -> Effort {
        self.costs.iter().find(|&&(of, _)| of == team).map_or(Effort::ZERO, |&(_, cost)| cost)
    }
}

/// Cost of a variant on each team in each quarter from its start; parts sum exactly to the cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Number of quarters from start to finish, at least 1.
    pub duration: u32,
    /// In what proportion each quarter from the start takes its part, one weight for each quarter.
    pub weights: Vec<u64>,
    /// For each team of the variant, in its order: the effort in each quarter from the start.
    pub parts: Vec<(Id<Team>, Vec<Effort>)>,
}

impl Spread {
    /// Spreads each cost in proportion to `weights`, one for each quarter, by largest remainder.
    #[must_use]
    pub fn new(costs: &[(Id<Team>, Effort)], weights: &[u64]) -> Self {
        Self {
            duration: u32::try_from(weights.len()).expect("few quarters"),
            weights: weights.to_vec(),
            parts: costs.iter().map(|&(team, cost)| (team, cost.split(weights))).collect(),
        }
    }

    /// Positive parts of work that starts in `start`: team, quarter, effort.
    pub fn worked_from(&self, start: Quarter) -> impl Iterator<Item = (Id<Team>, Quarter, Effort)> + '_ {
        self.parts.iter().flat_map(move |(team, parts)| {
            let positive = (0..).zip(parts).filter(|&(_, &effort)| effort > Effort::ZERO);
            positive.map(move |(offset, &effort)| (*team, Quarter(start.0 + offset), effort))
        })
    }
}

/// A need for another initiative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dependency {
    /// The prerequisite.
    pub on: Id<Initiative>,
    /// When it must be done.
    pub relation: Relation,
}

/// How a dependant stands to its prerequisite in time; in every case the prerequisite is in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Starts in a later quarter than the prerequisite's finish, with so many whole quarters between.
    After {
        /// Whole quarters between finish and start.
        gap: u32,
    },
    /// May start in the quarter in which the prerequisite finishes, not earlier.
    Same,
    /// Whenever.
    With,
}

impl Relation {
    /// How many quarters the start comes after the prerequisite's finish at least; `None` if time does not matter.
    #[must_use]
    pub fn lag(self) -> Option<u32> {
        match self {
            Self::After { gap } => Some(gap + 1),
            Self::Same => Some(0),
            Self::With => None,
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::After { gap: 0 } => f.write_str("after"),
            Self::After { gap } => write!(f, "after+{gap}"),
            Self::Same => f.write_str("same"),
            Self::With => f.write_str("with"),
        }
    }
}

/// The horizon of growth that an initiative serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Horizon {
    /// Now: features, fixes, stability.
    H1,
    /// Next: debt paydown, migrations, platform.
    H2,
    /// Later: experiments and new capabilities.
    H3,
}

impl Horizon {
    /// All horizons, nearest first.
    pub const ALL: [Self; 3] = [Self::H1, Self::H2, Self::H3];
}

impl fmt::Display for Horizon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::H1 => "H1",
            Self::H2 => "H2",
            Self::H3 => "H3",
        })
    }
}

/// Whether a variant is forced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Must {
    /// In every plan. Of several variants of one initiative that say so, one is.
    Yes,
    /// In no plan.
    No,
    /// The plan decides.
    Free,
}

/// How far the work is; finished work is said by [`Initiative::done`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not begun.
    Open,
    /// Begun: its cost is what remains, it starts in the first quarter and is in every plan.
    InProgress,
}
