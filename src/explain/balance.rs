//! Shares, counts and sums of a plan, to which work is added in exact arithmetic without judging the whole plan again.
//!
//! Only the cells that the added work touches are looked at, and only what gets worse there counts: a rule that the plan breaks
//! already is no objection to work that leaves it as it is.

use std::collections::BTreeMap;

use super::Reason;
use crate::model::{Allocation, Budget, Effort, Hardness, Id, Limit, Portfolio, Quarter, Subject, Team, Variant};
use crate::plan::{CellShare, Decision, Load, Plan, shares};

/// Share of value and prices by which their sums may be off: a gain of less is none.
const ROUNDING: f64 = 1e-12;

/// What the rules on shares, counts and sums know of a plan.
pub(super) struct Balance<'a> {
    portfolio: &'a Portfolio,
    shares: Vec<RuledShares>,
    /// For each limit, the initiatives active in each quarter.
    active: Vec<Vec<usize>>,
    /// For each budget, what each of its windows has spent.
    spent: Vec<Vec<Effort>>,
}

struct RuledShares {
    family: &'static str,
    rule: Allocation,
    cells: Vec<CellShare>,
    /// The cells to which work of a team in a quarter belongs, quarters within teams.
    at: Vec<Vec<usize>>,
}

/// What would get worse.
enum Worse {
    Broken(Subject),
    Paid(f64, Subject),
}

impl<'a> Balance<'a> {
    pub(super) fn of(portfolio: &'a Portfolio, plan: &Plan) -> Self {
        let written = portfolio.allocations().iter().map(|rule| ("allocation", rule.clone()));
        let bands = portfolio.mix().map(crate::model::Mix::bands).unwrap_or_default();
        let all = written.chain(bands.into_iter().map(|band| ("mix", band)));
        let budget = |budget: &Budget| {
            let load = Load::of(portfolio, plan, |variant| budget.set.matches(variant));
            budget.windows.iter().map(|window| spent(portfolio, budget, window, &load)).collect()
        };
        let active =
            |limit: &Limit| portfolio.calendar().quarters().map(|quarter| active(portfolio, limit, plan, quarter)).collect();
        Self {
            portfolio,
            shares: all.map(|(family, rule)| RuledShares::of(portfolio, plan, family, rule)).collect(),
            active: portfolio.limits().iter().map(active).collect(),
            spent: portfolio.budgets().iter().map(budget).collect(),
        }
    }

    /// The first hard rule that adding these decisions breaks or breaks further. Without one, when nothing is gained: the soft rule
    /// that costs most, or no value if none costs anything.
    pub(super) fn objection(&self, added: &[Decision]) -> Option<Reason> {
        let gain: f64 = added.iter().map(|decision| decision.value(self.portfolio)).sum();
        let (mut cost, mut dearest) = (0.0, None);
        let of_shares = self.shares.iter().flat_map(|ruled| ruled.worse(self.portfolio, added));
        for worse in of_shares.chain(self.limits(added)).chain(self.budgets(added)) {
            match worse {
                Worse::Broken(subject) => return Some(Reason::Breaks(subject)),
                Worse::Paid(price, subject) => {
                    cost += price;
                    dearest = dearest.filter(|&(most, _)| most >= price).or(Some((price, subject)));
                }
            }
        }
        let dearest = dearest.filter(|&(price, _)| price > 0.0);
        (gain - cost <= ROUNDING * (gain.abs() + cost))
            .then(|| dearest.map_or(Reason::NoValue, |(_, subject)| Reason::Costs(subject)))
    }

    fn limits(&self, added: &[Decision]) -> Vec<Worse> {
        let portfolio = self.portfolio;
        let over = |(limit, counts): (&Limit, &Vec<usize>), quarter: Quarter| {
            let more = added.iter().filter(|&&decision| is_active(portfolio, limit, decision, quarter)).count();
            let subject = || Subject::named("limit", &limit.name, "max_active", limit.team, &(quarter.0..quarter.0 + 1));
            (more > 0 && counts[quarter.index()] + more > limit.max_active as usize).then(|| Worse::Broken(subject()))
        };
        let pairs = portfolio.limits().iter().zip(&self.active);
        pairs.flat_map(|pair| portfolio.calendar().quarters().filter_map(move |quarter| over(pair, quarter))).collect()
    }

