//! The markup of a document as a first look sees it: one pass that costs the same whatever the document means.

/// One piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// A start tag, `closed` when it ends with `/>`.
    Start { closed: bool, attributes: usize },
    /// An end tag.
    End,
    /// `<!`, other than of a comment or of a character section.
    Declaration,
    /// A comment, a character section or an instruction.
    Other,
}

/// Reads the markup from left to right. Each byte is looked at in one call of `next` only, which takes it off `rest`.
#[derive(Debug, Clone)]
pub(crate) struct Markup<'a> {
    rest: &'a str,
}

impl<'a> Markup<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// How many bytes no call has looked at yet.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    fn leave(&mut self, rest: &'a str, event: Event) -> Option<Event> {
        self.rest = rest;
        Some(event)
    }
}

impl Iterator for Markup<'_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        let Some((_, markup)) = self.rest.split_once('<') else {
            self.rest = "";
            return None;
        };
        if let Some(comment) = markup.strip_prefix("!--") {
            self.leave(after(comment, "-->"), Event::Other)
        } else if let Some(characters) = markup.strip_prefix("![CDATA[") {
            self.leave(after(characters, "]]>"), Event::Other)
        } else if let Some(instruction) = markup.strip_prefix('?') {
            self.leave(after(instruction, "?>"), Event::Other)
        } else if let Some(declaration) = markup.strip_prefix('!') {
            self.leave(declaration, Event::Declaration)
        } else if let Some(name) = markup.strip_prefix('/') {
            self.leave(name, Event::End)
        } else {
            let (event, rest) = start_tag(markup);
            self.leave(rest, event)
        }
    }
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

/// Walks to the `>` that ends the tag, past those inside quotes.
fn start_tag(markup: &str) -> (Event, &str) {
    let (mut quote, mut previous, mut attributes) = (None, b' ', 0);
    // Bytes: none of another character is one of these signs.
    for (at, sign) in markup.bytes().enumerate() {
        match (quote, sign) {
            (Some(open), _) if open == sign => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(sign),
            (None, b'=') => attributes += 1,
            (None, b'>') => {
                let rest = markup.get(at + 1..).unwrap_or_default();
                return (Event::Start { closed: previous == b'/', attributes }, rest);
            }
            (None, _) => {}
        }
        previous = sign;
    }
    (Event::Start { closed: false, attributes }, "")
}

#[cfg(test)]
mod tests {
    use super::{Event::*, Markup};

    #[test]
    fn each_piece_is_seen_once() {
        let start = |closed, attributes| Start { closed, attributes };
        for (text, events) in [
            ("", vec![]),
            ("a > b", vec![]),
            ("<a>x</a>", vec![start(false, 0), End]),
            ("<?x <a> ?><!-- <b> --><![CDATA[<c>]]><d/>", vec![Other, Other, Other, start(true, 0)]),
            ("<a b='>' c=\"/>'\"/>", vec![start(true, 2)]),
            ("<!DOCTYPE a [<!ENTITY b 'c'>]>", vec![Declaration, Declaration]),
            ("<a b='<c><d>", vec![start(false, 1)]),
            ("<!-- <a>", vec![Other]),
            ("<", vec![start(false, 0)]),
        ] {
            assert_eq!(Markup::of(text).collect::<Vec<_>>(), events, "{text}");
        }
    }
}
