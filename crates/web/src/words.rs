//! The words of the screens: French first, English second, chosen by the browser's languages.

use std::collections::BTreeSet;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::{LanguageIdentifier, langid};

/// A language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Français, the language of the seeds and of the schools.
    French,
    /// English.
    English,
}

impl Language {
    /// The tag of the `lang` attribute.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// The first language of an `Accept-Language` header that we speak, by its quality; French when there is none.
    pub fn accepted(header: &str) -> Self {
        let mut best = (0, Self::French);
        for range in header.split(',').take(32) {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
            let quality = parts.find_map(|p| p.strip_prefix("q=")).map_or(1000, thousandths);
            let language = match tag.split('-').next() {
                Some("fr") => Self::French,
                Some("en") => Self::English,
                _ => continue,
            };
            if quality > best.0 {
                best = (quality, language);
            }
        }
        best.1
    }
}

fn thousandths(quality: &str) -> u32 {
    let quality: f32 = quality.parse().unwrap_or(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 0..=1000 just before"
    )]
    let thousandths = (quality * 1000.0).clamp(0.0, 1000.0) as u32;
    thousandths
}

type Bundle = FluentBundle<FluentResource>;

/// All words of one site, in both languages.
pub struct Catalogue {
    french: Bundle,
    english: Bundle,
}

/// The words that every site needs.
const SHARED: (&str, &str) = (include_str!("../words/fr.ftl"), include_str!("../words/en.ftl"));

impl Catalogue {
    /// Makes a catalogue from the site's own files, one per language; the shared words are added.
    /// A line that Fluent cannot read is left out: [`Catalogue::problems`] tells a test about it.
    pub fn new(french: &str, english: &str) -> Self {
        Self {
            french: bundle(langid!("fr"), &[SHARED.0, french]),
            english: bundle(langid!("en"), &[SHARED.1, english]),
        }
    }

    /// The words in one language.
    pub fn words(&'static self, language: Language) -> Words {
        Words { catalogue: self, language }
    }

    fn bundle(&self, language: Language) -> &Bundle {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
    }

    /// What a test must refuse: unreadable lines, keys that exist in one language only, and keys used in the
    /// given sources (`t("key")`, `t1("key", …)`, `Problem::new(…, "key")` and the like) that do not exist.
    pub fn problems(&self, files: (&str, &str), sources: &[String]) -> Vec<String> {
        let mut problems = Vec::new();
        let mut keys = [BTreeSet::new(), BTreeSet::new()];
        for (texts, keys) in [[SHARED.0, files.0], [SHARED.1, files.1]].iter().zip(&mut keys) {
            for text in texts {
                if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
                    problems.extend(errors.iter().map(|e| format!("unreadable: {e}")));
                }
                keys.extend(text.lines().filter_map(key_of));
            }
        }
        let [french, english] = &keys;
        problems
            .extend(french.symmetric_difference(english).map(|key| format!("{key}: in one language only")));
        for source in sources {
            problems.extend(
                used_keys(source)
                    .filter(|key| !french.contains(*key))
                    .map(|key| format!("{key}: no such key")),
            );
        }
        problems
    }
}

fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    (!key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
        .then_some(key)
}

/// Keys named in a template or source: the first argument of `.t(`, `.t1(`, `.t2(` and `.count(`, the second of
/// `Problem::new(`. Keys put together at run time are not seen.
fn used_keys(source: &str) -> impl Iterator<Item = &str> {
    let named = [".t(\"", ".t1(\"", ".t2(\"", ".count(\"", "Problem::new(StatusCode::"].into_iter();
    named.flat_map(move |opening| {
        source.split(opening).skip(1).filter_map(move |rest| {
            // A problem's key is its second argument.
            let rest = if opening.ends_with(':') { rest.split_once(", \"")?.1 } else { rest };
            rest.split('"').next()
        })
    })
}

fn bundle(language: LanguageIdentifier, texts: &[&str]) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Isolation marks are invisible characters: they would travel with every copied address.
    bundle.set_use_isolating(false);
    for text in texts {
        let resource = match FluentResource::try_new((*text).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// The words of a site in the language of one request.
#[derive(Clone, Copy)]
pub struct Words {
    catalogue: &'static Catalogue,
    language: Language,
}

impl Words {
    /// The language.
    pub fn language(self) -> Language {
        self.language
    }

    /// The text under `key`; the key itself when there is none (a test makes sure that there is).
    pub fn t(self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text under `key` with one value put in.
    pub fn t1(self, key: &str, name: &'static str, value: impl ToString) -> String {
        let mut args = FluentArgs::new();
        args.set(name, FluentValue::from(value.to_string()));
        self.format(key, Some(&args))
    }

    /// The text under `key` with two values put in.
    pub fn t2(
        self,
        key: &str,
        first: (&'static str, impl ToString),
        second: (&'static str, impl ToString),
    ) -> String {
        let mut args = FluentArgs::new();
        args.set(first.0, FluentValue::from(first.1.to_string()));
        args.set(second.0, FluentValue::from(second.1.to_string()));
        self.format(key, Some(&args))
    }

    /// The text under `key` with a number that decides between singular and plural: `$count`.
    pub fn count(self, key: &str, count: usize) -> String {
        let mut args = FluentArgs::new();
        args.set("count", FluentValue::from(count));
        self.format(key, Some(&args))
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = self.catalogue.bundle(self.language);
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
            return key.to_owned();
        };
        let mut errors = Vec::new();
        bundle.format_pattern(pattern, args, &mut errors).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_follows_the_browser() {
        for (header, expected) in [
            ("", Language::French),
            ("de", Language::French),
            ("en-GB,en;q=0.9,fr;q=0.8", Language::English),
            ("fr-FR;q=0.4, en;q=0.7", Language::English),
            ("en;q=0, fr;q=0.1", Language::French),
            ("en;q=x", Language::French),
        ] {
            assert_eq!(Language::accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn shared_words_exist_in_both_languages_and_templates_name_existing_keys() {
        let catalogue = Catalogue::new("", "");
        let sources = ["shell.html", "problem.html"].map(|name| {
            std::fs::read_to_string(format!("{}/templates/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
        });
        assert_eq!(catalogue.problems(("", ""), &sources), Vec::<String>::new());
    }

    #[test]
    fn gaps_are_found() {
        let files = ("a = un\nb = deux\n", "a = one\n{broken\n");
        let problems = Catalogue::new(files.0, files.1).problems(files, &["x.t(\"c\")".to_owned()]);
        assert_eq!(problems.len(), 3, "{problems:?}");
    }

    #[test]
    fn values_are_put_in_without_invisible_marks() {
        static CATALOGUE: std::sync::LazyLock<Catalogue> = std::sync::LazyLock::new(|| {
            Catalogue::new(
                "hello = Bonjour { $name }\nn = { $count ->\n [one] une page\n *[other] { $count } pages\n }\n",
                "",
            )
        });
        let words = CATALOGUE.words(Language::French);
        assert_eq!(words.t1("hello", "name", "Zoé"), "Bonjour Zoé");
        assert_eq!((words.count("n", 1), words.count("n", 3)), ("une page".to_owned(), "3 pages".to_owned()));
        assert_eq!(words.t("missing"), "missing");
    }
}
