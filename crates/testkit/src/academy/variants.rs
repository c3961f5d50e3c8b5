//! Other spellings of given names that people really use for one another, and respellings by rule.

use super::chance::Chance;

/// Spellings of one given name; a person may be written with any of them.
const VARIANTS: &str = "Mohamed Mohammed Muhammad Mouhamed Mohamad,Youssef Yousef Youcef Yusuf Youssouf,Mathieu Matthieu,Sofiane Soufiane Sofian,\
    Fatima Fatma Fatimah,Aïcha Aisha Aycha,Khadija Khadidja Hadija,Yasmine Yasmina Jasmine,Ilyès Elyes Ilias Ilyas Ilyes,Rayan Rayane Ryan,\
    Inès Inesse Inêz,Zakaria Zacharia Zakarya Zakariya,Abdelkader Abdel-Kader Abdelkadir,Christophe Christoph,Stéphane Stephan Stefan,\
    Frédéric Frédérick Frederik,Éric Erick,Geoffroy Geoffrey Joffrey,Jérémy Jérémie,Anthony Antony,Cédric Cédrick,Catherine Katherine,Sarah Sara,\
    Maëlle Maelle Mahelle,Maëlys Maélys Mailys,Mickaël Michaël Mikaël Mickael,Thibault Thibaut Thibaud,Grégory Grégori,Rémi Rémy,Loïc Loick,\
    Kévin Kevyn,Raphaël Rafael,Nadège Nadèje,Céline Selline,Élodie Elaudie,Aurélie Orélie,Karine Carine,Magali Magalie,Laetitia Laëtitia Leticia,\
    Sonia Sonya,Sophie Sofie,Myriam Miriam Meriem,Ludivine Ludyvine,Nathalie Natalie,Isabelle Isabel,Jennifer Jenifer,Vanessa Vannessa,\
    Élisabeth Elizabeth,Elisabeth Elizabeth,Yann Yan,Yannick Yanick,Franck Frank,Joël Joel,Ismaël Ismail Ismaïl,Ibrahim Ibrahima Brahim,Moussa Mousa,\
    Amadou Ahmadou,Mamadou Mahamadou,Aminata Amina,Fatoumata Fatouma,Aïssatou Aissata,Mariam Maryam Mariame,Ousmane Ousman,Souleymane Souleimane,\
    Mehdi Mahdi Medhi,Hamza Hamzah,Saïd Sayed,Rachid Rachide,Samira Samirah,Leïla Leyla Laïla,Nora Norah,Safia Safiya,Assia Asia,Louna Luna,\
    Lina Lyna,Lana Lanna,Timéo Tyméo,Mathéo Matéo Mattéo,Mathis Matisse Matis,Mathys Matys,Kylian Killian Kilian,Tiago Thiago,Enzo Enzzo,Nolan Nollan,\
    Lilou Lylou,Emmy Emy Émie,Zoé Zoë,Chloé Cloé,Manon Mannon,Lola Lolla,Margaux Margot,Anaïs Annaïs,Hugo Ugo,Alexis Alexy,Théo Téo,Évan Yvan,Noah Noa,\
    Ethan Éthan,Éloïse Héloïse,Gaëlle Gaelle,Clara Klara,Nicolas Nikolas,Hélène Ellène,Audrey Audray,Cindy Cyndie,Ahmed Ahmad,Nour Nur,Aya Ayah,\
    José Jose,João Joao,Mehmet Méhmet,Ayşe Ayse,Djénéba Dieneba,Hassan Hasan,Mustapha Mustafa,Khalid Khaled,Abdallah Abdullah Abdellah,Nordine Noureddine";

/// Given names and what their bearers are called.
const DIMINUTIVES: &str = "Alexandre Alex,Alexandra Alex,Alexis Alex,Catherine Cathy,Christophe Chris,Frédéric Fred,Isabelle Isa,Philippe Phil,Stéphanie Steph,\
    Stéphane Steph,Valérie Val,Véronique Véro,Nathalie Nath,Jennifer Jenny,Benjamin Ben,Maxime Max,Mathieu Mat,Matthieu Mat,Thomas Tom,Nicolas Nico,\
    Grégory Greg,Elisabeth Babeth,Élisabeth Babeth,Joséphine Jo,Mohamed Momo,Gabriel Gaby,Gabrielle Gaby,Samuel Sam,Daniel Dany,Patricia Pat,Patrick Pat,\
    Caroline Caro,Emmanuelle Manue,Emmanuel Manu,Béatrice Béa,Delphine Del,Sandrine Sandra,Mélanie Mel,Mélissa Mel,Sébastien Seb,Olivier Oliv,Laurent Lolo,\
    Dominique Dom,Théodore Théo,Eléonore Léo,Charlotte Charlie,Élise Lise,Victoria Vicky,Antoine Toine,Jonathan Jo,Fabienne Fab,Fabrice Fab,\
    Fabien Fab,Ludovic Ludo,Aurélien Aurel,Aurélie Lili,Florence Flo,Florian Flo,Bénédicte Béné,Guillaume Guigui,Quentin Tintin,Michel Mitch,Raphaël Raph,\
    Abdelkader Kader,Abderrahmane Abdel,Abdelaziz Aziz,Fatoumata Fatou,Aminata Ami,Mamadou Madou,José Zé,Antonio Tonio,Maria Mia,Angélique Angie,\
    Priscilla Pris,Virginie Virg,Christelle Chris,Christine Chris,Jacqueline Jacquie,Madeleine Mado,Marguerite Margot,Suzanne Suzy,Yannick Yan,Valentin Val,Valentine Val";

