//! Programs that sit on the ports of MCP servers, told by what they answer.

use crate::live::Exchange;

/// What gives a program away.
enum Mark {
    /// A header field whose value begins with this, without regard to letter case.
    Header(&'static str, &'static str),
    /// A word in the body.
    Body(&'static str),
}

use Mark::{Body, Header};

/// The first that fits: what runs in a server stands before the server.
const PROGRAMS: &[(&str, &[Mark])] = &[
    (
        "macOS's AirPlay Receiver",
        &[
            Header("server", "AirTunes"),
            Header("x-apple-processingtime", ""),
            Header("x-apple-requestreceivedtimestamp", ""),
        ],
    ),
    ("the MCP Inspector", &[Body("<title>MCP Inspector")]),
    ("Storybook", &[Body("sb-manager"), Body("<title>storybook")]),
    ("Nuxt", &[Body("/_nuxt/"), Header("x-powered-by", "Nuxt")]),
    ("SvelteKit", &[Body("__sveltekit")]),
    ("Astro", &[Body("content=\"Astro v")]),
    (
        "the development server of Angular",
        &[Body("<app-root"), Body("ng-version=")],
    ),
    ("the development server of Vite", &[Body("/@vite/client")]),
    (
        "Next.js",
        &[Header("x-powered-by", "Next.js"), Body("/_next/static/")],
    ),
    (
        "the development server of Create React App",
        &[
            Body("created using create-react-app"),
            Body("You need to enable JavaScript to run this app."),
        ],
    ),
    (
        "webpack-dev-server",
        &[Body("webpack-dev-server"), Body("webpackHotUpdate")],
    ),
    (
        "Metro, the development server of React Native",
        &[
            Body("packager-status:running"),
            Body("React Native packager"),
            Header("x-react-native-project-root", ""),
        ],
    ),
    (
        "Django",
        &[
            Body("Using the URLconf defined in"),
            Body("You're seeing this error because you have <code>DEBUG = True</code>"),
            Body("CSRF verification failed. Request aborted."),
            Header("server", "WSGIServer"),
        ],
    ),
    ("a Flask app", &[Header("server", "Werkzeug")]),
    (
        "Rails",
        &[
            Body("Action Controller: Exception caught"),
            Body("<title>Ruby on Rails"),
            Body("ActionController::RoutingError"),
            Body("ActionController::InvalidAuthenticityToken"),
        ],
    ),
    (
        "Jupyter",
        &[
            Body("data-jupyter-"),
            Body("<title>Jupyter"),
            Body("id=\"jupyter-config-data\""),
            Body("_xsrf' argument missing"),
        ],
    ),
    ("Streamlit", &[Body("<title>Streamlit</title>")]),
    ("Gradio", &[Body("gradio_config"), Body("<gradio-app")]),
    ("Grafana", &[Body("<title>Grafana</title>")]),
    ("Jenkins", &[Header("x-jenkins", "")]),
    ("Gitea", &[Body("content=\"Gitea")]),
    ("Open WebUI", &[Body("<title>Open WebUI")]),
    ("n8n", &[Body("<title>n8n")]),
    ("Home Assistant", &[Body("<title>Home Assistant")]),
    ("Ollama", &[Body("Ollama is running")]),
    (
        "Elasticsearch",
        &[
            Header("x-elastic-product", "Elasticsearch"),
            Body("You Know, for Search"),
        ],
    ),
    ("Prometheus", &[Body("<title>Prometheus")]),
    (
        "a Docker registry",
        &[Header("docker-distribution-api-version", "")],
    ),
    ("WordPress", &[Body("/wp-content/"), Body("/wp-includes/")]),
    (
        "Tomcat",
        &[Body("<h3>Apache Tomcat"), Body("Apache Tomcat/")],
    ),
    (
        "Squid, a proxy",
        &[Header("server", "squid"), Header("x-squid-error", "")],
    ),
    ("Python's `http.server`", &[Header("server", "SimpleHTTP")]),
    ("a PHP app", &[Header("x-powered-by", "PHP")]),
    (
        "an Express app",
        &[
            Header("x-powered-by", "Express"),
            Body("<pre>Cannot POST /"),
        ],
    ),
    ("an app on uvicorn", &[Header("server", "uvicorn")]),
    ("an app on gunicorn", &[Header("server", "gunicorn")]),
    ("an ASP.NET app", &[Header("server", "Kestrel")]),
    ("an app on Jetty", &[Header("server", "Jetty")]),
    ("nginx", &[Header("server", "nginx")]),
    ("Apache", &[Header("server", "Apache")]),
    ("Caddy", &[Header("server", "Caddy")]),
    ("IIS", &[Header("server", "Microsoft-IIS")]),
];

/// The program that answers like this.
pub(super) fn named(answer: &Exchange) -> Option<&'static str> {
    let body = answer.body.to_ascii_lowercase();
    let fits = |mark: &Mark| match mark {
        Header(name, start) => answer.header(name).is_some_and(|value| {
            let value = value.get(..start.len());
            value.is_some_and(|value| value.eq_ignore_ascii_case(start))
        }),
        Body(word) => body.contains(&word.to_ascii_lowercase()),
    };
    let found = PROGRAMS.iter().find(|(_, marks)| marks.iter().any(fits));
    found.map(|(name, _)| *name)
}
