//! What opens the TLS connections of a server, and which variables reach it.

use super::table::{Effect, Names, ROWS, Reader, Row};
use crate::bridges::{Bridge, Runtime};
use crate::commandline::{CommandLine, Launcher};
use crate::docker::{Docker, Verb};
use crate::model::Os;

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
    /// Go.
    Go,
    /// Rust.
    Rust,
    /// Java, whose trust store is no PEM file.
    Java,
    /// .NET.
    Dotnet,
    /// Ruby.
    Ruby,
    /// PHP.
    Php,
    /// curl.
    Curl,
    /// git.
    Git,
    /// The AWS command line.
    Aws,
    /// The Google Cloud command line.
    Gcloud,
    /// Whatever runs in a container.
    Container,
    /// Not known.
    Unknown,
}

/// Programs that tell what they are built on.
const PROGRAMS: &[(&str, Stack)] = &[
    ("ruby", Stack::Ruby),
    ("bundle", Stack::Ruby),
    ("gem", Stack::Ruby),
    ("php", Stack::Php),
    ("composer", Stack::Php),
    ("cargo", Stack::Rust),
    ("curl", Stack::Curl),
    ("git", Stack::Git),
    ("aws", Stack::Aws),
    ("gcloud", Stack::Gcloud),
];

/// Images that tell what runs in them, without registry of Docker's own and without tag.
const IMAGES: &[(&str, Stack)] = &[
    ("node", Stack::Node),
    ("oven/bun", Stack::Bun),
    ("denoland/deno", Stack::Deno),
    ("python", Stack::Python),
    ("ghcr.io/astral-sh/uv", Stack::Python),
    ("golang", Stack::Go),
    ("ruby", Stack::Ruby),
    ("php", Stack::Php),
    ("curlimages/curl", Stack::Curl),
    ("amazon/aws-cli", Stack::Aws),
    ("eclipse-temurin", Stack::Java),
    ("amazoncorretto", Stack::Java),
    ("openjdk", Stack::Java),
    // By the go.mod and pyproject.toml of their repositories, 2026-11-25.
    ("ghcr.io/github/github-mcp-server", Stack::Go),
    ("hashicorp/terraform-mcp-server", Stack::Go),
    ("grafana/mcp-grafana", Stack::Go),
    ("mcp/grafana", Stack::Go),
    ("ghcr.io/sooperset/mcp-atlassian", Stack::Python),
    ("mcp/atlassian", Stack::Python),
];

impl Stack {
    /// What the server that a command line starts is built on, or the bridge to it.
    pub fn of(line: &CommandLine<'_>, bridge: Option<&Bridge<'_>>) -> Stack {
        let runtime = bridge.filter(|bridge| bridge.certain);
        match (line.launcher, runtime.map(|bridge| bridge.is.runtime)) {
            (_, Some(Runtime::Httpx)) => return Stack::Httpx,
            (Launcher::Other | Launcher::Docker, Some(Runtime::Node)) => return Stack::Node,
            // It starts containers, each of which may be built on anything.
            (Launcher::Docker, Some(Runtime::Go)) => return Stack::Unknown,
            _ => {}
        }
        match line.launcher {
            Launcher::Npx | Launcher::Dlx | Launcher::Node | Launcher::Script => Stack::Node,
            Launcher::Bunx | Launcher::Bun => Stack::Bun,
            Launcher::Deno => Stack::Deno,
            Launcher::Uvx | Launcher::UvRun | Launcher::Pipx | Launcher::Python => Stack::Python,
            Launcher::Java => Stack::Java,
            Launcher::Docker => inside(line).unwrap_or(Stack::Container),
            Launcher::Dotnet => Stack::Dotnet,
            Launcher::Go => Stack::Go,
            Launcher::Other => {
                let name = line.program_name();
                let mut known = PROGRAMS.iter();
                known
                    .find(|(program, _)| *program == name)
                    .map_or(Stack::Unknown, |(_, stack)| *stack)
            }
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
            Stack::Go => "Go",
            Stack::Rust => "Rust",
            Stack::Java => "Java",
            Stack::Dotnet => ".NET",
            Stack::Ruby => "Ruby",
            Stack::Php => "PHP",
            Stack::Curl => "curl",
            Stack::Git => "git",
            Stack::Aws => "the AWS command line",
            Stack::Gcloud => "gcloud",
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
            Stack::Python | Stack::Httpx | Stack::Aws => "`CERTIFICATE_VERIFY_FAILED`",
            Stack::Java => "\"PKIX path building failed\"",
            Stack::Go => "\"x509: certificate signed by unknown authority\"",
            Stack::Curl | Stack::Git => "\"unable to get local issuer certificate\"",
            _ => "",
        }
    }

