//! The words of this end.

use std::sync::LazyLock;

use web::Catalogue;

const FILES: (&str, &str) = (include_str!("../words/fr.ftl"), include_str!("../words/en.ftl"));

/// French first, English second.
pub(crate) static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(FILES.0, FILES.1));

#[cfg(test)]
mod tests {
    use std::path::Path;

    fn read(folder: &Path, sources: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, sources);
            } else if path.extension().is_some_and(|e| e == "html" || e == "rs") {
                sources.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn every_word_exists_in_both_languages_and_every_named_key_exists() {
        let mut sources = Vec::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
        assert_eq!(super::CATALOGUE.problems(super::FILES, &sources), Vec::<String>::new());
    }
}
