// Where a Dutch sentence ends, as `sentence.py` tells it, with the same patterns and lists.

/** A set of the words in a list. @param {string} list */
const set = (list) => new Set(list.split(" "));

export class Sentences {
  /** @param {PeopleRules} rules @param {Record<string, RegExp>} patterns */
  constructor({ sentence }, patterns) {
    this.open = set(sentence.open);
    this.closing = set(sentence.closing);
    this.starters = set(sentence.starters);
    this.said = set(sentence.said);
    this.near = sentence.near;
    this.patterns = patterns;
  }

  /** @param {string} name @param {string} text */
  search(name, text) {
    const pattern = this.patterns[`sentence.${name}`];
    pattern.lastIndex = 0;
    return pattern.exec(text);
  }

  /** Whether a pattern is the whole of a text. @param {string} name @param {string} text */
  isWhole(name, text) {
    const { source, flags } = this.patterns[`sentence.${name}`];
    return new RegExp(`^(?:${source})$`, flags.replace("g", "")).test(text);
  }

  /** The sentences of a text, as they stand. @param {string} text */
  *of(text) {
    for (const line of text.split(this.patterns["sentence.line_end"])) {
      let start = 0;
      for (const [end, after] of this.ends(line)) {
        const sentence = line.slice(start, end);
        if (this.search("word", sentence)) yield sentence.trim();
        start = after;
      }
    }
  }

  /** Where each sentence of one line ends, and where the next begins. @param {string} line */
  *ends(line) {
    let start = 0;
    for (const found of line.matchAll(this.patterns["sentence.marks"])) {
      const { mark = "", closers = "", space = "" } = found.groups ?? {};
      const next = found.index + found[0].length;
      if (space && next < line.length && this.doesEnd(line, start, found.index, mark, closers, next)) {
        yield [next - space.length, next];
        start = next;
      }
    }
    yield [line.length, line.length];
  }

  /**
   * @param {string} line @param {number} start @param {number} dot @param {string} mark @param {string} closers
   * @param {number} next
   */
  doesEnd(line, start, dot, mark, closers, next) {
    const [, first, second] = this.search("next", line.slice(next)) ?? [];
    if (!first) return true;
    const small = isLower(first[0]);
    if ("([".includes(line[next]) && !isUpper(first[0])) return false;
    const quoted = closers.replace(/^[*_]+|[*_]+$/g, "");
    if (mark !== ".") {
      return !small || !(quoted || mark.includes("…") || mark.includes("..") || this.said.has(first));
    }
    if (quoted && small) return false;
    const near = line.slice(Math.max(start, dot - this.near), dot);
    const word = this.search("before", near)?.[0] ?? "";
    if (dot - start < this.near && this.isWhole("bullet", near)) return false;
    const digit = /^\p{Nd}$/u.test(first[0]);
    if (/^\p{Nd}+$/u.test(word)) return word.length >= 4 || !(small || digit);
    if (!this.isAbbreviated(word) && !this.search("et_al", near)) return true;
    if (/^[)\]]/.test(quoted) || small || digit) return false;
    const last = word[word.length - 1] ?? "";
    if (isUpper(last) && (word.length === 1 || ".-".includes(word[word.length - 2]))) {
      return this.starters.has(first.toLowerCase()) && !(second && isUpper(second[0]));
    }
    const plain = word.toLowerCase();
    return !this.open.has(plain) && (!word.includes(".") || this.closing.has(plain)) && word !== "p";
  }

  /** Whether a word before a dot is an abbreviation or an initial. @param {string} word */
  isAbbreviated(word) {
    const plain = word.toLowerCase();
    if (word.includes("@") || word.includes("/") || this.search("address", plain)?.index === 0) return false;
    if (this.isWhole("letters", word) || plain.endsWith("str") || plain.endsWith("stwg")) return true;
    if (this.open.has(plain) || this.closing.has(plain)) return true;
    return /^\p{L}+$/u.test(word) && !this.search("vowel", word);
  }
}

/** @param {string} letter */
const isLower = (letter) => letter === letter.toLowerCase() && letter !== letter.toUpperCase();

/** @param {string} letter */
const isUpper = (letter) => letter === letter.toUpperCase() && letter !== letter.toLowerCase();
