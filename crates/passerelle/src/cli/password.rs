//! A password from standard input: it never stands on a command line, where every user of the machine could read it.

use std::io::{BufRead, IsTerminal as _, Write as _};

use anyhow::Context as _;
use web::strength::{self, Weakness};

/// Reads the first line of standard input and judges it. `around` are words of the account: login, names, school.
pub(super) fn from_stdin(around: &[&str]) -> anyhow::Result<String> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        // Without a standard error there is nobody to ask.
        let _ = write!(std::io::stderr(), "Mot de passe (il s'affiche en le tapant) : ");
    }
    let password = first_line(stdin.lock())?;
    strength::check(&password, around).map_err(|weakness| anyhow::anyhow!(refusal(weakness)))?;
    Ok(password)
}

fn first_line(input: impl BufRead) -> anyhow::Result<String> {
    let mut line = String::new();
    // Longer than any password that is accepted, and bounded.
    let longest = u64::try_from(web::passwords::LONGEST + 2).unwrap_or(u64::MAX);
    input
        .take(longest)
        .read_line(&mut line)
        .context("le mot de passe ne peut pas être lu : l'entrée standard doit être du texte en UTF-8")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn refusal(weakness: Weakness) -> String {
    match weakness {
        Weakness::Empty => "le mot de passe est vide : envoyez-le sur l'entrée standard, en une ligne \
                            (… --password-stdin < FICHIER)"
            .to_owned(),
        Weakness::Short => {
            format!("le mot de passe est trop court : {} signes au moins", strength::SHORTEST)
        }
        Weakness::Long => {
            format!("le mot de passe est trop long : {} octets au plus", web::passwords::LONGEST)
        }
        Weakness::Guessable { bits } => format!(
            "le mot de passe se devine trop facilement ({bits} bits sur {}, sans compter ce qu'on essaie d'abord : \
             identifiant, noms, mots courants, suites de touches) : allongez-le, une phrase de cinq mots convient",
            strength::BITS
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_password_as_it_is() {
        for (input, password) in [
            ("  un pont \r\nautre", "  un pont "),
            ("sans fin de ligne", "sans fin de ligne"),
            ("\n", ""),
            ("", ""),
        ] {
            assert_eq!(first_line(input.as_bytes()).unwrap(), password);
        }
        assert!(first_line(&[0xff, 0xfe, b'\n'][..]).is_err());
        assert_eq!(first_line("x".repeat(10_000).as_bytes()).unwrap().len(), 514, "no book is read");
    }
}
