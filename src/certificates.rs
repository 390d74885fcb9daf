//! Which environment variable makes which runtime trust a private certificate authority.
//!
//! Measured on 2026-11-23 unless said otherwise: Node.js 18 to 24, Bun 1.4.5, Deno 2.8, Python
//! with httpx, aiohttp, requests and urllib, uv, curl. Java, Go, .NET and the AWS tools by their
//! documentation.

use crate::bridges::{Bridge, Runtime};
use crate::commandline::{CommandLine, Launcher};

/// What opens the TLS connections of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stack {
    /// Node.js.
    Node,
    /// Bun.
    Bun,
    /// Deno.
    Deno,
    /// Python: which variable counts depends on the library.
    Python,
    /// Python, with httpx, which reads its own variables only.
    Httpx,
    /// Java, whose trust store is no PEM file.
    Java,
    /// Whatever runs in a container.
    Container,
    /// Not known.
    Unknown,
}

/// All variables that name certificates.
const VARIABLES: &[&str] = &[
    "NODE_EXTRA_CA_CERTS",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "DENO_CERT",
    "PIP_CERT",
    "AWS_CA_BUNDLE",
    "GIT_SSL_CAINFO",
    "npm_config_cafile",
    "NPM_CONFIG_CAFILE",
    "HTTPLIB2_CA_CERTS",
    "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
    "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE",
];

/// Variables that make a runtime use the certificates of the system.
const SYSTEM: &[&str] = &[
    "NODE_USE_SYSTEM_CA",
    "DENO_TLS_CA_STORE",
    "UV_SYSTEM_CERTS",
    "UV_NATIVE_TLS",
];

/// The variables whose file can be handed to any other runtime: PEM bundles of authorities, the
/// likeliest first.
pub const SOURCES: &[&str] = &[
    "NODE_EXTRA_CA_CERTS",
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "DENO_CERT",
];

/// Whether a variable names certificates.
pub fn is_variable(name: &str) -> bool {
    VARIABLES.contains(&name)
}

/// Whether a variable names one file, and not a folder.
pub fn names_file(name: &str) -> bool {
    is_variable(name) && name != "SSL_CERT_DIR"
}

/// Whether a variable makes a runtime trust what the system trusts.
pub fn uses_system(name: &str, value: &str) -> bool {
    SYSTEM.contains(&name) || (name == "NODE_OPTIONS" && value.contains("--use-system-ca"))
}

impl Stack {
    /// What the server that a command line starts is built on, or the bridge to it.
    pub fn of(line: &CommandLine<'_>, bridge: Option<&Bridge<'_>>) -> Stack {
        let runtime = bridge.filter(|bridge| bridge.certain);
        match (line.launcher, runtime.map(|bridge| bridge.is.runtime)) {
            // What is in an image may be built on anything, as far as its files go.
            (Launcher::Docker, Some(Runtime::Go)) => return Stack::Unknown,
            (Launcher::Docker, _) => {}
            (_, Some(Runtime::Httpx)) => return Stack::Httpx,
            (Launcher::Other, Some(Runtime::Node)) => return Stack::Node,
            _ => {}
        }
        match line.launcher {
            Launcher::Npx | Launcher::Dlx | Launcher::Node | Launcher::Script => Stack::Node,
            Launcher::Bunx | Launcher::Bun => Stack::Bun,
            Launcher::Deno => Stack::Deno,
            Launcher::Uvx | Launcher::UvRun | Launcher::Pipx | Launcher::Python => Stack::Python,
            Launcher::Java => Stack::Java,
            Launcher::Docker => Stack::Container,
            Launcher::Dotnet | Launcher::Go | Launcher::Other => Stack::Unknown,
        }
    }

    /// Its name in a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Stack::Node => "Node.js",
            Stack::Bun => "Bun",
            Stack::Deno => "Deno",
            Stack::Python => "Python",
            Stack::Httpx => "httpx",
            Stack::Java => "Java",
            Stack::Container => "the container",
            Stack::Unknown => "the server",
        }
    }

    /// What it says of a certificate that nobody it knows has signed; empty where that depends.
    pub const fn refusal(self) -> &'static str {
        match self {
            Stack::Node | Stack::Bun => {
                "`UNABLE_TO_VERIFY_LEAF_SIGNATURE`, \"unable to verify the first certificate\""
            }
            Stack::Deno => "\"invalid peer certificate: UnknownIssuer\"",
            Stack::Python | Stack::Httpx => "`CERTIFICATE_VERIFY_FAILED`",
            Stack::Java => "\"PKIX path building failed\"",
            Stack::Container | Stack::Unknown => "",
        }
    }

    /// The variables to set for it, all of them.
    pub const fn to_set(self) -> &'static [&'static str] {
        match self {
            Stack::Node | Stack::Bun => &["NODE_EXTRA_CA_CERTS"],
            Stack::Deno => &["DENO_CERT"],
            // httpx and aiohttp read the first, requests the second.
            Stack::Python => &["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"],
            Stack::Container => &["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE"],
            Stack::Httpx | Stack::Unknown => &["SSL_CERT_FILE"],
            Stack::Java => &[],
        }
    }

    /// Whether it reads `name` at all. Where that is not known it is taken to.
    pub fn reads(self, name: &str) -> bool {
        match self {
            Stack::Node => matches!(
                name,
                "NODE_EXTRA_CA_CERTS" | "npm_config_cafile" | "NPM_CONFIG_CAFILE"
            ),
            Stack::Bun => matches!(
                name,
                "NODE_EXTRA_CA_CERTS" | "SSL_CERT_FILE" | "SSL_CERT_DIR"
            ),
            Stack::Deno => matches!(name, "DENO_CERT" | "NODE_EXTRA_CA_CERTS"),
            Stack::Httpx => matches!(name, "SSL_CERT_FILE" | "SSL_CERT_DIR"),
            Stack::Python => !matches!(
                name,
                "NODE_EXTRA_CA_CERTS" | "DENO_CERT" | "npm_config_cafile" | "NPM_CONFIG_CAFILE"
            ),
            Stack::Java => false,
            Stack::Container | Stack::Unknown => true,
        }
    }

    /// Whether a variable replaces the public authorities, so that its file has to hold them too.
    pub const fn replaces(self) -> bool {
        matches!(
            self,
            Stack::Python | Stack::Httpx | Stack::Container | Stack::Unknown
        )
    }
}
