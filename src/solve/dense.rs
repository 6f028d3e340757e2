//! Branch and bound for tiny programs: cover cuts, dense tableaus, safe bounds, depth first and later by bound.
//!
//! A node closes some options of some choices. Its tableau gives multipliers, and those the bound of the certificate over what is
//! open, so a node is only ever cut off by a bound that holds for any multipliers; the tableau may be wrong by rounding and the proof
//! still stands. Options that no plan better than the best can have are closed on the way. A whole point is judged in whole numbers.

mod covers;
mod history;
mod lines;
mod node;
mod parting;
mod recording;
mod size;
mod split;
mod tableau;
mod tree;
mod waiting;

pub(super) use tree::Tree;
