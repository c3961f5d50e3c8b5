//! Paths as the compiler would resolve them, as far as one file can tell.

use syn::UseTree;

/// A name brought in by a `use` declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The name it has in the module, `*` for a glob.
    pub name: String,
    /// What it stands for.
    pub path: Vec<String>,
    /// The module that has it, from the crate root.
    pub module: Vec<String>,
    /// Line, from 1.
    pub line: usize,
    /// Whether only tests compile it.
    pub test: bool,
}

/// Turns `crate::`, `self::` and `super::` into a path from the crate root, which starts with `crate`.
/// Other paths stay as they are.
pub fn absolute(path: Vec<String>, module: &[String]) -> Vec<String> {
    let mut base: Vec<String> = module.to_vec();
    let mut rest = path.iter().peekable();
    match rest.peek().map(|first| first.as_str()) {
        Some("crate" | "$crate") => {
            base.clear();
            rest.next();
        }
        Some("self") if path.len() > 1 => {
            rest.next();
        }
        Some("super") => {}
        _ => return path,
    }
    while rest.peek().is_some_and(|segment| segment.as_str() == "super") {
        base.pop();
        rest.next();
    }
    std::iter::once("crate".to_owned()).chain(base).chain(rest.cloned()).collect()
}

/// Replaces a first segment that an import of the same module brought in. A lone name is left alone: it is
/// a variable more often than a path, and its import is seen by itself.
pub fn expand(path: Vec<String>, module: &[String], imports: &[Import]) -> Vec<String> {
    let [first, rest @ ..] = path.as_slice() else { return path };
    if rest.is_empty() {
        return path;
    }
    match imports.iter().find(|import| import.module == module && import.name == *first) {
        Some(import) => import.path.iter().chain(rest).cloned().collect(),
        None => path,
    }
}

/// The leaves of a `use` tree: the name each brings in, its path and its line.
pub fn leaves(tree: &UseTree) -> Vec<(String, Vec<String>, usize)> {
    let mut found = Vec::new();
    walk(tree, &mut Vec::new(), &mut found);
    found
}

fn walk(tree: &UseTree, prefix: &mut Vec<String>, found: &mut Vec<(String, Vec<String>, usize)>) {
    match tree {
        UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            walk(&path.tree, prefix, found);
            prefix.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|item| walk(item, prefix, found)),
        UseTree::Name(name) => found.push(leaf(prefix, &name.ident, None)),
        UseTree::Rename(rename) => found.push(leaf(prefix, &rename.ident, Some(&rename.rename))),
        UseTree::Glob(glob) => {
            let path = prefix.iter().cloned().chain(["*".to_owned()]).collect();
            found.push(("*".to_owned(), path, glob.star_token.spans[0].start().line));
        }
    }
}

fn leaf(
    prefix: &[String],
    ident: &proc_macro2::Ident,
    rename: Option<&proc_macro2::Ident>,
) -> (String, Vec<String>, usize) {
    let mut path = prefix.to_vec();
    if ident != "self" || prefix.is_empty() {
        path.push(ident.to_string());
    }
    let own_name = path.last().cloned().unwrap_or_default();
    (rename.map_or(own_name, ToString::to_string), path, ident.span().start().line)
}
