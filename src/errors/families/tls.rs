//! Certificates that are not trusted.

use super::{CHECK, DATE, DOCTOR, cause, print, step};
use crate::errors::{Cause, Family, Step};

const WHICH_VARIABLE: &str = "Name the file of the authority in the variable that the caller reads: `NODE_EXTRA_CA_CERTS` for Node.js and Bun, `SSL_CERT_FILE` for most of Python, for Go on Linux and for uv, `REQUESTS_CA_BUNDLE` for Python's requests. In an entry with a `command`, put it into `env`. An entry with a `url` has no process of its own: there the variable must be in the environment of the client, or a bridge (mcp-remote) carries it.";

const NOT_TOLD: Cause = cause(
    "The caller knows nothing of the company's or your own certificate authority.",
    "The url is on an internal host, or a product that inspects TLS (Zscaler, Netskope and the like) signs everything anew.",
    WHICH_VARIABLE,
    &["ca-env-missing"],
);

const WRONG_VARIABLE: Cause = cause(
    "A variable is set, but this caller does not read it, or not there: `NODE_EXTRA_CA_CERTS` for a Python server, `SSL_CERT_FILE` for Node.js, `env` beside a `url`, a variable that never reaches the container.",
    "`mcpmend` says so.",
    WHICH_VARIABLE,
    &["ca-env-ineffective", "docker-env-not-passed"],
);

const BAD_FILE: Cause = cause(
    "The file that the variable names is not there, is no PEM, or holds the server's certificate in place of its authority's.",
    "Node.js says nothing at all of a file that is DER or damaged.",
    "Give the absolute path of a PEM file that holds the authority.",
    &[
        "ca-file-missing",
        "ca-file-invalid",
        "ca-file-not-authority",
        "ca-file-expired",
    ],
);

const NEVER: Cause = cause(
    "Switching verification off seems to help. It lets anybody on the way read your tokens and answer in the server's name.",
    "`NODE_TLS_REJECT_UNAUTHORIZED=0`, `--insecure` or `verify=False` stands somewhere.",
    "Take it out and name the authority.",
    &["tls-verification-disabled"],
);

const SHOW: Step = step(
    "openssl s_client -connect HOST:PORT -servername HOST -showcerts </dev/null",
    "which certificates the server sends, who signed them, and until when they hold",
);

