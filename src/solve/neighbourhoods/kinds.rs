//! Members of neighbourhoods, by their kind: which initiatives are set free together.
//!
//! Each takes some that are in the plan and some that are not but could be in a better one, those with the best certificate first. What
//! belongs together is told from rows and arcs alone.

use std::collections::VecDeque;

use super::along::{brought_in, gains};
use super::crossing::crossing;
use super::kind::{Kind, Plans, SHARE_INSIDE};
use crate::model::Id;
use crate::program::{Program, Selection};
use crate::solve::family::is_of_releases;
use crate::solve::method::Known;

/// Share of those outside by which their rank is drawn: the first fifth has two thirds of the draws.
const REACH: f64 = 0.2;
/// The same for those in the plan.
const REACH_INSIDE: f64 = 0.5;
/// Amounts between this and one less it count as fractional.
const WHOLE: f64 = 0.02;

/// Who meets whom in which hard row, and along which arcs.
pub(super) struct Map {
    /// Initiatives that are drawn: with placements, and worth something by themselves where others come along.
    movable: Vec<u32>,
    /// Whether it is such, for each initiative.
    is_movable: Vec<bool>,
    rows_of: Vec<Vec<u32>>,
    of_row: Vec<Vec<u32>>,
    next: Vec<Vec<u32>>,
    /// Initiatives that are set free with one, if any are.
    along: Option<Vec<Vec<u32>>>,
}

impl Map {
    pub(super) fn new(program: &Program) -> Self {
        let count = program.placements.initiatives();
        let (mut rows_of, mut next) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        let mut of_row = Vec::new();
        for row in program.rows.iter().filter(|row| !row.is_soft()) {
            let mut members: Vec<u32> = row.terms.iter().map(|term| index(program.placements[term.0].initiative)).collect();
            members.dedup();
            members.iter().for_each(|&member| rows_of[member as usize].push(of_row.len() as u32));
            of_row.push(members);
        }
        for arc in &program.arcs {
            next[arc.follower.index()].push(index(arc.prerequisite));
            next[arc.prerequisite.index()].push(index(arc.follower));
        }
        let along = is_of_releases(program).then(|| brought_in(program));
        let has_placements = |initiative: u32| !program.placements.range(Id::new(initiative as usize)).is_empty();
        let is_drawn = |initiative: u32| has_placements(initiative) && (along.is_none() || gains(program, initiative));
        let is_movable: Vec<bool> = (0..count as u32).map(is_drawn).collect();
        let movable = (0..count as u32).filter(|&initiative| is_movable[initiative as usize]).collect();
        Self { movable, is_movable, rows_of, of_row, next, along }
    }

    /// Whether initiatives of no worth of their own are set free along with others.
    pub(super) fn has_along(&self) -> bool {
        self.along.is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.movable.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.movable.len()
    }

    /// Work of choosing, about.
    pub(super) fn work(&self) -> u64 {
        self.of_row.iter().map(Vec::len).sum::<usize>() as u64
    }

    /// Which initiatives are free, for each of all.
    pub(super) fn choose(
        &self,
        kind: Kind,
        size: usize,
        program: &Program,
        known: &Known,
        plans: Plans<'_>,
        random: &mut fastrand::Rng,
    ) -> Vec<bool> {
        let best = plans.best;
        let is_in = |initiative: u32| best.of(Id::new(initiative as usize)).is_some();
        let group = match (kind, plans.other) {
            (Kind::Crossing, Some(other)) => crossing((&self.movable, &self.next), best, other, size, random),
            (Kind::Front, _) => front(self, program, best, (size as f64 * SHARE_INSIDE) as usize, random),
            _ => self.group(kind, program, known, best, random),
        };
        let group = group.into_iter().filter(|&initiative| self.is_movable[initiative as usize]);
        let (inside, mut outside): (Vec<u32>, Vec<u32>) = group.partition(|&initiative| is_in(initiative));
        let ranked = |outside: &[u32]| -> Vec<u32> {
            let with = outside.iter().map(|&initiative| (potential(program, known, initiative), initiative));
            let mut useful: Vec<(f64, u32)> = with.filter(|(potential, _)| *potential >= known.floor()).collect();
            useful.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            useful.into_iter().map(|(_, initiative)| initiative).collect()
        };
        outside = ranked(&outside);
        if outside.is_empty() {
            outside = ranked(&self.movable.iter().copied().filter(|&initiative| !is_in(initiative)).collect::<Vec<u32>>());
        }
        let mut free = vec![false; self.rows_of.len()];
        let inside = ranked_inside(program, known, best, inside);
        let taken = draw(inside, (size as f64 * kind.share_inside()) as usize, REACH_INSIDE, random, &mut free);
        draw(outside, size.saturating_sub(taken), REACH, random, &mut free);
        if let Some(along) = &self.along {
            let chosen: Vec<usize> = (0..free.len()).filter(|&initiative| free[initiative]).collect();
            chosen.into_iter().flat_map(|initiative| &along[initiative]).for_each(|&with| free[with as usize] = true);
        }
        free
    }

