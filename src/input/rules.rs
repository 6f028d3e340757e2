//! The rules of portfolio.toml: allocations, mix, limits, budgets, and which work is debt.

use std::collections::HashMap;

use super::allocations::{allocation, debt_floor};
use super::cell::Cell;
use super::document::whole_file;
use super::finding::quoted;
use super::findings::Findings;
use super::mix::mix;
use super::restraints::{budget, limit};
use super::section::Section;
use super::selection::{Selection, Work};
use super::{Code, Place};
use crate::model::{Allocation, Budget, Horizon, Limit, Mix, Selector};

/// All rules of a portfolio.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub(super) debt: Selector,
    pub(super) allocations: Vec<Allocation>,
    pub(super) mix: Option<Mix>,
    pub(super) limits: Vec<Limit>,
    pub(super) budgets: Vec<Budget>,
}

impl Rules {
    /// Reads all rules of portfolio.toml.
    pub(super) fn from_section(section: &mut Section, work: &Work, findings: &mut Findings) -> Self {
        let mut taken = RuleNames::default();
        let debt = section.section("debt", findings).map(|mut own| {
            let selection = work.select(&mut own, findings);
            if selection.selector.is_everything() {
                own.missing(
                    "`category`, `horizon` or `id`",
                    "say which work is debt, such as `debt = { category = [\"debt\"] }`",
                    findings,
                );
            }
            own.finish(findings);
            selection
        });
        let ratio = section.number("min_debt_ratio", findings);
        let debt = debt.unwrap_or_else(|| default_debt(work, section.place()));
        let floor = ratio.and_then(|cell| debt_floor(&cell, &debt, work, &mut taken, findings));
        if floor.is_none() {
            debt.report_absent(work, findings);
        }
        let each = section.sections("allocation", findings);
        let written: Vec<Allocation> = each.into_iter().filter_map(|own| allocation(own, work, &mut taken, findings)).collect();
        let mix = section.section("mix", findings).and_then(|own| mix(own, work, &mut taken, findings));
        let each = section.sections("limit", findings);
        let limits = each.into_iter().filter_map(|own| limit(own, work, &mut taken, findings)).collect();
        let each = section.sections("budget", findings);
        let budgets = each.into_iter().filter_map(|own| budget(own, work, &mut taken, findings)).collect();
        Self { debt: debt.selector, allocations: floor.into_iter().chain(written).collect(), mix, limits, budgets }
    }

    /// The rules that flags can say: a floor on the share of debt work.
    pub(super) fn from_flags(ratio: Option<Cell>, work: &Work, findings: &mut Findings) -> Self {
        let debt = default_debt(work, whole_file("flags"));
        let floor = ratio.and_then(|cell| debt_floor(&cell, &debt, work, &mut RuleNames::default(), findings));
        Self { debt: debt.selector, allocations: floor.into_iter().collect(), ..Self::default() }
    }
}

/// Category `debt` if the file has categories, else horizon H2.
fn default_debt<'a>(work: &Work, place: Place) -> Selection<'a> {
    let selector = if work.has_category_column {
        Selector { category: Some(vec!["debt".to_owned()]), ..Selector::default() }
    } else {
        Selector { horizon: Some(vec![Horizon::H2]), ..Selector::default() }
    };
    Selection::implied(selector, place)
}

/// The names of rules, each of which is unique.
#[derive(Debug, Default)]
pub(super) struct RuleNames {
    lines: HashMap<String, Option<u32>>,
}

impl RuleNames {
    /// Names that are taken already, wherever they are written.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self { lines: names.map(|name| (name.to_owned(), None)).collect() }
    }

    /// Takes a name that is written at `cell`, or one like `default` that is free.
    pub(super) fn take(&mut self, cell: Option<Cell>, default: &str, findings: &mut Findings) -> String {
        let Some(cell) = cell else { return self.take_free(default) };
        if let Some(&first) = self.lines.get(cell.text) {
            let where_else = first.map_or_else(String::new, |line| format!("; the other one is on line {line}"));
            let message = format!("another rule is called {}{where_else}", quoted(cell.text));
            cell.report(Code::RepeatedName, message, "give each rule a name of its own", findings);
        }
        self.lines.entry(cell.text.to_owned()).or_insert(cell.line);
        cell.text.to_owned()
    }

    /// Takes a name that the program gives, numbered if it is taken.
    fn take_free(&mut self, default: &str) -> String {
        let numbered = (2..).map(|number| format!("{default} {number}"));
        let mut names = std::iter::once(default.to_owned()).chain(numbered);
        let name = names.find(|name| !self.lines.contains_key(name)).unwrap_or_default();
        self.lines.insert(name.clone(), None);
        name
    }
}
