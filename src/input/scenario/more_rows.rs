//! The keys `add` and `remove`: initiatives that only a scenario has, and initiatives that it has not.

use std::path::Path;

use crate::input::Code;
use crate::input::cycle::untie_cycles;
use crate::input::document::Document;
use crate::input::finding::quoted;
use crate::input::findings::Findings;
use crate::input::initiatives::{self, Context};
use crate::input::nearest::did_you_mean;
use crate::input::section::Section;
use crate::input::sheet::Sheet;
use crate::input::vocabulary::Vocabulary;
use crate::model::{Change, Facts, Id, Initiative, Portfolio};

/// Reads the CSV files of `add`, whose rows come behind those of the portfolio.
pub(super) fn add(section: &mut Section, folder: &Path, portfolio: &Portfolio, findings: &mut Findings) -> Portfolio {
    let files = section.texts("add", findings).unwrap_or_default();
    files.iter().fold(portfolio.clone(), |portfolio, file| {
        let document = Document::from_file(&folder.join(file.text), file.text, findings);
        document.and_then(|document| with_rows(&portfolio, &document, findings)).unwrap_or(portfolio)
    })
}

fn with_rows(portfolio: &Portfolio, document: &Document, findings: &mut Findings) -> Option<Portfolio> {
    let sheet = Sheet::read(document, findings)?;
    let names = Vocabulary::of(portfolio);
    let facts = portfolio.facts().clone();
    let context = Context { calendar: facts.calendar, teams: &names.teams, default_relation: facts.default_relation };
    let mut read = initiatives::read_behind(portfolio, &sheet, &document.name, &context, findings)?;
    untie_cycles(&mut read, findings);
    let sources = facts.sources.iter().cloned().chain([document.source.clone()]).collect();
    Some(Portfolio::new(Facts {
        initiatives: read.initiatives,
        variants: read.variants,
        one_of: read.one_of,
        together: read.together,
        sources,
        ..facts
    }))
}

/// Takes out the initiatives of `remove`. Nobody who stays may depend on them, unless they are done.
pub(super) fn remove(section: &mut Section, portfolio: &Portfolio, findings: &mut Findings) -> Portfolio {
    let names = Vocabulary::of(portfolio);
    let cells = section.texts("remove", findings).unwrap_or_default();
    let mut removed: Vec<(Id<Initiative>, _)> = Vec::new();
    for cell in cells {
        match names.ids.find(cell.text) {
            Some(id) => removed.push((id, cell)),
            None => {
                let message = format!("the scenario removes {}, which is not there", quoted(cell.text));
                let help = format!("{}name an initiative of the portfolio", did_you_mean(names.ids.nearest(cell.text)));
                cell.report(Code::UnknownId, message, help, findings);
            }
        }
    }
    let gone: Vec<Id<Initiative>> = removed.iter().map(|&(id, _)| id).collect();
    for (id, cell) in &removed {
        let needs =
            |own: Id<Initiative>| portfolio.variants_of(own).any(|(_, variant)| variant.dependencies.iter().any(|d| d.on == *id));
        let is_done = portfolio.initiatives()[*id].done;
        let dependants = portfolio.initiatives().ids().filter(|own| !is_done && !gone.contains(own) && needs(*own));
        let dependants: Vec<&str> = dependants.map(|own| portfolio.initiatives()[own].id.as_str()).collect();
        if let Some(first) = dependants.first() {
            let verb = if dependants.len() == 1 { "depends" } else { "depend" };
            let named: Vec<String> = dependants.iter().map(|id| quoted(id)).collect();
            let message = format!("{} is removed, but {} {verb} on it", quoted(cell.text), named.join(", "));
            let help = format!("remove what depends on it as well, or write `ignore = [\"dependency:{first}>{}\"]`", cell.text);
            cell.report(Code::RemovedPrerequisite, message, help, findings);
        }
    }
    if gone.is_empty() { portfolio.clone() } else { portfolio.with(&[Change::Remove(gone)]) }
}