pub(super) static ALL: &[Family] = &[
    Family {
        id: "self-signed-in-chain",
        title: "Self-signed certificate in the chain",
        wraps: false,
        prints: &[
            print(
                "Error: self-signed certificate in certificate chain",
                "OpenSSL, Python, Node.js",
                &[
                    "self-signed certificate in certificate chain",
                    "certificate_verify_failed] certificate verify failed: self-signed certificate in certificate chain",
                    "certificate_verify_failed] certificate verify failed: self signed certificate in certificate chain",
                    "self signed certificate in certificate chain",
                    "self-signed certificate in chain",
                    "self signed certificate in chain",
                ],
            ),
            print(
                "SELF_SIGNED_CERT_IN_CHAIN",
                "clients on Node.js and Electron",
                &["self_signed_cert_in_chain"],
            ),
        ],
        means: "The server sent its whole chain, and the authority at its end is none that the caller trusts. It is the mark of a company's own authority, and of products that inspect TLS.",
        causes: &[NOT_TOLD, WRONG_VARIABLE, BAD_FILE, NEVER],
        run: &[CHECK, DOCTOR, SHOW],
        sources: &[
            "upstash/context7#2271",
            "microsoft/copilot-eclipse-feedback#65",
            "tried with Node.js 20 against seven servers",
        ],
        date: DATE,
    },
    Family {
        id: "self-signed-certificate",
        title: "Self-signed certificate",
        wraps: false,
        prints: &[
            print(
                "DEPTH_ZERO_SELF_SIGNED_CERT",
                "clients on Node.js and Electron",
                &["depth_zero_self_signed_cert"],
            ),
            print(
                "Error: self-signed certificate",
                "OpenSSL, Python, Node.js",
                &[
                    "self-signed certificate|",
                    "self signed certificate|",
                    "certificate_verify_failed] certificate verify failed: self-signed certificate|",
                    "certificate_verify_failed] certificate verify failed: self signed certificate|",
                ],
            ),
        ],
        means: "The server's certificate signs itself: there is no authority behind it. That is common for servers that somebody runs for himself.",
        causes: &[
            cause(
                "The server runs on this machine and uses `https` without need.",
                "The url starts with `https://localhost` or `https://127.0.0.1`.",
                "Let it serve `http://`. Nobody can listen in on this machine's own traffic.",
                &["https-on-loopback"],
            ),
            cause(
                "The certificate is the server's own, and the caller does not know it.",
                "Issuer and subject of the certificate are the same.",
                "Trust that very certificate: name its file as the authority. Trusting another authority does not help.",
                &["ca-env-missing", "ca-env-ineffective"],
            ),
            BAD_FILE,
            NEVER,
        ],
        run: &[CHECK, DOCTOR, SHOW],
        sources: &[
            "elbruno/Aspire.MCP.Sample#3",
            "tried with Node.js 20 against seven servers",
        ],
        date: DATE,
    },
    Family {
        id: "unable-to-verify-leaf",
        title: "Unable to verify the first certificate",
        wraps: false,
        prints: &[
            print(
                "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
                "clients on Node.js and Electron",
                &["unable_to_verify_leaf_signature"],
            ),
            print(
                "Error: unable to verify the first certificate",
                "OpenSSL, Node.js",
                &[
                    "unable to verify the first certificate",
                    "certificate_verify_failed] certificate verify failed: unable to verify the first certificate",
                ],
            ),
        ],
        means: "The caller has the server's certificate, and nothing that leads from it to an authority that it trusts. As long as that is so, an expired certificate and a wrong name show this text, too.",
        causes: &[
            NOT_TOLD,
            cause(
                "The server does not send the certificate in between (the intermediate). Browsers often find it by themselves, programs do not.",
                "`openssl s_client -showcerts` shows one certificate only, and the authority that you trust did not sign it.",
                "Complete the chain on the server. Until then the file that you name must hold both: the authority and the one in between.",
                &[],
            ),
            WRONG_VARIABLE,
            BAD_FILE,
            NEVER,
        ],
        run: &[CHECK, DOCTOR, SHOW],
        sources: &[
            "hashicorp/terraform-mcp-server#89",
            "tried with Node.js 20 against seven servers",
        ],
        date: DATE,
    },
    Family {
        id: "issuer-not-trusted",
        title: "Issuer not found or unknown",
        wraps: false,
        prints: &[
            print(
                "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
                "clients on Node.js and Electron",
                &["unable_to_get_issuer_cert"],
            ),
            print(
                "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate",
                "Python",
                &[
                    "unable to get local issuer certificate",
                    "certificate_verify_failed] certificate verify failed: unable to get local issuer certificate",
                    "certificate_verify_failed",
                ],
            ),
            print(
                "invalid peer certificate: UnknownIssuer",
                "programs in Rust, uv, Deno",
                &["invalid peer certificate: unknownissuer", "unknownissuer"],
            ),
            print(
                "x509: certificate signed by unknown authority",
                "programs in Go",
                &["x509: certificate signed by unknown authority"],
            ),
            print(
                "PKIX path building failed: unable to find valid certification path to requested target",
                "programs in Java",
                &[
                    "pkix path building failed",
                    "unable to find valid certification path",
                ],
            ),
        ],
        means: "The certificate is signed by an authority that the caller does not know. Each runtime keeps its own list and has its own variable for more.",
        causes: &[
            NOT_TOLD,
            WRONG_VARIABLE,
            cause(
                "uvx itself cannot download the server: it comes with a list of authorities and does not ask the system for more.",
                "The text stands before the server prints anything, and speaks of a package index.",
                "Put `UV_SYSTEM_CERTS=true` into `env` (older uv: `UV_NATIVE_TLS`), or `SSL_CERT_FILE`. The server needs a variable of its own besides.",
                &["ca-env-missing"],
            ),
            cause(
                "The program runs in a container, which has none of your machine's authorities.",
                "The entry starts `docker run`.",
                "Mount the file and name it inside: `-v /path/ca.pem:/certs/ca.pem:ro -e SSL_CERT_FILE=/certs/ca.pem`.",
                &["docker-env-not-passed", "ca-env-ineffective"],
            ),
            cause(
                "A program in Go on macOS or Windows takes the system's list only.",
                "",
                "Add the authority to the system's store.",
                &["ca-env-ineffective"],
            ),
            BAD_FILE,
            NEVER,
        ],
        run: &[CHECK, DOCTOR, SHOW],
        sources: &[
            "homeassistant-ai/ha-mcp#1506",
            "hashicorp/terraform-mcp-server#89",
            "golang/go#77865",
            "tried with Node.js 18 to 24, Bun, Deno, Python, uv, curl and git against a private authority",
        ],
        date: DATE,
    },
    Family {
        id: "certificate-expired",
        title: "Certificate has expired",
        wraps: false,
        prints: &[
            print(
                "Error: certificate has expired",
                "OpenSSL, Python, Node.js",
                &[
                    "certificate has expired",
                    "certificate_verify_failed] certificate verify failed: certificate has expired",
                    "certificate_verify_failed] certificate verify failed: certificate is not yet valid",
                    "certificate is expired",
                ],
            ),
            print(
                "CERT_HAS_EXPIRED",
                "clients on Node.js and Electron",
                &["cert_has_expired"],
            ),
            print(
                "CERT_NOT_YET_VALID",
                "clients on Node.js and Electron",
                &["cert_not_yet_valid", "certificate is not yet valid"],
            ),
            print(
                "x509: certificate has expired or is not yet valid",
                "programs in Go",
                &["x509: certificate has expired or is not yet valid"],
            ),
            print(
                "invalid peer certificate: Expired",
                "programs in Rust",
                &[
                    "invalid peer certificate: expired",
                    "invalid peer certificate: certexpired",
                ],
            ),
        ],
        means: "The time of a certificate in the chain is over, or has not come.",
        causes: &[
            cause(
                "The server's certificate was not renewed.",
                "`notAfter` lies in the past.",
                "Renew it on the server. Nothing in the client's configuration helps.",
                &[],
            ),
            cause(
                "The authority that you named has expired itself.",
                "`mcpmend` reads its dates.",
                "Get the new file of the authority.",
                &["ca-file-expired"],
            ),
            cause(
                "The clock of this machine is wrong.",
                "`date` tells another day.",
                "Set the clock.",
                &[],
            ),
            NEVER,
        ],
        run: &[
            CHECK,
            DOCTOR,
            step(
                "openssl s_client -connect HOST:PORT -servername HOST </dev/null | openssl x509 -noout -dates",
                "from when to when the server's certificate holds",
            ),
            step("date", "whether this machine's clock is right"),
        ],
        sources: &["tried with Node.js 20 against seven servers"],
        date: DATE,
    },
    Family {
        id: "certificate-name-mismatch",
        title: "The certificate is for another name",
        wraps: false,
        prints: &[
            print(
                "Error: Hostname/IP does not match certificate's altnames",
                "clients on Node.js and Electron",
                &[
                    "hostname/ip does not match certificate's altnames",
                    "does not match certificate's altnames",
                ],
            ),
            print(
                "ERR_TLS_CERT_ALTNAME_INVALID",
                "clients on Node.js and Electron",
                &["err_tls_cert_altname_invalid"],
            ),
            print(
                "certificate verify failed: Hostname mismatch, certificate is not valid for 'localhost'",
                "Python",
                &[
                    "certificate verify failed: hostname mismatch",
                    "certificate verify failed: ip address mismatch",
                    "[ssl: certificate_verify_failed] certificate verify failed: hostname mismatch",
                    "[ssl: certificate_verify_failed] certificate verify failed: ip address mismatch",
                ],
            ),
            print(
                "invalid peer certificate: NotValidForName",
                "programs in Rust, uv, Deno",
                &[
                    "notvalidforname",
                    "invalid peer certificate: notvalidforname",
                ],
            ),
            print(
                "x509: certificate is valid for mcp.example.com, not localhost",
                "programs in Go",
                &["x509: certificate is valid for"],
            ),
        ],
        means: "The certificate is trusted, but the name in the url is not among the names that it is for.",
        causes: &[
            cause(
                "The url says `127.0.0.1` or an address of the local network, and the certificate is for a name.",
                "The text lists the names that would do.",
                "Write one of those names into the url.",
                &["https-on-loopback"],
            ),
            cause(
                "The server runs on this machine and needs no TLS.",
                "The url starts with `https://localhost`.",
                "Use `http://`.",
                &["https-on-loopback"],
            ),
            cause(
                "The certificate was made for another server.",
                "None of its names is this server's.",
                "Make a new one that holds the name that is called.",
                &[],
            ),
            NEVER,
        ],
        run: &[
            CHECK,
            DOCTOR,
            step(
                "openssl s_client -connect HOST:PORT -servername HOST </dev/null | openssl x509 -noout -ext subjectAltName",
                "the names that the certificate is for",
            ),
        ],
        sources: &["tried with Node.js 20, Python, uv, Deno and Go against seven servers"],
        date: DATE,
    },
    Family {
        id: "ca-file-not-loaded",
        title: "The CA file was not loaded",
        wraps: false,
        prints: &[
            print(
                "Warning: Ignoring extra certs from `/etc/ssl/corp.pem`, load failed: error:80000002:system library::No such file or directory",
                "Node.js, on standard error only",
                &["ignoring extra certs from"],
            ),
            print(
                "ssl.SSLError: [X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found",
                "Python",
                &["no_certificate_or_crl_found", "no certificate or crl found"],
            ),
            print(
                "OSError: Could not find a suitable TLS CA certificate bundle, invalid path: /etc/ssl/corp.pem",
                "Python's requests",
                &["could not find a suitable tls ca certificate bundle"],
            ),
        ],
        means: "A variable names a file of certificates, and it could not be read or holds none. What follows is the error that the file was meant to prevent.",
        causes: &[
            cause(
                "The path is wrong, relative, or starts with `~`, which nobody expands in `env`.",
                "The file is not there.",
                "Write the absolute path.",
                &["ca-file-missing", "tilde-not-expanded"],
            ),
            cause(
                "The file is DER, a PKCS#12 bundle or a key, not PEM.",
                "It does not start with `-----BEGIN CERTIFICATE-----`.",
                "Convert it: `openssl x509 -inform der -in ca.der -out ca.pem`.",
                &["ca-file-invalid"],
            ),
            cause(
                "The path is of your machine, and the server runs in a container.",
                "The entry starts `docker run`.",
                "Mount the file and name the path inside.",
                &["ca-env-ineffective", "docker-mount"],
            ),
        ],
        run: &[
            CHECK,
            DOCTOR,
            step(
                "openssl x509 -in FILE -noout -subject -dates",
                "what the file holds",
            ),
        ],
        sources: &["tried with Node.js 18 to 24 and Python 3.11"],
        date: DATE,
    },
    Family {
        id: "ca-option-refused",
        title: "Node.js refuses --use-system-ca",
        wraps: false,
        prints: &[print(
            "node: --use-system-ca is not allowed in NODE_OPTIONS",
            "Node.js before 22.15 and 23.8",
            &[
                "is not allowed in node_options",
                "not allowed in node_options",
            ],
        )],
        means: "This Node.js is older than the option, and does not start at all because of it.",
        causes: &[cause(
            "`NODE_OPTIONS=--use-system-ca` for a Node.js that does not know it. (`NODE_USE_SYSTEM_CA=1` is silently without effect before 22.19 and 24.6.)",
            "`node --version` tells an older one.",
            "Use `NODE_EXTRA_CA_CERTS` with a file, or a newer Node.js.",
            &["ca-env-ineffective", "runtime-too-old"],
        )],
        run: &[
            step(
                "node --version",
                "which Node.js your shell finds; a client may find another",
            ),
            CHECK,
        ],
        sources: &["nodejs/node#57009", "tried with Node.js 18 to 24"],
        date: DATE,
    },
    Family {
        id: "tls-verification-off",
        title: "Certificate verification is switched off",
        wraps: false,
        prints: &[print(
            "(node:1234) Warning: Setting the NODE_TLS_REJECT_UNAUTHORIZED environment variable to '0' makes TLS connections and HTTPS requests insecure by disabling certificate verification.",
            "Node.js, on standard error",
            &["setting the node_tls_reject_unauthorized"],
        )],
        means: "It works, and anybody between you and the server can read what you send, tokens included, and answer as they like.",
        causes: &[NEVER],
        run: &[CHECK, DOCTOR],
        sources: &["anomalyco/opencode#640", "SAP/open-ux-tools#4100"],
        date: DATE,
    },
    Family {
        id: "tls-to-a-plain-port",
        title: "https to a port that speaks http",
        wraps: false,
        prints: &[
            print(
                "ERR_SSL_WRONG_VERSION_NUMBER",
                "clients on Node.js and Electron",
                &[
                    "err_ssl_wrong_version_number",
                    "wrong version number",
                    "wrong_version_number",
                ],
            ),
            print(
                "write EPROTO 140735:error:1408F10B:SSL routines:ssl3_get_record",
                "Node.js",
                &["|eproto|"],
            ),
            print(
                "ERR_SSL_PACKET_LENGTH_TOO_LONG packet length too long",
                "Node.js",
                &[
                    "packet length too long",
                    "err_ssl_packet_length_too_long",
                    "record layer failure",
                ],
            ),
            print(
                "http: server gave HTTP response to HTTPS client",
                "programs in Go",
                &["server gave http response to https client"],
            ),
        ],
        means: "The caller began to speak TLS, and the answer was no TLS: most likely plain HTTP.",
        causes: &[
            cause(
                "The url says `https://` and the server serves `http://`.",
                "`curl http://…` gets an answer.",
                "Write `http://` into the url, if the server is on this machine. For another machine put TLS in front of the server.",
                &["https-on-loopback", "invalid-url"],
            ),
            cause(
                "A proxy answers in the server's place.",
                "`HTTPS_PROXY` is set where the client runs.",
                "Add the host to `NO_PROXY`.",
                &["proxy-intercepts-loopback"],
            ),
        ],
        run: &[
            CHECK,
            DOCTOR,
            step(
                "curl -v http://HOST:PORT/",
                "whether plain HTTP gets any answer",
            ),
        ],
        sources: &["elbruno/Aspire.MCP.Sample#3", "tried with Node.js 20"],
        date: DATE,
    },
];
