//! What links lead to, at any distance.

/// Follows links from several beginnings, one after another.
#[derive(Debug)]
pub struct Reach {
    /// The beginning from which each was met last.
    seen: Vec<usize>,
    /// How many beginnings there were.
    turn: usize,
}

impl Reach {
    /// For so many.
    #[must_use]
    pub fn new(count: usize) -> Self {
        Self { seen: vec![0; count], turn: 0 }
    }

    /// All that links lead to from one, in no order that means anything; with itself only if a circle leads back to it.
    pub fn from<I: IntoIterator<Item = usize>>(&mut self, from: usize, next: impl Fn(usize) -> I) -> Vec<usize> {
        self.turn += 1;
        let mut reached: Vec<usize> = Vec::new();
        let mut done = 0;
        let mut at = from;
        loop {
            for to in next(at) {
                if std::mem::replace(&mut self.seen[to], self.turn) != self.turn {
                    reached.push(to);
                }
            }
            let Some(&open) = reached.get(done) else { return reached };
            (at, done) = (open, done + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_reached_once_and_a_beginning_only_along_a_circle() {
        // 0 leads to 1 and 2, both lead to 3; 4 and 5 lead to each other.
        let next: [&[usize]; 6] = [&[1, 2], &[3], &[3], &[], &[5], &[4]];
        let mut reach = Reach::new(6);
        let mut from = |at: usize| {
            let mut reached = reach.from(at, |at| next[at].iter().copied());
            reached.sort_unstable();
            reached
        };
        assert_eq!(from(0), [1, 2, 3]);
        assert_eq!(from(1), [3]);
        assert!(from(3).is_empty());
        assert_eq!(from(4), [4, 5]);
    }
}
