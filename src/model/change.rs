//! Changes to a portfolio: what a scenario, a sweep or a sensitivity analysis does to the facts.
//!
//! A change is made to the portfolio as it stands, so that of several changes each sees what those before it made; relative
//! changes compound. The portfolio stays valid: an effort that would fall below zero is zero, and what named a removed initiative
//! no longer does.

use std::ops::Range;

use super::{
    Allocation, BILLIONTHS, Budget, CalendarQuarter, Effort, Facts, Id, Initiative, Limit, Mix, Must, Portfolio, Selector, Spread,
    Table, Team, Variant,
};

/// How a number changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Adjust<T> {
    /// To this.
    To(T),
    /// By so much more; negative for less.
    By(T),
    /// To so many times as much; at least 0 where the result may not be negative.
    Times(f64),
}

/// One change to a portfolio. Ids are those of the portfolio that it is made to.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// What a team can spend in each of some quarters.
    Capacity {
        /// The team.
        team: Id<Team>,
        /// Quarters of the plan.
        quarters: Range<u32>,
        /// In effort a quarter.
        adjust: Adjust<Effort>,
    },
    /// What a variant is worth before confidence.
    Value(Id<Variant>, Adjust<f64>),
    /// What a variant takes from a team.
    Cost(Id<Variant>, Id<Team>, Adjust<Effort>),
    /// The first quarter in which a variant may start; none lifts the window.
    Earliest(Id<Variant>, Option<CalendarQuarter>),
    /// The last quarter in which a variant may finish; none lifts it.
    Deadline(Id<Variant>, Option<CalendarQuarter>),
    /// The quarter in which a variant starts, if it does; none lets it start whenever.
    Start(Id<Variant>, Option<CalendarQuarter>),
    /// Whether a variant is forced.
    Must(Id<Variant>, Must),
    /// What value that comes a quarter later is worth; positive.
    DiscountFactor(f64),
    /// An allocation rule in place of the one of the same name, or beside the others.
    Allocation(Allocation),
    /// A limit, likewise.
    Limit(Limit),
    /// A budget, likewise.
    Budget(Budget),
    /// Another mix, or none.
    Mix(Option<Mix>),
    /// The allocation rule, limit or budget of this name no longer holds.
    WithoutRule(String),
    /// The first no longer depends on the second.
    WithoutDependency(Id<Initiative>, Id<Initiative>),
    /// The two may be in the same plan.
    WithoutExclusion(Id<Initiative>, Id<Initiative>),
    /// The group `one_of` of this name no longer holds.
    WithoutOneOf(String),
    /// The group `together` of this name no longer holds.
    WithoutTogether(String),
    /// The initiatives are not there at all, and nothing depends on them.
    Remove(Vec<Id<Initiative>>),
}

impl Adjust<Effort> {
    /// What becomes of an effort; at least zero and at most [`Effort::LARGEST_CELL`], rounded to the nearest millionth.
    #[must_use]
    pub fn of(self, effort: Effort) -> Effort {
        self.unbounded(effort).clamp(Effort::ZERO, Effort::LARGEST_CELL)
    }

    /// The same where it may fall below zero or rise above what a cell may hold, for those who refuse that.
    #[must_use]
    pub fn unbounded(self, effort: Effort) -> Effort {
        match self {
            Self::To(to) => to,
            Self::By(by) => effort + by,
            Self::Times(factor) => Effort(times(effort.0, factor)),
        }
    }
}

/// `millionths * factor`, the factor taken to the nearest billionth and at most a billion.
fn times(millionths: i128, factor: f64) -> i128 {
    let billionths = (factor.clamp(-1e9, 1e9) * BILLIONTHS as f64).round() as i128;
    let product = millionths.saturating_mul(billionths);
    (product + product.signum() * (BILLIONTHS / 2)) / BILLIONTHS
}

impl Adjust<f64> {
    /// What becomes of a number.
    #[must_use]
    pub fn of(self, number: f64) -> f64 {
        match self {
            Self::To(to) => to,
            Self::By(by) => number + by,
            Self::Times(factor) => number * factor,
        }
    }
}

impl Portfolio {
    /// The portfolio with all changes made, one after the other.
    #[must_use]
    pub fn with(&self, changes: &[Change]) -> Self {
        let mut facts = self.facts().clone();
        changes.iter().for_each(|change| facts.change(change));
        Self::new(facts)
    }
}

impl Facts {
    fn change(&mut self, change: &Change) {
        match change {
            Change::Capacity { team, quarters, adjust } => self.teams.row_mut(*team).change_capacity(quarters, *adjust),
            Change::Value(variant, adjust) => self.variants.row_mut(*variant).change_value(*adjust),
            Change::Cost(variant, team, adjust) => self.variants.row_mut(*variant).change_cost(*team, *adjust),
            Change::Earliest(variant, quarter) => self.variants.row_mut(*variant).earliest = *quarter,
            Change::Deadline(variant, quarter) => self.variants.row_mut(*variant).deadline = *quarter,
            Change::Start(variant, quarter) => self.variants.row_mut(*variant).pinned = *quarter,
            Change::Must(variant, must) => self.variants.row_mut(*variant).must = *must,
            Change::DiscountFactor(factor) => self.discount_factor = *factor,
            Change::Allocation(rule) => put(&mut self.allocations, rule, |rule| &rule.name),
            Change::Limit(rule) => put(&mut self.limits, rule, |rule| &rule.name),
            Change::Budget(rule) => put(&mut self.budgets, rule, |rule| &rule.name),
            Change::Mix(mix) => self.mix.clone_from(mix),
            Change::WithoutRule(name) => self.drop_rule(name),
            Change::WithoutDependency(dependant, on) => self.drop_dependency(*dependant, *on),
            Change::WithoutExclusion(one, other) => self.drop_exclusion(*one, *other),
            Change::WithoutOneOf(name) => self.one_of.retain(|group| group.name != *name),
            Change::WithoutTogether(name) => self.together.retain(|group| group.name != *name),
            Change::Remove(initiatives) => self.remove(initiatives),
        }
    }

