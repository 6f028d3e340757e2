//! The program as text to be read by people: what golden tests compare.

use std::fmt::Write as _;

use super::{Program, Sense};
use crate::model::Portfolio;
use crate::program::LinearProgram;

/// Writes every restriction on a line of its own, with its terms, as algebra.
#[must_use]
pub fn describe(portfolio: &Portfolio, program: &Program) -> String {
    let linear = LinearProgram::of(portfolio, program);
    let mut text = String::from("maximise\n");
    let sum = |terms: &[(usize, f64)]| {
        let term = |&(column, coefficient): &(usize, f64)| format!("{coefficient} {}", linear.columns[column].name);
        terms.iter().map(term).collect::<Vec<String>>().join(" + ").replace("+ -", "- ")
    };
    let objective: Vec<(usize, f64)> = linear.columns.iter().map(|column| column.objective).enumerate().collect();
    let _ = writeln!(text, "  {}\nsubject to", sum(&objective));
    for row in &linear.rows {
        let sense = match row.sense {
            Sense::AtMost => "<=",
            Sense::Equal => "=",
        };
        let _ = writeln!(text, "  {}: {} {sense} {}", row.name, sum(&row.terms), row.limit);
    }
    text
}
