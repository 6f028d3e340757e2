//! How far a step goes: for each block of columns and each row, so that blocks and rows of very different size move alike.
//!
//! With steps `t[b]` and `s[r]` the method converges when the norm of `S^1/2 A T^1/2` is below 1. First rows and blocks are scaled until
//! their largest entries are about 1 (Ruiz 2001, A scaling algorithm to equilibrate both rows and columns norms in matrices), then by
//! their sums (Pock and Chambolle 2011, Diagonal preconditioning for first order primal-dual algorithms); then the norm is found by power
//! iteration. All columns of a block have the same step, so that its nearest point stays easy to find.

use fastrand::Rng;

use super::matrix::{ArcRow, Matrix};

/// Rounds of scaling by largest entries; more change nothing that matters.
const ROUNDS: usize = 8;
/// Iterations of the power method at most: passes over the matrix, of which a run makes thousands.
const POWER_ITERATIONS: usize = 30;
/// Change of the norm, as a share of it, below which it counts as found.
const NORM_PRECISION: f64 = 2e-3;
/// The norm that steps are scaled to: below 1 by as much as the power method may have missed.
const NORM: f64 = 0.97;

/// Steps of blocks and of rows.
#[derive(Debug)]
pub(super) struct Steps {
    pub blocks: Vec<f64>,
    pub rows: Vec<f64>,
}

impl Steps {
    pub(super) fn new(matrix: &Matrix) -> Self {
        let blocks_of = blocks_of_arcs(matrix);
        let (mut blocks, mut rows) = (vec![1.0; matrix.blocks.len()], vec![1.0; matrix.rows()]);
        for _ in 0..ROUNDS {
            let (of_blocks, of_rows) = largest(matrix, &blocks_of, &blocks, &rows);
            shrink(&mut blocks, &of_blocks);
            shrink(&mut rows, &of_rows);
        }
        let (of_blocks, of_rows) = sums(matrix, &blocks_of, &blocks, &rows);
        shrink(&mut blocks, &of_blocks);
        shrink(&mut rows, &of_rows);
        let square = |scales: Vec<f64>| scales.into_iter().map(|scale| scale * scale).collect();
        let mut steps = Self { blocks: square(blocks), rows: square(rows) };
        let norm = steps.norm(matrix);
        let factor = if norm > 0.0 { NORM / norm } else { 1.0 };
        steps.blocks.iter_mut().chain(&mut steps.rows).for_each(|step| *step *= factor);
        steps
    }

    /// The norm of `S^1/2 A T^1/2`, from below.
    fn norm(&self, matrix: &Matrix) -> f64 {
        let mut random = Rng::with_seed(0);
        let mut y: Vec<f64> = (0..matrix.rows()).map(|_| random.f64() - 0.5).collect();
        let (mut prices, mut cells) = (vec![0.0; matrix.cells], vec![0.0; matrix.cells]);
        let mut square: f64 = 0.0;
        for _ in 0..POWER_ITERATIONS {
            let length = y.iter().zip(&self.rows).map(|(y, step)| y * y / step).sum::<f64>().sqrt();
            if length == 0.0 {
                break;
            }
            y.iter_mut().for_each(|y| *y /= length);
            matrix.cell_prices(&y, &mut prices);
            let mut held = vec![0.0; matrix.rows()];
            cells.fill(0.0);
            for (block, &step) in matrix.blocks.iter().zip(&self.blocks) {
                for column in block.columns.clone() {
                    let paid = matrix.columns[column].value - matrix.reduced(column, &y, &prices);
                    matrix.add(column, step * paid, &mut held, &mut cells);
                }
            }
            matrix.close_cells(&mut held, &mut cells);
            let before = square;
            square = y.iter().zip(&held).map(|(y, held)| y * held).sum();
            y = held.iter().zip(&self.rows).map(|(held, step)| held * step).collect();
            if (square - before).abs() <= NORM_PRECISION * square {
                break;
            }
        }
        square.sqrt()
    }
}

/// Whose dependants and whose prerequisites the rows of arcs are over.
type BlocksOfArc = (Option<usize>, Option<usize>);

fn blocks_of_arcs(matrix: &Matrix) -> Vec<BlocksOfArc> {
    let mut block_of = vec![None; matrix.cells];
    for (block, own) in matrix.blocks.iter().enumerate() {
        for column in &matrix.columns[own.columns.clone()] {
            block_of[column.started as usize] = Some(block);
            block_of[column.finished as usize] = Some(block);
        }
    }
    for run in &matrix.runs {
        let own = block_of[run.clone()].iter().copied().flatten().next();
        block_of[run.clone()].fill(own);
    }
    block_of[0] = None;
    let of_row = |row: &ArcRow| (block_of[row.started as usize], block_of[row.finished as usize]);
    matrix.arc_rows.iter().map(of_row).collect()
}

/// The largest entries of scaled blocks and rows.
fn largest(matrix: &Matrix, arcs: &[BlocksOfArc], blocks: &[f64], rows: &[f64]) -> (Vec<f64>, Vec<f64>) {
    gather(matrix, arcs, blocks, rows, f64::max)
}

/// The sums of scaled entries: of a row over blocks, of each the largest; of a block over rows likewise.
fn sums(matrix: &Matrix, arcs: &[BlocksOfArc], blocks: &[f64], rows: &[f64]) -> (Vec<f64>, Vec<f64>) {
    gather(matrix, arcs, blocks, rows, |sum, part| sum + part)
}

fn gather(
    matrix: &Matrix,
    arcs: &[BlocksOfArc],
    blocks: &[f64],
    rows: &[f64],
    join: impl Fn(f64, f64) -> f64,
) -> (Vec<f64>, Vec<f64>) {
    let (mut of_blocks, mut of_rows) = (vec![0.0; blocks.len()], vec![0.0; rows.len()]);
    let mut add = |block: usize, row: usize, size: f64| {
        let size = size * blocks[block] * rows[row];
        of_blocks[block] = join(of_blocks[block], size);
        of_rows[row] = join(of_rows[row], size);
    };
    let mut most = vec![0.0_f64; matrix.plain_rows];
    for (block, own) in matrix.blocks.iter().enumerate() {
        let entries = || own.columns.clone().flat_map(|column| matrix.entries_of(column));
        for entry in entries() {
            let most = &mut most[entry.row as usize];
            *most = most.max(entry.coefficient.abs());
        }
        for entry in entries() {
            let most = std::mem::take(&mut most[entry.row as usize]);
            if most > 0.0 {
                add(block, entry.row as usize, most);
            }
        }
    }
    for (row, &(started, finished)) in arcs.iter().enumerate() {
        started.into_iter().chain(finished).for_each(|block| add(block, matrix.plain_rows + row, 1.0));
    }
    (of_blocks, of_rows)
}

fn shrink(scales: &mut [f64], sizes: &[f64]) {
    for (scale, size) in scales.iter_mut().zip(sizes).filter(|(_, size)| **size > 0.0) {
        *scale /= size.sqrt();
    }
}
