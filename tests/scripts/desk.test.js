import assert from "node:assert/strict";
import { test } from "node:test";
import { filled, lineBefore, withValues } from "../../src/sowcourse/lab/labextension/static/exercise.js";
import { stateOf } from "../../src/sowcourse/lab/labextension/static/handin.js";
import { isOpen, Sheet } from "../../src/sowcourse/lab/labextension/static/sheet.js";
import { outdate, verdictOf } from "../../src/sowcourse/lab/labextension/static/verdict.js";
import { chosen, composed, inParts } from "../../src/sowcourse/parts/answer.js";
import { countWords, saidWords } from "../../src/sowcourse/parts/dom.js";
import { asCell, cell } from "./notebook.js";

const CHOICE = "standpunt = ...";

test("a choice is read from its one literal; dots are none, and other code is not ours to change", () => {
  assert.equal(chosen(`${CHOICE}\n`, CHOICE), null);
  assert.equal(chosen('standpunt = "eens"', CHOICE), "eens");
  assert.equal(chosen("standpunt = 'helemaal eens'", CHOICE), "helemaal eens");
  assert.equal(chosen('standpunt = ""', CHOICE), "");
  assert.equal(chosen('standpunt = "eens', CHOICE), undefined);
  assert.equal(chosen('standpunt = "eens" + x', CHOICE), undefined);
  assert.equal(chosen('mening = "eens"', CHOICE), undefined);
  assert.equal(chosen('kies("eens")', "kies(...)"), "eens");
  assert.equal(chosen('kies("eens"', "kies(...)"), undefined);
  assert.equal(chosen('doe("eens")', "kies(...)"), undefined);
});

const STUB = "laagste = tabel[...]\nwinst = laagste * ... + 1";

test("what was filled in at the dots comes back, and goes in again as it was", () => {
  const code = "laagste = tabel[0]\nwinst = laagste * 2.5 + 1";
  assert.deepEqual(filled(code, STUB), ["0", "2.5"]);
  assert.equal(withValues(STUB, ["0", "2.5"]), code);
  assert.deepEqual(filled(`\n${STUB}\n\n`, STUB), ["...", "..."]);
});

test("an empty place keeps its dots, and code that was rewritten has no places", () => {
  assert.equal(withValues(STUB, ["", "2"]), "laagste = tabel[...]\nwinst = laagste * 2 + 1");
  assert.equal(filled("laagste = tabel[0]\nprint(1)", STUB), null);
  assert.equal(filled("laagste = tabel[0\n]\nwinst = laagste * 2 + 1", STUB), null);
  assert.equal(filled("klaar = True", "klaar = True"), null);
});

test("a place is named after what stands before it in its line", () => {
  assert.equal(lineBefore("a = 1\nverschil = "), "verschil");
  assert.equal(lineBefore("tabel["), "tabel[");
  assert.equal(lineBefore("a = 1\n"), "waarde");
});

const LABELS = ["Wat gebeurde er", "Wat dacht je"];

test("a reflection in parts is read and written without loss, also with empty and long parts", () => {
  for (const parts of [
    ["", ""],
    ["Ik zweeg.", ""],
    ["Eén.\n\nTwee: **vet**.", "Dat het zo hoorde."],
  ]) {
    assert.deepEqual(inParts(composed(LABELS, parts), LABELS), parts);
  }
});

test("a reflection whose labels are gone, turned or doubled, or that begins above them, is one text", () => {
  assert.equal(inParts("Zomaar een tekst", LABELS), null);
  assert.equal(inParts("**Wat dacht je:** a\n\n**Wat gebeurde er:** b", LABELS), null);
  assert.equal(inParts(`${composed(LABELS, ["a", "b"])}\n\n**Wat dacht je:** c`, LABELS), null);
  assert.equal(inParts(`Vooraf. ${composed(LABELS, ["a", "b"])}`, LABELS), null);
});

test("a label of somebody's own is text", () => {
  assert.deepEqual(inParts("**Wat gebeurde er:** a **Let op:** b\n\n**Wat dacht je:** c", LABELS), [
    "a **Let op:** b",
    "c",
  ]);
});

const output = (/** @type {string | string[]} */ text) => ({ output_type: "stream", text });

