import assert from "node:assert/strict";
import { test } from "node:test";

import files from "../files.json";
import { selectors } from "../src/selectors";

test("every pattern becomes a filter of files on disk, whatever their language", () => {
  const filters = selectors(files);
  assert.equal(filters.length, files.patterns.length);
  assert.ok(filters.length > 100);
  for (const { scheme, pattern } of filters) {
    assert.equal(scheme, "file");
    assert.match(pattern, /^\*\*\//);
  }
  const patterns = filters.map((filter) => filter.pattern);
  for (const pattern of ["**/.mcp.json", "**/mcp.json", "**/.codex/config.toml", "**/.continue/config.yaml"]) {
    assert.ok(patterns.includes(pattern), pattern);
  }
});
