// What the pages bring along beside their scripts, and the little of a service worker that we use.

/** The scripts of the parts, by folder (`bestanden/parts.js`). */
declare var sowcourseParts: Record<string, { render(view: View<PartData>): unknown }>;

/** Where an answer stands: module, item of the logbook, key in it. */
type Place = [module: string, item: string, key: string];

/** A lesson as the portfolio and the progress ask it; a field is [item, key, question]. */
interface AskedLesson {
  id: string;
  title: string;
  fields: [item: string, key: string, question: string][];
  /** The parts that ask something. */
  kept: string[];
  /** Its krachtlijn, or "geen"; with the sign and the pattern of that, drawn. */
  line: string;
  sign: string;
  band: string;
}

interface Asked {
  title: string;
  /** Motions, with where a position is taken before and after. */
  shifts: [motion: string, before: Place, after: Place][];
  lessons: AskedLesson[];
}

type Pattern = [source: string, flags: string];

/** The rules of the check on names and numbers (`bestanden/people.js`, from `identity/script.py`); lists are words. */
interface PeopleRules {
  /** Kind → what to do. */
  advice: Record<string, string>;
  numbers: [kind: string, ...Pattern][];
  behind: [kind: string, ...Pattern][];
  /** Module and name there → pattern. */
  patterns: Record<string, Pattern>;
  cities: string;
  starters: string;
  names: {
    given: string;
    family: string;
    words: string;
    others: string;
    ordinary: string;
    phrases: string[];
    pseudonyms: string[];
  };
  sentence: { open: string; closing: string; starters: string; said: string; near: number };
  near: number;
  /** Letter → what is seen of it; "" for nothing. */
  seen: Record<string, string>;
  twins: Record<string, string>;
  folding: Record<string, string>;
}

declare var sowcoursePeople: PeopleRules | undefined;

/** What the whole course asks (`bestanden/asked.js`). */
declare var sowcourseAsked: Asked;

/** One answer, and when it was given. */
interface Entry {
  value: unknown;
  at: string;
}

/** A logbook: module → item → answer. */
type Modules = Record<string, Record<string, Entry>>;

/** With what the browser of one account seals its answers (`hub/seal.py`). */
interface Seal {
  name: string;
  key: string;
}

/** What an account keeps sealed in a browser. */
interface Held {
  modules: Modules;
  /** When its answers were handed to the logbook in the work folder, in milliseconds; 0 for never. */
  handed: number;
}

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
  request: Request;
  respondWith(reply: Promise<Response>): void;
}

interface WorkerScope {
  addEventListener(kind: "install" | "activate" | "fetch", listen: (event: WorkerEvent) => void): void;
  skipWaiting(): Promise<void>;
  registration: { scope: string };
  clients: { claim(): Promise<void> };
}

/** Written above `worker.js`: the version of these pages, and every file of them. */
declare const VERSION: string;
declare const FILES: string[];

/** A notebook as a file holds it; what we do not name goes along untouched. */
interface NotebookCell {
  cell_type: string;
  source: string | string[];
  metadata?: {
    nbgrader?: { grade_id?: string; locked?: boolean };
  };
}

interface NotebookFile {
  cells: NotebookCell[];
  metadata: { sowcourse?: { module?: string } };
}

/** One question of an assignment, and how the page asks it. */
interface AskedCell {
  cell: string;
  title: string;
  kind: "choice" | "reflection" | "exercise";
  stub: string;
  scale: boolean;
  options: string[];
  wanted: { words?: number; parts?: string[]; unseen?: string[] };
}

interface PageAssignment {
  assignment: string;
  notebook: NotebookFile;
  asked: AskedCell[];
  /** Words of the course: who is named there may be named. */
  known: string[];
}

interface PageReceipt {
  /** "" where the browser could not compute it. */
  code: string;
  moment: string;
}

/** What a browser keeps of one assignment. */
interface Kept {
  /** The reader's own file, when one was brought from JupyterLab. */
  file?: NotebookFile;
  cells?: Record<string, Entry>;
  receipt?: PageReceipt;
}
