//! Answers to "why?" as data, without words and without another solve.

mod balance;
mod beside;
mod conflict;
mod group;
mod left_out;
mod placements;
mod reason;

pub use conflict::conflict;
pub use left_out::{LeftOut, left_out};
pub use reason::{Reach, Reason};
