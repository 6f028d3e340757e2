//! An initiative starts when what it depends on is ready, and only if that is in the plan.
//!
//! For every variant `v` that depends on initiative `p` with lag `L` (`after`: 1, `after+n`: n + 1, `same`: 0), every quarter `s`:
//!   sum of x[c], c of v, start[c] <= s   <=   sum of x[d], d of p, finish[d] + L <= s
//! and with `with`, whenever:   sum of x[c], c of v   <=   sum of x[d], d of p
//! A prerequisite that is done asks for nothing. The rows stay an arc until a solver wants rows.

use super::{Breach, Excess, Rule, What};
use crate::model::{Dependency, Id, Initiative, Portfolio, Subject, SubjectOf};
use crate::plan::{Decision, Plan};
use crate::program::{Arc, Placements, Restriction};

pub(super) const RULE: Rule = Rule { name: "dependency", restrictions, breaches };

fn subject(dependant: Id<Initiative>, prerequisite: Id<Initiative>) -> Subject {
    Subject { rule: RULE.name, of: SubjectOf::Pair(dependant, prerequisite) }
}

fn restrictions(portfolio: &Portfolio, _: &Placements) -> Vec<Restriction> {
    let open = |dependency: &&Dependency| !portfolio.initiatives()[dependency.on].done;
    let arcs = portfolio.variants().iter().flat_map(|(id, variant)| {
        variant.dependencies.iter().filter(open).map(move |dependency| Arc {
            subject: subject(variant.initiative, dependency.on),
            follower: variant.initiative,
            variant: id,
            prerequisite: dependency.on,
            lag: dependency.relation.lag(),
        })
    });
    arcs.map(Restriction::Arc).collect()
}

fn breaches(portfolio: &Portfolio, plan: &Plan) -> Vec<Breach> {
    let of_decision = |(initiative, decision): (Id<Initiative>, Decision)| {
        let dependencies = &portfolio.variants()[decision.variant].dependencies;
        let judge = move |dependency| judge(portfolio, plan, initiative, decision, dependency);
        dependencies.iter().filter_map(judge).collect::<Vec<Breach>>()
    };
    plan.chosen().flat_map(of_decision).collect()
}

fn judge(
    portfolio: &Portfolio,
    plan: &Plan,
    dependant: Id<Initiative>,
    decision: Decision,
    dependency: &Dependency,
) -> Option<Breach> {
    let prerequisite = dependency.on;
    let breach = |what, excess| Some(Breach { subject: subject(dependant, prerequisite), what, excess, penalty: None });
    if portfolio.initiatives()[prerequisite].done {
        return None;
    }
    let Some(before) = plan.decision(prerequisite) else {
        return breach(What::Missing { prerequisite }, Excess::Initiatives(1));
    };
    let first = before.finish(portfolio).0 + dependency.relation.lag()?;
    let early = first.saturating_sub(decision.start.0);
    if early == 0 { None } else { breach(What::Early { prerequisite }, Excess::Quarters(early)) }
}

#[cfg(test)]
mod tests {
    use super::super::given::{portfolio, verdict};
    use super::*;

    #[test]
    fn each_relation_asks_for_its_own_quarter() {
        let rows = "id,value,cost: A,depends_on,duration\nP,1,1,,2\nF,1,1,P:after,\nG,1,1,P:same,\nH,1,1,P:with,\nI,1,1,P:after+1,";
        let portfolio = portfolio(rows, "");
        let early = |quarters| format!("Early {{ prerequisite: #0 }} Quarters({quarters})");
        assert_eq!(verdict(RULE, &portfolio, "P,2026Q1 F,2026Q2 G,2026Q1 H,2026Q1 I,2026Q2"), [early(1), early(1), early(2)]);
        assert!(verdict(RULE, &portfolio, "P,2026Q1 F,2026Q3 G,2026Q2 H,2026Q1").is_empty());
    }

    #[test]
    fn a_prerequisite_that_is_out_breaks_the_rule_and_one_that_is_done_does_not() {
        let portfolio = portfolio("id,value,cost: A,depends_on,status\nP,1,1,,\nD,1,1,,done\nF,1,1,P,\nG,1,1,D,", "");
        assert_eq!(verdict(RULE, &portfolio, "F,2026Q2 G,2026Q1"), ["Missing { prerequisite: #0 } Initiatives(1)"]);
    }
}