    fn group(&self, kind: Kind, program: &Program, known: &Known, best: &Selection, random: &mut fastrand::Rng) -> Vec<u32> {
        match kind {
            Kind::Rows => self.of_rows(program, best, random),
            Kind::Kin => self.kin(random),
            Kind::Window => self.window(program, best, random),
            Kind::Fractional => self.fractional(program, known, best),
            Kind::Chain | Kind::Near | Kind::Crossing => self.chain(random),
            Kind::Front | Kind::Random => self.movable.clone(),
        }
    }

    /// Initiatives of two rows that some chosen placement is in.
    fn of_rows(&self, program: &Program, best: &Selection, random: &mut fastrand::Rng) -> Vec<u32> {
        let chosen: Vec<u32> = best.chosen().map(|id| index(program.placements[id].initiative)).collect();
        let mut group = Vec::new();
        for _ in 0..2 {
            let from = if chosen.is_empty() { &self.movable } else { &chosen };
            let rows = &self.rows_of[from[random.usize(..from.len())] as usize];
            if !rows.is_empty() {
                group.extend(&self.of_row[rows[random.usize(..rows.len())] as usize]);
            }
        }
        sorted(group)
    }

    /// Those with most rows in common with one initiative.
    fn kin(&self, random: &mut fastrand::Rng) -> Vec<u32> {
        let one = self.movable[random.usize(..self.movable.len())];
        let mut shared = vec![0_u32; self.rows_of.len()];
        for &row in &self.rows_of[one as usize] {
            self.of_row[row as usize].iter().for_each(|&other| shared[other as usize] += 1);
        }
        let mut ranked: Vec<u32> = self.movable.iter().copied().filter(|&other| shared[other as usize] > 0).collect();
        ranked.sort_by_key(|&other| (std::cmp::Reverse(shared[other as usize]), other));
        ranked.truncate((ranked.len() / 4).max(1));
        ranked
    }

    /// Those that are at work in one of two neighbouring quarters, or could be.
    fn window(&self, program: &Program, best: &Selection, random: &mut fastrand::Rng) -> Vec<u32> {
        let last = program.placements.iter().map(|(_, placement)| placement.finish.0).max().unwrap_or(0);
        let quarter = random.u32(..=last);
        let meets = |initiative: &u32| {
            let own = best.of(Id::new(*initiative as usize)).map(|id| &program.placements[id]);
            own.is_none_or(|own| own.decision.start.0 <= quarter + 1 && own.finish.0 >= quarter)
        };
        self.movable.iter().copied().filter(meets).collect()
    }

    /// Those that the relaxation has some of, or has and the plan has not, or the other way round.
    fn fractional(&self, program: &Program, known: &Known, best: &Selection) -> Vec<u32> {
        let Some(fractions) = known.guide.as_ref().and_then(|guide| guide.fractions.as_ref()) else { return self.movable.clone() };
        let differs = |initiative: &u32| {
            let own = best.of(Id::new(*initiative as usize));
            program.placements.of_initiative(Id::new(*initiative as usize)).any(|id| {
                let amount = fractions[id.index()];
                if own == Some(id) { amount < 1.0 - WHOLE } else { amount > WHOLE }
            })
        };
        self.movable.iter().copied().filter(differs).collect()
    }

