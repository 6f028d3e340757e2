//! The program as a timetable: for each initiative a chain of places in time, with what each takes and whom it waits for.
//!
//! A place is a position in the chain of `closure/network.rs`; one past the last stands for "out". Everything that a move asks is one
//! look into a table: the last place of a prerequisite that is ready in time, the first place of a dependant that is late enough.

use crate::model::{Hardness, Id};
use crate::program::{Placement, Presence, Program, Sense};
use crate::solve::closure::Chains;

/// No lag: time does not matter.
const ANY: u32 = u32::MAX;

/// An arc as seen from one end: the initiative at the other end, and the lag.
#[derive(Debug, Clone, Copy)]
struct Need {
    other: u32,
    lag: u32,
}

/// A row in whole numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    /// The right-hand side.
    pub limit: i64,
    /// Whether the left-hand side must be equal to it.
    pub is_equal: bool,
    /// What a unit of excess costs if the row may be broken.
    pub price: Option<f64>,
}

/// Lists side by side.
#[derive(Debug)]
pub(super) struct Lists<T> {
    first: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy> Lists<T> {
    fn of(lists: usize, mut items: Vec<(usize, T)>) -> Self {
        items.sort_by_key(|&(list, _)| list);
        let mut first = vec![0; lists + 1];
        items.iter().for_each(|&(list, _)| first[list + 1] += 1);
        (0..lists).for_each(|list| first[list + 1] += first[list]);
        Self { first, items: items.into_iter().map(|(_, item)| item).collect() }
    }

    /// One of the lists.
    pub fn of_one(&self, list: usize) -> &[T] {
        &self.items[self.first[list] as usize..self.first[list + 1] as usize]
    }
}

/// See the module.
#[derive(Debug)]
pub(super) struct Timetable {
    /// The first node of each initiative; one more than there are initiatives. A node is an initiative in a place.
    pub first: Vec<u32>,
    /// The placement of each node.
    pub placement: Vec<Id<Placement>>,
    /// The initiative of each node.
    pub owner: Vec<u32>,
    /// Value of each node.
    pub value: Vec<f64>,
    /// First and last quarter of each node.
    pub start: Vec<u32>,
    finish: Vec<u32>,
    /// Rows and what each node takes from them.
    pub takes: Lists<(u32, i64)>,
    /// The rows.
    pub rows: Vec<Limit>,
    /// The nodes of each row.
    pub nodes_of: Lists<u32>,
    /// Whether each initiative is in every plan.
    pub is_required: Vec<bool>,
    needs: Lists<Need>,
    wanted: Lists<Need>,
    /// Number of places finished by each quarter and started before it, for each initiative.
    finished_by: Vec<u16>,
    started_before: Vec<u16>,
    quarters: usize,
}

impl Timetable {
    /// The timetable of a program; `None` if its initiatives are no chains or its numbers too large.
    pub fn of(program: &Program) -> Option<Self> {
        let chains = Chains::of(program)?;
        let count = program.placements.initiatives();
        let quarters = program.placements.iter().map(|(_, p)| p.finish.index() + 1).max()?;
        let mut node_of = vec![None; program.placements.len()];
        chains.order.iter().enumerate().for_each(|(node, id)| node_of[id.index()] = Some(node));
        let mut takes = Vec::new();
        let mut rows = Vec::with_capacity(program.rows.len());
        for (position, row) in program.rows.iter().enumerate() {
            let size: i128 = row.terms.iter().map(|&(_, c)| c.abs()).sum();
            i64::try_from(size.max(row.limit.abs()).checked_mul(2)?).ok()?;
            for &(id, c) in &row.terms {
                takes.extend(node_of[id.index()].map(|node| (node, (position as u32, c as i64))));
            }
            let price = match row.hardness {
                Hardness::Soft { price } => Some(price / row.unit),
                Hardness::Hard => None,
            };
            rows.push(Limit { limit: row.limit as i64, is_equal: row.sense == Sense::Equal, price });
        }
        let mut is_required = vec![false; count];
        for choice in program.choices.iter().filter(|choice| choice.presence == Presence::Required) {
            is_required[choice.initiative.index()] = true;
        }
        let mut first: Vec<u32> = chains.range.iter().map(|range| range.start as u32).collect();
        first.push(chains.order.len() as u32);
        let of_placement = |of: fn(&Placement) -> u32| chains.order.iter().map(|&id| of(&program.placements[id])).collect();
        let nodes_of = takes.iter().map(|&(node, (row, _))| (row as usize, node as u32)).collect();
        let mut table = Self {
            first,
            owner: of_placement(|placement| placement.initiative.index() as u32),
            value: chains.order.iter().map(|&id| program.placements[id].value).collect(),
            start: of_placement(|placement| placement.decision.start.0),
            finish: of_placement(|placement| placement.finish.0),
            nodes_of: Lists::of(rows.len(), nodes_of),
            takes: Lists::of(chains.order.len(), takes),
            rows,
            is_required,
            needs: needs(program, count, Side::Follower),
            wanted: needs(program, count, Side::Prerequisite),
            finished_by: Vec::new(),
            started_before: Vec::new(),
            quarters,
            placement: chains.order,
        };
        table.count_places();
        Some(table)
    }

