//! The documentation of a rule, taken apart for programs.

/// A config in the documentation of a rule, written as a fenced block whose info string is
/// `FORMAT bad PATH` or `FORMAT good PATH`. Several bad blocks without anything between them are
/// files of one workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Whether the rule must fire on it.
    pub bad: bool,
    /// Where it stands: below a project, or below the home folder when it starts with `~/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A rule's documentation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// The first paragraph, on one line, without a full stop.
    pub summary: String,
    /// All of it, as Markdown.
    pub markdown: String,
    /// Its examples, group by group: each group is one workspace, all bad or all good.
    pub examples: Vec<Vec<Example>>,
}

impl Docs {
    /// Takes the text of a doc comment apart.
    pub fn parse(raw: &str) -> Docs {
        let lines: Vec<&str> = raw
            .lines()
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        let summary: Vec<&str> = lines
            .iter()
            .take_while(|line| !line.is_empty())
            .copied()
            .collect();
        let mut docs = Docs {
            summary: summary.join(" ").trim_end_matches('.').to_owned(),
            markdown: lines.join("\n").trim_end().to_owned() + "\n",
            examples: Vec::new(),
        };
        let mut group: Vec<Example> = Vec::new();
        let mut open: Option<Example> = None;
        for line in &lines {
            if let Some(example) = &mut open {
                if line.starts_with("```") {
                    group.extend(open.take());
                } else {
                    example.text.push_str(line);
                    example.text.push('\n');
                }
            } else if let Some(example) = fence(line) {
                if group.first().is_some_and(|first| first.bad != example.bad) {
                    docs.examples.push(std::mem::take(&mut group));
                }
                open = Some(example);
            } else if !line.is_empty() && !group.is_empty() {
                docs.examples.push(std::mem::take(&mut group));
            }
        }
        if !group.is_empty() {
            docs.examples.push(group);
        }
        docs
    }
}

fn fence(line: &str) -> Option<Example> {
    let info = line.strip_prefix("```")?;
    let mut words = info.splitn(3, ' ');
    let _format = words.next()?;
    let bad = match words.next()? {
        "bad" => true,
        "good" => false,
        _ => return None,
    };
    Some(Example {
        bad,
        path: words.next()?.trim().to_owned(),
        text: String::new(),
    })
}
