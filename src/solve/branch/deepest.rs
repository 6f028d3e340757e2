//! The deepest cut of a knapsack's hull over the options that a point has parts of.
//!
//!   maximise `sum of p * amount`   under   `sum of p over Z <= 1` for every set `Z` of options, one a choice, that fits,   `p >= 0`
//!
//! is solved as its dual, which covers the point with sets that fit:
//!
//!   minimise `sum of share[Z]`   under   `sum of share[Z] over the sets with o >= amount[o]` for every option `o`,   `share >= 0`
//!
//! by the primal simplex method with the inverse of the basis at hand: it has one row for each option, and there are far more sets. The
//! set that enters is the heaviest under the present `p`: one of those found before, or else the optimum of the knapsack (column
//! generation: Gilmore and Gomory 1961). A point that shares cover with 1 in all breaks no cut.

/// Pivots after which a separation is given up.
const PIVOTS: usize = 1_000;
/// How far the present point must be outside of a cut.
pub(super) const VIOLATION: f64 = 0.001;
/// By how much a set must be too heavy to enter, and `p` be below 0.
const TOLERANCE: f64 = 1e-6;
/// The least that is divided by.
const LEAST_PIVOT: f64 = 1e-9;
/// Sets that are kept for the next separation.
const MOST_KEPT: usize = 60;
/// Cells of a knapsack's table that take about as long as looking at one entry of a row.
const CELLS_OF_WORK: u64 = 8;

/// Options of one choice and weight that a point has a part of.
pub(super) struct Part {
    pub item: usize,
    pub weight: i64,
    pub amount: f64,
}

/// Sets of options, by item and weight, that bound the last cuts of a knapsack.
#[derive(Debug, Default, Clone)]
pub(super) struct Sets(Vec<Vec<(usize, i64)>>);

impl Sets {
    /// The sets as far as they are of these parts and fit.
    fn of(&self, parts: &[Part], left: i64) -> Vec<Vec<usize>> {
        let own = |set: &Vec<(usize, i64)>| {
            let mut room = left;
            let mut own: Vec<usize> = Vec::with_capacity(set.len());
            for &(item, weight) in set {
                let first = parts.partition_point(|part| part.item < item);
                let found = (first..parts.len()).take_while(|&at| parts[at].item == item);
                let fits = |at: &usize| parts[*at].weight <= weight.min(room);
                if let Some(at) = found.filter(fits).max_by_key(|&at| parts[at].weight) {
                    room -= parts[at].weight;
                    own.push(at);
                }
            }
            own
        };
        self.0.iter().map(own).filter(|set| set.len() > 1).collect()
    }

    /// Keeps sets that bind, and before others those that were kept already.
    fn keep<'a>(&mut self, parts: &[Part], binding: impl Iterator<Item = &'a Vec<usize>>) {
        let mut kept: Vec<Vec<(usize, i64)>> =
            binding.map(|set| set.iter().map(|&at| (parts[at].item, parts[at].weight)).collect()).collect();
        let others: Vec<_> = self.0.drain(..).filter(|set| !kept.contains(set)).collect();
        kept.extend(others);
        kept.truncate(MOST_KEPT);
        self.0 = kept;
    }
}

/// The coefficients of the deepest cut over the parts, which are in the order of their items; none if no cut is broken.
pub(super) fn deepest(parts: &[Part], left: i64, known: &mut Sets, work: &mut u64) -> Option<Vec<f64>> {
    let mut sets = known.of(parts, left);
    let mut covering = Covering::new(parts, left);
    let mut rows = Vec::new();
    let mut is_deepest = false;
    for _ in 0..PIVOTS {
        if covering.value() <= 1.0 + VIOLATION {
            break;
        }
        let entering = match covering.lightest() {
            Some(part) => Entering::Surplus(part),
            None => match covering.too_heavy(&sets) {
                Some(set) => Entering::Set(set),
                None => {
                    let (most, set) = heaviest(parts, &covering.worth, left, &mut rows, work);
                    if most <= 1.0 + TOLERANCE {
                        is_deepest = true;
                        break;
                    }
                    sets.push(set);
                    Entering::Set(sets.len() - 1)
                }
            },
        };
        if !covering.enter(entering, &sets) {
            break;
        }
    }
    *work += covering.work;
    known.keep(parts, covering.basic.iter().flatten().map(|&set| &sets[set]));
    is_deepest.then_some(covering.worth)
}

