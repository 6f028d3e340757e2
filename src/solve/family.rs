//! Families of programs that methods tell apart, by their shape alone.

use crate::program::Program;

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
