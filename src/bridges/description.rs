//! What is known of a bridge, as data.

use crate::commandline::Registry;
use crate::endpoint::Endpoint;
use crate::model::{Basis, Transport};

/// What a bridge is built on: decides which variable names certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// Node.js.
    Node,
    /// Python, with httpx for its calls.
    Httpx,
    /// Go.
    Go,
}

/// How somebody came to know what is said of a bridge.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// How.
    pub basis: Basis,
    /// A url, `OWNER/REPOSITORY PATH@COMMIT`, or the program that was run.
    pub origin: &'static str,
    /// The day on which it was true, `YYYY-MM-DD`.
    pub date: &'static str,
}

/// How a bridge is told apart, and what it takes.
#[derive(Debug)]
pub struct Description {
    /// Its name, as people say it.
    pub name: &'static str,
    /// The package that holds it; empty where it is none.
    pub package: &'static str,
    /// Where the package comes from.
    pub registry: Registry,
    /// The names of its program.
    pub programs: &'static [&'static str],
    /// The name of its module in Python; empty for none.
    pub module: &'static str,
    /// The end of the path of its script, for `node SCRIPT`; empty for none.
    pub script: &'static str,
    /// The container images that start it, without tag.
    pub images: &'static [&'static str],
    /// The words that must follow its name for it to be a bridge; no list for none.
    pub subcommands: &'static [&'static [&'static str]],
    /// What it is built on.
    pub runtime: Runtime,
    /// How its arguments are read.
    pub grammar: Grammar,
    /// Its options.
    pub options: &'static [Opt],
    /// Options that older versions took and this one refuses.
    pub gone: &'static [Gone],
    /// What stands on its command line besides options.
    pub operands: Operands,
    /// Variables that stand in for options and operands.
    pub variables: &'static [(&'static str, Means)],
    /// The spellings of the transport to its target, with those that are tried, in order.
    pub transports: &'static [(&'static str, &'static [Transport])],
    /// The transports that it tries when none is told.
    pub speaks: &'static [Transport],
    /// Whether the path of the url decides, when none is told.
    pub speaks_by_path: bool,
    /// What it does with a transport that it does not know, to either side.
    pub strange_transport: Strange,
    /// The spellings of what it speaks to its client, with what it serves; none for stdio.
    pub outputs: &'static [(&'static str, &'static [Transport])],
    /// What it serves when its target is a command and nothing else is told.
    pub serves: &'static [Transport],
    /// The port that it serves on when none is told.
    pub default_port: Option<u16>,
    /// How it chooses the port of a login's answer when none is told, where that is established.
    pub derives_callback: Option<Derives>,
    /// How a header is written.
    pub header: HeaderForm,
    /// What it does with a header of another form.
    pub strange_header: Strange,
    /// What it says when it gets a port and serves nothing; empty where it does not mind.
    pub port_in_vain: &'static str,
    /// Whether it expands `${NAME}` in the values of headers from its own environment.
    pub expands_headers: bool,
    /// The options with JSON in which it expands them.
    pub expands_json: &'static [&'static str],
    /// What it does with a url that is plain http.
    pub clear_text: ClearText,
    /// The version that was looked at.
    pub version: &'static str,
    /// Where all of this comes from.
    pub sources: &'static [Source],
}

/// How a bridge derives a port from its url.
#[derive(Clone, Copy, Debug)]
pub struct Derives {
    /// The port for a url.
    pub port: fn(&str) -> u16,
    /// Options that change it, or that leave it unused.
    pub unless: &'static [&'static str],
}

impl Description {
    /// Whether it calls this url only when it is told that plain http will do.
    pub fn refuses(&self, endpoint: &Endpoint<'_>) -> bool {
        match self.clear_text {
            ClearText::Called => false,
            ClearText::Refused { but, .. } => {
                // They compare what their url parser has put into small letters.
                let spared = |host: &&str| host.eq_ignore_ascii_case(endpoint.host);
                endpoint.scheme.eq_ignore_ascii_case("http") && !but.iter().any(spared)
            }
        }
    }

    /// What makes it speak this transport to its url and no other: an option and its value.
    pub fn speaking(&self, transport: Transport) -> Option<[&'static str; 2]> {
        let option = self
            .options
            .iter()
            .find(|option| option.means == Means::Transport)?;
        let (spelling, _) = self
            .transports
            .iter()
            .find(|(_, speaks)| *speaks == [transport])?;
        Some([option.names.first()?, spelling])
    }
}

impl PartialEq for Description {
    fn eq(&self, other: &Description) -> bool {
        std::ptr::eq(self, other)
    }
}

/// How arguments are read.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    /// Whether `--option=value` is understood.
    pub joined: bool,
    /// Whether the start of an option's name will do, as long as no other starts so.
    pub abbreviated: bool,
    /// Whether `--option-name` and `--optionName` are the same.
    pub hyphenated: bool,
    /// Whether the value of an option may itself start with a dash.
    pub dashed_values: bool,
    /// Whether an option that it does not know takes the next word for its value.
    pub strange_takes_value: bool,
    /// Whether the word that comes first, headers left aside, is the url, even an option.
    pub first_is_url: bool,
}

