//! Answers to "why?" as data, without words and without another solve.

mod left_out;
mod reason;

pub use left_out::{LeftOut, left_out};
pub use reason::{Reach, Reason};
