//! How a round is dealt: each member has its part of the lanes, and what it had too much or too little of makes up for it later.
//!
//! A round is at least as long as the longest step of the one before, so that others work on beside it instead of waiting for its end.
//! Parts are of work; where the clock paces the run they are of time (`run/place.rs`).

use super::proving::BESIDE_PLANS;
use super::{Crew, Task};
use crate::solve::incumbent::Incumbent;
use crate::solve::limits::{LONG_PROOF, STEPS_OF_LANE};
use crate::solve::method::{Known, Method};
use crate::solve::proof_tree::Growth;
use crate::solve::run::{Place, Share};

/// Rounds that a member has to wait at most for having had too much, and rounds whose part it may have at once, if that is
/// more than a step.
const MOST_DEBT: f64 = 4.0;
/// See [`MOST_DEBT`].
const MOST_OWED: f64 = 2.0;

/// A method and what it had so far.
pub(super) struct Member {
    pub task: Task,
    pub name: &'static str,
    /// What it has of the lanes that are shared, for each of what a search has; 0 if it has a lane of its own.
    part: f64,
    /// The method, while it is not in a round.
    method: Option<Box<dyn Method>>,
    pub work: u64,
    /// What its last step took, in seconds; infinite before the first.
    last: f64,
    /// What a step of its last round took on average, in the unit of its allowance.
    step: f64,
    /// What it has not yet had of its parts of the rounds, in that unit; below 0 if it had more.
    owed: f64,
    /// Work after which it is over, if that is fixed.
    most: Option<u64>,
    pub is_over: bool,
}

impl Member {
    pub fn new(task: Task, method: Box<dyn Method>) -> Self {
        let (name, last) = (method.name(), f64::INFINITY);
        Self { task, name, part: 0.0, method: Some(method), work: 0, last, step: 0.0, owed: 0.0, most: None, is_over: false }
    }

    /// The same that is over after so much work.
    pub fn of_fixed_work(task: Task, method: Box<dyn Method>, most: u64) -> Self {
        Self { most: Some(most), ..Self::new(task, method) }
    }

    /// The same that shares lanes with others.
    pub fn with_part(task: Task, method: Box<dyn Method>, part: f64) -> Self {
        Self { part, ..Self::new(task, method) }
    }

    /// Its part of a round, as a share of the round's length, is owed to it.
    fn owe(&mut self, part: f64, length: f64) {
        let most = (MOST_OWED * part * length).max(self.step);
        self.owed = (self.owed + part * length).clamp(-MOST_DEBT * length, most);
    }

    /// What a step is expected to take that is given so much work.
    fn step(&self, work: u64) -> f64 {
        self.step.max(work as f64)
    }

    /// Takes the method back after a round; none if it is lost.
    fn take_back(&mut self, method: Option<Box<dyn Method>>, done: &Share) {
        self.work += done.work;
        self.owed -= done.took;
        if done.steps > 0 {
            (self.last, self.step) = (done.last, done.took / done.steps as f64);
        }
        self.is_over |= done.is_over || method.is_none() || self.most.is_some_and(|most| self.work >= most);
        self.method = method;
    }

    /// What the method has recorded of its proof.
    pub fn growth(&self) -> Option<Growth> {
        self.method.as_ref()?.growth()
    }

    /// A method for a part of what is left to do.
    pub fn part(&mut self, known: &Known) -> Option<Box<dyn Method>> {
        self.method.as_mut()?.part(known)
    }

    /// Its place in a round, for a step at least.
    fn place(&mut self, member: usize, work: u64, is_by_time: bool) -> Place {
        let (method, step) = (self.method.take(), self.step(work));
        let share = self.most.map(|most| self.work as f64 / most as f64);
        let allowance = self.owed.max(step / 2.0);
        Place { member, method, allowance, is_by_time, step, last: self.last, share, found: Vec::new(), took: 0.0 }
    }
}

impl Crew {
    /// Takes a member's method back after a round; none if it is lost.
    pub(in crate::solve) fn give_back(&mut self, member: usize, method: Option<Box<dyn Method>>, done: &Share) {
        self.members[member].take_back(method, done);
    }

    /// Who works in the next round and how much, in steps of so much work each.
    pub(in crate::solve) fn round(&mut self, incumbent: &Incumbent, known: &Known, work: u64) -> Vec<Place> {
        self.hire_in_time(incumbent, known);
        let demands = self.demands(self.is_near(known));
        let scale = (self.lanes as f64 / demands.iter().sum::<f64>().max(f64::MIN_POSITIVE)).min(1.0);
        let at_work: Vec<usize> = (0..demands.len()).filter(|&member| demands[member] > 0.0).collect();
        let longest = at_work.iter().map(|&member| self.members[member].step).fold(STEPS_OF_LANE * work as f64, f64::max);
        at_work.iter().for_each(|&member| self.members[member].owe(demands[member] * scale, longest));
        let owed = |member: usize| self.members[member].owed;
        let most_owed = at_work.iter().copied().max_by(|&a, &b| owed(a).total_cmp(&owed(b)));
        let mut dealt: Vec<usize> =
            at_work.into_iter().filter(|&member| owed(member) >= self.members[member].step(work) / 2.0).collect();
        if dealt.is_empty() {
            dealt.extend(most_owed);
        }
        let is_by_time = self.is_paced();
        dealt.into_iter().map(|member| self.members[member].place(member, work, is_by_time)).collect()
    }

