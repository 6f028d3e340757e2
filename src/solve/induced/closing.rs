//! What induced covers close: what is not done by a quarter in any plan, beside what is certain to be done by then.

use super::{Induced, Set};
use crate::solve::propagation::{Choose, Open};

impl Induced {
    /// Closes placements by whose finish a team has too little for all that is done by then for certain, for them, and for what they wait
    /// for; whether any closed.
    pub(in crate::solve) fn close(&self, open: &mut Open, work: &mut u64) -> bool {
        let mut has_closed = false;
        let certain: Vec<Set> = self.done.iter().map(|done| self.certain(done, open)).collect();
        *work += (self.done.len() * open.choices()) as u64;
        for until in &self.until {
            let (certain, done) = (&certain[until.quarter], &self.done[until.quarter]);
            let left = until.most - certain.weight(&until.weight);
            let heavier = until.heaviest.iter().copied().take_while(|&choice| until.with_needs[choice] > left);
            for choice in heavier.filter(|&choice| left < 0 || !certain.has(choice)) {
                *work += self.size_of_one();
                if self.needs[choice].weight_without(certain, &until.weight) > left {
                    for &placement in &done[choice] {
                        has_closed |= open.close(choice, Choose::Placement(placement));
                    }
                }
            }
        }
        has_closed
    }

    /// What is certain to be done, where these placements of each choice are.
    fn certain(&self, done: &[Vec<usize>], open: &Open) -> Set {
        let mut certain = Set::empty(open.choices());
        for (choice, placements) in done.iter().enumerate().filter(|(choice, _)| !open.may_stay_out(*choice)) {
            if placements.iter().filter(|placement| open.has(**placement)).count() as u32 == open.count(choice) {
                certain.join(&self.needs[choice]);
            }
        }
        certain
    }
}
