//! The configuration file as it is written: every value with its place, nothing judged yet.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// A text and where it stands.
pub(super) type Text = Spanned<String>;

/// The whole file. What is required is checked afterwards, so that the sentence can name it in French.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub data: Option<Text>,
    pub database: Option<Text>,
    pub database_password_file: Option<Text>,
    pub ent: Option<Spanned<Ent>>,
    pub pronote: Option<Spanned<Pronote>>,
    pub tls: Option<Spanned<Tls>>,
    #[serde(default)]
    pub recipients: BTreeMap<Text, Recipient>,
    #[serde(default)]
    pub network: Network,
    #[serde(default)]
    pub log: Log,
    pub metrics: Option<Spanned<Metrics>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ent {
    pub public_url: Option<Text>,
    pub cas_url: Option<Text>,
    pub listen: Option<Text>,
    pub name: Option<Text>,
    pub ticket_life: Option<Spanned<i64>>,
    pub tickets: Option<Text>,
    pub keys: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pronote {
    pub spaces_url: Option<Text>,
    pub spaces_listen: Option<Text>,
    pub console_url: Option<Text>,
    pub console_listen: Option<Text>,
    pub console_client_ca: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tls {
    pub certificate: Option<Text>,
    pub key: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recipient {
    pub label: Option<Text>,
    pub key: Option<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Network {
    #[serde(default)]
    pub trusted_proxies: Vec<Text>,
    #[serde(default)]
    pub extra_ca: Vec<Text>,
    pub outgoing_proxy: Option<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Log {
    pub format: Option<Text>,
    pub level: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Metrics {
    pub listen: Option<Text>,
}

/// Every setting by section, to say where a misplaced one belongs. The section `""` is the beginning of the file.
pub(super) const SECTIONS: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "data",
            "database",
            "database_password_file",
            "ent",
            "pronote",
            "tls",
            "recipients",
            "network",
            "log",
            "metrics",
        ],
    ),
    ("ent", &["public_url", "cas_url", "listen", "name", "ticket_life", "tickets", "keys"]),
    ("pronote", &["spaces_url", "spaces_listen", "console_url", "console_listen", "console_client_ca"]),
    ("tls", &["certificate", "key"]),
    ("recipients.NOM", &["label", "key"]),
    ("network", &["trusted_proxies", "extra_ca", "outgoing_proxy"]),
    ("log", &["format", "level"]),
    ("metrics", &["listen"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_settings_is_the_one_that_is_read() {
        for (section, settings) in SECTIONS {
            let header = if section.is_empty() { String::new() } else { format!("[{section}]\n") };
            let refused = toml::from_str::<File>(&format!("{header}unheard_of = 1\n")).unwrap_err();
            let named: Vec<&str> = refused.message().split('`').skip(1).step_by(2).skip(1).collect();
            assert_eq!(named, *settings, "[{section}]");
        }
    }
}
