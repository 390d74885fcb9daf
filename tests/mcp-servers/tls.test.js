// What doctor says of a certificate, beside what Node.js itself says of the same server.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { Bench, has, run } from "./bench.mjs";

const skip = has("openssl", "version") ? false : "openssl is not there";

describe("a certificate that is not believed", { skip }, () => {
  let bench;
  before(() => {
    bench = new Bench();
    for (const file of ["serial", "crlnumber"]) bench.write(`ca/${file}`, "01\n");
    bench.write("ca/index.txt", "");
    bench.write(
      "ca/openssl.cnf",
      `[ca]
default_ca = own
[own]
database = ${bench.path("ca/index.txt")}
serial = ${bench.path("ca/serial")}
new_certs_dir = ${bench.path("ca")}
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = empty
[empty]
[authority]
basicConstraints = critical, CA:TRUE
subjectKeyIdentifier = hash
[localhost]
subjectAltName = DNS:localhost
[other]
subjectAltName = DNS:other.example
`,
    );
    issue("root", { by: "root", kind: "authority", name: "Corp Root" });
    issue("middle", { by: "root", kind: "authority", name: "Corp Issuing" });
  });
  after(() => bench.end());

  const file = (name) => bench.path(`ca/${name}`);
  const dates = { from: "20200101000000Z", to: "20990101000000Z" };

  function issue(own, { by = own, kind = "localhost", name = "localhost", from = dates.from, to = dates.to } = {}) {
    const config = ["-config", file("openssl.cnf")];
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file(`${own}.key`)];
    run("openssl", "req", "-new", ...config, ...key, "-subj", `/CN=${name}`, "-out", file(`${own}.csr`));
    const signer = own === by ? ["-selfsign"] : ["-cert", file(`${by}.pem`)];
    const span = ["-startdate", from, "-enddate", to];
    const files = ["-keyfile", file(`${by}.key`), "-in", file(`${own}.csr`), "-out", file(`${own}.pem`)];
    run("openssl", "ca", "-batch", "-notext", ...config, ...signer, ...files, ...span, "-extensions", kind);
    return run("cat", file(`${own}.pem`));
  }

  // The code and the words of the error that Node.js's own client meets.
  function node(url, env) {
    const code = `
      import https from "node:https";
      https.get(process.argv[1], () => console.log("{}"))
        .on("error", ({ code, message }) => console.log(JSON.stringify({ code, message })));`;
    const args = ["--input-type=module", "-e", code, url];
    return JSON.parse(spawnSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, ...env } }).stdout);
  }

  async function compare({ shown, key, trusted, code, words, others = [] }) {
    const env = trusted ? { NODE_EXTRA_CA_CERTS: file(`${trusted}.pem`) } : {};
    const chain = bench.write("ca/chain.pem", shown.join(""));
    const { port } = await bench.node("tls", { env: { TLS_KEY: file(`${key}.key`), TLS_CERT: chain } });
    const url = `https://localhost:${port}/mcp`;
    const said = node(url, env);
    if (code instanceof RegExp) assert.match(said.code, code);
    else assert.equal(said.code, code);
    assert.ok(said.message.includes(words), said.message);
    bench.write("project/.mcp.json", { mcpServers: { it: { type: "http", url } } });
    const outcome = bench.doctor([], { env }).is("certificate (certain)");
    const message = outcome.check("tls").message;
    const named = [...message.matchAll(/\(([A-Z_]+)\)/g)].map((found) => found[1]);
    assert.deepEqual(named.sort(), [...new Set([said.code, ...others])].sort(), message);
  }

  test("DEPTH_ZERO_SELF_SIGNED_CERT", () =>
    compare({ shown: [issue("own")], key: "own", code: "DEPTH_ZERO_SELF_SIGNED_CERT", words: "self-signed certificate" }));

  test("UNABLE_TO_VERIFY_LEAF_SIGNATURE: the authority is private", () =>
    compare({
      shown: [issue("leaf", { by: "root" })],
      key: "leaf",
      code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      words: "unable to verify the first certificate",
    }));

  test("UNABLE_TO_VERIFY_LEAF_SIGNATURE: what stands between is not shown", () =>
    compare({
      shown: [issue("leaf", { by: "middle" })],
      key: "leaf",
      trusted: "root",
      code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      words: "unable to verify the first certificate",
    }));

  test("UNABLE_TO_GET_ISSUER_CERT_LOCALLY", () =>
    compare({
      shown: [issue("leaf", { by: "middle" }), run("cat", file("middle.pem"))],
      key: "leaf",
      code: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
      words: "unable to get local issuer certificate",
    }));

  test("SELF_SIGNED_CERT_IN_CHAIN", () =>
    compare({
      shown: [issue("leaf", { by: "root" }), run("cat", file("root.pem"))],
      key: "leaf",
      code: "SELF_SIGNED_CERT_IN_CHAIN",
      words: "self-signed certificate in certificate chain",
    }));

  test("CERT_HAS_EXPIRED", () =>
    compare({
      shown: [issue("leaf", { by: "root", to: "20210101000000Z" })],
      key: "leaf",
      trusted: "root",
      code: "CERT_HAS_EXPIRED",
      words: "certificate has expired",
    }));

  test("CERT_NOT_YET_VALID", () =>
    compare({
      shown: [issue("leaf", { by: "root", from: "20980101000000Z" })],
      key: "leaf",
      trusted: "root",
      code: "CERT_NOT_YET_VALID",
      words: "certificate is not yet valid",
    }));

  test("ERR_TLS_CERT_ALTNAME_INVALID", () =>
    compare({
      shown: [issue("leaf", { by: "root", kind: "other", name: "other.example" })],
      key: "leaf",
      trusted: "root",
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
      words: "Hostname/IP does not match certificate's altnames",
    }));

  test("of several faults Node.js names one, and doctor all", async () => {
    await compare({
      shown: [issue("leaf", { by: "root", kind: "other", name: "other.example" })],
      key: "leaf",
      code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      words: "unable to verify the first certificate",
      others: ["ERR_TLS_CERT_ALTNAME_INVALID"],
    });
    // Which of them it names is its own affair, and that of its OpenSSL.
    await compare({
      shown: [issue("leaf", { by: "root", kind: "other", name: "other.example", to: "20210101000000Z" })],
      key: "leaf",
      code: /^(CERT_HAS_EXPIRED|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/,
      words: "certificate",
      others: ["CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    });
  });

  // A folder of the system is laid over with one of the test, in a world of its own.
  const folder = "/usr/local/share/ca-certificates";
  const namespaces = process.platform === "linux" && process.getuid() === 0 && existsSync(folder);
  test(
    "an authority that was added to this system is not one of Node.js's",
    { skip: namespaces ? false : `only root may lay something over ${folder}` },
    async () => {
      const chain = bench.write("ca/chain.pem", issue("leaf", { by: "root" }));
      const { port } = await bench.node("tls", { env: { TLS_KEY: file("leaf.key"), TLS_CERT: chain } });
      const url = `https://localhost:${port}/mcp`;
      bench.write("added/corp.crt", run("cat", file("root.pem")));
      const within = ["unshare", "--mount", "sh", "-c", `mount --bind "$0" ${folder} && exec "$@"`, bench.path("added")];
      // What this system trusts is read from there.
      const env = { SSL_CERT_FILE: file("root.pem") };
      assert.equal(node(url, env).code, "UNABLE_TO_VERIFY_LEAF_SIGNATURE");
      rmSync(bench.path("project/.mcp.json"), { force: true });
      const gemini = bench.write("project/.gemini/settings.json", { mcpServers: { it: { httpUrl: url } } });
      bench
        .doctor([], { env, within })
        .is("certificate (certain)")
        .says("Gemini CLI itself must have `NODE_EXTRA_CA_CERTS`");
      rmSync(gemini);
      const codex = bench.write("home/.codex/config.toml", `[mcp_servers.it]\nurl = "${url}"\n`);
      bench.doctor([], { env, within }).is("reachable");
      rmSync(codex);
    },
  );

  test("nothing is wrong where the authority is trusted", async () => {
    const chain = bench.write("ca/chain.pem", issue("leaf", { by: "middle" }) + run("cat", file("middle.pem")));
    const { port } = await bench.node("tls", { env: { TLS_KEY: file("leaf.key"), TLS_CERT: chain } });
    const url = `https://localhost:${port}/mcp`;
    const env = { NODE_EXTRA_CA_CERTS: file("root.pem") };
    assert.deepEqual(node(url, env), {});
    bench.write("project/.mcp.json", { mcpServers: { it: { type: "http", url } } });
    bench.doctor([], { env }).is("reachable").says("typescript-sdk 1.0.0");
  });
});
