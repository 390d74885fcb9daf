//! `bridge-arguments`

use crate::bridges::{
    Bridge, ClearText, Header, HeaderForm, Means, Operands, Setting, Strange, Target,
};
use crate::commandline::{CommandLine, Word};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Edit;
use crate::model::Transport;
use crate::rules::{Check, Subject, rule};
use crate::variables;

rule! {
    /// Arguments that mcp-remote or another bridge does not take as they are meant.
    ///
    /// ## Why it fails
    /// mcp-remote takes its first argument for the url, whatever it is; it ignores a transport that
    /// it does not know, a header without a colon, and an option joined to its value by `=`; it
    /// refuses plain http to anything but this machine. mcp-proxy (of PyPI) wants the name and the
    /// value of a header as two arguments, and ends at a transport that it does not know.
    /// `@smithery/cli run` of version 3 and later ends at `--key` and `--profile`;
    /// `docker mcp gateway run` at a port without a transport to serve on it. All of that is said
    /// on standard error only, where few clients show it.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote", "--transport", "http", "https://mcp.example.com/mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote", "https://mcp.example.com/mcp", "--transport", "http-only"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Moves the url to the front, writes the transport in the bridge's spelling, joins a header
    /// that was split, splits one that was joined: safe, since what was there did nothing.
    /// Calling by https, allowing plain http (the alternative to it), and removing an option are
    /// unsafe.
    ///
    /// ## Sources
    /// - observed: mcp-remote 0.15.1, supergateway 4.0.0, @smithery/cli 4.11.1; 3.1.6 and 1.6.7 read
    ///   (2026-11-25)
    /// - <https://pypi.org/project/mcp-proxy/0.13.0/> (2026-11-25)
    /// - docker/mcp-gateway cmd/docker-mcp/commands/gateway.go@05fec7bf (2026-11-25)
    "bridge-arguments", Transport, Error, Both, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let Some(bridge) = subject.bridge().filter(|bridge| bridge.certain) else {
        return;
    };
    let asks = Asks {
        subject,
        line: &line,
        bridge: &bridge,
    };
    asks.url(out);
    asks.clear_text(out);
    asks.transport(out);
    asks.headers(out);
    asks.joined(out);
    asks.gone(out);
    asks.port(out);
}

/// A bridge, and who starts it.
struct Asks<'s, 'a> {
    subject: &'s Subject<'a>,
    line: &'s CommandLine<'a>,
    bridge: &'s Bridge<'a>,
}

impl Asks<'_, '_> {
    /// A finding at a word.
    fn at(&self, word: &Word<'_>, severity: Severity, message: String) -> Diagnostic {
        let node = self.subject.document().node(word.source.node);
        self.subject
            .finding(&RULE, node.span(), message)
            .severity(severity)
    }

    /// The place of a word in the list of arguments, when it is an item of it.
    fn index(&self, word: &Word<'_>) -> Option<usize> {
        let list = self
            .subject
            .document()
            .node(self.subject.parts().args_list?);
        word.whole
            .then(|| list.items().position(|item| item.id() == word.source.node))?
    }

    fn fix(&self, safe: bool, title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        let file = self.subject.file_id();
        if safe {
            Fix::safe(title, file, edits)
        } else {
            Fix::r#unsafe(title, file, edits)
        }
    }

    /// The url: first, where it must be, and there at all.
    fn url(&self, out: &mut Vec<Diagnostic>) {
        let (name, server) = (self.bridge.name(), self.subject.quoted());
        if let (Some(first), Some(url)) = (&self.bridge.before_url, self.bridge.url()) {
            let message = format!(
                "{name} of {server} gets `{}` before the url, and takes it for the url",
                first.text
            );
            let fix = (|| {
                let to = self.index(first)?;
                self.index(&url.word)?;
                let edits = vec![
                    Edit::insert_item(self.subject.parts().args_list?, to, url.text()),
                    Edit::remove(url.word.source.node),
                ];
                Some(self.fix(true, "put the url first", edits))
            })();
            out.push(
                self.at(first, Severity::Error, message)
                    .label("the url must come first")
                    .effect(format!("{name} stops with \"Invalid URL\""))
                    .fix(fix),
            );
            return;
        }
        let (wants, help) = match self.bridge.is.operands {
            Operands::Url | Operands::UrlThenPort => {
                ("url", "give it the url of the server as its first argument")
            }
            Operands::Name => ("server", "name the server behind `run`"),
            Operands::Nothing => (
                "server",
                "give it the url of the server, or the command that starts one, by an option",
            ),
            _ => return,
        };
        // A url that is a variable, or a template, is filled in later.
        let templated = self
            .bridge
            .arguments
            .iter()
            .any(|word| variables::is_templated(&word.text) || word.text.contains("://"));
        let last = self.subject.parts().args.last();
        if self.bridge.target != Target::Unknown || templated {
            return;
        }
        let Some(last) = last.or(self.subject.parts().command.as_ref()) else {
            return;
        };
        let span = self.subject.document().node(last.node).span();
        out.push(
            self.subject
                .finding(&RULE, span, format!("{name} of {server} gets no {wants}"))
                .label(format!("a {wants} must follow"))
                .effect(format!(
                    "{name} says how it is used and ends, and {} loses the connection",
                    self.subject.client().name
                ))
                .help(help),
        );
    }

