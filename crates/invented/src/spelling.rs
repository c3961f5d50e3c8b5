//! How a PRONOTE base comes to write a name otherwise than the ENT.

use model::PersonName;

use crate::{Civility, chance::Chance, naming};

/// What happened to a name on its way into a PRONOTE base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Spelling {
    /// Written as in the ENT.
    Same,
    /// Last name in capitals, with its accents: `Lebœuf` is `LEBŒUF`.
    UpperCase,
    /// Last name in capitals, and no accent anywhere: `Lebœuf Zélie` is `LEBOEUF Zelie`.
    NoAccents,
    /// Hyphens have become spaces: `Marie-Lou` is `Marie Lou`.
    HyphenAsSpace,
    /// A second given name follows the first: `Zélie` is `Zélie Rose`.
    SecondGivenName,
    /// Last name cut after ten signs: `de la Bretonnière` is `de la Bret`.
    Truncated,
}

/// Times out of a thousand that a base tries each damage; one that leaves the name as it was counts as [`Spelling::Same`].
const SHARES: [(Spelling, usize); 5] = [
    (Spelling::UpperCase, 150),
    (Spelling::NoAccents, 60),
    (Spelling::HyphenAsSpace, 100),
    (Spelling::SecondGivenName, 25),
    (Spelling::Truncated, 60),
];

/// Length of a last name that an old import cut, in signs.
const CUT: usize = 10;

impl Spelling {
    /// Tells whether the name still folds to that of the account: only case, accents and hyphens differ.
    pub const fn folds_alike(self) -> bool {
        !matches!(self, Self::SecondGivenName | Self::Truncated)
    }

    /// Draws a damage.
    pub(crate) fn draw(chance: &mut Chance) -> Self {
        let mut left = chance.below(1_000);
        for (spelling, share) in SHARES {
            match left.checked_sub(share) {
                None => return spelling,
                Some(rest) => left = rest,
            }
        }
        Self::Same
    }

    /// Writes a name so.
    pub(crate) fn write(self, name: &PersonName, civility: Civility, chance: &mut Chance) -> PersonName {
        let (last, first) = (name.last.as_str(), name.first.as_str());
        match self {
            Self::Same => name.clone(),
            Self::UpperCase => PersonName::new(&last.to_uppercase(), first),
            Self::NoAccents => {
                PersonName::new(&naming::unaccented(last).to_uppercase(), &naming::unaccented(first))
            }
            Self::HyphenAsSpace => PersonName::new(&last.replace('-', " "), &first.replace('-', " ")),
            Self::SecondGivenName => {
                PersonName::new(last, &format!("{first} {}", naming::first_name(chance, civility)))
            }
            Self::Truncated => {
                let cut: String = last.chars().take(CUT).collect();
                PersonName::new(cut.trim_end_matches(|c: char| !c.is_alphabetic()), first)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_damage_is_written() {
        let name = PersonName::new("de la Forêt-Lebœuf", "Anne-Sélène");
        for (spelling, last, first) in [
            (Spelling::Same, "de la Forêt-Lebœuf", "Anne-Sélène"),
            (Spelling::UpperCase, "DE LA FORÊT-LEBŒUF", "Anne-Sélène"),
            (Spelling::NoAccents, "DE LA FORET-LEBOEUF", "Anne-Selene"),
            (Spelling::HyphenAsSpace, "de la Forêt Lebœuf", "Anne Sélène"),
            (Spelling::Truncated, "de la Forê", "Anne-Sélène"),
        ] {
            let written = spelling.write(&name, Civility::Madam, &mut Chance::new(0));
            assert_eq!(written, PersonName::new(last, first));
            assert_eq!(naming::folded(&written) == naming::folded(&name), spelling.folds_alike());
        }
        let two = Spelling::SecondGivenName.write(&name, Civility::Madam, &mut Chance::new(0));
        assert!(two.first.starts_with("Anne-Sélène ") && two.last == name.last, "{two:?}");
    }

    #[test]
    fn damages_are_drawn_in_their_shares() {
        let mut chance = Chance::new(11);
        let drawn: Vec<Spelling> = (0..20_000).map(|_| Spelling::draw(&mut chance)).collect();
        for (spelling, share) in SHARES {
            let per_mille = drawn.iter().filter(|s| **s == spelling).count() / 20;
            assert!(per_mille.abs_diff(share) <= 10, "{spelling:?}: {per_mille}");
        }
    }
}
