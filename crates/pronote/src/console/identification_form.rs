//! The form "Paramètres d'identification des utilisateurs", as typed and as understood.

use std::collections::BTreeMap;

use cas_protocol::service::ServiceAddress;
use model::{Category, Uai, UaiError};
use web::{Fields, words::Words};

use crate::{
    bases::SchoolBase,
    delegation::{
        CategoryWords, CommonId, ExportReaders, ExportSettings, Identification, PairingCode, PairingCodeError,
    },
};

/// What is in the fields, by their names, and what is wrong with some of them.
#[derive(Debug, Clone, Default)]
pub struct IdentificationForm {
    values: BTreeMap<String, String>,
    errors: BTreeMap<&'static str, String>,
}

/// The attributes of identity: the name of the field, which is also the key of its label.
pub const IDENTITY: [&str; 5] = [
    "identity-last-name",
    "identity-first-name",
    "identity-birth-date",
    "identity-postal-code",
    "identity-categories",
];

/// The name of the field that holds the word of a category.
pub fn word_field(category: Category) -> String {
    format!("word-{category}")
}

impl IdentificationForm {
    /// The form of what is set. Nothing set for the export: the number is that of the base.
    pub fn of(base: &SchoolBase, identification: &Identification, export: Option<&ExportSettings>) -> Self {
        let common = match &identification.common {
            CommonId::Subject => "subject",
            CommonId::Attribute(_) => "attribute",
        };
        let mut values = vec![
            ("common", common),
            ("common-name", identification.common.as_ref()),
            ("first", identification.first.as_str()),
            ("attribute", &identification.attribute),
            ("dialect", identification.dialect.as_str()),
            ("uai", export.map_or(base.uai.as_str(), |export| export.uai.as_str())),
            ("code", export.map_or("", |export| export.pairing_code.as_str())),
            ("readers", export.map_or("*", |export| export.readers.as_ref())),
            ("url", export.and_then(|export| export.url.as_deref()).unwrap_or_default()),
        ];
        values.extend(IDENTITY.into_iter().zip(names(identification)));
        if export.is_some_and(|export| export.url.is_some()) {
            values.push(("to-url", "on"));
        }
        if export.is_some_and(|export| export.automatic) {
            values.push(("automatic", "on"));
        }
        let words = Category::ALL.map(|c| (word_field(c), identification.words.word(c).to_owned()));
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).chain(words);
        Self { values: values.collect(), errors: BTreeMap::new() }
    }

    /// The form as posted.
    pub fn posted(fields: &Fields) -> Self {
        let names =
            ["common", "common-name", "first", "attribute", "dialect", "uai", "code", "readers", "url"];
        let boxes = ["to-url", "automatic"].into_iter().filter(|name| fields.ticked(name));
        let names = names.into_iter().chain(IDENTITY).chain(boxes).map(str::to_owned);
        let values = names.chain(Category::ALL.map(word_field)).map(|name| {
            let value = fields.text(&name).to_owned();
            (name, value)
        });
        Self { values: values.collect(), errors: BTreeMap::new() }
    }

    /// What a field holds; empty when nothing.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// What is wrong with a field.
    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.get(name).map(String::as_str)
    }

    /// Whether a field is the first one with something wrong, as they stand on the page: there the person goes on.
    pub fn is_first_wrong(&self, name: &str) -> bool {
        let own = ["common-name", "attribute"].into_iter().chain(IDENTITY).chain(["uai", "code", "url"]);
        own.into_iter().find(|field| self.errors.contains_key(field)) == Some(name)
    }

    /// What it asks for. On an error, the form comes back as typed, with a sentence at each field that is wrong.
    /// `recipients` are those who can be chosen.
    ///
    /// # Errors
    /// The form itself, to be shown again.
    pub fn understand(
        mut self,
        words: Words,
        recipients: &[String],
    ) -> Result<(Identification, ExportSettings), Box<Self>> {
        match (self.identification(words), self.export(words, recipients)) {
            (Some(identification), Some(export)) => Ok((identification, export)),
            _ => Err(Box::new(self)),
        }
    }

    fn identification(&mut self, words: Words) -> Option<Identification> {
        let common = match self.value("common") {
            "attribute" => self.attribute(words, "common-name").map(CommonId::Attribute),
            _ => Some(CommonId::Subject),
        };
        let first = self.value("first").parse();
        let first = self.told("first", first, words.t("identification-error-choice"));
        let dialect = self.value("dialect").parse();
        let dialect = self.told("dialect", dialect, words.t("identification-error-choice"));
        let attribute = self.attribute(words, "attribute");
        let identity = IDENTITY.map(|field| self.attribute(words, field));
        let categories = self.words(words);
        let [last_name, first_name, birth_date, postal_code, categories_attribute] = identity;
        Some(Identification {
            dialect: dialect?,
            common: common?,
            first: first?,
            attribute: attribute?,
            last_name: last_name?,
            first_name: first_name?,
            birth_date: birth_date?,
            postal_code: postal_code?,
            categories: categories_attribute?,
            words: categories?,
        })
    }

    fn attribute(&mut self, words: Words, field: &'static str) -> Option<String> {
        let name = self.value(field).to_owned();
        let sign = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':');
        let good = !name.is_empty() && name.len() <= 64 && name.bytes().all(sign);
        self.told(field, good.then_some(name).ok_or(()), words.t("identification-error-attribute"))
    }

    fn words(&mut self, words: Words) -> Option<CategoryWords> {
        let typed = Category::ALL.map(|category| (category, self.value(&word_field(category)).to_owned()));
        let good = |word: &str| word.chars().count() <= 64 && !word.contains([';', '=']);
        let read = typed.iter().all(|(_, word)| good(word)).then(|| CategoryWords::of(typed)).ok_or(());
        self.told("words", read, words.t("identification-error-word"))
    }

    fn export(&mut self, words: Words, recipients: &[String]) -> Option<ExportSettings> {
        let uai = Uai::parse(self.value("uai"));
        let sentence = match &uai {
            Err(UaiError::CheckLetter { expected, .. }) => {
                words.t1("pairing-error-letter", "expected", expected)
            }
            _ => words.t("pairing-error-uai"),
        };
        let uai = self.told("uai", uai, sentence);
        let code = PairingCode::parse(self.value("code"));
        let sentence = match &code {
            Err(PairingCodeError::Missing) => words.t("pairing-error-code-missing"),
            _ => words.t("pairing-error-code-shape"),
        };
        let pairing_code = self.told("code", code, sentence);
        let readers = self.value("readers").to_owned();
        let known = matches!(readers.as_str(), "" | "*") || recipients.contains(&readers);
        let readers = known.then(|| readers.parse::<ExportReaders>().ok()).flatten().ok_or(());
        let readers = self.told("readers", readers, words.t("pairing-error-readers"));
        let url = if self.ticked("to-url") {
            let address = ServiceAddress::parse(self.value("url")).ok().filter(ServiceAddress::is_https);
            let url = address.map(|address| address.as_str().to_owned()).ok_or(());
            self.told("url", url, words.t("pairing-error-url")).map(Some)
        } else {
            Some(None)
        };
        let automatic = self.ticked("automatic");
        Some(ExportSettings {
            uai: uai?,
            pairing_code: pairing_code?,
            readers: readers?,
            url: url?,
            automatic,
        })
    }

    /// The value, or nothing and the sentence put beside the field.
    fn told<T, E>(&mut self, field: &'static str, read: Result<T, E>, sentence: String) -> Option<T> {
        if read.is_err() {
            self.errors.insert(field, sentence);
        }
        read.ok()
    }
}

/// The attributes of identity in the order of [`IDENTITY`].
fn names(identification: &Identification) -> [&str; 5] {
    let Identification { last_name, first_name, birth_date, postal_code, categories, .. } = identification;
    [last_name, first_name, birth_date, postal_code, categories]
}
