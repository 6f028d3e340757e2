//! What a portfolio is called, which quarters it plans and how it discounts.

use super::Code;
use super::cell::Cell;
use super::finding::quoted;
use super::findings::Findings;
use super::quarters::run;
use super::section::Section;
use super::words::DEFAULT_RELATION;
use crate::model::{Calendar, Relation};

/// The unit of cost and capacity when none is said.
const DEFAULT_UNIT: &str = "person-weeks";
/// The largest discount factor that is read: value that more than doubles with each quarter of waiting is a typing error, and
/// two to the power of the longest plan is still a number.
pub(super) const LARGEST_FACTOR: f64 = 2.0;

/// The keys of portfolio.toml that are no rules.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) name: Option<String>,
    pub(super) unit: String,
    /// None if it could not be read.
    pub(super) calendar: Option<Calendar>,
    pub(super) default_relation: Relation,
    pub(super) discount_factor: f64,
}

impl Frame {
    /// Reads the keys of portfolio.toml.
    pub(super) fn from_section(section: &mut Section, findings: &mut Findings) -> Self {
        let [name, unit, quarters, relation] =
            ["name", "unit", "quarters", "default_dependency"].map(|key| section.entry(key).map(|entry| entry.text(findings)));
        if quarters.is_none() {
            section.missing("`quarters`", "say what is planned, such as `quarters = \"2026Q1..2026Q4\"`", findings);
        }
        let rate = section.number("discount_rate", findings);
        let factor = section.number("discount_factor", findings);
        let cells = Cells {
            name: name.flatten(),
            unit: unit.flatten(),
            quarters: quarters.flatten(),
            relation: relation.flatten(),
            rate,
            factor,
        };
        Self::from_cells(&cells, findings)
    }

    /// Reads the same from cells, wherever they stand.
    pub(super) fn from_cells(cells: &Cells, findings: &mut Findings) -> Self {
        Self {
            name: cells.name.map(|cell| cell.text.to_owned()),
            unit: cells.unit.map_or(DEFAULT_UNIT, |cell| cell.text).to_owned(),
            calendar: cells.quarters.and_then(|cell| run(&cell, findings)),
            default_relation: cells.relation.and_then(|c| c.word(DEFAULT_RELATION, findings)).unwrap_or(Relation::After { gap: 0 }),
            discount_factor: discount_factor(cells, findings).unwrap_or(1.0),
        }
    }
}

/// The texts from which a frame is read.
#[derive(Debug, Default)]
pub(super) struct Cells<'a> {
    pub(super) name: Option<Cell<'a>>,
    pub(super) unit: Option<Cell<'a>>,
    pub(super) quarters: Option<Cell<'a>>,
    pub(super) relation: Option<Cell<'a>>,
    pub(super) rate: Option<Cell<'a>>,
    pub(super) factor: Option<Cell<'a>>,
}

/// Whether a discount factor is one that is read.
pub(super) fn is_discount_factor(factor: f64) -> bool {
    factor > 0.0 && factor <= LARGEST_FACTOR
}

fn discount_factor(cells: &Cells, findings: &mut Findings) -> Option<f64> {
    if let (Some(rate), Some(factor)) = (cells.rate, cells.factor) {
        let message = format!("discount_rate {} and discount_factor {} are both given", quoted(rate.text), quoted(factor.text));
        factor.report(Code::ContradictingKeys, message, "keep one of them; a rate r is a factor 1 / (1 + r)", findings);
    }
    let (cell, factor) = match (cells.rate, cells.factor) {
        (Some(cell), _) => (cell, 1.0 / (1.0 + cell.float(findings)?)),
        (None, Some(cell)) => (cell, cell.float(findings)?),
        (None, None) => return None,
    };
    if is_discount_factor(factor) {
        return Some(factor);
    }
    let message = format!("{} does not give a discount factor above 0 and at most {LARGEST_FACTOR}", quoted(cell.text));
    cell.report(Code::KeyOutOfRange, message, "write the rate per quarter, such as `discount_rate = 0.02`", findings);
    None
}