impl Grammar {
    /// As `argparse` of Python reads.
    pub const ARGPARSE: Grammar = Grammar {
        joined: true,
        abbreviated: true,
        hyphenated: false,
        dashed_values: false,
        strange_takes_value: false,
        first_is_url: false,
    };
    /// As `yargs` of npm reads.
    pub const YARGS: Grammar = Grammar {
        joined: true,
        abbreviated: false,
        hyphenated: true,
        dashed_values: false,
        strange_takes_value: true,
        first_is_url: false,
    };
    /// As `pflag` of Go, `commander` of npm and `cyclopts` of Python read.
    pub const PLAIN: Grammar = Grammar {
        joined: true,
        abbreviated: false,
        hyphenated: false,
        dashed_values: true,
        strange_takes_value: false,
        first_is_url: false,
    };
}

/// An option.
#[derive(Clone, Copy, Debug)]
pub struct Opt {
    /// Its names, dashes included.
    pub names: &'static [&'static str],
    /// How many words it takes.
    pub takes: Takes,
    /// What it means.
    pub means: Means,
    /// Whether `--option=value` goes wrong all the same.
    pub apart: bool,
}

impl Opt {
    /// One that takes a value and means nothing to us.
    pub const fn value(names: &'static [&'static str]) -> Opt {
        Opt::of(names, Takes::One, Means::Other)
    }

    /// One that takes a value.
    pub const fn one(names: &'static [&'static str], means: Means) -> Opt {
        Opt::of(names, Takes::One, means)
    }

    /// One without a value.
    pub const fn flag(names: &'static [&'static str], means: Means) -> Opt {
        Opt::of(names, Takes::Nothing, means)
    }

    /// Any.
    pub const fn of(names: &'static [&'static str], takes: Takes, means: Means) -> Opt {
        Opt {
            names,
            takes,
            means,
            apart: false,
        }
    }
}

/// How many words an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// None.
    Nothing,
    /// One.
    One,
    /// A name and a value.
    Two,
    /// One, where the next word is no option.
    Optional,
    /// All up to the next option.
    Many,
}

/// What an option or a variable means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// Nothing that matters here.
    Other,
    /// The url to call, by this transport.
    Url(Transport),
    /// The url to call, by the transport that is told otherwise.
    AnyUrl,
    /// The command line to serve, in one string.
    Command,
    /// The transport to the target.
    Transport,
    /// The transport to the client.
    Output,
    /// A header.
    Header,
    /// A file with headers.
    HeaderFile,
    /// The port to listen on.
    Port,
    /// The address to listen on.
    Host,
    /// Plain http will do.
    AllowHttp,
    /// Whether and by what file certificates are judged.
    Verify,
    /// Certificates are not judged.
    NoVerify,
    /// A token, a key, a password.
    Secret,
    /// JSON, which may hold secrets.
    Json,
}

/// An option that is no longer there.
#[derive(Debug, PartialEq)]
pub struct Gone {
    /// Its name.
    pub name: &'static str,
    /// The first major version that was seen to refuse it.
    pub since: u32,
    /// What it says then.
    pub says: &'static str,
}

/// What stands on the command line besides options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operands {
    /// A url, then the port of the OAuth callback.
    UrlThenPort,
    /// A url.
    Url,
    /// A url to call, or else a command with its arguments.
    UrlOrCommand,
    /// A url to call, or else a file that is no concern of ours: then it is no bridge.
    UrlOrFile,
    /// A command with its arguments.
    Command,
    /// The name of a server in a registry.
    Name,
    /// Nothing that counts, since it has a configuration of its own.
    Configured,
    /// Nothing that counts.
    Nothing,
}

/// What becomes of a word that a bridge does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strange {
    /// It is ignored, with a warning on standard error.
    Ignored,
    /// The bridge ends.
    Refused,
}

/// How a header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// `NAME: VALUE`, in one word.
    Colon,
    /// `NAME=VALUE`, in one word.
    Equals,
    /// Name and value in a word each.
    Apart,
}

/// What is done with a url that is plain http.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClearText {
    /// It is called.
    Called,
    /// It is not called, but on these hosts.
    Refused {
        /// The hosts.
        but: &'static [&'static str],
        /// The option that allows the others, where there is one.
        unless: Option<&'static str>,
        /// What it says.
        says: &'static str,
    },
}

/// One that nothing is known of: the start of every description.
pub(super) const NOTHING: Description = Description {
    name: "",
    package: "",
    registry: Registry::Elsewhere,
    programs: &[],
    module: "",
    script: "",
    images: &[],
    subcommands: &[],
    runtime: Runtime::Node,
    grammar: Grammar::PLAIN,
    options: &[],
    gone: &[],
    operands: Operands::Nothing,
    variables: &[],
    transports: &[],
    speaks: &[],
    speaks_by_path: false,
    strange_transport: Strange::Refused,
    outputs: &[],
    serves: &[],
    default_port: None,
    derives_callback: None,
    header: HeaderForm::Colon,
    strange_header: Strange::Refused,
    port_in_vain: "",
    expands_headers: false,
    expands_json: &[],
    clear_text: ClearText::Called,
    version: "",
    sources: &[],
};
