// The network as a picture: the person in the middle, a line per bond, an arrow for energy, a thin line to agree.

import { h, unique } from "../dom.js";

/** @typedef {import("./network.js").Actor} Actor */
/** @typedef {{x: number, y: number}} Point */

const SVG = "http://www.w3.org/2000/svg";
/** @type {Record<string, {width: number, dash: string}>} */
const LINES = {
  steunend: { width: 4, dash: "" },
  zwak: { width: 2, dash: "6 5" },
  gespannen: { width: 3, dash: "2 4" },
};

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** @param {Point} from @param {Point} to @param {Record<string, string | number>} look */
const line = (from, to, look) =>
  svg("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, stroke: "currentColor", ...look });

/** An arrow on a bond: towards the person for what gives, away from the person for what costs.
 * @param {Point} centre @param {Point} to @param {number} share of the way @param {boolean} towards the centre */
const arrow = (centre, to, share, towards) => {
  const angle = Math.atan2(to.y - centre.y, to.x - centre.x) + (towards ? Math.PI : 0);
  const tip = { x: centre.x + (to.x - centre.x) * share, y: centre.y + (to.y - centre.y) * share };
  const corner = (/** @type {number} */ turn) =>
    `${tip.x + 13 * Math.cos(angle + turn)},${tip.y + 13 * Math.sin(angle + turn)}`;
  return svg("polygon", { points: [corner(0), corner(2.4), corner(-2.4)].join(" "), fill: "currentColor" });
};

/** @param {string} text */
export const boxWidth = (text) => text.length * 7.4 + 16;

/** @param {Point} at @param {string} text @param {boolean} bold */
const label = ({ x, y }, text, bold) => {
  const width = boxWidth(text);
  const box = { x: x - width / 2, y: y - 14, width, height: 28, rx: 6 };
  const letters = { x, y: y + 5, "text-anchor": "middle", "font-size": 13, "font-weight": bold ? 700 : 400 };
  return [
    svg("rect", {
      ...box,
      fill: "var(--jp-layout-color1, #fff)",
      stroke: "currentColor",
      "stroke-width": bold ? 3 : 1,
    }),
    svg("text", { ...letters, fill: "currentColor" }, text),
  ];
};

const STEP = 46;

/**
 * Where everybody stands around the middle of a wide sheet: in a ring.
 * @param {readonly Actor[]} present
 */
function ring(present) {
  const centre = { x: 320, y: present.length > 9 ? 350 : 210 };
  const at = (/** @type {Actor} */ actor) => {
    const angle = (2 * Math.PI * present.indexOf(actor)) / present.length - Math.PI / 2;
    return { x: centre.x + 200 * Math.cos(angle), y: centre.y + (centre.y - 45) * Math.sin(angle) };
  };
  return { width: 640, centre, at };
}

/**
 * The same on a narrow one: each at a height of their own, down on the right and up on the left, so that a long name
 * passes every other and stays within the sheet.
 * @param {readonly Actor[]} present
 */
export function column(present) {
  const width = 300;
  const many = present.length;
  const above = Math.ceil(many / 2);
  const centre = { x: width / 2, y: (above + 0.5) * STEP };
  const at = (/** @type {Actor} */ actor) => {
    const place = present.indexOf(actor);
    const right = place < above;
    const row = right ? 2 * place : 2 * (many - 1 - place) + 1;
    const y = (row + (row < above ? 0.5 : 1.5)) * STEP;
    const bend = Math.sqrt(1 - ((y - centre.y) / centre.y) ** 2);
    const half = boxWidth(actor.name) / 2 + 2;
    const x = centre.x + (right ? 1 : -1) * (width / 3) * bend;
    return { x: Math.max(half, Math.min(width - half, x)), y };
  };
  return { width, centre, at };
}

/**
 * The network around somebody, for a wide place and for a narrow one: part.css shows the one that fits.
 * @param {string} person @param {import("./network.js").Network} network
 */
export const drawn = (person, network) =>
  h(
    "figure",
    {},
    h(
      "div",
      { class: "sow-drawn" },
      sheet(person, network, "sow-wide", ring),
      sheet(person, network, "sow-small", column),
    ),
    h(
      "figcaption",
      {},
      "Dikke lijn: steunende band. Streepjes: zwakke band. Stippen: gespannen band. ",
      "Dunne lijn: twee diensten die moeten afstemmen. ",
      `Pijl naar ${person}: de band geeft energie. Pijl van ${person} weg: hij kost energie.`,
    ),
  );

/**
 * @param {string} person @param {import("./network.js").Network} network @param {string} kind
 * @param {typeof ring} placed
 */
function sheet(person, network, kind, placed) {
  const present = network.involved();
  const { width, centre, at } = placed(present);
  const pairs = network.lines();
  const agreeing = pairs.map(([a, b]) => line(at(a), at(b), { "stroke-width": 1, "stroke-opacity": 0.45 }));
  const bonds = present.map((actor) => {
    const look = LINES[network.tie(actor)];
    return line(centre, at(actor), { "stroke-width": look.width, "stroke-dasharray": look.dash });
  });
  const arrows = present.flatMap((actor) => [
    ...(network.flow(actor).includes("geeft") ? [arrow(centre, at(actor), 0.4, true)] : []),
    ...(network.flow(actor).includes("kost") ? [arrow(centre, at(actor), 0.6, false)] : []),
  ]);
  const labels = present.flatMap((actor) => label(at(actor), actor.name, actor === network.coordinator()));
  const id = unique();
  const title =
    `Ecogram van ${person} met ${present.length} betrokkenen en ${pairs.length} afstemlijnen. ` +
    "De tabel hieronder zegt hetzelfde.";
  return svg(
    "svg",
    { class: kind, viewBox: `0 0 ${width} ${2 * centre.y}`, role: "img", "aria-labelledby": id },
    svg("title", { id }, title),
    ...agreeing,
    ...bonds,
    ...arrows,
    ...labels,
    ...label(centre, person, true),
  );
}