    /// Whether it trusts, told nothing, what the system trusts. `None`: not established, or a
    /// matter of the library.
    pub const fn trusts_system(self) -> Option<bool> {
        match self {
            Stack::Node | Stack::Bun | Stack::Deno | Stack::Python | Stack::Httpx => Some(false),
            Stack::Aws => Some(false),
            Stack::Go | Stack::Curl | Stack::Git => Some(true),
            _ => None,
        }
    }

    /// Whoever reads variables in it.
    const fn readers(self) -> &'static [Reader] {
        match self {
            Stack::Node => &[Reader::Node, Reader::Npm],
            Stack::Bun => &[Reader::Bun, Reader::Npm],
            Stack::Deno => &[Reader::Deno],
            Stack::Python => &[
                Reader::Ssl,
                Reader::Httpx,
                Reader::Requests,
                Reader::Pip,
                Reader::Httplib2,
                Reader::Grpc,
                Reader::Uv,
                Reader::Curl,
                Reader::Git,
                Reader::Aws,
                Reader::Gcloud,
            ],
            Stack::Httpx => &[Reader::Httpx, Reader::Uv],
            Stack::Go => &[Reader::Go],
            Stack::Rust => &[Reader::Rust],
            Stack::Java => &[Reader::Java],
            Stack::Dotnet => &[Reader::Dotnet],
            Stack::Ruby => &[Reader::Ruby],
            Stack::Php => &[Reader::Php],
            Stack::Curl => &[Reader::Curl],
            Stack::Git => &[Reader::Git],
            Stack::Aws => &[Reader::Aws],
            Stack::Gcloud => &[Reader::Gcloud],
            Stack::Container | Stack::Unknown => &[],
        }
    }

    /// Those of [`Stack::readers`] that a fix writes for.
    const fn written_for(self) -> &'static [Reader] {
        match self {
            // The SDK calls by httpx, and every second library by requests.
            Stack::Python => &[Reader::Httpx, Reader::Requests],
            Stack::Httpx => &[Reader::Httpx],
            Stack::Node => &[Reader::Node],
            Stack::Bun => &[Reader::Bun],
            other => other.readers(),
        }
    }

    /// The lines of the table that are about `name` here; all that are where nobody knows what
    /// runs.
    pub fn rows(self, name: &str) -> impl Iterator<Item = &'static Row> {
        let readers = self.readers();
        let anybody = matches!(self, Stack::Container | Stack::Unknown);
        ROWS.iter()
            .filter(move |row| anybody || readers.contains(&row.reader))
            .filter(move |row| row.variable == name)
    }

    /// The lines of the variables to set for it, all of them; none where no variable is known.
    pub fn to_set(self, os: Option<Os>) -> Vec<&'static Row> {
        let written = self.written_for();
        ROWS.iter()
            .filter(|row| row.preferred && written.contains(&row.reader) && row.counts_on(os))
            .collect()
    }

    /// Whether it takes its certificates from what `name` names. Where nobody knows what runs it
    /// is taken to.
    pub fn reads(self, name: &str, os: Option<Os>) -> bool {
        self.rows(name)
            .any(|row| !matches!(row.names, Names::System(_)) && row.counts_on(os))
    }

    /// Whether a variable makes it trust what the system trusts.
    pub fn uses_system(self, name: &str, value: &str) -> bool {
        let off = matches!(value.trim(), "0" | "false" | "");
        let switch = |row: &Row| matches!(row.names, Names::System(_));
        let told = self.rows(name).any(switch) && !off;
        let by_option = name == "NODE_OPTIONS"
            && (value.contains("--use-system-ca") || value.contains("--use-openssl-ca"));
        told || by_option
    }

    /// What makes it trust what the system trusts, and with which value; where several do, the
    /// first one.
    pub fn system_switch(self) -> Option<(&'static Row, &'static str)> {
        let written = self.written_for();
        ROWS.iter().find_map(|row| match row.names {
            Names::System(value) if written.contains(&row.reader) => Some((row, value)),
            _ => None,
        })
    }

    /// Whether what is named replaces the public authorities, so that the file has to hold them
    /// too.
    pub fn replaces(self, os: Option<Os>) -> bool {
        self.to_set(os)
            .iter()
            .any(|row| row.effect == Effect::Replaces)
    }
}

/// What runs in the container of a command line, where the image or the command behind it tells.
fn inside(line: &CommandLine<'_>) -> Option<Stack> {
    let docker = Docker::of(line).filter(|docker| docker.certain)?;
    let at = docker.image?;
    let command = line.words.get(at + 1..).unwrap_or_default().to_vec();
    if let Some(inner) = CommandLine::read(command)
        && inner.launcher != Launcher::Docker
    {
        let stack = Stack::of(&inner, None);
        if stack != Stack::Unknown {
            return Some(stack);
        }
    }
    if docker.verb == Verb::Exec {
        return None;
    }
    let image = untagged(&line.words.get(at)?.text).to_owned();
    let mut known = IMAGES.iter();
    known
        .find(|(name, _)| *name == image)
        .map(|(_, stack)| *stack)
}

