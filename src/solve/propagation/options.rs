//! What a node leaves open: for each choice its placements, and whether it may stay out.

use std::sync::Arc;

use crate::model::{Id, Quarter};
use crate::program::{Presence, Program};

/// Bits of a word.
const BITS: usize = 64;

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

/// The same in as little room as it takes, for what waits.
#[derive(Debug, Clone)]
pub(in crate::solve) struct Packed {
    choices: Arc<Choices>,
    /// Bits of the placements, then of the choices that may stay out, then of those that changed, each from a word of its own on.
    words: Box<[u64]>,
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
        let mut placements = vec![0; program.placements.len().div_ceil(BITS)];
        for (choice, own) in allowed.iter().enumerate() {
            for &placement in own {
                of_placement[placement] = Some(choice);
                placements[placement / BITS] |= 1 << (placement % BITS);
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
        self.placements[placement / BITS] >> (placement % BITS) & 1 == 1
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
                Choose::Placement(placement) => self.placements[placement / BITS] &= !(1 << (placement % BITS)),
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
            Choose::Placement(placement) => self.placements[placement / BITS] |= 1 << (placement % BITS),
        }
    }

    /// The same in little room.
    pub(in crate::solve) fn packed(&self) -> Packed {
        let words = self.placements.iter().copied().chain(words_of(&self.out)).chain(words_of(&self.changed));
        Packed { choices: Arc::clone(&self.choices), words: words.collect() }
    }

    /// Closes all options of a choice but one.
    pub(in crate::solve) fn take(&mut self, choice: usize, option: Choose) {
        let others: Vec<Choose> = self.all(choice).filter(|other| *other != option).collect();
        others.into_iter().for_each(|other| {
            self.close(choice, other);
        });
    }
}

impl Packed {
    /// What it was.
    pub(in crate::solve) fn open(&self) -> Open {
        let choices = self.choices.allowed.len();
        let (placements, bits) = self.words.split_at(self.choices.of_placement.len().div_ceil(BITS));
        let (out, changed) = bits.split_at(choices.div_ceil(BITS));
        let (out, changed) = (bits_of(out, choices), bits_of(changed, choices));
        let mut open =
            Open { choices: Arc::clone(&self.choices), placements: placements.to_vec(), out, count: vec![0; choices], changed };
        open.count = (0..choices).map(|choice| open.all(choice).count() as u32).collect();
        open
    }

    /// Memory that it takes.
    pub(in crate::solve) fn bytes(&self) -> usize {
        size_of_val(&*self.words)
    }
}

fn words_of(bits: &[bool]) -> impl Iterator<Item = u64> + '_ {
    let word = |bits: &[bool]| bits.iter().enumerate().fold(0, |word, (at, &bit)| word | u64::from(bit) << at);
    bits.chunks(BITS).map(word)
}

fn bits_of(words: &[u64], count: usize) -> Vec<bool> {
    (0..count).map(|at| words[at / BITS] >> (at % BITS) & 1 == 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::closure::tests::random;

    #[test]
    fn what_is_packed_opens_as_it_was() {
        let mut draw = fastrand::Rng::with_seed(1);
        for (program, _) in (0..100).filter_map(random) {
            let mut open = Open::new(&program);
            open.take_changed();
            for choice in 0..open.choices() {
                let options: Vec<Choose> = open.all(choice).filter(|_| draw.bool()).collect();
                options.into_iter().for_each(|option| assert!(open.close(choice, option)));
            }
            let mut again = open.packed().open();
            for choice in 0..open.choices() {
                assert!(again.all(choice).eq(open.all(choice)) && again.count(choice) == open.count(choice));
            }
            assert_eq!(again.take_changed(), open.take_changed());
        }
    }
}
