//! What a browser keeps to show that somebody has signed in to an account with it before.
//!
//! The cookie is `secret-proof-proof…`, one proof for each of the last [`MOST`] people (a family shares a computer). A
//! proof is a digest of the secret with the account and its stored password hash, which holds a salt that nobody outside
//! knows: no table and no key of the server are needed, and a changed password makes every device a strange one.

use subtle::ConstantTimeEq as _;
use web::token::{self, NoRandomness};

use crate::ids::AccountId;

/// The cookie. It opens nothing: it only spares its browser what strangers have done to the throttling of an account.
pub(crate) const COOKIE: &str = "ENT-known";
/// How long a browser is remembered, in seconds.
pub(crate) const SECONDS: u32 = 180 * 24 * 3600;
/// How many people one browser proves itself for.
const MOST: usize = 8;
/// 128 bits, in hexadecimal.
const PROOF: usize = 32;

/// The name of this browser, if its cookie proves that the account was signed in to with it.
pub(super) fn recognised(cookie: &str, account: &AccountId, password_hash: &str) -> Option<String> {
    let (secret, proofs) = parts(cookie)?;
    let expected = proof(secret, account, password_hash);
    let found = proofs.iter().any(|given| given.as_bytes().ct_eq(expected.as_bytes()).into());
    found.then(|| token::digest(secret))
}

/// The cookie of this browser after a sign-in to the account.
pub(super) fn remember(
    cookie: Option<&str>,
    account: &AccountId,
    password_hash: &str,
) -> Result<String, NoRandomness> {
    let held = cookie.and_then(parts);
    let secret = match &held {
        Some((secret, _)) => (*secret).to_owned(),
        None => token::opaque()?,
    };
    let own = proof(&secret, account, password_hash);
    let others = held.map(|(_, proofs)| proofs).unwrap_or_default();
    let others = others.into_iter().filter(|other| *other != own).take(MOST - 1);
    Ok(others.fold(format!("{secret}-{own}"), |cookie, other| format!("{cookie}-{other}")))
}

fn parts(cookie: &str) -> Option<(&str, Vec<&str>)> {
    let mut parts = cookie.split('-');
    let secret = parts.next()?;
    let proofs: Vec<&str> = parts.take(MOST).collect();
    let well_formed = |part: &&str| part.len() == PROOF && part.bytes().all(|b| b.is_ascii_hexdigit());
    (well_formed(&secret) && proofs.iter().all(well_formed)).then_some((secret, proofs))
}

fn proof(secret: &str, account: &AccountId, password_hash: &str) -> String {
    let digest = token::digest(&format!("known device {secret} {account} {password_hash}"));
    digest.chars().take(PROOF).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(name: &str) -> AccountId {
        name.parse().unwrap()
    }

    #[test]
    fn a_browser_is_known_for_the_accounts_that_it_signed_in_to_and_their_present_passwords() {
        let first = remember(None, &account("a"), "hash").unwrap();
        let both = remember(Some(&first), &account("b"), "other").unwrap();
        let name = recognised(&first, &account("a"), "hash").unwrap();
        assert_eq!(recognised(&both, &account("a"), "hash"), Some(name.clone()));
        assert_eq!(recognised(&both, &account("b"), "other"), Some(name));
        for (who, hash) in [("a", "changed"), ("b", "hash"), ("c", "hash")] {
            assert_eq!(recognised(&both, &account(who), hash), None, "{who} {hash}");
        }
        assert_eq!(remember(Some(&both), &account("b"), "other").unwrap(), both, "nobody stands there twice");
    }

    #[test]
    fn a_cookie_holds_a_family_and_what_is_no_cookie_is_replaced() {
        let mut cookie = None;
        for who in 0..12 {
            cookie = Some(remember(cookie.as_deref(), &account(&who.to_string()), "hash").unwrap());
        }
        let cookie = cookie.unwrap();
        let known = |who: &str| recognised(&cookie, &account(who), "hash").is_some();
        assert!(known("11") && known("4") && !known("3"));
        for broken in ["", "x", "-", "é-é", &cookie.replace('-', "_"), &"a".repeat(5000)] {
            assert_eq!(recognised(broken, &account("11"), "hash"), None, "{broken}");
            assert!(
                recognised(&remember(Some(broken), &account("1"), "h").unwrap(), &account("1"), "h")
                    .is_some()
            );
        }
    }
}