    /// Those that arcs lead to from one initiative, nearest first, and those that share a row with it.
    fn chain(&self, random: &mut fastrand::Rng) -> Vec<u32> {
        let one = self.movable[random.usize(..self.movable.len())];
        let (mut seen, mut queue, mut group) = (vec![false; self.rows_of.len()], VecDeque::from([one]), Vec::new());
        seen[one as usize] = true;
        while let Some(initiative) = queue.pop_front().filter(|_| group.len() < self.movable.len() / 2) {
            group.push(initiative);
            for &other in &self.next[initiative as usize] {
                if !std::mem::replace(&mut seen[other as usize], true) {
                    queue.push_back(other);
                }
            }
        }
        if let Some(&row) = self.rows_of[one as usize].first() {
            group.extend(&self.of_row[row as usize]);
        }
        sorted(group)
    }
}

/// Those that start in one quarter or the next and that arcs between such lead to from one initiative, nearest first: so many of the
/// plan, and those not in the plan that are met on the way.
fn front(map: &Map, program: &Program, best: &Selection, most: usize, random: &mut fastrand::Rng) -> Vec<u32> {
    let start = |initiative: u32| best.of(Id::new(initiative as usize)).map(|id| program.placements[id].decision.start.0);
    let one = map.movable[random.usize(..map.movable.len())];
    let first = start(one).map(|start| start.saturating_sub(random.u32(..2)));
    let (mut seen, mut queue, mut group, mut inside) = (vec![false; map.next.len()], VecDeque::from([one]), Vec::new(), 0);
    seen[one as usize] = true;
    while let Some(initiative) = queue.pop_front().filter(|_| inside < most) {
        group.push(initiative);
        inside += usize::from(start(initiative).is_some());
        for &other in &map.next[initiative as usize] {
            let meets = start(other).zip(first).is_none_or(|(start, first)| (first..=first + 1).contains(&start));
            if meets && !std::mem::replace(&mut seen[other as usize], true) {
                queue.push_back(other);
            }
        }
    }
    sorted(group)
}

/// No plan that has the initiative is worth more, as far as the certificate tells; its best value without one.
fn potential(program: &Program, known: &Known, initiative: u32) -> f64 {
    let own = program.placements.of_initiative(Id::new(initiative as usize));
    match &known.guide {
        Some(guide) => own.map(|id| guide.with[id.index()]).fold(f64::NEG_INFINITY, f64::max),
        None => own.map(|id| program.placements[id].value).fold(f64::NEG_INFINITY, f64::max) + known.floor().max(0.0),
    }
}

/// Insiders that could leave or move in a better plan, those first that lose least by it.
fn ranked_inside(program: &Program, known: &Known, best: &Selection, inside: Vec<u32>) -> Vec<u32> {
    let Some(guide) = &known.guide else { return inside };
    let floor = known.floor();
    let otherwise = |initiative: u32| {
        let id = Id::new(initiative as usize);
        let own = best.of(id);
        let all = || program.placements.of_initiative(id);
        let most = all().map(|id| guide.reduced[id.index()]).fold(0.0, f64::max);
        let others = all().filter(|&other| Some(other) != own).map(|other| guide.with[other.index()]);
        others.fold(guide.bound - most, f64::max)
    };
    let mut ranked: Vec<(f64, u32)> = inside.into_iter().map(|initiative| (otherwise(initiative), initiative)).collect();
    ranked.retain(|&(otherwise, _)| otherwise >= floor);
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.into_iter().map(|(_, initiative)| initiative).collect()
}

/// Sets some of a ranked list free, most of them from its beginning; tells how many.
fn draw(mut ranked: Vec<u32>, count: usize, reach: f64, random: &mut fastrand::Rng, free: &mut [bool]) -> usize {
    let count = count.min(ranked.len());
    for _ in 0..count {
        let spread = (ranked.len() as f64 * reach).max(count as f64);
        let rank = -random.f64().max(f64::MIN_POSITIVE).ln() * spread;
        let rank = (rank as usize) % ranked.len();
        free[ranked.remove(rank) as usize] = true;
    }
    count
}

fn sorted(mut group: Vec<u32>) -> Vec<u32> {
    group.sort_unstable();
    group.dedup();
    group
}

fn index<T>(id: Id<T>) -> u32 {
    u32::try_from(id.index()).expect("ids have 32 bits")
}
