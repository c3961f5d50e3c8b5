//! How far a share may be from what was counted: the exact bounds of Clopper and Pearson ("The use of confidence or
//! fiducial limits", Biometrika 26, 1934), each of which holds with 95 %.

/// How rare a count must be for a share to be ruled out.
const RARE: f64 = 0.05;
/// Halvings after which a share has all the digits of an `f64`.
const HALVINGS: usize = 100;

/// The largest share under which `count` or fewer of `all` would still be seen in 5 of 100 tries.
pub fn at_most(count: u64, all: u64) -> f64 {
    if count >= all {
        return 1.0;
    }
    let (mut low, mut high) = (share(count, all), 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if seen(count, all, middle) > RARE {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The smallest share under which `count` or more of `all` would still be seen in 5 of 100 tries.
pub fn at_least(count: u64, all: u64) -> f64 {
    1.0 - at_most(all.saturating_sub(count), all)
}

/// `count` of `all` as a number between 0 and 1; of nothing, 0.
pub fn share(count: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { count as f64 / all as f64 }
}

/// The chance of `count` or fewer among `all`, each with the chance `p`, which is above `count / all`: the largest
/// term and those below it, each smaller than the one before.
fn seen(count: u64, all: u64, p: f64) -> f64 {
    let (k, n) = (count as f64, all as f64);
    let choices = ln_factorial(all) - ln_factorial(count) - ln_factorial(all - count);
    let largest = (choices + k * p.ln() + (n - k) * (-p).ln_1p()).exp();
    let (mut sum, mut term) = (1.0, 1.0);
    for i in (1..=count).rev() {
        term *= i as f64 / (n - i as f64 + 1.0) * (1.0 - p) / p;
        sum += term;
        if term < sum * f64::EPSILON {
            break;
        }
    }
    largest * sum
}

/// The logarithm of n!: added up where n is small, else by the series of Stirling.
fn ln_factorial(n: u64) -> f64 {
    if n < 256 {
        return (2..=n).map(|i| (i as f64).ln()).sum();
    }
    let n = n as f64;
    n * n.ln() - n + 0.5 * (std::f64::consts::TAU * n).ln() + 1.0 / (12.0 * n) - 1.0 / (360.0 * n.powi(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `scipy.stats.beta.ppf` gives for the same counts.
    #[test]
    fn bounds_are_those_of_clopper_and_pearson() {
        for (count, all, least, most) in [
            (0, 3_000_000, 0.0, 9.985_769e-7),
            (3, 1_000_000, 8.176_919e-7, 7.753_638e-6),
            (1, 10, 0.005_116_197, 0.394_163_3),
            (5, 100, 0.019_905_56, 0.102_253_4),
            (90, 100, 0.836_282_4, 0.944_736_8),
            (96_000, 100_000, 0.958_965_8, 0.961_014_4),
        ] {
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * b;
            assert!(near(at_most(count, all), most), "{count} of {all}: {}", at_most(count, all));
            assert!(near(at_least(count, all), least), "{count} of {all}: {}", at_least(count, all));
        }
    }

    #[test]
    fn nothing_seen_or_everything_leaves_one_side_open() {
        assert_eq!(at_most(7, 7), 1.0);
        assert_eq!(at_least(0, 7), 0.0);
        assert_eq!((at_most(0, 0), at_least(0, 0), share(0, 0)), (1.0, 0.0, 0.0));
        assert!((at_least(7, 7) - 0.05_f64.powf(1.0 / 7.0)).abs() < 1e-12);
    }
}
