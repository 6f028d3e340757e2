//! Why an initiative is elsewhere in another plan: the fact that changed, or the rule that made room or took it.
//!
//! The initiative is put into the first plan as the second has it, and into the second as the first has it, and both are judged. A
//! rule that only the first try breaks made room; one that only the second breaks took it; one that both break is as tight as
//! before, and whoever else came or went at that place made the difference.

use super::Which;
use crate::model::{Id, Initiative, Portfolio, Subject, SubjectOf, Variant};
use crate::plan::{Decision, Plan};
use crate::rules::{self, Breach, What};

/// The most rules that a cause lists; the first says most.
const MOST_RULES: usize = 3;

/// Why an initiative is elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// Only the second portfolio has it.
    Added,
    /// Only the first portfolio has it.
    Removed,
    /// Its own facts differ.
    Changed(Fact),
    /// This stood against it in the first plan, and in the second does not.
    Eased(Subject),
    /// This stands against it in the second plan, and in the first did not.
    Tightened(Subject),
    /// This is as tight in both plans; others came or went.
    Shared(Subject),
    /// What it depends on, or goes with, is elsewhere too.
    Follows {
        /// The other initiative's id.
        id: String,
    },
    /// No rule stands against it; the plan as a whole is worth more so, or as much.
    Worth,
}

/// A fact of an initiative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// Value, confidence or cost of delay.
    Value,
    /// Cost or its spread.
    Cost,
    /// Earliest start, deadline or pin.
    Window,
    /// Whether it is forced.
    Must,
    /// What it depends on.
    Dependencies,
    /// Its variants, groups, labels or status.
    Other,
}

/// The causes of a difference between two plans in an initiative, nearest first.
pub(super) fn causes([one, other]: [&Which; 2], ids: [Option<Id<Initiative>>; 2]) -> Vec<Cause> {
    let (Some(before), Some(after)) = (ids[0], ids[1]) else {
        return vec![if ids[0].is_none() { Cause::Added } else { Cause::Removed }];
    };
    let mut causes: Vec<Cause> =
        changed([one.portfolio, other.portfolio], [before, after]).into_iter().map(Cause::Changed).collect();
    let eased = against(one, before, like(other, after, one.portfolio, before));
    let tightened = against(other, after, like(one, before, other.portfolio, after));
    causes.extend(from_rules(&[
        Try { portfolio: one.portfolio, initiative: before, breaches: eased },
        Try { portfolio: other.portfolio, initiative: after, breaches: tightened },
    ]));
    if causes.is_empty() {
        causes.push(Cause::Worth);
    }
    causes
}

/// The facts of an initiative that differ.
fn changed(portfolios: [&Portfolio; 2], ids: [Id<Initiative>; 2]) -> Vec<Fact> {
    let of = |side: usize| portfolios[side].variants_of(ids[side]).map(|(_, variant)| variant).collect::<Vec<&Variant>>();
    let (before, after) = (of(0), of(1));
    if before.len() != after.len() || portfolios[0].initiatives()[ids[0]].done != portfolios[1].initiatives()[ids[1]].done {
        return vec![Fact::Other];
    }
    let any = |differs: &dyn Fn(&Variant, &Variant) -> bool| before.iter().zip(&after).any(|(one, other)| differs(one, other));
    let needs = |side: usize, variant: &Variant| -> Vec<(String, String)> {
        let name = |id| portfolios[side].initiatives()[id].id.clone();
        variant.dependencies.iter().map(|dependency| (name(dependency.on), dependency.relation.to_string())).collect()
    };
    let tests: [(Fact, bool); 5] = [
        (Fact::Value, any(&|a, b| (a.value, a.confidence, a.cost_of_delay) != (b.value, b.confidence, b.cost_of_delay))),
        (Fact::Cost, any(&|a, b| costs(portfolios[0], a) != costs(portfolios[1], b) || a.spreads.len() != b.spreads.len())),
        (Fact::Window, any(&|a, b| (a.earliest, a.deadline, a.pinned) != (b.earliest, b.deadline, b.pinned))),
        (Fact::Must, any(&|a, b| a.must != b.must || a.status != b.status)),
        (Fact::Dependencies, any(&|a, b| needs(0, a) != needs(1, b))),
    ];
    tests.into_iter().filter(|&(_, differs)| differs).map(|(fact, _)| fact).collect()
}

