//! The words of the PRONOTE end. French labels are those that schools' tutorials print.

use std::sync::LazyLock;

use web::Catalogue;

/// One file for what the end began with, and one for each row of capabilities that has many words.
macro_rules! words {
    ($language:literal) => {
        concat!(
            include_str!(concat!("../words/", $language, ".ftl")),
            include_str!(concat!("../words/", $language, "-access.ftl")),
            include_str!(concat!("../words/", $language, "-console.ftl")),
            include_str!(concat!("../words/", $language, "-delegation.ftl")),
            include_str!(concat!("../words/", $language, "-supervisor.ftl")),
            include_str!(concat!("../words/", $language, "-trial.ftl")),
        )
    };
}

const FRENCH: &str = words!("fr");
const ENGLISH: &str = words!("en");

/// All words of both sites of this end.
pub(crate) static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(FRENCH, ENGLISH));

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn sources(folder: &Path, into: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let kind = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_owned();
            if path.is_dir() {
                sources(&path, into);
            } else if kind == "html" || kind == "rs" {
                into.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn every_word_used_exists_in_both_languages() {
        let mut texts = Vec::new();
        sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut texts);
        assert_eq!(CATALOGUE.problems((FRENCH, ENGLISH), &texts), Vec::<String>::new());
    }
}
