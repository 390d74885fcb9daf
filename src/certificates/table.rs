//! Which variable names certificates for which reader: the table.
//!
//! "Observed" was measured against a server with a private authority: Node.js 18 to 24, Bun
//! 1.4.5, Deno 2.8, Python 3.11 with urllib, httpx 0.28 and requests 2.34, uv, curl and git of
//! Debian. What rests on hearsay alone is not established: no error and no fix rests on it.

use crate::model::{Basis, Os};

/// What reads variables: a runtime, or a library or tool of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Node.js.
    Node,
    /// npm and npx, when they download.
    Npm,
    /// Bun.
    Bun,
    /// Deno.
    Deno,
    /// Python's own `ssl`, with urllib and aiohttp.
    Ssl,
    /// Python's httpx, on which the SDK of MCP is built.
    Httpx,
    /// Python's requests.
    Requests,
    /// pip, when it downloads.
    Pip,
    /// Python's httplib2, of older Google libraries.
    Httplib2,
    /// gRPC.
    Grpc,
    /// uv and uvx, when they download.
    Uv,
    /// curl.
    Curl,
    /// git.
    Git,
    /// Go.
    Go,
    /// Rust, by rustls with the certificates of the system, or by OpenSSL.
    Rust,
    /// Java.
    Java,
    /// .NET.
    Dotnet,
    /// Ruby.
    Ruby,
    /// PHP.
    Php,
    /// The AWS command line and boto3.
    Aws,
    /// The Google Cloud command line.
    Gcloud,
}

impl Reader {
    /// Its name in a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Reader::Node => "Node.js",
            Reader::Npm => "npm",
            Reader::Bun => "Bun",
            Reader::Deno => "Deno",
            Reader::Ssl => "Python",
            Reader::Httpx => "httpx",
            Reader::Requests => "requests",
            Reader::Pip => "pip",
            Reader::Httplib2 => "httplib2",
            Reader::Grpc => "gRPC",
            Reader::Uv => "uv",
            Reader::Curl => "curl",
            Reader::Git => "git",
            Reader::Go => "Go",
            Reader::Rust => "Rust",
            Reader::Java => "Java",
            Reader::Dotnet => ".NET",
            Reader::Ruby => "Ruby",
            Reader::Php => "PHP",
            Reader::Aws => "the AWS command line",
            Reader::Gcloud => "gcloud",
        }
    }
}

impl Reader {
    /// Whether it is known that the certificate of a server is not enough for it, unless that
    /// signs itself: it wants the authority's.
    pub const fn wants_authority(self) -> bool {
        matches!(
            self,
            Reader::Node | Reader::Ssl | Reader::Httpx | Reader::Requests
        )
    }
}

/// What a variable names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// One PEM file.
    File,
    /// A folder, or several, of certificates named by their hash.
    Folder,
    /// A PEM file or such a folder.
    FileOrFolder,
    /// Options of the virtual machine, one of which names a key store, which is no PEM file.
    KeyStore,
    /// Nothing: what the system trusts is to count, when it has this value.
    System(&'static str),
}

/// What becomes of the authorities that the reader trusts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// They stay.
    Adds,
    /// They go: the file has to hold the public ones too.
    Replaces,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Who reads it.
    pub reader: Reader,
    /// The variable.
    pub variable: &'static str,
    /// What it names.
    pub names: Names,
    /// What becomes of the other authorities.
    pub effect: Effect,
    /// The systems on which it is read; empty for all.
    pub systems: &'static [Os],
    /// The version that read it first; empty where that does not matter.
    pub since: &'static str,
    /// What the reader does when the file is not there or no PEM file, in words that end a
    /// sentence; empty where that is not established.
    pub unusable: &'static str,
    /// Whether a fix writes it, and not another one of this reader.
    pub preferred: bool,
    /// How it is known.
    pub basis: Basis,
    /// By what.
    pub source: &'static str,
    /// The day on which it was true, `YYYY-MM-DD`.
    pub date: &'static str,
}

impl Row {
    /// Whether it is surely so.
    pub fn established(&self) -> bool {
        self.basis != Basis::Reported
    }

    /// Whether it is read on this system; where that is not known it may be.
    pub fn counts_on(&self, os: Option<Os>) -> bool {
        self.systems.is_empty() || os.is_none_or(|os| self.systems.contains(&os))
    }
}

const OBSERVED: Row = Row {
    reader: Reader::Node,
    variable: "",
    names: Names::File,
    effect: Effect::Replaces,
    systems: &[],
    since: "",
    unusable: "",
    preferred: false,
    basis: Basis::Observed,
    source: "",
    date: "2026-11-23",
};

const DOCUMENTED: Row = Row {
    basis: Basis::Documented,
    ..OBSERVED
};

