//! What is told of the method, and what it comes back to.

/// How far the method came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::solve) enum Ended {
    /// To the optimum.
    Optimal,
    /// No point keeps all rows: [`Simplex::ray`](super::Simplex::ray) shows it.
    Infeasible,
    /// To a value not above the floor, to the most pivots, or into trouble with numbers.
    Stopped,
}

/// Which columns are basic and over which rows, to come back to.
#[derive(Debug, Clone)]
pub(in crate::solve) struct Basis {
    pub(super) basic: Vec<u32>,
    pub(super) rows: Vec<u32>,
    pub(super) weights: Vec<f32>,
}

impl Basis {
    /// Memory that it takes.
    pub(in crate::solve) fn bytes(&self) -> usize {
        size_of_val(&*self.basic) + size_of_val(&*self.rows) + size_of_val(&*self.weights)
    }
}

/// Everything that pivots change, to come back to at once.
#[derive(Debug, Clone)]
pub(in crate::solve) struct Mark {
    pub(super) basic: Vec<u32>,
    pub(super) place: Vec<u32>,
    pub(super) at_upper: Vec<bool>,
    pub(super) reduced: Vec<f64>,
    pub(super) weights: Vec<f64>,
    pub(super) updates: usize,
    pub(super) factored: u64,
    pub(super) listed: u64,
}

/// What a column may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::solve) enum Opening {
    /// From 0 to its upper bound.
    Open,
    /// 0.
    Closed,
    /// Its upper bound.
    Full,
}
