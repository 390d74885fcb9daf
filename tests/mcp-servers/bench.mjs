// A machine of its own, servers that end with the test, and what doctor says.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const program = resolve(process.env.MCPMEND ?? join(here, "../../target/release/mcpmend"));
export const script = join(here, "server.mjs");

// As long as anything here may take on a machine that has much else to do.
const PATIENCE = 60_000;

export class Bench {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "mcpmend-doctor-"));
    this.running = [];
    mkdirSync(join(this.folder, "project/.git"), { recursive: true });
    mkdirSync(join(this.folder, "home"));
  }

  end() {
    for (const child of this.running) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  path(below) {
    return join(this.folder, below);
  }

  write(below, content) {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    mkdirSync(dirname(this.path(below)), { recursive: true });
    writeFileSync(this.path(below), text);
    return this.path(below);
  }

  // Starts a program that listens; resolves when it has said where.
  async listening(command, args, { within = [], env = {}, port = /(?:port |:)(\d+)$/ } = {}) {
    const [file, ...rest] = [...within, command, ...args];
    const options = { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } };
    const child = spawn(file, rest, options);
    this.running.push(child);
    const server = new Server(child);
    let stderr = "";
    child.stderr.on("data", (data) => (stderr += data));
    createInterface(child.stdout).on("line", (line) => {
      server.lines.push(line);
      child.emit("said", line);
    });
    const begins = server.said((line) => port.test(line));
    const ends = new Promise((_, fail) =>
      child.once("exit", (code) => fail(new Error(`${command} ended with ${code}: ${stderr}`))),
    );
    ends.catch(() => {});
    server.port = Number(port.exec(await Promise.race([begins, ends]))[1]);
    return server;
  }

  node(kind, options = {}) {
    const args = [script, kind, options.host ?? "127.0.0.1", String(options.port ?? 0)];
    return this.listening(process.execPath, args, { ...options, port: undefined });
  }

  // Waits until something accepts calls there.
  async answers(port) {
    const accepted = () =>
      new Promise((done) => {
        const socket = connect(port, "127.0.0.1");
        socket.once("error", () => done(false));
        socket.once("connect", () => {
          socket.destroy();
          done(true);
        });
      });
    const until = Date.now() + PATIENCE;
    while (!(await accepted())) {
      assert.ok(Date.now() < until, `nothing accepts calls on ${port}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  doctor(args = [], { env = {}, within = [] } = {}) {
    const [file, ...rest] = [...within, program, "doctor", ...args, "--format", "json"];
    const done = spawnSync(file, rest, {
      cwd: this.path("project"),
      env: { PATH: process.env.PATH, HOME: this.path("home"), MCPMEND_STATE_DIR: this.path("state"), ...env },
      encoding: "utf8",
      timeout: PATIENCE,
    });
    assert.ok(done.stdout, `${done.error ?? ""}${done.stderr}`);
    return new Outcome(done.status, JSON.parse(done.stdout), done.stdout);
  }
}

class Server {
  constructor(child) {
    Object.assign(this, { child, lines: [], port: undefined });
  }

  // The first line, past or to come, that is like this.
  said(like) {
    const known = this.lines.find(like);
    if (known) return Promise.resolve(known);
    return new Promise((found, fail) => {
      const late = setTimeout(() => fail(new Error(`not said: ${like}\n${this.lines.join("\n")}`)), PATIENCE);
      this.child.on("said", (line) => {
        if (!like(line)) return;
        clearTimeout(late);
        found(line);
      });
    });
  }
}

export class Outcome {
  constructor(code, json, text) {
    Object.assign(this, { code, json, text });
  }

  get first() {
    return this.json.servers[0];
  }

  // The cause where there is one, with how sure it is.
  get verdict() {
    const { cause, verdict } = this.first;
    return cause ? `${cause.id} (${cause.sureness})` : verdict;
  }

  check(question) {
    return this.first.checks.find((check) => check.question === question);
  }

  is(verdict, code = verdict.includes("(") ? 1 : 0) {
    assert.deepEqual([this.verdict, this.code], [verdict, code], this.text);
    return this;
  }

  says(...texts) {
    for (const text of texts) assert.ok(this.text.includes(text), `${text}\n${this.text}`);
    return this;
  }
}

// Whether a program is there; in CI it must be.
export function has(tool, ...args) {
  const found = spawnSync(tool, args, { encoding: "utf8" });
  if (found.error && process.env.CI) throw new Error(`${tool} is needed`);
  return !found.error;
}

export function run(file, ...args) {
  try {
    return execFileSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw new Error(`${file} ${args.join(" ")}: ${error.stderr ?? error}`);
  }
}
