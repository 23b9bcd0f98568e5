import assert from "node:assert/strict";
import { test } from "node:test";
import { Cabinet } from "../../src/sowcourse/site/static/cabinet.js";
import { join, local, since } from "../../src/sowcourse/site/static/entries.js";

/** An answer of so many seconds ago. @param {unknown} value @param {number} ago @returns {Entry} */
const answer = (value, ago) => ({ value, at: local(new Date(Date.now() - 1000 * ago)) });

/** A cabinet with something in it, and no browser around it. @param {Modules} modules @param {number} handed */
const holding = (modules, handed = 0) => {
  const held = { modules, handed };
  const cabinet = Object.assign(Object.create(Cabinet.prototype), {
    read: async () => structuredClone(held),
    /** @param {(held: Held) => void} change */
    change: async (change) => {
      change(held);
      return held;
    },
  });
  return { held, cabinet };
};

/** A desk that takes in and tells all. @param {Modules} logbook */
const desk = (logbook) => {
  /** @type {Modules[]} */
  const came = [];
  /** @param {Modules} modules */
  const give = async (modules) => {
    came.push(structuredClone(modules));
    join(logbook, modules);
    return logbook;
  };
  return { came, give, logbook };
};

test("what was written here goes to the desk, and here is then what the desk has", async () => {
  const { held, cabinet } = holding({ les: { a: answer("hier", 60) } });
  const { give, came, logbook } = desk({ les: { b: answer("daar", 90) } });
  await cabinet.handOver(give);
  assert.deepEqual(Object.keys(came[0].les), ["a"]);
  assert.equal(logbook.les.a.value, "hier");
  assert.deepEqual(held.modules, logbook);
  assert.ok(held.handed > 0);
});

test("of two answers to one question the newest stays on both sides", async () => {
  const { held, cabinet } = holding({ les: { a: answer("oud", 60), b: answer("nieuw", 10) } });
  const { give, logbook } = desk({ les: { a: answer("nieuw", 10), b: answer("oud", 60) } });
  await cabinet.handOver(give);
  assert.deepEqual([logbook.les.a.value, logbook.les.b.value], ["nieuw", "nieuw"]);
  assert.deepEqual(held.modules, logbook);
});

test("what was taken back at the desk does not come back out of the browser", async () => {
  const { held, cabinet } = holding({ les: { a: answer("weg", 60) } });
  const { give, logbook, came } = desk({});
  await cabinet.handOver(give);
  delete logbook.les.a;
  held.handed += 5000; // some seconds later
  await cabinet.handOver(give);
  assert.deepEqual([came[1], logbook.les, held.modules.les], [{}, {}, {}]);
});

test("what is written while the desk answers is kept, and goes along the next time", async () => {
  const { held, cabinet } = holding({ les: { a: answer("eerst", 60) } });
  const { give, logbook } = desk({});
  /** @param {Modules} modules */
  const slowly = async (modules) => {
    held.modules.les.b = answer("intussen", 0);
    return give(modules);
  };
  await cabinet.handOver(slowly);
  assert.equal(held.modules.les.b.value, "intussen");
  await cabinet.handOver(give);
  assert.equal(logbook.les.b.value, "intussen");
});

test("a desk that refuses changes nothing here", async () => {
  const { held, cabinet } = holding({ les: { a: answer("hier", 60) } });
  await assert.rejects(
    cabinet.handOver(async () => Promise.reject(new Error("de schijf is vol"))),
    { message: /schijf is vol/ },
  );
  assert.equal(held.modules.les.a.value, "hier");
  assert.equal(held.handed, 0);
});

test("an answer of the very second counts as later, as answers carry seconds", () => {
  const modules = { les: { a: { value: 1, at: "2026-03-01T10:00:00+01:00" } }, leeg: {} };
  assert.deepEqual(since(modules, Date.parse("2026-03-01T09:00:00Z")), { les: modules.les });
  assert.deepEqual(since(modules, Date.parse("2026-03-01T09:00:01Z")), {});
});
