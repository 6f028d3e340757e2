//! What if: many solves of neighbouring portfolios, the differences between their plans, and the price of every rule.
//!
//! Everything here is answers as data. Changes themselves are facts (`model::Change`); `input` reads them from scenarios.toml.

mod cause;
mod compare;
mod curve;
mod frontier;
mod interval;
mod law;
mod run;
mod sweep;

pub use cause::{Cause, Fact};
pub use compare::{Comparison, Difference, Place, Presence, Which, compare};
pub use frontier::{Frontier, frontier};
pub use interval::Interval;
pub use law::Law;
pub use run::{Case, Outcome, Run, run_all, solve_case};
pub use sweep::{Grid, Point, Sweep, Turn, sweep};
