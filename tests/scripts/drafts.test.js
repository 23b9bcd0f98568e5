import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts, isOf, ofPart } from "../../src/sowcourse/parts/draft.js";

/** A store of a browser; with `full` it takes nothing more. */
const storage = ({ full = false } = {}) => {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    kept,
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => {
      if (full) throw new DOMException("vol", "QuotaExceededError");
      kept.set(key, value);
    },
    removeItem: (/** @type {string} */ key) => void kept.delete(key),
  };
};

test("an item is of a part by its whole name, not by how it begins", () => {
  assert.ok(isOf("lezen", "lezen"));
  assert.ok(isOf("lezen", "lezen.m1"));
  assert.ok(!isOf("lezen", "lezenswaard"));
  assert.deepEqual(ofPart("debat.a", { "debat.a": 1, "debat.ab": 2, "debat.a.x": 3 }), {
    "debat.a": 1,
    "debat.a.x": 3,
  });
});

test("a draft stays until the logbook has exactly that", () => {
  const drafts = new Drafts(storage(), "ik", "1-nabijheid");
  drafts.hold("notitie", "Eerst dit");
  drafts.hold("ladder", { why: "zo" });
  drafts.hold("notitie", "Eerst dit, dan dat");
  drafts.release({ notitie: "Eerst dit", ladder: { why: "zo" } });
  assert.deepEqual(drafts.all(), { notitie: "Eerst dit, dan dat" });
});

test("nothing is left in the browser when everything is kept", () => {
  const store = storage();
  const drafts = new Drafts(store, "ik", "1-nabijheid");
  drafts.hold("notitie", "a");
  assert.equal(store.kept.size, 1);
  drafts.release({ notitie: "a" });
  assert.equal(store.kept.size, 0);
});

test("two people at one computer, and two lessons, have drafts of their own", () => {
  const store = storage();
  new Drafts(store, "ik", "1-nabijheid").hold("notitie", "van mij");
  assert.deepEqual(new Drafts(store, "zij", "1-nabijheid").all(), {});
  assert.deepEqual(new Drafts(store, "ik", "4-verbindend").all(), {});
  assert.deepEqual(new Drafts(store, "ik", "1-nabijheid").all(), { notitie: "van mij" });
});

test("a browser that is full, or holds something unreadable, does not stop somebody who writes", () => {
  const drafts = new Drafts(storage({ full: true }), "ik", "1-nabijheid");
  drafts.hold("notitie", "a");
  assert.deepEqual(drafts.all(), {});
  const store = storage();
  store.kept.set("sowcourse.ik.1-nabijheid", "{half");
  assert.deepEqual(new Drafts(store, "ik", "1-nabijheid").all(), {});
});
