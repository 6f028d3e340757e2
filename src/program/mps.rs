//! The program in free MPS form. Readers: HiGHS, SCIP, CBC, CP-SAT, Gurobi, CPLEX.

use std::io::{self, Write};

use super::{LinearProgram, Sense};

/// Writes the program as free MPS, to be maximised (section `OBJSENSE`); numbers are written so that they read back exactly.
///
/// # Errors
/// Whatever `out` fails with.
pub fn write_mps(out: &mut dyn Write, name: &str, program: &LinearProgram) -> io::Result<()> {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    writeln!(out, "NAME {plain}\nOBJSENSE\n    MAX\nROWS\n N  value")?;
    for row in &program.rows {
        let sense = match row.sense {
            Sense::AtMost => 'L',
            Sense::Equal => 'E',
        };
        writeln!(out, " {sense}  {}", row.name)?;
    }
    write_columns(out, program)?;
    writeln!(out, "RHS")?;
    for row in program.rows.iter().filter(|row| row.limit != 0.0) {
        writeln!(out, "    RHS  {}  {}", row.name, row.limit)?;
    }
    writeln!(out, "BOUNDS")?;
    for column in &program.columns {
        let bound = if column.binary { format!("UP BND  {}  1", column.name) } else { format!("PL BND  {}", column.name) };
        writeln!(out, " {bound}")?;
    }
    writeln!(out, "ENDATA")
}

fn write_columns(out: &mut dyn Write, program: &LinearProgram) -> io::Result<()> {
    let mut by_column = vec![Vec::new(); program.columns.len()];
    for row in &program.rows {
        for &(column, coefficient) in &row.terms {
            by_column[column].push((row.name.as_str(), coefficient));
        }
    }
    writeln!(out, "COLUMNS")?;
    let mut inside = false;
    for (column, entries) in program.columns.iter().zip(&by_column) {
        if column.binary != inside {
            inside = column.binary;
            let edge = if inside { "INTORG" } else { "INTEND" };
            writeln!(out, "    MARKER  'MARKER'  '{edge}'")?;
        }
        writeln!(out, "    {}  value  {}", column.name, column.objective)?;
        for (row, coefficient) in entries {
            writeln!(out, "    {}  {row}  {coefficient}", column.name)?;
        }
    }
    if inside {
        writeln!(out, "    MARKER  'MARKER'  'INTEND'")?;
    }
    Ok(())
}
