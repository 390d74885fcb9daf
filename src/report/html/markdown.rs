//! The documentation of rules, which is Markdown of a few forms, as markup.

use super::markup::Markup;

/// Writes a page of documentation. Its headings stand below one of the third level.
pub(super) fn write(markdown: &str, page: &mut Markup) {
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let code: Vec<&str> = lines
                .by_ref()
                .take_while(|line| !line.starts_with("```"))
                .collect();
            example(info, &code, page);
        } else if let Some(title) = line.strip_prefix("## ") {
            page.tags("<h4>");
            inline(title, page);
            page.tags("</h4>\n");
        } else if let Some(first) = line.strip_prefix("- ") {
            page.tags("<ul>\n");
            let mut item = first.to_owned();
            while let Some(next) = lines.next_if(|it| it.starts_with("  ") || it.starts_with("- "))
            {
                match next.strip_prefix("- ") {
                    Some(next) => {
                        list_item(&item, page);
                        item = next.to_owned();
                    }
                    None => {
                        item.push(' ');
                        item.push_str(next.trim_start());
                    }
                }
            }
            list_item(&item, page);
            page.tags("</ul>\n");
        } else if !line.is_empty() {
            let mut text = line.to_owned();
            while let Some(next) = lines.next_if(|line| !line.is_empty() && !starts_block(line)) {
                text.push(' ');
                text.push_str(next);
            }
            page.tags("<p>");
            inline(&text, page);
            page.tags("</p>\n");
        }
    }
}

fn starts_block(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("## ") || line.starts_with("- ")
}

fn list_item(text: &str, page: &mut Markup) {
    page.tags("<li>");
    inline(text, page);
    page.tags("</li>\n");
}

/// A config; where it stands is told above it.
fn example(info: &str, code: &[&str], page: &mut Markup) {
    let mut words = info.splitn(3, ' ').skip(1);
    let kind = words.next().unwrap_or_default();
    if let Some(path) = words.next() {
        page.tags("<p class=where>")
            .tags(if kind == "bad" { "bad: " } else { "good: " })
            .code(path)
            .tags("</p>\n");
    }
    page.tags("<pre class=src><code>");
    for line in code {
        page.text(line).tags("\n");
    }
    page.tags("</code></pre>\n");
}

/// Code between backticks, and addresses as `<https://…>` or `[text](https://…)`.
fn inline(text: &str, page: &mut Markup) {
    let mut rest = text;
    loop {
        let code = rest.find('`');
        let Some((before, link, after)) =
            link_in(rest).filter(|(before, ..)| code.is_none_or(|at| before.len() < at))
        else {
            // Up to the end of the first code there is no link.
            let end = code
                .and_then(|start| Some(start + 1 + rest[start + 1..].find('`')? + 1))
                .unwrap_or(rest.len());
            page.prose(&rest[..end]);
            rest = &rest[end..];
            if rest.is_empty() {
                return;
            }
            continue;
        };
        page.prose(before)
            .tags("<a rel=noreferrer href=\"")
            .text(link.address)
            .tags("\">")
            .prose(link.text)
            .tags("</a>");
        rest = after;
    }
}

struct Link<'t> {
    text: &'t str,
    address: &'t str,
}

/// The first link, with what is before and behind it.
fn link_in(text: &str) -> Option<(&str, Link<'_>, &str)> {
    let bare = text.find("<https://").and_then(|at| {
        let (address, after) = text[at + 1..].split_once('>')?;
        Some((
            &text[..at],
            Link {
                text: address,
                address,
            },
            after,
        ))
    });
    let named = text.find("](https://").and_then(|middle| {
        let at = text[..middle].rfind('[')?;
        let (address, after) = text[middle + 2..].split_once(')')?;
        Some((
            &text[..at],
            Link {
                text: &text[at + 1..middle],
                address,
            },
            after,
        ))
    });
    match (bare, named) {
        (Some(bare), Some(named)) if named.0.len() < bare.0.len() => Some(named),
        (Some(bare), _) => Some(bare),
        (None, named) => named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    fn html(markdown: &str) -> String {
        let mut page = Markup::default();
        write(markdown, &mut page);
        page.finish()
    }

    #[test]
    fn the_forms() {
        assert_eq!(
            html("A `b` <c>.\nOn.\n\n## D\n- e,\n  f\n- <https://g.example/h>\n"),
            "<p>A <code>b</code> &lt;c&gt;. On.</p>\n<h4>D</h4>\n<ul>\n<li>e, f</li>\n<li><a \
             rel=noreferrer href=\"https://g.example/h\">https://g.example/h</a></li>\n</ul>\n"
        );
        assert_eq!(
            html("`[x](https://no.example)` [`y`](https://yes.example) z"),
            "<p><code>[x](https://no.example)</code> <a rel=noreferrer \
             href=\"https://yes.example\"><code>y</code></a> z</p>\n"
        );
        assert_eq!(
            html("```json bad .mcp.json\n{ <>\n```\n"),
            "<p class=where>bad: <code>.mcp.json</code></p>\n<pre class=src><code>{ \
             &lt;&gt;\n</code></pre>\n"
        );
    }

    /// What a rule's author writes in another form would be shown as it is written.
    #[test]
    fn all_rules_are_written_in_these_forms() {
        for rule in rules::all() {
            let mut fenced = false;
            for line in rule.documentation().markdown.lines() {
                if line.starts_with("```") {
                    fenced = !fenced;
                } else if !fenced {
                    let other = ["# ", "### ", "* ", "| ", "> ", "1. ", "    "];
                    let found = other.iter().find(|start| line.starts_with(**start));
                    assert_eq!(found, None, "{}: {line}", rule.name);
                    assert!(!line.contains("**"), "{}: {line}", rule.name);
                }
            }
            let html = html(&rule.documentation().markdown);
            assert!(!html.contains("](") && !html.contains("&lt;http"), "{html}");
        }
    }
}
