//! Schedule: the temperature over the run.
//!
//! Each cooling falls geometrically. One long cooling ends with the best plan; coolings that grow have good plans early, and start
//! where the others do not.

use crate::solve::method::over_since;

/// How a search spends its run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One cooling over the whole run: the best plan at its end.
    LongCooling,
    /// Coolings that grow: good plans early, and other ones than the long cooling's.
    GrowingCoolings,
    /// The last part of one cooling: what an earlier run knew is kept, and mended where it must be.
    LateCooling,
}

/// Shares of the run at which growing coolings end: each is about four times as long as all before.
const ENDS: [f64; 4] = [0.02, 0.1, 0.4, 1.0];
/// How much of a cooling is over when a late one begins: where there is time for little, and where each initiative is moved often. Heat
/// that is not followed by many moves only spoils the earlier plan.
const LATE: f64 = 0.8;
/// See [`LATE`].
const LATE_WITH_TIME: f64 = 0.6;
/// Work of a cooling for each initiative that counts as often; some 1 500 moves.
const WORK_WITH_TIME: f64 = 2e5;
/// First and last temperature as shares of the mean over initiatives of what their best placement is worth.
const HOT: f64 = 0.1;
/// See [`HOT`].
const COLD: f64 = 0.005;

/// Where in the run a search is.
pub(super) struct Schedule {
    role: Role,
    /// What an initiative is worth.
    scale: f64,
    /// Initiatives that can be moved.
    initiatives: usize,
    /// How much of a late cooling is over when it begins.
    late: f64,
    /// Share of the run at which it began.
    began: Option<f64>,
    /// Share of the run when it last changed, and work done then.
    last: (f64, u64),
    share_of_work: f64,
}

/// What a point in the run asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    /// How many coolings have ended.
    pub cooling: usize,
    /// The temperature, in units of value.
    pub temperature: f64,
    /// How much of the cooling is over, 0 to 1.
    pub progress: f64,
}

impl Schedule {
    /// Starts with the first step.
    pub(super) fn new(role: Role, scale: f64, initiatives: usize) -> Self {
        Self { role, scale, initiatives, late: LATE, began: None, last: (0.0, 0), share_of_work: 0.0 }
    }

    /// Learns from the share of the run that is over how much of it a unit of work takes. Several steps may begin at the same share,
    /// that of their round: between two shares, work stands in for them.
    pub(super) fn step(&mut self, share: f64, work: u64) {
        let (share_before, work_before) = self.last;
        if self.began.is_none() {
            (self.began, self.last) = (Some(share), (share, work));
        } else if work > work_before && share > share_before {
            let is_first = self.share_of_work == 0.0;
            self.share_of_work = (share - share_before) / (work - work_before) as f64;
            if is_first && self.share_of_work * WORK_WITH_TIME * (self.initiatives as f64) < 1.0 {
                self.late = LATE_WITH_TIME;
            }
            self.last = (share, work);
        }
    }

    /// How much of the search's part of the run is over.
    fn over(&self, work: u64) -> f64 {
        let began = self.began.unwrap_or(0.0);
        let share = self.last.0 + (work - self.last.1) as f64 * self.share_of_work;
        over_since(began, share)
    }

    /// Where the run is now.
    pub(super) fn now(&self, work: u64) -> Point {
        let over = self.over(work);
        let (cooling, progress) = match self.role {
            Role::LongCooling => (0, over),
            Role::LateCooling => (0, self.late + (1.0 - self.late) * over),
            Role::GrowingCoolings => {
                let cooling = ENDS.iter().position(|&end| over < end).unwrap_or(ENDS.len() - 1);
                let from = if cooling == 0 { 0.0 } else { ENDS[cooling - 1] };
                (cooling, (over - from) / (ENDS[cooling] - from))
            }
        };
        Point { cooling, progress, temperature: self.scale * HOT * (COLD / HOT).powf(progress) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_cooling_falls_from_hot_to_cold() {
        let mut schedule = Schedule::new(Role::LongCooling, 100.0, 10);
        schedule.step(0.0, 0);
        assert_eq!(schedule.now(0), Point { cooling: 0, progress: 0.0, temperature: 100.0 * HOT });
        schedule.step(1.0, 10);
        assert!((schedule.now(10).temperature - 100.0 * COLD).abs() < 1e-9);
    }

    #[test]
    fn a_late_cooling_starts_cooler_and_ends_alike() {
        let mut schedule = Schedule::new(Role::LateCooling, 100.0, 10);
        schedule.step(0.0, 0);
        assert!(schedule.now(0).temperature < 100.0 * HOT / 4.0);
        schedule.step(1.0, 10);
        assert!((schedule.now(10).temperature - 100.0 * COLD).abs() < 1e-9);
    }

    #[test]
    fn a_late_cooling_with_much_work_starts_hotter() {
        let temperature = |work: u64| {
            let mut schedule = Schedule::new(Role::LateCooling, 100.0, 10);
            schedule.step(0.0, 0);
            schedule.step(0.01, work);
            schedule.now(work).temperature
        };
        assert!(temperature(1_000_000) > temperature(10_000));
    }

    #[test]
    fn a_growing_cooling_starts_hot_again() {
        let mut schedule = Schedule::new(Role::GrowingCoolings, 100.0, 10);
        schedule.step(0.0, 0);
        schedule.step(ENDS[0], 10);
        assert_eq!(schedule.now(10), Point { cooling: 1, progress: 0.0, temperature: 100.0 * HOT });
    }

    #[test]
    fn within_a_step_work_stands_in_for_time() {
        let mut schedule = Schedule::new(Role::LongCooling, 100.0, 10);
        schedule.step(0.0, 0);
        schedule.step(0.1, 10);
        assert!(schedule.now(20).temperature < schedule.now(10).temperature);
    }

    #[test]
    fn steps_of_one_round_cool_on() {
        let mut schedule = Schedule::new(Role::LongCooling, 100.0, 10);
        schedule.step(0.0, 0);
        schedule.step(0.1, 10);
        let before = schedule.now(20);
        schedule.step(0.1, 20);
        assert_eq!(schedule.now(20), before);
        assert!((schedule.now(20).progress - 0.2).abs() < 1e-9);
    }
}
