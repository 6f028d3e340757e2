//! What remains to be decided: the program without what better plans have for certain, and without what none of them has.
//!
//! Placements that the best multipliers rule out beside the best plan are left out. Where arcs rule, so is what costs too much under the
//! multipliers of the rows (`closure/losses.rs`), with all that follows by arcs and rows; what is then left one option is taken out, and
//! rows keep what it leaves of their limits.

use std::sync::Arc;

use crate::model::Id;
use crate::program::{Part, Presence, Program, Selection};
use crate::solve::closure::Losses;
use crate::solve::method::Known;
use crate::solve::propagation::{Choose, Open, Propagation};

/// How much smaller the gap must be, as a share, before it is worth looking again at what costs too much.
const GAP_THAT_PAYS: f64 = 0.9;

/// What is found anew when plans or multipliers get better.
#[derive(Debug)]
pub(super) struct Narrowing {
    /// Bound and floor for which options were last looked at.
    looked_at: Option<(f64, f64)>,
    useless: Vec<(usize, Choose)>,
    /// None where arcs do not rule.
    losses: Option<Losses>,
    pub work: u64,
}

/// The part of a program that is open.
#[derive(Clone)]
pub(super) struct Remaining {
    pub part: Part,
    /// What better plans have for certain.
    certain: Selection,
    /// What a plan is worth more than what the part has of it.
    pub value: f64,
    /// Initiatives that are not decided.
    is_free: Vec<bool>,
    is_plain: bool,
}

impl Narrowing {
    /// Nothing has been looked at.
    pub(super) fn new(program: &Program) -> Self {
        Self { looked_at: None, useless: Vec::new(), losses: Losses::where_arcs_rule(program), work: 0 }
    }

    /// What is open of every choice; `floor` is what plans of use are worth more than. `None` if there are none.
    pub(super) fn open(&mut self, program: &Arc<Program>, known: &Known, floor: f64) -> Option<Open> {
        self.look(program, known, floor);
        let mut open = Open::new(program);
        let placements = known.open(program).into_iter().enumerate().filter(|open| !open.1).map(|(placement, _)| placement);
        let option = |placement: usize| open.choice_of(placement).map(|choice| (choice, Choose::Placement(placement)));
        let ruled_out: Vec<(usize, Choose)> = placements.filter_map(option).collect();
        if self.useless.is_empty() {
            for (choice, option) in ruled_out {
                open.close(choice, option);
            }
            return Some(open);
        }
        let mut propagation = Propagation::new(program);
        self.useless.iter().chain(&ruled_out).for_each(|&(choice, option)| propagation.close(choice, option));
        let has_any = propagation.settle();
        self.work += propagation.work;
        has_any.then(|| propagation.open().clone())
    }

    /// Looks for what costs too much, if that is not known well enough.
    fn look(&mut self, program: &Arc<Program>, known: &Known, floor: f64) {
        if self.looked_at.is_some_and(|(_, then)| floor < then) {
            (self.looked_at, self.useless) = (None, Vec::new());
        }
        let (Some(losses), Some(guide)) = (&mut self.losses, known.guide.as_ref().filter(|_| floor.is_finite())) else { return };
        let is_narrower = |(bound, then): (f64, f64)| guide.bound < bound || guide.bound - floor < GAP_THAT_PAYS * (bound - then);
        if self.looked_at.is_none_or(is_narrower) {
            self.looked_at = Some((guide.bound, floor));
            let (before, (fixed, reduced)) = (losses.work, guide.multipliers.of_rows(program));
            self.useless.extend(losses.useless(&Open::new(program), &reduced, fixed, floor));
            self.work += losses.work - before;
            self.useless.sort_unstable();
            self.useless.dedup();
        }
    }

    /// Whether options were closed for more than their reduced values.
    pub(super) fn has_useless(&self) -> bool {
        !self.useless.is_empty()
    }
}

/// Number of placements of choices that are not decided.
pub(super) fn size(open: &Open) -> usize {
    (0..open.choices()).filter(|&choice| open.count(choice) > 1).map(|choice| open.placements(choice).count()).sum()
}

impl Remaining {
    /// The program on the open placements, at as much of `best` as is in it; nothing is certain.
    pub(super) fn plain(program: &Program, best: Option<&Selection>, open: &Open) -> Self {
        let certain = Selection::empty(&program.placements);
        let is_free = vec![true; program.placements.initiatives()];
        Self { part: program.part(best, |id| open.has(id.index())), certain, value: 0.0, is_free, is_plain: true }
    }

    /// The program on what is open of choices that are not decided, at as much of `best` as is in it; `open` has what follows by arcs.
    pub(super) fn new(program: &Program, best: Option<&Selection>, open: &Open) -> Self {
        let mut certain = Selection::empty(&program.placements);
        let mut is_free = vec![true; program.placements.initiatives()];
        for (choice, facts) in program.choices.iter().enumerate().filter(|&(choice, _)| open.count(choice) == 1) {
            is_free[facts.initiative.index()] = false;
            certain.set(facts.initiative, open.placements(choice).next().map(Id::new));
        }
        let mut part = program.around(&certain, &is_free, |id| open.has(id.index()));
        for choice in &mut part.program.choices {
            let whole = choice.allowed.first().and_then(|own| open.choice_of(part.whole[own.index()].index()));
            if whole.is_some_and(|whole| !open.may_stay_out(whole)) {
                choice.presence = Presence::Required;
            }
        }
        for (position, whole) in part.whole.iter().enumerate() {
            if best.is_some_and(|best| best.has(*whole, &program.placements)) {
                part.selection.set(program.placements[*whole].initiative, Some(Id::new(position)));
            }
        }
        // What soft rows cost with nothing of the part is in both.
        let value = program.value(&certain) - part.program.value(&Selection::empty(&part.program.placements));
        Self { part, certain, value, is_free, is_plain: false }
    }

    /// Whether placements were left out by their reduced values alone, and nothing is certain.
    pub(super) fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// What a selection of the part is in the whole program, with what is certain.
    pub(super) fn in_whole(&self, selection: &Selection) -> Selection {
        self.part.put_into(&self.certain, &self.is_free, selection)
    }
}