/// The name of an image without its tag, its digest and Docker's own registry.
fn untagged(image: &str) -> &str {
    let name = image.split('@').next().unwrap_or(image);
    let last = name.rfind('/').map_or(0, |at| at + 1);
    let end = name[last..].find(':').map_or(name.len(), |at| last + at);
    let name = &name[..end];
    let own = ["docker.io/library/", "docker.io/", "library/"];
    own.iter()
        .find_map(|front| name.strip_prefix(front))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commandline::tests::parts;

    fn of(words: &[&str]) -> Stack {
        let parts = parts(words);
        let line = CommandLine::of(&parts).unwrap();
        Stack::of(&line, Bridge::of(&parts, &line).as_ref())
    }

    fn names(stack: Stack, os: Option<Os>) -> Vec<&'static str> {
        stack.to_set(os).iter().map(|row| row.variable).collect()
    }

    #[test]
    fn what_runs_is_told_by_launcher_program_image_and_bridge() {
        for (words, stack) in [
            (&["npx", "-y", "x"][..], Stack::Node),
            (&["bunx", "x"], Stack::Bun),
            (&["deno", "run", "-A", "npm:x"], Stack::Deno),
            (&["uvx", "x"], Stack::Python),
            (&["uvx", "mcp-proxy", "https://x/sse"], Stack::Httpx),
            (&["mcp-remote", "https://x/mcp"], Stack::Node),
            (&["go", "run", "./cmd/x"], Stack::Go),
            (&["dotnet", "run"], Stack::Dotnet),
            (&["ruby", "x.rb"], Stack::Ruby),
            (&["/usr/bin/php", "x.php"], Stack::Php),
            (&["cargo", "run"], Stack::Rust),
            (&["java", "-jar", "x.jar"], Stack::Java),
            (&["aws", "x"], Stack::Aws),
            (&["docker", "run", "-i", "x/y"], Stack::Container),
            (
                &["docker", "run", "-i", "node:22", "server.js"],
                Stack::Node,
            ),
            (
                &[
                    "docker",
                    "run",
                    "-i",
                    "docker.io/library/python:3@sha256:0",
                    "x",
                ],
                Stack::Python,
            ),
            (
                &[
                    "docker",
                    "run",
                    "-i",
                    "localhost:5000/own",
                    "npx",
                    "-y",
                    "x",
                ],
                Stack::Node,
            ),
            (
                &["docker", "run", "-i", "ghcr.io/github/github-mcp-server"],
                Stack::Go,
            ),
            (
                &["docker", "exec", "-i", "box", "python", "x.py"],
                Stack::Python,
            ),
            (&["docker", "exec", "-i", "node"], Stack::Container),
            (&["./server"], Stack::Unknown),
        ] {
            assert_eq!(of(words), stack, "{words:?}");
        }
    }

    #[test]
    fn every_runtime_gets_its_own_variables() {
        assert_eq!(names(Stack::Node, None), ["NODE_EXTRA_CA_CERTS"]);
        assert_eq!(names(Stack::Deno, None), ["DENO_CERT"]);
        assert_eq!(
            names(Stack::Python, None),
            ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"]
        );
        assert_eq!(names(Stack::Aws, None), ["AWS_CA_BUNDLE"]);
        assert_eq!(names(Stack::Go, Some(Os::Linux)), ["SSL_CERT_FILE"]);
        assert!(names(Stack::Go, Some(Os::Macos)).is_empty());
        assert!(names(Stack::Unknown, None).is_empty());
        assert!(!Stack::Node.replaces(None) && Stack::Python.replaces(None));
    }

    #[test]
    fn a_variable_is_read_by_its_own_readers_only() {
        assert!(!Stack::Node.reads("SSL_CERT_FILE", None));
        assert!(!Stack::Httpx.reads("REQUESTS_CA_BUNDLE", None));
        assert!(Stack::Python.reads("AWS_CA_BUNDLE", None));
        assert!(!Stack::Python.reads("NODE_EXTRA_CA_CERTS", None));
        assert!(Stack::Unknown.reads("NODE_EXTRA_CA_CERTS", None));
        assert!(!Stack::Go.reads("SSL_CERT_FILE", Some(Os::Windows)));
    }

    #[test]
    fn the_certificates_of_the_system_count_where_they_are_asked_for() {
        assert!(Stack::Node.uses_system("NODE_OPTIONS", "--use-system-ca"));
        assert!(Stack::Node.uses_system("NODE_USE_SYSTEM_CA", "1"));
        assert!(!Stack::Node.uses_system("NODE_USE_SYSTEM_CA", "0"));
        assert!(Stack::Python.uses_system("UV_SYSTEM_CERTS", "true"));
        assert!(Stack::Deno.uses_system("DENO_TLS_CA_STORE", "system"));
        assert!(!Stack::Python.uses_system("NODE_USE_SYSTEM_CA", "1"));
    }
}
