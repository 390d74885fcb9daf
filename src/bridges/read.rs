//! Reads the arguments of a bridge by its description.

use super::description::{Grammar, HeaderForm, Means, Operands, Opt, Takes};
use super::{Bridge, Description, Header, Setting, Target, Value, Verify};
use crate::commandline::{Word, split};
use crate::interpret::Parts;
use crate::model::Transport;
use crate::variables;

/// What a bridge is told, and how many of the options it does not know; `None` where that makes
/// it no bridge at all.
pub(super) fn read<'a>(
    is: &'static Description,
    parts: &'a Parts,
    called: Word<'a>,
    arguments: Vec<Word<'a>>,
) -> Option<(usize, Bridge<'a>)> {
    let mut reading = Reading {
        operands: Vec::new(),
        strange: 0,
        by_option: None,
        bridge: Bridge {
            is,
            certain: true,
            contained: false,
            target: Target::Unknown,
            speaks: &[],
            transport: None,
            serves: &[],
            output: None,
            headers: Vec::new(),
            no_headers: Vec::new(),
            port: None,
            host: None,
            callback: None,
            allows_http: false,
            verify: Verify::Default,
            secrets: Vec::new(),
            json: Vec::new(),
            before_url: None,
            joined: Vec::new(),
            gone: Vec::new(),
            called,
            arguments,
        },
    };
    let arguments = std::mem::take(&mut reading.bridge.arguments);
    if is.grammar.first_is_url {
        reading.by_name(&arguments);
    } else {
        reading.in_order(&arguments);
        reading.operands()?;
    }
    reading.bridge.arguments = arguments;
    reading.variables(parts);
    reading.conclude();
    Some((reading.strange, reading.bridge))
}

struct Reading<'a> {
    bridge: Bridge<'a>,
    operands: Vec<Word<'a>>,
    strange: usize,
    /// The transport that the option with the url stands for.
    by_option: Option<&'static [Transport]>,
}

