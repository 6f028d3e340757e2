//! A selection on a core, and its annealing: one initiative changes, or one leaves while another comes in.
//!
//! Rows may be broken at a weight that grows while they are broken too often and falls while too seldom; the share that is asked for
//! falls to nothing over a cooling, as in the search on whole programs.

use super::table::{Block, LANES, NONE, Table};

/// Moves at one temperature; some microseconds. Sums are made afresh after them, so that rounding does not add up.
const ROUND: usize = 256;
/// Moves of which one is a pair that changes places; of 0.3, 0.7 and 0.9 the last two were equally good.
const PAIRS: f32 = 0.7;
/// What a row that is broken when it is looked at gets heavier by.
const HEAVIER: f32 = 1.04;
/// Share of looks at which a row may be broken when a cooling starts.
const BROKEN: f32 = 0.6;
/// Least and most weight, in weights at the start, so that a row which seldom matters is soon felt again.
const LEAST: f32 = 0.02;
/// See [`LEAST`].
const MOST: f32 = 1e9;
/// Cells that a unit of work is: a look at four takes a nanosecond or two.
const CELLS_OF_WORK: usize = 4;

/// The options that all choices have, those of the core by whether they are in.
pub(super) struct State {
    core: Vec<u32>,
    chosen: Vec<u32>,
    /// Choices of the core that have a placement, and that may leave it; those that have none; and where each choice is there.
    inside: Vec<u32>,
    outside: Vec<u32>,
    place: Vec<u32>,
    activity: Vec<Block>,
    weights: Vec<Block>,
    /// Value of what is chosen, before prices and weights.
    gross: f32,
    next_row: usize,
    best: Option<(Vec<u32>, f32)>,
}

impl State {
    /// The selection `chosen`, of which the choices in `core` may change.
    pub(super) fn new(table: &Table, core: Vec<u32>, chosen: Vec<u32>) -> Self {
        let mut state = Self {
            inside: Vec::new(),
            outside: Vec::new(),
            place: vec![0; chosen.len()],
            activity: vec![[0.0; LANES]; table.width],
            weights: table.weights.clone(),
            gross: 0.0,
            next_row: 0,
            best: None,
            core,
            chosen,
        };
        for at in 0..state.core.len() {
            state.list(state.core[at]);
        }
        state.sum(table);
        state
    }

    /// The best options that keep all rows, if any did.
    pub(super) fn best(&self) -> Option<&[u32]> {
        self.best.as_ref().map(|best| best.0.as_slice())
    }

    /// Some moves at a temperature, at this point of a cooling, 0 to 1; tells how many, and the work.
    pub(super) fn anneal(&mut self, table: &Table, temperature: f32, progress: f32, random: &mut fastrand::Rng) -> (f64, u64) {
        self.sum(table);
        let broken = BROKEN * (1.0 - progress) * (1.0 - progress);
        let lighter = HEAVIER.powf(-broken / (1.0 - broken));
        let gap = (table.choices.len() / table.rows).max(1);
        let mut score = self.gross - self.penalty(table, NONE, NONE);
        for count in 0..ROUND {
            if count % gap == 0 {
                self.weigh_row(table, lighter);
                score = self.gross - self.penalty(table, NONE, NONE);
            }
            let Some((leaving, coming)) = self.draw(table, random) else { continue };
            let (minus, plus) = (self.chosen[leaving.0 as usize], coming.1);
            let gross = self.gross + table.value(plus) - table.value(minus);
            let changed = gross - self.penalty(table, minus, plus);
            if changed - score < temperature * random.f32().max(f32::MIN_POSITIVE).ln() {
                continue;
            }
            self.set(table, leaving);
            self.set(table, coming);
            score = changed;
            self.note(table);
        }
        let work = ROUND * (1 + 2 * table.width * LANES / CELLS_OF_WORK);
        (ROUND as f64, work as u64)
    }

