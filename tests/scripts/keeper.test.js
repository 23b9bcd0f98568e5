import assert from "node:assert/strict";
import { test } from "node:test";
import { inTurn, Keeper } from "../../src/sowcourse/lab/labextension/static/keeper.js";
import { asCell, cell, panel } from "./notebook.js";

/** @type {Map<string, string>} */
const browser = new Map();
Object.assign(globalThis, {
  addEventListener: () => {},
  localStorage: {
    getItem: (/** @type {string} */ key) => browser.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void browser.set(key, value),
    removeItem: (/** @type {string} */ key) => void browser.delete(key),
  },
});

/** A keeper of one cell, what it told, and the moments of a save that JupyterLab tells. */
const begin = () => {
  browser.clear();
  const text = asCell(cell("markdown", ""));
  const made = panel([]);
  const keeper = new Keeper(made.asPanel);
  /** @type {string[]} */
  const told = [];
  /** @type {boolean[]} whether what was told is a failure */
  const failed = [];
  keeper.listeners.add((sentence, bad) => {
    told.push(sentence);
    failed.push(bad);
  });
  made.context.save = async () => {};
  const state = (/** @type {string} */ moment) => made.context.saveState.tell(moment);
  const write = (/** @type {string} */ words) => {
    keeper.write("uitleg", text, words);
    clearTimeout(keeper.timer);
  };
  return { keeper, told, failed, state, write, text, context: made.context };
};

test("what was typed is in the browser until the disk has it, and only then is it called kept", () => {
  const { keeper, told, state, write } = begin();
  write("Ik zweeg.");
  assert.equal(keeper.waiting.get("uitleg"), "Ik zweeg.");
  assert.equal(browser.size, 1);
  assert.deepEqual(told, ["Nog niet bewaard…"]);
  state("started");
  state("completed");
  assert.equal(browser.size, 0);
  assert.ok(told.at(-1)?.startsWith("Opgeslagen om "));
});

test("what was typed during a save is not called kept by that save", () => {
  const { keeper, told, state, write } = begin();
  write("Ik zweeg.");
  state("started");
  write("Ik zweeg. En ging.");
  state("completed");
  assert.equal(keeper.waiting.get("uitleg"), "Ik zweeg. En ging.");
  assert.equal(told.at(-1), "Nog niet bewaard…");
  assert.ok([...browser.values()][0].includes("En ging."));
});

test("a save that failed leaves the text in the browser and says so", () => {
  const { keeper, told, failed, state, write } = begin();
  write("Ik zweeg.");
  state("started");
  state("failed");
  assert.equal(keeper.waiting.size, 1);
  assert.equal(browser.size, 1);
  assert.ok(told.at(-1)?.startsWith("Niet bewaard op de schijf."));
  assert.deepEqual(failed, [false, true]);
  state("started");
  state("completed");
  assert.deepEqual(failed, [false, true, false]);
});

test("a draft comes back only when it is newer than what is on the disk", () => {
  const { keeper, write, context } = begin();
  write("Ik zweeg.");
  assert.equal(keeper.draft("uitleg"), "Ik zweeg.");
  assert.equal(keeper.draft("iets-anders"), null);
  context.contentsModel.last_modified = "2999-01-01T00:00:00Z";
  assert.equal(keeper.draft("uitleg"), null);
});

test("everything is on the disk only when a save went well, and nothing is saved that did not change", async () => {
  const { keeper, state, write, context } = begin();
  let saves = 0;
  context.save = async () => {
    saves += 1;
  };
  assert.equal(await keeper.now(), true);
  assert.equal(saves, 0);
  write("Ik zweeg.");
  assert.equal(await keeper.now(), false);
  context.save = async () => {
    state("started");
    state("completed");
  };
  assert.equal(await keeper.now(), true);
  context.model.dirty = true; // something else in the notebook changed, and stays unsaved
  assert.equal(await keeper.now(), false);
});

test("the same text is no change", () => {
  const { told, write } = begin();
  write("");
  assert.deepEqual(told, []);
});

test("saves wait for each other, also for one that failed", async () => {
  /** @type {(() => void)[]} */
  const ends = [];
  let begun = 0;
  const { context, asPanel } = panel([], () => {
    begun += 1;
    const turn = begun;
    return new Promise((resolve, reject) => {
      ends.push(turn === 1 ? () => reject(new Error("schijf vol")) : resolve);
    });
  });
  inTurn(asPanel.context);
  const first = context.save();
  const second = context.save();
  await new Promise((after) => setTimeout(after));
  assert.equal(begun, 1);
  ends[0]();
  await assert.rejects(first, { message: /schijf vol/ });
  await new Promise((after) => setTimeout(after));
  assert.equal(begun, 2);
  ends[1]();
  await second;
});