    /// A url in clear that the bridge refuses.
    fn clear_text(&self, out: &mut Vec<Diagnostic>) {
        let (ClearText::Refused { but, unless, says }, Some(url)) =
            (self.bridge.is.clear_text, self.bridge.url())
        else {
            return;
        };
        if !self.bridge.refuses_clear_text() {
            return;
        }
        let name = self.bridge.name();
        let Some(endpoint) = crate::hosts::literal(url.text()) else {
            return;
        };
        let host = endpoint.host;
        let message = format!(
            "{name} of {} is to call `{host}` by plain http, which it refuses",
            self.subject.quoted()
        );
        let splice = |part: std::ops::Range<usize>, new: &str| {
            let start = url.place()?.start;
            let part = start + part.start..start + part.end;
            Some(vec![Edit::splice(url.word.source.node, part, new)])
        };
        let known = but.first().filter(|_| endpoint.is_loopback());
        let better = match known {
            Some(known) => splice(endpoint.host_range.clone(), known)
                .map(|edits| self.fix(false, format!("call it by `{known}`"), edits)),
            None => splice(0.."http".len(), "https")
                .map(|edits| self.fix(false, "call it by `https://`", edits)),
        };
        let allowed = unless.filter(|_| !self.bridge.sends_credentials());
        let allowed = allowed.and_then(|flag| {
            let place = self.index(&url.word)?;
            let list = self.subject.parts().args_list?;
            let edit = Edit::insert_item(list, place + 1, flag);
            Some(self.fix(false, format!("add `{flag}`"), vec![edit]))
        });
        let help = match unless {
            _ if known.is_some() => {
                let names: Vec<String> = but.iter().map(|name| format!("`{name}`")).collect();
                format!("it knows this machine by {}", and(&names))
            }
            Some(flag) => format!(
                "use https where the server has it; with `{flag}` everything is sent in clear"
            ),
            None => "call it by `https://`".to_owned(),
        };
        let label = match known {
            Some(_) => "this machine, by a name that it does not know",
            None => "neither https nor this machine",
        };
        out.push(
            self.at(&url.word, Severity::Error, message)
                .label(label)
                .effect(format!("{name} stops with \"{says}\""))
                .help(help)
                .fix(better)
                .fix(allowed),
        );
    }

    /// A transport that the bridge does not know, to either side.
    fn transport(&self, out: &mut Vec<Diagnostic>) {
        let is = self.bridge.is;
        for (setting, spellings) in [
            (&self.bridge.transport, is.transports),
            (&self.bridge.output, is.outputs),
        ] {
            let Some(setting) = setting.as_ref().filter(|_| !spellings.is_empty()) else {
                continue;
            };
            let text = setting.value.text();
            let known = spellings.iter().any(|(spelling, _)| *spelling == text);
            if !known && !variables::is_templated(text) {
                self.strange_transport(setting, spellings, out);
            }
        }
    }

    fn strange_transport(
        &self,
        setting: &Setting<'_>,
        spellings: &[(&'static str, &'static [Transport])],
        out: &mut Vec<Diagnostic>,
    ) {
        let (name, text) = (self.bridge.name(), setting.value.text());
        let message = format!(
            "{name} of {} knows no transport `{text}`",
            self.subject.quoted()
        );
        let ignored = self.bridge.is.strange_transport == Strange::Ignored;
        let meant = meant(text, spellings, ignored);
        let fix = meant.and_then(|meant| {
            let edit = Edit::splice(
                setting.value.word.source.node,
                setting.value.place()?,
                meant,
            );
            Some(self.fix(true, format!("write `{meant}`"), vec![edit]))
        });
        let known: Vec<String> = spellings
            .iter()
            .map(|(spelling, _)| format!("`{spelling}`"))
            .collect();
        let (severity, effect) = match self.bridge.is.strange_transport {
            Strange::Ignored => {
                let tries: Vec<&str> = self.bridge.speaks.iter().map(|it| it.name()).collect();
                (
                    Severity::Warning,
                    format!("{name} ignores it and tries {}", tries.join(", then ")),
                )
            }
            Strange::Refused => (Severity::Error, format!("{name} says so and ends")),
        };
        out.push(
            self.at(&setting.value.word, severity, message)
                .label("not one of its transports")
                .effect(effect)
                .help(format!("it knows {}", and(&known)))
                .fix(fix),
        );
    }

