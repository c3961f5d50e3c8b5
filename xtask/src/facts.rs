//! What the rules need to know of one Rust file, read from its syntax tree.

mod paths;
mod tokens;
mod visit;

use std::collections::BTreeSet;

use syn::visit::Visit;

pub use paths::Import;

/// A path named somewhere in a file, with `crate`, `self`, `super` and local imports resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Segments; `crate` first for a path in the same crate, `*` last for a glob import.
    pub path: Vec<String>,
    /// Line, from 1.
    pub line: usize,
    /// Whether only tests compile it.
    pub test: bool,
}

/// A method call: `.name(…)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Name of the method.
    pub method: String,
    /// Line, from 1.
    pub line: usize,
}

/// A string literal that is not documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The string it stands for.
    pub text: String,
    /// Line, from 1.
    pub line: usize,
    /// Whether only tests compile it.
    pub test: bool,
    /// Whether it stands in a `const NAME: Sql`.
    pub statement: bool,
}

/// A `const NAME: Sql`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Name of the constant.
    pub name: String,
    /// Line, from 1.
    pub line: usize,
}

/// A parameter of a function that is not private and that carries text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextParameter {
    /// Name of the function.
    pub function: String,
    /// Name of the parameter.
    pub name: String,
    /// Line, from 1.
    pub line: usize,
}

/// Everything the rules ask of a file.
#[derive(Debug, Default)]
pub struct Facts {
    /// Paths named in code, imports, macros and attributes.
    pub references: Vec<Reference>,
    /// `use` declarations and the names they bring in.
    pub imports: Vec<Import>,
    /// Method calls.
    pub calls: Vec<Call>,
    /// String literals.
    pub literals: Vec<Literal>,
    /// SQL statements declared as constants.
    pub statements: Vec<Statement>,
    /// Names that stand in `STATEMENTS`, when the file has one.
    pub listed: Option<BTreeSet<String>>,
    /// Text parameters of functions seen outside their module, tests excepted.
    pub text_parameters: Vec<TextParameter>,
    /// Modules declared `#[cfg(test)] mod name;`: their files are tests.
    pub test_modules: Vec<String>,
}

/// A file that is not Rust.
#[derive(Debug, PartialEq, Eq)]
pub struct Unparsed {
    /// Line of the fault, from 1.
    pub line: usize,
    /// What the parser says.
    pub message: String,
}

impl Facts {
    /// Reads a file that stands for the module `module` of its crate (`[]` for the crate root).
    ///
    /// # Errors
    /// When `text` is not Rust.
    pub fn read(text: &str, module: &[String]) -> Result<Self, Unparsed> {
        let file = syn::parse_file(text)
            .map_err(|error| Unparsed { line: error.span().start().line, message: error.to_string() })?;
        let mut reader = visit::Reader::new(module);
        reader.visit_file(&file);
        Ok(reader.into_facts())
    }
}

#[cfg(test)]
mod tests;
