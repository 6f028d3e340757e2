//! `[mix]`: targets such as 70/20/10 for the shares of horizons or categories.

use super::Code;
use super::cell::Cell;
use super::findings::Findings;
use super::rules::RuleNames;
use super::section::{Entry, Section};
use super::selection::{Selection, Work};
use super::words::{HORIZON, MIXED_BY, MixedBy};
use crate::model::{BILLIONTHS, Mix, MixLabels, Share};

/// Half the width of each band when none is said: 5 %, in billionths.
const DEFAULT_TOLERANCE: i128 = 50_000_000;

/// Reads the mix; none if it does not say what it is over.
pub(super) fn mix(mut section: Section, work: &Work, taken: &mut RuleNames, findings: &mut Findings) -> Option<Mix> {
    let by = section.entry("by");
    let tolerance = section.number("tolerance", findings).and_then(|cell| cell.share(findings));
    let tolerance = tolerance.or(Share::from_billionths(DEFAULT_TOLERANCE)).unwrap_or_default();
    let targets = section.rest();
    if by.is_none() {
        section.missing("`by` in the mix", "write `by = \"horizon\"` or `by = \"category\"`", findings);
    }
    if targets.is_empty() {
        section.missing("with a target in the mix", "write a target for each label, such as `H1 = 0.70`", findings);
    }
    let by = by.and_then(|entry| entry.text(findings)).and_then(|cell| cell.word(MIXED_BY, findings))?;
    let (labels, read) = match by {
        MixedBy::Horizon => {
            let (targets, read) = targets_of(&targets, horizon, findings);
            (MixLabels::Horizons(targets), read)
        }
        MixedBy::Category => {
            let (targets, read) = targets_of(&targets, |entry, _| Some(entry.key().text.to_owned()), findings);
            (MixLabels::Categories(targets), read)
        }
    };
    let mix = Mix { labels, tolerance };
    report_sum(&mix, &section, findings);
    for (band, key) in mix.bands().iter().zip(read) {
        taken.take(Some(Cell { text: &band.name, ..key }), &band.name, findings);
        let set = Selection::of_label(band.set.clone(), key, work);
        if band.min.is_some_and(|min| min > Share::NOTHING) {
            set.report_floor(&band.name, "only a plan without any other work keeps it", work, findings);
        } else {
            set.report_absent(work, findings);
        }
    }
    Some(mix)
}

/// The labels with their targets, and the keys that say them.
fn targets_of<'a, T>(
    targets: &[Entry<'a>],
    label: impl Fn(&Entry, &mut Findings) -> Option<T>,
    findings: &mut Findings,
) -> (Vec<(T, Share)>, Vec<Cell<'a>>) {
    let mut target = |entry: &Entry<'a>| {
        let label = label(entry, findings);
        let share = entry.number(findings).and_then(|cell| cell.share(findings));
        Some(((label?, share?), entry.key()))
    };
    targets.iter().filter_map(&mut target).unzip()
}

fn horizon(entry: &Entry, findings: &mut Findings) -> Option<crate::model::Horizon> {
    let key = entry.key();
    let mut ignored = Findings::default();
    let horizon = key.word(HORIZON, &mut ignored);
    if horizon.is_none() {
        let message = format!("{} is not a horizon", super::finding::quoted(key.text));
        key.report(Code::UnknownKey, message, "write `H1`, `H2` or `H3`, or mix by category", findings);
    }
    horizon
}

/// Says that the targets are more than the whole.
fn report_sum(mix: &Mix, section: &Section, findings: &mut Findings) {
    let shares: Vec<Share> = match &mix.labels {
        MixLabels::Horizons(list) => list.iter().map(|&(_, share)| share).collect(),
        MixLabels::Categories(list) => list.iter().map(|&(_, share)| share).collect(),
    };
    let billionths = |share: Share| {
        let (numerator, denominator) = share.fraction();
        numerator * (BILLIONTHS / denominator)
    };
    let sum: i128 = shares.into_iter().map(billionths).sum();
    if sum > BILLIONTHS {
        let percent = (sum as f64 / 10.0).round() / 1e6;
        let message = format!("the targets of the mix add up to {percent} %");
        findings.add(Code::MixAboveWhole, section.place(), message, "lower the targets until they add up to 1 at most");
    }
}