impl<'a> Reading<'a> {
    /// As programs read that look for each option by its name, wherever it stands: headers are
    /// taken out first, then the url is what is left in front.
    fn by_name(&mut self, arguments: &[Word<'a>]) {
        let mut rest: Vec<&Word<'a>> = Vec::new();
        let mut at = 0;
        while let Some(word) = arguments.get(at) {
            let header = self
                .option(&word.text)
                .filter(|option| matches!(option.means, Means::Header | Means::HeaderFile));
            match (header, arguments.get(at + 1)) {
                (Some(option), Some(value)) => {
                    self.apply(option, word, vec![Value::whole(value)]);
                    at += 2;
                }
                _ => {
                    rest.push(word);
                    at += 1;
                }
            }
        }
        self.url_in_front(&rest);
        for (at, word) in rest.iter().enumerate() {
            let Some(option) = self.option(&word.text) else {
                let name = word.text.split('=').next().unwrap_or_default();
                if word.text.contains('=') && self.option(name).is_some() {
                    self.bridge.joined.push((*word).clone());
                } else if word.text.starts_with("--") {
                    self.strange += 1;
                }
                continue;
            };
            let value = rest.get(at + 1).map(|word| Value::whole(word));
            match option.takes {
                Takes::Nothing => self.apply(option, word, Vec::new()),
                _ => self.apply(option, word, value.into_iter().collect()),
            }
        }
    }

    fn url_in_front(&mut self, rest: &[&Word<'a>]) {
        let Some(first) = rest.first() else { return };
        if first.text.starts_with('-') {
            self.bridge.before_url = Some((*first).clone());
            let url = rest.iter().find(|word| is_url(&word.text));
            if let Some(url) = url {
                self.bridge.target = Target::Url(Value::whole(url));
            }
            return;
        }
        self.bridge.target = Target::Url(Value::whole(first));
        // The number in front counts, as `parseInt` reads it; 0 is none.
        if let Some(port) = rest.get(1) {
            let digits = port
                .text
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(port.text.len());
            if port.text[..digits].bytes().any(|digit| digit != b'0') {
                self.bridge.callback = Some(Value {
                    word: (*port).clone(),
                    range: 0..digits,
                });
            }
        }
    }

    /// As the usual parsers read.
    fn in_order(&mut self, arguments: &[Word<'a>]) {
        let grammar = self.bridge.is.grammar;
        let mut at = 0;
        while let Some(word) = arguments.get(at) {
            at += 1;
            let text = word.text.as_ref();
            if text == "--" {
                self.operands.extend_from_slice(&arguments[at..]);
                return;
            }
            if !is_option(text) {
                self.operands.push(word.clone());
                continue;
            }
            let equals = text
                .find('=')
                .filter(|_| grammar.joined && text.starts_with("--"));
            let name = &text[..equals.unwrap_or(text.len())];
            let Some(option) = self.option(name) else {
                self.strange += 1;
                let next = arguments.get(at).is_some_and(|next| !is_option(&next.text));
                if grammar.strange_takes_value && equals.is_none() && next {
                    at += 1;
                }
                continue;
            };
            if let Some(equals) = equals {
                if option.apart {
                    self.bridge.joined.push(word.clone());
                }
                self.apply(option, word, vec![Value::from(word, equals + 1)]);
                continue;
            }
            let follow = arguments.get(at..).unwrap_or_default();
            let count = taken(option, follow, grammar);
            let values = match option.takes {
                Takes::Nothing => Vec::new(),
                _ => follow[..count].iter().map(Value::whole).collect(),
            };
            self.apply(option, word, values);
            at += count;
        }
    }

    /// The option of this name, as the grammar finds it.
    fn option(&self, name: &str) -> Option<&'static Opt> {
        let is = self.bridge.is;
        let exact = |name: &str| {
            is.options
                .iter()
                .find(|option| option.names.contains(&name))
        };
        if let Some(option) = exact(name) {
            return Some(option);
        }
        if is.grammar.hyphenated && name.starts_with("--") {
            let camel = camel(name);
            let positive = camel.strip_prefix("--no").map(|rest| {
                let mut chars = rest.chars();
                let first = chars.next().map(|c| c.to_ascii_lowercase());
                format!("--{}{}", first.unwrap_or_default(), chars.as_str())
            });
            return exact(&camel).or_else(|| exact(&positive?));
        }
        if is.grammar.abbreviated && name.len() > 2 && name.starts_with("--") {
            let mut starting = is
                .options
                .iter()
                .filter(|option| option.names.iter().any(|other| other.starts_with(name)));
            return starting.next().filter(|_| starting.next().is_none());
        }
        None
    }

    fn apply(&mut self, option: &'static Opt, word: &Word<'a>, values: Vec<Value<'a>>) {
        let text = word.text.as_ref();
        let joined = values
            .first()
            .is_some_and(|value| value.range.start > 0 && value.word == *word);
        let by = match text.split_once('=') {
            Some((name, _)) if joined => name,
            _ => text,
        };
        let is = self.bridge.is;
        let mut words = vec![word.clone()];
        words.extend(
            values
                .iter()
                .filter(|_| !joined)
                .map(|value| value.word.clone()),
        );
        if let Some(gone) = is
            .gone
            .iter()
            .find(|gone| option.names.contains(&gone.name))
        {
            self.bridge.gone.push((gone, words.clone()));
        }
        // What looks for names finds the first one; parsers let the last one win.
        let first_wins = is.grammar.first_is_url;
        let bridge = &mut self.bridge;
        let setting = || {
            values.first().map(|value| Setting {
                by: by.to_owned(),
                value: value.clone(),
            })
        };
        let set = |slot: &mut Option<Setting<'a>>| {
            if slot.is_none() || !first_wins {
                *slot = setting();
            }
        };
        match option.means {
            Means::Other | Means::HeaderFile => {}
            // Without a url behind it the option counts for nothing.
            Means::Url(transport) => {
                if let Some(value) = values.into_iter().next() {
                    self.by_option = Some(match transport {
                        Transport::Sse => &[Transport::Sse],
                        _ => &[Transport::Http],
                    });
                    bridge.transport = Some(Setting {
                        by: by.to_owned(),
                        value: Value {
                            word: word.clone(),
                            range: 0..by.len(),
                        },
                    });
                    bridge.target = Target::Url(value);
                }
            }
            Means::AnyUrl => {
                if let Some(value) = values.into_iter().next() {
                    bridge.target = Target::Url(value);
                }
            }
            Means::Command => {
                if let Some(value) = values.last() {
                    let all = value.word.whole && value.range == (0..value.word.text.len());
                    bridge.target = Target::Command(if all {
                        split(value.word.source)
                    } else {
                        Vec::new()
                    });
                }
            }
            Means::Transport => set(&mut bridge.transport),
            Means::Output => set(&mut bridge.output),
            Means::Port => set(&mut bridge.port),
            Means::Host => set(&mut bridge.host),
            Means::Header => header(bridge, values),
            Means::AllowHttp => bridge.allows_http = true,
            Means::NoVerify => bridge.verify = Verify::Off(words),
            Means::Verify => {
                bridge.verify = match values.into_iter().next() {
                    None => Verify::Default,
                    Some(value) => match value.text().trim().to_ascii_lowercase().as_str() {
                        "0" | "false" | "no" | "off" => Verify::Off(words),
                        "1" | "true" | "yes" | "on" => Verify::Default,
                        _ => Verify::By(Setting {
                            by: by.to_owned(),
                            value,
                        }),
                    },
                };
            }
            Means::Secret | Means::Json => {
                let all = values.into_iter().map(|value| Setting {
                    by: by.to_owned(),
                    value,
                });
                if option.means == Means::Json {
                    bridge.json.extend(all);
                } else {
                    bridge.secrets.extend(all);
                }
            }
        }
    }

    fn operands(&mut self) -> Option<()> {
        let operands = std::mem::take(&mut self.operands);
        let first = operands.first();
        let whole = |word: &Word<'a>| Target::Url(Value::whole(word));
        let bridge = &mut self.bridge;
        match bridge.is.operands {
            Operands::Url | Operands::UrlThenPort => {
                if let Some(first) = first {
                    bridge.target = whole(first);
                }
                if bridge.is.operands == Operands::UrlThenPort {
                    bridge.callback = operands.get(1).map(Value::whole);
                }
            }
            Operands::UrlOrFile => {
                let url = first.filter(|word| is_url(&word.text))?;
                bridge.target = whole(url);
            }
            Operands::UrlOrCommand => match first {
                Some(word) if is_url(&word.text) => bridge.target = whole(word),
                // It may turn out to be a url.
                Some(word) if operands.len() == 1 && variables::is_templated(&word.text) => {}
                Some(_) => bridge.target = Target::Command(operands),
                None => {}
            },
            Operands::Command => {
                if first.is_some() {
                    bridge.target = Target::Command(operands);
                }
            }
            Operands::Name => {
                if let Some(first) = first {
                    bridge.target = Target::Named(Value::whole(first));
                }
            }
            Operands::Configured => bridge.target = Target::Own,
            Operands::Nothing => {}
        }
        Some(())
    }

    /// What the environment says where the command line says nothing.
    fn variables(&mut self, parts: &'a Parts) {
        for (name, means) in self.bridge.is.variables {
            let Some(pair) = parts.env.iter().find(|pair| pair.name == *name) else {
                continue;
            };
            let value = Value::whole(&Word::of(&pair.value));
            let bridge = &mut self.bridge;
            let setting = || Setting {
                by: pair.name.clone(),
                value: value.clone(),
            };
            match means {
                Means::AnyUrl if bridge.target == Target::Unknown && is_url(value.text()) => {
                    bridge.target = Target::Url(value);
                }
                Means::Port if bridge.port.is_none() => bridge.port = Some(setting()),
                Means::Host if bridge.host.is_none() => bridge.host = Some(setting()),
                Means::Secret => bridge.secrets.push(setting()),
                _ => {}
            }
        }
    }

    /// What follows from all of it.
    fn conclude(&mut self) {
        let bridge = &mut self.bridge;
        let is = bridge.is;
        let spelled = |setting: &Option<Setting<'_>>,
                       spellings: &[(&'static str, &'static [Transport])]| {
            let text = setting.as_ref()?.value.text();
            spellings
                .iter()
                .find(|(spelling, _)| *spelling == text)
                .map(|(_, transports)| *transports)
        };
        if let Target::Url(url) = &bridge.target {
            let by_path = || match crate::endpoint::transport_by_path(url.text()) {
                Transport::Sse => &[Transport::Sse][..],
                _ => &[Transport::Http],
            };
            bridge.speaks = spelled(&bridge.transport, is.transports)
                .or(self.by_option)
                .unwrap_or_else(|| {
                    if is.speaks_by_path {
                        by_path()
                    } else {
                        is.speaks
                    }
                });
        }
        bridge.serves = match (spelled(&bridge.output, is.outputs), &bridge.target) {
            (Some(serves), _) => serves,
            (None, Target::Command(_)) => is.serves,
            (None, _) => &[],
        };
    }
}

/// Takes a header in the form that the bridge wants.
fn header<'a>(bridge: &mut Bridge<'a>, values: Vec<Value<'a>>) {
    let form = bridge.is.header;
    if form == HeaderForm::Apart {
        let mut values = values.into_iter();
        match (values.next(), values.next()) {
            (Some(name), Some(value)) => bridge.headers.push(Header { name, value }),
            (Some(alone), None) => bridge.no_headers.push(alone.word),
            (None, _) => {}
        }
        return;
    }
    let sign = if form == HeaderForm::Colon { ':' } else { '=' };
    for value in values {
        let text = value.text();
        match text.find(sign) {
            Some(at) => {
                let start = value.range.start;
                let lead = text[at + 1..].len() - text[at + 1..].trim_start().len();
                bridge.headers.push(Header {
                    name: Value {
                        word: value.word.clone(),
                        range: start..start + at,
                    },
                    value: Value {
                        range: start + at + 1 + lead..value.range.end,
                        word: value.word,
                    },
                });
            }
            None => bridge.no_headers.push(value.word),
        }
    }
}

