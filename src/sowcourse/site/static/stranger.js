// Details in a text that could lead to a real person, as `identity/stranger.py` finds them, with the same rules.
//
// The rules come as data (`identity/script.py`); what is here is what they are held against. Never a verdict.

import { Sentences } from "./sentence.js";

/** @typedef {{kind: string, words: string, advice: string}} Detail */
/** @typedef {[kind: string, start: number, end: number]} Span */

/** A set of the words in a list. @param {string} list */
const set = (list) => new Set(list.split(" "));

export class Stranger {
  /** Throws a SyntaxError in a browser that does not know these patterns. @param {PeopleRules} rules */
  constructor(rules) {
    const { names } = rules;
    this.rules = rules;
    this.given = set(names.given);
    this.all = new Set([...this.given, ...set(names.family)]);
    this.words = set(names.words);
    this.others = set(names.others);
    this.ordinary = set(names.ordinary);
    this.starters = set(rules.starters);
    this.cities = set(rules.cities);
    const made = (/** @type {[string, string]} */ [source, flags]) => new RegExp(source, `${flags}dg`);
    this.numbers = rules.numbers.map(([kind, source, flags]) => ({ kind, pattern: made([source, flags]) }));
    this.behind = rules.behind.map(([kind, source, flags]) => ({ kind, pattern: made([source, flags]) }));
    this.patterns = Object.fromEntries(Object.entries(rules.patterns).map(([name, pair]) => [name, made(pair)]));
    this.here = Object.fromEntries(
      Object.entries(rules.patterns).map(([name, [source, flags]]) => [name, new RegExp(source, `${flags}y`)]),
    );
    this.sentences = new Sentences(rules, this.patterns);
  }

  /** Every place where a pattern stands. @param {string} name @param {string} text */
  every(name, text) {
    return text.matchAll(this.patterns[name]);
  }

  /** The first place where a pattern stands. @param {string} name @param {string} text */
  search(name, text) {
    this.patterns[name].lastIndex = 0;
    return this.patterns[name].exec(text);
  }

  /** What of a pattern stands at exactly this place. @param {string} name @param {string} text */
  at(name, text, place = 0) {
    const here = this.here[name];
    here.lastIndex = place;
    return here.exec(text);
  }

  /** A word without case and accents. @param {string} word */
  folded(word) {
    const plain = [...word.toLowerCase().replaceAll("ß", "ss")].map((letter) => this.rules.folding[letter] ?? letter);
    return plain
      .join("")
      .normalize("NFKD")
      .replace(/\p{Mn}/gu, "");
  }

  /** The text without what nobody sees, with for every place in it where that stands. @param {string} text */
  visible(text) {
    const { seen, twins } = this.rules;
    const read = text.replace(/[\p{L}\p{N}_]+/gu, (word) =>
      /[A-Za-z]/.test(word) ? [...word].map((letter) => twins[letter] ?? letter).join("") : word,
    );
    /** @type {string[]} */
    const shown = [];
    /** @type {number[]} */
    const places = [];
    let place = 0;
    for (const letter of read) {
      const now = seen[letter] ?? letter;
      const whole = shown.length && /\p{M}/u.test(now) ? (shown[shown.length - 1] + now).normalize("NFC") : "";
      if (whole && [...whole].length === 1) shown[shown.length - 1] = whole;
      else if (now) {
        shown.push(now);
        for (let i = 0; i < now.length; i += 1) places.push(place);
      }
      place += letter.length;
    }
    return { shown: shown.join(""), places: [...places, text.length] };
  }

  /**
   * What in a text may identify somebody, in order of place.
   * @param {string} text @param {Set<string>} known words whose names may be repeated @returns {Detail[]}
   */
  find(text, known) {
    const { shown, places } = this.visible(text);
    const spans = [...this.spans(shown), ...this.people(shown, known)];
    spans.sort((left, right) => left[1] - right[1] || right[2] - left[2]);
    /** @type {Span[]} */
    const kept = [];
    for (const span of spans) if (!kept.length || span[1] >= kept[kept.length - 1][2]) kept.push(span);
    return kept.map(([kind, start, end]) => ({
      kind,
      words: text.slice(places[start], places[end]),
      advice: this.rules.advice[kind],
    }));
  }

