import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../../src/sowcourse/site/static/store.js";

/** A request that the database answers at once. @param {unknown} result */
const answer = (result) => {
  const request = { result, onsuccess: () => {} };
  queueMicrotask(() => request.onsuccess());
  return request;
};

/** A transaction, which ends when a test says so. @param {Record<string, unknown>} kept what the database holds */
const transactionOf = (kept) => {
  /** @type {Record<string, unknown>} */
  const written = {};
  const one = {
    written,
    /** @type {unknown} */
    error: null,
    oncomplete: () => {},
    onabort: () => {},
    objectStore: () => ({
      get: (/** @type {string} */ name) => answer(structuredClone(kept[name])),
      put: (/** @type {unknown} */ value, /** @type {string} */ name) => {
        written[name] = value;
        return answer(name);
      },
    }),
    end: () => {
      Object.assign(kept, written);
      one.oncomplete();
    },
  };
  return one;
};

/** A database that answers every request at once. @param {Record<string, unknown>} kept */
const database = (kept) => {
  /** @type {ReturnType<typeof transactionOf>[]} */
  const open = [];
  const transaction = () => {
    open.push(transactionOf(kept));
    return open[open.length - 1];
  };
  return { open, opened: /** @type {IDBDatabase} */ (/** @type {unknown} */ ({ transaction })) };
};

/** Let everything happen that waits for nobody. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 0));

test("an answer is said to be kept when its transaction has ended, and not when its request was answered", async () => {
  /** @type {Record<string, unknown>} */
  const kept = {};
  const { open, opened } = database(kept);
  const store = new Store(opened, {}, {});
  let said = false;
  const put = store.put("les", { a: "tekst" }).then(() => {
    said = true;
  });
  await rest();
  assert.deepEqual([Object.keys(open[0].written), said, store.module("les")], [["modules"], false, {}]);
  open[0].end();
  await put;
  assert.deepEqual([said, store.module("les")], [true, { a: "tekst" }]);
  assert.ok(JSON.stringify(kept.modules).includes("tekst"));
});

test("an answer whose transaction is aborted is not kept, that is said, and the file to keep holds it", async () => {
  const { open, opened } = database({ modules: { les: { b: { value: "eerder", at: "2026-03-01T10:00:00+01:00" } } } });
  const store = new Store(opened, {}, {});
  const put = store.put("les", { a: "tekst" });
  await rest();
  open[0].error = new DOMException("vol", "QuotaExceededError");
  open[0].onabort();
  const fault = await put.then(
    () => null,
    (refusal) => refusal,
  );
  assert.equal(
    store.refused(fault),
    "Je antwoord kon niet worden bewaard in deze browser (QuotaExceededError). " +
      "Bewaar je logboek als bestand en probeer opnieuw.",
  );
  assert.ok(store.text().includes("tekst"));

  const again = store.put("les", { a: "tekst" });
  await rest();
  open[1].end();
  await again;
  assert.deepEqual(store.module("les"), { b: "eerder", a: "tekst" });
});

test("what ends without a reason is a refusal too", async () => {
  const { open, opened } = database({});
  const put = new Store(opened, {}, {}).put("les", { a: "tekst" });
  await rest();
  open[0].onabort();
  assert.equal(await put.catch((fault) => fault.name), "AbortError");
});

test("of an assignment too nothing is kept before the transaction has ended", async () => {
  const { open, opened } = database({});
  const store = new Store(opened, {}, {});
  let said = false;
  const kept = store
    .keep("5-politiserend", (was) => ({ ...was, cells: { a: { value: "x", at: "nu" } } }))
    .then(() => {
      said = true;
    });
  await rest();
  assert.equal(said, false);
  open[0].end();
  await kept;
  assert.equal(store.assignments["5-politiserend"].cells?.a.value, "x");
});
