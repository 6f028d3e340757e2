//! Initiatives that a cell names: the columns `depends_on` and `excludes`.

use super::Code;
use super::cell::Cell;
use super::finding::quoted;
use super::findings::Findings;
use super::header::fold;
use super::nearest::{Names, did_you_mean};
use super::words::RELATION;
use crate::model::{Calendar, Dependency, Id, Initiative, Relation};

/// What separates ids in a cell; no id may contain it.
pub(super) const SEPARATORS: [char; 4] = [';', ',', '\n', '\r'];

/// Resolves the ids in the cells of one row.
pub(super) struct References<'a> {
    /// All initiatives.
    pub(super) ids: &'a Names<Initiative>,
    /// The initiative of the row, if it has an id.
    pub(super) own: Option<Id<Initiative>>,
    /// Its id.
    pub(super) own_id: &'a str,
    /// The relation of a dependency that says none.
    pub(super) default: Relation,
}

impl References<'_> {
    /// What the row depends on.
    pub(super) fn dependencies(&self, cell: &Cell, findings: &mut Findings) -> Vec<Dependency> {
        let mut dependencies: Vec<Dependency> = Vec::new();
        for part in parts(cell) {
            let (id, relation) = self.split(&part, findings);
            let Some((on, relation)) = self.find("depends on", &part.part(id), findings).zip(relation) else { continue };
            match dependencies.iter_mut().find(|dependency| dependency.on == on) {
                None => dependencies.push(Dependency { on, relation }),
                Some(known) => {
                    report_repeated(&part.part(id), "the stricter one counts", findings);
                    known.relation = if relation.lag() > known.relation.lag() { relation } else { known.relation };
                }
            }
        }
        dependencies
    }

    /// What the row shuts out.
    pub(super) fn excluded(&self, cell: &Cell, findings: &mut Findings) -> Vec<Id<Initiative>> {
        let mut excluded = Vec::new();
        for part in parts(cell) {
            match self.find("excludes", &part, findings) {
                Some(other) if excluded.contains(&other) => report_repeated(&part, "once is enough", findings),
                Some(other) => excluded.push(other),
                None => {}
            }
        }
        excluded
    }

    /// Splits `B:after+1` into id and relation. An id that contains a colon itself is recognised as it stands.
    fn split<'c>(&self, cell: &Cell<'c>, findings: &mut Findings) -> (&'c str, Option<Relation>) {
        match cell.text.rsplit_once(':') {
            Some((id, word)) if self.ids.find(cell.text).is_none() => {
                let (id, word) = (id.trim(), cell.part(word));
                let relation = relation(&word);
                // Without a known id in front of it the colon may belong to the id; then the unknown id is the finding.
                match relation {
                    Some(relation) => (id, in_range(relation, &word, findings)),
                    None if self.ids.find(id).is_some() => {
                        let message = format!("{} is not a relation", quoted(word.text));
                        let help = "write `:after`, `:after+1`, `:same` or `:with` behind the id";
                        cell.report(Code::UnknownWord, message, help, findings);
                        (id, None)
                    }
                    None => (cell.text, Some(self.default)),
                }
            }
            _ => (cell.text, Some(self.default)),
        }
    }

    fn find(&self, verb: &str, cell: &Cell, findings: &mut Findings) -> Option<Id<Initiative>> {
        let found = self.ids.find(cell.text);
        let own = quoted(self.own_id);
        if found.is_none() && self.ids.is_complete() {
            let message = format!("{own} {verb} {}, which is not there", quoted(cell.text));
            let near = did_you_mean(self.ids.nearest(cell.text));
            let help = format!("{near}write `status = done` on a row for it if it is finished");
            cell.report(Code::UnknownId, message, help, findings);
        }
        if found.is_some() && found == self.own {
            cell.report(Code::NamesItself, format!("{own} {verb} itself"), "remove its own id from the cell", findings);
            return None;
        }
        found
    }
}

fn parts<'a>(cell: &Cell<'a>) -> impl Iterator<Item = Cell<'a>> + use<'a> {
    let cell = *cell;
    cell.text.split(SEPARATORS).map(move |part| cell.part(part)).filter(|part| !part.is_empty())
}

fn relation(word: &Cell) -> Option<Result<Relation, String>> {
    if let Some((after, gap)) = word.text.split_once('+') {
        return (fold(after) == "after").then(|| gap.trim().to_owned()).map(Err);
    }
    let folded = fold(word.text);
    RELATION.iter().find(|(known, _)| *known == folded).map(|&(_, relation)| Ok(relation))
}

/// The relation, once the gap of `after+1` is a number of quarters.
fn in_range(relation: Result<Relation, String>, word: &Cell, findings: &mut Findings) -> Option<Relation> {
    let gap = match relation {
        Ok(relation) => return Some(relation),
        Err(gap) => gap,
    };
    let cell = Cell { text: &gap, ..*word };
    cell.whole(0, Calendar::MOST_QUARTERS, Code::OutOfRange, findings).map(|gap| Relation::After { gap })
}

fn report_repeated(cell: &Cell, consequence: &str, findings: &mut Findings) {
    let message = format!("{} is named twice in the cell; {consequence}", quoted(cell.text));
    cell.report(Code::RepeatedReference, message, "remove one of the two", findings);
}
