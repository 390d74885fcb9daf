// Other programs on the port of an MCP server: the real ones, named by what they answer.
import { after, before, describe, test } from "node:test";

import { Bench, has } from "./bench.mjs";

const python = process.env.MCPMEND_TEST_PYTHON;

describe("another program", () => {
  let bench;
  before(() => (bench = new Bench()));
  after(() => bench.end());

  const named = (port, program) => {
    const url = `http://127.0.0.1:${port}/mcp`;
    bench.write("project/.mcp.json", { mcpServers: { it: { type: "http", url } } });
    bench.doctor().is("wrong-server (likely)").says(`port ${port} belongs to another program: ${program}`);
  };

  test("Express", async () => named((await bench.node("express")).port, "an Express app"));

  test("Vite", async () => {
    bench.write("vite/index.html", "<!doctype html><title>Vite App</title>");
    const env = { VITE_ROOT: bench.path("vite") };
    named((await bench.node("vite", { env })).port, "the development server of Vite");
  });

  test("Python's http.server", { skip: has("python3", "--version") ? false : "python3 is not there" }, async () => {
    const args = ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", bench.path("home")];
    const { port } = await bench.listening("python3", args, { port: /port (\d+)/ });
    named(port, "Python's `http.server`");
  });

  const skip = python ? false : "MCPMEND_TEST_PYTHON is not set";
  test("Flask", { skip }, async () => {
    const code = `
from werkzeug.serving import make_server
from flask import Flask
server = make_server("127.0.0.1", 0, Flask("demo"))
print(f"port {server.port}", flush=True)
server.serve_forever()`;
    named((await bench.listening(python, ["-c", code])).port, "a Flask app");
  });

  test("Django", { skip }, async () => {
    const code = `
from django.conf import settings
settings.configure(DEBUG=True, ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="demo", MIDDLEWARE=["django.middleware.common.CommonMiddleware"])
urlpatterns = []
import django
django.setup()
from django.core.servers.basehttp import WSGIServer, WSGIRequestHandler
from django.core.handlers.wsgi import WSGIHandler
server = WSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
server.set_app(WSGIHandler())
print(f"port {server.server_port}", flush=True)
server.serve_forever()`;
    named((await bench.listening(python, ["-c", code])).port, "Django");
  });
});