fn costs<'a>(portfolio: &'a Portfolio, variant: &Variant) -> Vec<(&'a str, i128)> {
    variant.costs.iter().map(|&(team, cost)| (portfolio.teams()[team].name.as_str(), cost.0)).collect()
}

/// The decision of one plan in terms of another portfolio: the same variant by name, spread and quarter of the calendar. `Err` if
/// that portfolio cannot say it.
fn like(which: &Which, id: Id<Initiative>, portfolio: &Portfolio, own: Id<Initiative>) -> Result<Option<Decision>, ()> {
    let Some(decision) = which.plan.and_then(|plan| plan.decision(id)) else { return Ok(None) };
    let name = &which.portfolio.variants()[decision.variant].name;
    let (variant, facts) = portfolio.variants_of(own).find(|(_, variant)| variant.name == *name).ok_or(())?;
    let start = portfolio.calendar().quarter(which.portfolio.calendar().name(decision.start)).ok_or(())?;
    let duration = decision.spread(which.portfolio).duration;
    let spread = facts.spreads.iter().position(|spread| spread.duration == duration).ok_or(())?;
    Ok(Some(Decision { variant, spread, start }))
}

/// What a plan breaks when only the decision on one initiative is another.
fn against(which: &Which, initiative: Id<Initiative>, decision: Result<Option<Decision>, ()>) -> Vec<Breach> {
    let (Ok(decision), Some(plan)) = (decision, which.plan) else { return Vec::new() };
    let tried: Plan = plan.clone().with(initiative, decision);
    let verdict = rules::verify(which.portfolio, &tried);
    let before = rules::verify(which.portfolio, plan).paid;
    let costs_more = |breach: &Breach| {
        let paid = before.iter().find(|known| known.subject == breach.subject).and_then(|known| known.penalty);
        breach.penalty > Some(paid.unwrap_or(0.0))
    };
    verdict.breaches.into_iter().chain(verdict.paid.into_iter().filter(costs_more)).collect()
}

/// A try: the portfolio in which an initiative was put elsewhere, and what that broke.
struct Try<'a> {
    portfolio: &'a Portfolio,
    initiative: Id<Initiative>,
    breaches: Vec<Breach>,
}

fn from_rules(tries: &[Try<'_>; 2]) -> Vec<Cause> {
    let portfolios = [tries[0].portfolio, tries[1].portfolio];
    let mut causes: Vec<Cause> = Vec::new();
    for side in [0, 1] {
        for breach in &tries[side].breaches {
            let cause = from_breach(tries, side, breach);
            if causes.len() < MOST_RULES && !causes.iter().any(|known| same(known, &cause, portfolios)) {
                causes.push(cause);
            }
        }
    }
    causes
}

fn from_breach(tries: &[Try<'_>; 2], side: usize, breach: &Breach) -> Cause {
    let (own, other) = (&tries[side], &tries[1 - side]);
    let words = breach.subject.describe(own.portfolio);
    match (&breach.what, &breach.subject.of) {
        (What::Missing { prerequisite } | What::Early { prerequisite }, SubjectOf::Pair(asks, _)) => {
            let partner = if *prerequisite == own.initiative { *asks } else { *prerequisite };
            Cause::Follows { id: own.portfolio.initiatives()[partner].id.clone() }
        }
        _ if other.breaches.iter().any(|breach| breach.subject.describe(other.portfolio) == words) => {
            Cause::Shared(breach.subject.clone())
        }
        _ if side == 0 => Cause::Eased(breach.subject.clone()),
        _ => Cause::Tightened(breach.subject.clone()),
    }
}

/// Whether two causes say the same in words.
fn same(one: &Cause, other: &Cause, portfolios: [&Portfolio; 2]) -> bool {
    let shared = |cause: &Cause| match cause {
        Cause::Shared(subject) => Some(portfolios.map(|portfolio| subject.describe(portfolio))),
        _ => None,
    };
    one == other || shared(one).zip(shared(other)).is_some_and(|(one, other)| one.iter().any(|words| other.contains(words)))
}
