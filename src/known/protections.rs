//! Switches that take a protection away, of servers and of what starts them.

use crate::commandline::Registry;

use super::advisories::Reach;
use super::same_name;

use Registry::{Image, Npm, PyPi};

/// How a switch is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// An option of the command line.
    Option(&'static str),
    /// A variable of the environment.
    Variable(&'static str),
    /// Every variable whose name ends so.
    VariableEnding(&'static str),
}

/// What it must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Yes; for an option, that it is there.
    Yes,
    /// One of these texts.
    Text(&'static [&'static str]),
}

/// A switch that takes a protection away.
#[derive(Clone, Copy, Debug)]
pub struct Protection {
    /// How it is written.
    pub spelling: Spelling,
    /// What it must say.
    pub says: Says,
    /// The packages and images that know it; empty where the name says enough by itself.
    pub packages: &'static [(Registry, &'static str)],
    /// The programs that know it, where they are installed.
    pub programs: &'static [&'static str],
    /// Whether what it guards is there over HTTP only.
    pub reach: Reach,
    /// What is gone, after "runs without".
    pub gone: &'static str,
    /// What that lets happen, as a sentence without a full stop.
    pub lets: &'static str,
    /// Where that is documented, a url.
    pub source: &'static str,
    /// The day on which it was true, `YYYY-MM-DD`.
    pub date: &'static str,
}

const INSPECTOR: &[(Registry, &str)] = &[(Npm, "@modelcontextprotocol/inspector")];
const PLAYWRIGHT: &[(Registry, &str)] = &[
    (Npm, "@playwright/mcp"),
    (Image, "mcr.microsoft.com/playwright/mcp"),
];
const PUPPETEER: &[(Registry, &str)] = &[
    (Npm, "@modelcontextprotocol/server-puppeteer"),
    (Image, "mcp/puppeteer"),
];
const CLAUDE: &[(Registry, &str)] = &[(Npm, "@anthropic-ai/claude-code")];
const CODEX: &[(Registry, &str)] = &[(Npm, "@openai/codex")];
const AWS_API: &[(Registry, &str)] = &[(PyPi, "awslabs.aws-api-mcp-server")];

const HOST_CHECK: &str = "the check of the `Host` header";
const REBINDING: &str = "a web page that is open in a browser can call its tools";
const QUESTIONS: &str = "a question before a command runs";
const ANYTHING: &str = "what the model reads can make it do anything on this machine";
const ANYBODY: &str = "whoever reaches its port can call its tools";

#[rustfmt::skip]
/// All of them, the surest first.
pub static ALL: &[Protection] = &[
    of(Spelling::Variable("DANGEROUSLY_OMIT_AUTH"),                          Says::Yes,                            INSPECTOR,  &["mcp-inspector"],  Reach::Runs, "the token that guards its port",              "a web page that is open in a browser can run commands on this machine", "https://github.com/modelcontextprotocol/inspector#authentication", "2026-11-25"),
    of(Spelling::Option("--dangerously-skip-permissions"),                   Says::Yes,                            CLAUDE,     &["claude"],         Reach::Runs, QUESTIONS,                                     ANYTHING,  "https://code.claude.com/docs/en/cli-reference", "2026-11-25"),
    of(Spelling::Option("--dangerously-bypass-approvals-and-sandbox"),       Says::Yes,                            CODEX,      &["codex"],          Reach::Runs, "its sandbox and without a question before a command runs", ANYTHING, "https://developers.openai.com/codex/cli/reference", "2026-11-25"),
    of(Spelling::Option("--yolo"),                                           Says::Yes,                            CODEX,      &["codex"],          Reach::Runs, "its sandbox and without a question before a command runs", ANYTHING, "https://developers.openai.com/codex/cli/reference", "2026-11-25"),
    of(Spelling::Variable("ALLOW_DANGEROUS"),                                Says::Yes,                            PUPPETEER,  &[],                 Reach::Runs, "the guard of the browser's sandbox", "the model can switch it off, and then open any page", "https://github.com/modelcontextprotocol/servers-archived/tree/main/src/puppeteer", "2026-11-25"),
    of(Spelling::Variable("AWS_API_MCP_ALLOW_UNRESTRICTED_LOCAL_FILE_ACCESS"), Says::Text(&["true", "unrestricted"]), AWS_API,  &[],                 Reach::Runs, "the limit to its working folder",              "the model can be led to any file that this account reads", "https://github.com/awslabs/mcp/tree/main/src/aws-api-mcp-server", "2026-11-25"),
    of(Spelling::Option("--allowed-hosts"),                                  Says::Text(&["*"]),                   PLAYWRIGHT, &[],                 Reach::Http, HOST_CHECK,                                    REBINDING, "https://github.com/microsoft/playwright-mcp#configuration", "2026-11-25"),
    of(Spelling::Variable("PLAYWRIGHT_MCP_ALLOWED_HOSTS"),                   Says::Text(&["*"]),                   PLAYWRIGHT, &[],                 Reach::Http, HOST_CHECK,                                    REBINDING, "https://github.com/microsoft/playwright-mcp#configuration", "2026-11-25"),
    of(Spelling::Option("--disable-dns-rebinding-protection"),               Says::Yes,                            &[],        &[],                 Reach::Http, HOST_CHECK,                                    REBINDING, "https://github.com/advisories/GHSA-9h52-p55h-vw2f", "2026-11-25"),
    of(Spelling::VariableEnding("DISABLE_DNS_REBINDING_PROTECTION"),         Says::Yes,                            &[],        &[],                 Reach::Http, HOST_CHECK,                                    REBINDING, "https://github.com/advisories/GHSA-9h52-p55h-vw2f", "2026-11-25"),
    of(Spelling::Variable("DANGEROUSLY_OMIT_AUTH"),                          Says::Yes,                            &[],        &[],                 Reach::Http, "any check of who calls",                       ANYBODY,  "https://github.com/modelcontextprotocol/inspector#authentication", "2026-11-25"),
    of(Spelling::Option("--no-auth"),                                        Says::Yes,                            &[],        &[],                 Reach::Http, "any check of who calls",                       ANYBODY,  "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning", "2026-11-25"),
    of(Spelling::Option("--disable-auth"),                                   Says::Yes,                            &[],        &[],                 Reach::Http, "any check of who calls",                       ANYBODY,  "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning", "2026-11-25"),
    of(Spelling::Option("--allow-unauthenticated"),                          Says::Yes,                            &[],        &[],                 Reach::Http, "any check of who calls",                       ANYBODY,  "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning", "2026-11-25"),
];

