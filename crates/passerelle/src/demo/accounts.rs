//! The accounts that the demonstration prints: the only ones that have a password.

use web::token;

/// Somebody one can sign in as.
#[derive(Debug, Clone)]
pub struct Account {
    /// `ent` or `pronote`.
    pub end: &'static str,
    /// What this person shows: `pupil`, `admin`, `console`…
    pub role: &'static str,
    /// The same in words, for people.
    pub who: &'static str,
    /// What to type.
    pub login: String,
    /// What to type next.
    pub password: String,
}

impl Account {
    pub(crate) fn new(
        end: &'static str,
        (role, who): (&'static str, &'static str),
        login: &str,
    ) -> anyhow::Result<Self> {
        Ok(Self { end, role, who, login: login.to_owned(), password: password()? })
    }
}

/// Words that are easy to read and to type.
const WORDS: [&str; 32] = [
    "abeille", "agrafe", "balcon", "bosquet", "bouton", "brique", "cabane", "cahier", "canal", "cerise",
    "chemin", "colline", "crayon", "dune", "falaise", "fanion", "galet", "jardin", "lanterne", "lavande",
    "moulin", "nuage", "olivier", "panier", "phare", "plume", "prairie", "rivage", "ruisseau", "sapin",
    "tambour", "verger",
];

/// Four words and four digits, drawn anew at each start: enough on a loopback address for an afternoon.
fn password() -> Result<String, token::NoRandomness> {
    let random = token::random::<8>()?;
    let (words, digits) = random.split_at(4);
    let words: Vec<&str> =
        words.iter().filter_map(|b| WORDS.get(usize::from(*b) % WORDS.len())).copied().collect();
    let digits: String = digits.iter().map(|b| char::from(b'0' + b % 10)).collect();
    Ok(format!("{}-{digits}", words.join("-")))
}
