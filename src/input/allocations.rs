//! `[[allocation]]` and `min_debt_ratio`: floors and ceilings on shares.

use super::Code;
use super::cell::Cell;
use super::finding::quoted;
use super::findings::Findings;
use super::quarters::scope;
use super::rules::RuleNames;
use super::section::Section;
use super::selection::{Selection, Work};
use super::words::BASIS;
use crate::model::{Allocation, Basis, Hardness, Scope, Share};

/// What the rule of `min_debt_ratio` is called.
pub(super) const DEBT_RATIO: &str = "debt ratio";

/// The rule that `min_debt_ratio` is short for: scope quarter, basis planned, hard.
pub(super) fn debt_floor(
    cell: &Cell,
    debt: &Selection,
    work: &Work,
    taken: &mut RuleNames,
    findings: &mut Findings,
) -> Option<Allocation> {
    let min = cell.share(findings)?;
    let rule = Allocation {
        name: taken.take(Some(Cell { text: DEBT_RATIO, ..*cell }), DEBT_RATIO, findings),
        set: debt.selector.clone(),
        exempt: None,
        min: Some(min),
        max: None,
        scope: Scope::Quarter,
        basis: Basis::Planned,
        hardness: Hardness::Hard,
    };
    let at_ratio = debt.at(cell.place());
    report_work(&rule, &at_ratio, work, findings);
    Some(rule)
}

/// Reads one `[[allocation]]`.
pub(super) fn allocation(mut section: Section, work: &Work, taken: &mut RuleNames, findings: &mut Findings) -> Option<Allocation> {
    let name = section.text("name", findings);
    let set = work.select(&mut section, findings);
    let name = taken.take(name, &format!("share of {}", set.labels.join(" and ")), findings);
    let exempt = section.section("exempt", findings).map(|mut own| {
        let exempt = work.select(&mut own, findings);
        own.finish(findings);
        exempt
    });
    exempt.iter().for_each(|exempt| exempt.report_absent(work, findings));
    let (min, max) = (bound("min", &mut section, findings), bound("max", &mut section, findings));
    if set.selector.is_everything() {
        section.missing("`category`, `horizon` or `id`", "say whose share is ruled, such as `category = [\"debt\"]`", findings);
    }
    if min.is_none() && max.is_none() {
        section.missing("`min` or `max`", "say the least or the greatest share, such as `min = 0.2`", findings);
    }
    let rule = Allocation {
        name,
        set: set.selector.clone(),
        exempt: exempt.map(|exempt| exempt.selector),
        min: min.flatten(),
        max: max.flatten(),
        scope: section.text("scope", findings).and_then(|cell| scope(&cell, findings)).unwrap_or(Scope::Quarter),
        basis: section.text("basis", findings).and_then(|cell| cell.word(BASIS, findings)).unwrap_or(Basis::Planned),
        hardness: hardness(&mut section, findings),
    };
    if let (Some(min), Some(max)) = (rule.min, rule.max)
        && min > max
    {
        let message = format!("{} has a floor of {min} above its ceiling of {max}", quoted(&rule.name));
        findings.add(Code::ContradictingKeys, section.place(), message, "write the smaller share as `min`");
    }
    report_work(&rule, &set, work, findings);
    section.finish(findings);
    Some(rule)
}

/// A share, `None` inside if it could not be read.
fn bound(key: &'static str, section: &mut Section, findings: &mut Findings) -> Option<Option<Share>> {
    section.entry(key).map(|entry| entry.number(findings).and_then(|cell| cell.share(findings)))
}

/// Hard, or soft at a price.
fn hardness(section: &mut Section, findings: &mut Findings) -> Hardness {
    let Some(cell) = section.number("penalty", findings) else { return Hardness::Hard };
    match cell.float(findings) {
        Some(price) if price >= 0.0 => Hardness::Soft { price },
        Some(_) => {
            let message = format!("penalty {} is below 0", quoted(cell.text));
            cell.report(Code::KeyOutOfRange, message, "write the value given up per unit short, at least 0", findings);
            Hardness::Hard
        }
        None => Hardness::Hard,
    }
}

/// Says whether a hard floor has no work to meet it, or else which labels nobody has.
fn report_work(rule: &Allocation, set: &Selection, work: &Work, findings: &mut Findings) {
    let is_hard_floor = rule.hardness == Hardness::Hard && rule.min.is_some_and(|min| min > Share::NOTHING);
    let consequence = match rule.basis {
        Basis::Planned => "with basis planned, only a plan without any other work keeps it",
        Basis::Capacity => "with basis capacity, no plan keeps it",
    };
    if is_hard_floor && !set.selector.is_everything() {
        set.report_floor(&rule.name, consequence, work, findings);
    } else {
        set.report_absent(work, findings);
    }
}
