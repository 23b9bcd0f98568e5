// Markdown with buttons in the author's room.

import assert from "node:assert/strict";
import { test } from "node:test";
import { marked } from "../../src/sowcourse/office/static/author-markdown.js";

test("what is chosen gets signs around it, and loses them when it has them", () => {
  const bold = { label: "Vet", around: "**" };
  const made = marked("een woord hier", 4, 9, bold);
  assert.deepEqual(made, { text: "een **woord** hier", start: 4, end: 13 });
  assert.equal(marked(made.text, made.start, made.end, bold).text, "een woord hier");
  assert.equal(marked("", 0, 0, bold).text, "**tekst**");
});

test("every line that is chosen, whole, gets the sign at its start, and no other line does", () => {
  const list = { label: "Lijst", before: "- " };
  const made = marked("een\ntwee\ndrie", 5, 11, list);
  assert.equal(made.text, "een\n- twee\n- drie");
  assert.equal(marked(made.text, made.start, made.end, list).text, "een\ntwee\ndrie");
  assert.equal(marked("een", 0, 0, { label: "Kop", before: "## " }).text, "## een");
});
