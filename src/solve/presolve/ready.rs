//! Earliest starts by longest path and by load.
//!
//! In topological order, for every placement `c` of variant `v` of initiative `i` that starts in `s` and finishes in `f`:
//!   early by path:  `s < earliest finish of p + lag` for some timed prerequisite `p` of `v`
//!   early by load:  for some team `k`:  cost(v, k) + sum of cost(p, k) over all p in the closure of v
//!                   `>  sum of capacity[k, t] over t <= f`
//! The closure holds what every way of doing `v` needs by then, each at its cheapest variant for `k`. Both are sound: a plan with
//! `c` has the whole closure worked by the end of `f`.

use super::Dropped;
use crate::model::{Effort, Id, Initiative, Portfolio, Quarter, Team, Variant, in_topological_order};
use crate::program::Program;
use crate::solve::limits::MOST_INITIATIVES_WITH_CLOSURES;

pub(super) fn drop_early(portfolio: &Portfolio, program: &Program, reasons: &mut [Option<Dropped>]) {
    let mut ready = Ready::new(portfolio);
    for initiative in in_topological_order(portfolio) {
        let mut earliest = None;
        for placement in program.placements.of_initiative(initiative).filter(|p| reasons[p.index()].is_none()).collect::<Vec<_>>() {
            let facts = &program.placements[placement];
            if ready.is_early(facts.decision.variant, facts.decision.start, facts.finish) {
                reasons[placement.index()] = Some(Dropped::Early);
            } else {
                earliest = Some(earliest.map_or(facts.finish, |other: Quarter| other.min(facts.finish)));
            }
        }
        ready.settle(initiative, earliest);
    }
}

struct Ready<'a> {
    portfolio: &'a Portfolio,
    finishes: Vec<Option<Quarter>>,
    closures: Option<Closures>,
    load: Vec<LoadOfVariant>,
    capacity_until: Vec<Vec<Effort>>,
}

/// What a variant and its closure take, team by team, filled when it is first asked for.
type LoadOfVariant = Option<Vec<(Id<Team>, Effort)>>;

impl<'a> Ready<'a> {
    fn new(portfolio: &'a Portfolio) -> Self {
        let count = portfolio.initiatives().len();
        let until = |team: &Team| {
            let mut sum = Effort::ZERO;
            team.capacity
                .iter()
                .map(|&capacity| {
                    sum += capacity;
                    sum
                })
                .collect()
        };
        Self {
            portfolio,
            finishes: vec![None; count],
            closures: (count <= MOST_INITIATIVES_WITH_CLOSURES).then(|| Closures::new(count)),
            load: vec![None; portfolio.variants().len()],
            capacity_until: portfolio.teams().rows().iter().map(until).collect(),
        }
    }

    fn timed(&self, variant: Id<Variant>) -> impl Iterator<Item = (Id<Initiative>, u32)> + use<'a> {
        let portfolio = self.portfolio;
        let open = portfolio.variants()[variant].dependencies.iter().filter(|d| !portfolio.initiatives()[d.on].done);
        open.filter_map(|dependency| dependency.relation.lag().map(|lag| (dependency.on, lag)))
    }

    fn is_early(&mut self, variant: Id<Variant>, start: Quarter, finish: Quarter) -> bool {
        let by_path = self.timed(variant).any(|(on, lag)| self.finishes[on.index()].is_none_or(|f| f.0 + lag > start.0));
        by_path || self.load(variant).iter().any(|&(team, effort)| effort > self.capacity_until[team.index()][finish.index()])
    }

    fn load(&mut self, variant: Id<Variant>) -> Vec<(Id<Team>, Effort)> {
        if self.load[variant.index()].is_none() {
            let mut sums = vec![Effort::ZERO; self.portfolio.teams().len()];
            self.portfolio.variants()[variant].costs.iter().for_each(|&(team, cost)| sums[team.index()] += cost);
            if let Some(closures) = &self.closures {
                let direct: Vec<Id<Initiative>> = self.timed(variant).map(|(on, _)| on).collect();
                for initiative in closures.union(&direct) {
                    self.add_cheapest(Id::new(initiative), &mut sums);
                }
            }
            let positive = sums.into_iter().enumerate().filter(|&(_, effort)| effort > Effort::ZERO);
            self.load[variant.index()] = Some(positive.map(|(team, effort)| (Id::new(team), effort)).collect());
        }
        self.load[variant.index()].clone().unwrap_or_default()
    }

    /// Adds what the initiative takes from each team at least.
    fn add_cheapest(&self, initiative: Id<Initiative>, sums: &mut [Effort]) {
        let variants: Vec<&Variant> = self.portfolio.variants_of(initiative).map(|(_, variant)| variant).collect();
        for &(team, cost) in &variants[0].costs {
            sums[team.index()] += variants[1..].iter().map(|other| other.cost_on(team)).fold(cost, Effort::min);
        }
    }

    /// Records the earliest finish of an initiative and what all ways of doing it need.
    fn settle(&mut self, initiative: Id<Initiative>, earliest: Option<Quarter>) {
        self.finishes[initiative.index()] = earliest;
        let of_variants: Vec<Vec<Id<Initiative>>> =
            self.portfolio.variants_of(initiative).map(|(id, _)| self.timed(id).map(|(on, _)| on).collect()).collect();
        if let Some(closures) = &mut self.closures {
            closures.settle(initiative, &of_variants);
        }
    }
}

/// For each initiative, the set of those that every way of doing it needs, as bits; an initiative is in its own.
struct Closures {
    words: usize,
    bits: Vec<u64>,
}

impl Closures {
    fn new(initiatives: usize) -> Self {
        let words = initiatives.div_ceil(64);
        Self { words, bits: vec![0; words * initiatives] }
    }

    fn of(&self, initiative: Id<Initiative>) -> &[u64] {
        &self.bits[initiative.index() * self.words..][..self.words]
    }

    fn united(&self, of: &[Id<Initiative>]) -> Vec<u64> {
        let mut union = vec![0; self.words];
        for &initiative in of {
            union.iter_mut().zip(self.of(initiative)).for_each(|(sum, word)| *sum |= word);
        }
        union
    }

    fn union(&self, of: &[Id<Initiative>]) -> impl Iterator<Item = usize> + use<> {
        let union = self.united(of);
        let bits = |word: u64| (0..64).filter(move |bit| word >> bit & 1 == 1);
        union.into_iter().enumerate().flat_map(move |(word, set)| bits(set).map(move |bit| word * 64 + bit))
    }

    fn settle(&mut self, initiative: Id<Initiative>, of_variants: &[Vec<Id<Initiative>>]) {
        let mut common = vec![u64::MAX; self.words];
        for direct in of_variants {
            common.iter_mut().zip(self.united(direct)).for_each(|(both, word)| *both &= word);
        }
        common[initiative.index() / 64] |= 1 << (initiative.index() % 64);
        self.bits[initiative.index() * self.words..][..self.words].copy_from_slice(&common);
    }
}
