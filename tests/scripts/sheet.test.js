import assert from "node:assert/strict";
import { test } from "node:test";
import { remarks } from "../../src/sowcourse/site/static/assignment.js";
import { Sheet } from "../../src/sowcourse/site/static/sheet.js";

/** @param {string} name @param {string} source @param {boolean} [locked] @returns {NotebookCell} */
const cell = (name, source, locked = false) => ({
  cell_type: "markdown",
  source,
  metadata: { nbgrader: { grade_id: name, locked } },
});

const STUB = "**Situatie:**\n\n**Volgende stap:**";

/** @param {NotebookCell[]} [more] @returns {NotebookFile} */
const given = (more = []) => ({
  cells: [cell("vraag", "Wat?", true), cell("tekst", STUB), cell("keuze", "keuze = ..."), ...more],
  metadata: { sowcourse: { module: "1-nabijheid" } },
});

/** @type {AskedCell[]} */
const ASKED = [
  { cell: "tekst", title: "T", kind: "reflection", stub: STUB, scale: false, options: [], wanted: {} },
  { cell: "keuze", title: "K", kind: "choice", stub: "keuze = ...", scale: false, options: ["ja"], wanted: {} },
];

const at = "2026-03-01T10:00:00+01:00";

test("what was written goes into the notebook, and nothing else changes", () => {
  const sheet = new Sheet(given(), ASKED, {
    cells: { tekst: { value: "Iets.", at }, vraag: { value: "Anders?", at } },
  });
  const [question, text, choice] = sheet.notebook().cells;
  assert.equal(question.source, "Wat?"); // what is ours stays, whatever a browser holds
  assert.equal(text.source, "Iets.");
  assert.equal(choice.source, "keuze = ...");
  assert.deepEqual(sheet.progress(["choice", "reflection"]), { done: 1, all: 2 });
});

test("the code is that of the receipt in JupyterLab: of every answer in order, as Python writes it", async () => {
  const sheet = new Sheet(given([cell("", "Van mezelf")]), ASKED, {
    cells: { tekst: { value: 'É «ü» "x"\n\t\\ \u2028 😀', at }, keuze: { value: 'keuze = "ja"', at } },
  });
  // json.dumps([...], ensure_ascii=False)
  const python = '[["tekst", "É «ü» \\"x\\"\\n\\t\\\\ \u2028 😀"], ["keuze", "keuze = \\"ja\\""], ["", "Van mezelf"]]';
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(python)));
  const hexadecimal = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  assert.equal(await sheet.code(), hexadecimal.slice(0, 12));
  const { text, receipt } = await sheet.handIn(new Date(2026, 2, 1, 9, 5));
  const file = JSON.parse(text);
  assert.deepEqual(file.metadata.sowcourse, { module: "1-nabijheid", receipt });
  assert.ok(receipt.moment.startsWith("2026-03-01T09:05:00"));
});

test("a file from JupyterLab goes on with the reader's own cells; what is written in one place only stays", () => {
  const here = new Sheet(given(), ASKED, { cells: { tekst: { value: "Hier.", at } } });
  const theirs = given([cell("", "Eigen cel")]);
  theirs.cells[2] = cell("keuze", 'keuze = "ja"');
  const compared = here.compared(theirs);
  assert.deepEqual(compared.differ, []);
  const joined = new Sheet(given(), ASKED, here.joined(compared, true));
  assert.deepEqual(
    joined.notebook().cells.map(({ source }) => source),
    ["Wat?", "Hier.", 'keuze = "ja"', "Eigen cel"],
  );
});

test("where both are written, the reader's choice decides and the other is asked for", () => {
  const here = new Sheet(given(), ASKED, { cells: { tekst: { value: "Hier.", at } } });
  const theirs = given();
  theirs.cells[1] = cell("tekst", "Daar.");
  const compared = here.compared(theirs);
  assert.deepEqual(
    compared.differ.map(({ title }) => title),
    ["T"],
  );
  assert.equal(new Sheet(given(), ASKED, here.joined(compared, true)).source("tekst"), "Daar.");
  assert.equal(new Sheet(given(), ASKED, here.joined(compared, false)).source("tekst"), "Hier.");
});

test("what is not this assignment whole is refused with why, and what to do", () => {
  const here = new Sheet(given(), ASKED, {});
  const other = { ...given(), metadata: { sowcourse: { module: "2-proceslogica" } } };
  const half = { ...given(), cells: given().cells.slice(1) };
  for (const [content, why] of /** @type {[unknown, RegExp][]} */ ([
    [{ les: 1 }, /het is geen notebook\. Kies je bestand/],
    [{ cells: [], metadata: {} }, /geen opdracht van deze cursus/],
    [other, /de opdracht bij 2-proceslogica/],
    [half, /er ontbreken 1 vakken.*Vraag je lesgever/s],
  ])) {
    assert.throws(() => here.compared(content), { message: why });
  }
});

test("a text is complete as far as a page can see: at its words and parts, one short and just there", () => {
  const asked = {
    ...ASKED[0],
    wanted: { words: 12, parts: ["Situatie", "Volgende stap"], unseen: ["in je eigen woorden."] },
  };
  const five = "een twee drie vier vijf";
  const signs = (/** @type {string} */ text) => remarks(asked, text).map(([sign]) => sign);
  assert.deepEqual(signs(STUB), ["○", "○", "○", "◇"]);
  assert.deepEqual(signs(`**Situatie:** ${five} zes\n\n**Volgende stap:** ${five}`), ["○", "✓", "✓", "◇"]);
  assert.deepEqual(signs(`**Situatie:** ${five} zes\n\n**Volgende stap:** ${five} zes`), ["✓", "✓", "✓", "◇"]);
  assert.deepEqual(signs(`**Situatie:** een twee drie vier\n\n**Volgende stap:** ${five}`), ["○", "○", "✓", "◇"]);
  assert.deepEqual(remarks(ASKED[0], "Iets."), []);
});
