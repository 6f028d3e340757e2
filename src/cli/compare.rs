//! `quarterdeck compare`: scenarios, rule sets or plans side by side.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use quarterdeck::input::{self, Finding, PlanLine, Reading};
use quarterdeck::model::{Basis, Mix, Portfolio, Scope, Share};
use quarterdeck::plan::Plan;
use quarterdeck::report::{self, CompareReport, Compared, PortfolioTexts};
use quarterdeck::rules::{self, Verdict};
use quarterdeck::scenario::{self as many, Case, Outcome, RuleSets, Run, Which};

use super::exit::{Exit, Failure};
use super::format::FormatName;
use super::limits::Limits;
use super::progress::Counter;
use super::{output, terminal};

const EXAMPLES: &str = "\
Examples:
  quarterdeck compare data/atlas
  quarterdeck compare data/atlas --scenario \"hire two\" --scenario \"debt at 30 %\"
  quarterdeck compare data/atlas --rules board.toml
  quarterdeck compare data/atlas --min-debt-ratio 0.1,0.2,0.3 --scope quarter,plan --basis planned,capacity
  quarterdeck compare data/atlas --mix 70/20/10 --mix 60/30/10 --mix none --out results
  quarterdeck compare data/atlas monday.csv friday.csv
  quarterdeck compare monday.csv friday.csv

The first case is what the others are compared with: the portfolio as it stands, or the first plan.";

const ONE_FILE: &str = "compare takes a folder with its scenarios, a folder and plans of it, or two plans and more; not one file";

/// Compare scenarios, allocation rules or plans: value, load, shares, and what enters, leaves and moves, and why
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A folder; a folder and plans of it, which are compared as they stand; or plans alone
    #[arg(value_name = "FOLDER|PLAN", required = true)]
    paths: Vec<PathBuf>,
    /// A scenario of scenarios.toml; without any option of this kind, all of them
    #[arg(long, value_name = "NAME")]
    scenario: Vec<String>,
    /// A TOML file whose rules stand in for those of portfolio.toml
    #[arg(long, value_name = "FILE")]
    rules: Vec<PathBuf>,
    /// A mix of H1/H2/H3 such as `70/20/10`, or `none`; several are tried one after the other
    #[arg(long, value_name = "H1/H2/H3", value_delimiter = ',')]
    mix: Vec<String>,
    /// Floors of the debt ratio, with commas: `0.1,0.2,30%`
    #[arg(long, value_name = "SHARE", value_delimiter = ',', value_parser = input::parse_share)]
    min_debt_ratio: Vec<Share>,
    /// Where the debt ratio is taken: `plan`, `quarter`, `team`, `team_quarter`, `window:2`; several with commas
    #[arg(long, value_delimiter = ',', value_parser = input::parse_scope)]
    scope: Vec<Scope>,
    /// What the debt ratio is a share of: `planned` or `capacity`; several with commas
    #[arg(long, value_delimiter = ',', value_parser = input::parse_basis)]
    basis: Vec<Basis>,
    #[command(flatten)]
    limits: Limits,
    /// Also write compare.csv, compare.json and compare.md into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// How to print the comparison
    #[arg(long, value_enum, default_value_t = FormatName::Table)]
    format: FormatName,
}

/// Solves where there is something to solve, compares and prints.
///
/// # Errors
/// See [`Failure`].
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let (first, plans) = arguments.paths.split_first().ok_or_else(|| Failure::Usage("nothing to compare".to_owned()))?;
    match plans {
        [] if first.is_file() => Err(Failure::Usage(ONE_FILE.to_owned())),
        [] => solved(arguments, first),
        [_] if first.is_dir() => Err(Failure::Usage("there is one plan only, so nothing to compare: give another".to_owned())),
        plans if first.is_dir() => given(arguments, first, plans),
        _ => files(arguments),
    }
}

