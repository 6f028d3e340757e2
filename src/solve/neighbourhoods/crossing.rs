//! A crossing of two plans: which initiatives are set free.

use std::collections::VecDeque;

use crate::model::Id;
use crate::program::Selection;

/// Those of the movable in which two plans differ, in groups that arcs hold together, then those that arcs lead to from them; so many in
/// all. `next` tells for each initiative where arcs lead to.
pub(super) fn crossing(
    (movable, next): (&[u32], &[Vec<u32>]),
    best: &Selection,
    other: &Selection,
    most: usize,
    random: &mut fastrand::Rng,
) -> Vec<u32> {
    let differs = |initiative: u32| best.of(Id::new(initiative as usize)) != other.of(Id::new(initiative as usize));
    let mut differing: Vec<u32> = movable.iter().copied().filter(|&initiative| differs(initiative)).collect();
    random.shuffle(&mut differing);
    let (mut seen, mut group) = (vec![false; next.len()], Vec::new());
    for &one in &differing {
        let mut queue = VecDeque::from([one]);
        while let Some(one) = queue.pop_front() {
            if differs(one) && !std::mem::replace(&mut seen[one as usize], true) {
                group.push(one);
                queue.extend(&next[one as usize]);
            }
        }
    }
    group.truncate(most);
    let around = group.iter().flat_map(|&one| &next[one as usize]);
    let around: Vec<u32> = around.copied().filter(|&other| !std::mem::replace(&mut seen[other as usize], true)).collect();
    let left = most - group.len();
    group.extend(around.into_iter().take(left));
    group.sort_unstable();
    group
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::closure::tests::random;

    #[test]
    fn a_crossing_takes_what_two_plans_differ_in_first_and_what_arcs_lead_to_next() {
        let mut draws = fastrand::Rng::with_seed(1);
        let mut around = 0;
        for (program, _) in (0..100).filter_map(random) {
            let count = program.placements.initiatives() as u32;
            let movable: Vec<u32> = (0..count).collect();
            let mut next = vec![Vec::new(); count as usize];
            for arc in &program.arcs {
                next[arc.follower.index()].push(arc.prerequisite.index() as u32);
                next[arc.prerequisite.index()].push(arc.follower.index() as u32);
            }
            let has_places = |one: &u32| program.placements.of_initiative(Id::new(*one as usize)).next().is_some();
            let (best, mut other) = (Selection::empty(&program.placements), Selection::empty(&program.placements));
            let differing: Vec<u32> = movable.iter().copied().filter(has_places).filter(|_| draws.bool()).collect();
            for &one in &differing {
                let id = Id::new(one as usize);
                other.set(id, program.placements.of_initiative(id).next());
            }
            let all = crossing((&movable, &next), &best, &other, usize::MAX, &mut draws);
            assert!(differing.iter().all(|one| all.contains(one)));
            let is_near = |one: &u32| differing.contains(one) || next[*one as usize].iter().any(|other| differing.contains(other));
            assert!(all.iter().all(is_near));
            around += all.len() - differing.len();
            let few = crossing((&movable, &next), &best, &other, differing.len(), &mut draws);
            assert_eq!(few, differing);
        }
        assert!(around > 0);
    }
}
