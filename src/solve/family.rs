//! Families of programs that methods tell apart, by their shape alone.

use crate::program::Program;

/// Of the entries that rows can have at least one in so many is there, where rows are dense.
const SPARSEST: usize = 2;

/// Whether arcs say more than rows, as in mines and release planning.
pub(super) fn is_ruled_by_arcs(program: &Program) -> bool {
    program.arcs.len() >= program.choices.len()
}

/// Whether arcs rule, and most initiatives have several quarters to be in.
pub(super) fn is_of_schedules(program: &Program) -> bool {
    is_ruled_by_arcs(program) && program.placements.len() >= 2 * program.choices.len()
}

/// Whether arcs rule, and most initiatives have one quarter to be in, as in release planning.
pub(super) fn is_of_releases(program: &Program) -> bool {
    is_ruled_by_arcs(program) && !is_of_schedules(program)
}

/// Whether rows take something of most placements, as in knapsacks of many teams.
pub(super) fn has_dense_rows(program: &Program) -> bool {
    let entries: usize = program.rows.iter().map(|row| row.terms.len()).sum();
    entries >= program.placements.len().saturating_mul(program.rows.len()) / SPARSEST
}

/// Whether neither arcs nor dense rows rule, as in roadmaps.
pub(super) fn is_of_roadmaps(program: &Program) -> bool {
    !is_ruled_by_arcs(program) && !has_dense_rows(program)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Texts, read_texts};
    use crate::solve::presolved;

    #[test]
    fn rows_of_many_teams_are_dense_where_each_initiative_needs_most_of_them() {
        let program = |initiatives: &str| {
            let capacity = "team,2026Q1\nA,4\nB,4\nC,4";
            let texts = Texts { initiatives, capacity, rules: "quarters = \"2026Q1..2026Q1\"\n" };
            presolved(&read_texts(&texts).expect("the files are right").portfolio)
        };
        let header = "id,value,cost: A,cost: B,cost: C";
        assert!(has_dense_rows(&program(&format!("{header}\nX,5,3,3,3\nY,4,3,3,2\nZ,4,3,2,3"))));
        assert!(!has_dense_rows(&program(&format!("{header}\nU,5,3,,\nV,4,3,,\nW,4,,3,\nX,4,,3,\nY,4,,,3\nZ,4,,,3"))));
    }
}
