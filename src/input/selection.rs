//! The work that a rule speaks of: the keys `category`, `horizon` and `id`.

use std::collections::HashSet;

use super::cell::Cell;
use super::finding::quoted;
use super::findings::Findings;
use super::nearest::{Names, did_you_mean, nearest};
use super::section::Section;
use super::words::HORIZON;
use super::{Code, Place};
use crate::model::{Calendar, Effort, Horizon, Id, Initiative, Selector, Table, Team, Variant};

/// The facts that rules may speak of.
pub(super) struct Work<'a> {
    pub(super) calendar: Calendar,
    pub(super) teams: &'a Names<Team>,
    pub(super) ids: &'a Names<Initiative>,
    pub(super) initiatives: &'a Table<Initiative>,
    pub(super) variants: &'a Table<Variant>,
    pub(super) has_category_column: bool,
}

/// A set of work with the labels that nobody has.
#[derive(Debug)]
pub(super) struct Selection<'a> {
    pub(super) selector: Selector,
    /// The labels as they are written, for a name.
    pub(super) labels: Vec<&'a str>,
    absent: Vec<Cell<'a>>,
    place: Place,
}

impl<'a> Work<'a> {
    /// Reads the keys of a set.
    pub(super) fn select<'s>(&self, section: &mut Section<'s>, findings: &mut Findings) -> Selection<'s> {
        let place = section.place();
        let (category, horizon) = (section.texts("category", findings), section.texts("horizon", findings));
        // No initiative at all is what is left of a set when a scenario removes all that it names.
        let id = section.texts_or_none("id", findings);
        let all = [&category, &horizon, &id].into_iter().flatten().flatten();
        let labels = all.map(|cell| cell.text).collect();
        let (categories, horizons) = (self.categories(), self.horizons());
        let mut absent: Vec<Cell> = category.iter().flatten().filter(|cell| !categories.contains(cell.text)).copied().collect();
        let horizon = horizon.map(|cells| {
            let read = cells.into_iter().filter_map(|cell| Some((cell, cell.word(HORIZON, findings)?))).collect::<Vec<_>>();
            absent.extend(read.iter().filter(|(_, horizon)| !horizons.contains(horizon)).map(|&(cell, _)| cell));
            read.into_iter().map(|(_, horizon)| horizon).collect()
        });
        let selector = Selector {
            category: category.map(|cells| cells.iter().map(|cell| cell.text.to_owned()).collect()),
            horizon,
            id: id.map(|cells| cells.iter().filter_map(|cell| self.id(cell, findings)).collect()),
        };
        Selection { selector, labels, absent, place }
    }

    /// The team of a key.
    pub(super) fn team(&self, cell: &Cell, findings: &mut Findings) -> Option<Id<Team>> {
        let team = self.teams.find(cell.text);
        if team.is_none() && self.teams.is_complete() {
            let message = format!("team {} is not there", quoted(cell.text));
            let help = format!("{}teams are those with a capacity", did_you_mean(self.teams.nearest(cell.text)));
            cell.report(Code::UnknownTeam, message, help, findings);
        }
        team
    }

    /// The category most like `label`.
    fn nearest_category(&self, label: &str) -> Option<&'a str> {
        let mut categories: Vec<&str> = self.categories().into_iter().collect();
        categories.sort_unstable();
        nearest(label, categories)
    }

    /// Whether some unfinished work that costs anything is in the set.
    fn has_any(&self, selector: &Selector) -> bool {
        let is_open = |variant: &Variant| !self.initiatives[variant.initiative].done;
        let mut variants = self.variants.rows().iter();
        variants.any(|variant| is_open(variant) && variant.total_cost() > Effort::ZERO && selector.matches(variant))
    }

    fn id(&self, cell: &Cell, findings: &mut Findings) -> Option<Id<Initiative>> {
        let id = self.ids.find(cell.text);
        if id.is_none() && self.ids.is_complete() {
            let message = format!("the rule names {}, which is not there", quoted(cell.text));
            let help = format!("{}remove it from the rule if it is gone", did_you_mean(self.ids.nearest(cell.text)));
            cell.report(Code::UnknownId, message, help, findings);
        }
        id
    }

    fn categories(&self) -> HashSet<&'a str> {
        self.variants.rows().iter().filter_map(|variant| variant.category.as_deref()).collect()
    }

    fn horizons(&self) -> HashSet<Horizon> {
        self.variants.rows().iter().filter_map(|variant| variant.horizon).collect()
    }
}

impl<'a> Selection<'a> {
    /// A set that the rules imply rather than say.
    pub(super) fn implied(selector: Selector, place: Place) -> Self {
        Self { selector, labels: Vec::new(), absent: Vec::new(), place }
    }

    /// The same set, as said in another place.
    pub(super) fn at(&self, place: Place) -> Self {
        Self { selector: self.selector.clone(), labels: self.labels.clone(), absent: self.absent.clone(), place }
    }

    /// The set of one label.
    pub(super) fn of_label(selector: Selector, label: Cell<'a>, work: &Work) -> Self {
        let is_absent = work.ids.is_complete() && !work.variants.rows().iter().any(|variant| selector.matches(variant));
        Self { selector, labels: vec![label.text], absent: if is_absent { vec![label] } else { Vec::new() }, place: label.place() }
    }

    /// Says which labels nobody has.
    pub(super) fn report_absent(&self, work: &Work, findings: &mut Findings) {
        for cell in self.absent.iter().filter(|_| work.ids.is_complete()) {
            let near = did_you_mean(work.nearest_category(cell.text));
            let message = format!("no initiative has the label {}", quoted(cell.text));
            let help = format!("{near}labels are compared letter for letter");
            cell.report(Code::LabelWithoutWork, message, help, findings);
        }
    }

    /// Says that a hard floor has no work to meet it, and what follows; otherwise, which labels nobody has.
    pub(super) fn report_floor(&self, name: &str, consequence: &str, work: &Work, findings: &mut Findings) {
        if !work.ids.is_complete() || work.has_any(&self.selector) {
            return self.report_absent(work, findings);
        }
        let near = self.absent.first().and_then(|cell| work.nearest_category(cell.text));
        let message = format!("floor {} asks for work that is not there: {consequence}", quoted(name));
        let help = format!("{}label the work it means, give the rule a `penalty`, or remove it", did_you_mean(near));
        findings.add(Code::FloorWithoutWork, self.place.clone(), message, help);
    }
}
