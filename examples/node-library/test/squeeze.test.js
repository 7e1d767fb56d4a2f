import assert from "node:assert/strict";
import { test } from "node:test";

import { squeeze } from "../src/index.js";

test("runs of white space become one space", () => {
  assert.equal(squeeze("  a \t b\n\nc "), "a b c");
});

test("an empty text stays empty", () => {
  assert.equal(squeeze("   "), "");
});
