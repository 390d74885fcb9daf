//! The book: every link leads somewhere, in the repository as on the site.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Every page of the book with its text, by its path below `docs`.
fn pages() -> BTreeMap<PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let pages: BTreeMap<PathBuf, String> = walkdir::WalkDir::new(&folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|it| it == "md"))
        .map(|entry| {
            let path = entry.path().strip_prefix(&folder).unwrap().to_owned();
            (path, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect();
    assert!(pages.len() > 200, "docs was not found");
    pages
}

/// The lines of a page that are no code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut fence: Option<String> = None;
    text.lines().filter(move |line| {
        let line = line.trim_start();
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        match &fence {
            Some(open) => {
                if ticks.len() >= open.len() && line.trim_end() == ticks {
                    fence = None;
                }
                false
            }
            None if ticks.len() >= 3 => {
                fence = Some(ticks);
                false
            }
            None => true,
        }
    })
}

/// A line without its code spans.
fn without_code(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let ticks = rest[start..].chars().take_while(|c| *c == '`').count();
        let (before, behind) = (&rest[..start], &rest[start + ticks..]);
        shown.push_str(before);
        match behind.find(&"`".repeat(ticks)) {
            Some(end) => rest = &behind[end + ticks..],
            None => rest = behind,
        }
    }
    shown + rest
}

/// The targets of the links and images of a page.
fn links(text: &str) -> Vec<String> {
    let mut links = Vec::new();
    for line in prose(text) {
        for behind in without_code(line).split("](").skip(1) {
            let end = behind.find(')').unwrap_or(behind.len());
            links.push(behind[..end].trim_matches(['<', '>']).to_owned());
        }
    }
    links
}

/// The anchors of a page's headings, as GitHub and mdBook make them.
fn anchors(text: &str) -> Vec<String> {
    prose(text)
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            let heading = line.trim_start_matches('#').trim().to_lowercase();
            heading
                .chars()
                .filter_map(|c| match c {
                    ' ' => Some('-'),
                    c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c),
                    _ => None,
                })
                .collect()
        })
        .collect()
}

fn resolved(from: &Path, target: &str) -> Option<PathBuf> {
    let mut path = from.parent().unwrap().to_owned();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir if !path.pop() => return None,
            Component::ParentDir | Component::CurDir => {}
            Component::Normal(part) => path.push(part),
            _ => return None,
        }
    }
    Some(path)
}

#[test]
fn every_link_of_the_book_leads_somewhere_in_it() {
    let pages = pages();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut wrong = Vec::new();
    for (page, text) in &pages {
        for link in links(text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (target, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let path = match target {
                "" => Some(page.clone()),
                target => resolved(page, target),
            };
            let found = path.as_ref().and_then(|path| pages.get(path));
            let is_file = path
                .as_ref()
                .is_some_and(|path| folder.join(path).is_file());
            let fits = match found {
                Some(text) => anchor.is_empty() || anchors(text).iter().any(|it| it == anchor),
                None => is_file,
            };
            if !fits {
                wrong.push(format!("docs/{}: {link}", page.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// On the site `README.md` is the index of its folder; the book's settings lead there.
#[test]
fn every_index_can_be_linked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let settings = std::fs::read_to_string(folder.join("book.toml")).unwrap();
    let settings: toml::Table = toml::from_str(&settings).unwrap();
    let redirects = settings["output"]["html"]["redirect"].as_table().unwrap();
    let indexes: Vec<String> = pages()
        .keys()
        .filter(|path| path.ends_with("README.md"))
        .map(|path| format!("/{}", path.with_extension("html").display()))
        .collect();
    let redirects: Vec<&String> = redirects.keys().collect();
    assert!(
        indexes.iter().eq(redirects.iter().copied()),
        "docs/book.toml: {redirects:?}, and the pages: {indexes:?}"
    );
}

/// From the start, a code that somebody pastes is three clicks from its cause at most.
#[test]
fn a_newcomer_finds_an_error_in_three_clicks() {
    let pages = pages();
    let linked = |page: &Path| -> Vec<PathBuf> {
        let links = links(&pages[page]);
        let paths = links
            .iter()
            .filter_map(|link| resolved(page, link.split('#').next()?));
        paths.filter(|path| pages.contains_key(path)).collect()
    };
    let start = Path::new("README.md");
    assert!(pages[start].contains("ECONNREFUSED"));
    for family in mcpmend::errors::all() {
        let page = PathBuf::from(format!("errors/{}.md", family.id));
        let near = linked(start);
        let found = near.contains(&page) || near.iter().any(|next| linked(next).contains(&page));
        assert!(found, "{} is too far away", family.id);
    }
    let index = &pages[Path::new("errors/README.md")];
    for code in [
        "ECONNREFUSED",
        "ENOENT",
        "-32000",
        "SELF_SIGNED_CERT_IN_CHAIN",
        "EADDRINUSE",
    ] {
        assert!(index.contains(code), "{code}");
    }
}

/// The addresses that mcpmend prints are those of the pages.
#[test]
fn every_rule_error_and_client_has_its_page() {
    let pages = pages();
    let rules = mcpmend::rules::all().map(|rule| format!("rules/{}.md", rule.name));
    let errors = mcpmend::errors::all().map(|family| format!("errors/{}.md", family.id));
    let clients = mcpmend::clients::ALL
        .iter()
        .map(|client| format!("clients/{}.md", client.id));
    for page in rules.chain(errors).chain(clients) {
        let text = pages
            .get(Path::new(&page))
            .unwrap_or_else(|| panic!("no {page}"));
        assert!(text.starts_with("# "), "{page}");
    }
}
