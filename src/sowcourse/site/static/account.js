// The pages as the hub of a school gives them: the logbook in this browser, sealed for who is logged in.

import { Cabinet, Unreadable } from "./cabinet.js";
import { Drawer, NO_DRAWER } from "./drawer.js";
import { say } from "./notice.js";
import { Store } from "./store.js";
import { token } from "./token.js";
import { keepWatch, LoggedOut } from "./watch.js";

const OUT = "Je bent niet meer aangemeld. Herlaad deze bladzijde; wat je eerder schreef, staat er dan weer.";
const SILENT = "De server van je school antwoordt niet. Kijk of je internet werkt en herlaad de bladzijde.";

const UNREADABLE =
  "Wat jij in deze browser schreef, gaat niet meer open: iemand veranderde het. Je begint hier opnieuw. " +
  "Wat al in je werkmap op school stond, vind je bij Opdrachten. Zeg het je lesgever.";

/** With what the answers of who is logged in are sealed. @returns {Promise<Seal>} */
const seal = async () => {
  let reply;
  try {
    reply = await fetch(`${document.documentElement.dataset.root}zegel`, { headers: { "X-XSRFToken": token() } });
  } catch {
    throw new Error(SILENT);
  }
  if (reply.status === 403) throw new LoggedOut(OUT);
  if (!reply.ok) throw new Error(SILENT);
  return reply.json();
};

/** The cabinet of an account and what is in it, laid aside when it does not open. @param {Seal} mine */
const opened = async (mine) => {
  const cabinet = await Cabinet.open(mine);
  try {
    return { cabinet, modules: (await cabinet.read()).modules };
  } catch (fault) {
    if (!(fault instanceof Unreadable)) throw fault;
    await cabinet.layAside();
    say(UNREADABLE);
    return { cabinet, modules: {} };
  }
};

export class AccountStore extends Store {
  /** @param {Cabinet | null} cabinet @param {Modules} modules @param {string} owner */
  constructor(cabinet, modules, owner) {
    super(null, modules, {});
    this.cabinet = cabinet;
    this.keeps = cabinet !== null;
    this.owner = owner;
    this.drafts = NO_DRAWER;
  }

  static async open() {
    let mine;
    try {
      mine = await seal();
    } catch (fault) {
      say(fault.message);
      throw fault; // what is shown then is what can be read
    }
    keepWatch(async () => (await seal()).name === mine.name);
    try {
      const { cabinet, modules } = await opened(mine);
      const store = new AccountStore(cabinet, modules, mine.name);
      store.drafts = await Drawer.open(cabinet);
      return store;
    } catch {
      return new AccountStore(null, {}, mine.name); // the page says that this browser keeps nothing
    }
  }

  /** @override @param {(modules: Modules) => void} change */
  async change(change) {
    if (!this.cabinet) {
      change(this.modules);
      return;
    }
    try {
      this.modules = (await this.cabinet.change(({ modules }) => change(modules))).modules;
    } catch (fault) {
      change(this.modules); // so that the file the page asks to keep holds it
      throw fault;
    }
  }
}