    /// Lanes that each member would fill; a proof has a whole one as long as it may be near or has not taken long, unless a
    /// plan comes first.
    fn demands(&self, is_near: bool) -> Vec<f64> {
        // A proof shares its lane when it has not come for long, and in mines, where that is to be expected, at once.
        let shares = self.is_paced || self.is_of_schedules;
        let comes_second = self.searches_come_first();
        let proofs = self.at_work(Task::Proof).count();
        let firm = |member: &Member| match member {
            member if member.is_over || member.part > 0.0 => 0.0,
            member if member.task == Task::Proof && shares && !is_near => LONG_PROOF / proofs as f64,
            member if member.task == Task::Proof && comes_second => BESIDE_PLANS / proofs as f64,
            _ => 1.0,
        };
        let left = self.lanes as f64 - self.members.iter().map(firm).sum::<f64>();
        let left = left.max(if shares || proofs > 1 { 0.5 } else { 0.0 });
        let parts: Vec<f64> = self.members.iter().map(|member| if member.is_over { 0.0 } else { member.part }).collect();
        let lanes = lanes_of_one_part(&parts, left);
        self.members
            .iter()
            .zip(&parts)
            .map(|(member, part)| if *part > 0.0 { (part * lanes).min(1.0) } else { firm(member) })
            .collect()
    }
}

/// Lanes for one part when so many are shared by parts and nobody fills more than one.
fn lanes_of_one_part(parts: &[f64], left: f64) -> f64 {
    let mut parts: Vec<f64> = parts.iter().copied().filter(|part| *part > 0.0).collect();
    parts.sort_by(|a, b| b.total_cmp(a));
    let mut left = left;
    for (position, largest) in parts.iter().enumerate() {
        let lanes = left / parts[position..].iter().sum::<f64>();
        if largest * lanes <= 1.0 {
            return lanes;
        }
        left -= 1.0;
    }
    f64::INFINITY
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::crew::tests::Steps;
    use crate::solve::method::Budget;

    const WORK: u64 = 100;
    const LENGTH: f64 = 600.0;

    /// What a member with a part of the lanes worked in so many rounds.
    fn worked(of_step: u64, part: f64, rounds: usize) -> f64 {
        let mut member = Member::new(Task::Search, Box::new(Steps(of_step)));
        for _ in 0..rounds {
            member.owe(part, LENGTH.max(member.step));
            if member.owed < member.step(WORK) / 2.0 {
                continue;
            }
            let mut place = member.place(0, WORK, false);
            while place.goes_on(WORK) {
                let mut method = place.method.take().expect("it is back");
                let found = method.step(&Known::default(), &Budget { work: WORK, share: 0.0, stops: &|| false });
                place.take(Some(method), found, 1.0);
            }
            let done = place.share();
            member.take_back(place.method, &done);
        }
        member.work as f64
    }

    #[test]
    fn a_member_has_its_part_whatever_its_steps_take() {
        for of_step in [30, 100, 250, 500] {
            for part in [0.2, 0.5, 1.0] {
                let share = worked(of_step, part, 100) / (100.0 * LENGTH * part);
                assert!((share - 1.0).abs() < 0.05, "steps of {of_step}, part {part}: {share}");
            }
        }
    }

    #[test]
    fn shared_lanes_are_filled_and_nobody_has_more_than_one() {
        let shares = |parts: &[f64], left: f64| -> Vec<f64> {
            let lanes = lanes_of_one_part(parts, left);
            parts.iter().map(|part| (part * lanes).min(1.0)).collect()
        };
        assert_eq!(shares(&[1.0, 0.0, 0.5, 0.5], 1.0), [0.5, 0.0, 0.25, 0.25]);
        assert_eq!(shares(&[0.5, 1.0, 0.5], 2.0), [0.5, 1.0, 0.5]);
        assert_eq!(shares(&[0.25, 1.0, 0.5, 0.25], 2.5), [0.375, 1.0, 0.75, 0.375]);
        assert_eq!(shares(&[1.0, 0.5], 3.0), [1.0, 1.0]);
        assert_eq!(shares(&[1.0, 0.0], 0.0), [0.0, 0.0]);
    }

    #[test]
    fn a_round_is_as_long_as_a_step_that_is_longer() {
        let rounds = 100;
        let share = worked(3_000, 0.25, rounds) / (rounds as f64 * 3_000.0);
        assert!((share - 0.25).abs() < 0.05, "{share}");
    }
}