/// A column that may enter: a set, at 1; more of a part than needed, for nothing.
#[derive(Debug, Clone, Copy)]
enum Entering {
    Set(usize),
    Surplus(usize),
}

/// The covering at a basis, which begins with each part alone.
struct Covering {
    /// The set that each basic column is, if it is one.
    basic: Vec<Option<usize>>,
    costs: Vec<f64>,
    /// How much of each basic column there is.
    shares: Vec<f64>,
    /// The inverse of the basis, row after row.
    inverse: Vec<f64>,
    /// The price of each part.
    worth: Vec<f64>,
    work: u64,
}

impl Covering {
    /// Each part alone; one that does not fit at all costs so much that it makes a cut.
    fn new(parts: &[Part], left: i64) -> Self {
        let costs: Vec<f64> = parts.iter().map(|part| if part.weight <= left { 1.0 } else { 2.0 / part.amount }).collect();
        let size = parts.len();
        let mut inverse = vec![0.0; size * size];
        (0..size).for_each(|at| inverse[at * size + at] = 1.0);
        let shares = parts.iter().map(|part| part.amount).collect();
        Self { basic: vec![None; size], worth: costs.clone(), costs, shares, inverse, work: 0 }
    }

    fn value(&self) -> f64 {
        self.shares.iter().zip(&self.costs).map(|(share, cost)| share * cost).sum()
    }

    /// The part of the lowest price, if that is below 0.
    fn lightest(&self) -> Option<usize> {
        let lightest = (0..self.worth.len()).min_by(|&a, &b| self.worth[a].total_cmp(&self.worth[b]))?;
        (self.worth[lightest] < -TOLERANCE).then_some(lightest)
    }

    /// The heaviest of these sets, if it is too heavy.
    fn too_heavy(&mut self, sets: &[Vec<usize>]) -> Option<usize> {
        let weigh = |set: &Vec<usize>| set.iter().map(|&part| self.worth[part]).sum::<f64>();
        self.work += sets.len() as u64;
        let (at, most) = sets.iter().map(weigh).enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
        (most > 1.0 + TOLERANCE).then_some(at)
    }

    /// Takes a column into the basis; whether there was one to leave it.
    fn enter(&mut self, entering: Entering, sets: &[Vec<usize>]) -> bool {
        let size = self.basic.len();
        let sum_of = |row: &[f64]| match entering {
            Entering::Set(set) => sets[set].iter().map(|&part| row[part]).sum(),
            Entering::Surplus(part) => -row[part],
        };
        let direction: Vec<f64> = self.inverse.chunks_exact(size).map(sum_of).collect();
        let (set, cost) = match entering {
            Entering::Set(set) => (Some(set), 1.0),
            Entering::Surplus(_) => (None, 0.0),
        };
        let reduced = cost - sum_of(&self.worth);
        let ratio = |at: usize| self.shares[at] / direction[at];
        let may_leave = (0..size).filter(|&at| direction[at] > LEAST_PIVOT);
        // Of those that leave at the same share, the one that divides best.
        let Some(leaving) = may_leave.min_by(|&a, &b| ratio(a).total_cmp(&ratio(b)).then(direction[b].total_cmp(&direction[a])))
        else {
            return false;
        };
        let share = ratio(leaving);
        let row: Vec<f64> = self.inverse[leaving * size..][..size].iter().map(|entry| entry / direction[leaving]).collect();
        for (at, own) in self.inverse.chunks_exact_mut(size).enumerate() {
            let factor = direction[at];
            if at == leaving {
                own.copy_from_slice(&row);
            } else if factor != 0.0 {
                own.iter_mut().zip(&row).for_each(|(entry, of_row)| *entry -= factor * of_row);
                self.shares[at] = (self.shares[at] - factor * share).max(0.0);
            }
        }
        self.worth.iter_mut().zip(&row).for_each(|(worth, of_row)| *worth += reduced * of_row);
        self.shares[leaving] = share;
        self.costs[leaving] = cost;
        self.basic[leaving] = set;
        self.work += (size * size / 8) as u64;
        true
    }
}

