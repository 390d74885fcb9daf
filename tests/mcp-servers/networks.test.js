// Two networks of their own with a cable between them, and firewalls that drop and reject: how does
// doctor tell them apart? Needs root, `ip` and `nft`.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { Bench, has, run } from "./bench.mjs";

const tools = process.platform === "linux" && has("ip", "-V") && has("nft", "--version");
const root = process.getuid?.() === 0;
const skip = !tools ? "ip and nft are not there" : !root ? "only root may make networks" : false;

const own = `mcpmend-${process.pid}`;
const there = `${own}-there`;
const here = `${own}-here`;
// As the founding example has it. Nobody else hears of these addresses.
const server = "192.168.1.50";
const client = "192.168.1.2";
const inside = (name) => ["ip", "netns", "exec", name];

describe("between two networks", { skip }, () => {
  let bench;
  let port;

  before(async () => {
    bench = new Bench();
    for (const name of [there, here]) run("ip", "netns", "add", name);
    // `ip netns exec` lays these files over those of `/etc`.
    mkdirSync(`/etc/netns/${here}`, { recursive: true });
    writeFileSync(`/etc/netns/${here}/hosts`, "127.0.0.1 localhost\n::1 localhost\n");
    writeFileSync(`/etc/netns/${here}/resolv.conf`, "nameserver 198.51.100.53\n");
    run("ip", "-n", there, "link", "add", "cable0", "type", "veth", "peer", "name", "cable1", "netns", here);
    for (const [name, device, address] of [
      [there, "cable0", server],
      [here, "cable1", client],
    ]) {
      run("ip", "-n", name, "link", "set", "lo", "up");
      run("ip", "-n", name, "addr", "add", `${address}/24`, "dev", device);
      run("ip", "-n", name, "link", "set", device, "up");
    }
    port = (await bench.node("http", { host: server, within: inside(there) })).port;
    rules(there, "input", [
      "tcp dport 9001 drop",
      "tcp dport 9002 reject with icmpx admin-prohibited",
      "tcp dport 9003 reject with tcp reset",
      "tcp dport 9004 reject with icmpx port-unreachable",
      "tcp dport 9005 reject with icmpx host-unreachable",
    ]);
  });
  after(() => {
    bench.end();
    for (const name of [there, here]) run("ip", "netns", "del", name);
    rmSync(`/etc/netns/${here}`, { recursive: true });
  });

  function rules(name, hook, lines) {
    const all = [`add table inet ${hook}`, `add chain inet ${hook} ${hook} { type filter hook ${hook} priority 0; }`];
    all.push(`flush chain inet ${hook} ${hook}`, ...lines.map((line) => `add rule inet ${hook} ${hook} ${line}`));
    run(...inside(name), "nft", all.join("\n"));
  }
  const doctor = (url, ...args) => {
    bench.write("project/.mcp.json", { mcpServers: { it: { type: "http", url } } });
    return bench.doctor(args, { within: inside(here) });
  };

  test("a server of another machine is reachable", () => {
    doctor(`http://${server}:${port}/mcp`).is("reachable").says("typescript-sdk 1.0.0");
  });

  test("a server on one family of addresses is reachable by name", async () => {
    for (const host of ["::1", "127.0.0.1"]) {
      const local = await bench.node("http", { host, within: inside(here) });
      doctor(`http://localhost:${local.port}/mcp`).is("reachable").says("answers on some addresses only");
    }
  });

  test("two programs share a name, each on one family of addresses", async () => {
    await bench.node("express", { host: "::1", port: 3000, within: inside(here) });
    await bench.node("http", { host: "127.0.0.1", port: 3000, within: inside(here) });
    doctor("http://localhost:3000/mcp").is("wrong-path (certain)").says("change the url to http://127.0.0.1:3000/mcp");
  });

  test("a port of another machine on which nothing listens refuses", () => {
    doctor(`http://${server}:8080/mcp`)
      .is("nothing-listening (likely)")
      .says("192.168.1.50:8080: refused at once (ECONNREFUSED)");
  });

  test("a firewall there that drops is silent", () => {
    doctor(`http://${server}:9001/mcp`, "--timeout", "1").is("firewall (possible)").says("ETIMEDOUT", "drops");
  });

  test("a firewall there that forbids says so", () => {
    doctor(`http://${server}:9002/mcp`).is("firewall (likely)").says("EHOSTUNREACH", "rejects");
    doctor(`http://${server}:9005/mcp`).is("firewall (likely)").says("EHOSTUNREACH", "rejects");
  });

  test("a firewall there that refuses looks like a port without a listener", () => {
    for (const rejected of [9003, 9004]) {
      doctor(`http://${server}:${rejected}/mcp`)
        .is("nothing-listening (likely)")
        .says("ECONNREFUSED", "or a firewall rejects");
    }
  });

  test("a network without a way", () => {
    doctor("http://198.51.100.1/mcp").is("no-route (certain)").says("ENETUNREACH");
  });

  test("an address that nobody has", () => {
    // The kernel gives up after three seconds.
    doctor("http://192.168.1.99/mcp", "--timeout", "20").is("no-route (likely)").says("EHOSTUNREACH", "nobody has");
  });

  test("a name service that does not answer", () => {
    doctor("http://mcp.example.com/mcp", "--timeout", "1").is("name-service (likely)").says("EAI_AGAIN");
  });

  test("only the name of the entry is looked up, wherever its server points", async () => {
    const names = await bench.node("names", {
      host: "127.0.0.1",
      port: 53,
      within: inside(here),
      env: { ADDRESS: server },
    });
    const resolvers = `/etc/netns/${here}/resolv.conf`;
    writeFileSync(resolvers, "nameserver 127.0.0.1\n");
    doctor(`http://mcp.corp.example:${port}/mcp`).is("reachable");
    const elsewhere = await bench.node("elsewhere", { host: server, within: inside(there) });
    doctor(`http://mcp.corp.example:${elsewhere.port}/mcp`)
      .is("redirected (possible)")
      .says("http://other.corp.example/mcp", "another host, which was not called");
    assert.deepEqual(new Set(names.lines.slice(1)), new Set(["asked mcp.corp.example"]));
    writeFileSync(resolvers, "nameserver 198.51.100.53\n");
  });

  test("a rule here that drops is named", () => {
    rules(here, "output", [`ip daddr ${server} tcp dport ${port} counter drop`, "tcp dport 22 drop"]);
    doctor(`http://${server}:${port}/mcp`, "--timeout", "1")
      .is("firewall (certain)")
      .says("a firewall of this machine drops", `dport ${port}`);
    rules(here, "output", []);
  });

  test("a rule here that rejects calls of this machine is told from a server that does not run", async () => {
    const local = await bench.node("http", { within: inside(here) });
    const url = `http://127.0.0.1:${local.port}/mcp`;
    doctor(url).is("reachable");
    rules(here, "input", [`tcp dport ${local.port} reject with tcp reset`]);
    doctor(url).is("firewall (certain)").says("a firewall of this machine rejects", "ECONNREFUSED");
    // A rule that does not name the port.
    rules(here, "input", ["tcp flags & (syn | ack) == syn reject with tcp reset"]);
    doctor(url).is("firewall (likely)").says("is listened on, and calls to it are refused");
    rules(here, "input", ["meta l4proto tcp drop"]);
    doctor(url, "--timeout", "1").is("firewall (likely)").says("is listened on, and calls to it get no answer");
    rules(here, "input", []);
    local.child.kill();
    await once(local.child, "exit");
    doctor(url).is("nothing-listening (certain)");
  });

  test("a port that answers with a reset", async () => {
    const reset = await bench.node("reset", { within: inside(here) });
    doctor(`http://127.0.0.1:${reset.port}/mcp`).is("hangs-up (possible)").says("ECONNRESET");
  });
});
