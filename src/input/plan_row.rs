//! One row of a plan: which variant, how long, from when.

use super::Code;
use super::cell::Cell;
use super::finding::quoted;
use super::findings::Findings;
use super::nearest::{did_you_mean, nearest};
use crate::model::{Id, Initiative, Portfolio, Quarter, Variant};
use crate::plan::Decision;

/// The words of the column `decision`.
const DECISION: &[(&str, bool)] = &[("in", true), ("out", false), ("yes", true), ("no", false), ("done", false)];

/// The cells of a row that matter.
pub(super) struct PlanRow<'a> {
    pub(super) portfolio: &'a Portfolio,
    pub(super) initiative: Id<Initiative>,
    pub(super) id: Cell<'a>,
    pub(super) decision: Cell<'a>,
    pub(super) start: Cell<'a>,
    pub(super) finish: Cell<'a>,
    pub(super) variant: Cell<'a>,
}

impl PlanRow<'_> {
    /// What the row decides; none if it leaves the initiative out, or is wrong.
    pub(super) fn read(&self, findings: &mut Findings) -> Option<Decision> {
        self.check_decision(findings);
        if self.start.is_empty() {
            return None;
        }
        let id = quoted(self.id.text);
        if self.portfolio.initiatives()[self.initiative].done {
            let message = format!("{id} is done, but the plan starts it");
            self.start.report(Code::PlanDone, message, "empty the cell, or change its status in initiatives.csv", findings);
            return None;
        }
        let start = self.start(findings);
        let variant = self.variant(findings)?;
        let start = start?;
        Some(Decision { variant, spread: self.spread(variant, start, findings)?, start })
    }

    /// The decision, if it is said, goes with the start.
    fn check_decision(&self, findings: &mut Findings) {
        if self.decision.is_empty() {
            return;
        }
        let Some(is_in) = self.decision.word(DECISION, findings) else { return };
        if is_in == self.start.is_empty() {
            let start = if is_in { "no start".to_owned() } else { format!("start {}", quoted(self.start.text)) };
            let message = format!("{} has decision {} but {start}", quoted(self.id.text), quoted(self.decision.text));
            let help = "write a start for what is in the plan, and leave it empty for what is out";
            self.decision.report(Code::PlanDecision, message, help, findings);
        }
    }

    fn start(&self, findings: &mut Findings) -> Option<Quarter> {
        let start = self.start.quarter(findings)?;
        let calendar = self.portfolio.calendar();
        let planned = calendar.quarter(start);
        if planned.is_none() {
            let message = format!("{} starts in {start}, but the plan runs {calendar}", quoted(self.id.text));
            self.start.report(
                Code::PlanOutsideQuarters,
                message,
                "name a quarter that is planned, or leave the cell empty",
                findings,
            );
        }
        planned
    }

    /// The variant by name; the only one, or the one without a name, if the cell is empty.
    fn variant(&self, findings: &mut Findings) -> Option<Id<Variant>> {
        let variants: Vec<(Id<Variant>, Option<&str>)> =
            self.portfolio.variants_of(self.initiative).map(|(id, variant)| (id, variant.name.as_deref())).collect();
        let wanted = Some(self.variant.text).filter(|text| !text.is_empty());
        let named = variants.iter().find(|(_, name)| *name == wanted).map(|&(id, _)| id);
        if let Some(variant) = named.or_else(|| (variants.len() == 1 && wanted.is_none()).then_some(variants[0].0)) {
            return Some(variant);
        }
        let names: Vec<&str> = variants.iter().filter_map(|&(_, name)| name).collect();
        let message = match wanted {
            None => format!("{} has several variants, and the plan does not say which", quoted(self.id.text)),
            Some(wanted) => format!("{} has no variant {}", quoted(self.id.text), quoted(wanted)),
        };
        let near = did_you_mean(nearest(self.variant.text, names.iter().copied()));
        let listed: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        let help = match listed[..] {
            [] => "leave the column `variant` empty".to_owned(),
            _ => format!("{near}write one of {} in the column `variant`", listed.join(", ")),
        };
        self.variant.report(Code::PlanUnclear, message, help, findings);
        None
    }

    /// The spread whose duration runs from start to finish; the only one if no finish is said.
    fn spread(&self, variant: Id<Variant>, start: Quarter, findings: &mut Findings) -> Option<usize> {
        let spreads = &self.portfolio.variants()[variant].spreads;
        let calendar = self.portfolio.calendar();
        let durations: Vec<String> = spreads.iter().map(|spread| spread.duration.to_string()).collect();
        let possible = format!("it takes {} quarters", durations.join(" or "));
        if self.finish.is_empty() {
            if spreads.len() > 1 {
                let message = format!("{}: {possible}, and the plan does not say which", quoted(self.id.text));
                self.finish.report(
                    Code::PlanUnclear,
                    message,
                    "write the quarter in which it finishes in the column `finish`",
                    findings,
                );
            }
            return (spreads.len() == 1).then_some(0);
        }
        let finish = self.finish.quarter(findings)?;
        let fits = |duration: u32| calendar.name(start.finish(duration)) == finish;
        let found = spreads.iter().position(|spread| fits(spread.duration));
        if found.is_none() {
            let start = calendar.name(start);
            let message = format!("{} starts in {start} and finishes in {finish}, but {possible}", quoted(self.id.text));
            self.finish.report(Code::PlanFinish, message, "correct start or finish, or leave the finish empty", findings);
        }
        found
    }
}
