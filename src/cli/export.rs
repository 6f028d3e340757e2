//! `quarterdeck export`: the program after presolve, for other solvers, and the portfolio itself, as a scenario leaves it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use quarterdeck::model::Portfolio;
use quarterdeck::program::{LinearProgram, write_lp, write_mps};
use quarterdeck::{report, solve};

use super::exit::{Exit, Failure};
use super::output;
use super::scenario::Chosen;
use super::source::{Source, is_standard};

const EXAMPLES: &str = "\
Examples:
  quarterdeck export data/atlas --mps atlas.mps
  quarterdeck export data/small --lp - | less
  quarterdeck export data/atlas --mps atlas.mps --lp atlas.lp
  quarterdeck export data/atlas --scenario \"hire two\" --portfolio atlas-hire-two";

/// Write the program that is solved, for HiGHS, SCIP, CBC, CP-SAT and other readers, or the portfolio of a scenario
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[group(id = "files", required = true, multiple = true, args = ["mps", "lp", "folder"])]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    chosen: Chosen,
    /// Write free MPS into this file; `-` prints it
    #[arg(long, value_name = "FILE")]
    mps: Option<PathBuf>,
    /// Write LP form into this file; `-` prints it
    #[arg(long, value_name = "FILE")]
    lp: Option<PathBuf>,
    /// Write initiatives.csv, capacity.csv and portfolio.toml into this folder, with the changes of the scenario made
    #[arg(long = "portfolio", value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Writes the program, the portfolio, or both.
///
/// # Errors
/// See [`Failure`].
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let is_printed = |path: &Option<PathBuf>| path.as_deref().is_some_and(is_standard);
    if is_printed(&arguments.mps) && is_printed(&arguments.lp) {
        return Err(Failure::TwoOutputs);
    }
    let portfolio = arguments.chosen.read(&arguments.source)?.portfolio;
    if let Some(folder) = &arguments.folder {
        deliver_portfolio(folder, &arguments.source, &portfolio)?;
    }
    if arguments.mps.is_none() && arguments.lp.is_none() {
        return Ok(Exit::Done);
    }
    let linear = LinearProgram::of(&portfolio, &solve::presolved(&portfolio));
    if let Some(path) = &arguments.mps {
        deliver(path, &linear, |out| write_mps(out, portfolio.name(), &linear))?;
    }
    if let Some(path) = &arguments.lp {
        deliver(path, &linear, |out| write_lp(out, &linear))?;
    }
    Ok(Exit::Done)
}

/// Never writes over the files that were read: comments and what only their author knows would be gone.
fn deliver_portfolio(folder: &Path, source: &Source, portfolio: &Portfolio) -> Result<(), Failure> {
    let real = |path: &Path| path.canonicalize().ok();
    let own = real(source.path());
    let targets = ["", "initiatives.csv", "capacity.csv", "portfolio.toml"].map(|name| real(&folder.join(name)));
    if own.is_some() && targets.contains(&own) {
        return Err(Failure::OntoItself(folder.to_owned()));
    }
    for path in report::write_portfolio(portfolio, folder).map_err(Failure::writing(folder))? {
        output::say(&format!("wrote {}\n", path.display()));
    }
    Ok(())
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
