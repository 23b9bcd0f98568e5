// What was written and where the reader stood, lesson by lesson, out of the logbook; and as Markdown.

export const NEITHER_IS_BETTER = "Een verschuiving is geen prestatie, en blijven is dat ook niet.";

/** A text in the logbook; "" for none. @param {Answers} answers @param {string} item @param {string} key */
const textOf = (answers, item, key) => {
  const value = answers[item];
  const found = key ? /** @type {Answers | null | undefined} */ (value)?.[key] : value;
  return typeof found === "string" ? found.trim() : "";
};

export class Written {
  /** @param {Asked} asked @param {(module: string) => Answers} answers */
  constructor(asked, answers) {
    this.title = asked.title;
    /** Every motion on which a position was taken, with the positions before and after. */
    this.shifts = asked.shifts
      .map(([motion, ...places]) => {
        const [before, after] = places.map(([module, item, key]) => textOf(answers(module), item, key));
        return { motion, before, after };
      })
      .filter(({ before, after }) => before || after);
    /** Every lesson in which something was written, with what was asked. */
    this.lessons = asked.lessons
      .map((lesson) => ({
        title: lesson.title,
        line: lesson.line,
        sign: lesson.sign,
        band: lesson.band,
        told: lesson.fields
          .map(([item, key, question]) => ({ question, text: textOf(answers(lesson.id), item, key) }))
          .filter(({ text }) => text),
      }))
      .filter((lesson) => lesson.told.length);
  }

  markdown() {
    const cell = (/** @type {string} */ text) => text.replaceAll("|", "\\|");
    const lines = [`# Mijn portfolio · ${this.title}`, ""];
    if (this.shifts.length) {
      lines.push("## Mijn standpunten", "", "| stelling | vooraf | achteraf |", "| --- | --- | --- |");
      for (const { motion, before, after } of this.shifts) {
        lines.push(`| ${cell(motion)} | ${before || "—"} | ${after || "—"} |`);
      }
      lines.push("", NEITHER_IS_BETTER, "");
    }
    for (const lesson of this.lessons) {
      lines.push(`## ${lesson.title}`, "");
      for (const { question, text } of lesson.told) {
        lines.push(`**${question}**`, "", ...text.split("\n").map((line) => `> ${line}`), "");
      }
    }
    return lines.join("\n");
  }
}
