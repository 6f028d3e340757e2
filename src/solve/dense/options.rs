//! What a node leaves open: for each choice its placements, and whether it may stay out.

use crate::program::{Presence, Program};
pub(super) use crate::solve::propagation::Choose;

/// The open options of every choice.
#[derive(Debug, Clone)]
pub(super) struct Open {
    options: Vec<Options>,
    placements: Vec<bool>,
}

#[derive(Debug, Clone)]
struct Options {
    placements: Vec<usize>,
    out: bool,
}

impl Open {
    pub(super) fn new(program: &Program) -> Self {
        let options = program.choices.iter().map(|choice| Options {
            placements: choice.allowed.iter().map(|id| id.index()).collect(),
            out: choice.presence == Presence::Optional,
        });
        let mut placements = vec![false; program.placements.len()];
        program.choices.iter().flat_map(|choice| &choice.allowed).for_each(|id| placements[id.index()] = true);
        Self { options: options.collect(), placements }
    }

    pub(super) fn choices(&self) -> usize {
        self.options.len()
    }

    /// Whether a placement is open.
    pub(super) fn has(&self, placement: usize) -> bool {
        self.placements[placement]
    }

    /// Open placements of a choice.
    pub(super) fn placements(&self, choice: usize) -> impl Iterator<Item = usize> + '_ {
        self.options[choice].placements.iter().copied()
    }

    pub(super) fn may_stay_out(&self, choice: usize) -> bool {
        self.options[choice].out
    }

    /// Number of open options of a choice.
    pub(super) fn count(&self, choice: usize) -> usize {
        self.options[choice].placements.len() + usize::from(self.options[choice].out)
    }

    /// All open options of a choice.
    pub(super) fn all(&self, choice: usize) -> impl Iterator<Item = Choose> + '_ {
        let out = self.options[choice].out.then_some(Choose::Out);
        self.placements(choice).map(Choose::Placement).chain(out)
    }

    /// Closes an option of a choice.
    pub(super) fn close(&mut self, choice: usize, option: Choose) {
        match option {
            Choose::Out => self.options[choice].out = false,
            Choose::Placement(placement) => {
                self.placements[placement] = false;
                self.options[choice].placements.retain(|&other| other != placement);
            }
        }
    }
}