test("a check that failed is open, whatever it said before", () => {
  assert.equal(verdictOf([output("Goed."), { output_type: "error" }]), "open");
  assert.equal(verdictOf([output(["Goed.\n", "◇ Dit hoor je later.\n"])]), "later");
  assert.equal(verdictOf([output("Goed ◇.\n")]), "right");
  assert.equal(verdictOf([output("\n")]), "");
  assert.equal(verdictOf([]), "");
});

test("a changed answer is right no longer, and what it lacked stays to be read", () => {
  /** @param {string} type @param {string} text */
  const check = (type, text) => {
    const outputs = [{ output_type: type, text }];
    const model = { outputs, clear: () => outputs.splice(0), toJSON: () => outputs };
    return { outputArea: { model } };
  };
  const told = [check("stream", "✓ goed"), check("error", "Nog niet."), check("stream", "◇ later")];
  outdate(/** @type {any} */ (told));
  assert.deepEqual(
    told.map(({ outputArea }) => outputArea.model.toJSON().length),
    [0, 1, 1],
  );
});

/** @param {Partial<Answered>} known */
const part = (known) => ({ title: "A", kind: "exercise", answered: true, check: "", missing: [], ...known });

test("before handing in, what is missing comes before what a check said", () => {
  assert.equal(stateOf(part({ answered: false, check: "ok" })), "empty");
  assert.equal(stateOf(part({ missing: ["Schrijf nog iets."], check: "ok" })), "incomplete");
  assert.equal(stateOf(part({ check: "open" })), "open");
  assert.equal(stateOf(part({ check: "later", kind: "reflection" })), "later");
  assert.equal(stateOf(part({ check: "ok", kind: "reflection" })), "read");
  assert.equal(stateOf(part({ check: "open", kind: "reflection" })), "read"); // complete by now
  assert.equal(stateOf(part({ check: "ok" })), "ok");
  assert.equal(stateOf(part({})), "untried");
});

const code = (/** @type {string} */ text, stub = "x = ...") => asCell(cell("code", text, { stub, solution: true }));

test("an answer is open with dots in its code, not with dots in a word, a number or a comment", () => {
  assert.ok(isOpen(code("x = ...")));
  assert.ok(isOpen(code("  \n")));
  assert.ok(isOpen(code("x = [1, ...]")));
  assert.ok(!isOpen(code("x = 1")));
  assert.ok(!isOpen(code("x = 1 # of ... iets anders")));
  assert.ok(!isOpen(code("x = 'en zo....'")));
  assert.ok(!isOpen(asCell(cell("markdown", "Ik dacht ... niets.", { stub: "*Schrijf.*", solution: true }))));
});

test("a cell of which nothing is known is open only when it is empty", () => {
  assert.ok(isOpen(asCell(cell("markdown", " "))));
  assert.ok(!isOpen(asCell(cell("markdown", "tekst"))));
});

test("a check belongs to the answer above it, and a heading to all below it", () => {
  const cells = [
    cell("markdown", "## Stap 1\nUitleg"),
    cell("code", "x = ...", { solution: true, grade_id: "een" }),
    cell("code", "check(x)", { grade: true }),
    cell("markdown", "Daarna."),
    cell("code", "check_more(x)", { grade: true }),
    cell("markdown", "tekst", { grade: true }),
    cell("code", "z = 1", { solution: true, grade_id: "los" }),
    cell("code", "y = 2", { solution: true, grade_id: "twee" }),
    cell("code", "check(y)", { grade: true }),
  ].map(asCell);
  const sheet = new Sheet(cells);
  const [heading, first, check, , other, , loose, last, end] = cells;
  assert.deepEqual(sheet.checksOf(first), [check, other]);
  assert.deepEqual(sheet.checksOf(loose), []);
  assert.deepEqual(sheet.checksOf(last), [end]);
  assert.equal(sheet.headingOf(last), "Stap 1");
  assert.equal(sheet.headingOf(heading), "Antwoord");
  assert.equal(sheet.progress(), "2 van 3 ingevuld");
});

test("words are counted as the checks count them", () => {
  assert.deepEqual(["", "l'air, 't is zo", "e-mail--of niet", "9,1% van 1.000"].map(countWords), [0, 4, 3, 5]);
  assert.deepEqual([0, 1, 2].map(saidWords), ["0 woorden", "1 woord", "2 woorden"]);
});
