//! Labels: the groups of the columns `one_of` and `together`, and labels that may be meant as one.

use std::collections::HashMap;

use super::cell::Cell;
use super::finding::quoted;
use super::findings::Findings;
use super::header::fold;
use super::{Code, Place};
use crate::model::{Group, Id, Initiative, Table, Variant};

/// Collects the members of groups by label.
#[derive(Debug, Default)]
pub(super) struct Grouping {
    positions: HashMap<String, usize>,
    drafts: Vec<Draft>,
}

#[derive(Debug)]
struct Draft {
    name: String,
    /// Where it is named first; none if it was there before the file.
    place: Option<Place>,
    members: Vec<(Id<Variant>, Id<Initiative>)>,
}

impl Grouping {
    /// Begins with the groups that are there before a file is read.
    pub(super) fn behind(groups: Vec<Group>, variants: &Table<Variant>) -> Self {
        let mut grouping = Self::default();
        for group in groups {
            grouping.positions.insert(group.name.clone(), grouping.drafts.len());
            let members = group.members.iter().map(|&member| (member, variants[member].initiative)).collect();
            grouping.drafts.push(Draft { name: group.name, place: None, members });
        }
        grouping
    }

    /// Adds a row to the group that its cell names, if it names one.
    pub(super) fn add(&mut self, variant: Id<Variant>, initiative: Id<Initiative>, cell: &Cell) {
        if cell.is_empty() {
            return;
        }
        let drafts = &mut self.drafts;
        let position = *self.positions.entry(cell.text.to_owned()).or_insert_with(|| {
            drafts.push(Draft { name: cell.text.to_owned(), place: Some(cell.place()), members: Vec::new() });
            drafts.len() - 1
        });
        drafts[position].members.push((variant, initiative));
    }

    /// The groups in the order of the file, without finished work; a group of one initiative is a finding.
    pub(super) fn groups(self, initiatives: &Table<Initiative>, findings: &mut Findings) -> Vec<Group> {
        let mut groups = Vec::new();
        for draft in self.drafts {
            let is_lonely = draft.members.iter().all(|&(_, initiative)| initiative == draft.members[0].1);
            if let Some(place) = draft.place.filter(|_| is_lonely) {
                let message = format!("group {} has only one initiative, so it asks for nothing", quoted(&draft.name));
                findings.add(Code::LonelyGroup, place, message, "give the other initiatives the same label, letter for letter");
            }
            let open = draft.members.into_iter().filter(|&(_, initiative)| !initiatives[initiative].done);
            let members: Vec<Id<Variant>> = open.map(|(variant, _)| variant).collect();
            if !members.is_empty() {
                groups.push(Group { name: draft.name, members });
            }
        }
        groups
    }
}

/// Says which labels differ only by case, spaces, underscores or hyphens.
pub(super) fn report_similar<'a>(cells: impl Iterator<Item = Cell<'a>>, findings: &mut Findings) {
    let mut spellings: HashMap<String, Vec<&str>> = HashMap::new();
    for cell in cells.filter(|cell| !cell.is_empty()) {
        let known = spellings.entry(fold(cell.text)).or_default();
        if let Some(first) = known.first().filter(|_| !known.contains(&cell.text)) {
            let message = format!("{} and {} are two labels that differ only by case or spaces", quoted(first), quoted(cell.text));
            cell.report(Code::SimilarLabels, message, "write both in the same way if they mean the same", findings);
        }
        if !known.contains(&cell.text) {
            known.push(cell.text);
        }
    }
}
