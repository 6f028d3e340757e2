//! Groups that come together or not at all: the one member that keeps the others out.

use super::Reason;
use super::beside::{Beside, Tried};
use crate::model::{Group, Id, Initiative, Variant, in_topological_order};
use crate::plan::Decision;

/// For each variant of a `together` group of which nothing is in the plan, its reason. Members are tried beside the plan one after
/// the other, prerequisites first, each at its best start with room; the first without room keeps its reason, and the others wait
/// for it. If all have room, a rule may object to them together.
pub(super) fn reasons_of_groups(beside: &Beside<'_>) -> Vec<Option<Reason>> {
    let portfolio = beside.portfolio;
    let mut reasons = vec![None; portfolio.variants().len()];
    let mut rank = vec![0; portfolio.initiatives().len()];
    in_topological_order(portfolio).into_iter().enumerate().for_each(|(position, id)| rank[id.index()] = position);
    for group in portfolio.together() {
        let mut members = group.members.clone();
        members.sort_by_key(|&member| rank[portfolio.variants()[member].initiative.index()]);
        if !members.iter().any(|&member| is_in(beside, member)) {
            let shared = fate(beside, group, &members);
            members.iter().for_each(|&member| reasons[member.index()] = Some(shared.reason_of(beside, group, member)));
        }
    }
    reasons
}

fn is_in(beside: &Beside<'_>, member: Id<Variant>) -> bool {
    let initiative = beside.portfolio.variants()[member].initiative;
    beside.plan.decision(initiative).is_some_and(|decision| decision.variant == member)
}

/// What keeps a group out.
enum Fate {
    /// One of its initiatives, for this reason.
    Member(Id<Initiative>, Reason),
    /// This, as a whole.
    Whole(Reason),
}

impl Fate {
    fn reason_of(&self, beside: &Beside<'_>, group: &Group, member: Id<Variant>) -> Reason {
        match self {
            Self::Whole(reason) => reason.clone(),
            Self::Member(own, reason) if *own == beside.portfolio.variants()[member].initiative => reason.clone(),
            Self::Member(with, _) => Reason::NotTogether { group: group.name.clone(), with: *with },
        }
    }
}

fn fate(beside: &Beside<'_>, group: &Group, members: &[Id<Variant>]) -> Fate {
    let mut tried: Vec<(Id<Initiative>, Decision)> = Vec::new();
    let initiative = |member: &Id<Variant>| beside.portfolio.variants()[*member].initiative;
    for same in members.chunk_by(|a, b| initiative(a) == initiative(b)) {
        let own = initiative(&same[0]);
        match join(beside, group, same, &tried) {
            Ok(decision) => tried.push((own, decision)),
            Err(reason) => return Fate::Member(own, reason),
        }
    }
    let decisions: Vec<Decision> = tried.iter().map(|&(_, decision)| decision).collect();
    Fate::Whole(beside.objection(&decisions).unwrap_or(Reason::Room))
}

/// The first labelled variant of an initiative that fits; otherwise the nearest reason.
fn join(beside: &Beside<'_>, group: &Group, variants: &[Id<Variant>], tried: &Tried) -> Result<Decision, Reason> {
    let own = beside.portfolio.variants()[variants[0]].initiative;
    if beside.plan.decision(own).is_some() {
        return Err(Reason::NotTogether { group: group.name.clone(), with: own });
    }
    let fits: Vec<Result<Decision, Reason>> = variants.iter().map(|&variant| beside.squeeze(variant, tried)).collect();
    let nearest = |a: Result<Decision, Reason>, b: Result<Decision, Reason>| match (&a, &b) {
        (Err(first), Err(second)) if second.nearness() > first.nearness() => b,
        (Err(_), Ok(_)) => b,
        _ => a,
    };
    fits.into_iter().reduce(nearest).expect("a member of a group is a variant")
}
