//! What if: many solves of neighbouring portfolios, the differences between their plans, and the price of every rule.
//!
//! Everything here is answers as data. Changes themselves are facts (`model::Change`); `input` reads them from scenarios.toml.

mod cause;
mod compare;
mod curve;
mod frontier;
mod interval;
mod law;
mod rule_sets;
mod run;
mod sensitivity;
mod sweep;

pub use cause::{Cause, Fact};
pub use compare::{Comparison, Difference, Presence, Row, Standing, Which, compare, compare_lines};
pub use frontier::{Frontier, frontier};
pub use interval::Interval;
pub use law::Law;
pub use rule_sets::{NoDebtRule, RuleSets};
pub use run::{Case, Outcome, Run, run_all, side_by_side, solve_case};
pub use sensitivity::{Amount, Asked, Question, Sensitivity, Worth, questions, sensitivity};
pub use sweep::{Grid, Point, Sweep, Turn, sweep};
