//! How a command ends: exit codes, and failures with what is said of them.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use quarterdeck::input::{NoSuchScenario, ReadError, SweptError};
use quarterdeck::report::{self, Format};
use quarterdeck::rules::Breach;

use super::{output, terminal};

/// The exit code of the process when Ctrl-C comes a second time: 128 + SIGINT, as shells have it.
pub const INTERRUPTED: i32 = 130;

/// How a command ended. Codes 70 and 74 are those of `sysexits.h` for an internal error and for input/output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// What was asked for is done.
    Done,
    /// The input has findings of error level.
    Findings,
    /// The command line is wrong.
    Usage,
    /// No plan keeps all rules, or the plan that was judged breaks one.
    Infeasible,
    /// No plan was found in time.
    NoPlan,
    /// A bug in this program.
    Bug,
    /// Something cannot be written.
    Unwritten,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Infeasible => 3,
            Exit::NoPlan => 4,
            Exit::Bug => 70,
            Exit::Unwritten => 74,
        })
    }
}

/// Why a command cannot do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The input has errors.
    #[error(transparent)]
    Input(#[from] ReadError),
    /// Flags that stand in for `portfolio.toml` and `capacity.csv` came with a folder, which has these files.
    #[error("{flags} goes with one CSV, but `{}` is a folder: write it into its portfolio.toml or capacity.csv", folder.display())]
    FlagsWithFolder {
        /// The flags, as typed.
        flags: String,
        /// The folder.
        folder: PathBuf,
    },
    /// A scenario was asked for, but there is no folder that could have one.
    #[error("--scenario {0:?} goes with a folder that holds scenarios.toml, not with one CSV")]
    ScenarioWithoutFolder(String),
    /// The scenario that was asked for is not there.
    #[error(transparent)]
    NoSuchScenario(#[from] NoSuchScenario),
    /// The files of a portfolio would be written over those it is read from.
    #[error("`{}` is the folder that is read: write the portfolio into another one", .0.display())]
    OntoItself(PathBuf),
    /// What is to be swept makes no sense.
    #[error(transparent)]
    Swept(#[from] SweptError),
    /// A frontier is asked for of a number that is no share.
    #[error("a frontier weighs value against a share: name `min_debt_ratio` or an allocation rule, not `{number}`")]
    NoShare {
        /// The number, as typed.
        number: String,
    },
    /// Portfolio and plan are both to come from standard input.
    #[error("the portfolio and the plan cannot both come from standard input")]
    TwoInputs,
    /// Two files are both to go to standard output.
    #[error("--mps and --lp cannot both go to standard output")]
    TwoOutputs,
    /// What is asked for together does not go together.
    #[error("{0}")]
    Usage(String),
    /// A file cannot be written.
    #[error("`{}` cannot be written: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Standard output cannot be written.
    #[error("standard output cannot be written: {0}")]
    Print(io::Error),
    /// The solver gave a plan that breaks rules.
    #[error("a bug in quarterdeck: the plan that was found breaks {} rules; please report it with the portfolio", .0.len())]
    Unsound(Vec<Breach>),
}

impl Failure {
    /// A function that turns an error of the system into the failure to write `path`.
    pub fn writing(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write { path, source }
    }

    /// Says on standard error what is wrong.
    pub fn report(&self) -> Exit {
        match self {
            Self::Input(error) => output::say(&report::findings(error.findings(), Format::Table, terminal::error_style())),
            _ => output::say(&format!("error: {self}\n")),
        }
        self.exit()
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Input(_) => Exit::Findings,
            Self::FlagsWithFolder { .. } | Self::ScenarioWithoutFolder(_) | Self::NoSuchScenario(_) => Exit::Usage,
            Self::OntoItself(_) | Self::Usage(_) | Self::TwoInputs | Self::TwoOutputs => Exit::Usage,
            Self::Swept(_) | Self::NoShare { .. } => Exit::Usage,
            Self::Write { .. } | Self::Print(_) => Exit::Unwritten,
            Self::Unsound(_) => Exit::Bug,
        }
    }
}
