//! Induced covers that a point breaks.
//!
//! From each choice that the point has done in part by a quarter, choices are added that bring most weight for what they are short of
//! being done, until a team has too little; then what is not needed for that goes. What is left is a cover, and more choices join it
//! as long as any so many of them are one (extended covers; cliques where two do not fit together).

use super::{Induced, Set, Until};

/// How far a point must be outside of a cover.
const VIOLATION: f64 = 1e-3;
/// Amounts below this are nothing.
const NOTHING: f64 = 1e-6;
/// Covers begun for each team and quarter.
const MOST_BEGUN: usize = 40;
/// Covers kept for each team and quarter, the most broken first.
const MOST_KEPT: usize = 6;
/// Sets that are looked at for one choice to join a cover.
const MOST_SETS: usize = 60;

/// At most `limit` of these choices are done by the end of the quarter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::solve) struct Cover {
    /// Position of what it speaks of among [`super::subjects`].
    pub at: usize,
    quarter: usize,
    pub choices: Vec<usize>,
    pub limit: usize,
}

/// A point as one quarter and team see it.
struct View<'a> {
    induced: &'a Induced,
    until: &'a Until,
    /// How much of each choice is done by then.
    done: &'a [f64],
}

impl Induced {
    /// Covers that the point breaks, the most broken of each team and quarter; `amount` tells its placements.
    pub(in crate::solve) fn broken(&self, amount: &dyn Fn(usize) -> f64, work: &mut u64) -> Vec<Cover> {
        let amounts = |placements: &Vec<usize>| placements.iter().map(|&placement| amount(placement)).sum::<f64>();
        let done: Vec<Vec<f64>> = self.done.iter().map(|done| done.iter().map(amounts).collect()).collect();
        *work += (done.len() * self.needs.len()) as u64;
        let mut covers = Vec::new();
        for until in &self.until {
            let view = View { induced: self, until, done: &done[until.quarter] };
            covers.extend(view.broken(work));
        }
        covers.sort_unstable_by(|a, b| (a.quarter, &a.choices, a.limit, a.at).cmp(&(b.quarter, &b.choices, b.limit, b.at)));
        covers.dedup_by(|a, b| (a.quarter, &a.choices) == (b.quarter, &b.choices));
        covers
    }

    /// The placements that a cover counts, in order.
    pub(in crate::solve) fn terms(&self, cover: &Cover) -> Vec<usize> {
        let done = &self.done[cover.quarter];
        let mut terms: Vec<usize> = cover.choices.iter().flat_map(|&choice| done[choice].iter().copied()).collect();
        terms.sort_unstable();
        terms
    }
}