    fn count_places(&mut self) {
        for initiative in 0..self.initiatives() {
            let range = self.first[initiative] as usize..self.first[initiative + 1] as usize;
            let count = |times: &[u32], until: usize| times.iter().filter(|&&time| (time as usize) < until).count() as u16;
            let finish = &self.finish[range.clone()];
            self.finished_by.extend((0..self.quarters).map(|quarter| count(finish, quarter + 1)));
            let start = &self.start[range];
            self.started_before.extend((0..self.quarters).map(|quarter| count(start, quarter)));
        }
    }

    /// Number of initiatives.
    pub fn initiatives(&self) -> usize {
        self.first.len() - 1
    }

    /// Number of places of an initiative, which is also its place when it is out.
    pub fn places(&self, initiative: u32) -> u32 {
        self.first[initiative as usize + 1] - self.first[initiative as usize]
    }

    /// The node of an initiative in a place; `None` when it is out.
    pub fn node(&self, initiative: u32, place: u32) -> Option<usize> {
        (place < self.places(initiative)).then(|| (self.first[initiative as usize] + place) as usize)
    }

    /// What an initiative in a place needs: prerequisites, and before which place each must be.
    pub fn needs(&self, initiative: u32, place: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let start = self.node(initiative, place).map_or(0, |node| self.start[node]);
        self.needs.of_one(initiative as usize).iter().map(move |need| {
            let end = match start.checked_sub(need.lag) {
                _ if need.lag == ANY => self.places(need.other),
                None => 0,
                Some(ready) => u32::from(self.finished_by[need.other as usize * self.quarters + ready as usize]),
            };
            (need.other, end)
        })
    }

    /// What waits for an initiative in a place: dependants, and the first place each may have.
    pub fn wanted(&self, initiative: u32, place: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let finish = self.node(initiative, place).map(|node| self.finish[node]);
        self.wanted.of_one(initiative as usize).iter().map(move |need| {
            let from = match finish {
                None => self.places(need.other),
                Some(_) if need.lag == ANY => 0,
                Some(finish) if (finish + need.lag) as usize >= self.quarters => self.places(need.other),
                Some(finish) => u32::from(self.started_before[need.other as usize * self.quarters + (finish + need.lag) as usize]),
            };
            (need.other, from)
        })
    }

    /// From which to before which place an initiative may go while all others stay; nowhere if a prerequisite is out.
    pub fn window(&self, initiative: u32, place: &[u32]) -> std::ops::Range<u32> {
        let (mut from, mut end) = (0, self.places(initiative));
        let table = |table: &[u16], quarter: u32| u32::from(table[initiative as usize * self.quarters + quarter as usize]);
        for need in self.needs.of_one(initiative as usize) {
            let Some(node) = self.node(need.other, place[need.other as usize]) else { return end..end };
            if need.lag != ANY {
                let ready = self.finish[node] + need.lag;
                from = if (ready as usize) < self.quarters { from.max(table(&self.started_before, ready)) } else { end };
            }
        }
        for need in self.wanted.of_one(initiative as usize).iter().filter(|need| need.lag != ANY) {
            if let Some(node) = self.node(need.other, place[need.other as usize]) {
                end = self.start[node].checked_sub(need.lag).map_or(0, |last| end.min(table(&self.finished_by, last)));
            }
        }
        from..end.max(from)
    }

    /// Number of initiatives that one waits for, or that wait for it.
    pub fn degree(&self, initiative: u32, is_upward: bool) -> usize {
        let lists = if is_upward { &self.needs } else { &self.wanted };
        lists.of_one(initiative as usize).len()
    }

    /// The initiatives that one waits for.
    pub fn prerequisites(&self, initiative: u32) -> impl Iterator<Item = u32> + '_ {
        self.needs.of_one(initiative as usize).iter().map(|need| need.other)
    }

    /// The initiatives that wait for one.
    pub fn dependants(&self, initiative: u32) -> impl Iterator<Item = u32> + '_ {
        self.wanted.of_one(initiative as usize).iter().map(|need| need.other)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Follower,
    Prerequisite,
}

/// The arcs of each initiative as seen from one side, each once.
fn needs(program: &Program, count: usize, side: Side) -> Lists<Need> {
    let seen = |arc: &crate::program::Arc| {
        let ends = (arc.follower.index(), arc.prerequisite.index());
        let (own, other) = if side == Side::Follower { ends } else { (ends.1, ends.0) };
        (own, other as u32, arc.lag.unwrap_or(ANY))
    };
    let mut all: Vec<(usize, u32, u32)> = program.arcs.iter().map(seen).collect();
    all.sort_unstable();
    all.dedup();
    Lists::of(count, all.into_iter().map(|(own, other, lag)| (own, Need { other, lag })).collect())
}