/// Scenarios and rule sets, solved.
fn solved(arguments: &Arguments, path: &Path) -> Result<Exit, Failure> {
    let (cases, warnings) = cases(arguments, path)?;
    if cases.len() < 2 {
        let ways = "write scenarios.toml, or give --scenario, --rules, --mix, --min-debt-ratio, --scope or --basis, or a plan";
        return Err(Failure::Usage(format!("there is one case only, so nothing to compare: {ways}")));
    }
    if let Some(folder) = &arguments.out {
        fs::create_dir_all(folder).map_err(Failure::writing(folder))?;
    }
    let (title, options) = (title(&cases[0].portfolio, cases.len(), "cases"), arguments.limits.options());
    let counter = Counter::new(cases.len());
    let runs = many::run_all(cases, &options, &counter.watch(), &|run: &Run| counter.count(&run.name));
    counter.leave();
    if let Some(breaches) =
        runs.iter().find_map(|run| if let Outcome::Unsound(breaches) = &run.outcome { Some(breaches) } else { None })
    {
        return Err(Failure::Unsound(breaches.clone()));
    }
    let which: Vec<Which> =
        runs.iter().map(|run| Which { portfolio: &run.portfolio, plan: run.outcome.answer().map(|a| &a.plan) }).collect();
    let comparison = many::compare(&which);
    let compared: Vec<Compared> = runs.iter().map(Compared::Solved).collect();
    let options = Some(&options);
    show(arguments, &CompareReport { title: &title, cases: &compared, comparison: &comparison, warnings: &warnings, options })
}

/// The cases in the order asked for, the portfolio as it stands first: scenarios, then rule files under each, then the product of
/// what is tried of the allocation rules under each of these.
fn cases(arguments: &Arguments, path: &Path) -> Result<(Vec<Case>, Vec<Finding>), Failure> {
    let base = input::read(path)?;
    let scenarios = input::read_scenarios(path, &base)?;
    let mut warnings = [base.warnings, scenarios.warnings.clone()].concat();
    let tried = tried(arguments, &base.portfolio)?;
    let is_all = arguments.scenario.is_empty() && arguments.rules.is_empty() && tried.is_empty();
    let all = scenarios.scenarios.iter().filter(|_| is_all).map(|scenario| &scenario.name);
    let mut cases = vec![Case { name: input::BASE.to_owned(), portfolio: base.portfolio.clone() }];
    for name in arguments.scenario.iter().chain(all) {
        cases.push(Case { name: name.clone(), portfolio: scenarios.portfolio(name, &base.portfolio)? });
    }
    let under = cases.clone();
    for file in &arguments.rules {
        for case in &under {
            let reading = input::read_rule_set(file, &case.portfolio)?;
            warnings.extend(reading.warnings.into_iter().filter(|warning| !warnings.contains(warning)).collect::<Vec<Finding>>());
            let name = if case.name == input::BASE { stem(file) } else { format!("{}, {}", case.name, stem(file)) };
            cases.push(Case { name, portfolio: reading.portfolio });
        }
    }
    if !tried.is_empty() {
        cases.extend(tried.of(&cases).map_err(|error| Failure::Usage(error.to_string()))?);
    }
    Ok((each_once(cases), warnings))
}

/// What a file is called without folder and extension.
fn stem(file: &Path) -> String {
    file.file_stem().map_or_else(|| file.display().to_string(), |stem| stem.to_string_lossy().into_owned())
}

/// Every case once; another one of the same name gets a number.
fn each_once(cases: Vec<Case>) -> Vec<Case> {
    let mut known: Vec<(String, PortfolioTexts)> = Vec::new();
    let mut kept: Vec<Case> = Vec::new();
    for case in cases {
        let texts = report::portfolio_texts(&case.portfolio);
        if known.contains(&(case.name.clone(), texts.clone())) {
            continue;
        }
        let count = known.iter().filter(|(name, _)| *name == case.name).count();
        let name = if count == 0 { case.name.clone() } else { format!("{} ({})", case.name, count + 1) };
        known.push((case.name.clone(), texts));
        kept.push(Case { name, ..case });
    }
    kept
}

