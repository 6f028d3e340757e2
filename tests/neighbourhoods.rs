//! The program around a selection, against the whole one, on all selections of random small portfolios.

mod portfolios;

use fastrand::Rng;
use proptest::prelude::*;
use quarterdeck::model::Id;
use quarterdeck::program::{Program, Selection};
use quarterdeck::solve::presolved;

/// Selections above which a portfolio is left out, to keep the test short.
const MOST_SELECTIONS: usize = 20_000;

fn all_selections(program: &Program) -> Option<Vec<Selection>> {
    let mut all = vec![Selection::empty(&program.placements)];
    for initiative in (0..program.placements.initiatives()).map(Id::new) {
        let with = |selection: &Selection, id| {
            let mut selection = selection.clone();
            selection.set(initiative, Some(id));
            selection
        };
        let own = || program.placements.of_initiative(initiative);
        let more: Vec<Selection> = all.iter().flat_map(|one| own().map(|id| with(one, id)).collect::<Vec<_>>()).collect();
        all.extend(more);
        if all.len() > MOST_SELECTIONS {
            return None;
        }
    }
    Some(all)
}

/// A selection that changes only what is free keeps the restrictions just when its part keeps those of the part, and what it gains
/// is what the part gains.
fn check(seed: u64) -> Result<(), TestCaseError> {
    let Some(portfolio) = portfolios::random(seed) else { return Ok(()) };
    let program = presolved(&portfolio);
    let Some(all) = all_selections(&program) else { return Ok(()) };
    let kept: Vec<&Selection> = all.iter().filter(|selection| program.keeps(selection)).collect();
    let mut random = Rng::with_seed(seed);
    let Some(base) = kept.get(random.usize(..kept.len().max(1))) else { return Ok(()) };
    let is_free: Vec<bool> = (0..program.placements.initiatives()).map(|_| random.bool()).collect();
    let part = program.around(base, &is_free, |_| true);
    prop_assert!(part.program.keeps(&part.selection));
    let inside = all_selections(&part.program).expect("a part has no more selections than the whole");
    let (mut of_part, mut of_whole) = (0, 0);
    for own in inside.iter().filter(|own| part.program.keeps(own)) {
        let whole = part.put_into(base, &is_free, own);
        prop_assert!(program.keeps(&whole), "{:?} around {:?} free {:?}", own, base, is_free);
        let gained = program.value(&whole) - program.value(base);
        let gained_inside = part.program.value(own) - part.program.value(&part.selection);
        prop_assert!((gained - gained_inside).abs() < 1e-6, "{} and {}", gained, gained_inside);
        of_part += 1;
    }
    let agrees = |other: &Selection| (0..is_free.len()).all(|i| is_free[i] || other.of(Id::new(i)) == base.of(Id::new(i)));
    of_whole += kept.iter().filter(|other| agrees(other)).count();
    prop_assert_eq!(of_part, of_whole);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_program_around_a_selection_is_the_whole_one_but_for_what_stays(seed: u64) {
        check(seed)?;
    }
}
