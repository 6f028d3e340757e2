//! Quarterdeck.
pub mod explain;
pub mod model;
pub mod plan;
pub mod program;
pub mod rules;
pub mod solve;