  /** Numbers and places that lead to one person. @param {string} text @returns {Generator<Span>} */
  *spans(text) {
    for (const { kind, pattern } of this.numbers) {
      for (const found of text.matchAll(pattern)) {
        if (this.isReal(kind, found[0])) {
          yield [kind, found.index, found.index + found[0].replace(/\.+$/, "").length];
        }
      }
    }
    for (const { kind, pattern } of this.behind) {
      for (const found of text.matchAll(pattern)) yield [kind, ...placeOf(found, 1)];
    }
    for (const found of this.every("number.placed", text)) {
      const around = this.around(text, found.index, found.index + found[0].length, 60);
      if (this.search("number.lives", around) && !this.others.has(found[1].trim().split(/\s+/)[0])) {
        yield ["adres", ...placeOf(found, 1)];
      }
    }
    for (const found of this.every("number.date", text)) {
      const end = found.index + found[0].length;
      const before = text.slice(Math.max(0, found.index - 24), found.index);
      const around = () => this.around(text, found.index, end, this.rules.near);
      if (this.search("number.is_of", before) || this.search("number.birth", around())) {
        yield ["geboortedatum", found.index, end];
      }
    }
  }

  /** Whether what is built like a number is one. @param {string} kind @param {string} words */
  isReal(kind, words) {
    const digits = words.replace(/\P{Nd}/gu, "");
    if (kind === "bsn") {
      const sum = [...digits.slice(0, 8)].reduce((all, digit, place) => all + (9 - place) * Number(digit), 0);
      return sum % 11 === Number(digits[8]);
    }
    if (kind === "rijksregisternummer") {
      const check = Number(digits.slice(9));
      const [early, late] = ["", "2"].map((century) => 97 - (Number(century + digits.slice(0, 9)) % 97));
      return digits.length === 11 && (check === early || check === late);
    }
    const last = (words.trim().split(/\s+/).pop() ?? "").replace(/\.+$/, "");
    if (kind === "postcode" && /^\p{Nd}/u.test(words) && !isUpper(words.slice(-2))) {
      return !this.others.has(last) || this.cities.has(last);
    }
    return kind !== "functie" || !this.others.has(last);
  }

  /** What stands near, within its sentence. @param {string} text @param {number} start @param {number} end */
  around(text, start, end, near = 0) {
    let before = text.slice(Math.max(0, start - near), start);
    for (const stop of [". ", "! ", "? ", "\n"]) {
      const place = before.lastIndexOf(stop);
      if (place >= 0 && !this.search("number.goes_on", before.slice(0, place))) before = before.slice(place + 1);
    }
    const after = text.slice(end, end + near);
    const stopped = this.search("number.stop", after);
    return `${before} ${stopped ? after.slice(0, stopped.index) : after}`;
  }

  /** A name without the s of who owns something. @param {string} word */
  bare(word) {
    const own = this.search("name.own", word);
    return own ? word.slice(0, own.index) : word;
  }

  /** Every capital word of a text. @param {string} text */
  named(text) {
    return [...this.every("name.name", text)].flatMap((found) => this.tokens(found[0]).map(({ word }) => word));
  }

  /** The words of a run of capitals, with their places in it. @param {string} run */
  tokens(run) {
    return [...this.every("name.token", run)].map((found) => ({ place: found.index, word: this.bare(found[0]) }));
  }

  /** Where somebody is named. @param {string} text @param {Set<string>} known @returns {Span[]} */
  people(text, known) {
    if (this.search("name.all_renamed", text)) return [];
    return [...new Names(this, text, known).spans()];
  }

