// What the check on names and numbers finds on a page, for a test in Python that asks the detector there the same.
// In: {rules, cases: [{text, known}]} as JSON. Out: for each case [[kind, words, advice], …].

import { Stranger } from "../../src/sowcourse/site/static/stranger.js";

let given = "";
for await (const piece of process.stdin) given += piece;
/** @type {{rules: PeopleRules, cases: {text: string, known: string[]}[]}} */
const { rules, cases } = JSON.parse(given);
const stranger = new Stranger(rules);
const found = cases.map(({ text, known }) =>
  stranger.find(text, new Set(known)).map(({ kind, words, advice }) => [kind, words, advice]),
);
process.stdout.write(JSON.stringify(found));
