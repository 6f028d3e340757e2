//! A conflict: few restrictions that cannot all hold.
//!
//! By QuickXplain (Junker 2004, QUICKXPLAIN: preferred explanations and relaxations for over-constrained problems): the set is
//! split until each member is needed, which is told by whether a plan exists without it. Restrictions are taken by subject: the
//! rows of a cell of a rule, the arcs of a pair, the demand that required work is in.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::model::{Portfolio, Subject};
use crate::program::{Presence, Program};
use crate::rules;
use crate::solve;

/// Longest that one question "is there a plan without these" may take; unanswered it counts as yes, which keeps the conflict
/// true but maybe larger than need be.
const ONE_QUESTION: Duration = Duration::from_secs(5);

/// Subjects that cannot all hold, none of which can be spared as far as the time allowed to tell; empty when no conflict was
/// shown in time, or there is none.
#[must_use]
pub fn conflict(portfolio: &Portfolio, time_limit: Duration) -> Vec<Subject> {
    let program = rules::program(portfolio);
    let all: Vec<Subject> = subjects(&program).into_iter().collect();
    let search = Search { portfolio, program, end: Instant::now() + time_limit };
    if search.can_hold(&all) { Vec::new() } else { search.needed(&[], &[], &all) }
}

/// Whatever can be given up: hard rows, arcs, and the presence of required initiatives.
fn subjects(program: &Program) -> BTreeSet<Subject> {
    let rows = program.rows.iter().filter(|row| !row.is_soft()).map(|row| &row.subject);
    let arcs = program.arcs.iter().map(|arc| &arc.subject);
    let required = program.choices.iter().filter(|choice| choice.presence == Presence::Required).map(|choice| &choice.subject);
    rows.chain(arcs).chain(required).cloned().collect()
}

struct Search<'a> {
    portfolio: &'a Portfolio,
    program: Program,
    end: Instant,
}

impl Search<'_> {
    /// A smallest part of `candidates` that conflicts together with `background`; `added` is what was last put into it.
    fn needed(&self, background: &[Subject], added: &[Subject], candidates: &[Subject]) -> Vec<Subject> {
        if !added.is_empty() && !self.can_hold(background) {
            return Vec::new();
        }
        if candidates.len() <= 1 {
            return candidates.to_vec();
        }
        let (first, second) = candidates.split_at(candidates.len() / 2);
        let of_second = self.needed(&[background, first].concat(), first, second);
        let of_first = self.needed(&[background, &of_second].concat(), &of_second, first);
        [of_first, of_second].concat()
    }

    /// Whether a plan keeps these subjects, all others given up; in doubt it does.
    fn can_hold(&self, kept: &[Subject]) -> bool {
        let left = self.end.saturating_duration_since(Instant::now()).min(ONE_QUESTION);
        let kept: BTreeSet<&Subject> = kept.iter().collect();
        let mut program = self.program.clone();
        program.rows.retain(|row| kept.contains(&row.subject));
        program.arcs.retain(|arc| kept.contains(&arc.subject));
        for choice in program.choices.iter_mut().filter(|choice| !kept.contains(&choice.subject)) {
            choice.presence = Presence::Optional;
        }
        let open: BTreeSet<_> = program.choices.iter().flat_map(|choice| choice.allowed.iter().copied()).collect();
        let (program, _) = program.restricted(|placement| open.contains(&placement));
        solve::is_feasible(self.portfolio, &program, left).unwrap_or(true)
    }
}
