//! Schedule: the temperature over the run.
//!
//! Each cooling falls geometrically. Where there is time, coolings are followed by reheats: the last part of a cooling, again and again,
//! each from the best plan of the search (large-step Markov chains: Martin, Otto and Felten 1991). What is large stays where a cooling
//! left it, and what is small is packed anew. When many reheats were in vain, another plan is built, cooled from hot and reheated in
//! its turn. Where there is no time for reheats, one cooling takes what is left of the run.
//!
//! What goes on from an earlier plan is cooled late, shortly first and longer each time: most such plans lack little, and a cooling that
//! lasts to the end of the run tells of nothing before. When a few of them were in vain, the search goes on as others do.

#[cfg(test)]
mod tests;

use crate::solve::method::over_since;

/// How a search spends its run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One long cooling, then reheats.
    LongCooling,
    /// Coolings that grow, then reheats: good plans early, and other ones than the long cooling's.
    GrowingCoolings,
    /// Last parts of coolings, each longer than the one before: what an earlier run knew is kept, and mended where it must be, as long
    /// as that finds better plans.
    LateCooling,
}

impl Role {
    /// Shares of the run at which its coolings from hot to cold end.
    fn ends(self, is_reheated: bool) -> &'static [f64] {
        match (self, is_reheated) {
            (Self::GrowingCoolings, true) => &[0.02, 0.2],
            (Self::GrowingCoolings, false) => &[0.02, 0.1, 0.4, 1.0],
            (Self::LongCooling, true) => &[0.2],
            (Self::LongCooling, false) | (Self::LateCooling, _) => &[1.0],
        }
    }

    /// Reheats or late coolings in vain after which its plan is left behind.
    fn patience(self) -> u32 {
        if self == Self::LateCooling { PATIENCE_OF_LATE } else { PATIENCE }
    }
}

/// How much of a cooling is over when a late one begins: where it is short, and where it moves each initiative often. Heat that is not
/// followed by many moves only spoils the earlier plan.
const LATE: f64 = 0.8;
/// See [`LATE`].
const LATE_WITH_TIME: f64 = 0.6;
/// Work of a late cooling for each initiative that counts as often; some 1 500 moves.
const WORK_WITH_TIME: f64 = 2e5;
/// Work of the first late cooling where there is time for others, in reheats, and by how much each is longer than the one before.
const REHEATS_OF_LATE: f64 = 0.25;
/// See [`REHEATS_OF_LATE`].
const GROWTH_OF_LATE: f64 = 2.0;
/// How much of a cooling is over when a reheat begins.
const REHEATED: f64 = 0.7;
/// Work of a reheat for each initiative; some 500 moves.
const WORK_OF_REHEAT: f64 = 7e4;
/// Share of a run that coolings leave for reheats, and the fewest for which they do, as the first steps tell: in the end 120 initiatives
/// had more than twice as many.
const REST_FOR_REHEATS: f64 = 0.8;
/// See [`REST_FOR_REHEATS`].
const FEWEST_REHEATS: f64 = 12.0;
/// Reheats without a better plan after which a search cools from hot again, to a plan of its own, if there is time for as many more.
const PATIENCE: u32 = 25;
/// The same of late coolings, the last of which is as long as several reheats.
const PATIENCE_OF_LATE: u32 = 6;
/// Work of a cooling from hot after so many in vain, in reheats; at most the share of the run that the first coolings took.
const REHEATS_OF_COOLING: f64 = 20.0;
/// Share of a run that a reheat takes at least.
const LEAST_SHARE: f64 = 1e-6;
/// First and last temperature as shares of the mean over initiatives of what their best placement is worth.
const HOT: f64 = 0.1;
/// See [`HOT`].
const COLD: f64 = 0.005;
/// Chance that a move is drawn from all candidates where there is time for reheats: without it what the core lacks is never found, and
/// with it a cooling that moves each initiative seldom is no better than a shorter one.
const WIDE_MOVES: f64 = 0.2;

/// What a cooling or reheat begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// What the last one ended with.
    Last,
    /// The best plan since the last cooling from hot.
    Best,
    /// A plan built anew: what was found before is left behind.
    Nothing,
}

/// Where in the run a search is.
pub(super) struct Schedule {
    role: Role,
    /// What an initiative is worth.
    scale: f64,
    /// Initiatives that can be moved.
    initiatives: usize,
    /// Whether there is time for reheats.
    is_reheated: bool,
    /// How many coolings have ended, and the shares of the search's part of the run at which this one begins and ends.
    cooling: usize,
    span: (f64, f64),
    /// What this one began with.
    from: From,
    /// Reheats in a row that found no better plan.
    in_vain: u32,
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
    /// What the cooling began with.
    pub from: From,
    /// Chance that a move is drawn from all candidates instead of the near ones.
    pub wide: f64,
}

