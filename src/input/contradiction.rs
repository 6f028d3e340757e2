//! Required initiatives that cannot be in one plan: excludes, groups of which one is chosen, groups chosen all or none.

use std::collections::HashSet;

use super::Code;
use super::finding::quoted;
use super::findings::Findings;
use super::row_places::RowPlaces;
use crate::model::{Group, Id, Initiative, Portfolio, Timing, Variant};

/// Says which required initiatives shut each other out.
pub(super) fn report_contradictions(portfolio: &Portfolio, timing: &Timing, places: &RowPlaces, findings: &mut Findings) {
    let judge = Judge { portfolio, places };
    let required = portfolio.initiatives().ids().filter(|&id| portfolio.is_required(id));
    let required: Vec<(Id<Initiative>, Vec<Id<Variant>>)> = required.map(|id| (id, judge.choices(id))).collect();
    judge.excludes(&required, findings);
    for group in portfolio.one_of() {
        judge.one_of(group, &required, findings);
    }
    for group in portfolio.together() {
        judge.together(group, &required, timing, findings);
    }
}

struct Judge<'a> {
    portfolio: &'a Portfolio,
    places: &'a RowPlaces,
}

type Required = [(Id<Initiative>, Vec<Id<Variant>>)];

impl Judge<'_> {
    /// The variants that may be chosen.
    fn choices(&self, id: Id<Initiative>) -> Vec<Id<Variant>> {
        self.portfolio.variants_of(id).map(|(id, _)| id).filter(|&id| self.portfolio.may_choose(id)).collect()
    }

    /// Each variant of one required initiative excludes another required one.
    fn excludes(&self, required: &Required, findings: &mut Findings) {
        let variants = self.portfolio.variants();
        let ids: HashSet<Id<Initiative>> = required.iter().map(|&(id, _)| id).collect();
        for (id, choices) in required {
            let Some(&first) = choices.first() else { continue };
            let in_all = |other: &Id<Initiative>| choices.iter().all(|&choice| variants[choice].excludes.contains(other));
            for &other in variants[first].excludes.iter().filter(|&other| ids.contains(other) && in_all(other)) {
                let message =
                    format!("{} and {} must both be in the plan, but the first excludes the second", self.id(*id), self.id(other));
                let help = "leave the `must` of one of them empty, or remove it from `excludes`";
                findings.add(Code::MustsContradict, self.places.place(first, "excludes"), message, help);
            }
        }
    }

    /// Two required initiatives have all their variants in a group of which at most one is chosen.
    fn one_of(&self, group: &Group, required: &Required, findings: &mut Findings) {
        let members: HashSet<Id<Variant>> = group.members.iter().copied().collect();
        let inside: Vec<&(Id<Initiative>, Vec<Id<Variant>>)> =
            required.iter().filter(|(_, choices)| is_inside(choices, &members)).collect();
        if let [(_, first), (_, second), ..] = inside[..] {
            let names: Vec<String> = inside.iter().map(|(id, _)| self.id(*id)).collect();
            let message =
                format!("{} must be in the plan, but at most one of group {} is", names.join(" and "), quoted(&group.name));
            let help = "leave `must` empty on all but one of them, or take them out of the group";
            findings.add(Code::MustsContradict, self.places.place(*second.first().unwrap_or(&first[0]), "one_of"), message, help);
        }
    }

    /// A required initiative drags along a member that is in no plan.
    fn together(&self, group: &Group, required: &Required, timing: &Timing, findings: &mut Findings) {
        let members: HashSet<Id<Variant>> = group.members.iter().copied().collect();
        let Some((id, _)) = required.iter().find(|(_, choices)| is_inside(choices, &members)) else { return };
        let owner = |member: Id<Variant>| self.portfolio.variants()[member].initiative;
        let is_lost = |&member: &Id<Variant>| owner(member) != *id && timing.finish(owner(member)).is_none();
        if let Some(&lost) = group.members.iter().find(|member| is_lost(member)) {
            let (id, lost_id) = (self.id(*id), self.id(owner(lost)));
            let message =
                format!("{id} must be in the plan together with {lost_id}, which can never be (group {})", quoted(&group.name));
            let help = "take one of them out of the group, or allow the other";
            findings.add(Code::MustsContradict, self.places.place(lost, "together"), message, help);
        }
    }

    fn id(&self, id: Id<Initiative>) -> String {
        quoted(&self.portfolio.initiatives()[id].id)
    }
}

fn is_inside(choices: &[Id<Variant>], members: &HashSet<Id<Variant>>) -> bool {
    !choices.is_empty() && choices.iter().all(|choice| members.contains(choice))
}
