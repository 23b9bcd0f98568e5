import assert from "node:assert/strict";
import { test } from "node:test";
import { reached } from "../../src/sowcourse/parts/collective/network.js";
import { told } from "../../src/sowcourse/parts/confidentiality/part.js";
import { isOlder, missing, STEPS } from "../../src/sowcourse/parts/debate/steps.js";
import { boxWidth, column } from "../../src/sowcourse/parts/ecogram/drawing.js";
import { Network } from "../../src/sowcourse/parts/ecogram/network.js";
import { effective, sum } from "../../src/sowcourse/parts/ladder/participation.js";
import { splitAt } from "../../src/sowcourse/parts/mirror/part.js";
import { asked, bare, holds } from "../../src/sowcourse/parts/table/search.js";
import { lane } from "../../src/sowcourse/parts/threshold/path.js";
import { left, through } from "../../src/sowcourse/parts/threshold/walk.js";

const moments = ["vraag", "plan", "slot"].map((id) => ({ id, name: id, now: 1, scene: "" }));

test("no later moment reaches further above the first question than the assumption allows", () => {
  const rungs = { vraag: 2, plan: 5, slot: 1 };
  assert.deepEqual(effective(moments, rungs, 1), [2, 3, 1]);
  assert.deepEqual(effective(moments, rungs, 0), [2, 2, 1]);
  assert.deepEqual(effective(moments, rungs, 3), [2, 5, 1]);
  assert.equal(sum(effective(moments, { vraag: 5, plan: 5, slot: 5 }, 0)), 15);
});

/** @param {string[][]} pairs */
const ties = (pairs) => pairs.map((between) => ({ between, kind: "bestaat", how: "" }));

test("a message goes one tie further at each time of passing on, either way, and never back to its start", () => {
  const chain = ties([
    ["ada", "bo"],
    ["cem", "bo"],
    ["cem", "dirk"],
  ]);
  assert.deepEqual(Object.fromEntries(reached(chain, "ada", 2)), { bo: 1, cem: 2 });
  assert.deepEqual(Object.fromEntries(reached(chain, "ada", 3)), { bo: 1, cem: 2, dirk: 3 });
  assert.equal(reached(chain, "ada", 0).size, 0);
  assert.equal(reached([], "ada", 4).size, 0);
});

test("whoever can be reached in two ways is reached the shortest", () => {
  const ring = ties([
    ["ada", "bo"],
    ["bo", "cem"],
    ["ada", "cem"],
  ]);
  assert.equal(reached(ring, "ada", 3).get("cem"), 1);
});

/** @param {string} id @param {string} kind @param {string} [start] */
const actor = (id, kind, start = "zwak") => ({ id, name: id, kind, domains: [kind], start, flow: "neutraal" });

const actors = [
  actor("ocmw", "dienst"),
  actor("arts", "dienst"),
  actor("school", "dienst"),
  actor("zus", "netwerk"),
  actor("bank", "dienst", "geen"),
];
/** @param {object} chosen */
const network = (chosen) =>
  new Network(actors, { ties: {}, flows: {}, coordinator: "", minutes: 20, why: "", ...chosen }, "geen");

test("every two services keep each other informed, until one of them coordinates", () => {
  assert.equal(network({}).lines().length, 3);
  assert.equal(network({}).hours(), 1);
  const led = network({ coordinator: "arts" });
  assert.deepEqual(
    led.lines().map((pair) => pair.map(({ id }) => id)),
    [
      ["ocmw", "arts"],
      ["arts", "school"],
    ],
  );
});

test("who is no service, or is not involved, coordinates nothing", () => {
  assert.equal(network({ coordinator: "zus" }).lines().length, 3);
  assert.equal(network({ coordinator: "bank" }).lines().length, 3);
  const four = network({ coordinator: "bank", ties: { bank: "zwak" } });
  assert.equal(four.lines().length, 3);
  assert.equal(four.coordinator()?.id, "bank");
});

test("a bond and what it does are as they were until somebody changes them", () => {
  const [ocmw, arts] = actors;
  const changed = network({ flows: { ocmw: "kost" }, ties: { arts: "gespannen" } });
  assert.deepEqual([changed.flow(ocmw), changed.flow(arts)], ["kost", "neutraal"]);
  assert.deepEqual([changed.tie(ocmw), changed.tie(arts)], ["zwak", "gespannen"]);
});

test("a domain of which everybody left is a gap", () => {
  assert.equal(network({}).cover("netwerk").length, 1);
  assert.equal(network({ ties: { zus: "geen" } }).cover("netwerk").length, 0);
  assert.deepEqual(
    network({})
      .outside()
      .map(({ id }) => id),
    ["bank"],
  );
});

test("who takes one threshold alone stops at the second, and only what is taken away counts", () => {
  const people = [{ thresholds: [] }, { thresholds: ["taal"] }, { thresholds: ["taal", "schaamte"] }];
  assert.equal(through(people, [], 0).length, 1);
  assert.equal(through(people, [], 1).length, 2);
  assert.equal(through(people, ["schaamte"], 1).length, 3);
  assert.equal(through(people, ["afstand"], 0).length, 1);
  assert.deepEqual(left(people[2], ["taal"]), ["schaamte"]);
});

test("a debate asks for the first thing that is missing in the steps so far, and for nothing of a later step", () => {
  assert.equal(missing({ step: 1 }), "Kies eerst een standpunt.");
  assert.equal(missing({ step: 1, before: "eens", why: "  " }), "Schrijf in een zin waarom.");
  assert.equal(missing({ step: 2, before: "eens", why: "zo" }), "");
  assert.equal(missing({ step: 3, before: "eens", why: "zo", pro: "a" }), "Kies het sterkste argument tegen.");
});

