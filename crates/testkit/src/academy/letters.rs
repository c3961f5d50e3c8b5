//! What can happen to letters: accents lost, keys missed, encodings confused.

use super::chance::Chance;

/// A letter without its accent, in small letters; ligatures as their letters.
fn bare(letter: char) -> Option<&'static str> {
    Some(match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' => "a",
        'ç' | 'ć' | 'č' => "c",
        'đ' => "d",
        'é' | 'è' | 'ê' | 'ë' | 'ę' => "e",
        'ğ' => "g",
        'í' | 'ì' | 'î' | 'ï' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' => "n",
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => "o",
        'ř' => "r",
        'ş' | 'š' | 'ś' => "s",
        'ú' | 'ù' | 'û' | 'ü' => "u",
        'ÿ' | 'ý' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'ą' => "a",
        'œ' => "oe",
        'æ' => "ae",
        _ => return None,
    })
}

/// Drops accents and opens ligatures; case is kept.
pub fn unaccented(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            out.push(letter);
            continue;
        }
        let lower = match letter {
            'İ' => 'i',
            _ => letter.to_lowercase().next().unwrap_or(letter),
        };
        let capital = letter != lower;
        match bare(lower) {
            None if lower.is_ascii() => out.push(if capital { lower.to_ascii_uppercase() } else { lower }),
            None => out.push(letter),
            Some(letters) if capital => out.extend(letters.chars().map(|c| c.to_ascii_uppercase())),
            Some(letters) => out.push_str(letters),
        }
    }
    out
}

/// What two spellings have in common: small letters without accents, single spaces for everything else.
pub fn folded(text: &str) -> String {
    let plain = unaccented(text);
    let mut out = String::with_capacity(plain.len());
    for letter in plain.chars() {
        if letter.is_alphanumeric() {
            out.extend(letter.to_lowercase());
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A capital after each space, hyphen and apostrophe.
pub fn capitalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start = true;
    for letter in text.chars() {
        if start {
            out.extend(letter.to_uppercase());
        } else {
            out.push(letter);
        }
        start = !letter.is_alphanumeric();
    }
    out
}

/// One key missed: a letter left out, doubled, replaced, or swapped with the next. Never the first letter in three cases of four, as people see that.
pub fn mistyped(text: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 3 {
        return text.to_owned();
    }
    let from = usize::from(!chance.is(0.25));
    let place = from + chance.below(letters.len() - 1 - from);
    match chance.below(10) {
        0..=2 => {
            letters.remove(place);
        }
        3..=4 => letters.insert(place, letters[place]),
        5 => letters.insert(place, random_letter(chance)),
        6..=7 => letters[place] = random_letter(chance),
        _ => letters.swap(place, place + 1),
    }
    letters.into_iter().collect()
}

/// A letter as frequent as in French.
fn random_letter(chance: &mut Chance) -> char {
    const LETTERS: &[u8] = b"eeeeeaaaiiinnnrrrtttsssooullldmcpbgvhfyjkz";
    char::from(LETTERS[chance.below(LETTERS.len())])
}

/// One letter replaced by its neighbour on a French keyboard.
pub fn beside(text: &str, chance: &mut Chance) -> String {
    const ROWS: [&str; 3] = ["azertyuiop", "qsdfghjklm", "wxcvbn"];
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..4 {
        let place = chance.below(letters.len());
        let Some(old) = letters.get(place).copied() else { break };
        let small = old.to_ascii_lowercase();
        if let Some((row, at)) = ROWS.iter().find_map(|row| Some((row, row.find(small)?))) {
            let beside = if at == 0 || (at + 1 < row.len() && chance.is(0.5)) { at + 1 } else { at - 1 };
            let new = char::from(row.as_bytes()[beside]);
            letters[place] = if old == small { new } else { new.to_ascii_uppercase() };
            break;
        }
    }
    letters.into_iter().collect()
}

/// A text whose encoding was taken for another: UTF-8 read as Windows-1252, or signs that the other end could not read.
pub fn garbled(text: &str, chance: &mut Chance) -> String {
    let kind = chance.below(3);
    let mut out = String::with_capacity(text.len() + 4);
    for letter in text.chars() {
        match (letter.is_ascii(), kind) {
            (true, _) => out.push(letter),
            (false, 0) => out.push('?'),
            (false, 1) => out.push('\u{FFFD}'),
            (false, _) => {
                let mut bytes = [0; 4];
                out.extend(letter.encode_utf8(&mut bytes).bytes().map(windows_1252));
            }
        }
    }
    out
}

/// The sign that Windows-1252 has for a byte.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
