//! The walk over a file's syntax tree.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, FnArg, Generics, Item, Pat, Signature, Visibility};

use super::tokens::{self, Found};
use super::{Call, Facts, Import, Literal, Reference, Statement, TextParameter, paths};

/// Type names through which a text, hence an untyped identifier, comes in.
const TEXT: &[&str] = &["String", "str", "ToString"];

/// A path with the inline module it was named in.
struct Named {
    path: Vec<String>,
    module: Vec<String>,
    line: usize,
    test: bool,
    import: bool,
}

pub struct Reader {
    facts: Facts,
    named: Vec<Named>,
    module: Vec<String>,
    test: bool,
    statement: bool,
    public_trait: bool,
}

impl Reader {
    pub fn new(module: &[String]) -> Self {
        Self {
            facts: Facts::default(),
            named: Vec::new(),
            module: module.to_vec(),
            test: false,
            statement: false,
            public_trait: false,
        }
    }

    /// Resolves the paths, now that every import is known.
    pub fn into_facts(self) -> Facts {
        let mut facts = self.facts;
        for Named { path, module, line, test, import } in self.named {
            let path = if import { path } else { paths::expand(path, &module, &facts.imports) };
            facts.references.push(Reference { path, line, test });
        }
        facts
    }

    fn name(&mut self, path: Vec<String>, line: usize, import: bool) {
        let path = paths::absolute(path, &self.module);
        self.named.push(Named { path, module: self.module.clone(), line, test: self.test, import });
    }

    fn literal(&mut self, text: String, line: usize) {
        let (test, statement) = (self.test, self.statement);
        self.facts.literals.push(Literal { text, line, test, statement });
    }

    fn within_test(&mut self, attributes: &[Attribute], walk: impl FnOnce(&mut Self)) {
        let outer = self.test;
        self.test |= attributes.iter().any(is_test);
        walk(self);
        self.test = outer;
    }

    /// Notes a constant of a type that names `Sql`, or the list of them, then walks into it.
    fn constant(
        &mut self,
        name: &syn::Ident,
        ty: &syn::Type,
        value: &syn::Expr,
        walk: impl FnOnce(&mut Self),
    ) {
        let outer = self.statement;
        if name == "STATEMENTS" {
            self.facts.listed = Some(idents(value.to_token_stream()).into_iter().collect());
            self.statement = true;
        } else if idents(ty.to_token_stream()).iter().any(|ident| ident == "Sql") {
            let line = name.span().start().line;
            self.facts.statements.push(Statement { name: name.to_string(), line });
            self.statement = true;
        }
        walk(self);
        self.statement = outer;
    }

    fn signature(&mut self, signature: &Signature, public: bool) {
        if !public || self.test {
            return;
        }
        for input in &signature.inputs {
            let FnArg::Typed(input) = input else { continue };
            let Pat::Ident(pattern) = &*input.pat else { continue };
            if carries_text(&input.ty, &signature.generics) {
                self.facts.text_parameters.push(TextParameter {
                    function: signature.ident.to_string(),
                    name: pattern.ident.to_string(),
                    line: pattern.ident.span().start().line,
                });
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_file(&mut self, file: &'ast syn::File) {
        self.within_test(&file.attrs, |reader| visit::visit_file(reader, file));
    }

    fn visit_item(&mut self, item: &'ast Item) {
        self.within_test(attributes(item), |reader| visit::visit_item(reader, item));
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.content.is_none() && self.test {
            self.facts.test_modules.push(item.ident.to_string());
        }
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        for (name, path, line) in paths::leaves(&item.tree) {
            let path = paths::absolute(path, &self.module);
            let (module, test) = (self.module.clone(), self.test);
            self.name(path.clone(), line, true);
            self.facts.imports.push(Import { name, path, module, line, test });
        }
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        self.name(vec![item.ident.to_string()], item.ident.span().start().line, true);
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.constant(&item.ident, &item.ty, &item.expr, |reader| visit::visit_item_const(reader, item));
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.constant(&item.ident, &item.ty, &item.expr, |reader| visit::visit_item_static(reader, item));
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.signature(&item.sig, is_public(&item.vis));
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes = match item {
            syn::ImplItem::Fn(function) => function.attrs.as_slice(),
            syn::ImplItem::Const(constant) => &constant.attrs,
            _ => &[],
        };
        self.within_test(attributes, |reader| visit::visit_impl_item(reader, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.signature(&item.sig, is_public(&item.vis));
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        let outer = std::mem::replace(&mut self.public_trait, is_public(&item.vis));
        visit::visit_item_trait(self, item);
        self.public_trait = outer;
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.signature(&item.sig, self.public_trait);
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if !attribute.path().is_ident("doc") {
            visit::visit_attribute(self, attribute);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            let segments = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.name(segments, path.span().start().line, false);
        }
        visit::visit_path(self, path);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let line = call.method.span().start().line;
        self.facts.calls.push(Call { method: call.method.to_string(), line });
        visit::visit_expr_method_call(self, call);
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.literal(text.value(), text.span().start().line);
    }

    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        for found in tokens::scan(tokens.clone()) {
            match found {
                Found::Path(path, line) => self.name(path, line, false),
                Found::Call(method, line) => self.facts.calls.push(Call { method, line }),
                Found::Text(text, line) => self.literal(text, line),
            }
        }
    }
}

/// `#[test]`, `#[tokio::test]`, `#[cfg(test)]`, `#[cfg(all(test, …))]`.
fn is_test(attribute: &Attribute) -> bool {
    if attribute.path().is_ident("cfg") {
        let Ok(condition) = attribute.parse_args::<syn::Meta>() else { return false };
        return match condition {
            syn::Meta::Path(path) => path.is_ident("test"),
            syn::Meta::List(list) => {
                list.path.is_ident("all") && idents(list.tokens).iter().any(|ident| ident == "test")
            }
            syn::Meta::NameValue(_) => false,
        };
    }
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "test")
}

fn is_public(visibility: &Visibility) -> bool {
    !matches!(visibility, Visibility::Inherited)
}

/// Whether a type, or the bounds of a type parameter it names, lets a text in.
fn carries_text(ty: &syn::Type, generics: &Generics) -> bool {
    let mut named = idents(ty.to_token_stream());
    for parameter in generics.type_params() {
        if named.iter().any(|ident| parameter.ident == ident) {
            named.extend(idents(parameter.bounds.to_token_stream()));
        }
    }
    for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
        let words = idents(predicate.to_token_stream());
        if words.first().is_some_and(|bounded| named.contains(bounded)) {
            named.extend(words);
        }
    }
    named.iter().any(|ident| TEXT.contains(&ident.as_str()))
}

/// Every identifier in `tokens`, in order.
fn idents(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(ident) => found.push(ident.to_string()),
            proc_macro2::TokenTree::Group(group) => found.extend(idents(group.stream())),
            _ => {}
        }
    }
    found
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