    fn drop_rule(&mut self, name: &str) {
        self.allocations.retain(|rule| rule.name != name);
        self.limits.retain(|rule| rule.name != name);
        self.budgets.retain(|rule| rule.name != name);
    }

    fn drop_dependency(&mut self, dependant: Id<Initiative>, on: Id<Initiative>) {
        self.each_variant_of(dependant, |variant| variant.dependencies.retain(|dependency| dependency.on != on));
    }

    fn drop_exclusion(&mut self, one: Id<Initiative>, other: Id<Initiative>) {
        self.each_variant_of(one, |variant| variant.excludes.retain(|&excluded| excluded != other));
        self.each_variant_of(other, |variant| variant.excludes.retain(|&excluded| excluded != one));
    }

    fn each_variant_of(&mut self, initiative: Id<Initiative>, change: impl Fn(&mut Variant)) {
        for variant in self.initiatives[initiative].variants.clone() {
            change(self.variants.row_mut(variant));
        }
    }

    /// Takes initiatives out; the others move up, and so do their variants.
    fn remove(&mut self, removed: &[Id<Initiative>]) {
        let moved = Moved::without(removed, self.initiatives.len());
        let gone: Vec<Id<Variant>> = removed.iter().flat_map(|&id| self.initiatives[id].variants.clone()).collect();
        let variants = Moved::without(&gone, self.variants.len());
        self.variants = variants.table(&self.variants);
        self.initiatives = moved.table(&self.initiatives);
        for id in self.variants.ids() {
            let own = self.variants.row_mut(id);
            own.initiative = moved.of(own.initiative).expect("variants of removed initiatives are removed");
            own.dependencies.retain_mut(|dependency| moved.follow(&mut dependency.on));
            own.excludes.retain_mut(|excluded| moved.follow(excluded));
        }
        for id in self.initiatives.ids() {
            self.initiatives.row_mut(id).variants.retain_mut(|variant| variants.follow(variant));
        }
        for groups in [&mut self.one_of, &mut self.together] {
            groups.iter_mut().for_each(|group| group.members.retain_mut(|member| variants.follow(member)));
            groups.retain(|group| !group.members.is_empty());
        }
        self.selectors().for_each(|selector| selector.id.iter_mut().for_each(|ids| ids.retain_mut(|id| moved.follow(id))));
    }

    fn selectors(&mut self) -> impl Iterator<Item = &mut Selector> {
        let allocations = self.allocations.iter_mut().flat_map(|rule| [Some(&mut rule.set), rule.exempt.as_mut()]).flatten();
        let limits = self.limits.iter_mut().map(|rule| &mut rule.set);
        let budgets = self.budgets.iter_mut().map(|rule| &mut rule.set);
        std::iter::once(&mut self.debt).chain(allocations).chain(limits).chain(budgets)
    }
}

/// Puts a rule in the place of the one of the same name, or behind all others.
fn put<T: Clone>(rules: &mut Vec<T>, rule: &T, name: impl Fn(&T) -> &str) {
    match rules.iter_mut().find(|known| name(known) == name(rule)) {
        Some(known) => known.clone_from(rule),
        None => rules.push(rule.clone()),
    }
}

impl Team {
    fn change_capacity(&mut self, quarters: &Range<u32>, adjust: Adjust<Effort>) {
        let own = self.capacity.iter_mut().enumerate();
        let changed = own.filter(|(quarter, _)| quarters.contains(&u32::try_from(*quarter).unwrap_or(u32::MAX)));
        changed.for_each(|(_, capacity)| *capacity = adjust.of(*capacity));
    }
}

impl Variant {
    fn change_value(&mut self, adjust: Adjust<f64>) {
        self.value = adjust.of(self.value);
    }

    fn change_cost(&mut self, team: Id<Team>, adjust: Adjust<Effort>) {
        let changed = adjust.of(self.cost_on(team));
        self.costs.retain(|&(of, _)| of != team);
        if changed > Effort::ZERO {
            let position = self.costs.partition_point(|&(of, _)| of < team);
            self.costs.insert(position, (team, changed));
        }
        self.spreads = self.spreads.iter().map(|spread| Spread::new(&self.costs, &spread.weights)).collect();
    }
}

/// Where the rows of a table go when some are taken out.
struct Moved<T>(Vec<Option<Id<T>>>);

impl<T: Clone> Moved<T> {
    fn without(removed: &[Id<T>], count: usize) -> Self {
        let mut stays = vec![true; count];
        removed.iter().for_each(|id| stays[id.index()] = false);
        let mut next = 0;
        let place = |stays: bool| {
            stays.then(|| {
                next += 1;
                Id::new(next - 1)
            })
        };
        Self(stays.into_iter().map(place).collect())
    }

    fn of(&self, id: Id<T>) -> Option<Id<T>> {
        self.0[id.index()]
    }

    /// Changes an id to the new one; `false` if its row is gone.
    fn follow(&self, id: &mut Id<T>) -> bool {
        let new = self.of(*id);
        *id = new.unwrap_or(*id);
        new.is_some()
    }

    fn table(&self, rows: &Table<T>) -> Table<T> {
        let stays = rows.iter().filter(|&(id, _)| self.of(id).is_some());
        stays.map(|(_, row)| row.clone()).collect::<Vec<T>>().into()
    }
}