/// Nobody looked: what people say.
const HEARSAY: Row = Row {
    basis: Basis::Reported,
    source: "said, and not looked up",
    ..OBSERVED
};

const NODE_GOES_ON: &str = "goes on without it, and hosts of this authority fail";

/// The table.
pub static ROWS: &[Row] = &[
    Row {
        reader: Reader::Node,
        variable: "NODE_EXTRA_CA_CERTS",
        effect: Effect::Adds,
        since: "7.3",
        unusable: NODE_GOES_ON,
        preferred: true,
        source: "Node.js 18 to 24: 122 authorities with it, 121 without",
        ..OBSERVED
    },
    Row {
        reader: Reader::Node,
        variable: "NODE_USE_SYSTEM_CA",
        names: Names::System("1"),
        effect: Effect::Adds,
        since: "22.19, 24.6",
        source: "Node.js 18 to 24; older ones ignore it",
        ..OBSERVED
    },
    Row {
        reader: Reader::Npm,
        variable: "npm_config_cafile",
        source: "https://docs.npmjs.com/cli/v11/using-npm/config#cafile",
        ..DOCUMENTED
    },
    Row {
        reader: Reader::Npm,
        variable: "NPM_CONFIG_CAFILE",
        source: "https://docs.npmjs.com/cli/v11/using-npm/config#cafile",
        ..DOCUMENTED
    },
    Row {
        reader: Reader::Bun,
        variable: "NODE_EXTRA_CA_CERTS",
        effect: Effect::Adds,
        preferred: true,
        source: "Bun 1.4.5; 1.3.2 had a fault, oven-sh/bun#24581",
        ..OBSERVED
    },
    Row {
        reader: Reader::Bun,
        variable: "SSL_CERT_FILE",
        source: "Bun 1.4.5",
        ..OBSERVED
    },
    Row {
        reader: Reader::Bun,
        variable: "SSL_CERT_DIR",
        names: Names::Folder,
        source: "Bun 1.4.5",
        ..OBSERVED
    },
    Row {
        reader: Reader::Deno,
        variable: "DENO_CERT",
        effect: Effect::Adds,
        preferred: true,
        source: "Deno 2.8",
        ..OBSERVED
    },
    Row {
        reader: Reader::Deno,
        variable: "NODE_EXTRA_CA_CERTS",
        effect: Effect::Adds,
        since: "2.8",
        source: "Deno 2.8, denoland/docs#3081",
        ..OBSERVED
    },
    Row {
        reader: Reader::Deno,
        variable: "DENO_TLS_CA_STORE",
        names: Names::System("system"),
        since: "1.13",
        source: "Deno 2.8",
        ..OBSERVED
    },
    Row {
        reader: Reader::Ssl,
        variable: "SSL_CERT_FILE",
        preferred: true,
        source: "Python 3.11, urllib and aiohttp: 144 authorities become 1",
        ..OBSERVED
    },
    Row {
        reader: Reader::Ssl,
        variable: "SSL_CERT_DIR",
        names: Names::Folder,
        source: "Python 3.11, urllib",
        ..OBSERVED
    },
    Row {
        reader: Reader::Httpx,
        variable: "SSL_CERT_FILE",
        unusable: "makes no client, and every call fails",
        preferred: true,
        source: "httpx 0.28: 117 authorities become 1",
        ..OBSERVED
    },
    Row {
        reader: Reader::Httpx,
        variable: "SSL_CERT_DIR",
        names: Names::Folder,
        source: "httpx 0.28",
        ..OBSERVED
    },
    Row {
        reader: Reader::Requests,
        variable: "REQUESTS_CA_BUNDLE",
        names: Names::FileOrFolder,
        unusable: "refuses every call",
        preferred: true,
        source: "requests 2.34",
        ..OBSERVED
    },
    Row {
        reader: Reader::Requests,
        variable: "CURL_CA_BUNDLE",
        names: Names::FileOrFolder,
        source: "requests 2.34; REQUESTS_CA_BUNDLE goes before it",
        ..OBSERVED
    },
    Row {
        reader: Reader::Pip,
        variable: "PIP_CERT",
        source: "https://pip.pypa.io/en/stable/topics/https-certificates/",
        ..DOCUMENTED
    },
    Row {
        reader: Reader::Httplib2,
        variable: "HTTPLIB2_CA_CERTS",
        ..HEARSAY
    },
    Row {
        reader: Reader::Grpc,
        variable: "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
        ..HEARSAY
    },
    Row {
        reader: Reader::Uv,
        variable: "SSL_CERT_FILE",
        source: "uv; https://docs.astral.sh/uv/reference/environment/",
        ..OBSERVED
    },
    Row {
        reader: Reader::Uv,
        variable: "SSL_CERT_DIR",
        names: Names::Folder,
        source: "uv; https://docs.astral.sh/uv/reference/environment/",
        ..OBSERVED
    },
    Row {
        reader: Reader::Uv,
        variable: "UV_SYSTEM_CERTS",
        names: Names::System("true"),
        source: "uv; https://docs.astral.sh/uv/reference/environment/",
        ..OBSERVED
    },
    Row {
        reader: Reader::Uv,
        variable: "UV_NATIVE_TLS",
        names: Names::System("true"),
        source: "uv, the older name of UV_SYSTEM_CERTS",
        ..OBSERVED
    },
    Row {
        reader: Reader::Curl,
        variable: "CURL_CA_BUNDLE",
        // Schannel, the TLS of Windows, does not read it.
        systems: &[Os::Linux, Os::Macos],
        preferred: true,
        source: "curl of Debian",
        ..OBSERVED
    },
    Row {
        reader: Reader::Curl,
        variable: "SSL_CERT_FILE",
        systems: &[Os::Linux, Os::Macos],
        source: "curl of Debian",
        ..OBSERVED
    },
    Row {
        reader: Reader::Curl,
        variable: "SSL_CERT_DIR",
        names: Names::Folder,
        systems: &[Os::Linux, Os::Macos],
        source: "curl of Debian",
        ..OBSERVED
    },
    Row {
        reader: Reader::Git,
        variable: "GIT_SSL_CAINFO",
        preferred: true,
        source: "git of Debian",
        ..OBSERVED
    },
    Row {
        reader: Reader::Git,
        variable: "GIT_SSL_CAPATH",
        names: Names::Folder,
        source: "git of Debian",
        ..OBSERVED
    },
    Row {
        reader: Reader::Go,
        variable: "SSL_CERT_FILE",
        systems: &[Os::Linux],
        preferred: true,
        source: "golang/go#37907, #71924, #79496: ignored on macOS and Windows",
        ..DOCUMENTED
    },
    Row {
        reader: Reader::Go,
        variable: "SSL_CERT_DIR",
        names: Names::Folder,
        systems: &[Os::Linux],
        source: "golang/go#37907, #71924, #79496: ignored on macOS and Windows",
        ..DOCUMENTED
    },
    // Right for rustls-native-certs from 0.7 on; with webpki-roots nothing is read, and which of
    // them a program has is not to be seen.
    Row {
        reader: Reader::Rust,
        variable: "SSL_CERT_FILE",
        since: "rustls-native-certs 0.7",
        preferred: true,
        source: "https://docs.rs/rustls-native-certs, for one library of several",
        ..HEARSAY
    },
    Row {
        reader: Reader::Rust,
        variable: "SSL_CERT_DIR",
        names: Names::Folder,
        since: "rustls-native-certs 0.7.1",
        source: "https://docs.rs/rustls-native-certs, for one library of several",
        ..HEARSAY
    },
    Row {
        reader: Reader::Java,
        variable: "JAVA_TOOL_OPTIONS",
        names: Names::KeyStore,
        unusable: "opens no TLS connection at all",
        source: "https://docs.oracle.com/en/java/javase/21/security/java-secure-socket-extension-jsse-reference-guide.html",
        ..DOCUMENTED
    },
    Row {
        reader: Reader::Java,
        variable: "JDK_JAVA_OPTIONS",
        names: Names::KeyStore,
        unusable: "opens no TLS connection at all",
        since: "9",
        source: "https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html",
        ..DOCUMENTED
    },
    Row {
        reader: Reader::Dotnet,
        variable: "SSL_CERT_FILE",
        systems: &[Os::Linux],
        preferred: true,
        ..HEARSAY
    },
    Row {
        reader: Reader::Dotnet,
        variable: "SSL_CERT_DIR",
        names: Names::Folder,
        systems: &[Os::Linux],
        ..HEARSAY
    },
    Row {
        reader: Reader::Ruby,
        variable: "SSL_CERT_FILE",
        preferred: true,
        ..HEARSAY
    },
    Row {
        reader: Reader::Ruby,
        variable: "SSL_CERT_DIR",
        names: Names::Folder,
        ..HEARSAY
    },
    Row {
        reader: Reader::Php,
        variable: "SSL_CERT_FILE",
        preferred: true,
        ..HEARSAY
    },
    Row {
        reader: Reader::Aws,
        variable: "AWS_CA_BUNDLE",
        preferred: true,
        source: "aws/aws-cli#7602; not for calls of SSO",
        ..DOCUMENTED
    },
    Row {
        reader: Reader::Aws,
        variable: "REQUESTS_CA_BUNDLE",
        source: "aws/aws-cli#7602; AWS_CA_BUNDLE goes before it",
        ..DOCUMENTED
    },
    Row {
        reader: Reader::Gcloud,
        variable: "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE",
        preferred: true,
        ..HEARSAY
    },
];