test("two people at one screen both write, on both sides", () => {
  /** @type {import("../../src/sowcourse/parts/debate/steps.js").Value} */
  const value = { step: 4, before: "eens", why: "zo", pro: "a", contra: "b", side: "pro", plea: "ja" };
  assert.equal(missing(value), "");
  assert.equal(missing({ ...value, company: "samen" }), "Schrijf je pleidooi, ook al is het kort.");
  const further = { ...value, step: 6, reply: "nee", other: "toch" };
  assert.equal(missing(further), "");
  const together = { ...further, company: "samen", plea2: "nee" };
  assert.equal(missing(together), "Schrijf ook voor de andere kant iets, hoe kort ook.");
});

test("a debate ends when a sentence of both, a position and what decided are there", () => {
  const value = { step: 9, before: "eens", why: "zo", pro: "a", contra: "b", plea: "ja", reply: "nee", other: "toch" };
  /** @param {object} more */
  const asked = (more) => missing({ ...value, side: "pro", ...more });
  assert.equal(asked({}), "Schrijf een zin, of schrijf waarom die er volgens jou niet is.");
  assert.equal(asked({ joint: "Beide." }), "Kies waar je nu staat.");
  assert.equal(asked({ joint: "Beide.", after: "oneens" }), "Schrijf wat de doorslag gaf.");
  assert.equal(asked({ joint: "Beide.", after: "oneens", whyAfter: "Het recht." }), "");
});

test("a debate of before the switch of sides is done, one that is under way is not", () => {
  assert.ok(isOlder({ step: 8, after: "eens" }));
  assert.ok(!isOlder({ step: 8, after: "eens", other: "" }));
  assert.ok(!isOlder({ step: 8 }));
  assert.ok(!isOlder({ step: STEPS, after: "eens" }));
});

test("the mirror marks the evidence where it stands, and nothing where it does not stand", () => {
  assert.deepEqual(splitAt("Ik dacht dat zij boos was.", "dacht"), ["Ik ", "dacht", " dat zij boos was."]);
  assert.deepEqual(splitAt("Ik dacht.", "voelde"), ["Ik dacht.", "", ""]);
  assert.deepEqual(splitAt("Ik dacht.", ""), ["Ik dacht.", "", ""]);
});

test("a look for names says whether it found nothing, has one place or several left, or is done", () => {
  assert.ok(told(0, 0).startsWith("Geen namen, adressen of nummers gevonden."));
  assert.ok(told(3, 0).startsWith("Alles is bekeken."));
  assert.ok(told(3, 1).startsWith("1 plaats om na te kijken."));
  assert.ok(told(3, 2).startsWith("2 plaatsen om na te kijken."));
});

test("a search in a table forgives capitals, accents, quotation marks and a comma in a number", () => {
  assert.equal(bare("Één VROUW, 9,1"), "een vrouw, 9.1");
  assert.deepEqual(asked('  "Één"  vrouw '), ["een", "vrouw"]);
});

test("a short word is looked for at the start of a word, a long one anywhere", () => {
  assert.ok(holds("land be 2020", "be"));
  assert.ok(!holds("beter weten: ombe", "mbe"));
  assert.ok(!holds("19.1 procent", "9.1"));
  assert.ok(holds("samenwonend", "wonen"));
  assert.ok(holds("wat? (nl)", "(nl"));
});

test("on the path somebody stops at the first threshold that is too much, and gets through as the model says", () => {
  const thresholds = ["weten", "taal", "schaamte"].map((id) => ({ id, name: id }));
  const person = { id: "x", name: "X", thresholds: ["taal", "schaamte"] };
  const met = (/** @type {string[]} */ removed, /** @type {number} */ alone) =>
    lane(person, thresholds, removed, alone);
  assert.deepEqual(met([], 0), { steps: ["walked", "shut", "beyond"], through: false });
  assert.deepEqual(met(["taal"], 0), { steps: ["walked", "gone", "shut"], through: false });
  assert.deepEqual(met(["taal"], 1), { steps: ["walked", "gone", "taken"], through: true });
  for (const removed of [[], ["taal"], ["taal", "schaamte"]]) {
    for (const alone of [0, 1, 2]) {
      assert.equal(met(removed, alone).through, through([person], removed, alone).length === 1);
    }
  }
});

test("on a narrow sheet nobody of an ecogram stands over the edge or over a neighbour", () => {
  const names = [
    "OCMW (Hanne)",
    "Ziekenfonds",
    "CAW",
    "School van haar dochter",
    "Huisarts",
    "Psycholoog",
    "Budgetbegeleider",
  ];
  names.push(
    "Woondienst van de stad",
    "Tante",
    "Twee collega's",
    "Het koor",
    "Haar dochter",
    "Verhuurder",
    "Werkgever",
  );
  const present = names.map((name) => ({ id: name, name, kind: "dienst", domains: [], start: "zwak", flow: "geen" }));
  for (const some of [present, present.slice(0, 9), present.slice(3, 4)]) {
    const { centre, at } = column(some);
    const boxes = [
      ...some.map((one) => ({ ...at(one), half: boxWidth(one.name) / 2 })),
      { ...centre, half: boxWidth("Fatou") / 2 },
    ];
    for (const [place, one] of boxes.entries()) {
      assert.ok(one.x - one.half >= 0 && one.x + one.half <= 300);
      for (const other of boxes.slice(place + 1)) {
        const clear = Math.abs(one.y - other.y) >= 28 || Math.abs(one.x - other.x) >= one.half + other.half;
        assert.ok(clear);
      }
    }
  }
});