/// How many of the following words an option takes.
fn taken(option: &Opt, follow: &[Word<'_>], grammar: Grammar) -> usize {
    let plain = |word: &&Word<'_>| grammar.dashed_values || !is_option(&word.text);
    let at_most = |count| follow.iter().take(count).take_while(plain).count();
    match option.takes {
        // `yargs` lets a flag be followed by what it is set to.
        Takes::Nothing if grammar.hyphenated => usize::from(
            follow
                .first()
                .is_some_and(|word| matches!(word.text.as_ref(), "true" | "false")),
        ),
        Takes::Nothing => 0,
        Takes::One | Takes::Optional => at_most(1),
        Takes::Two => at_most(2),
        Takes::Many => follow
            .iter()
            .take_while(|word| !is_option(&word.text))
            .count(),
    }
}

/// Whether a word is read as an option: a dash alone is none, nor is a negative number.
fn is_option(text: &str) -> bool {
    text.strip_prefix('-')
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// `--streamable-http` as `--streamableHttp`.
fn camel(name: &str) -> String {
    let mut camel = String::from("--");
    let mut upper = false;
    for c in name.trim_start_matches('-').chars() {
        if c == '-' {
            upper = true;
        } else if upper {
            camel.push(c.to_ascii_uppercase());
            upper = false;
        } else {
            camel.push(c);
        }
    }
    camel
}
