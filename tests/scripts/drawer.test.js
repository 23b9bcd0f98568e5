import assert from "node:assert/strict";
import { test } from "node:test";
import { Cabinet } from "../../src/sowcourse/site/static/cabinet.js";
import { Drawer } from "../../src/sowcourse/site/static/drawer.js";

const PLACE = "sowcourse.naam.les";

/** What a browser keeps, as `localStorage` does. @param {Record<string, string>} kept */
const browser = (kept) => {
  Object.defineProperties(kept, {
    getItem: { value: (/** @type {string} */ key) => kept[key] ?? null },
    setItem: {
      value: (/** @type {string} */ key, /** @type {string} */ text) => {
        kept[key] = text;
      },
    },
    removeItem: {
      value: (/** @type {string} */ key) => {
        delete kept[key];
      },
    },
  });
  Object.defineProperty(globalThis, "localStorage", { value: kept, configurable: true });
  return kept;
};

/** A cabinet without its database. @param {number} byte of which its key is made */
const cabinetOf = async (byte) => {
  const key = await crypto.subtle.importKey("raw", new Uint8Array(32).fill(byte), "AES-GCM", false, [
    "encrypt",
    "decrypt",
  ]);
  return new Cabinet("naam", /** @type {IDBDatabase} */ (/** @type {unknown} */ (null)), key);
};

test("a draft stands closed in the browser, and opens for its account alone and at its place alone", async () => {
  const kept = browser({});
  const drawer = await Drawer.open(await cabinetOf(1));
  drawer.setItem(PLACE, "van An");
  assert.equal(drawer.getItem(PLACE), "van An");
  await drawer.last;
  assert.ok(kept[PLACE] && !kept[PLACE].includes("An"));

  kept["sowcourse.naam.andere"] = kept[PLACE];
  const again = await Drawer.open(await cabinetOf(1));
  assert.equal(again.getItem(PLACE), "van An");
  assert.equal(again.getItem("sowcourse.naam.andere"), null);
  assert.equal((await Drawer.open(await cabinetOf(2))).getItem(PLACE), null);
});

test("what somebody laid there in the open is no draft and goes; another name is left alone", async () => {
  const kept = browser({ [PLACE]: '{"vraag":"van Bo"}', "sowcourse.iemand.les": "{}" });
  assert.equal((await Drawer.open(await cabinetOf(1))).getItem(PLACE), null);
  assert.deepEqual(Object.keys(kept), ["sowcourse.iemand.les"]);
});

test("a draft that is let go of while it is being closed does not come back", async () => {
  const kept = browser({});
  const drawer = await Drawer.open(await cabinetOf(1));
  drawer.setItem(PLACE, "even");
  drawer.removeItem(PLACE);
  drawer.setItem(PLACE, "nog eens");
  drawer.removeItem(PLACE);
  await drawer.last;
  assert.deepEqual(Object.keys(kept), []);
});
