//! Each initiative starts at most once, in one variant, inside its window; a required one starts exactly once.
//!
//! For every initiative `i`:  sum of x[c] over its open placements c  <=  1   (`= 1` when it is required)
//! A placement is open when the initiative is not done, its variant is not forced out (`must = no`, or another variant is
//! required), and it lies in the window of its row: `earliest`, `deadline`, pinned `start`, first quarter for work in progress,
//! finished inside the plan. All others: `x[c] = 0`.

use super::{Breach, Excess, Rule, What};
use crate::model::{Id, Initiative, Portfolio, Subject, SubjectOf};
use crate::plan::{Decision, Plan};
use crate::program::{Choice, Placement, Placements, Presence, Restriction};

pub(super) const RULE: Rule = Rule { name: "single_start", restrictions, breaches };

fn subject(initiative: Id<Initiative>) -> Subject {
    Subject { rule: RULE.name, of: SubjectOf::Initiative(initiative) }
}

fn restrictions(portfolio: &Portfolio, placements: &Placements) -> Vec<Restriction> {
    let open = |id: &Id<Placement>| {
        let placement = &placements[*id];
        let decision = placement.decision;
        let variant = &portfolio.variants()[decision.variant];
        portfolio.may_choose(decision.variant)
            && variant.fits_window(portfolio.calendar(), decision.start, decision.spread(portfolio).duration)
    };
    let choice = |initiative| Choice {
        subject: subject(initiative),
        initiative,
        allowed: placements.of_initiative(initiative).filter(open).collect(),
        presence: if portfolio.is_required(initiative) { Presence::Required } else { Presence::Optional },
    };
    portfolio.initiatives().ids().map(|initiative| Restriction::Choice(choice(initiative))).collect()
}

fn breaches(portfolio: &Portfolio, plan: &Plan) -> Vec<Breach> {
    let breach = |initiative, what| Breach { subject: subject(initiative), what, excess: Excess::Initiatives(1), penalty: None };
    let judge = |initiative| match plan.decision(initiative) {
        None => portfolio.is_required(initiative).then(|| breach(initiative, What::LeftOut)),
        Some(decision) => wrong(portfolio, decision).map(|what| breach(initiative, what)),
    };
    portfolio.initiatives().ids().filter_map(judge).collect()
}

fn wrong(portfolio: &Portfolio, decision: Decision) -> Option<What> {
    let variant = &portfolio.variants()[decision.variant];
    if !portfolio.may_choose(decision.variant) {
        return Some(What::ForcedOut);
    }
    let finish = decision.finish(portfolio);
    let calendar = portfolio.calendar();
    let starts = calendar.name(decision.start);
    let in_window = finish <= calendar.last()
        && variant.earliest.is_none_or(|earliest| starts >= earliest)
        && variant.deadline.is_none_or(|deadline| calendar.name(finish) <= deadline)
        && variant.pinned.is_none_or(|pinned| starts == pinned)
        && (variant.status == crate::model::Status::Open || decision.start.0 == 0);
    (!in_window).then_some(What::Window)
}

#[cfg(test)]
mod tests {
    use super::super::given::{portfolio, verdict};
    use super::*;

    #[test]
    fn work_outside_of_its_window_breaks_the_rule() {
        let portfolio = portfolio("id,value,cost: A,earliest,deadline,start\nF,1,1,2026Q2,,\nG,1,1,,2026Q1,\nH,1,1,,,2026Q2", "");
        assert_eq!(verdict(RULE, &portfolio, "F,2026Q1 G,2026Q2 H,2026Q3"), ["Window Initiatives(1)"; 3]);
        assert!(verdict(RULE, &portfolio, "F,2026Q2 G,2026Q1 H,2026Q2").is_empty());
    }

    #[test]
    fn required_work_is_in_and_forbidden_work_is_out() {
        let portfolio = portfolio("id,value,cost: A,must,status\nF,1,1,yes,\nG,1,1,no,\nH,1,1,,in_progress", "");
        let expected = ["LeftOut Initiatives(1)", "ForcedOut Initiatives(1)", "Window Initiatives(1)"];
        assert_eq!(verdict(RULE, &portfolio, "G,2026Q1 H,2026Q2"), expected);
        assert!(verdict(RULE, &portfolio, "F,2026Q3 H,2026Q1").is_empty());
    }

    #[test]
    fn work_that_does_not_finish_inside_the_plan_breaks_the_rule() {
        let portfolio = portfolio("id,value,cost: A,duration\nF,1,3,2", "");
        assert_eq!(verdict(RULE, &portfolio, "F,2026Q3"), ["Window Initiatives(1)"]);
    }
}
