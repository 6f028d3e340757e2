//! Where a portfolio comes from: a folder, or one CSV with flags for what else a folder says.

use std::path::{Path, PathBuf};

use clap::Args;
use quarterdeck::input::{self, Flags, Reading};

use super::batch::as_file;
use super::exit::Failure;

/// Standard input or output, where a file is expected.
pub const STANDARD: &str = "-";

/// The portfolio of a command.
#[derive(Debug, Args)]
pub struct Source {
    /// A folder with portfolio.toml, initiatives.csv and capacity.csv; or one CSV of initiatives; `-` reads the CSV from standard input
    #[arg(value_name = "FOLDER|CSV")]
    portfolio: PathBuf,
    #[command(flatten)]
    flags: CsvFlags,
}

/// The heading of the flags in help texts.
const HEADING: &str = "Options for one CSV";

/// Flags that stand in for portfolio.toml and capacity.csv.
#[derive(Debug, Clone, Default, Args)]
pub struct CsvFlags {
    /// The quarters to plan: `2026Q1..2026Q4`
    #[arg(long, help_heading = HEADING, value_name = "FIRST..LAST")]
    quarters: Option<String>,
    /// What each team can spend in every quarter: `Platform=40,Mobile=35`
    #[arg(long, help_heading = HEADING, value_name = "TEAM=AMOUNT,…")]
    capacity: Option<String>,
    /// Least share of debt work in the cost planned in each quarter: `0.2` or `20%`
    #[arg(long, help_heading = HEADING, value_name = "SHARE")]
    min_debt_ratio: Option<String>,
    /// How an id alone in `depends_on` is read: `after` or `same` [default: after]
    #[arg(long, help_heading = HEADING, value_name = "RELATION")]
    default_dependency: Option<String>,
    /// Share of its value that work loses with each quarter until its finish: `0.02` [default: 0]
    #[arg(long, help_heading = HEADING, value_name = "RATE")]
    discount_rate: Option<String>,
    /// Unit of cost and capacity [default: person-weeks]
    #[arg(long, help_heading = HEADING)]
    unit: Option<String>,
    /// What reports call the portfolio [default: the name of the file]
    #[arg(long, help_heading = HEADING)]
    name: Option<String>,
}

impl Source {
    /// The portfolio at a path, with the flags that go with it.
    pub fn at(path: &Path, flags: &CsvFlags) -> Self {
        Self { portfolio: path.to_owned(), flags: flags.clone() }
    }

    /// The file or folder that is read.
    pub fn path(&self) -> &Path {
        &self.portfolio
    }

    /// What results of the portfolio are called: its folder or file, without extension.
    pub fn name(&self) -> String {
        let path = self.portfolio.canonicalize().unwrap_or_else(|_| self.portfolio.clone());
        let name = if self.is_standard_input() {
            None
        } else if path.is_dir() {
            path.file_name()
        } else {
            path.file_stem()
        };
        as_file(&name.map_or_else(|| "portfolio".to_owned(), |name| name.to_string_lossy().into_owned()))
    }

    /// Reads the portfolio.
    ///
    /// # Errors
    /// When flags for one CSV come with a folder, or the input has errors.
    pub fn read(&self) -> Result<Reading, Failure> {
        self.flags.read(&self.portfolio)
    }

    /// The folder from which the portfolio is read, if it is one.
    pub fn folder(&self) -> Option<&Path> {
        Some(self.portfolio.as_path()).filter(|path| self.flags.is_folder(path))
    }

    /// Whether the portfolio is read from standard input.
    pub fn is_standard_input(&self) -> bool {
        is_standard(&self.portfolio)
    }
}

/// Whether a path stands for standard input or output.
pub fn is_standard(path: &Path) -> bool {
    path.as_os_str() == STANDARD
}

impl CsvFlags {
    /// Reads the portfolio of a folder, or of one CSV.
    ///
    /// # Errors
    /// When flags for one CSV come with a folder, or the input has errors.
    pub fn read(&self, path: &Path) -> Result<Reading, Failure> {
        if !self.is_folder(path) {
            return Ok(input::read_one_csv(path, &self.to_flags())?);
        }
        match self.given() {
            flags if flags.is_empty() => Ok(input::read(path)?),
            flags => Err(Failure::FlagsWithFolder { flags: flags.join(", "), folder: path.to_owned() }),
        }
    }

    /// What is not there is taken for a folder if nothing speaks for a file, so that the finding says what is missing.
    fn is_folder(&self, path: &Path) -> bool {
        let may_be_file = is_standard(path) || path.exists() || path.extension().is_some() || !self.given().is_empty();
        path.is_dir() || !may_be_file
    }

    fn given(&self) -> Vec<&'static str> {
        let all = [
            ("--quarters", &self.quarters),
            ("--capacity", &self.capacity),
            ("--min-debt-ratio", &self.min_debt_ratio),
            ("--default-dependency", &self.default_dependency),
            ("--discount-rate", &self.discount_rate),
            ("--unit", &self.unit),
            ("--name", &self.name),
        ];
        all.into_iter().filter(|(_, value)| value.is_some()).map(|(flag, _)| flag).collect()
    }

    fn to_flags(&self) -> Flags {
        Flags {
            quarters: self.quarters.clone(),
            capacity: self.capacity.clone(),
            min_debt_ratio: self.min_debt_ratio.clone(),
            default_dependency: self.default_dependency.clone(),
            discount_rate: self.discount_rate.clone(),
            unit: self.unit.clone(),
            name: self.name.clone(),
        }
    }
}
