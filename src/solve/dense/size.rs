//! Which programs are proven on dense tableaus, and for how long.
//!
//! The cells of a tableau are its lines times the placements. Small tableaus mostly prove in half the time of the sparse method or less.
//! So do larger ones that prove within a second; others often come to far less than the sparse method with its cuts, so that goes on.

use super::lines::Lines;
use crate::program::Program;
use crate::solve::family::has_dense_rows;

/// Cells above which the sparse method proves more, where rows take something of most placements: knapsacks of 100 initiatives have
/// 13 000.
const MOST_CELLS_OF_DENSE_ROWS: usize = 30_000;

/// The same for other rows, whose hulls the sparse method cuts: 40 initiatives in four quarters have up to 8 000, 50 some 10 000.
const MOST_CELLS_OF_SPARSE_ROWS: usize = 9_500;

/// Cells above that up to which a tableau is tried.
const MOST_CELLS_TO_TRY: usize = 15_000;

/// Work of such a try, about a second.
const WORK_TO_TRY: u64 = 200_000_000;

/// The lines of a program and the work after which the sparse method is to go on; `None` if it is to begin.
pub(super) fn lines(program: &Program) -> Option<(Lines, u64)> {
    let (sure, most) = match has_dense_rows(program) {
        true => (MOST_CELLS_OF_DENSE_ROWS, MOST_CELLS_OF_DENSE_ROWS),
        false => (MOST_CELLS_OF_SPARSE_ROWS, MOST_CELLS_TO_TRY),
    };
    let cells = |lines: usize| lines.saturating_mul(program.placements.len());
    let lines = (cells(program.choices.len() + program.rows.len()) <= most).then(|| Lines::new(program))?;
    let cells = cells(lines.lines.len());
    (cells <= most).then_some((lines, if cells <= sure { u64::MAX } else { WORK_TO_TRY }))
}
