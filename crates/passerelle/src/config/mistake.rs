//! What is wrong with a configuration file: where, what is expected, and the nearest known setting.

use std::{fmt, ops::Range, path::Path};

/// A mistake in a configuration file. Its text is a French sentence for the person who writes the file, with the line
/// in question; passwords in addresses are masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    sentence: String,
    help: String,
    place: Option<Range<usize>>,
    /// `FILE`, or `FILE, ligne L, colonne C`.
    location: String,
    /// The line and the marks under it.
    shown: Option<String>,
}

impl std::error::Error for Mistake {}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} : {}", self.location, self.sentence)?;
        if let Some(shown) = &self.shown {
            write!(f, "\n{shown}")?;
        }
        write!(f, "\n  {}", self.help)
    }
}

impl Mistake {
    /// A mistake of the file as a whole.
    pub(crate) fn new(sentence: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            help: help.into(),
            place: None,
            location: String::new(),
            shown: None,
        }
    }

    /// The mistake stands here (bytes of the file).
    #[must_use]
    pub(crate) fn at(mut self, place: Range<usize>) -> Self {
        self.place = Some(place);
        self
    }

    /// Names the file and shows the line.
    #[must_use]
    pub(crate) fn of(mut self, path: &Path, text: &str) -> Self {
        self.location = path.display().to_string();
        if let Some(place) = self.place.clone() {
            let (line, column, shown) = show(text, place);
            self.location += &format!(", ligne {line}, colonne {column}");
            self.shown = Some(shown);
        }
        self
    }

    /// What the reader of TOML found, in French. `sections` are all settings by section, to say where a misplaced one
    /// belongs.
    pub(crate) fn of_toml(error: &toml::de::Error, sections: &[(&str, &[&str])]) -> Self {
        let message = error.message();
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let mistake = if let ("unknown field", Some((key, expected))) =
            (message.get(..13).unwrap_or_default(), quoted.split_first())
        {
            unknown_key(key, expected, sections)
        } else if let ("invalid type:", Some((_, expected))) =
            (message.get(..13).unwrap_or_default(), message.split_once(", expected "))
        {
            Self::new("cette valeur n'est pas de la bonne sorte", format!("Ici, {}.", kind(expected)))
        } else if message.starts_with("duplicate key") {
            Self::new("ce réglage est écrit deux fois", "Gardez une seule des deux lignes.")
        } else {
            Self::new(
                "cette ligne ne peut pas être lue",
                "Une ligne s'écrit NOM = VALEUR, les textes entre guillemets droits : listen = \"127.0.0.1:8080\".",
            )
        };
        match error.span() {
            Some(place) => mistake.at(place),
            None => mistake,
        }
    }
}

fn unknown_key(key: &str, expected: &[&str], sections: &[(&str, &[&str])]) -> Mistake {
    let near = |known: &&str| strsim::osa_distance(known, key);
    let nearest = expected.iter().copied().min_by_key(near).filter(|known| near(known) <= 1 + key.len() / 4);
    let elsewhere =
        sections.iter().find(|(_, settings)| settings.contains(&key)).map(|(section, _)| *section);
    let help = match (nearest, elsewhere) {
        (Some(known), _) => format!("Vouliez-vous écrire « {known} » ?"),
        (None, Some("")) => {
            format!("« {key} » s'écrit au début du fichier, avant la première [section].")
        }
        (None, Some(section)) => format!("« {key} » s'écrit dans la section [{section}]."),
        (None, None) => format!("Ici sont connus : {}.", expected.join(", ")),
    };
    Mistake::new(format!("« {key} » n'est pas un réglage connu à cet endroit"), help)
}

fn kind(expected: &str) -> &'static str {
    match expected {
        "a string" => "un texte entre guillemets est attendu",
        "a boolean" => "true ou false est attendu, sans guillemets",
        "i64" => "un nombre entier sans guillemets est attendu",
        "a sequence" => "une liste est attendue, par exemple [\"127.0.0.1\"]",
        _ => "une section est attendue : son nom entre crochets, seul sur sa ligne",
    }
}

/// Line and column (in signs, from 1) of a place, and the line with marks under the place.
fn show(text: &str, place: Range<usize>) -> (usize, usize, String) {
    let before = text.get(..place.start).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let number = before.matches('\n').count() + 1;
    let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    let indent = before.get(start..).unwrap_or_default().chars().count();
    let inside = text.get(place).unwrap_or_default().lines().next().unwrap_or_default().chars().count();
    let shown = mask(line);
    let mut text = format!("  {number:>4} | {shown}");
    // A masked line is shorter: marks would stand under the wrong signs.
    if shown == line {
        text += &format!("\n       | {}{}", " ".repeat(indent), "^".repeat(inside.max(1)));
    }
    (number, indent + 1, text)
}

/// Hides a password: in an address such as `postgres://login:password@host/base`, or after a name that says so, which
/// is no setting, and which people try.
fn mask(line: &str) -> String {
    let hidden = || {
        if let Some((name, _)) = line.split_once('=')
            && ["pass", "secret"].iter().any(|word| name.contains(word))
            && !name.contains("_file")
        {
            return Some(format!("{name}= …"));
        }
        let (before, after) = line.split_once("://")?;
        let (user, rest) = after.rsplit_once('@')?;
        let (login, _) = user.split_once(':')?;
        Some(format!("{before}://{login}:…@{rest}"))
    };
    hidden().unwrap_or_else(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_shown_with_marks_and_without_passwords() {
        let text = "data = \"/d\"\nnamé = 1\ndatabase = \"postgres://p:se:cr@et@h/b\"\n";
        let place = text.find("= 1").unwrap();
        assert_eq!(
            show(text, place..place + 1),
            (2, 6, "     2 | namé = 1\n       |      ^".to_owned()),
            "columns count signs, not bytes"
        );
        let (line, _, shown) = show(text, text.find("\"postgres").unwrap()..text.len());
        assert_eq!((line, shown.as_str()), (3, "     3 | database = \"postgres://p:…@h/b\""));
        assert_eq!(mask("database_password = \"péage\""), "database_password = …");
        assert_eq!(mask("database_password_file = \"f\""), "database_password_file = \"f\"");
        assert_eq!(show("", 0..0).0, 1);
        assert_eq!(show("a = [", 5..5), (1, 6, "     1 | a = [\n       |      ^".to_owned()));
    }
}
