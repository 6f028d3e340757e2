//! A method's place in a round: how much it may do, and what it did.
//!
//! It takes steps until its allowance is used up, the last one only if that brings it nearer to it. The allowance is in work, so that a
//! run with a work limit is the same every time; where the clock paces the run anyway, it is in time, since a unit of work takes some
//! methods three times as long as others.

use super::super::limits::WORK_A_SECOND;
use super::super::method::{Found, Method};

/// Steps that a method takes at most for each that its allowance would be if it did the work it was given.
const MOST_STEPS: f64 = 4.0;

/// See the module.
pub(in crate::solve) struct Place {
    pub member: usize,
    /// The method while it is not at work.
    pub method: Option<Box<dyn Method>>,
    /// What it may take: work, or the time for so much.
    pub allowance: f64,
    pub is_by_time: bool,
    /// What a step is expected to take, in the same unit, and in seconds: infinite before the first.
    pub step: f64,
    pub last: f64,
    /// How much of its own work is over, if that is fixed.
    pub share: Option<f64>,
    pub found: Vec<Found>,
    /// What it took so far, in the unit of the allowance.
    pub took: f64,
}

/// What a method did in a round.
pub(in crate::solve) struct Share {
    pub work: u64,
    /// What its steps took, in the unit of its allowance, and the last of them in seconds.
    pub took: f64,
    pub steps: usize,
    pub last: f64,
    pub is_over: bool,
}

impl Place {
    /// Whether it takes another step, of so much work.
    pub fn goes_on(&self, work: u64) -> bool {
        let taken = self.found.len() as f64;
        let step = if self.found.is_empty() { self.step } else { self.took / taken };
        let is_over = self.found.last().is_some_and(|found| found.is_over);
        let most = (MOST_STEPS * self.allowance / work.max(1) as f64).max(1.0);
        self.method.is_some() && !is_over && taken < most && self.took + step / 2.0 <= self.allowance
    }

    /// Takes over what a step found in so many seconds; no method comes back if it is lost.
    pub fn take(&mut self, method: Option<Box<dyn Method>>, found: Found, seconds: f64) {
        self.took += if self.is_by_time { seconds * WORK_A_SECOND } else { found.work as f64 };
        (self.method, self.last) = (method, seconds);
        self.found.push(found);
    }

    /// How long what is left of the allowance will take, in seconds, about.
    pub fn left(&self) -> f64 {
        (self.allowance - self.took) / self.step.max(1.0) * self.last
    }

    /// What it did.
    pub fn share(&self) -> Share {
        let is_over = self.method.is_none() || self.found.iter().any(|found| found.is_over);
        let work = self.found.iter().map(|found| found.work).sum();
        Share { work, took: self.took, steps: self.found.len(), last: self.last, is_over }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::crew::tests::Steps;

    /// Steps that a place takes, each of so much work and seconds.
    fn steps(allowance: f64, is_by_time: bool, (work, seconds): (u64, f64)) -> usize {
        let method: Option<Box<dyn Method>> = Some(Box::new(Steps(work)));
        let mut place = Place {
            member: 0,
            method,
            allowance,
            is_by_time,
            step: 100.0,
            last: f64::INFINITY,
            share: None,
            found: Vec::new(),
            took: 0.0,
        };
        while place.goes_on(100) {
            let method = place.method.take();
            place.take(method, Found { work, ..Found::default() }, seconds);
        }
        place.share().steps
    }

    #[test]
    fn an_allowance_is_used_up_to_the_nearest_step() {
        assert_eq!(steps(600.0, false, (100, 1.0)), 6);
        assert_eq!(steps(600.0, false, (250, 1.0)), 2);
        assert_eq!(steps(600.0, false, (220, 1.0)), 3);
        assert_eq!(steps(600.0, false, (5_000, 1.0)), 1);
    }

    #[test]
    fn an_allowance_of_time_does_not_look_at_work() {
        let seconds = 200.0 / WORK_A_SECOND;
        assert_eq!(steps(600.0, true, (1, seconds)), 3);
        assert_eq!(steps(600.0, true, (5_000, seconds)), 3);
    }

    #[test]
    fn steps_that_take_nothing_come_to_an_end() {
        assert_eq!(steps(600.0, true, (0, 0.0)), 24);
    }
}
