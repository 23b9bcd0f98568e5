// What scripts of parts, pages and the desk share, in types; `make scripts` checks every script against it.

/** What can stand inside an element. */
type Child = Node | string | number | null | undefined | readonly Child[];

/** Attributes of an element; what begins with "on" is a listener, and false or undefined is left out. */
type Attributes = Record<string, string | number | boolean | undefined | ((event: Event) => void)>;

/** What every part knows of itself (`Part.data`); the rest differs per part. */
interface PartData {
  /** Who writes here: two people at one computer have drafts of their own. */
  owner: string;
  module: string;
  item: string;
  label: string;
  asks: boolean;
  /** What is said when nobody answers for a while, where a host has its own words. */
  silent?: string | null;
  /** Where drafts are, where a host has its own place for them. */
  drafts?: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
}

/** Item of the logbook → what was filled in. */
type Answers = Record<string, unknown>;

/** The reply to a request to save: which one it answers, local time (HH:MM), and a Dutch sentence when it failed. */
interface Saved {
  count: number;
  time: string;
  error: string;
}

interface Values<D extends PartData> {
  data: D;
  answer: Answers;
  count: number;
  saved: Saved;
}

/** What a host gives a part: a widget of a kernel, or the page itself. */
interface Model<D extends PartData> {
  get<N extends keyof Values<D>>(name: N): Values<D>[N];
  set<N extends keyof Values<D>>(name: N, value: Values<D>[N]): void;
  on(event: "change:saved", listen: () => void): void;
  save_changes(): unknown;
}

interface View<D extends PartData> {
  model: Model<D>;
  el: HTMLElement;
}

/** What a part is drawn with. */
interface Part<D extends PartData> {
  data: D;
  body: HTMLElement;
  /** What was filled in at an item. */
  get(item: string): unknown;
  /** The text that was filled in at an item; "" for none. */
  text(item: string): string;
  /** Keep an item; `now` is false while somebody types. */
  save(item: string, value: unknown, now?: boolean): void;
  /** The answers of this part as one value, and how to change it. */
  keep<V extends object>(empty: V): { value: V; put(changes: Partial<V>, now?: boolean): void };
}

/** The number of the last id on this page: every script has its own copy of `dom.js`. */
declare var sowcourseSerial: number | undefined;
