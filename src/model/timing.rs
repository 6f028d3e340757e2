//! The earliest quarter in which each variant can start, seen one initiative at a time.
//!
//! For a variant `v` of `i` with dependencies on `p`, and every spread that fits its window and the capacities alone:
//!   `start[v] >= max over timed p of finish[p] + lag(p)`,   `finish[i] = min over v of start[v] + duration - 1`
//! solved by one pass in topological order (longest path). A prerequisite that can never be done takes its dependants with it.

use super::{Id, Initiative, Portfolio, Quarter, Spread, Variant};

/// Earliest quarters by longest path. Every plan that keeps the rules starts nothing before them.
#[derive(Debug, Clone)]
pub struct Timing {
    starts: Vec<Result<Quarter, Never>>,
    finishes: Vec<Option<Quarter>>,
}

/// Why a variant is in no plan, whatever else is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Never {
    /// The initiative is finished.
    Done,
    /// `must = no`, or another variant of the initiative is required.
    ForcedOut,
    /// No start lies in its window (`earliest`, `deadline`, `start`, `status`, the run of quarters).
    Window,
    /// Each start in its window asks some team for more than its capacity.
    Capacity,
    /// This prerequisite is in no plan.
    Prerequisite(Id<Initiative>),
    /// Its prerequisites finish too late for its window; this one last.
    Late(Id<Initiative>),
}

impl Timing {
    /// Computes the earliest quarters of all variants.
    #[must_use]
    pub fn of(portfolio: &Portfolio) -> Self {
        let order = in_topological_order(portfolio);
        let mut timing = Self {
            starts: vec![Ok(Quarter(0)); portfolio.variants().len()],
            finishes: vec![Some(Quarter(0)); portfolio.initiatives().len()],
        };
        // A `with` dependency may point forward in the order, so passes repeat until no more initiatives fall out.
        loop {
            let fallen = timing.fallen();
            for &initiative in &order {
                timing.place(portfolio, initiative);
            }
            if timing.fallen() == fallen {
                return timing;
            }
        }
    }

    /// The earliest start of a variant, or why it never starts.
    ///
    /// # Errors
    /// The first reason that holds, in the order of [`Never`]'s variants.
    pub fn start(&self, variant: Id<Variant>) -> Result<Quarter, Never> {
        self.starts[variant.index()]
    }

    /// The earliest finish of an initiative; `None` if no variant ever starts. Of no meaning for finished initiatives.
    #[must_use]
    pub fn finish(&self, initiative: Id<Initiative>) -> Option<Quarter> {
        self.finishes[initiative.index()]
    }

    fn fallen(&self) -> usize {
        self.finishes.iter().filter(|finish| finish.is_none()).count()
    }

    fn place(&mut self, portfolio: &Portfolio, initiative: Id<Initiative>) {
        let mut earliest = None;
        for (id, variant) in portfolio.variants_of(initiative) {
            self.starts[id.index()] = match self.first_fit(portfolio, id, variant) {
                Ok((start, finish)) => {
                    earliest = Some(earliest.map_or(finish, |other: Quarter| other.min(finish)));
                    Ok(start)
                }
                Err(never) => Err(never),
            };
        }
        self.finishes[initiative.index()] = earliest;
    }

    /// The earliest start, and the earliest finish, which may belong to another spread.
    fn first_fit(&self, portfolio: &Portfolio, id: Id<Variant>, variant: &Variant) -> Result<(Quarter, Quarter), Never> {
        if portfolio.initiatives()[variant.initiative].done {
            return Err(Never::Done);
        }
        if !portfolio.may_choose(id) {
            return Err(Never::ForcedOut);
        }
        let calendar = portfolio.calendar();
        let placements = || variant.spreads.iter().flat_map(|spread| calendar.quarters().map(move |start| (spread, start)));
        let in_window = || placements().filter(|(spread, start)| variant.fits_window(calendar, *start, spread.duration));
        if in_window().next().is_none() {
            return Err(Never::Window);
        }
        let fitting = || in_window().filter(|(spread, start)| fits_alone(portfolio, spread, *start));
        if fitting().next().is_none() {
            return Err(Never::Capacity);
        }
        let (ready, latest) = self.ready(portfolio, variant)?;
        let open = || fitting().filter(|(_, start)| start.0 >= ready);
        let start = open().map(|(_, start)| start).min();
        let finish = open().map(|(spread, start)| start.finish(spread.duration)).min();
        start.zip(finish).ok_or_else(|| Never::Late(latest.expect("without prerequisites nothing is late")))
    }

    /// The first quarter in which all timed prerequisites can be done, and the one that comes last.
    fn ready(&self, portfolio: &Portfolio, variant: &Variant) -> Result<(u32, Option<Id<Initiative>>), Never> {
        let mut ready = (0, None);
        for dependency in variant.dependencies.iter().filter(|d| !portfolio.initiatives()[d.on].done) {
            let finish = self.finish(dependency.on).ok_or(Never::Prerequisite(dependency.on))?;
            if let Some(lag) = dependency.relation.lag()
                && finish.0 + lag > ready.0
            {
                ready = (finish.0 + lag, Some(dependency.on));
            }
        }
        Ok(ready)
    }
}

/// Whether every part of the work is within the team's capacity.
#[must_use]
pub fn fits_alone(portfolio: &Portfolio, spread: &Spread, start: Quarter) -> bool {
    spread.worked_from(start).all(|(team, quarter, effort)| effort <= portfolio.teams()[team].capacity_in(quarter))
}

/// Initiatives with prerequisites before dependants, by timed dependencies; of equals, in the order of the file.
#[must_use]
pub fn in_topological_order(portfolio: &Portfolio) -> Vec<Id<Initiative>> {
    let mut dependants = vec![Vec::new(); portfolio.initiatives().len()];
    let mut waiting = vec![0_usize; portfolio.initiatives().len()];
    for (_, variant) in portfolio.variants().iter() {
        for dependency in variant.dependencies.iter().filter(|d| d.relation.lag().is_some()) {
            dependants[dependency.on.index()].push(variant.initiative);
            waiting[variant.initiative.index()] += 1;
        }
    }
    let mut order: Vec<Id<Initiative>> = portfolio.initiatives().ids().filter(|id| waiting[id.index()] == 0).collect();
    let mut next = 0;
    while next < order.len() {
        for &dependant in &dependants[order[next].index()] {
            waiting[dependant.index()] -= 1;
            if waiting[dependant.index()] == 0 {
                order.push(dependant);
            }
        }
        next += 1;
    }
    order
}
