//! How many letters apart two names are.

/// Longer names are not compared letter by letter.
const LONGEST: usize = 40;

/// The number of letters to add, remove, replace or exchange with the next one (optimal string alignment), when it is
/// at most `limit`. A `?` stands for a letter that was lost on the way, or for half of one: it replaces any letter,
/// or goes, at no cost.
pub(crate) fn apart(one: &[u8], other: &[u8], limit: u8) -> Option<u8> {
    if one.len() > LONGEST || other.len() > LONGEST {
        return None;
    }
    let mut before = [u8::MAX; LONGEST + 1];
    let mut above = [u8::MAX; LONGEST + 1];
    let mut row = [u8::MAX; LONGEST + 1];
    let mut sum = 0_u8;
    for (at, cell) in above.iter_mut().enumerate().take(other.len() + 1) {
        *cell = sum;
        sum = sum.saturating_add(gone(other.get(at).copied()));
    }
    let mut previous = None;
    for letter in one {
        let mut left = get(&above, 0).saturating_add(gone(Some(*letter)));
        set(&mut row, 0, left);
        let mut least = left;
        for (at, facing) in other.iter().enumerate() {
            let mut cost = left.saturating_add(gone(Some(*facing)));
            cost = cost.min(get(&above, at + 1).saturating_add(gone(Some(*letter))));
            cost = cost.min(get(&above, at).saturating_add(replaced(*letter, *facing)));
            let crossed = at.checked_sub(1).and_then(|back| other.get(back).copied());
            if let Some(back) = at.checked_sub(1)
                && crossed == Some(*letter)
                && previous == Some(*facing)
            {
                cost = cost.min(get(&before, back).saturating_add(1));
            }
            set(&mut row, at + 1, cost);
            left = cost;
            least = least.min(cost);
        }
        if least > limit {
            return None;
        }
        before = above;
        above = row;
        previous = Some(*letter);
    }
    Some(get(&above, other.len())).filter(|apart| *apart <= limit)
}

fn gone(letter: Option<u8>) -> u8 {
    u8::from(letter != Some(b'?'))
}

fn replaced(one: u8, other: u8) -> u8 {
    u8::from(one != other && one != b'?' && other != b'?')
}

fn get(cells: &[u8], at: usize) -> u8 {
    cells.get(at).copied().unwrap_or(u8::MAX)
}

fn set(cells: &mut [u8], at: usize, value: u8) {
    if let Some(cell) = cells.get_mut(at) {
        *cell = value;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::apart;

    #[test]
    fn letters_are_counted() {
        for (one, other, expected) in [
            ("durand", "durand", Some(0)),
            ("durand", "duran", Some(1)),
            ("durand", "dunrad", Some(2)),
            ("durand", "druand", Some(1)),
            ("durand", "bertrand", None),
            ("hel?ne", "helene", Some(0)),
            ("hel??ne", "helene", Some(0)),
            ("hel?ne", "helane", Some(0)),
            ("", "ab", Some(2)),
            ("", "abc", None),
        ] {
            assert_eq!(apart(one.as_bytes(), other.as_bytes(), 2), expected, "{one} {other}");
        }
        assert_eq!(apart(&[b'a'; 50], &[b'a'; 50], 2), None);
    }

    proptest! {
        #[test]
        fn both_ways_are_equal_and_nothing_overflows(one in "[abc?]{0,45}", other in "[abc?]{0,45}", limit in 0_u8..4) {
            let (one, other) = (one.as_bytes(), other.as_bytes());
            prop_assert_eq!(apart(one, other, limit), apart(other, one, limit));
            if one.len() <= 40 {
                prop_assert_eq!(apart(one, one, 0), Some(0));
            }
        }
    }
}
