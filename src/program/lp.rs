//! The program in CPLEX LP form, for people and for readers that prefer it.

use std::io::{self, Write};

use super::{LinearProgram, Sense};

/// Terms on a line; readers limit the length of lines.
const TERMS_PER_LINE: usize = 8;

/// Writes the program in LP form.
///
/// # Errors
/// Whatever `out` fails with.
pub fn write_lp(out: &mut dyn Write, program: &LinearProgram) -> io::Result<()> {
    writeln!(out, "Maximize")?;
    let objective: Vec<(usize, f64)> = program.columns.iter().map(|column| column.objective).enumerate().collect();
    write_terms(out, "value", &objective, program)?;
    writeln!(out, "\nSubject To")?;
    for row in &program.rows {
        write_terms(out, &row.name, &row.terms, program)?;
        let sense = match row.sense {
            Sense::AtMost => "<=",
            Sense::Equal => "=",
        };
        writeln!(out, " {sense} {}", row.limit)?;
    }
    writeln!(out, "Binary")?;
    for column in program.columns.iter().filter(|column| column.binary) {
        writeln!(out, " {}", column.name)?;
    }
    writeln!(out, "End")
}

/// An empty sum is written as zero times the first column, since the form has no empty rows.
fn write_terms(out: &mut dyn Write, name: &str, terms: &[(usize, f64)], program: &LinearProgram) -> io::Result<()> {
    write!(out, " {name}:")?;
    let zero = [(0, 0.0)];
    let terms = if terms.is_empty() && !program.columns.is_empty() { &zero } else { terms };
    for (position, &(column, coefficient)) in terms.iter().enumerate() {
        if position > 0 && position % TERMS_PER_LINE == 0 {
            write!(out, "\n  ")?;
        }
        let sign = if coefficient < 0.0 { '-' } else { '+' };
        write!(out, " {sign} {} {}", coefficient.abs(), program.columns[column].name)?;
    }
    Ok(())
}