  /** Whether a word is a name on the list. @param {string} word */
  isListed(word) {
    const pieces = [word, ...word.split(/[-’']/)].filter((part) => part.length > 1).map((part) => this.folded(part));
    const owner = pieces[0]?.endsWith("s") && pieces[0].length > 5 ? pieces[0].slice(0, -1) : "";
    return this.given.has(owner) || pieces.some((part) => this.all.has(part));
  }

  /** Whether a listed name is also something else. @param {string} word */
  isDoubtful(word) {
    return this.words.has(word) || this.others.has(word) || this.ordinary.has(word.toLowerCase());
  }

  /** Whether a word is an ordinary one, or something that is no person. @param {string} word */
  isPlain(word) {
    const small = word.toLowerCase();
    return this.others.has(word) || ((this.ordinary.has(small) || this.starters.has(small)) && !this.isListed(word));
  }
}

/**
 * Where a group of a match stands.
 * @param {RegExpMatchArray} found @param {number} group @returns {[number, number]}
 */
const placeOf = (found, group) => /** @type {[number, number]} */ (found.indices?.[group]);

/** As Python's isupper. @param {string} word */
const isUpper = (word) => word !== word.toLowerCase() && word === word.toUpperCase();

/** One text with what is known about the names in it. */
class Names {
  /** @param {Stranger} rules @param {string} text @param {Set<string>} known */
  constructor(rules, text, known) {
    this.rules = rules;
    this.text = text;
    this.known = new Set([...known, ...this.renamed()]);
    this.masked = rules.rules.names.phrases.flatMap((phrase) => placesOf(text, phrase));
    /** Where the last person's name ended. */
    this.end = -1;
  }

  /** @returns {Generator<Span>} */
  *spans() {
    const { rules, text } = this;
    for (const found of rules.every("name.title", text)) {
      const end = found.index + found[0].length;
      if (!this.isExcused(found[1], end)) yield ["naam", found.index, end];
    }
    for (const found of rules.every("name.initials", text)) {
      const end = found.index + found[0].length;
      if (!rules.isPlain(found[1]) && !this.isExcused(found[1], end)) yield ["naam", found.index, end];
    }
    for (const found of rules.every("name.name", text)) yield* this.persons(found.index, found[0]);
    for (const found of rules.every("name.lower", text)) {
      const group = found[1] ? 1 : 2;
      if (this.isSmallName(found[group])) yield ["naam", ...placeOf(found, group)];
    }
  }

  /**
   * The names of people in a run of capital words.
   * @param {number} start @param {string} run @returns {Generator<Span>}
   */
  *persons(start, run) {
    const { rules } = this;
    const tokens = rules.tokens(run).map(({ place, word }) => ({ place: start + place, word }));
    /** @type {{place: number, word: string}[]} */
    let group = [];
    let behind = false;
    for (const token of [...tokens, { place: 0, word: "" }]) {
      const { place, word } = token;
      if (word && !this.stops(place, word)) {
        group.push(token);
        continue;
      }
      if (group.length && word && rules.others.has(word) && rules.isListed(group[group.length - 1].word)) group.pop();
      if (group.length && this.isPerson(group, behind)) {
        const last = group[group.length - 1];
        this.end = last.place + last.word.length;
        yield ["naam", group[0].place, this.end];
      }
      group = [];
      behind = rules.others.has(word);
    }
  }

  /** @param {number} place @param {string} word */
  stops(place, word) {
    const { rules } = this;
    if (this.masked.some(([begin, end]) => begin <= place && place < end)) return true;
    if (rules.search("name.no_person", word) && !rules.isListed(word)) return true;
    const head = word.split("-")[0];
    if (head !== word && isUpper(head)) return true;
    if (rules.others.has(word) || rules.others.has(head)) return !rules.isListed(word);
    return this.starts(place) && rules.isPlain(word);
  }

  /** @param {{place: number, word: string}[]} group @param {boolean} behind */
  isPerson(group, behind) {
    const { rules, text } = this;
    const last = group[group.length - 1];
    const [start, end] = [group[0].place, last.place + last.word.length];
    const words = group.map(({ word }) => word);
    const listed = words.filter((word) => rules.isListed(word));
    if (this.isExcused((listed.length ? listed : words).join(" "), end)) return false;
    const strong = this.isStrong(start, end);
    const before = text.slice(0, start);
    if (!listed.every((word) => rules.isDoubtful(word))) {
      return !(words.length === 1 && isUpper(words[0]) && words[0].length < 4 && !strong);
    }
    if (listed.length) {
      const loose =
        rules.search("name.article_before", before.slice(-12)) || rules.search("name.place_before", before.slice(-12));
      const acts = strong || Boolean(rules.at("name.does_after", text, end));
      return acts || !(this.starts(start) || loose || words.every((word) => rules.others.has(word)));
    }
    if (behind || (isUpper(words[0]) && words[0].length < 6) || rules.search("name.camel", words[0])) return false;
    if (this.starts(start)) return strong;
    return strong || Boolean(rules.search("name.towards_before", before.slice(-16)) && !rules.isPlain(words[0]));
  }

  /** Whether something beside it says that this is somebody. @param {number} start @param {number} end */
  isStrong(start, end) {
    const { rules, text } = this;
    const before = text.slice(0, start).slice(-40);
    const after = text.slice(end, end + 60);
    const words = rules.bare(text.slice(start, end));
    if (rules.search("name.before", before)) return true;
    if (rules.at("name.acts_after", after) || rules.at("name.and_own", after)) return true;
    if (rules.search("name.brought", before) && rules.at("name.somewhere", after) && !rules.isPlain(words)) return true;
    const beside = rules.at("name.with", after);
    if (beside && rules.isListed(beside[1]) && !rules.isDoubtful(beside[1]) && !rules.isPlain(words)) return true;
    const owner = rules.at("name.owner", after);
    if (owner && rules.at("name.owns", after, owner[0].length)) return true;
    return this.end >= 0 && this.end <= start && this.joins(text.slice(this.end, start));
  }

  /** Whether what stands between two names joins them. @param {string} between */
  joins(between) {
    return this.rules.at("name.joined", between)?.[0] === between;
  }

  /** Whether a name is known, changed by the writer, or an author's. @param {string} name @param {number} end */
  isExcused(name, end) {
    if (this.rules.at("name.cited", this.text, end)) return true;
    return this.rules.tokens(name).every(({ word }) => this.known.has(word));
  }

  /** Whether a word without capital is a first name and nothing else. @param {string} word */
  isSmallName(word) {
    const { rules } = this;
    const capital = word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
    if (rules.ordinary.has(word) || rules.starters.has(word) || rules.words.has(capital)) return false;
    const small = word === word.toLowerCase() && word !== word.toUpperCase();
    return small && rules.given.has(rules.folded(word)) && !this.known.has(capital);
  }

  /** Whether a sentence or a line starts here. @param {number} place */
  starts(place) {
    return place === 0 || Boolean(this.rules.search("name.begins", this.text.slice(Math.max(0, place - 6), place)));
  }

  /** Words of the names of which the writer says that they are not the real ones. */
  *renamed() {
    const { rules } = this;
    for (const sentence of rules.sentences.of(this.text)) {
      const runs = [...rules.every("name.name", sentence)]
        .map((found) => ({ start: found.index, end: found.index + found[0].length, words: rules.named(found[0]) }))
        .filter(({ words }) => words.some((word) => !rules.isPlain(word)));
      for (const cue of rules.every("name.renamed", sentence)) {
        const gaps = runs.map(({ start, end }) => Math.max(start - cue.index - cue[0].length, cue.index - end, 0));
        const nearest = runs[gaps.indexOf(Math.min(...gaps))];
        for (const run of runs) {
          const between = sentence.slice(Math.min(run.end, nearest.end), Math.max(run.start, nearest.start));
          if (run === nearest || this.joins(between)) yield* run.words.filter((word) => !rules.isPlain(word));
        }
      }
    }
  }
}

/** Where a phrase stands. @param {string} text @param {string} phrase @returns {[number, number][]} */
function placesOf(text, phrase) {
  /** @type {[number, number][]} */
  const found = [];
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + phrase.length)) {
    found.push([at, at + phrase.length]);
  }
  return found;
}
