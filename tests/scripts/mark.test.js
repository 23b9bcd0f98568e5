import assert from "node:assert/strict";
import { test } from "node:test";

/** What a tab keeps. @type {Map<string, string>} */
const tab = new Map();

/** What stands around the form: selector → element. @type {Map<string, any>} */
const around = new Map();

/** A form of which each field is a name and a value. */
class Form {
  /** @type {Record<string, string>} */
  fields = { _xsrf: "x", vraag: "product", code: "BCDF-GHJK", gezien: "0" };
  /** @type {Map<string, {hidden: boolean, textContent: string, toggleAttribute(): void, scrollIntoView(): void}>} */
  parts = new Map();
  elements = Object.assign([], { namedItem: () => null });

  /** @param {string} name */
  querySelector(name) {
    if (!this.parts.has(name)) {
      const part = { hidden: false, textContent: "", toggleAttribute() {}, scrollIntoView() {} };
      this.parts.set(name, part);
    }
    return this.parts.get(name);
  }
}

Object.assign(globalThis, {
  FormData: class {
    /** @param {Form} form */
    constructor(form) {
      this.form = form;
    }
    *[Symbol.iterator]() {
      yield* Object.entries(this.form.fields);
    }
  },
  HTMLInputElement: class {},
  HTMLTextAreaElement: class {},
  HTMLElement: class {
    dataset = /** @type {Record<string, string>} */ ({});
    textContent = "";
  },
  HTMLProgressElement: class {
    value = 0;
  },
  document: {
    cookie: "a=1; _xsrf=nieuw",
    querySelector: (/** @type {string} */ name) => around.get(name) ?? null,
  },
  location: { pathname: "/kantoor/x" },
  window: globalThis,
  sessionStorage: {
    getItem: (/** @type {string} */ key) => tab.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void tab.set(key, value),
    removeItem: (/** @type {string} */ key) => void tab.delete(key),
  },
});
const { Saver } = await import("../../src/sowcourse/office/static/mark-saver.js");

/** A saver, what it sent, and how its server answers. */
const begin = () => {
  tab.clear();
  const form = new Form();
  /** @type {URLSearchParams[]} */
  const sent = [];
  const server = {
    answer: () => ({
      ...{ state: "bewaard", told: "Bewaard om 10.41.", seen: "1", stands: "", waits: true },
      far: { done: 28, most: 28, told: "28 van 28" },
    }),
  };
  Object.assign(globalThis, {
    fetch: async (/** @type {string} */ _, /** @type {{body: URLSearchParams}} */ asked) => {
      sent.push(asked.body);
      await new Promise((resolve) => setTimeout(resolve, 1));
      const reply = server.answer();
      return { ok: true, status: 200, redirected: false, json: async () => reply };
    },
  });
  const saver = new Saver(/** @type {any} */ (form));
  const said = () => form.querySelector("[data-saved]")?.textContent;
  return { form, saver, sent, server, said };
};

test("fast clicks are sent one after another, and what came meanwhile after that", async () => {
  const { form, saver, sent, said } = begin();
  form.fields["niveau-0"] = "3";
  const first = saver.save();
  form.fields["niveau-1"] = "2";
  const rest = [saver.save(), saver.save()];
  assert.deepEqual(await Promise.all([first, ...rest]), [true, true, true]);
  assert.equal(sent.length, 1); // both were chosen before the first was sent
  form.fields["niveau-2"] = "4";
  const second = saver.save();
  await Promise.resolve();
  form.fields["niveau-3"] = "1";
  await second;
  assert.deepEqual(
    sent.map((words) => words.get("niveau-3")),
    [null, null, "1"],
  );
  assert.equal(sent[0].get("_xsrf"), "nieuw"); // the token that this browser has now
  assert.equal(said(), "Bewaard om 10.41.");
  assert.equal(tab.size, 0);
});

test("what a server does not answer to is said, stays in this tab, and is sent when it does", async () => {
  const { form, saver, server, said } = begin();
  const good = server.answer;
  server.answer = () => {
    throw new Error("weg");
  };
  form.fields["niveau-0"] = "3";
  assert.equal(await saver.save(), false);
  assert.ok(said()?.startsWith("Niet bewaard: Kantoor antwoordt niet."));
  assert.ok([...tab.values()][0].includes("niveau-0=3"));
  assert.ok(![...tab.values()][0].includes("_xsrf"));
  server.answer = good;
  assert.equal(await saver.save(), true);
  assert.equal(tab.size, 0);
});

test("how far the row is follows after each answer, also after the last", async () => {
  const { form, saver } = begin();
  const onward = new HTMLElement();
  Object.assign(onward, { textContent: "Volgende", dataset: { done: "Klaar: naar de vragen" } });
  around.set(".far progress", new HTMLProgressElement()).set(".far span", { textContent: "27 van 28" });
  around.set("[data-done]", onward);
  form.fields["niveau-0"] = "3";
  assert.equal(await saver.save(), true);
  const told = [around.get(".far progress").value, around.get(".far span").textContent, onward.textContent];
  assert.deepEqual(told, [28, "28 van 28", "Klaar: naar de vragen"]);
  around.clear();
});

test("after a colleague nothing is sent until somebody insists", async () => {
  const { form, saver, sent, server } = begin();
  const good = server.answer;
  server.answer = () => /** @type {any} */ ({ state: "ingehaald", told: "Op vr gaf Bo hier 5 punten.", staat: "9" });
  form.fields["niveau-0"] = "3";
  assert.equal(await saver.save(), false);
  assert.equal(form.querySelector("[data-overtaken]")?.hidden, false);
  server.answer = good;
  form.fields["niveau-1"] = "3";
  assert.equal(await saver.save(), false);
  assert.equal(sent.length, 1);
  assert.equal(await saver.insist(), true);
  assert.equal(sent.length, 2);
});

test("a button that did not come through does not say that something is kept for later", async () => {
  const { saver, server, said } = begin();
  server.answer = () => {
    throw new Error("weg");
  };
  assert.equal(await saver.act("terug"), false);
  assert.ok(said()?.startsWith("Niet gelukt"));
  assert.equal(tab.size, 0);
});