#[allow(clippy::too_many_arguments)] // One line of the table.
const fn of(
    spelling: Spelling,
    says: Says,
    packages: &'static [(Registry, &'static str)],
    programs: &'static [&'static str],
    reach: Reach,
    gone: &'static str,
    lets: &'static str,
    source: &'static str,
    date: &'static str,
) -> Protection {
    Protection {
        spelling,
        says,
        packages,
        programs,
        reach,
        gone,
        lets,
        source,
        date,
    }
}

impl Protection {
    /// Whether it is known to belong to this package.
    pub fn is_of(&self, registry: Registry, package: &str) -> bool {
        self.packages
            .iter()
            .any(|(its, name)| *its == registry && same_name(registry, name, package))
    }

    /// Whether any program that has it is meant, as its name leaves no doubt.
    pub const fn is_general(&self) -> bool {
        self.packages.is_empty() && self.programs.is_empty()
    }

    /// Whether it is this variable.
    pub fn is_variable(&self, name: &str) -> bool {
        match self.spelling {
            Spelling::Variable(known) => name == known,
            Spelling::VariableEnding(end) => name.ends_with(end),
            Spelling::Option(_) => false,
        }
    }

    /// Whether it is this option.
    pub fn is_option(&self, name: &str) -> bool {
        matches!(self.spelling, Spelling::Option(known) if known == name)
    }

    /// Whether it is on with this value.
    pub fn is_on(&self, value: &str) -> bool {
        let value = value.trim();
        match self.says {
            Says::Yes => matches!(
                value.to_ascii_lowercase().as_str(),
                "1" | "true" | "yes" | "on"
            ),
            Says::Text(texts) => texts.iter().any(|text| value.eq_ignore_ascii_case(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::tests::{is_date, is_url};

    #[test]
    fn each_has_a_source_and_a_date() {
        for it in ALL {
            assert!(is_url(it.source) && is_date(it.date), "{:?}", it.spelling);
            assert!(it.reach != Reach::Malware, "{:?}", it.spelling);
            // What no program in particular knows is sure of nothing but HTTP.
            assert!(
                !it.is_general() || it.reach == Reach::Http,
                "{:?}",
                it.spelling
            );
        }
    }

    #[test]
    fn none_stands_twice_for_one_server() {
        for (at, it) in ALL.iter().enumerate() {
            let twice = ALL[..at]
                .iter()
                .any(|other| other.spelling == it.spelling && other.packages == it.packages);
            assert!(!twice, "{:?}", it.spelling);
        }
    }
}
