//! A set of initiatives gets at least, or at most, a share of the work.
//!
//! With `part` the planned cost of the set in a cell, `total` that of all work, `exempt` that of exempt work (which leaves both
//! sides), `m = n/d` the share; for every cell of the scope (plan, quarter, team, team_quarter, every window):
//!   min, basis planned:   part >= m * total                  as   sum of (n - d [c in set]) * cost[c, cell] * x[c]  <=  0
//!   min, basis capacity:  part >= m * (capacity - exempt)    as  -d * part - n * exempt  <=  -n * capacity
//!   max, the same with the signs turned.
//! With a penalty, what is short or over may be bought at that price per unit.

use super::{Breach, Excess, Rule, What};
use crate::model::{Allocation, Basis, Cell, Effort, Hardness, Id, Portfolio, Quarter, Share, Subject, Team, Variant};
use crate::plan::{CellShare, Plan, shares};
use crate::program::{Placements, Restriction, Row, RowBuilder};

pub(super) const RULE: Rule = Rule { name: "allocation", restrictions, breaches };

/// The floor of a rule, or its ceiling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Min,
    Max,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Min => "min",
            Self::Max => "max",
        }
    }

    /// A floor is a ceiling with all signs turned.
    fn sign(self) -> i128 {
        match self {
            Self::Min => -1,
            Self::Max => 1,
        }
    }
}

fn restrictions(portfolio: &Portfolio, placements: &Placements) -> Vec<Restriction> {
    portfolio.allocations().iter().flat_map(|rule| restrictions_of(RULE.name, portfolio, placements, rule)).collect()
}

fn breaches(portfolio: &Portfolio, plan: &Plan) -> Vec<Breach> {
    portfolio.allocations().iter().flat_map(|rule| breaches_of(RULE.name, portfolio, plan, rule)).collect()
}

/// The rows of one allocation rule; the mix has them too.
pub(super) fn restrictions_of(
    family: &'static str,
    portfolio: &Portfolio,
    placements: &Placements,
    rule: &Allocation,
) -> Vec<Restriction> {
    let sides = [(Side::Min, rule.min), (Side::Max, rule.max)];
    let sides = sides.into_iter().filter_map(|(side, share)| share.map(|share| (side, share)));
    sides.flat_map(|(side, share)| rows(family, portfolio, placements, rule, side, share)).map(Restriction::Row).collect()
}

fn rows(
    family: &'static str,
    portfolio: &Portfolio,
    placements: &Placements,
    rule: &Allocation,
    side: Side,
    share: Share,
) -> Vec<Row> {
    let (numerator, denominator) = share.fraction();
    let cells = rule.scope.cells(portfolio);
    let subject = |cell: &Cell| Subject::named(family, &rule.name, side.name(), cell.team, &cell.quarters);
    let mut builders: Vec<RowBuilder> = cells.iter().map(|cell| RowBuilder::effort(subject(cell), denominator)).collect();
    let coefficients = variant_coefficients(portfolio, rule, numerator, denominator);
    let cells_at = CellsAt::of(portfolio, &cells);
    for (placement, facts) in placements.iter() {
        let coefficient = side.sign() * coefficients[facts.decision.variant.index()];
        if coefficient != 0 {
            for (team, quarter, effort) in placements.work(portfolio, placement) {
                cells_at.of_spot(team, quarter).iter().for_each(|&cell| builders[cell].add(placement, coefficient * effort.0));
            }
        }
    }
    let limit = |cell: &Cell| match rule.basis {
        Basis::Planned => 0,
        Basis::Capacity => side.sign() * numerator * cell.capacity(portfolio).0,
    };
    builders.into_iter().zip(&cells).map(|(builder, cell)| builder.at_most(limit(cell), rule.hardness)).collect()
}

/// Per unit of effort, the coefficient of each variant in the ceiling's row.
fn variant_coefficients(portfolio: &Portfolio, rule: &Allocation, numerator: i128, denominator: i128) -> Vec<i128> {
    let of = |variant: &Variant| {
        let exempt = rule.exempt.as_ref().is_some_and(|set| set.matches(variant));
        let ruled = rule.set.matches(variant);
        match (rule.basis, exempt, ruled) {
            (Basis::Planned, true, _) | (Basis::Capacity, false, false) => 0,
            (Basis::Planned, false, true) => denominator - numerator,
            (Basis::Planned, false, false) => -numerator,
            (Basis::Capacity, true, _) => numerator,
            (Basis::Capacity, false, true) => denominator,
        }
    };
    portfolio.variants().rows().iter().map(of).collect()
}

