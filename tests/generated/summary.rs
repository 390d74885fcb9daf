//! The table of contents of the book. A page that is in no part of it would be on no site: the test
//! names it then.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use mcpmend::rules::Category;
use mcpmend::{clients, errors, rules};

/// A part of the book.
enum Part {
    /// A page.
    Page(&'static str),
    /// A page below the one before.
    Below(&'static str),
    /// Every page of a folder that is not named elsewhere, by its title.
    Folder(&'static str),
    /// The pages on errors, rules and clients.
    Errors,
    Rules,
    Clients,
}

use Part::{Below, Clients, Errors, Folder, Page, Rules};

const BOOK: &[(&str, &[Part])] = &[
    (
        "",
        &[Page("quick-start.md"), Page("integrations/install.md")],
    ),
    (
        "When a server does not connect",
        &[Errors, Page("doctor.md")],
    ),
    (
        "Using mcpmend",
        &[
            Page("fixing.md"),
            Below("undo.md"),
            Page("settings.md"),
            Page("suppressions.md"),
            Page("output.md"),
        ],
    ),
    (
        "Where you work",
        &[Folder("integrations"), Folder("editors"), Folder("recipes")],
    ),
    ("Reference", &[Rules, Clients]),
    (
        "For maintainers",
        &[
            Page("maintainers/architecture.md"),
            Page("maintainers/add-a-rule.md"),
            Page("maintainers/add-a-client.md"),
            Page("maintainers/add-a-format.md"),
            Page("maintainers/tests.md"),
            Folder("maintainers"),
            Page("speed.md"),
            Page("dependencies.md"),
            Page("corpus.md"),
        ],
    ),
];

/// The page, where the book's pages are those of `pages`: paths below `docs`, with their texts.
pub(crate) fn summary(pages: &BTreeMap<PathBuf, String>) -> String {
    let mut left: BTreeMap<&Path, &str> = pages
        .iter()
        .map(|(path, text)| (path.as_path(), title(text)))
        .collect();
    left.remove(Path::new("SUMMARY.md"));
    let mut out = String::from("# Summary\n");
    let mut line = |path: &str, depth: usize, named: Option<&str>| -> String {
        let own = left.remove(Path::new(path));
        let own = own.unwrap_or_else(|| panic!("docs/{path} is not there"));
        let title = named.unwrap_or(own);
        format!("{}- [{title}]({path})\n", "  ".repeat(depth))
    };
    let first = line("README.md", 0, None);
    write!(out, "\n{}", first.trim_start_matches("- ")).unwrap();
    for (heading, parts) in BOOK {
        if !heading.is_empty() {
            write!(out, "\n# {heading}\n").unwrap();
        }
        out.push('\n');
        for part in *parts {
            match part {
                Page(path) => out.push_str(&line(path, 0, None)),
                Below(path) => out.push_str(&line(path, 1, None)),
                Errors => {
                    out.push_str(&line("errors/README.md", 0, None));
                    for family in errors::all() {
                        out.push_str(&line(&format!("errors/{}.md", family.id), 1, None));
                    }
                }
                Rules => {
                    out.push_str(&line("rules/README.md", 0, None));
                    for category in Category::ALL {
                        for rule in rules::all().filter(|rule| rule.category == *category) {
                            out.push_str(&line(&format!("rules/{}.md", rule.name), 1, None));
                        }
                    }
                }
                Clients => {
                    out.push_str(&line("clients/README.md", 0, None));
                    for client in clients::ALL {
                        let path = format!("clients/{}.md", client.id);
                        out.push_str(&line(&path, 1, Some(client.name)));
                    }
                }
                Folder(folder) => {
                    let mut own: Vec<String> = pages
                        .keys()
                        .filter(|path| {
                            path.starts_with(folder) || *path == Path::new(&format!("{folder}.md"))
                        })
                        .filter(|path| !names(path))
                        .map(|path| path.to_str().unwrap().replace('\\', "/"))
                        .collect();
                    // Its first page leads.
                    own.sort_by_key(|path| {
                        let leads = path.ends_with("/README.md") || *path == format!("{folder}.md");
                        (!leads, path.clone())
                    });
                    let below = own.first().is_some_and(|path| {
                        path.ends_with("/README.md") || *path == format!("{folder}.md")
                    });
                    for (index, path) in own.iter().enumerate() {
                        let depth = usize::from(below && index > 0);
                        out.push_str(&line(path, depth, None));
                    }
                }
            }
        }
    }
    let left: Vec<String> = left.keys().map(|path| path.display().to_string()).collect();
    assert!(
        left.is_empty(),
        "no part of the book names docs/{}: see tests/generated/summary.rs",
        left.join(", docs/")
    );
    out
}

/// Whether a part of the book names this page by itself.
fn names(path: &Path) -> bool {
    BOOK.iter()
        .flat_map(|(_, parts)| *parts)
        .any(|part| matches!(part, Page(own) | Below(own) if path == Path::new(own)))
}

/// The first heading of a page.
fn title(text: &str) -> &str {
    text.lines()
        .find_map(|line| line.strip_prefix("# "))
        .unwrap_or("(a page without a title)")
}
