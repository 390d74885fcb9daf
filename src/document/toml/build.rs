//! Tables put together from all the places that define them.

use std::collections::HashMap;

use super::layout::{Entry, Group, Layout, Origin, Site, Statement};
use crate::document::{
    Key, MAX_DEPTH, Member, NodeId, NodeKind, Quote, Span, SyntaxError, SyntaxErrorKind, Tree,
};

/// A node that may still grow; an index into [`Builder::nodes`].
pub(super) type Draft = usize;

/// One key as written.
#[derive(Clone, Debug)]
pub(super) struct PathKey {
    pub(super) text: String,
    pub(super) span: Span,
    pub(super) quote: Quote,
}

#[derive(Debug)]
enum Shape {
    Leaf(NodeKind),
    List(Vec<Draft>),
    Table(Vec<DraftMember>),
}

#[derive(Debug)]
struct DraftMember {
    key: Key,
    value: Draft,
}

#[derive(Debug)]
struct DraftNode {
    /// `None`: that of its members.
    span: Option<Span>,
    shape: Shape,
    origin: Origin,
    /// How many objects and lists are around it.
    depth: usize,
}

/// Collects values and tables in the order of the text.
pub(super) struct Builder {
    nodes: Vec<DraftNode>,
    /// The last member of each name.
    index: HashMap<(Draft, String), usize>,
    current: Draft,
    statements: Vec<Statement<Draft>>,
    groups: HashMap<Draft, Group<Draft>>,
    pub(super) errors: Vec<SyntaxError>,
}

const ROOT: Draft = 0;

impl Builder {
    pub(super) fn new(text: &str) -> Self {
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let start = start.min('\u{feff}'.len_utf8());
        Self {
            nodes: vec![DraftNode {
                span: Some(Span::new(start, text.len())),
                shape: Shape::Table(Vec::new()),
                origin: Origin::Root,
                depth: 0,
            }],
            index: HashMap::new(),
            current: ROOT,
            statements: Vec::new(),
            groups: HashMap::new(),
            errors: Vec::new(),
        }
    }

    /// How deep the table of the last header lies.
    pub(super) fn depth(&self) -> usize {
        self.nodes[self.current].depth
    }

    pub(super) fn leaf(&mut self, span: Span, kind: NodeKind) -> Draft {
        self.add(Some(span), Shape::Leaf(kind), Origin::Scalar, 0)
    }

    /// An array, whose items must have been added before.
    pub(super) fn array(&mut self, span: Span, group: Group<Draft>) -> Draft {
        let items = group.entries.iter().map(|entry| entry.value).collect();
        let id = self.add(Some(span), Shape::List(items), Origin::Array, 0);
        self.groups.insert(id, group);
        id
    }

    /// An empty inline table at `depth`, to be filled by [`Builder::put`].
    pub(super) fn inline(&mut self, span: Span, depth: usize) -> Draft {
        self.add(Some(span), Shape::Table(Vec::new()), Origin::Inline, depth)
    }

    /// Ends an inline table: nothing can be added from outside now.
    pub(super) fn close_inline(&mut self, id: Draft, span: Span, group: Group<Draft>) {
        self.nodes[id].span = Some(span);
        self.groups.insert(id, group);
    }

    fn add(&mut self, span: Option<Span>, shape: Shape, origin: Origin, depth: usize) -> Draft {
        self.nodes.push(DraftNode {
            span,
            shape,
            origin,
            depth,
        });
        self.nodes.len() - 1
    }

    /// Makes a table that is not in the tree current: its header could not be read.
    pub(super) fn detach(&mut self) {
        self.current = self.add(None, Shape::Table(Vec::new()), Origin::Header, 0);
    }

    /// Opens the table of a header.
    pub(super) fn header(&mut self, path: &[PathKey], span: Span, is_list: bool) {
        let Some((last, parents)) = path.split_last() else {
            return self.detach();
        };
        if path.len() > MAX_DEPTH {
            self.too_deep(last.span);
            return self.detach();
        }
        let mut keys = Vec::with_capacity(path.len());
        let mut table = ROOT;
        for key in parents {
            let (value, inner) = self.descend(table, key, false);
            keys.push(Site {
                span: key.span,
                node: value,
            });
            table = inner;
        }
        // A list of tables takes two levels.
        if self.nodes[table].depth + 1 + usize::from(is_list) > MAX_DEPTH {
            self.too_deep(last.span);
            return self.detach();
        }
        let (value, opened) = if is_list {
            self.open_item(table, last, span, path)
        } else {
            let opened = self.open_table(table, last, span, path);
            (opened, opened)
        };
        keys.push(Site {
            span: last.span,
            node: value,
        });
        self.current = opened;
        self.statements.push(Statement {
            span,
            is_header: true,
            keys,
            table: opened,
        });
    }

