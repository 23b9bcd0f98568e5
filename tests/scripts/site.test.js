import assert from "node:assert/strict";
import { test } from "node:test";
import { join, local, modulesOf, text, write } from "../../src/sowcourse/site/static/entries.js";
import { done, filled, next, said } from "../../src/sowcourse/site/static/progress.js";
import { atOnce } from "../../src/sowcourse/site/static/unfold.js";
import { Written } from "../../src/sowcourse/site/static/written.js";

const early = { value: "vroeg", at: "2026-03-01T10:00:00+01:00" };
const late = { value: "laat", at: "2026-03-01T09:30:00+00:00" }; // half an hour later, by the clock of another zone

test("of two answers the newest stays, whichever logbook it is in and whatever zone it was written in", () => {
  const mine = { les: { a: { ...early }, b: { ...late } } };
  assert.equal(join(mine, { les: { a: { ...late }, b: { ...early } } }), 1);
  assert.deepEqual(mine, { les: { a: late, b: late } });
});

test("an answer that is as old is not taken again, one of another lesson is", () => {
  /** @type {Modules} */
  const mine = { les: { a: { ...early } } };
  assert.equal(join(mine, { les: { a: { value: "anders", at: early.at } }, nieuw: { c: late } }), 1);
  assert.equal(mine.les.a.value, "vroeg");
  assert.deepEqual(mine.nieuw, { c: late });
});

test("joining gives the same from either side", () => {
  const one = { les: { a: early, b: late }, x: { c: early } };
  const other = { les: { a: late }, y: { d: late } };
  const [left, right] = [structuredClone(one), structuredClone(other)];
  join(left, other);
  join(right, one);
  assert.deepEqual(left, right);
});

test("an answer is written with its moment, and one that is taken back leaves", () => {
  /** @type {Modules} */
  const modules = {};
  const moment = new Date(2026, 2, 1, 9, 5, 7);
  write(modules, "les", { a: "x", b: 0, c: "" }, moment);
  assert.deepEqual(Object.keys(modules.les), ["a", "b", "c"]);
  assert.ok(modules.les.a.at.startsWith("2026-03-01T09:05:07"));
  assert.equal(Date.parse(modules.les.a.at), moment.getTime());
  write(modules, "les", { a: null, b: undefined }, moment);
  assert.deepEqual(Object.keys(modules.les), ["c"]);
});

test("a zone west of Greenwich and one of half an hour are written as they are", () => {
  /** @param {number} minutes */
  const at = (minutes) => local(Object.assign(new Date(2026, 0, 2, 3, 4, 5), { getTimezoneOffset: () => -minutes }));
  assert.equal(at(0), "2026-01-02T03:04:05+00:00");
  assert.equal(at(60), "2026-01-02T03:04:05+01:00");
  assert.equal(at(-210), "2026-01-02T03:04:05-03:30");
  assert.equal(at(330), "2026-01-02T03:04:05+05:30");
});

test("a logbook goes through a file and comes back whole", () => {
  const modules = { les: { a: early } };
  assert.deepEqual(modulesOf(JSON.parse(text(modules))), modules);
});

test("what is no logbook of this course is refused with what to choose", () => {
  const sound = { format: 1, modules: { les: { a: early } } };
  const others = [
    null,
    [],
    "tekst",
    {},
    { ...sound, format: 2 },
    { format: 1, modules: [] },
    { format: 1, modules: { les: "a" } },
    { format: 1, modules: { les: { a: "zonder moment" } } },
    { format: 1, modules: { les: { a: { value: "x", at: "gisteren" } } } },
    { format: 1, modules: { les: { a: { at: early.at } } } },
    { format: 1, modules: { les: { a: early, b: "zonder moment" } } },
    { format: 1, modules: { les: { a: early }, andere: null } },
  ];
  for (const other of others) assert.throws(() => modulesOf(other), { message: /geen logboek.*Kies «logboek\.json»/ });
  assert.equal(modulesOf(sound), sound.modules);
});

test("a part is begun when anything in it is filled in, however deep", () => {
  assert.ok(!filled({ route: ["", null], why: "", places: {} }));
  assert.ok(filled({ route: ["", "staken"] }));
  assert.ok(filled(0));
  assert.ok(filled(false));
  assert.equal(done({ "lezen.a": "x", lezenswaard: "y", ladder: { why: "" } }, ["lezen", "ladder", "toets"]), 1);
});

test("how far a lesson is, is said in three ways", () => {
  assert.equal(said(0, 4), "nog niet begonnen");
  assert.equal(said(3, 4), "3 van 4 onderdelen");
  assert.equal(said(4, 4), "✓ alle 4 onderdelen");
});

test("a lesson that was begun comes before one that was not, and after the last there is none", () => {
  const [whole, half, none] = [
    { made: 2, all: 2 },
    { made: 1, all: 2 },
    { made: 0, all: 2 },
  ];
  assert.equal(next([whole, none, half]), half);
  assert.equal(next([whole, none]), none);
  assert.equal(next([whole]), undefined);
});

/** @type {Asked} */
const course = {
  title: "Sterk",
  shifts: [
    ["Moet het | anders?", ["start", "standpunt", "position"], ["slot", "standpunt", "position"]],
    ["Nooit beantwoord", ["start", "x", "before"], ["start", "x", "after"]],
  ],
  lessons: [
    {
      id: "start",
      title: "Begin",
      kept: [],
      line: "geen",
      sign: "",
      band: "",
      fields: [
        ["notitie", "", "Wat zag je?"],
        ["standpunt", "why", "Waarom?"],
      ],
    },
    { id: "slot", title: "Einde", kept: [], line: "geen", sign: "", band: "", fields: [["notitie", "", "Wat nu?"]] },
  ],
};

test("a portfolio tells only what was written, and a position that was taken once", () => {
  /** @type {Record<string, Answers>} */
  const answers = { start: { notitie: "Ik zweeg.\nEn ging.", standpunt: { position: "eens", why: " " } }, slot: {} };
  const written = new Written(course, (module) => answers[module]);
  assert.deepEqual(written.shifts, [{ motion: "Moet het | anders?", before: "eens", after: "" }]);
  assert.deepEqual(
    written.lessons.map((lesson) => lesson.title),
    ["Begin"],
  );
  assert.deepEqual(written.markdown().split("\n"), [
    "# Mijn portfolio · Sterk",
    "",
    "## Mijn standpunten",
    "",
    "| stelling | vooraf | achteraf |",
    "| --- | --- | --- |",
    "| Moet het \\| anders? | eens | — |",
    "",
    "Een verschuiving is geen prestatie, en blijven is dat ook niet.",
    "",
    "## Begin",
    "",
    "**Wat zag je?**",
    "",
    "> Ik zweeg.",
    "> En ging.",
    "",
  ]);
});

test("a value of another kind than a text is not told as one", () => {
  const written = new Written(course, () => ({ notitie: 3, standpunt: null }));
  assert.deepEqual([written.shifts, written.lessons], [[], []]);
});

test("a page is laid out whole at once for who goes to a place in it or comes back, else a little later", () => {
  assert.equal(atOnce("", "navigate"), false);
  assert.equal(atOnce("", ""), false); // a browser that does not tell
  assert.equal(atOnce("#", "navigate"), false);
  assert.equal(atOnce("#quiz", "navigate"), true);
  assert.equal(atOnce("", "reload"), true);
  assert.equal(atOnce("", "back_forward"), true);
});
