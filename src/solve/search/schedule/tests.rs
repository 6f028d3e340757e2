//! Tests of the schedule.

use super::*;

#[test]
fn a_long_cooling_falls_from_hot_to_cold() {
    let mut schedule = Schedule::new(Role::LongCooling, 100.0, 10);
    schedule.step(0.0, 0);
    assert_eq!(schedule.now(0), Point { cooling: 0, progress: 0.0, from: From::Last, temperature: 100.0 * HOT, wide: 0.0 });
    schedule.step(1.0, 10);
    assert!((schedule.now(10).temperature - 100.0 * COLD).abs() < 1e-9);
}

#[test]
fn a_late_cooling_starts_cooler_and_ends_alike() {
    let mut schedule = Schedule::new(Role::LateCooling, 100.0, 10);
    schedule.step(0.0, 0);
    assert!(schedule.now(0).temperature < 100.0 * HOT / 4.0);
    schedule.step(1.0, 10);
    assert!((schedule.now(10).temperature - 100.0 * COLD).abs() < 1e-9);
}

#[test]
fn a_late_cooling_with_much_work_starts_hotter() {
    let mut schedule = Schedule::new(Role::LateCooling, 100.0, 10);
    let (steps, work) = (4_000_u32, (WORK_OF_REHEAT * 10.0) as u64 / 20);
    let mut begun = Vec::new();
    for step in 0..steps {
        schedule.step(f64::from(step) / f64::from(steps), u64::from(step) * work);
        let point = schedule.now(u64::from(step) * work);
        if begun.len() <= point.cooling {
            begun.push(point.progress);
        }
    }
    let is_short = |cooling: u32| REHEATS_OF_LATE * GROWTH_OF_LATE.powi(cooling as i32) * WORK_OF_REHEAT < WORK_WITH_TIME;
    for (cooling, begun) in (0..).zip(&begun).skip(1) {
        assert_eq!(*begun < LATE, !is_short(cooling), "{cooling}: {begun}");
    }
    assert!(is_short(0) && begun.iter().any(|begun| *begun < LATE), "{begun:?}");
}

#[test]
fn late_coolings_begin_with_the_best_plan_and_each_lasts_longer_than_the_one_before() {
    let steps = 4_000_u32;
    let work = (WORK_OF_REHEAT * 10.0) as u64 / 40;
    let mut schedule = Schedule::new(Role::LateCooling, 100.0, 10);
    let mut lengths = Vec::new();
    for step in 0..steps {
        schedule.step(f64::from(step) / f64::from(steps), u64::from(step) * work);
        let point = schedule.now(u64::from(step) * work);
        assert!(point.progress >= LATE_WITH_TIME);
        assert!(point.cooling == 0 || point.from == From::Best);
        lengths.resize(lengths.len().max(point.cooling + 1), 0_u32);
        lengths[point.cooling] += 1;
    }
    assert!((6..=9).contains(&lengths.len()), "{lengths:?}");
    assert!(lengths.windows(2).all(|pair| pair[1] > pair[0]), "{lengths:?}");
}

#[test]
fn a_growing_cooling_starts_hot_again() {
    let mut schedule = Schedule::new(Role::GrowingCoolings, 100.0, 10);
    schedule.step(0.0, 0);
    schedule.step(0.02, 10);
    assert_eq!(schedule.now(10), Point { cooling: 1, progress: 0.0, from: From::Last, temperature: 100.0 * HOT, wide: 0.0 });
}

/// The coolings and reheats of a run of so many steps, each of so much work: how many there are, and whether each is a reheat.
fn spent(role: Role, steps: u64, work: u64) -> Vec<bool> {
    let mut schedule = Schedule::new(role, 100.0, 10);
    let mut seen = Vec::new();
    for step in 0..steps {
        schedule.step(step as f64 / steps as f64, step * work);
        let point = schedule.now(step * work);
        assert!((0.0..=1.0).contains(&point.progress));
        let is_reheat = point.from == From::Best;
        assert!(!is_reheat || point.progress >= REHEATED);
        if seen.len() <= point.cooling {
            seen.resize(point.cooling + 1, is_reheat);
        }
    }
    seen
}

