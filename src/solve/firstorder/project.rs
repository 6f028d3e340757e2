//! The nearest point of a block: not below 0, and at most 1, or exactly 1, in all.
//!
//! The nearest point of the simplex is `max(0, p - t)` for the `t` at which it sums to 1, found by dropping what lies below the mean of
//! what is left (Michelot 1986, A finite algorithm for finding the projection of a point onto the canonical simplex).

/// Moves a block to its nearest point that is allowed.
pub(super) fn project(block: &mut [f64], is_required: bool) {
    let positive: f64 = block.iter().map(|part| part.max(0.0)).sum();
    if positive <= 1.0 && !is_required {
        block.iter_mut().for_each(|part| *part = part.max(0.0));
    } else if !block.is_empty() {
        let least = threshold(block, if is_required { f64::NEG_INFINITY } else { 0.0 });
        block.iter_mut().for_each(|part| *part = (*part - least).max(0.0));
    }
}

/// The `t` at which what lies above it sums to 1, from a lower limit of it on.
fn threshold(block: &[f64], lower: f64) -> f64 {
    let mut threshold = lower;
    let mut kept = usize::MAX;
    loop {
        let (mut sum, mut count) = (0.0, 0);
        for &part in block.iter().filter(|&&part| part > threshold) {
            sum += part;
            count += 1;
        }
        if count == kept || count == 0 {
            return threshold;
        }
        kept = count;
        threshold = (sum - 1.0) / count as f64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn projected(block: &[f64], is_required: bool) -> Vec<f64> {
        let mut block = block.to_vec();
        project(&mut block, is_required);
        block
    }

    #[test]
    fn what_is_allowed_stays_where_it_is() {
        assert_eq!(projected(&[0.25, 0.5], false), [0.25, 0.5]);
        assert_eq!(projected(&[0.25, 0.75], true), [0.25, 0.75]);
    }

    #[test]
    fn what_is_below_zero_moves_to_zero() {
        assert_eq!(projected(&[-1.0, 0.5], false), [0.0, 0.5]);
    }

    #[test]
    fn too_much_is_cut_by_the_same_for_all() {
        assert_eq!(projected(&[1.0, 0.5, 0.0], false), [0.75, 0.25, 0.0]);
        assert_eq!(projected(&[5.0, 0.5], false), [1.0, 0.0]);
    }

    #[test]
    fn too_little_is_raised_by_the_same_for_all_where_one_must_be_chosen() {
        assert_eq!(projected(&[-2.0, -2.0], true), [0.5, 0.5]);
        assert_eq!(projected(&[-9.0, 0.25], true), [0.0, 1.0]);
    }
}
