//! Names of people.

/// A last and a first name, as written by their source: accents, hyphens and case are kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonName {
    /// "Nom", the usual name.
    pub last: String,
    /// "Prénom", without the further given names.
    pub first: String,
}

impl PersonName {
    /// Makes a name; runs of spaces become one, spaces around are dropped.
    pub fn new(last: &str, first: &str) -> Self {
        let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { last: tidy(last), first: tidy(first) }
    }

    /// `NOM Prénom`, as French lists show people.
    pub fn listed(&self) -> String {
        format!("{} {}", self.last.to_uppercase(), self.first).trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::PersonName;

    #[test]
    fn lists_the_last_name_first_and_in_capitals() {
        assert_eq!(PersonName::new("  d'Été  Noël", " Anne-Lou").listed(), "D'ÉTÉ NOËL Anne-Lou");
        assert_eq!(PersonName::new("", "Zoé").listed(), "Zoé");
    }
}
