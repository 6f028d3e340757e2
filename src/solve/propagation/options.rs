//! What a node leaves open: for each choice its placements, and whether it may stay out.

use std::sync::Arc;

use crate::model::{Id, Quarter};
use crate::program::{Presence, Program};

/// The choices of a program by position: what never changes.
#[derive(Debug)]
pub(in crate::solve) struct Choices {
    /// Placements of each choice.
    pub allowed: Vec<Vec<usize>>,
    /// The choice of each placement; none for one that no choice allows.
    pub of_placement: Vec<Option<usize>>,
}

/// The open options of every choice.
#[derive(Debug, Clone)]
pub(in crate::solve) struct Open {
    choices: Arc<Choices>,
    /// A bit for each placement.
    placements: Vec<u64>,
    out: Vec<bool>,
    count: Vec<u32>,
    /// Choices of which something has closed since that was last asked.
    changed: Vec<bool>,
}

/// One way to go on with a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::solve) enum Choose {
    Placement(usize),
    Out,
}

impl Choose {
    /// When it starts; none for what stays out.
    pub(in crate::solve) fn start(self, program: &Program) -> Option<Quarter> {
        match self {
            Self::Placement(placement) => Some(program.placements[Id::new(placement)].decision.start),
            Self::Out => None,
        }
    }
}

impl Open {
    /// Everything that the program allows.
    pub(in crate::solve) fn new(program: &Program) -> Self {
        let positions = |choice: &crate::program::Choice| choice.allowed.iter().map(|id| id.index()).collect();
        let allowed: Vec<Vec<usize>> = program.choices.iter().map(positions).collect();
        let mut of_placement = vec![None; program.placements.len()];
        let mut placements = vec![0; program.placements.len().div_ceil(64)];
        for (choice, own) in allowed.iter().enumerate() {
            for &placement in own {
                of_placement[placement] = Some(choice);
                placements[placement / 64] |= 1 << (placement % 64);
            }
        }
        let out: Vec<bool> = program.choices.iter().map(|choice| choice.presence == Presence::Optional).collect();
        let changed = vec![true; out.len()];
        let count = allowed.iter().zip(&out).map(|(own, &out)| own.len() as u32 + u32::from(out)).collect();
        Self { choices: Arc::new(Choices { allowed, of_placement }), placements, out, count, changed }
    }

    /// Number of choices.
    pub(in crate::solve) fn choices(&self) -> usize {
        self.out.len()
    }

    /// The choice of a placement.
    pub(in crate::solve) fn choice_of(&self, placement: usize) -> Option<usize> {
        self.choices.of_placement[placement]
    }

    /// Whether a placement is open.
    pub(in crate::solve) fn has(&self, placement: usize) -> bool {
        self.placements[placement / 64] >> (placement % 64) & 1 == 1
    }

    /// Open placements of a choice.
    pub(in crate::solve) fn placements(&self, choice: usize) -> impl Iterator<Item = usize> + '_ {
        self.choices.allowed[choice].iter().copied().filter(|&placement| self.has(placement))
    }

    /// All placements that the program allows for a choice.
    pub(in crate::solve) fn allowed(&self, choice: usize) -> &[usize] {
        &self.choices.allowed[choice]
    }

    /// Whether a choice may stay out.
    pub(in crate::solve) fn may_stay_out(&self, choice: usize) -> bool {
        self.out[choice]
    }

    /// Number of open options of a choice.
    pub(in crate::solve) fn count(&self, choice: usize) -> u32 {
        self.count[choice]
    }

    /// All open options of a choice.
    pub(in crate::solve) fn all(&self, choice: usize) -> impl Iterator<Item = Choose> + '_ {
        let out = self.out[choice].then_some(Choose::Out);
        self.placements(choice).map(Choose::Placement).chain(out)
    }

    /// Whether an option of a choice is open.
    pub(in crate::solve) fn is_open(&self, choice: usize, option: Choose) -> bool {
        match option {
            Choose::Placement(placement) => self.has(placement),
            Choose::Out => self.out[choice],
        }
    }

    /// Closes an option of a choice; whether it was open.
    pub(in crate::solve) fn close(&mut self, choice: usize, option: Choose) -> bool {
        let was_open = self.is_open(choice, option);
        if was_open {
            self.count[choice] -= 1;
            self.changed[choice] = true;
            match option {
                Choose::Out => self.out[choice] = false,
                Choose::Placement(placement) => self.placements[placement / 64] &= !(1 << (placement % 64)),
            }
        }
        was_open
    }

    /// For each choice whether something of it has closed since the last call; at first that is so for all.
    pub(in crate::solve) fn take_changed(&mut self) -> Vec<bool> {
        let none = vec![false; self.changed.len()];
        std::mem::replace(&mut self.changed, none)
    }

    /// Opens an option that was closed.
    pub(in crate::solve) fn open(&mut self, choice: usize, option: Choose) {
        self.count[choice] += 1;
        match option {
            Choose::Out => self.out[choice] = true,
            Choose::Placement(placement) => self.placements[placement / 64] |= 1 << (placement % 64),
        }
    }

    /// Closes all options of a choice but one.
    pub(in crate::solve) fn take(&mut self, choice: usize, option: Choose) {
        let others: Vec<Choose> = self.all(choice).filter(|other| *other != option).collect();
        others.into_iter().for_each(|other| {
            self.close(choice, other);
        });
    }
}