/// The cells of a scope to which work of a team in a quarter belongs, by position.
struct CellsAt {
    quarters: usize,
    cells: Vec<Vec<usize>>,
}

impl CellsAt {
    fn of(portfolio: &Portfolio, cells: &[Cell]) -> Self {
        let calendar = portfolio.calendar();
        let spots = portfolio.teams().ids().flat_map(|team| calendar.quarters().map(move |quarter| (team, quarter)));
        let holding = |(team, quarter)| (0..cells.len()).filter(|&cell| cells[cell].contains(team, quarter)).collect();
        Self { quarters: calendar.count() as usize, cells: spots.map(holding).collect() }
    }

    fn of_spot(&self, team: Id<Team>, quarter: Quarter) -> &[usize] {
        &self.cells[team.index() * self.quarters + quarter.index()]
    }
}

/// Where a plan breaks one allocation rule; the mix asks too.
pub(super) fn breaches_of(family: &'static str, portfolio: &Portfolio, plan: &Plan, rule: &Allocation) -> Vec<Breach> {
    let breach = |found: &CellShare, side: Side, excess: Effort| Breach {
        subject: Subject::named(family, &rule.name, side.name(), found.cell.team, &found.cell.quarters),
        what: if side == Side::Min { What::Short } else { What::Over },
        excess: Excess::Effort(excess),
        penalty: match rule.hardness {
            Hardness::Hard => None,
            // A cell cannot be below its floor and above its ceiling, so what is broken is this side.
            Hardness::Soft { price } => Some(price * found.units_broken(rule)),
        },
    };
    let judge = |found: CellShare| {
        let sides = [(Side::Min, found.short(rule)), (Side::Max, found.over(rule))];
        let broken = sides.into_iter().filter(|&(_, excess)| excess > Effort::ZERO);
        broken.map(|(side, excess)| breach(&found, side, excess)).collect::<Vec<Breach>>()
    };
    shares(portfolio, plan, rule).into_iter().flat_map(judge).collect()
}

#[cfg(test)]
mod tests {
    use super::super::given::{portfolio, verdict};
    use super::*;

    const ROWS: &str = "id,value,cost: A,cost: B,category\nF,1,8,,feature\nD,1,2,,debt\nK,1,,5,ktlo\nG,1,,4,feature";

    /// Breaches of a rule on debt with these keys, in a plan that does everything in the first quarter.
    fn of(keys: &str, rows: &str) -> Vec<String> {
        let portfolio = portfolio(ROWS, &format!("[[allocation]]\ncategory = [\"debt\"]\n{keys}"));
        verdict(RULE, &portfolio, rows)
    }

    #[test]
    fn a_floor_of_what_is_planned_counts_each_cell_of_its_scope() {
        let floor = |scope: &str| of(&format!("min = 0.2\nscope = \"{scope}\""), "F,2026Q1 D,2026Q1 G,2026Q1");
        assert_eq!(floor("plan"), ["Short Effort(Effort(800000))"]);
        assert_eq!(floor("team"), ["Short Effort(Effort(800000))"]);
        assert!(of("min = 0.2\nscope = \"quarter\"", "F,2026Q1 D,2026Q1").is_empty());
    }

    #[test]
    fn a_floor_of_capacity_is_missed_by_an_idle_plan() {
        let floor = "min = 0.1\nscope = \"plan\"\nbasis = \"capacity\"";
        assert_eq!(of(floor, ""), ["Short Effort(Effort(6000000))"]);
    }

    #[test]
    fn exempt_work_leaves_both_sides() {
        let keys = "min = 0.2\nscope = \"plan\"\nexempt = { category = [\"ktlo\"] }";
        assert!(of(keys, "F,2026Q1 D,2026Q1 K,2026Q1").is_empty());
    }

    #[test]
    fn a_ceiling_is_a_floor_turned_round() {
        assert_eq!(of("max = 0.5\nscope = \"plan\"", "D,2026Q1"), ["Over Effort(Effort(1000000))"]);
        assert!(of("max = 0.5\nscope = \"plan\"", "D,2026Q1 F,2026Q1").is_empty());
    }

    #[test]
    fn a_penalty_prices_each_unit_short() {
        let rules = "[[allocation]]\ncategory = [\"debt\"]\nmin = 0.5\nscope = \"plan\"\npenalty = 4";
        let portfolio = portfolio(ROWS, rules);
        let breaches = breaches(&portfolio, &super::super::given::plan(&portfolio, "F,2026Q1 D,2026Q1"));
        assert_eq!(breaches.iter().map(|breach| breach.penalty).collect::<Vec<_>>(), [Some(12.0)]);
    }
}