#[test]
fn reheats_follow_coolings_where_there_is_time_for_many() {
    let reheat = (WORK_OF_REHEAT * 10.0) as u64;
    for (role, coolings) in [(Role::LongCooling, 1), (Role::GrowingCoolings, 2)] {
        let seen = spent(role, 1_000, reheat / 10);
        assert!(seen[..coolings].iter().all(|is_reheat| !is_reheat) && seen[coolings..].iter().all(|is_reheat| *is_reheat));
        assert!((75..=80).contains(&(seen.len() - coolings)), "{}", seen.len());
    }
}

/// Which coolings of a run with time for 200 reheats begin with nothing, if each has gained or none has.
fn begun_with_nothing(role: Role, has_gained: bool) -> Vec<usize> {
    let mut schedule = Schedule::new(role, 100.0, 10);
    let (mut cooling, mut from_nothing) = (0, Vec::new());
    for step in 0..2_000 {
        let work = step * (WORK_OF_REHEAT * 10.0) as u64 / 10;
        schedule.step(step as f64 / 2_000.0, work);
        let point = schedule.now(work);
        if point.cooling != cooling {
            cooling = point.cooling;
            from_nothing.extend((point.from == From::Nothing).then_some(cooling));
            schedule.note(has_gained);
        }
    }
    from_nothing
}

#[test]
fn reheats_in_vain_end_in_another_cooling_and_reheats_that_gain_do_not() {
    assert_eq!(begun_with_nothing(Role::LongCooling, true), [0; 0]);
    assert_eq!(begun_with_nothing(Role::LongCooling, false).len(), 3);
}

#[test]
fn late_coolings_in_vain_end_in_a_cooling_from_nothing_and_its_reheats() {
    assert_eq!(begun_with_nothing(Role::LateCooling, true), [0; 0]);
    let (late, patience) = (PATIENCE_OF_LATE as usize, PATIENCE as usize);
    assert_eq!(begun_with_nothing(Role::LateCooling, false)[..2], [1 + late, 1 + late + patience]);
}

#[test]
fn without_time_for_reheats_a_cooling_lasts_to_the_end() {
    let reheat = (WORK_OF_REHEAT * 10.0) as u64;
    assert_eq!(spent(Role::LongCooling, 1_000, reheat / 200), vec![false]);
    assert_eq!(spent(Role::GrowingCoolings, 1_000, reheat / 200), vec![false; 4]);
    assert_eq!(spent(Role::LateCooling, 1_000, reheat / 4_000), vec![false]);
}

#[test]
fn within_a_step_work_stands_in_for_time() {
    let mut schedule = Schedule::new(Role::LongCooling, 100.0, 10);
    schedule.step(0.0, 0);
    schedule.step(0.1, 10);
    assert!(schedule.now(20).temperature < schedule.now(10).temperature);
}

#[test]
fn steps_of_one_round_cool_on() {
    let mut schedule = Schedule::new(Role::LongCooling, 100.0, 10);
    schedule.step(0.0, 0);
    schedule.step(0.1, 10);
    let before = schedule.now(20);
    schedule.step(0.1, 20);
    assert_eq!(schedule.now(20), before);
    assert!((schedule.now(20).progress - 0.2).abs() < 1e-9);
}

#[test]
fn moves_go_beyond_the_near_ones_where_there_is_time_for_reheats() {
    for role in [Role::LongCooling, Role::GrowingCoolings, Role::LateCooling] {
        let last = |steps: u64, work: u64| {
            let mut schedule = Schedule::new(role, 100.0, 10);
            (0..steps).for_each(|step| schedule.step(step as f64 / steps as f64, step * work));
            schedule.now((steps - 1) * work).wide
        };
        let reheat = (WORK_OF_REHEAT * 10.0) as u64;
        assert_eq!((last(1_000, reheat / 10), last(1_000, reheat / 1_000)), (WIDE_MOVES, 0.0));
    }
}
