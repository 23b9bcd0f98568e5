import assert from "node:assert/strict";
import { test } from "node:test";
import { mine, silent, stopped } from "../../src/sowcourse/lab/labextension/static/hub.js";

/** The page of this account; "" for a computer of one's own. @param {string} user */
const at = (user) => {
  const textContent = JSON.stringify(user ? { hubUser: user } : {});
  Object.assign(globalThis, { document: { getElementById: () => ({ textContent }) } });
};

test("of two accounts in one browser, neither finds what the browser held for the other", () => {
  at("an");
  const hers = mine("5-politiserend.ipynb#uitleg");
  at("bo");
  assert.ok(mine("5-politiserend.ipynb#uitleg") !== hers);
  at("");
  assert.equal(mine("5-politiserend.ipynb#uitleg"), "sowcourse:5-politiserend.ipynb#uitleg");
});

test("at school nobody is sent to a window of a terminal, and a stopped server says how it starts", () => {
  at("an");
  assert.ok(/server van je school antwoordt niet/.test(silent()));
  for (const status of [403, 424, 502, 503]) assert.ok(/Herlaad de bladzijde/.test(stopped(status)));
  assert.equal(stopped(409), "");
  at("");
  assert.ok(/sowcourse start/.test(silent()));
  assert.equal(stopped(503), "");
});
