//! The relaxation of a node: the lines under the simplex method, with the rows of arcs that points break.

use super::lines::{Line, Lines, Of};
use super::waits::Waits;
use crate::program::Program;
use crate::solve::bounding::Bounded;
use crate::solve::propagation::{Choose, Open};
use crate::solve::simplex::{Basis, Ended, Mark, Opening, Simplex};

/// Work after which the relaxation of a node is left as it is, about 0.1 s; its bound holds all the same.
const MOST_WORK: u64 = 12_500_000;
/// Work before which it is not left: what is done beside it costs as much.
const LEAST_WORK: u64 = 4_000_000;
/// Pivots between two looks at the work.
const PIVOTS: usize = 100;

#[derive(Clone)]
pub(super) struct Relaxed {
    pub lines: Lines,
    simplex: Simplex,
    waits: Waits,
    /// Work beside that of the simplex method.
    looked: u64,
    /// Work of the simplex methods before this one.
    past: u64,
}

impl Relaxed {
    pub(super) fn new(program: &Program) -> Self {
        let lines = Lines::new(program);
        let simplex = started(&lines);
        Self { lines, simplex, waits: Waits::new(program), looked: 0, past: 0 }
    }

    /// Work so far.
    pub(super) fn work(&self) -> u64 {
        self.past + self.simplex.work + self.looked
    }

    /// Counts what was looked at elsewhere.
    pub(super) fn add_work(&mut self, entries: u64) {
        self.looked += entries;
    }

    /// Number of lines.
    pub(super) fn height(&self) -> usize {
        self.lines.lines.len()
    }

    /// Adds a line.
    pub(super) fn add(&mut self, line: Line) {
        self.simplex.add_row(&line.terms, line.limit, line.equal);
        self.lines.lines.push(line);
    }

    /// Leaves out all lines that are not tight among cuts and what comes after the first lines; whether there were any.
    pub(super) fn drop_loose(&mut self, first: usize) -> bool {
        let (simplex, lines) = (&self.simplex, &self.lines.lines);
        let stays = |line: usize| !simplex.is_loose(line) || (line < first && !matches!(lines[line].of, Of::Hull(_) | Of::Rounded));
        if (0..lines.len()).all(stays) {
            return false;
        }
        let basis = simplex.basis_of(stays);
        let stays: Vec<bool> = (0..lines.len()).map(stays).collect();
        self.lines.retain(|line| stays[line]);
        self.past += simplex.work;
        self.simplex = started(&self.lines);
        self.simplex.restore(&basis);
        self.waits.forget();
        true
    }

    /// Closes what arcs rule out; whether anything closed.
    pub(super) fn close(&mut self, open: &mut Open) -> bool {
        self.waits.close(open, &mut self.looked)
    }

    /// Opens what is open, and closes the rest.
    pub(super) fn sync(&mut self, open: &Open) {
        self.looked += self.lines.placements as u64 / 4;
        for choice in 0..open.choices() {
            let is_decided = open.count(choice) == 1;
            for &placement in open.allowed(choice) {
                let opening = match open.has(placement) {
                    true if is_decided => Opening::Full,
                    true => Opening::Open,
                    false => Opening::Closed,
                };
                self.simplex.set(placement, opening);
            }
            if let Some(line) = self.lines.of_choice[choice].filter(|&line| !self.lines.lines[line].equal) {
                let opening = if open.may_stay_out(choice) { Opening::Open } else { Opening::Closed };
                let slack = self.simplex.slack(line);
                self.simplex.set(slack, opening);
            }
        }
    }

    /// Pivots to the optimum over what is open, with the rows of arcs that come to be broken, or until so much work is done.
    pub(super) fn optimise(&mut self, floor: f64, work: u64) -> Ended {
        let until = self.work() + work.clamp(LEAST_WORK, MOST_WORK);
        loop {
            let ended = self.simplex.optimise(floor, PIVOTS);
            if ended == Ended::Stopped && self.simplex.value() > floor && self.work() <= until {
                continue;
            }
            if ended != Ended::Optimal || self.simplex.value() <= floor {
                return ended;
            }
            let broken = self.waits.broken(&self.point(), &mut self.looked);
            if broken.is_empty() {
                return ended;
            }
            broken.into_iter().for_each(|line| self.add(line));
            if self.work() > until {
                return Ended::Stopped;
            }
        }
    }

    /// Pivots a few times.
    pub(super) fn try_out(&mut self, floor: f64, pivots: usize) -> Ended {
        self.simplex.optimise(floor, pivots)
    }

