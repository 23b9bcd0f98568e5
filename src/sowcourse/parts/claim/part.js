// A claim of the essay: a verdict first, then the evidence for and against it.

import { h } from "../dom.js";
import { named, pick } from "../fields.js";
import { start } from "../start.js";

/**
 * @typedef {{kind: string, text: string, source: string}} Evidence
 * @typedef {{id: string, title: string, text: string, passage: string, verdict: string, why: string,
 *   evidence: Evidence[]}} Claim
 * @typedef {PartData & {claims: Claim[], verdicts: string[]}} Data
 */

/** @param {Claim} claim @param {string} kind */
const list = (claim, kind) =>
  h(
    "ul",
    {},
    claim.evidence
      .filter((evidence) => evidence.kind === kind)
      .map((evidence) => h("li", {}, evidence.text, h("span", { class: "sow-note" }, ` (${evidence.source})`))),
  );

/** The evidence, beside what was chosen. @param {Claim} claim @param {string} chosen */
const evidenceFor = (claim, chosen) =>
  h(
    "details",
    { open: true },
    h("summary", {}, `Bewijs bij «${claim.title}»`),
    h("p", {}, h("strong", {}, "Steun")),
    list(claim, "steun"),
    h("p", {}, h("strong", {}, "Nuance en tegenspraak")),
    list(claim, "nuance"),
    h(
      "p",
      {},
      h("strong", {}, `Onze lezing: ${claim.verdict}. `),
      claim.why,
      chosen === claim.verdict ? " Zo las jij het ook." : " Jij las het anders; kijk of het bewijs je overtuigt.",
    ),
  );

/** @param {View<Data>} view */
export const render = (view) =>
  start(view, ({ data, body, save, text }) => {
    const done = h("p", { class: "sow-hint", role: "status" });
    const count = () => {
      const judged = data.claims.filter((claim) => text(`${data.item}.${claim.id}`)).length;
      done.textContent = `${judged} van ${data.claims.length} beweringen beoordeeld.`;
    };
    for (const claim of data.claims) {
      const item = `${data.item}.${claim.id}`;
      const evidence = h("div");
      const show = () => {
        const chosen = text(item);
        evidence.replaceChildren(...(chosen ? [evidenceFor(claim, chosen)] : []));
      };
      const judge = (/** @type {string} */ verdict) => {
        save(item, verdict || null);
        show();
        count();
      };
      body.append(
        h(
          "div",
          { class: "sow-apart" },
          h("h3", {}, claim.title),
          h("p", { class: "sow-text" }, claim.text, h("span", { class: "sow-note" }, ` (essay, ${claim.passage})`)),
          pick("Wat denk je voordat je het bewijs ziet?", named(data.verdicts), text(item), judge),
          evidence,
        ),
      );
      show();
    }
    count();
    body.append(done);
  });