/// The set of parts, one a choice, that fits and is worth most; `rows` is space to work in.
///
/// Row by row, `most[g, b] = max(most[g - 1, b], max over parts of choice g of worth + most[g - 1, b - weight])`: each row is made from
/// the one before in passes over neighbouring cells, which a processor takes several at a time.
fn heaviest(parts: &[Part], worth: &[f64], left: i64, rows: &mut Vec<f64>, work: &mut u64) -> (f64, Vec<usize>) {
    let sizes = left as usize + 1;
    let groups: Vec<&[Part]> = parts.chunk_by(|a, b| a.item == b.item).collect();
    rows.resize((groups.len() + 1) * sizes, 0.0);
    rows[..sizes].fill(0.0);
    let mut first = 0;
    for (before, group) in groups.iter().enumerate() {
        let (done, own) = rows.split_at_mut((before + 1) * sizes);
        let (done, own) = (&done[before * sizes..], &mut own[..sizes]);
        own.copy_from_slice(done);
        for (part, &worth) in group.iter().zip(&worth[first..]).filter(|(part, worth)| part.weight <= left && **worth > 0.0) {
            for (most, without) in own[part.weight as usize..].iter_mut().zip(done) {
                let with = without + worth;
                *most = if with > *most { with } else { *most };
            }
        }
        *work += (sizes * (group.len() + 1)) as u64 / CELLS_OF_WORK;
        first += group.len();
    }
    let most = rows[rows.len() - 1];
    let (mut size, mut set) = (left as usize, Vec::new());
    for (before, group) in groups.iter().enumerate().rev() {
        first -= group.len();
        let (without, with) = (&rows[before * sizes..][..sizes], rows[(before + 1) * sizes + size]);
        let is_it =
            |(part, worth): (&Part, &f64)| part.weight <= size as i64 && without[size - part.weight as usize] + worth == with;
        if with > without[size]
            && let Some(at) = group.iter().zip(&worth[first..]).position(is_it)
        {
            set.push(first + at);
            size -= group[at].weight as usize;
        }
    }
    (most, set)
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::*;

    /// A point of a few choices, each with parts of one or two options.
    fn drawn(random: &mut Rng) -> Vec<Part> {
        let mut parts = Vec::new();
        for item in 0..7 {
            let first = random.i64(1..9);
            parts.push(Part { item, weight: first, amount: 0.05 + 0.5 * random.f64() });
            if random.bool() {
                parts.push(Part { item, weight: first + random.i64(1..4), amount: 0.05 + 0.4 * random.f64() });
            }
        }
        parts
    }

    /// The most that a set of parts, one a choice, that fits is worth.
    fn most_by_hand(parts: &[Part], worth: &[f64], left: i64) -> f64 {
        let mut sets = vec![(0, 0.0)];
        for item in 0..7 {
            let own: Vec<usize> = (0..parts.len()).filter(|&at| parts[at].item == item).collect();
            let with = |&(size, most): &(i64, f64)| -> Vec<(i64, f64)> {
                let taken = own.iter().map(|&at| (size + parts[at].weight, most + worth[at]));
                taken.chain([(size, most)]).filter(|set| set.0 <= left).collect()
            };
            sets = sets.iter().flat_map(with).collect();
        }
        sets.into_iter().map(|set| set.1).fold(0.0, f64::max)
    }

    #[test]
    fn no_set_is_too_heavy_and_no_cut_is_deeper() {
        let mut found = 0;
        for seed in 0..300 {
            let mut random = Rng::with_seed(seed);
            let (parts, left) = (drawn(&mut random), random.i64(8..20));
            let mut known = Sets::default();
            let depth = |worth: &[f64]| parts.iter().zip(worth).map(|(part, worth)| part.amount * worth).sum::<f64>();
            let Some(first) = deepest(&parts, left, &mut known, &mut 0) else { continue };
            assert!(most_by_hand(&parts, &first, left) <= 1.0 + 1e-5 && depth(&first) > 1.0 + VIOLATION, "seed {seed}");
            // The sets that bind prove it: under them alone nothing is worth more.
            let mut covering = Covering::new(&parts, left);
            let sets = known.of(&parts, left);
            while let Some(entering) =
                covering.lightest().map(Entering::Surplus).or_else(|| covering.too_heavy(&sets).map(Entering::Set))
            {
                assert!(covering.enter(entering, &sets), "seed {seed}");
            }
            assert!((covering.value() - depth(&first)).abs() < 1e-4, "seed {seed}: {} and {}", covering.value(), depth(&first));
            let again = deepest(&parts, left, &mut known, &mut 0).expect("it was found before");
            assert!((depth(&again) - depth(&first)).abs() < 1e-4, "seed {seed}");
            found += 1;
        }
        assert!(found > 100, "{found}");
    }
}
