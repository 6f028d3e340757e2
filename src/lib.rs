//! Quarterdeck.
pub mod model;
pub mod plan;
