//! Where the documentation's pages are.
//!
//! The pages lie below `docs` in the repository, and the rendered site has the same names. Their
//! addresses follow from the package: its homepage is the site; without one its repository on GitHub
//! shows them as they are; without that either there is no address, and the command line tells the
//! same.

/// The address of the page on the rule called `name`.
pub fn rule(name: &str) -> Option<String> {
    address(&format!("rules/{name}"))
}

/// The address of the page on the errors of the family called `id`.
pub fn error(id: &str) -> Option<String> {
    address(&format!("errors/{id}"))
}

/// The address of the page on the client called `id`.
pub fn client(id: &str) -> Option<String> {
    address(&format!("clients/{id}"))
}

fn address(page: &str) -> Option<String> {
    below(
        page,
        env!("CARGO_PKG_HOMEPAGE"),
        env!("CARGO_PKG_REPOSITORY"),
    )
}

fn below(page: &str, homepage: &str, repository: &str) -> Option<String> {
    let homepage = homepage.trim_end_matches('/');
    let repository = repository.trim_end_matches('/').trim_end_matches(".git");
    // A homepage that is the repository is no site.
    if !homepage.is_empty() && homepage != repository {
        return Some(format!("{homepage}/{page}.html"));
    }
    repository
        .starts_with("https://github.com/")
        .then(|| format!("{repository}/blob/main/docs/{page}.md"))
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn an_address_follows_from_the_package() {
        let page = "rules/docker-tty";
        let repository = "https://github.com/o/r";
        for (homepage, repository, address) in [
            ("", "", None),
            ("", "https://example.com/o/r", None),
            (
                "",
                repository,
                Some("https://github.com/o/r/blob/main/docs/rules/docker-tty.md"),
            ),
            (
                repository,
                repository,
                Some("https://github.com/o/r/blob/main/docs/rules/docker-tty.md"),
            ),
            (
                "https://o.example/r/",
                repository,
                Some("https://o.example/r/rules/docker-tty.html"),
            ),
        ] {
            assert_eq!(below(page, homepage, repository).as_deref(), address);
        }
    }
}
