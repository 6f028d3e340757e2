//! Placements: the columns of the program.

use std::ops::{Index, Range};

use crate::model::{Effort, Id, Initiative, Portfolio, Quarter, Team, Variant};
use crate::plan::{Decision, Plan};

/// A variant with a start quarter and a spread of its cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// Whose work it is.
    pub initiative: Id<Initiative>,
    /// How and when.
    pub decision: Decision,
    /// The last quarter of work.
    pub finish: Quarter,
    /// What it adds to the plan's value.
    pub value: f64,
}

/// All placements, those of an initiative side by side: by variant, spread and start.
#[derive(Debug, Clone)]
pub struct Placements {
    rows: Vec<Placement>,
    of_initiative: Vec<Range<usize>>,
}

impl Placements {
    /// Every way to do every initiative inside the plan's quarters, whatever the rules say of it.
    #[must_use]
    pub fn of(portfolio: &Portfolio) -> Self {
        let mut rows = Vec::new();
        let mut of_initiative = Vec::new();
        for initiative in portfolio.initiatives().ids() {
            let first = rows.len();
            for (id, variant) in portfolio.variants_of(initiative) {
                rows.extend(placements_of(portfolio, id, variant));
            }
            of_initiative.push(first..rows.len());
        }
        Self { rows, of_initiative }
    }

    /// Number of placements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of initiatives, with or without placements.
    #[must_use]
    pub fn initiatives(&self) -> usize {
        self.of_initiative.len()
    }

    /// All placements with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (Id<Placement>, &Placement)> {
        self.rows.iter().enumerate().map(|(index, row)| (Id::new(index), row))
    }

    /// Positions of an initiative's placements.
    #[must_use]
    pub fn range(&self, initiative: Id<Initiative>) -> Range<usize> {
        self.of_initiative[initiative.index()].clone()
    }

    /// Ids of an initiative's placements.
    pub fn of_initiative(&self, initiative: Id<Initiative>) -> impl Iterator<Item = Id<Placement>> + use<> {
        self.range(initiative).map(Id::new)
    }

    /// Effort of a placement: team, quarter, positive effort.
    pub fn work<'a>(
        &self,
        portfolio: &'a Portfolio,
        placement: Id<Placement>,
    ) -> impl Iterator<Item = (Id<Team>, Quarter, Effort)> + use<'a> {
        let decision = self[placement].decision;
        decision.spread(portfolio).worked_from(decision.start)
    }

    /// The placement of a decision on an initiative; `None` if it is not among these.
    #[must_use]
    pub fn find(&self, initiative: Id<Initiative>, decision: Decision) -> Option<Id<Placement>> {
        self.of_initiative(initiative).find(|&id| self[id].decision == decision)
    }

    /// Placements of the same work, done in the same way, that begin no earlier than a decision on it; the soonest first.
    pub fn begun_from(&self, initiative: Id<Initiative>, decision: Decision) -> impl Iterator<Item = Id<Placement>> + '_ {
        let is_same = move |own: Decision| (own.variant, own.spread) == (decision.variant, decision.spread);
        self.of_initiative(initiative).filter(move |&id| is_same(self[id].decision) && self[id].decision.start >= decision.start)
    }

    /// Makes a placement worth something else.
    pub(super) fn set_value(&mut self, placement: Id<Placement>, value: f64) {
        self.rows[placement.index()].value = value;
    }

    /// Those for which `keep` holds, and where each of the old ones is now.
    pub(super) fn restricted(&self, keep: impl Fn(Id<Placement>) -> bool) -> (Self, Vec<Option<Id<Placement>>>) {
        let mut moved = vec![None; self.len()];
        let mut rows = Vec::new();
        let mut of_initiative = Vec::with_capacity(self.of_initiative.len());
        for range in &self.of_initiative {
            let first = rows.len();
            for old in range.clone().filter(|&old| keep(Id::new(old))) {
                moved[old] = Some(Id::new(rows.len()));
                rows.push(self.rows[old]);
            }
            of_initiative.push(first..rows.len());
        }
        (Self { rows, of_initiative }, moved)
    }
}

impl Index<Id<Placement>> for Placements {
    type Output = Placement;
    fn index(&self, id: Id<Placement>) -> &Placement {
        &self.rows[id.index()]
    }
}

fn placements_of<'a>(portfolio: &'a Portfolio, id: Id<Variant>, variant: &'a Variant) -> impl Iterator<Item = Placement> + 'a {
    let calendar = portfolio.calendar();
    let starts = move |duration: u32| calendar.quarters().filter(move |start| start.finish(duration) <= calendar.last());
    let spreads = variant.spreads.iter().enumerate();
    spreads.flat_map(move |(spread, shape)| {
        starts(shape.duration).map(move |start| {
            let finish = start.finish(shape.duration);
            Placement {
                initiative: variant.initiative,
                decision: Decision { variant: id, spread, start },
                finish,
                value: variant.value_at(finish, portfolio.discount_factor()),
            }
        })
    })
}

/// At most one placement for each initiative: a 0/1 point of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection(Vec<Option<Id<Placement>>>);

impl Selection {
    /// Nothing is chosen.
    #[must_use]
    pub fn empty(placements: &Placements) -> Self {
        Self(vec![None; placements.initiatives()])
    }

    /// The selection that `plan` stands for; `None` if it has a placement that is not among these.
    #[must_use]
    pub fn of_plan(placements: &Placements, plan: &Plan) -> Option<Self> {
        let mut selection = Self::empty(placements);
        for (initiative, decision) in plan.chosen() {
            selection.set(initiative, Some(placements.find(initiative, decision)?));
        }
        Some(selection)
    }

    /// The plan that this selection stands for.
    #[must_use]
    pub fn plan(&self, portfolio: &Portfolio, placements: &Placements) -> Plan {
        let mut plan = Plan::empty(portfolio);
        for placement in self.chosen() {
            plan.decide(placements[placement].initiative, Some(placements[placement].decision));
        }
        plan
    }

    /// The placement chosen for an initiative.
    #[must_use]
    pub fn of(&self, initiative: Id<Initiative>) -> Option<Id<Placement>> {
        self.0[initiative.index()]
    }

    /// Chooses a placement of an initiative, or none.
    pub fn set(&mut self, initiative: Id<Initiative>, placement: Option<Id<Placement>>) {
        self.0[initiative.index()] = placement;
    }

    /// All chosen placements, by initiative.
    pub fn chosen(&self) -> impl Iterator<Item = Id<Placement>> + '_ {
        self.0.iter().flatten().copied()
    }

    /// How many initiatives another selection of the same placements decides otherwise.
    #[must_use]
    pub fn distance(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).filter(|(own, other)| own != other).count()
    }

    /// Whether this placement is chosen.
    #[must_use]
    pub fn has(&self, placement: Id<Placement>, placements: &Placements) -> bool {
        self.of(placements[placement].initiative) == Some(placement)
    }
}
