import assert from "node:assert/strict";
import { test } from "node:test";

import { type Section, serverSettings } from "../src/settings";

const section = (values: Record<string, unknown>): Section => ({ get: (key) => values[key] });

test("what is set is handed on", () => {
  const set = { select: ["secrets"], ignore: ["unknown-field"], pedantic: true, config: "a.toml", isolated: true, "fixAll.unsafe": true };
  assert.deepEqual(serverSettings(section(set)), {
    select: ["secrets"],
    ignore: ["unknown-field"],
    pedantic: true,
    config: "a.toml",
    isolated: true,
    fixAll: { unsafe: true },
  });
});

test("what has another type than it should counts as not set", () => {
  const unset = { select: [], ignore: [], pedantic: false, config: undefined, isolated: false, fixAll: { unsafe: false } };
  assert.deepEqual(serverSettings(section({})), unset);
  const wrong = { select: "secrets", ignore: [1, null], pedantic: "yes", config: "", isolated: 1, "fixAll.unsafe": 1 };
  assert.deepEqual(serverSettings(section(wrong)), unset);
});