impl View<'_> {
    fn broken(&self, work: &mut u64) -> Vec<Cover> {
        let mut there: Vec<usize> = (0..self.done.len()).filter(|&choice| self.done[choice] > NOTHING).collect();
        there.sort_by(|&a, &b| self.done[b].total_cmp(&self.done[a]).then(a.cmp(&b)));
        let whole = there.partition_point(|&choice| self.short(choice) <= NOTHING);
        let promise = |choice: usize| self.until.with_needs[choice] as f64 / self.short(choice);
        let mut promising: Vec<(f64, usize)> = there[whole..].iter().map(|&choice| (promise(choice), choice)).collect();
        promising.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut found: Vec<(f64, Cover)> = Vec::new();
        for &first in there[whole..].iter().take(MOST_BEGUN) {
            let Some(cover) = self.cover_from(first, &there[..whole], &promising, work) else { continue };
            let cover = self.extended(cover, &there, work);
            let excess = self.excess(&cover);
            if excess > VIOLATION && found.iter().all(|other| other.1 != cover) {
                found.push((excess, cover));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(MOST_KEPT);
        found.into_iter().map(|found| found.1).collect()
    }

    /// How much of a choice is missing.
    fn short(&self, choice: usize) -> f64 {
        1.0 - self.done[choice]
    }

    fn excess(&self, cover: &Cover) -> f64 {
        cover.choices.iter().map(|&choice| self.done[choice]).sum::<f64>() - cover.limit as f64
    }

    fn weight(&self, choice: usize, beside: &Set) -> i64 {
        self.induced.needs[choice].weight_without(beside, &self.until.weight)
    }

    /// All that these wait for.
    fn joined<'a>(&self, choices: impl Iterator<Item = &'a usize>) -> Set {
        let mut all = Set::empty(self.done.len());
        choices.for_each(|&choice| all.join(&self.induced.needs[choice]));
        all
    }

    fn is_too_much(&self, all: &Set) -> bool {
        all.weight(&self.until.weight) > self.until.most
    }

    /// A cover with this choice that the point may break, from what is there as a `whole` and in part; the latter by the most weight that
    /// it can bring for what it is short of.
    fn cover_from(&self, first: usize, whole: &[usize], promising: &[(f64, usize)], work: &mut u64) -> Option<Vec<usize>> {
        let mut cover: Vec<usize> = whole.iter().copied().chain([first]).collect();
        let mut all = self.joined(cover.iter());
        let mut short = self.short(first);
        let mut weight = all.weight(&self.until.weight);
        while weight <= self.until.most {
            let mut best: Option<(f64, usize, i64)> = None;
            let room = 1.0 - VIOLATION - short;
            for &(promise, choice) in promising {
                if best.is_some_and(|best| promise <= best.0) {
                    break;
                }
                *work += 1;
                if self.short(choice) >= room || all.has(choice) {
                    continue;
                }
                let own = self.weight(choice, &all);
                *work += self.induced.size_of_one();
                let ratio = own as f64 / self.short(choice);
                if own > 0 && best.is_none_or(|best| ratio > best.0) {
                    best = Some((ratio, choice, own));
                }
            }
            let (_, choice, own) = best?;
            cover.push(choice);
            all.join(&self.induced.needs[choice]);
            (short, weight) = (short + self.short(choice), weight + own);
        }
        Some(self.least(cover, work))
    }

    /// A cover without what it is one without: first what is missing most.
    fn least(&self, mut cover: Vec<usize>, work: &mut u64) -> Vec<usize> {
        let mut order = cover.clone();
        order.sort_by(|&a, &b| self.done[a].total_cmp(&self.done[b]).then(a.cmp(&b)));
        for choice in order {
            let others = self.joined(cover.iter().filter(|&&other| other != choice));
            *work += cover.len() as u64 * self.induced.size_of_one();
            if self.is_too_much(&others) {
                cover.retain(|&other| other != choice);
            }
        }
        cover
    }

    /// The cover with all that joins it so that any so many are one as well.
    fn extended(&self, mut choices: Vec<usize>, there: &[usize], work: &mut u64) -> Cover {
        let size = choices.len();
        // What all but one of the cover wait for.
        let mut sets: Vec<Set> = combinations(&choices, size - 1).map(|some| self.joined(some.iter())).collect();
        for &choice in there {
            if choices.contains(&choice) || sets.len() > MOST_SETS {
                continue;
            }
            *work += sets.len() as u64 * self.induced.size_of_one();
            let own = &self.induced.needs[choice];
            if sets.iter().all(|set| self.is_too_much(&set.with(own))) {
                let others: Vec<Vec<usize>> = if size >= 2 { combinations(&choices, size - 2).collect() } else { Vec::new() };
                sets.extend(others.into_iter().map(|some| self.joined(some.iter().chain([&choice]))));
                choices.push(choice);
            }
        }
        choices.sort_unstable();
        Cover { at: self.until.at, quarter: self.until.quarter, choices, limit: size - 1 }
    }
}

/// All subsets of so many.
fn combinations(of: &[usize], size: usize) -> impl Iterator<Item = Vec<usize>> + use<> {
    let (of, count) = (of.to_vec(), of.len());
    let mut at: Option<Vec<usize>> = (size <= count).then(|| (0..size).collect());
    std::iter::from_fn(move || {
        let now = at.take()?;
        let some = now.iter().map(|&position| of[position]).collect();
        at = (0..size).rev().find(|&place| now[place] < count - size + place).map(|place| {
            let next = now[place] + 1;
            now[..place].iter().copied().chain(next..next + size - place).collect()
        });
        Some(some)
    })
}
