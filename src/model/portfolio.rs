//! A portfolio: all facts and rules of one planning question.

use super::{Allocation, Budget, Calendar, Group, Id, Initiative, Limit, Mix, Relation, Selector, Table, Team, Variant};

/// Initiatives, teams and rules, valid as a whole. See the module's page for what holds; `Portfolio::read` makes one.
#[derive(Debug, Clone)]
pub struct Portfolio {
    facts: Facts,
}

/// What a portfolio is made of; `input` fills it and answers for its validity.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub name: String,
    pub unit: String,
    pub calendar: Calendar,
    pub discount_factor: f64,
    /// What an id alone in `depends_on` means, for rows that a scenario adds.
    pub default_relation: Relation,
    pub initiatives: Table<Initiative>,
    pub variants: Table<Variant>,
    pub teams: Table<Team>,
    pub one_of: Vec<Group>,
    pub together: Vec<Group>,
    pub debt: Selector,
    pub allocations: Vec<Allocation>,
    pub mix: Option<Mix>,
    pub limits: Vec<Limit>,
    pub budgets: Vec<Budget>,
    pub sources: Vec<Source>,
}

/// A file that was read, for the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name as findings show it.
    pub name: String,
    /// SHA-256 of its bytes, in lower-case hexadecimal digits.
    pub sha256: String,
}

impl Portfolio {
    pub(crate) fn new(facts: Facts) -> Self {
        Self { facts }
    }

    /// The same portfolio with another file on the record.
    pub(crate) fn with_source(&self, source: &Source) -> Self {
        let mut facts = self.facts.clone();
        if !facts.sources.contains(source) {
            facts.sources.push(source.clone());
        }
        Self { facts }
    }

    /// The same portfolio under another name.
    #[must_use]
    pub fn renamed(&self, name: String) -> Self {
        Self { facts: Facts { name, ..self.facts.clone() } }
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What the portfolio is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.facts.name
    }

    /// The unit of cost and capacity, `person-weeks` by default.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.facts.unit
    }

    /// The quarters that are planned.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        self.facts.calendar
    }

    /// What a unit of value is worth when it comes a quarter later; 1 without discounting, positive.
    #[must_use]
    pub fn discount_factor(&self) -> f64 {
        self.facts.discount_factor
    }

    /// What an id alone in `depends_on` means.
    #[must_use]
    pub fn default_relation(&self) -> Relation {
        self.facts.default_relation
    }

    /// Everything that could be done, in the order of the file.
    #[must_use]
    pub fn initiatives(&self) -> &Table<Initiative> {
        &self.facts.initiatives
    }

    /// All ways of doing all initiatives; those of one initiative need not be neighbours.
    #[must_use]
    pub fn variants(&self) -> &Table<Variant> {
        &self.facts.variants
    }

    /// The teams, in the order of the capacity file.
    #[must_use]
    pub fn teams(&self) -> &Table<Team> {
        &self.facts.teams
    }

    /// Groups of which at most one initiative is chosen.
    #[must_use]
    pub fn one_of(&self) -> &[Group] {
        &self.facts.one_of
    }

    /// Groups chosen all or none.
    #[must_use]
    pub fn together(&self) -> &[Group] {
        &self.facts.together
    }

    /// Which work is debt.
    #[must_use]
    pub fn debt(&self) -> &Selector {
        &self.facts.debt
    }

    /// Floors and ceilings on shares, without those of the mix.
    #[must_use]
    pub fn allocations(&self) -> &[Allocation] {
        &self.facts.allocations
    }

    /// The mix, if one is asked for.
    #[must_use]
    pub fn mix(&self) -> Option<&Mix> {
        self.facts.mix.as_ref()
    }

    /// Every allocation rule: those written as such, and the bands of the mix.
    #[must_use]
    pub fn shares_ruled(&self) -> Vec<Allocation> {
        let bands = self.facts.mix.iter().flat_map(Mix::bands);
        self.facts.allocations.iter().cloned().chain(bands).collect()
    }

    /// Limits on initiatives active at once.
    #[must_use]
    pub fn limits(&self) -> &[Limit] {
        &self.facts.limits
    }

    /// Caps on cost.
    #[must_use]
    pub fn budgets(&self) -> &[Budget] {
        &self.facts.budgets
    }

    /// The files that were read.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.facts.sources
    }

    /// The initiative called `id`.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Id<Initiative>> {
        self.facts.initiatives.iter().find(|(_, initiative)| initiative.id == id).map(|(found, _)| found)
    }

    /// The variants of an initiative, with their ids.
    pub fn variants_of(&self, initiative: Id<Initiative>) -> impl Iterator<Item = (Id<Variant>, &Variant)> {
        self.facts.initiatives[initiative].variants.iter().map(|&id| (id, &self.facts.variants[id]))
    }

    /// Whether every plan must have the initiative: one of its variants is required, and it is not done.
    #[must_use]
    pub fn is_required(&self, initiative: Id<Initiative>) -> bool {
        !self.facts.initiatives[initiative].done && self.variants_of(initiative).any(|(_, variant)| variant.is_required())
    }

    /// Whether the initiative's other rows allow this variant: it is not forced out, the initiative is not done, and if some of
    /// the initiative's variants are required, it is one of them.
    #[must_use]
    pub fn may_choose(&self, variant: Id<Variant>) -> bool {
        let own = &self.facts.variants[variant];
        let initiative = own.initiative;
        !self.facts.initiatives[initiative].done
            && own.must != super::Must::No
            && (own.is_required() || !self.is_required(initiative))
    }
}
