// The little of JupyterLab that the extension touches, so that `tsc` can check its names (`make scripts`).

/** A signal of Lumino. */
interface Signal<T> {
  connect(listener: (sender: unknown, value: T) => void): void;
}

interface Metadata {
  grade_id?: string;
  grade?: boolean;
  solution?: boolean;
  locked?: boolean;
}

interface Ours {
  kind?: "lesson" | "assignment";
  stub?: string;
  choice?: "positions" | string[];
}

interface Cell {
  node: HTMLElement;
  editor: { focus(): void } | null;
  ready: Promise<void>;
  outputArea: {
    model: { clear(): void; changed: Signal<unknown>; toJSON(): { output_type: string; text?: string | string[] }[] };
  };
  addClass(name: string): void;
  model: {
    id: string;
    type: "code" | "markdown" | "raw";
    trusted: boolean;
    executionCount: number | null;
    sharedModel: { getSource(): string; setSource(text: string): void; changed: Signal<unknown> };
    getMetadata(name: "nbgrader"): Metadata | undefined;
    getMetadata(name: "sowcourse"): Ours | undefined;
  };
}

interface Context {
  path: string;
  isReady: boolean;
  ready: Promise<void>;
  save(...options: unknown[]): Promise<void>;
  saveState: Signal<string>;
  _handleError?(fault: unknown): void;
  contentsModel: { last_modified: string } | null;
  model: { dirty: boolean; getMetadata(name: "sowcourse"): Ours | undefined; toJSON(): unknown };
}

/** Whatever is open in the middle of JupyterLab; only a document has a context. */
interface Document_ {
  hasClass(name: string): boolean;
  toolbar?: { setHidden(hidden: boolean): void };
  context?: Pick<Context, "path" | "isReady" | "ready" | "save"> & {
    model: { getMetadata?(name: "sowcourse"): Ours | undefined };
  };
}

interface NotebookPanel {
  _autorestarting?: boolean;
  node: HTMLElement;
  context: Context;
  revealed: Promise<void>;
  disposed: Signal<void>;
  toolbar: { hide(): void };
  contentHeader: { addWidget(widget: LuminoWidget): void; fit(): void };
  addClass(name: string): void;
  content: {
    node: HTMLElement;
    outerNode?: HTMLElement;
    widgets: Cell[];
    addClass(name: string): void;
    model: { cells: { changed: Signal<unknown> } };
  };
  sessionContext: {
    ready: Promise<void>;
    session: { kernel: { restart(): Promise<void>; status: string; connectionStatus: string } | null } | null;
    startKernel(): Promise<void>;
    statusChanged: Signal<string>;
  };
}

interface LuminoWidget {
  parent: { fit(): void } | null;
  isHidden: boolean;
  setHidden(hidden: boolean): void;
  id: string;
  node: HTMLElement;
  title: { label: string; caption: string };
  addClass(name: string): void;
}

interface App {
  restored: Promise<void>;
  commands: {
    execute(name: string, what?: object): Promise<unknown>;
    isToggled(name: string): boolean;
    commandExecuted: Signal<{ id: string; args: { path?: string }; result: Promise<unknown> }>;
    processKeydownEvent(event: KeyboardEvent): void;
  };
  shell: {
    add(widget: LuminoWidget, area: string, options: object): void;
    activateById(id: string): void;
    currentWidget: Document_ | null;
    currentChanged: Signal<unknown>;
    layoutModified: Signal<unknown>;
    layout: Iterable<LuminoWidget> & { insertWidget(place: number, widget: LuminoWidget): void };
    mode: string;
    leftCollapsed: boolean;
    collapseLeft(): void;
    collapseRight(): void;
    isSideTabBarVisible(side: string): boolean;
    toggleSideTabBarVisibility(side: string): void;
    fit(): void;
  };
  serviceManager: { contents: { getDownloadUrl(path: string): Promise<string> } };
}

interface Tracker {
  widgetAdded: Signal<NotebookPanel>;
  forEach(each: (panel: NotebookPanel) => void): void;
}

/** JupyterLab's class that can execute a cell. */
interface CodeCellClass {
  execute(cell: Cell, session: NotebookPanel["sessionContext"], metadata: object): Promise<Reply | undefined>;
}

interface Reply {
  content: { status: string };
}

type WidgetClass = new () => LuminoWidget;

interface NotebookActions {
  runCells(
    notebook: NotebookPanel["content"],
    cells: Cell[],
    session: NotebookPanel["sessionContext"],
  ): Promise<boolean>;
}

/** The packages of JupyterLab that we use, and what of them. */
interface Packages {
  "@jupyterlab/notebook": { INotebookTracker: unknown; NotebookActions: NotebookActions };
  "@jupyterlab/cells": { CodeCell: CodeCellClass };
  "@jupyterlab/application": { IConnectionLost: unknown };
  "@jupyterlab/coreutils": {
    URLExt: { join(...parts: string[]): string };
    PageConfig: { getOption(name: string): string; getBaseUrl(): string };
  };
  "@jupyterlab/services": {
    ServerConnection: {
      makeSettings(): { baseUrl: string };
      makeRequest(address: string, init: RequestInit, settings: object): Promise<Response>;
    };
  };
  "@lumino/widgets": { Widget: WidgetClass };
}

/** Gives JupyterLab's own copy of a package. */
type Shared = <N extends keyof Packages>(name: N) => Promise<Packages[N]>;

/** A lesson, an assignment or feedback on the desk, as desk.py describes it. */
interface DeskItem {
  kind: string;
  module: string;
  title: string;
  path: string;
  state: string;
  told: string;
  /** The krachtlijn of its lesson; "geen" where it is of none. */
  line: string;
  /** The sign of that krachtlijn, as HTML of ours; "" where it is of no lesson. */
  sign: string;
}

/** A part of an assignment, before handing in. */
interface Answered {
  title: string;
  kind: string;
  answered: boolean;
  check: string;
  missing: string[];
}

interface Receipt {
  file: string;
  moment: string;
  arrived: boolean;
  answered: number;
  asked: number;
  code: string;
}

/** What the student's own Jupyter server answers, by question. */
interface Replies {
  bureau: { items: DeskItem[]; next: string | null; problem: string; exchange: boolean };
  ophalen: { path: string };
  terugkoppeling: { new: boolean };
  reflectie: { words: number; remarks: { met: boolean; sentence: string }[] };
  overzicht: {
    parts: Answered[];
    details: { words: string; advice: string }[];
    deadline: string;
    course: string;
    problem: string;
    zone: string;
  };
  inleveren: { receipt: Receipt; problem: string; zone: string };
  verslag: { report: string };
}

/** Asks the student's own Jupyter server; rejects with an Error that holds a Dutch sentence. */
type Ask = <Q extends keyof Replies>(question: Q, what?: object) => Promise<Replies[Q]>;

interface Window {
  _JUPYTERLAB?: Record<string, unknown>;
}
