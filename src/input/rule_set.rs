//! Rules apart from a portfolio: a TOML file with the rules that portfolio.toml may have, and a mix in short.

use std::path::Path;

use super::cell::Cell;
use super::document::Document;
use super::findings::Findings;
use super::number::Commas;
use super::rules::Rules;
use super::rules_file::RulesFile;
use super::vocabulary::Vocabulary;
use super::{Code, ReadError, Reading};
use crate::model::{BILLIONTHS, Facts, Horizon, Mix, MixLabels, Portfolio, Share};

/// Half the width of each band of a mix in short, in billionths: 5 %, as in portfolio.toml.
const TOLERANCE: i128 = 50_000_000;
/// A whole in percent; targets that add up to more than 1 are read as percent.
const HUNDRED: f64 = 100.0;

/// The portfolio under the rules of a TOML file instead of its own: `debt`, `min_debt_ratio`, `allocation`, `mix`, `limit` and
/// `budget`, as in portfolio.toml. What the file does not say is not asked.
///
/// # Errors
/// Everything that is wrong in the file, and what is doubtful.
pub fn read_rule_set(path: &Path, portfolio: &Portfolio) -> Result<Reading, ReadError> {
    let mut findings = Findings::default();
    let document = Document::from_file(path, &path.display().to_string(), &mut findings);
    let ruled = document.map(|document| ruled(&document, portfolio, &mut findings));
    let (portfolio, warnings) = findings.conclude(&[], ruled)?;
    Ok(Reading { portfolio, warnings })
}

fn ruled(document: &Document, portfolio: &Portfolio, findings: &mut Findings) -> Portfolio {
    let file = RulesFile::parse(document, findings);
    let (mut top, mut found) = (file.top(), Findings::default());
    let names = Vocabulary::of(portfolio);
    let rules = Rules::from_section(&mut top, &names.work(portfolio), &mut found);
    top.finish(&mut found);
    file.take(found, findings);
    let facts = portfolio.with_source(&document.source).facts().clone();
    Portfolio::new(Facts {
        debt: rules.debt,
        allocations: rules.allocations,
        mix: rules.mix,
        limits: rules.limits,
        budgets: rules.budgets,
        ..facts
    })
}

/// A mix over the horizons in short, `70/20/10` or `0.7/0.2/0.1` for H1, H2 and H3, with the tolerance of the portfolio's own mix,
/// or of 5 points.
///
/// # Errors
/// When the text does not have one to three numbers that add up to the whole at most.
pub fn mix_of_horizons(text: &str, portfolio: &Portfolio) -> Result<Mix, ReadError> {
    let mut findings = Findings::default();
    let cell = Cell { text, file: "--mix", line: None, column: None, commas: Commas::Group };
    let mix = targets(&cell, &mut findings).map(|targets| {
        let default = Share::from_billionths(TOLERANCE).unwrap_or_default();
        let tolerance = portfolio.mix().map_or(default, |mix| mix.tolerance);
        Mix { labels: MixLabels::Horizons(Horizon::ALL.into_iter().zip(targets).collect()), tolerance }
    });
    findings.conclude(&[], mix).map(|(mix, _)| mix)
}

fn targets(cell: &Cell, findings: &mut Findings) -> Option<Vec<Share>> {
    let numbers: Option<Vec<f64>> = cell.text.split('/').map(|part| cell.part(part).float(findings)).collect();
    let numbers = numbers?;
    let sum: f64 = numbers.iter().sum();
    let scale = if sum > 1.0 { 1.0 / HUNDRED } else { 1.0 };
    let shares: Option<Vec<Share>> = numbers.iter().map(|number| Share::nearest(number * scale)).collect();
    let billionths = |share: &Share| share.as_number() * BILLIONTHS as f64;
    let fits = |shares: &Vec<Share>| {
        shares.len() <= Horizon::ALL.len() && shares.iter().map(billionths).sum::<f64>() <= BILLIONTHS as f64 + 1.0
    };
    let shares = shares.filter(fits);
    if shares.is_none() {
        let message = format!("{} is not a mix of H1, H2 and H3", super::finding::quoted(cell.text));
        cell.report(
            Code::MixAboveWhole,
            message,
            "write shares that add up to 100 at most, such as `70/20/10`, or `none`",
            findings,
        );
    }
    shares
}
