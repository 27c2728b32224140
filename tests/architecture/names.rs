//! What a file names: its paths, as the parser of Rust reads them, from the place where each stands.

use std::collections::{BTreeMap, BTreeSet};

use syn::buffer::{Cursor, TokenBuffer};
use syn::visit::{self, Visit};
use syn::{Attribute, File, ImplItem, Item, ItemMod, ItemUse, Macro, Meta, Path, UseTree, Visibility};

/// A path, segment by segment.
pub type Segments = Vec<String>;

/// A module: a file, or a part of one.
#[derive(Debug, Default)]
pub struct Module {
    /// The file it is in.
    pub file: String,
    /// What it defines.
    pub items: BTreeSet<String>,
    /// What it calls by a name of its own: that name → the path as written.
    pub aliases: BTreeMap<String, Vec<Segments>>,
    /// What it takes everything from.
    pub globs: Vec<Segments>,
    /// Every path in it.
    pub names: Vec<Name>,
    /// Whether it is for tests alone.
    pub is_test: bool,
}

/// A path in a module.
#[derive(Debug, Clone)]
pub struct Name {
    /// As written.
    pub path: Segments,
    /// Whether it stands in code that is for tests alone.
    pub in_test: bool,
    /// Whether it only hands a name on: `pub use`.
    pub hands_on: bool,
}

/// Adds the modules of a file to those of the crate.
pub fn read(path: &[String], name: &str, file: &File, modules: &mut BTreeMap<Segments, Module>) {
    let mut reader = Reader { path: path.to_vec(), file: name, tests: 0, modules };
    reader.module();
    reader.visit_file(file);
}

struct Reader<'a> {
    path: Segments,
    file: &'a str,
    /// How deep inside code for tests the reader is.
    tests: usize,
    modules: &'a mut BTreeMap<Segments, Module>,
}

impl Reader<'_> {
    fn module(&mut self) -> &mut Module {
        let module = self.modules.entry(self.path.clone()).or_default();
        self.file.clone_into(&mut module.file);
        module
    }

    fn name(&mut self, path: Segments, hands_on: bool) {
        let in_test = self.tests > 0;
        self.module().names.push(Name { path, in_test, hands_on });
    }

    /// What stands in a `use`, one path for each name.
    fn uses(&mut self, tree: &UseTree, before: &[String], hands_on: bool) {
        let mut path = before.to_vec();
        let alias = match tree {
            UseTree::Path(tree) => {
                path.push(tree.ident.to_string());
                return self.uses(&tree.tree, &path, hands_on);
            }
            UseTree::Group(group) => return group.items.iter().for_each(|tree| self.uses(tree, before, hands_on)),
            UseTree::Glob(_) => {
                self.name(path.clone(), hands_on);
                return self.module().globs.push(path);
            }
            UseTree::Name(tree) if tree.ident == "self" => path.last().cloned().unwrap_or_default(),
            UseTree::Name(tree) => {
                path.push(tree.ident.to_string());
                tree.ident.to_string()
            }
            UseTree::Rename(tree) => {
                if tree.ident != "self" {
                    path.push(tree.ident.to_string());
                }
                tree.rename.to_string()
            }
        };
        self.name(path.clone(), hands_on);
        self.module().aliases.entry(alias).or_default().push(path);
    }

    /// The paths in the tokens of a macro or an attribute, which have no other grammar.
    fn tokens(&mut self, mut cursor: Cursor<'_>) {
        let mut after_dot = false;
        while !cursor.eof() {
            if let Some((inside, _, _, rest)) = cursor.any_group() {
                self.tokens(inside);
                (cursor, after_dot) = (rest, false);
            } else if let Some((first, rest)) = cursor.ident() {
                let mut path = vec![first.to_string()];
                cursor = rest;
                while let Some((segment, rest)) = after_colons(cursor) {
                    path.push(segment);
                    cursor = rest;
                }
                // A field or a method is no path.
                if !after_dot {
                    self.name(path, false);
                }
                after_dot = false;
            } else if let Some((punct, rest)) = cursor.punct() {
                (cursor, after_dot) = (rest, punct.as_char() == '.');
            } else if let Some((_, rest)) = cursor.token_tree() {
                (cursor, after_dot) = (rest, false);
            }
        }
    }
}

fn after_colons(cursor: Cursor<'_>) -> Option<(String, Cursor<'_>)> {
    let (first, rest) = cursor.punct()?;
    let (second, rest) = rest.punct()?;
    let (segment, rest) = rest.ident()?;
    (first.as_char() == ':' && second.as_char() == ':').then(|| (segment.to_string(), rest))
}

/// The identifiers in the tokens of a macro that may define any of them.
fn identifiers(cursor: Cursor<'_>, found: &mut BTreeSet<String>) {
    let mut cursor = cursor;
    while let Some((_, rest)) = cursor.token_tree() {
        if let Some((ident, _)) = cursor.ident() {
            found.insert(ident.to_string());
        } else if let Some((inside, ..)) = cursor.any_group() {
            identifiers(inside, found);
        }
        cursor = rest;
    }
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

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            list.parse_args::<Path>().is_ok_and(|condition| condition.is_ident("test"))
        }
        _ => false,
    })
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let defined = match item {
            Item::Const(item) => Some(&item.ident),
            Item::Enum(item) => Some(&item.ident),
            Item::Fn(item) => Some(&item.sig.ident),
            Item::Static(item) => Some(&item.ident),
            Item::Struct(item) => Some(&item.ident),
            Item::Trait(item) => Some(&item.ident),
            Item::Type(item) => Some(&item.ident),
            _ => None,
        };
        if let Some(ident) = defined {
            self.module().items.insert(ident.to_string());
        }
        if let Item::Macro(item) = item {
            let tokens = TokenBuffer::new2(item.mac.tokens.clone());
            identifiers(tokens.begin(), &mut self.module().items);
        }
        let for_tests = usize::from(is_for_tests(attributes(item)));
        self.tests += for_tests;
        visit::visit_item(self, item);
        self.tests -= for_tests;
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let for_tests = usize::from(match item {
            ImplItem::Const(item) => is_for_tests(&item.attrs),
            ImplItem::Fn(item) => is_for_tests(&item.attrs),
            _ => false,
        });
        self.tests += for_tests;
        visit::visit_impl_item(self, item);
        self.tests -= for_tests;
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.path.push(item.ident.to_string());
        if self.tests > 0 {
            self.modules.entry(self.path.clone()).or_default().is_test = true;
        }
        if let Some((_, items)) = &item.content {
            self.module();
            for item in items {
                self.visit_item(item);
            }
        }
        self.path.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let hands_on = !matches!(item.vis, Visibility::Inherited);
        self.uses(&item.tree, &[], hands_on);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        self.name(path.segments.iter().map(|segment| segment.ident.to_string()).collect(), false);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.visit_path(&call.path);
        let tokens = TokenBuffer::new2(call.tokens.clone());
        self.tokens(tokens.begin());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta {
            let tokens = TokenBuffer::new2(list.tokens.clone());
            self.tokens(tokens.begin());
        } else {
            visit::visit_attribute(self, attribute);
        }
    }
}
