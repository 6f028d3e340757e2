//! Quarterdeck.
pub mod explain;
pub mod input;
pub mod model;
pub mod plan;
pub mod program;
pub mod report;
pub mod rules;
pub mod solve;
