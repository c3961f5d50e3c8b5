//! What a change of a delegation replaces by what, for the person who confirms it.

use web::words::Words;

use super::{applying::Change, delegation_form::DelegationForm};
use crate::delegation::{CommonId, Delegation, Identification, Preset};

/// What applying an ENT of the list changes: its address takes the place of the former ones, all else becomes usual.
pub fn applying(words: Words, presets: &[Preset], former: &Delegation, preset: &Preset) -> Vec<Change> {
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
    rows.into_iter().filter_map(|(key, before, after)| Change::between(words.t(key), before, after)).collect()
}

/// What the settings in a form change, beside those in force.
pub fn typed(words: Words, former: &DelegationForm, new: &DelegationForm) -> Vec<Change> {
    let flag = |set: bool| words.t(if set { "confirm-yes" } else { "confirm-no" });
    let validation = |form: &DelegationForm| match form.separate {
        true => form.validation_url.clone(),
        false => words.t("difference-same"),
    };
    let enabled = Change::between(words.t("delegation-enabled"), flag(former.enabled), flag(new.enabled));
    let rows = [
        ("delegation-name", former.name.clone(), new.name.clone()),
        ("delegation-cas-url", former.cas_url.clone(), new.cas_url.clone()),
        ("delegation-validation-url", validation(former), validation(new)),
        ("delegation-direct", flag(former.direct_access), flag(new.direct_access)),
    ];
    // Without a delegation, the fields below the choice count for nothing.
    let rows = rows.into_iter().filter(|_| new.enabled);
    let rows = rows.filter_map(|(key, before, after)| Change::between(words.t(key), before, after));
    enabled.into_iter().chain(rows).collect()
}

/// The names of the attributes of identity, and the words of the categories.
fn identity(identification: &Identification) -> String {
    let Identification { last_name, first_name, birth_date, postal_code, categories, words, .. } =
        identification;
    let names = [last_name, first_name, birth_date, postal_code, categories];
    format!("{} ; {words}", names.map(String::as_str).join(", "))
}
