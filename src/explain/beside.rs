//! What stands between one more variant and a plan.

use super::balance::Balance;
use super::left_out::reason_in_every_plan;
use super::placements::{in_window, worst_overflow};
use super::{Reach, Reason};
use crate::model::{Effort, Group, Id, Initiative, Portfolio, Quarter, Team, Timing, Variant, fits_alone};
use crate::plan::{Decision, Load, Plan};

/// Decisions that are tried beside a plan.
pub(super) type Tried = [(Id<Initiative>, Decision)];

/// A plan with all that is asked of it again and again.
pub(super) struct Beside<'a> {
    pub(super) portfolio: &'a Portfolio,
    pub(super) plan: &'a Plan,
    timing: &'a Timing,
    load: Load,
    balance: Balance<'a>,
    /// For each initiative, one in the plan that excludes it.
    excluded_by: Vec<Option<Id<Initiative>>>,
    /// For each initiative, whether it should be in the plan whatever it is worth: the plan breaks a rule without it.
    needed: Vec<bool>,
    /// For each variant, the member of its `one_of` group that is in the plan.
    chosen_instead: Vec<Option<(&'a Group, Id<Initiative>)>>,
}

impl<'a> Beside<'a> {
    pub(super) fn new(portfolio: &'a Portfolio, plan: &'a Plan, timing: &'a Timing) -> Self {
        Self {
            portfolio,
            plan,
            timing,
            load: plan.load(portfolio),
            balance: Balance::of(portfolio, plan),
            excluded_by: excluded_by(portfolio, plan),
            needed: needed(portfolio, plan),
            chosen_instead: chosen_instead(portfolio, plan),
        }
    }

    /// The placement with which a variant would make a better plan, or what keeps it out.
    pub(super) fn fit(&self, id: Id<Variant>) -> Result<Decision, Reason> {
        self.place(id, &self.open(id, &[])?)
    }

    /// The best placement with room beside the plan and what is tried; value and rules on shares, counts and sums are left to
    /// [`Self::objection`].
    pub(super) fn squeeze(&self, id: Id<Variant>, tried: &Tried) -> Result<Decision, Reason> {
        let candidates = self.open(id, tried)?;
        let roomy = candidates.iter().find(|&&decision| self.overflow(decision, tried).is_none());
        let overflow = || candidates.first().and_then(|&best| self.overflow(best, tried)).unwrap_or(Reason::Window);
        roomy.copied().ok_or_else(overflow)
    }

    /// Placements that nothing in the plan shuts out, room aside, best first.
    fn open(&self, id: Id<Variant>, tried: &Tried) -> Result<Vec<Decision>, Reason> {
        self.timing.start(id).map_err(|never| reason_in_every_plan(self.portfolio, id, never))?;
        self.shut_out(id).map_or(Ok(()), Err)?;
        self.candidates(id, tried)
    }

    /// A rule that would be broken, or paid for more than is gained, by what is tried.
    pub(super) fn objection(&self, tried: &[Decision]) -> Option<Reason> {
        self.balance.objection(tried)
    }

    /// Something in the plan that shuts the variant out.
    fn shut_out(&self, id: Id<Variant>) -> Option<Reason> {
        let variant = &self.portfolio.variants()[id];
        let excludes = variant.excludes.iter().copied().find(|&other| self.plan.decision(other).is_some());
        let excluded = excludes.or(self.excluded_by[variant.initiative.index()]).map(|by| Reason::Excluded { by });
        let instead = self.chosen_instead[id.index()].filter(|&(_, chosen)| chosen != variant.initiative);
        excluded.or_else(|| instead.map(|(group, chosen)| Reason::OtherOfGroup { group: group.name.clone(), chosen }))
    }

