//! Probing: each option of each choice is taken for a try, and what follows by arcs and rows is closed (Savelsbergh 1994, Preprocessing and
//! probing techniques for mixed integer programming problems).
//!
//! An option after which some choice has nothing left, or some row no room, is in no plan. What every open option of a choice closes is in no plan either,
//! since one of them is taken. An initiative that may no longer stay out is required. Only a fixed amount of work is spent, so large programs
//! are probed in part.

use std::collections::HashMap;

use crate::model::Id;
use crate::program::{Placement, Presence, Program};
use crate::solve::propagation::{Choose, Open, Propagation};

/// Entries that are looked at: some hundredths of a second.
const MOST_WORK: u64 = 5_000_000;

/// Shrinks the program by what probing closes; nothing changes when no plan keeps the rules, which others find out. `report` is told of
/// each placement that goes.
#[must_use]
pub fn probed(mut program: Program, mut report: impl FnMut(&Placement)) -> Program {
    let Some(open) = open_after_probing(&program) else { return program };
    for (number, choice) in program.choices.iter_mut().enumerate() {
        if !open.may_stay_out(number) {
            choice.presence = Presence::Required;
        }
    }
    let stays = |id: Id<Placement>| open.has(id.index());
    program.placements.iter().filter(|&(id, _)| !stays(id)).for_each(|(_, placement)| report(placement));
    if program.placements.iter().all(|(id, _)| stays(id)) { program } else { program.restricted(stays).0 }
}

/// What is open after probing; none if nothing can be.
fn open_after_probing(program: &Program) -> Option<Open> {
    let mut propagation = Propagation::new(program);
    if !propagation.settle() {
        return None;
    }
    // Most follows from what is required.
    let mut order: Vec<usize> = (0..propagation.open().choices()).collect();
    order.sort_by_key(|&choice| propagation.open().may_stay_out(choice));
    for choice in order {
        if propagation.work > MOST_WORK {
            break;
        }
        if propagation.open().count(choice) > 1 && !probe(&mut propagation, choice) {
            return None;
        }
    }
    Some(propagation.open().clone())
}

/// Tries each option of a choice; whether something is left open of everything.
fn probe(propagation: &mut Propagation, choice: usize) -> bool {
    let (before, options) = (propagation.closed().len(), propagation.open().all(choice).collect::<Vec<Choose>>());
    let (mut closes, mut left) = (HashMap::new(), 0_usize);
    let mut useless = Vec::new();
    for option in options {
        propagation.take(choice, option);
        if propagation.settle() {
            left += 1;
            propagation.closed()[before..].iter().for_each(|&closed| *closes.entry(closed).or_insert(0_usize) += 1);
        } else {
            useless.push(option);
        }
        propagation.go_back(before);
    }
    useless.into_iter().for_each(|option| propagation.close(choice, option));
    let mut by_all: Vec<(usize, Choose)> =
        closes.into_iter().filter(|&(_, count)| count == left).map(|(closed, _)| closed).collect();
    by_all.sort_unstable();
    by_all.into_iter().for_each(|(choice, option)| propagation.close(choice, option));
    propagation.settle()
}

#[cfg(test)]
mod tests {
    use crate::input::{Texts, read_texts};
    use crate::program::{Presence, Program};
    use crate::solve::presolved;

    const RULES: &str = "quarters = \"2026Q1..2026Q2\"\n";

    fn program(initiatives: &str) -> Program {
        let texts = Texts { initiatives, capacity: "team,2026Q1,2026Q2\nT,10,10", rules: RULES };
        presolved(&read_texts(&texts).expect("the texts are right").portfolio)
    }

    #[test]
    fn what_does_not_fit_beside_required_work_goes() {
        let program = program("id,value,must,cost: T\nA,1,yes,10\nB,1,yes,10\nC,9,,1");
        let initiatives: Vec<usize> = program.choices.iter().map(|choice| choice.initiative.index()).collect();
        assert_eq!(initiatives, [0, 1], "each of A and B fills a quarter, so that C fits nowhere");
    }

    #[test]
    fn what_required_work_needs_is_required() {
        let program = program("id,value,must,cost: T,depends_on\nA,1,yes,2,B\nB,-1,,2,\nC,3,,2,");
        let presence: Vec<Presence> = program.choices.iter().map(|choice| choice.presence).collect();
        assert_eq!(presence, [Presence::Required, Presence::Required, Presence::Optional]);
    }
}