/// What is tried of the allocation rules.
fn tried(arguments: &Arguments, portfolio: &Portfolio) -> Result<RuleSets, Failure> {
    let mut mixes: Vec<(String, Option<Mix>)> = Vec::new();
    for text in &arguments.mix {
        let mix = if text == "none" { None } else { Some(input::mix_of_horizons(text, portfolio)?) };
        mixes.push((text.clone(), mix));
    }
    Ok(RuleSets {
        mixes,
        ratios: arguments.min_debt_ratio.clone(),
        scopes: arguments.scope.clone(),
        bases: arguments.basis.clone(),
    })
}

/// Plans of a portfolio, judged as they stand.
fn given(arguments: &Arguments, folder: &Path, plans: &[PathBuf]) -> Result<Exit, Failure> {
    refuse_solving(arguments)?;
    let Reading { portfolio, mut warnings } = input::read(folder)?;
    let mut judged: Vec<(String, Plan, Verdict)> = Vec::new();
    for path in plans {
        let reading = input::read_plan(&portfolio, path)?;
        warnings.extend(reading.warnings);
        let verdict = rules::verify(&portfolio, &reading.plan);
        judged.push((path.display().to_string(), reading.plan, verdict));
    }
    let which: Vec<Which> = judged.iter().map(|(_, plan, _)| Which { portfolio: &portfolio, plan: Some(plan) }).collect();
    let comparison = many::compare(&which);
    let compared: Vec<Compared> =
        judged.iter().map(|(name, plan, verdict)| Compared::Given { name, portfolio: &portfolio, plan, verdict }).collect();
    let title = title(&portfolio, plans.len(), "plans");
    show(arguments, &CompareReport { title: &title, cases: &compared, comparison: &comparison, warnings: &warnings, options: None })
}

/// Plans without their portfolio.
fn files(arguments: &Arguments) -> Result<Exit, Failure> {
    refuse_solving(arguments)?;
    let (mut plans, mut warnings): (Vec<Vec<PlanLine>>, Vec<Finding>) = (Vec::new(), Vec::new());
    for path in &arguments.paths {
        let (lines, found) = input::read_plan_lines(path)?;
        plans.push(lines);
        warnings.extend(found);
    }
    let names: Vec<String> = arguments.paths.iter().map(|path| path.display().to_string()).collect();
    let value =
        |lines: &Vec<PlanLine>| lines.iter().filter(|line| line.start.is_some()).map(|line| line.value).sum::<Option<f64>>();
    let values: Vec<Option<f64>> = plans.iter().map(value).collect();
    let compared: Vec<Compared> = names.iter().zip(values).map(|(name, value)| Compared::File { name, value }).collect();
    let title = format!("{} plans compared", plans.len());
    let comparison = many::compare_lines(&plans);
    show(arguments, &CompareReport { title: &title, cases: &compared, comparison: &comparison, warnings: &warnings, options: None })
}

/// Plans are compared as they stand; what changes a portfolio does not go with them.
fn refuse_solving(arguments: &Arguments) -> Result<(), Failure> {
    let given = [
        arguments.scenario.is_empty(),
        arguments.rules.is_empty(),
        arguments.mix.is_empty(),
        arguments.min_debt_ratio.is_empty(),
        arguments.scope.is_empty(),
        arguments.basis.is_empty(),
    ];
    let sentence =
        "plans are compared as they stand: --scenario, --rules, --mix, --min-debt-ratio, --scope and --basis do not go with them";
    if given.contains(&false) { Err(Failure::Usage(sentence.to_owned())) } else { Ok(()) }
}

fn title(portfolio: &Portfolio, count: usize, what: &str) -> String {
    format!("{}: {}, in {}: {count} {what} compared", portfolio.name(), portfolio.calendar(), portfolio.unit())
}

/// Files first: a reader of standard output that goes away takes nothing from them.
fn show(arguments: &Arguments, report: &CompareReport) -> Result<Exit, Failure> {
    if let Some(folder) = &arguments.out {
        for path in report::write_comparison(report, folder).map_err(Failure::writing(folder))? {
            output::say(&format!("wrote {}\n", path.display()));
        }
    }
    output::print(&report::comparison(report, arguments.format.into(), terminal::output_style()))?;
    Ok(Exit::Done)
}