    fn budgets(&self, added: &[Decision]) -> Vec<Worse> {
        let mut worse = Vec::new();
        for (budget, spent) in self.portfolio.budgets().iter().zip(&self.spent) {
            for (window, &before) in budget.windows.iter().zip(spent) {
                let counts = |&(team, quarter, _): &(Id<Team>, Quarter, Effort)| {
                    window.contains(&quarter.0) && budget.teams.as_ref().is_none_or(|teams| teams.contains(&team))
                };
                let ruled = added.iter().filter(|decision| budget.set.matches(&self.portfolio.variants()[decision.variant]));
                let work = ruled.flat_map(|decision| decision.spread(self.portfolio).worked_from(decision.start));
                let more: Effort = work.filter(counts).map(|(_, _, effort)| effort).sum();
                if more > Effort::ZERO && before + more > budget.max {
                    worse.push(Worse::Broken(Subject::named("budget", &budget.name, "max", None, window)));
                }
            }
        }
        worse
    }
}

fn spent(portfolio: &Portfolio, budget: &Budget, window: &std::ops::Range<u32>, load: &Load) -> Effort {
    let teams = budget.teams.clone().unwrap_or_else(|| portfolio.teams().ids().collect());
    let cells = teams.into_iter().flat_map(|team| window.clone().map(move |quarter| (team, Quarter(quarter))));
    cells.map(|(team, quarter)| load.at(team, quarter)).sum()
}

fn active(portfolio: &Portfolio, limit: &Limit, plan: &Plan, quarter: Quarter) -> usize {
    plan.chosen().filter(|&(_, decision)| is_active(portfolio, limit, decision, quarter)).count()
}

fn is_active(portfolio: &Portfolio, limit: &Limit, decision: Decision, quarter: Quarter) -> bool {
    let works = |team| decision.spread(portfolio).worked_from(decision.start).any(|(of, at, _)| (of, at) == (team, quarter));
    limit.set.matches(&portfolio.variants()[decision.variant])
        && limit.team.map_or_else(|| (decision.start..=decision.finish(portfolio)).contains(&quarter), works)
}

impl RuledShares {
    fn of(portfolio: &Portfolio, plan: &Plan, family: &'static str, rule: Allocation) -> Self {
        let cells = shares(portfolio, plan, &rule);
        let spots = portfolio.teams().ids().flat_map(|team| portfolio.calendar().quarters().map(move |quarter| (team, quarter)));
        let holding = |(team, quarter)| (0..cells.len()).filter(|&cell| cells[cell].cell.contains(team, quarter)).collect();
        let at = spots.map(holding).collect();
        Self { family, rule, cells, at }
    }

    /// Cells in which the share gets worse, by position.
    fn worse(&self, portfolio: &Portfolio, added: &[Decision]) -> Vec<Worse> {
        let touched = self.touched(portfolio, added);
        let sides = touched.iter().flat_map(|(&cell, after)| {
            let before = &self.cells[cell];
            let short = (before, "min", after.short(&self.rule) - before.short(&self.rule));
            [short, (before, "max", after.over(&self.rule) - before.over(&self.rule))]
        });
        let worse = sides.filter(|&(.., more)| more != Effort::ZERO);
        worse.filter_map(|(cell, side, more)| self.worsened(cell, side, more)).collect()
    }

    /// A soft cell that gets better is a negative price.
    fn worsened(&self, cell: &CellShare, side: &'static str, more: Effort) -> Option<Worse> {
        let subject = Subject::named(self.family, &self.rule.name, side, cell.cell.team, &cell.cell.quarters);
        match self.rule.hardness {
            Hardness::Soft { price } => Some(Worse::Paid(price * more.as_units(), subject)),
            Hardness::Hard => (more > Effort::ZERO).then_some(Worse::Broken(subject)),
        }
    }

    fn touched(&self, portfolio: &Portfolio, added: &[Decision]) -> BTreeMap<usize, CellShare> {
        let quarters = portfolio.calendar().count() as usize;
        let mut touched = BTreeMap::new();
        for decision in added {
            let variant = &portfolio.variants()[decision.variant];
            for (team, quarter, effort) in decision.spread(portfolio).worked_from(decision.start) {
                for &cell in &self.at[team.index() * quarters + quarter.index()] {
                    self.add(touched.entry(cell).or_insert_with(|| self.cells[cell].clone()), variant, effort);
                }
            }
        }
        touched
    }

    fn add(&self, share: &mut CellShare, variant: &Variant, effort: Effort) {
        if self.rule.exempt.as_ref().is_some_and(|set| set.matches(variant)) {
            share.capacity = share.capacity - effort;
            return;
        }
        share.planned += effort;
        if self.rule.set.matches(variant) {
            share.part += effort;
        }
    }
}