    fn open_table(&mut self, table: Draft, key: &PathKey, span: Span, path: &[PathKey]) -> Draft {
        if let Some(member) = self.find(table, &key.text) {
            let value = self.member(table, member).value;
            if self.nodes[value].origin == Origin::Implicit {
                self.mention(table, member, key.span);
                self.nodes[value].origin = Origin::Header;
                self.nodes[value].span = Some(span);
                return value;
            }
            self.duplicate(
                key.span,
                format!("the table `{}` is defined twice", dotted(path)),
            );
        }
        let depth = self.nodes[table].depth + 1;
        let opened = self.add(Some(span), Shape::Table(Vec::new()), Origin::Header, depth);
        self.push_member(table, key, opened);
        opened
    }

    fn open_item(
        &mut self,
        table: Draft,
        key: &PathKey,
        span: Span,
        path: &[PathKey],
    ) -> (Draft, Draft) {
        let depth = self.nodes[table].depth + 1;
        let item = self.add(
            Some(span),
            Shape::Table(Vec::new()),
            Origin::Header,
            depth + 1,
        );
        if let Some(member) = self.find(table, &key.text) {
            let value = self.member(table, member).value;
            if self.nodes[value].origin == Origin::Tables {
                self.mention(table, member, key.span);
                if let Shape::List(items) = &mut self.nodes[value].shape {
                    items.push(item);
                }
                return (value, item);
            }
            let message = format!(
                "`{}` is defined already, and not as a list of tables",
                dotted(path)
            );
            self.duplicate(key.span, message);
        }
        let list = self.add(None, Shape::List(vec![item]), Origin::Tables, depth);
        self.push_member(table, key, list);
        (list, item)
    }

    /// Adds `path = value` to the table of the last header.
    pub(super) fn line(&mut self, path: &[PathKey], span: Span, value: Draft) {
        let table = self.current;
        if let Some(keys) = self.put(table, path, value) {
            if table != ROOT
                && let Some(own) = self.nodes[table].span
            {
                self.nodes[table].span = Some(own.join(span));
            }
            self.statements.push(Statement {
                span,
                is_header: false,
                keys,
                table,
            });
        }
    }

    /// Adds `path = value` to `table`; `None` when that is too deep.
    pub(super) fn put(
        &mut self,
        table: Draft,
        path: &[PathKey],
        value: Draft,
    ) -> Option<Vec<Site<Draft>>> {
        let (last, parents) = path.split_last()?;
        let mut keys = Vec::with_capacity(path.len());
        let mut inner = table;
        for key in parents {
            let (value, next) = self.descend(inner, key, true);
            keys.push(Site {
                span: key.span,
                node: value,
            });
            inner = next;
        }
        if self.find(inner, &last.text).is_some() {
            let message = format!("the key `{}` is defined twice in this table", dotted(path));
            self.duplicate(last.span, message);
        }
        self.push_member(inner, last, value);
        keys.push(Site {
            span: last.span,
            node: value,
        });
        Some(keys)
    }

    /// The member of `table` called `key`, made if need be, and the table to go on in.
    fn descend(&mut self, table: Draft, key: &PathKey, is_dotted: bool) -> (Draft, Draft) {
        if let Some(member) = self.find(table, &key.text) {
            let value = self.member(table, member).value;
            let inner = match (self.nodes[value].origin, &self.nodes[value].shape) {
                (Origin::Implicit, _) => {
                    if is_dotted {
                        self.nodes[value].origin = Origin::Dotted;
                    }
                    Some(value)
                }
                (Origin::Dotted, _) => Some(value),
                (Origin::Header, _) if !is_dotted => Some(value),
                (Origin::Tables, Shape::List(items)) if !is_dotted => items.last().copied(),
                _ => None,
            };
            if let Some(inner) = inner {
                self.mention(table, member, key.span);
                return (value, inner);
            }
            let message = format!(
                "`{}` is defined already, and nothing can be added to it here",
                key.text
            );
            self.duplicate(key.span, message);
        }
        let origin = if is_dotted {
            Origin::Dotted
        } else {
            Origin::Implicit
        };
        let depth = self.nodes[table].depth + 1;
        let made = self.add(None, Shape::Table(Vec::new()), origin, depth);
        self.push_member(table, key, made);
        (made, made)
    }

    fn find(&self, table: Draft, name: &str) -> Option<usize> {
        self.index.get(&(table, name.to_owned())).copied()
    }