    /// Headers in another form than the bridge wants.
    fn headers(&self, out: &mut Vec<Diagnostic>) {
        let mut explained: Vec<&Word<'_>> = Vec::new();
        for header in &self.bridge.headers {
            if self.bridge.is.header == HeaderForm::Apart {
                self.in_one(header, out);
            } else if header.value.text().trim().is_empty()
                && let Some(rest) = self.rest_of(&header.value.word)
            {
                explained.push(rest);
                self.split(header, rest, out);
            }
        }
        for word in &self.bridge.no_headers {
            if !explained.contains(&word) && !variables::is_templated(&word.text) {
                self.no_header(word, out);
            }
        }
    }

    /// The argument behind a header, when it may be the rest of it.
    fn rest_of(&self, word: &Word<'_>) -> Option<&Word<'_>> {
        let words = &self.bridge.arguments;
        let at = words.iter().position(|other| other == word)?;
        words.get(at + 1).filter(|word| {
            let digits = word.text.chars().all(|c| c.is_ascii_digit());
            !word.text.starts_with('-') && !word.text.contains("://") && !digits
        })
    }

    fn join(&self, word: &Word<'_>, glue: &str, rest: &Word<'_>) -> Option<Fix> {
        (rest.whole && word.whole).then(|| {
            let text = format!("{}{glue}{}", word.text, rest.text.trim_start());
            let edits = vec![
                Edit::set(word.source.node, text),
                Edit::remove(rest.source.node),
            ];
            self.fix(true, "join the header into one argument", edits)
        })
    }

    fn split(&self, header: &Header<'_>, rest: &Word<'_>, out: &mut Vec<Diagnostic>) {
        let word = &header.value.word;
        let message = format!(
            "the header `{}` of {} is split into two arguments",
            header.name.text(),
            self.subject.quoted()
        );
        let name = self.bridge.name();
        // yargs leaves out a header without a value.
        let effect = match self.bridge.is.grammar.hyphenated {
            true => format!("{name} ignores the header"),
            false => format!("{name} sends the header empty"),
        };
        out.push(
            self.at(word, Severity::Error, message)
                .label("the value is the next argument")
                .effect(effect)
                .fix(self.join(word, "", rest)),
        );
    }

    fn no_header(&self, word: &Word<'_>, out: &mut Vec<Diagnostic>) {
        let (sign, called, form) = match self.bridge.is.header {
            HeaderForm::Colon => (":", "no colon", "`NAME:VALUE`"),
            HeaderForm::Equals => ("=", "no `=`", "`NAME=VALUE`"),
            HeaderForm::Apart => ("", "no value", "name and value in an argument each"),
        };
        let (name, server) = (self.bridge.name(), self.subject.quoted());
        let effect = match self.bridge.is.strange_header {
            Strange::Ignored => format!("{name} ignores the header"),
            Strange::Refused => format!("{name} says so and ends"),
        };
        let fix = is_name(&word.text)
            .then(|| self.join(word, sign, self.rest_of(word)?))
            .flatten()
            .filter(|_| !sign.is_empty());
        // What it holds may be a secret: it is pointed at, not repeated.
        out.push(
            self.at(
                word,
                Severity::Error,
                format!("a header of {server} has {called}"),
            )
            .label(format!("not {form}"))
            .effect(effect)
            .help(format!("{name} wants {form}"))
            .fix(fix),
        );
    }

    /// Name and value in one argument, where they must be apart.
    fn in_one(&self, header: &Header<'_>, out: &mut Vec<Diagnostic>) {
        let word = &header.name.word;
        let Some((name, content)) = word.text.split_once(':') else {
            return;
        };
        if !is_name(name.trim()) {
            return;
        }
        let fix = self.index(word).and_then(|place| {
            let list = self.subject.parts().args_list?;
            let edits = vec![
                Edit::set(word.source.node, name.trim()),
                Edit::insert_item(list, place + 1, content.trim()),
            ];
            Some(self.fix(true, "split the header into name and value", edits))
        });
        let bridge = self.bridge.name();
        let message = format!(
            "the header `{name}` of {} is one argument",
            self.subject.quoted()
        );
        out.push(
            self.at(word, Severity::Error, message)
                .label(format!("{bridge} wants name and value apart"))
                .effect(format!(
                    "{bridge} takes the next argument for the header's value"
                ))
                .fix(fix),
        );
    }

    /// `--option=value` where that is not understood.
    fn joined(&self, out: &mut Vec<Diagnostic>) {
        for word in &self.bridge.joined {
            let Some((option, value)) = word.text.split_once('=') else {
                continue;
            };
            let known = self
                .bridge
                .is
                .options
                .iter()
                .find(|known| known.names.contains(&option));
            let is_header = known.is_some_and(|known| known.means == Means::Header);
            let is = self.bridge.is;
            let (name, version) = (is.name, is.version);
            let effect = if is.grammar.joined {
                format!("{name} {version} and older end with \"undefined not supported\"")
            } else {
                format!("{name} ignores `{option}`")
            };
            let severity = if is_header {
                Severity::Error
            } else {
                Severity::Warning
            };
            let fix = self.index(word).and_then(|place| {
                let list = self.subject.parts().args_list?;
                let edits = vec![
                    Edit::set(word.source.node, option),
                    Edit::insert_item(list, place + 1, value),
                ];
                Some(self.fix(true, format!("write `{option}` and its value apart"), edits))
            });
            let message = format!(
                "`{option}` of {} is joined to its value by `=`, which {name} does not understand",
                self.subject.quoted()
            );
            out.push(
                self.at(word, severity, message)
                    .label("two arguments in one")
                    .effect(effect)
                    .fix(fix),
            );
        }
    }

    /// Options that only older versions take.
    fn gone(&self, out: &mut Vec<Diagnostic>) {
        let version = self
            .line
            .package
            .as_ref()
            .and_then(|package| package.version.as_deref())
            .unwrap_or("latest");
        let digits = version.trim_start_matches(['^', '~', '=', 'v']);
        let major = digits
            .split('.')
            .next()
            .and_then(|major| major.parse::<u32>().ok());
        let latest = version == "latest";
        for (gone, words) in &self.bridge.gone {
            if !latest && major.is_none_or(|major| major < gone.since) {
                continue;
            }
            let Some(first) = words.first() else { continue };
            let name = self.bridge.name();
            let message = format!(
                "{name} of {} gets `{}`, which it takes no more",
                self.subject.quoted(),
                gone.name
            );
            let edits: Option<Vec<Edit>> = words
                .iter()
                .map(|word| self.index(word).map(|_| Edit::remove(word.source.node)))
                .collect();
            let fix = edits.map(|edits| self.fix(false, format!("remove `{}`", gone.name), edits));
            out.push(
                self.at(first, Severity::Error, message)
                    .label(format!("refused by version {} and later", gone.since))
                    .effect(format!("{name} ends with \"{}\"", gone.says))
                    .help("remove it with its value, or start the version that took it")
                    .fix(fix),
            );
        }
    }

    /// A port, and nothing that is served on it.
    fn port(&self, out: &mut Vec<Diagnostic>) {
        let says = self.bridge.is.port_in_vain;
        let Some(port) = self.bridge.port.as_ref().filter(|_| !says.is_empty()) else {
            return;
        };
        let told = self
            .bridge
            .output
            .as_ref()
            .is_none_or(|output| output.value.text() == "stdio");
        if !told || port.value.text() == "0" {
            return;
        }
        let name = self.bridge.name();
        let message = format!(
            "{name} of {} gets a port and speaks over stdio",
            self.subject.quoted()
        );
        let words = &self.bridge.arguments;
        let option = words.iter().find(|word| word.text == port.by.as_str());
        let edits: Option<Vec<Edit>> = option
            .into_iter()
            .chain([&port.value.word])
            .map(|word| self.index(word).map(|_| Edit::remove(word.source.node)))
            .collect();
        let fix = edits.map(|edits| self.fix(false, format!("remove `{}`", port.by), edits));
        out.push(
            self.at(&port.value.word, Severity::Error, message)
                .label("nothing is served on it")
                .effect(format!("{name} ends with \"{says}\""))
                .help("leave it out")
                .fix(fix),
        );
    }
}

/// The spelling that a strange one must mean. Where that was `ignored` what is tried now stays: the one
/// that is meant comes first, and the others after it.
fn meant(
    text: &str,
    spellings: &[(&'static str, &'static [Transport])],
    ignored: bool,
) -> Option<&'static str> {
    let plain = |text: &str| text.to_ascii_lowercase().replace(['-', '_'], "");
    let letters = plain(text);
    let same = spellings
        .iter()
        .find(|(spelling, _)| plain(spelling) == letters);
    if let Some((spelling, _)) = same {
        return Some(spelling);
    }
    let transport = match letters.as_str() {
        "http" | "streamablehttp" | "https" | "stream" | "streaming" | "streamable" | "shttp" => {
            Transport::Http
        }
        "sse" | "httpsse" => Transport::Sse,
        _ => return None,
    };
    spellings
        .iter()
        .filter(|(_, speaks)| speaks.first() == Some(&transport))
        .min_by_key(|(_, speaks)| match ignored {
            true => usize::MAX - speaks.len(),
            false => speaks.len(),
        })
        .filter(|(_, speaks)| ignored || speaks.len() == 1)
        .map(|(spelling, _)| *spelling)
}

fn and(words: &[String]) -> String {
    match words {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.join(""),
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
