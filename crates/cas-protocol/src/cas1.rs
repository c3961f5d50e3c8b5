//! CAS 1: the plain text of `/validate` (CAS §2.4.2), sent as `text/plain; charset=utf-8`: without the charset
//! one client in use refuses every answer.

/// The ticket is good. The second line is not in CAS 3.0.3, but CAS 1 clients read the person's name there.
///
/// A control character in the name becomes U+FFFD, so that a name cannot add lines.
pub fn success(user: &str) -> String {
    format!("yes\n{}\n", user.replace(char::is_control, "\u{fffd}"))
}

/// The ticket, the service or the request is not good; CAS 1 has no word for the reason.
pub fn failure() -> &'static str {
    "no\n\n"
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_two_answers() {
        assert_eq!(super::success("zoe.o'neill"), "yes\nzoe.o'neill\n");
        assert_eq!(super::success("no\r\nzoe"), "yes\nno\u{fffd}\u{fffd}zoe\n");
        assert_eq!(super::failure(), "no\n\n");
    }
}
