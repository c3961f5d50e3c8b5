//! What a change of a delegation replaces by what, for the person who confirms it.

use web::words::Words;

use crate::delegation::{CommonId, Delegation, Identification, Preset};

/// One parameter that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its name on the screens.
    pub what: String,
    /// What it is.
    pub before: String,
    /// What it becomes.
    pub after: String,
}

/// What applying an ENT of the list changes: its address takes the place of the former ones, all else becomes usual.
pub fn applying(words: Words, presets: &[Preset], former: &Delegation, preset: &Preset) -> Vec<Difference> {
    let flag = |set: bool| words.t(if set { "confirm-yes" } else { "confirm-no" });
    let address = match preset.address() {
        Ok(address) => address.to_string(),
        Err(_) => words.t("preset-no-address"),
    };
    let validation =
        former.validation_url.as_ref().map_or_else(|| words.t("difference-same"), ToString::to_string);
    let usual = Identification::default();
    let kept = &former.identification;
    let first = |i: &Identification| words.t(&format!("first-{}", i.first.as_str()));
    let dialect = |i: &Identification| words.t(&format!("dialect-{}", i.dialect.as_str()));
    let common = |i: &Identification| match &i.common {
        CommonId::Subject => words.t("identification-subject"),
        CommonId::Attribute(name) => name.clone(),
    };
    let rows = [
        ("preset-label", former.label(presets), preset.label.clone()),
        ("delegation-cas-url", former.cas_url.to_string(), address),
        ("delegation-validation-url", validation, words.t("difference-same")),
        ("delegation-direct", flag(former.direct_access), flag(true)),
        ("identification-common", common(kept), common(&usual)),
        ("identification-first", first(kept), first(&usual)),
        ("identification-attribute", kept.attribute.clone(), usual.attribute.clone()),
        ("identification-dialect", dialect(kept), dialect(&usual)),
        ("identification-identity", identity(kept), identity(&usual)),
    ];
    let changes = rows.into_iter().filter(|(_, before, after)| before != after);
    changes.map(|(key, before, after)| Difference { what: words.t(key), before, after }).collect()
}

/// The names of the attributes of identity, and the words of the categories.
fn identity(identification: &Identification) -> String {
    let Identification { last_name, first_name, birth_date, postal_code, categories, words, .. } =
        identification;
    let names = [last_name, first_name, birth_date, postal_code, categories];
    format!("{} ; {words}", names.map(String::as_str).join(", "))
}
