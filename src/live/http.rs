//! One request to one address, and its answer.

use std::io::Read as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, SendBody};

use super::Touch;

/// How much of a body is read, in bytes.
const MOST: usize = 1 << 16;

/// How large the header of an answer may be, in bytes.
const HEADER: usize = 1 << 16;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
}

/// Which certificates are believed.
#[derive(Clone, Debug)]
pub enum Trust {
    /// Those that lead to one of these, in DER.
    Roots(Arc<Vec<Vec<u8>>>),
    /// Any: only whether something answers is asked, and nothing secret may be sent.
    Anything,
}

/// One request.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// What is asked.
    pub method: Method,
    /// The url; its host is what the server is told.
    pub url: &'a str,
    /// The address that is called.
    pub address: SocketAddr,
    /// Header fields.
    pub headers: Vec<(String, String)>,
    /// What is sent.
    pub body: &'a str,
    /// Which certificates are believed.
    pub trust: Trust,
    /// How long all of it may take.
    pub limit: Duration,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The status code.
    pub status: u16,
    /// The header fields, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, or its first event or 64 KB.
    pub body: String,
}

impl Exchange {
    /// The first header field of that name, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter();
        all.find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// The media type without its parameters.
    pub fn media_type(&self) -> &str {
        let whole = self.header("content-type").unwrap_or_default();
        whole.split(';').next().unwrap_or_default().trim()
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpError {
    /// The call itself, or the connection.
    Touch(Touch),
    /// The other side hung up before it answered.
    Closed,
    /// What came is no HTTP.
    NotHttp,
    /// What came is no TLS.
    NotTls,
    /// The header of the answer has no end that is worth waiting for.
    Endless,
    /// The certificate is not believed, or the two sides do not agree on how to speak TLS.
    Tls(String),
    /// The url or a header field cannot be sent.
    Unsendable(String),
}

/// Sends a request and reads its answer. Redirects are not followed, and no proxy is asked.
///
/// # Errors
/// When there is no answer.
pub fn exchange(request: &Request<'_>) -> Result<Exchange, HttpError> {
    let agent = Agent::with_parts(
        config(request),
        DefaultConnector::new(),
        Fixed(request.address),
    );
    let mut built = ureq::http::Request::builder()
        .uri(request.url)
        .method(match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Delete => "DELETE",
        });
    for (name, value) in &request.headers {
        built = built.header(name, value);
    }
    let unsendable = |error: ureq::http::Error| HttpError::Unsendable(error.to_string());
    let answer = match request.method {
        Method::Post => agent.run(built.body(request.body).map_err(unsendable)?),
        _ => agent.run(built.body(SendBody::none()).map_err(unsendable)?),
    };
    let mut answer = answer.map_err(|error| failure(&error))?;
    let headers = answer
        .headers()
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        })
        .collect();
    let mut exchange = Exchange {
        status: answer.status().as_u16(),
        headers,
        body: String::new(),
    };
    let stream = exchange.media_type() == "text/event-stream";
    exchange.body = beginning(answer.body_mut(), stream);
    Ok(exchange)
}

fn config(request: &Request<'_>) -> Config {
    let tls = TlsConfig::builder();
    let tls = match &request.trust {
        Trust::Anything => tls.disable_verification(true),
        Trust::Roots(roots) => {
            let roots: Vec<Certificate<'static>> = roots
                .iter()
                .map(|der| Certificate::from_der(der).to_owned())
                .collect();
            tls.root_certs(RootCerts::Specific(Arc::new(roots)))
        }
    };
    let limit = Some(request.limit);
    Agent::config_builder()
        .tls_config(
            tls.unversioned_rustls_crypto_provider(Arc::new(
                rustls::crypto::ring::default_provider(),
            ))
            .build(),
        )
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(concat!("mcpmend/", env!("CARGO_PKG_VERSION")))
        .accept("")
        .accept_encoding("")
        // A server that sends a byte now and then must not hold anybody longer.
        .timeout_global(limit)
        .max_response_header_size(HEADER)
        .build()
}

/// The body, or that of a stream up to the end of its first event that says something, as far as it
/// comes in time.
fn beginning(body: &mut Body, stream: bool) -> String {
    let mut reader = body.as_reader();
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    while bytes.len() < MOST {
        match reader.read(&mut piece) {
            Ok(0) | Err(_) => break,
            Ok(count) => bytes.extend_from_slice(&piece[..count]),
        }
        // An event ends with a line: nothing is looked for before.
        if stream && bytes.last() == Some(&b'\n') && says_something(&bytes) {
            break;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether an event with data has ended: streams may begin with one that has none.
fn says_something(bytes: &[u8]) -> bool {
    let mut data = false;
    // What is behind the last line break is not whole.
    let lines = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    for line in lines.split(|byte| *byte == b'\n') {
        match line.trim_ascii() {
            b"" if data => return true,
            line => {
                data |= line
                    .strip_prefix(b"data:")
                    .is_some_and(|rest| !rest.trim_ascii().is_empty());
            }
        }
    }
    false
}

fn failure(error: &ureq::Error) -> HttpError {
    match error {
        ureq::Error::Timeout(_) => HttpError::Touch(Touch::TimedOut),
        ureq::Error::LargeResponseHeader(..) => HttpError::Endless,
        ureq::Error::Protocol(_) => HttpError::NotHttp,
        ureq::Error::Rustls(error) => tls(error),
        ureq::Error::Tls(text) => HttpError::Tls((*text).to_owned()),
        ureq::Error::Io(error) => {
            let inner = error
                .get_ref()
                .and_then(|inner| inner.downcast_ref::<rustls::Error>());
            match (inner, error.kind()) {
                (Some(inner), _) => tls(inner),
                (None, std::io::ErrorKind::UnexpectedEof) => HttpError::Closed,
                _ => HttpError::Touch(Touch::of(error)),
            }
        }
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => HttpError::Unsendable(error.to_string()),
        other => HttpError::Touch(Touch::Other(other.to_string())),
    }
}

fn tls(error: &rustls::Error) -> HttpError {
    match error {
        rustls::Error::InvalidMessage(_) => HttpError::NotTls,
        other => HttpError::Tls(other.to_string()),
    }
}

/// Whatever the name, this address: each of a name's addresses is asked apart.
#[derive(Debug)]
struct Fixed(SocketAddr);

impl Resolver for Fixed {
    fn resolve(
        &self,
        _: &Uri,
        _: &Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut all = self.empty();
        all.push(self.0);
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_read_until_it_says_something() {
        for (text, expected) in [
            ("data: x\n\n", true),
            ("id: 0\r\ndata: x\r\n\r\n", true),
            (": hello\n\nid: 0\ndata:\n\ndata: x\n\n", true),
            ("id: 0\ndata:\n\n", false),
            ("id: 0\ndata: \n\nevent: message\ndata: {}\n", false),
        ] {
            assert_eq!(says_something(text.as_bytes()), expected, "{text:?}");
        }
    }
}
