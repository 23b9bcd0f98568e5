// What a check said, as one of three states: right, not yet, or only to be told after handing in.

/** The sign that a line begins with when it is judged after handing in; as in answerkey.py. */
const LATER = "◇";

/**
 * The state that the outputs of a check tell; "" when it said nothing.
 * @param {{output_type: string, text?: string | string[]}[]} outputs
 */
export const verdictOf = (outputs) => {
  if (outputs.some((output) => output.output_type === "error")) return "open";
  const lines = outputs.flatMap((output) => [output.text ?? []].flat().join("").split("\n"));
  if (lines.some((line) => line.startsWith(LATER))) return "later";
  return lines.some((line) => line.trim()) ? "right" : "";
};

/**
 * Take away that an answer is right, once it is another answer.
 * That one is not right yet stays: it is read while typing.
 * @param {Cell[]} checks
 */
export const outdate = (checks) => {
  for (const { outputArea } of checks) {
    if (verdictOf(outputArea.model.toJSON()) === "right") outputArea.model.clear();
  }
};

/** Keep the state of a check on its cell, where the style sheet finds it. @param {Cell} cell */
export const showVerdict = (cell) => {
  const { model } = cell.outputArea;
  const show = () => {
    cell.node.dataset.verdict = verdictOf(model.toJSON());
  };
  model.changed.connect(show);
  show();
};