    /// The member at `index`, as [`Builder::find`] gave it.
    fn member(&mut self, table: Draft, index: usize) -> &mut DraftMember {
        match &mut self.nodes[table].shape {
            Shape::Table(members) => &mut members[index],
            // Only tables are put into the index.
            Shape::Leaf(_) | Shape::List(_) => unreachable!(),
        }
    }

    fn mention(&mut self, table: Draft, index: usize, site: Span) {
        self.member(table, index).key.other_sites.push(site);
    }

    fn push_member(&mut self, table: Draft, key: &PathKey, value: Draft) {
        if let Shape::Table(members) = &mut self.nodes[table].shape {
            self.index.insert((table, key.text.clone()), members.len());
            members.push(DraftMember {
                key: Key {
                    text: key.text.clone(),
                    span: key.span,
                    quote: key.quote,
                    other_sites: Vec::new(),
                },
                value,
            });
        }
    }

    fn duplicate(&mut self, span: Span, message: String) {
        self.errors.push(SyntaxError {
            kind: SyntaxErrorKind::Duplicate,
            span,
            message,
            mend: None,
        });
    }

    /// Reports that what stands at `span` lies too deep.
    pub(super) fn too_deep(&mut self, span: Span) {
        self.errors.push(SyntaxError {
            kind: SyntaxErrorKind::TooDeep,
            span,
            message: format!("this is nested deeper than {MAX_DEPTH} levels"),
            mend: None,
        });
    }

    pub(super) fn finish(mut self) -> (Tree, Layout, Vec<SyntaxError>) {
        let mut tree = Tree::default();
        let mut ids = vec![None; self.nodes.len()];
        let root = self.settle(ROOT, &mut tree, &mut ids);
        tree.set_root(root);
        let id = |draft: Draft| ids[draft];
        let sites = |keys: &[Site<Draft>]| -> Option<Vec<Site>> {
            keys.iter()
                .map(|site| {
                    Some(Site {
                        span: site.span,
                        node: id(site.node)?,
                    })
                })
                .collect()
        };
        let mut layout = Layout::default();
        for statement in &self.statements {
            // What stands under an unreadable header is not in the tree.
            if let (Some(keys), Some(table)) = (sites(&statement.keys), id(statement.table)) {
                layout.statements.push(Statement {
                    span: statement.span,
                    is_header: statement.is_header,
                    keys,
                    table,
                });
            }
        }
        for (draft, node) in ids.iter().enumerate() {
            let Some(node) = *node else { continue };
            layout.origins.insert(node, self.nodes[draft].origin);
            if let Some(group) = self.groups.get(&draft) {
                let entries: Option<Vec<Entry>> = group
                    .entries
                    .iter()
                    .map(|entry| {
                        Some(Entry {
                            span: entry.span,
                            comma: entry.comma,
                            keys: sites(&entry.keys)?,
                            value: id(entry.value)?,
                        })
                    })
                    .collect();
                if let Some(entries) = entries {
                    layout.groups.insert(
                        node,
                        Group {
                            open: group.open,
                            close: group.close,
                            entries,
                        },
                    );
                }
            }
        }
        (tree, layout, self.errors)
    }

    /// Adds a draft and all below it to the tree. As deep as [`MAX_DEPTH`] at most.
    fn settle(&mut self, draft: Draft, tree: &mut Tree, ids: &mut [Option<NodeId>]) -> NodeId {
        let shape = std::mem::replace(&mut self.nodes[draft].shape, Shape::List(Vec::new()));
        let mut joined: Option<Span> = None;
        let mut join = |span: Span| joined = Some(joined.map_or(span, |all| all.join(span)));
        let kind = match shape {
            Shape::Leaf(kind) => kind,
            Shape::List(items) => {
                let mut nodes = Vec::with_capacity(items.len());
                for item in items {
                    let id = self.settle(item, tree, ids);
                    join(tree.node(id).span());
                    nodes.push(id);
                }
                NodeKind::Array(nodes)
            }
            Shape::Table(drafts) => {
                let mut members = Vec::with_capacity(drafts.len());
                for DraftMember { key, value } in drafts {
                    let value = self.settle(value, tree, ids);
                    let span = key.span.join(tree.node(value).span());
                    join(span);
                    members.push(Member { key, value, span });
                }
                NodeKind::Object(members)
            }
        };
        let span = self.nodes[draft].span.or(joined).unwrap_or_default();
        let id = tree.add(span, kind);
        ids[draft] = Some(id);
        id
    }
}

fn dotted(path: &[PathKey]) -> String {
    let names: Vec<&str> = path.iter().map(|key| key.text.as_str()).collect();
    names.join(".")
}
