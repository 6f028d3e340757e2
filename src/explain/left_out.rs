//! What a plan leaves out, and why.
//!
//! One pass over the facts and the plan, no solver: reasons that hold in every plan come from [`Timing`], the others from the
//! plan's own loads, shares, counts and sums, to which each placement is added cell by cell. The rules as a whole are not judged
//! again for each initiative, so ten thousand of them take well under a second.

use super::beside::Beside;
use super::group::reasons_of_groups;
use super::placements::best_value;
use super::{Reach, Reason};
use crate::model::{Id, Initiative, Never, Portfolio, Timing, Variant};
use crate::plan::Plan;

/// An initiative that is not in a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// Which.
    pub initiative: Id<Initiative>,
    /// The variant of which the reason speaks: the one that comes nearest to the plan.
    pub variant: Id<Variant>,
    /// The best value that a variant of it could have, at the earliest finish that window and prerequisites allow; 0 for what is
    /// done.
    pub value: f64,
    /// What keeps it out.
    pub reason: Reason,
}

/// Everything that `plan` leaves out, by value, greatest first; of equals, in the order of the file.
#[must_use]
pub fn left_out(portfolio: &Portfolio, plan: &Plan) -> Vec<LeftOut> {
    let timing = Timing::of(portfolio);
    let beside = Beside::new(portfolio, plan, &timing);
    let of_groups = reasons_of_groups(&beside);
    let judge = |variant: Id<Variant>| of_groups[variant.index()].clone().unwrap_or_else(|| reason(&beside, variant));
    let absent = portfolio.initiatives().ids().filter(|&id| plan.decision(id).is_none());
    let mut all: Vec<LeftOut> = absent.map(|id| explained(portfolio, &timing, id, judge)).collect();
    all.sort_by(|a, b| b.value.total_cmp(&a.value));
    all
}

fn explained(portfolio: &Portfolio, timing: &Timing, initiative: Id<Initiative>, judge: impl Fn(Id<Variant>) -> Reason) -> LeftOut {
    let facts = &portfolio.initiatives()[initiative];
    let judged = facts.variants.iter().map(|&variant| (variant, judge(variant)));
    // Of equally near ones the first counts, so the later one is the greater in this comparison only if it is nearer.
    let nearest = judged.reduce(|best, next| if next.1.nearness() > best.1.nearness() { next } else { best });
    let (variant, reason) = nearest.expect("an initiative has a variant");
    let value = if facts.done { 0.0 } else { attainable(portfolio, timing, &facts.variants) };
    LeftOut { initiative, variant, value, reason }
}

/// The best value among variants that some plan could have; among all if there is none.
fn attainable(portfolio: &Portfolio, timing: &Timing, variants: &[Id<Variant>]) -> f64 {
    let best = |keep: &dyn Fn(Id<Variant>) -> bool| {
        let kept = variants.iter().filter(|&&variant| keep(variant));
        kept.map(|&variant| best_value(portfolio, timing, variant)).reduce(f64::max)
    };
    best(&|variant| timing.start(variant).is_ok()).or_else(|| best(&|_| true)).unwrap_or(0.0)
}

/// Why a variant is not in the plan, seen for itself.
fn reason(beside: &Beside<'_>, variant: Id<Variant>) -> Reason {
    beside.fit(variant).map_or_else(|reason| reason, |_| Reason::Room)
}

/// What [`Timing`] says, with the amounts.
pub(super) fn reason_in_every_plan(portfolio: &Portfolio, variant: Id<Variant>, never: Never) -> Reason {
    match never {
        Never::Done => Reason::Done,
        Never::ForcedOut => Reason::ForcedOut,
        Never::Window => Reason::Window,
        Never::Capacity => super::placements::capacity_alone(portfolio, variant).unwrap_or(Reason::Window),
        Never::Prerequisite(which) => Reason::Prerequisite { which, reach: Reach::EveryPlan },
        Never::Late(prerequisite) => Reason::Late { prerequisite, reach: Reach::EveryPlan },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Texts, read_plan_text, read_texts};

    const HEAD: &str = "id,variant,value,cost: A,cost: B,category,depends_on,deadline,together\n";
    const RULES: &str = "quarters = \"2026Q1..2026Q2\"\n";

    /// The reason why `id` is not in the plan, as Rust writes it; team A has 10, team B 4 a quarter.
    fn reason(rows: &str, rules: &str, plan: &str, id: &str) -> String {
        let (initiatives, rules) = (format!("{HEAD}{rows}"), format!("{RULES}{rules}"));
        let texts = Texts { initiatives: &initiatives, capacity: "team,2026Q1,2026Q2\nA,10,10\nB,4,4\n", rules: &rules };
        let portfolio = read_texts(&texts).unwrap_or_else(|error| panic!("{error}")).portfolio;
        let plan =
            read_plan_text(&portfolio, "plan.csv", &format!("id,start\n{plan}")).unwrap_or_else(|error| panic!("{error}")).plan;
        let all = left_out(&portfolio, &plan);
        let found = all.iter().find(|left| Some(left.initiative) == portfolio.find(id)).expect("it is left out");
        format!("{:?}", found.reason)
    }

    #[test]
    fn a_prerequisite_may_be_late_in_this_plan_only() {
        let rows = "P,,5,1,,,,,\nQ,,5,1,,,P,,\n";
        assert_eq!(reason(rows, "", "P,2026Q2\n", "Q"), "Late { prerequisite: #0, reach: ThisPlan }");
        assert_eq!(reason(rows, "", "P,2026Q1\n", "Q"), "Room");
    }

    #[test]
    fn the_variant_that_comes_nearest_gives_the_reason() {
        let rows = "P,full,9,50,,,,,\nP,small,3,6,,,,,\nQ,,5,5,,,,,\nR,,5,5,,,,,\n";
        let expected = "OverCapacity { team: #0, quarter: Quarter(0), asks: Effort(6000000), free: Effort(5000000) }";
        assert_eq!(reason(rows, "", "Q,2026Q1\nR,2026Q2\n", "P"), expected);
    }

    #[test]
    fn a_group_is_tried_as_a_whole() {
        let rows = "P,,5,6,,,,2026Q1,g\nQ,,5,,1,,,2026Q1,g\nR,,5,,4,,,2026Q1,\n";
        assert_eq!(reason(rows, "", "P,\n", "P"), "Room");
        assert_eq!(reason(rows, "", "R,2026Q1\n", "P"), "NotTogether { group: \"g\", with: #1 }");
        let expected = "OverCapacity { team: #1, quarter: Quarter(0), asks: Effort(1000000), free: Effort(0) }";
        assert_eq!(reason(rows, "", "R,2026Q1\n", "Q"), expected);
    }

    #[test]
    fn work_without_value_may_be_worth_its_place_under_a_soft_floor() {
        let rows = "F,,50,8,,,,,\nD,,0,2,,debt,,,\n";
        let soft = "[[allocation]]\nname = \"floor\"\ncategory = [\"debt\"]\nmin = 0.2\npenalty = 3\n";
        assert_eq!(reason(rows, "", "F,2026Q1\n", "D"), "NoValue");
        assert_eq!(reason(rows, soft, "F,2026Q1\n", "D"), "Room");
        let bigger = "F,,50,8,,,,,\nG,,1,8,,,,,\n";
        assert!(reason(bigger, soft, "F,2026Q1\n", "G").starts_with("Costs"));
    }
}