    /// The bound of what is open after pivoting has ended so; `floor` is what it should not be above.
    pub(super) fn bounded(&mut self, open: &Open, ended: Ended, floor: f64) -> Bounded {
        let multipliers = self.simplex.multipliers();
        self.looked += self.lines.lines.size();
        let bounded = Bounded::new(&self.lines, open, &multipliers);
        match ended {
            Ended::Infeasible => Bounded::along(&self.lines, open, &multipliers, self.simplex.ray(), floor).unwrap_or(bounded),
            Ended::Optimal | Ended::Stopped => bounded,
        }
    }

    /// The multiplier of each line, where it is allowed.
    pub(super) fn multipliers(&mut self) -> Vec<f64> {
        let multipliers = self.simplex.multipliers();
        self.lines.lines.iter().zip(multipliers).map(|(line, y)| line.allowed(y)).collect()
    }

    /// What rows and cuts bring whatever is placed, and the value of each placement after it has paid for those, but for no arc.
    pub(super) fn of_rows(&mut self) -> (f64, Vec<f64>) {
        let mut reduced: Vec<f64> = self.lines.columns[..self.lines.placements].iter().map(|column| column.0).collect();
        let mut fixed = 0.0;
        let multipliers = self.multipliers();
        for (line, y) in self.lines.lines.iter().zip(multipliers).filter(|&(_, y)| y != 0.0) {
            if matches!(line.of, Of::Row(_) | Of::Hull(_) | Of::Rounded) {
                fixed += y * line.limit;
                let terms = line.terms.iter().filter(|term| term.0 < self.lines.placements);
                terms.for_each(|&(placement, coefficient)| reduced[placement] -= y * coefficient);
            }
        }
        (fixed, reduced)
    }

    /// How much of each line makes up a placement's row of the tableau; none if it is not basic.
    pub(super) fn inverse_row(&mut self, placement: usize) -> Option<Vec<f64>> {
        self.simplex.inverse_row(placement)
    }

    /// How much every point has of a placement; none if that is open.
    pub(super) fn fixed(&self, placement: usize) -> Option<f64> {
        self.simplex.fixed(placement)
    }

    /// How much of a placement the present point has.
    pub(super) fn amount(&self, placement: usize) -> f64 {
        self.simplex.amount(placement)
    }

    /// How much of each placement the present point has.
    pub(super) fn point(&self) -> Vec<f64> {
        (0..self.lines.placements).map(|placement| self.amount(placement)).collect()
    }

    /// How much the present point has of each open option of a choice.
    pub(super) fn amounts(&self, open: &Open, choice: usize) -> Vec<(Choose, f64)> {
        let mut amounts: Vec<(Choose, f64)> =
            open.placements(choice).map(|placement| (Choose::Placement(placement), self.amount(placement))).collect();
        if open.may_stay_out(choice) {
            amounts.push((Choose::Out, 1.0 - amounts.iter().map(|amount| amount.1).sum::<f64>()));
        }
        amounts
    }

    /// The value of the relaxation so far.
    pub(super) fn value(&self) -> f64 {
        self.simplex.value()
    }

    pub(super) fn basis(&self) -> Basis {
        self.simplex.basis()
    }

    pub(super) fn restore(&mut self, basis: &Basis) {
        self.simplex.restore(basis);
    }

    pub(super) fn mark(&mut self) -> Mark {
        self.simplex.mark()
    }

    /// Goes back to a mark at which this was open; rows that became active since are part of it from then on.
    pub(super) fn back_to(&mut self, mark: &mut Mark, open: &Open) {
        if self.simplex.back_to(mark) {
            self.sync(open);
            self.simplex.begin();
            *mark = self.simplex.mark();
        }
    }
}

/// The simplex method at the best placement of each choice, which is dual feasible.
fn started(lines: &Lines) -> Simplex {
    let mut simplex = Simplex::new(&lines.columns);
    lines.lines.iter().for_each(|line| simplex.add_row(&line.terms, line.limit, line.equal));
    for (row, line) in lines.lines.iter().enumerate().filter(|(_, line)| line.of == Of::Choice) {
        let best = line.terms.iter().max_by(|a, b| lines.columns[a.0].0.total_cmp(&lines.columns[b.0].0));
        if let Some(&(column, _)) = best.filter(|best| line.equal || lines.columns[best.0].0 > 0.0) {
            simplex.crash(row, column);
        }
    }
    simplex
}
