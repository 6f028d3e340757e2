//! Induced covers that a point breaks.
//!
//! From each choice that the point has done in part by a quarter, beside all that it has done as a whole, choices are added that bring
//! most weight for what they are short of being done, until a team has too little; then what is not needed for that goes, what others
//! wait for last: a cover of what is waited for says more than one of what waits. What is left is a cover, and more choices join it as
//! long as any so many of them are one (extended covers; cliques where two do not fit together).

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
    /// Choices that are there at all, those with most first.
    there: Vec<usize>,
    /// How many of them are done as a whole, and all that those wait for, with its weight.
    whole: usize,
    of_whole: (Set, i64),
}

impl Induced {
    /// Covers that the point breaks, the most broken of each team and quarter; `amount` tells its placements.
    pub(in crate::solve) fn broken(&self, amount: &dyn Fn(usize) -> f64, work: &mut u64) -> Vec<Cover> {
        let amounts = |placements: &Vec<usize>| placements.iter().map(|&placement| amount(placement)).sum::<f64>();
        let done: Vec<Vec<f64>> = self.done.iter().map(|done| done.iter().map(amounts).collect()).collect();
        *work += (done.len() * self.needs.len()) as u64;
        let mut covers = Vec::new();
        for until in &self.until {
            covers.extend(View::new(self, until, &done[until.quarter], work).broken(work));
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

impl<'a> View<'a> {
    fn new(induced: &'a Induced, until: &'a Until, done: &'a [f64], work: &mut u64) -> Self {
        let mut there: Vec<usize> = (0..done.len()).filter(|&choice| done[choice] > NOTHING).collect();
        there.sort_by(|&a, &b| done[b].total_cmp(&done[a]).then(a.cmp(&b)));
        let whole = there.partition_point(|&choice| 1.0 - done[choice] <= NOTHING);
        let all = induced.joined(there[..whole].iter());
        *work += whole as u64 * induced.size_of_one();
        let weight = all.weight(&until.weight);
        Self { induced, until, done, there, whole, of_whole: (all, weight) }
    }

    fn broken(&self, work: &mut u64) -> Vec<Cover> {
        let promise = |choice: usize| self.until.with_needs[choice] as f64 / self.short(choice);
        let in_part = &self.there[self.whole..];
        let mut promising: Vec<(f64, usize)> = in_part.iter().map(|&choice| (promise(choice), choice)).collect();
        promising.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut found: Vec<(f64, Cover)> = Vec::new();
        for &first in in_part.iter().take(MOST_BEGUN) {
            let Some(cover) = self.cover_from(first, &promising, work) else { continue };
            let cover = self.extended(cover, work);
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

    /// All that choices wait for, with themselves, and the room that is left beside it.
    fn beside<'b>(&self, choices: impl Iterator<Item = &'b usize>) -> (Set, i64) {
        let all = self.induced.joined(choices);
        let room = self.until.most - all.weight(&self.until.weight);
        (all, room)
    }

    /// A cover with this choice that the point may break, from what is there as a whole and in part; the latter by the most weight that
    /// it can bring for what it is short of.
    fn cover_from(&self, first: usize, promising: &[(f64, usize)], work: &mut u64) -> Option<Vec<usize>> {
        let mut parts = vec![first];
        let mut all = self.of_whole.0.with(&self.induced.needs[first]);
        let mut short = self.short(first);
        let mut weight = self.of_whole.1 + self.weight(first, &self.of_whole.0);
        *work += 2 * self.induced.size_of_one();
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
            parts.push(choice);
            all.join(&self.induced.needs[choice]);
            (short, weight) = (short + self.short(choice), weight + own);
        }
        self.least(parts, weight, work)
    }

    /// The cover of these and all that is done as a whole, of so much weight, without what it is one without: first of what is there in
    /// part, what is missing most, then of the whole, what waits for others before what it waits for.
    fn least(&self, mut parts: Vec<usize>, mut weight: i64, work: &mut u64) -> Option<Vec<usize>> {
        parts.sort_by(|&a, &b| self.done[a].total_cmp(&self.done[b]).then(a.cmp(&b)));
        for part in parts.clone() {
            let others = self.induced.joined(parts.iter().filter(|&&other| other != part)).with(&self.of_whole.0);
            let own = self.weight(part, &others);
            *work += (parts.len() + 2) as u64 * self.induced.size_of_one();
            if weight - own > self.until.most {
                weight -= own;
                parts.retain(|&other| other != part);
            }
        }
        let mut waited_for = self.induced.joined(parts.iter());
        let mut whole = self.there[..self.whole].to_vec();
        whole.sort_unstable_by_key(|&choice| self.induced.place[choice]);
        let mut cover = parts;
        for choice in whole {
            if waited_for.has(choice) {
                continue;
            }
            let own = self.until.weight[choice];
            if weight - own > self.until.most {
                weight -= own;
            } else {
                cover.push(choice);
                waited_for.join(&self.induced.needs[choice]);
                *work += self.induced.size_of_one();
            }
        }
        *work += self.whole as u64;
        // A point may have less of what is waited for than of what waits, by rounding.
        (waited_for.weight(&self.until.weight) > self.until.most).then_some(cover)
    }

    /// The cover with all that joins it so that any so many are one as well.
    fn extended(&self, mut choices: Vec<usize>, work: &mut u64) -> Cover {
        let size = choices.len();
        // What all but one of the cover wait for, and the room that is left beside it.
        let few = Some(size).filter(|&size| size <= MOST_SETS).map(|size| combinations(&choices, size - 1));
        let mut sets: Vec<(Set, i64)> = few.into_iter().flatten().map(|some| self.beside(some.iter())).collect();
        for &choice in &self.there {
            if sets.is_empty() || sets.len() > MOST_SETS {
                break;
            }
            if choices.contains(&choice) {
                continue;
            }
            *work += sets.len() as u64 * self.induced.size_of_one();
            let most = self.until.with_needs[choice];
            if sets.iter().all(|(_, room)| most > *room) && sets.iter().all(|(set, room)| self.weight(choice, set) > *room) {
                let others: Vec<Vec<usize>> = if size >= 2 { combinations(&choices, size - 2).collect() } else { Vec::new() };
                sets.extend(others.into_iter().map(|some| self.beside(some.iter().chain([&choice]))));
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