    /// Placements that suit the prerequisites, best first; of equals, the earlier start.
    fn candidates(&self, id: Id<Variant>, tried: &Tried) -> Result<Vec<Decision>, Reason> {
        let (ready, latest) = self.ready(id, tried)?;
        let fits = |decision: &Decision| fits_alone(self.portfolio, decision.spread(self.portfolio), decision.start);
        let open = in_window(self.portfolio, id).filter(|decision| decision.start.0 >= ready).filter(fits);
        let mut valued: Vec<(f64, Decision)> = open.map(|decision| (decision.value(self.portfolio), decision)).collect();
        valued.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.start.cmp(&b.1.start)));
        match latest {
            Some(prerequisite) if valued.is_empty() => Err(Reason::Late { prerequisite, reach: Reach::ThisPlan }),
            _ => Ok(valued.into_iter().map(|(_, decision)| decision).collect()),
        }
    }

    /// The first quarter in which the prerequisites are ready, and the one that finishes last.
    fn ready(&self, id: Id<Variant>, tried: &Tried) -> Result<(u32, Option<Id<Initiative>>), Reason> {
        let mut ready = (0, None);
        let dependencies = self.portfolio.variants()[id].dependencies.iter();
        for dependency in dependencies.filter(|dependency| !self.portfolio.initiatives()[dependency.on].done) {
            let which = dependency.on;
            let beside = || tried.iter().find(|(initiative, _)| *initiative == which).map(|&(_, decision)| decision);
            let decision = self.plan.decision(which).or_else(beside);
            let decision = decision.ok_or(Reason::Prerequisite { which, reach: Reach::ThisPlan })?;
            if let Some(lag) = dependency.relation.lag()
                && decision.finish(self.portfolio).0 + lag > ready.0
            {
                ready = (decision.finish(self.portfolio).0 + lag, Some(which));
            }
        }
        Ok(ready)
    }

    /// The first placement with room beside the plan and gain from it. Without one: no value when there is none anywhere; what the
    /// first one with room meets; or the cell that the best one overflows.
    fn place(&self, id: Id<Variant>, candidates: &[Decision]) -> Result<Decision, Reason> {
        let needed = self.needed[self.portfolio.variants()[id].initiative.index()];
        let worthless = !needed && candidates.first().is_some_and(|best| best.value(self.portfolio) <= 0.0);
        let (mut overflow, mut objection) = (None, None);
        for &decision in candidates {
            if let Some(reason) = self.overflow(decision, &[]) {
                overflow.get_or_insert(reason);
                continue;
            }
            match self.objection(&[decision]) {
                None => return Ok(decision),
                Some(Reason::NoValue | Reason::Costs(_)) if needed => return Ok(decision),
                Some(Reason::NoValue) => {}
                Some(reason) => {
                    objection.get_or_insert(reason);
                }
            }
        }
        Err(if worthless { Reason::NoValue } else { objection.or(overflow).unwrap_or(Reason::NoValue) })
    }

    fn overflow(&self, decision: Decision, tried: &Tried) -> Option<Reason> {
        let free = |team, quarter| self.free(team, quarter, tried);
        let (_, (team, quarter, asks)) = worst_overflow(self.portfolio, decision, free)?;
        Some(Reason::OverCapacity { team, quarter, asks, free: free(team, quarter) })
    }

    fn free(&self, team: Id<Team>, quarter: Quarter, tried: &Tried) -> Effort {
        let work = tried.iter().flat_map(|(_, decision)| decision.spread(self.portfolio).worked_from(decision.start));
        let beside: Effort = work.filter(|&(of, at, _)| (of, at) == (team, quarter)).map(|(_, _, effort)| effort).sum();
        self.portfolio.teams()[team].capacity_in(quarter) - self.load.at(team, quarter) - beside
    }
}

fn excluded_by(portfolio: &Portfolio, plan: &Plan) -> Vec<Option<Id<Initiative>>> {
    let mut excluded = vec![None; portfolio.initiatives().len()];
    for (initiative, decision) in plan.chosen() {
        for other in &portfolio.variants()[decision.variant].excludes {
            excluded[other.index()].get_or_insert(initiative);
        }
    }
    excluded
}

fn needed(portfolio: &Portfolio, plan: &Plan) -> Vec<bool> {
    let mut needed: Vec<bool> = portfolio.initiatives().ids().map(|id| portfolio.is_required(id)).collect();
    for (_, decision) in plan.chosen() {
        for dependency in &portfolio.variants()[decision.variant].dependencies {
            needed[dependency.on.index()] = true;
        }
    }
    for group in portfolio.together() {
        let initiative = |member: &Id<Variant>| portfolio.variants()[*member].initiative;
        let begun = |member| plan.decision(initiative(member)).is_some_and(|decision| decision.variant == *member);
        if group.members.iter().any(begun) {
            group.members.iter().for_each(|member| needed[initiative(member).index()] = true);
        }
    }
    needed
}

fn chosen_instead<'a>(portfolio: &'a Portfolio, plan: &Plan) -> Vec<Option<(&'a Group, Id<Initiative>)>> {
    let mut instead = vec![None; portfolio.variants().len()];
    for group in portfolio.one_of() {
        let initiative = |member: &Id<Variant>| portfolio.variants()[*member].initiative;
        let is_in = |member: &&Id<Variant>| plan.decision(initiative(member)).is_some_and(|decision| decision.variant == **member);
        if let Some(chosen) = group.members.iter().find(is_in) {
            group.members.iter().for_each(|member| instead[member.index()] = Some((group, initiative(chosen))));
        }
    }
    instead
}
