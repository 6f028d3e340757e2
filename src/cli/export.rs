//! `quarterdeck export`: the program after presolve, for other solvers.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use quarterdeck::program::{LinearProgram, write_lp, write_mps};
use quarterdeck::{report, solve};

use super::exit::{Exit, Failure};
use super::output;
use super::source::{Source, is_standard};

const EXAMPLES: &str = "\
Examples:
  quarterdeck export data/atlas --mps atlas.mps
  quarterdeck export data/small --lp - | less
  quarterdeck export data/atlas --mps atlas.mps --lp atlas.lp";

/// Write the program that is solved, for HiGHS, SCIP, CBC, CP-SAT and other readers
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[group(id = "files", required = true, multiple = true, args = ["mps", "lp"])]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
    /// Write free MPS into this file; `-` prints it
    #[arg(long, value_name = "FILE")]
    mps: Option<PathBuf>,
    /// Write LP form into this file; `-` prints it
    #[arg(long, value_name = "FILE")]
    lp: Option<PathBuf>,
}

/// Writes the program.
///
/// # Errors
/// See [`Failure`].
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let is_printed = |path: &Option<PathBuf>| path.as_deref().is_some_and(is_standard);
    if is_printed(&arguments.mps) && is_printed(&arguments.lp) {
        return Err(Failure::TwoOutputs);
    }
    let portfolio = arguments.source.read()?.portfolio;
    let linear = LinearProgram::of(&portfolio, &solve::presolved(&portfolio));
    if let Some(path) = &arguments.mps {
        deliver(path, &linear, |out| write_mps(out, portfolio.name(), &linear))?;
    }
    if let Some(path) = &arguments.lp {
        deliver(path, &linear, |out| write_lp(out, &linear))?;
    }
    Ok(Exit::Done)
}

fn deliver(path: &Path, linear: &LinearProgram, write: impl Fn(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    if is_standard(path) {
        let mut bytes = Vec::new();
        write(&mut bytes).map_err(Failure::writing(path))?;
        output::print_bytes(&bytes)?;
    } else {
        report::write_file_with(path, write).map_err(Failure::writing(path))?;
    }
    let target = if is_standard(path) { "standard output".to_owned() } else { path.display().to_string() };
    output::say(&format!("wrote {target}: {} columns, {} rows\n", linear.columns.len(), linear.rows.len()));
    Ok(())
}
