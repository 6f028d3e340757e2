//! Propagation: what follows from closing options, by arcs and by rows.
//!
//! An arc closes what would start too early and, of a prerequisite that is needed for certain, what would be ready too late (`wait`). A row closes
//! what does not fit beside the lightest open options of all other choices (`knapsack`). Only arcs and rows of choices that changed are
//! looked at, and all can be taken back.

mod knapsack;
mod options;
mod wait;

#[cfg(test)]
pub(super) use knapsack::tests::random_items;
pub(super) use knapsack::{Item, Knapsack};
pub(super) use options::{Choose, Open, Packed};
pub(super) use wait::Wait;

use crate::program::Program;

/// Which knapsacks of a program are looked at.
pub(super) type Knapsacks = fn(&Program, &Open) -> Vec<Knapsack>;

/// What is open, what follows, and the way back.
pub(super) struct Propagation {
    waits: Vec<Wait>,
    knapsacks: Vec<Knapsack>,
    /// Arcs of each choice, and its items: knapsack and position.
    waits_of: Vec<Vec<usize>>,
    items_of: Vec<Vec<(usize, usize)>>,
    open: Open,
    /// Weight of the lightest open option of each item of each knapsack, and what all of them leave.
    lightest: Vec<Vec<i64>>,
    spare: Vec<i64>,
    /// The heaviest option of each knapsack: where more is left, everything fits.
    heaviest: Vec<i64>,
    /// What was closed, in order.
    closed: Vec<(usize, Choose)>,
    changed: Vec<usize>,
    is_changed: Vec<bool>,
    /// Whether some choice has nothing open.
    has_failed: bool,
    /// Entries looked at.
    pub(super) work: u64,
}

impl Propagation {
    /// Everything open; nothing has been looked at.
    pub(super) fn new(program: &Program) -> Self {
        Self::by(program, Knapsack::all)
    }

    /// The same by these knapsacks of the program.
    pub(super) fn by(program: &Program, all: Knapsacks) -> Self {
        let open = Open::new(program);
        let (waits, knapsacks) = (Wait::all(program), all(program, &open));
        let (mut waits_of, mut items_of) = (vec![Vec::new(); open.choices()], vec![Vec::new(); open.choices()]);
        for (number, wait) in waits.iter().enumerate() {
            wait.choices(&open).for_each(|choice| waits_of[choice].push(number));
        }
        for (number, knapsack) in knapsacks.iter().enumerate() {
            knapsack.items.iter().enumerate().for_each(|(at, item)| items_of[item.choice].push((number, at)));
        }
        let weights = |knapsack: &Knapsack| knapsack.items.iter().flat_map(|item| &item.options).map(|option| option.1).max();
        Self {
            lightest: knapsacks.iter().map(|knapsack| vec![0; knapsack.items.len()]).collect(),
            spare: knapsacks.iter().map(|knapsack| knapsack.most).collect(),
            heaviest: knapsacks.iter().map(|knapsack| weights(knapsack).unwrap_or(0)).collect(),
            changed: (0..open.choices()).collect(),
            is_changed: vec![true; open.choices()],
            has_failed: (0..open.choices()).any(|choice| open.count(choice) == 0),
            waits,
            knapsacks,
            waits_of,
            items_of,
            open,
            closed: Vec::new(),
            work: 0,
        }
    }

    /// What is open.
    pub(super) fn open(&self) -> &Open {
        &self.open
    }

    /// What was closed so far, in order.
    pub(super) fn closed(&self) -> &[(usize, Choose)] {
        &self.closed
    }

    /// Closes all options of a choice but one.
    pub(super) fn take(&mut self, choice: usize, option: Choose) {
        let others: Vec<Choose> = self.open.all(choice).filter(|other| *other != option).collect();
        others.into_iter().for_each(|other| self.close(choice, other));
    }

    /// Closes an option.
    pub(super) fn close(&mut self, choice: usize, option: Choose) {
        if !self.open.close(choice, option) {
            return;
        }
        self.closed.push((choice, option));
        self.has_failed |= self.open.count(choice) == 0;
        self.weigh(choice);
        if !std::mem::replace(&mut self.is_changed[choice], true) {
            self.changed.push(choice);
        }
    }

    /// Closes all that follows; whether every choice has an option and every row has room then.
    pub(super) fn settle(&mut self) -> bool {
        let mut out = Vec::new();
        while let Some(choice) = self.changed.pop() {
            self.is_changed[choice] = false;
            if self.has_failed {
                continue;
            }
            for &wait in &self.waits_of[choice] {
                self.work += self.waits[wait].size();
                self.waits[wait].rules_out(&self.open, &mut out);
            }
            for at in 0..self.items_of[choice].len() {
                let (knapsack, _) = self.items_of[choice][at];
                self.has_failed |= self.spare[knapsack] < 0;
                if self.spare[knapsack] < self.heaviest[knapsack] {
                    self.find_heavy(knapsack, &mut out);
                }
            }
            out.drain(..).for_each(|(choice, option)| self.close(choice, option));
        }
        !self.has_failed
    }

    /// Opens again what was closed after so many.
    pub(super) fn go_back(&mut self, count: usize) {
        debug_assert!(self.changed.is_empty());
        while self.closed.len() > count
            && let Some((choice, option)) = self.closed.pop()
        {
            self.open.open(choice, option);
            self.weigh(choice);
        }
        self.has_failed = false;
    }

    /// Counts anew what a choice weighs at least.
    fn weigh(&mut self, choice: usize) {
        for &(knapsack, at) in &self.items_of[choice] {
            let item = &self.knapsacks[knapsack].items[at];
            self.work += item.options.len() as u64;
            let lightest = item.lightest(&self.open);
            self.spare[knapsack] -= lightest - std::mem::replace(&mut self.lightest[knapsack][at], lightest);
        }
    }

    /// Adds the open options of a knapsack that do not fit beside the lightest of all others.
    fn find_heavy(&mut self, knapsack: usize, out: &mut Vec<(usize, Choose)>) {
        for (item, lightest) in self.knapsacks[knapsack].items.iter().zip(&self.lightest[knapsack]) {
            self.work += item.options.len() as u64;
            let heavy = item.options.iter().filter(|option| option.1 - lightest > self.spare[knapsack]);
            let options = heavy.map(knapsack::chosen).filter(|&option| self.open.is_open(item.choice, option));
            out.extend(options.map(|option| (item.choice, option)));
        }
    }
}
