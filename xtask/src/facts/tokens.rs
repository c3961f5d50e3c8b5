//! Inside a macro call or an attribute there is no syntax tree: paths, calls and strings are read from the
//! tokens.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What a run of tokens names.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// `a::b::c`, at least two segments.
    Path(Vec<String>, usize),
    /// `.name(`.
    Call(String, usize),
    /// A string literal.
    Text(String, usize),
}

/// Everything `tokens` names, groups included, in order.
pub fn scan(tokens: TokenStream) -> Vec<Found> {
    let mut found = Vec::new();
    scan_into(tokens, &mut found);
    found
}

fn scan_into(tokens: TokenStream, found: &mut Vec<Found>) {
    let mut path: Vec<String> = Vec::new();
    let mut line = 0;
    let mut colons = 0;
    let mut after_dot = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                if colons != 2 {
                    close(&mut path, line, found);
                    line = ident.span().start().line;
                }
                path.push(ident.to_string());
                colons = 0;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
            TokenTree::Group(group) => {
                let method = match path.as_slice() {
                    [name] if after_dot && group.delimiter() == Delimiter::Parenthesis => Some(name.clone()),
                    _ => None,
                };
                found.extend(method.map(|name| Found::Call(name, line)));
                close(&mut path, line, found);
                (colons, after_dot) = (0, false);
                scan_into(group.stream(), found);
            }
            TokenTree::Literal(literal) => {
                close(&mut path, line, found);
                (colons, after_dot) = (0, false);
                if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                    found.push(Found::Text(text.value(), text.span().start().line));
                }
            }
            TokenTree::Punct(punct) => {
                close(&mut path, line, found);
                colons = 0;
                after_dot = punct.as_char() == '.';
            }
        }
    }
    close(&mut path, line, found);
}

fn close(path: &mut Vec<String>, line: usize, found: &mut Vec<Found>) {
    if path.len() > 1 {
        found.push(Found::Path(std::mem::take(path), line));
    }
    path.clear();
}
