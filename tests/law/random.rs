//! Numbers that look random, the same ones for the same seed.

/// A generator of numbers (SplitMix64).
pub(crate) struct Random(u64);

impl Random {
    /// One whose numbers follow from a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below another one, which is above zero.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("a size fits into 64 bits");
        usize::try_from(self.next() % end).expect("what is below a size is one")
    }

    /// True in so many of a hundred cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of some items, of which there is one at least.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// Some of the items, in their order or not: `most` at most.
    pub(crate) fn some<'a>(&mut self, items: &[&'a str], most: usize) -> Vec<&'a str> {
        let mut some: Vec<&str> = Vec::new();
        for _ in 0..=self.below(most) {
            let item = self.pick(items);
            if !some.contains(&item) {
                some.push(item);
            }
        }
        some
    }
}
