//! The facts of a portfolio: what could be done, by whom, when, and under which rules.
//!
//! Nothing here reads files, knows a solver or prints. A [`Portfolio`] that exists is valid: ids point at rows, timed dependencies
//! have no cycle, costs and capacities are not negative. Only `input` makes one.

mod allocation;
mod change;
mod effort;
mod id;
mod initiative;
mod number;
mod portfolio;
mod quarter;
mod restraint;
mod selector;
mod share;
mod subject;
mod timing;
mod variant;

pub use allocation::{Allocation, Basis, Cell, Hardness, Mix, MixLabels, Scope};
pub use change::{Adjust, Change};
pub use effort::{Effort, MILLIONTHS};
pub use id::{Id, Table};
pub use initiative::{Group, Initiative, Team};
pub use number::{Manner, Number, Scale, Setting};
pub(crate) use portfolio::Facts;
pub use portfolio::{Portfolio, Source};
pub use quarter::{Calendar, CalendarQuarter, Quarter};
pub use restraint::{Budget, Limit};
pub use selector::Selector;
pub use share::{BILLIONTHS, Share, greatest_common_divisor};
pub use subject::{Subject, SubjectOf};
pub use timing::{Never, Timing, fits_alone, in_topological_order};
pub use variant::{Dependency, Horizon, Must, Relation, Spread, Status, Variant};