/// Letters that one alphabet or another writes in two ways.
const TRANSLITERATIONS: [(&str, &str); 24] = [
    ("ou", "u"),
    ("aï", "ai"),
    ("aï", "ay"),
    ("dj", "j"),
    ("kh", "k"),
    ("ch", "sh"),
    ("oui", "wi"),
    ("ss", "s"),
    ("ll", "l"),
    ("mm", "m"),
    ("ben ", "ben"),
    ("el ", "el"),
    ("ait ", "ait"),
    ("n'", "n"),
    ("m'", "m"),
    ("y", "i"),
    ("k", "c"),
    ("w", "v"),
    ("ph", "f"),
    ("ç", "c"),
    ("ı", "i"),
    ("ş", "ch"),
    ("gn", "ny"),
    ("th", "t"),
];

/// Letters that sound alike to a French ear.
const SOUNDS: [(&str, &str); 22] = [
    ("ault", "aut"),
    ("aud", "aut"),
    ("eau", "ot"),
    ("ph", "f"),
    ("th", "t"),
    ("qu", "k"),
    ("y", "i"),
    ("ai", "é"),
    ("ss", "c"),
    ("tt", "t"),
    ("nn", "n"),
    ("ll", "l"),
    ("mm", "m"),
    ("ck", "k"),
    ("h", ""),
    ("oux", "ou"),
    ("ez", "é"),
    ("et", "ais"),
    ("in", "ain"),
    ("z", "s"),
    ("c", "k"),
    ("au", "o"),
];

/// The tables, split.
#[derive(Debug)]
pub struct Variants {
    groups: std::collections::HashMap<&'static str, Vec<&'static str>>,
    short: std::collections::HashMap<&'static str, &'static str>,
}

impl Variants {
    /// Splits the tables.
    pub fn new() -> Self {
        let mut groups = std::collections::HashMap::new();
        for group in VARIANTS.split(',') {
            let names: Vec<&str> = group.split_whitespace().collect();
            for name in &names {
                let others = names.iter().copied().filter(|other| other != name).collect();
                groups.insert(*name, others);
            }
        }
        let short = DIMINUTIVES.split(',').filter_map(|pair| pair.trim().split_once(' ')).collect();
        Self { groups, short }
    }

    /// Another spelling of a given name, when one is known.
    pub fn other(&self, first: &str, chance: &mut Chance) -> Option<&'static str> {
        self.groups.get(first).map(|others| chance.pick(others))
    }

    /// What a bearer of a given name is called, when something is known.
    pub fn diminutive(&self, first: &str) -> Option<&'static str> {
        self.short.get(first).copied()
    }
}

/// Writes a name that came from another alphabet in another way; `None` when no rule fits.
pub fn transliterated(name: &str, chance: &mut Chance) -> Option<String> {
    by_rule(name, &TRANSLITERATIONS, chance)
}

/// Writes a name as it sounds; `None` when no rule fits.
pub fn by_sound(name: &str, chance: &mut Chance) -> Option<String> {
    by_rule(name, &SOUNDS, chance)
}

/// Applies the first rule that fits, in either direction, from a random one on.
fn by_rule(name: &str, rules: &[(&str, &str)], chance: &mut Chance) -> Option<String> {
    let start = chance.below(rules.len());
    let small = name.to_lowercase();
    for step in 0..rules.len() {
        let (from, to) = rules[(start + step) % rules.len()];
        if let Some(place) = small.find(from) {
            let mut other = String::with_capacity(small.len() + 2);
            other.push_str(&small[..place]);
            other.push_str(to);
            other.push_str(&small[place + from.len()..]);
            return Some(super::letters::capitalised(&other));
        }
    }
    None
}
