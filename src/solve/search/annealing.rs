//! Simulated annealing on starts (Kirkpatrick, Gelatt and Vecchi 1983), with weights of broken rows that adapt.

use std::sync::Arc;

use super::greedy;
use super::moves::{Mover, Weights};
use super::state::{State, selection_of};
use super::tables::{NONE, Tables};
use crate::program::{Program, Selection};
use crate::solve::method::{Budget, Found, Known, Method};

/// Moves between two looks at the temperature.
const ROUND: usize = 256;

/// How a search spends its run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One cooling over the whole run: the best plan at its end.
    LongCooling,
    /// Coolings that grow: good plans early.
    GrowingCoolings,
}

pub struct Parameters { pub hot: f64, pub cold: f64, pub up: f64, pub target: f64, pub moves_per_look: usize }

/// A local search that goes on over the whole run.
pub struct Annealing {
    state: State,
    mover: Mover,
    weights: Weights,
    role: Role,
    best: Best,
    built: bool,
    scale: f64,
    pace: Pace,
    pub moves: u64,
    pub parameters: Parameters,
}

/// The best selection that keeps all, and which initiatives have changed since.
struct Best {
    chosen: Vec<u32>,
    value: f64,
    is_new: bool,
}

/// How much of the run a unit of work takes.
#[derive(Default)]
struct Pace {
    share: f64,
    work: u64,
    per_work: f64,
}

impl Annealing {
    /// A search that has not begun.
    #[must_use]
    pub fn new(program: &Program, seed: u64, role: Role) -> Self {
        let tables = Arc::new(Tables::new(program));
        let n = tables.initiatives();
        Self {
            mover: Mover::new(seed),
            weights: Weights::new(),
            role,
            best: Best { chosen: vec![NONE; n], value: f64::NEG_INFINITY, is_new: false },
            built: false,
            scale: scale(&tables),
            pace: Pace::default(),
            moves: 0,
            parameters: Parameters { hot: 0.5, cold: 0.002, up: 1.08, target: 0.0, moves_per_look: 1 },
            state: State::on(tables),
        }
    }

    fn note(&mut self) {
        if self.state.keeps_all() && self.state.value() > self.best.value {
            self.best.value = self.state.value() * (1.0 + 1e-12);
            self.best.chosen.copy_from_slice(&self.state.chosen);
            self.best.is_new = true;
        }
    }

    fn first(&mut self, budget: &Budget) {
        self.built = true;
        let worth = worth(&self.state.tables);
        greedy::build(&mut self.state, &worth, budget.stops);
        self.note();
    }

    fn temperature(&self, share: f64) -> f64 {
        let p = &self.parameters;
        let progress = match self.role {
            Role::LongCooling => share,
            Role::GrowingCoolings => {
                let mut from = 0.0;
                let mut progress = share;
                for until in [0.02, 0.08, 0.3, 1.0] {
                    if share < until {
                        progress = (share - from) / (until - from);
                        break;
                    }
                    from = until;
                }
                progress
            }
        };
        self.scale * p.hot * (p.cold / p.hot).powf(progress.min(1.0))
    }
}

impl Method for Annealing {
    fn name(&self) -> &'static str {
        "search"
    }

    fn step(&mut self, _known: &Known, budget: &Budget) -> Found {
        let begin = self.state.work;
        let mut found = Found::default();
        if !self.built {
            self.first(budget);
        } else {
            let lines = self.state.lines.len().max(1);
            let up = self.parameters.up;
            let lighter = up.powf(-self.parameters.target / lines as f64);
            if self.pace.work > 0 && budget.share > self.pace.share {
                self.pace.per_work = (budget.share - self.pace.share) / self.pace.work as f64;
            }
            let tables = self.state.tables.clone();
            let mut rounds = 0u32;
            loop {
                let done = self.state.work.wrapping_sub(begin);
                if done >= budget.work || (rounds % 64 == 63 && (budget.stops)()) {
                    break;
                }
                rounds += 1;
                self.mover.temperature = self.temperature(budget.share + done as f64 * self.pace.per_work);
                for _ in 0..ROUND / self.parameters.moves_per_look {
                    for _ in 0..self.parameters.moves_per_look {
                        self.mover.step(&tables, &mut self.state);
                        self.state.work += 1;
                        self.note();
                    }
                    self.weights.look(&mut self.state, up, lighter);
                }
                self.moves += ROUND as u64;
            }
        }
        found.work = self.state.work.wrapping_sub(begin);
        self.pace.share = budget.share;
        self.pace.work = found.work;
        if std::mem::take(&mut self.best.is_new) {
            found.selections.push(self.best());
        }
        found
    }
}

impl Annealing {
    fn best(&self) -> Selection {
        selection_of(&self.state.tables, &self.best.chosen)
    }
}

/// Mean over initiatives of what their best placement is worth.
fn scale(tables: &Tables) -> f64 {
    let best = |&i: &u32| tables.open.of(i as usize).iter().map(|&p| tables.places[p as usize].value.abs()).fold(0.0, f64::max);
    tables.movable.iter().map(best).sum::<f64>() / tables.movable.len().max(1) as f64
}

/// Value for each share of a limit that a placement takes.
fn worth(tables: &Tables) -> Vec<f64> {
    let of = |place: &super::tables::Place| {
        let mut load = 1e-9;
        for entry in &tables.entries[place.entries.0 as usize..place.entries.1 as usize] {
            let line = &tables.lines[entry.row as usize];
            if line.most > 0.0 && entry.coefficient > 0.0 {
                load += f64::from(entry.coefficient) / line.most;
            }
        }
        place.value / load
    };
    tables.places.iter().map(of).collect()
}