impl Schedule {
    /// Starts with the first step.
    pub(super) fn new(role: Role, scale: f64, initiatives: usize) -> Self {
        let span = (0.0, role.ends(false)[0]);
        Self {
            role,
            scale,
            initiatives,
            is_reheated: false,
            cooling: 0,
            span,
            from: From::Last,
            in_vain: 0,
            began: None,
            last: (0.0, 0),
            share_of_work: 0.0,
        }
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
            if is_first {
                self.make_use_of_time();
            }
            self.last = (share, work);
        }
    }

    /// Decides what depends on how often there will be time to move each initiative.
    fn make_use_of_time(&mut self) {
        self.is_reheated = self.share_of(WORK_OF_REHEAT) * FEWEST_REHEATS < REST_FOR_REHEATS;
        if self.cooling == 0 {
            self.span.1 = match self.role {
                Role::LateCooling => until_or_end(self.span.0, self.share_of(WORK_OF_REHEAT) * REHEATS_OF_LATE),
                role => role.ends(self.is_reheated)[0],
            };
        }
    }

    /// The share of the search's part of the run that so much work for each initiative takes.
    fn share_of(&self, work_of_each: f64) -> f64 {
        work_of_each * self.initiatives as f64 * self.share_of_work / (1.0 - self.began.unwrap_or(0.0)).max(f64::MIN_POSITIVE)
    }

    /// How much of the search's part of the run is over.
    fn over(&self, work: u64) -> f64 {
        let began = self.began.unwrap_or(0.0);
        let share = self.last.0 + (work - self.last.1) as f64 * self.share_of_work;
        over_since(began, share)
    }

    /// Goes over to the next cooling or reheat; the last one ends with the run.
    fn follow(&mut self) {
        self.cooling += 1;
        let begin = self.span.1;
        let reheat = self.share_of(WORK_OF_REHEAT).max(LEAST_SHARE);
        let cooling = (reheat * REHEATS_OF_COOLING).min(1.0 - REST_FOR_REHEATS);
        let has_time = begin + cooling + f64::from(PATIENCE) * reheat < 1.0;
        let end = self.role.ends(self.is_reheated).get(self.cooling);
        self.from = if end.is_some() { From::Last } else { From::Best };
        let until = match end {
            Some(&end) => end,
            None if self.in_vain >= self.role.patience() && has_time => {
                // Whatever it began with, it cools and reheats from here on.
                (self.role, self.from, self.in_vain) = (Role::LongCooling, From::Nothing, 0);
                begin + cooling
            }
            None if self.role == Role::LateCooling => {
                let last = (begin - self.span.0).max(LEAST_SHARE);
                until_or_end(begin, last * GROWTH_OF_LATE)
            }
            None => until_or_end(begin, reheat),
        };
        self.span = (begin, until);
    }

    /// Takes note of whether the last cooling or reheat found a better plan than what it went on from.
    pub(super) fn note(&mut self, has_gained: bool) {
        self.in_vain = if has_gained { 0 } else { self.in_vain + 1 };
    }

    /// How much of the present cooling is over when it begins, if it is a late one.
    fn late(&self) -> f64 {
        let often = self.share_of(WORK_WITH_TIME);
        if often > 0.0 && self.span.1 - self.span.0 >= often { LATE_WITH_TIME } else { LATE }
    }

    /// Where the run is now.
    pub(super) fn now(&mut self, work: u64) -> Point {
        let over = self.over(work);
        while over >= self.span.1 && self.span.1 < 1.0 {
            self.follow();
        }
        let part = ((over - self.span.0) / (self.span.1 - self.span.0)).clamp(0.0, 1.0);
        let begun = match self.role {
            Role::LateCooling => self.late(),
            _ if self.from == From::Best => REHEATED,
            Role::LongCooling | Role::GrowingCoolings => 0.0,
        };
        let progress = begun + (1.0 - begun) * part;
        let temperature = self.scale * HOT * (COLD / HOT).powf(progress);
        let wide = if self.is_reheated { WIDE_MOVES } else { 0.0 };
        Point { cooling: self.cooling, progress, from: self.from, temperature, wide }
    }
}

/// The end of what begins here and takes so long; that of the run where there is no time for as much again.
fn until_or_end(begin: f64, length: f64) -> f64 {
    if begin + 2.0 * length < 1.0 { begin + length } else { 1.0 }
}
