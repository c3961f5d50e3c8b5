//! The pages of PRONOTE's spaces, as they stand in addresses.

use cas_protocol::service::ServiceAddress;
use model::Category;

/// The word of each category's space: `parent.html`, `mobile.parent.html`, `parent/notes.html`.
const WORDS: [(Category, &str); 6] = [
    (Category::Teacher, "professeur"),
    (Category::Pupil, "eleve"),
    (Category::Guardian, "parent"),
    (Category::Staff, "viescolaire"),
    (Category::InternshipSupervisor, "entreprise"),
    (Category::Inspector, "academie"),
];

/// The address of the space of a category, below the address of its server.
pub(crate) fn address(server: &str, category: Category) -> String {
    let word = WORDS.iter().find(|(of, _)| *of == category).map_or("", |(_, word)| word);
    format!("{}/{word}.html", server.trim_end_matches('/'))
}

/// The category whose space an address is in: the first of its words that names one.
pub(super) fn asked_category(address: &ServiceAddress) -> Option<Category> {
    address.path().split('/').find_map(|segment| {
        let segment = segment.to_ascii_lowercase();
        let word = segment.strip_suffix(".html").unwrap_or(&segment);
        let word = word.strip_prefix("mobile.").unwrap_or(word);
        WORDS.iter().find(|(_, of)| *of == word).map(|(category, _)| *category)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_space_is_read_as_its_category() {
        for category in Category::ALL {
            let address = ServiceAddress::parse(&address("https://p.example/pronote/", category)).unwrap();
            assert_eq!(asked_category(&address), Some(category), "{}", address.as_str());
        }
        let common = ServiceAddress::parse("https://p.example/pronote/").unwrap();
        assert_eq!(asked_category(&common), None);
    }
}