    /// Two changes, each a choice and what it is to have: of a pair, or twice the same. What leaves and what comes are one placement or
    /// none each.
    fn draw(&self, table: &Table, random: &mut fastrand::Rng) -> Option<((u32, u32), (u32, u32))> {
        let any = |choice: u32, random: &mut fastrand::Rng| {
            let options = &table.choices[choice as usize].options;
            options[random.usize(..options.len())]
        };
        let is_pair = !self.inside.is_empty() && !self.outside.is_empty() && random.f32() < PAIRS;
        if is_pair {
            let leaving = self.inside[random.usize(..self.inside.len())];
            let coming = self.outside[random.usize(..self.outside.len())];
            let may_leave = table.choices[leaving as usize].options.last() == Some(&NONE);
            let option = any(coming, random);
            return (may_leave && option != NONE).then_some(((leaving, NONE), (coming, option)));
        }
        let choice = self.core[random.usize(..self.core.len())];
        let own = self.chosen[choice as usize];
        let options = &table.choices[choice as usize].options;
        // Of two options the other one is meant.
        let option = if options.len() == 2 { options[usize::from(options[0] == own)] } else { any(choice, random) };
        (option != own).then_some(((choice, option), (choice, option)))
    }

    /// Prices and weights of what is broken without one placement and with another.
    #[inline]
    fn penalty(&self, table: &Table, minus: u32, plus: u32) -> f32 {
        let mut sums = [0.0; LANES];
        let changes = table.cost(minus).iter().zip(table.cost(plus));
        let rows = self.activity.iter().zip(&table.limits).zip(&self.weights);
        for (((activity, limit), weight), (minus, plus)) in rows.zip(changes) {
            for lane in 0..LANES {
                let excess = activity[lane] + plus[lane] - minus[lane] - limit[lane];
                sums[lane] += weight[lane] * if excess > 0.0 { excess } else { 0.0 };
            }
        }
        sums.iter().sum()
    }

    fn set(&mut self, table: &Table, (choice, option): (u32, u32)) {
        let before = self.chosen[choice as usize];
        if before == option {
            return;
        }
        self.unlist(choice);
        self.chosen[choice as usize] = option;
        self.list(choice);
        self.gross += table.value(option) - table.value(before);
        for ((activity, minus), plus) in self.activity.iter_mut().zip(table.cost(before)).zip(table.cost(option)) {
            for lane in 0..LANES {
                activity[lane] += plus[lane] - minus[lane];
            }
        }
    }

    fn list(&mut self, choice: u32) {
        let list = if self.chosen[choice as usize] == NONE { &mut self.outside } else { &mut self.inside };
        self.place[choice as usize] = list.len() as u32;
        list.push(choice);
    }

    fn unlist(&mut self, choice: u32) {
        let list = if self.chosen[choice as usize] == NONE { &mut self.outside } else { &mut self.inside };
        let place = self.place[choice as usize];
        list.swap_remove(place as usize);
        if let Some(&moved) = list.get(place as usize) {
            self.place[moved as usize] = place;
        }
    }

    /// Makes the sums afresh.
    fn sum(&mut self, table: &Table) {
        self.activity.iter_mut().for_each(|block| *block = [0.0; LANES]);
        self.gross = 0.0;
        for &option in self.chosen.iter().filter(|option| **option != NONE) {
            self.gross += table.value(option);
            for (activity, cost) in self.activity.iter_mut().zip(table.cost(option)) {
                (0..LANES).for_each(|lane| activity[lane] += cost[lane]);
            }
        }
    }

    /// Looks at the next hard row: heavier if it is broken, lighter if not.
    fn weigh_row(&mut self, table: &Table, lighter: f32) {
        self.next_row = if self.next_row + 1 >= table.rows { 0 } else { self.next_row + 1 };
        if table.soft[self.next_row] {
            return;
        }
        let (block, lane) = (self.next_row / LANES, self.next_row % LANES);
        let first = table.weights[block][lane];
        let is_broken = self.activity[block][lane] > table.limits[block][lane];
        let by = if is_broken { HEAVIER } else { lighter };
        self.weights[block][lane] = (self.weights[block][lane] * by).clamp(first * LEAST, first * MOST);
    }

    /// Keeps the selection if it keeps all hard rows and is the best so far.
    #[inline]
    fn note(&mut self, table: &Table) {
        let most = self.best.as_ref().map_or(f32::NEG_INFINITY, |best| best.1);
        if self.gross <= most {
            return;
        }
        let excess = |row: usize| self.activity[row / LANES][row % LANES] - table.limits[row / LANES][row % LANES];
        let mut price = 0.0;
        for row in 0..table.rows {
            match excess(row) {
                over if over <= 0.0 => {}
                over if table.soft[row] => price += table.weights[row / LANES][row % LANES] * over,
                _ => return,
            }
        }
        if self.gross - price > most {
            let mut chosen = self.best.take().map(|best| best.0).unwrap_or_default();
            chosen.clone_from(&self.chosen);
            self.best = Some((chosen, self.gross - price));
        }
    }
}
