//! Chance that can be replayed: the same seed always gives the same draws, whatever the version of any library.

/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// A source for one part of a population: two parts of one seed have nothing in common.
    pub fn new(seed: u64, part: u64) -> Self {
        Self(mixed(seed.wrapping_add(1)) ^ mixed(part.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    /// A number below `bound`; 0 when `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.bits()) * bound as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i16, high: i16) -> i16 {
        low + self.below((high - low + 1).max(1) as usize) as i16
    }

    /// A number in `0.0..1.0`.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with this probability.
    pub fn is(&mut self, probability: f64) -> bool {
        probability > 0.0 && self.unit() < probability
    }

    /// One of the items, each as likely.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// The index of one of the weights, which need not add up to one.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return index;
            }
        }
        weights.len() - 1
    }

    /// A rank in `0..len` with a frequency that falls as `1 / (offset + rank)^slope`; `slope` is not 1.
    pub fn rank(&mut self, len: usize, offset: f64, slope: f64) -> usize {
        let power = 1.0 - slope;
        let (low, high) = (offset.powf(power), (offset + len as f64).powf(power));
        let drawn = (low + (high - low) * self.unit()).powf(1.0 / power) - offset;
        (drawn.max(0.0) as usize).min(len.saturating_sub(1))
    }
}

/// Mixes the bits of a number; no two numbers give the same.
pub fn mixed(number: u64) -> u64 {
    let mut mixed = number;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
