//! What is set free along with an initiative: in release planning, the requirements of a request.
//!
//! A requirement is worth nothing by itself, so it says nothing to set one free whose requests stay as they are, and no request can leave
//! or come alone. So only what gains is drawn, and what it brings in comes along.

use crate::model::Id;
use crate::program::{Program, Reach};

/// Whether an initiative is worth something by itself.
pub(super) fn gains(program: &Program, initiative: u32) -> bool {
    program.placements.of_initiative(Id::new(initiative as usize)).any(|id| program.placements[id].value > 0.0)
}

/// For each initiative that gains those that do not and that it waits for, at any distance.
pub(super) fn brought_in(program: &Program) -> Vec<Vec<u32>> {
    let count = program.placements.initiatives();
    let mut needs = vec![Vec::new(); count];
    for arc in program.arcs.iter().filter(|arc| !gains(program, arc.prerequisite.index() as u32)) {
        needs[arc.follower.index()].push(arc.prerequisite.index());
    }
    let mut links = Reach::new(count);
    let mut reached = |initiative: u32| match gains(program, initiative) {
        true => links.from(initiative as usize, |at| needs[at].iter().copied()).into_iter().map(|with| with as u32).collect(),
        false => Vec::new(),
    };
    (0..count as u32).map(&mut reached).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Texts, read_texts};
    use crate::solve::presolved;

    #[test]
    fn requirements_come_along_and_requests_do_not() {
        // Requests a and b need c, which needs d; b also needs request e.
        let rows = "id,value,depends_on,cost: A\na,5,c,1\nb,7,c;e,1\nc,0,d,1\nd,0,,1\ne,2,,1";
        let rules = "quarters = \"2026Q1..2026Q1\"\ndefault_dependency = \"same\"\n";
        let texts = Texts { initiatives: rows, capacity: "team,2026Q1\nA,4", rules };
        let program = presolved(&read_texts(&texts).expect("the files are right").portfolio);
        let mut along = brought_in(&program);
        along.iter_mut().for_each(|with| with.sort_unstable());
        assert_eq!(along, [vec![2, 3], vec![2, 3], vec![], vec![], vec![]]);
    }
}
