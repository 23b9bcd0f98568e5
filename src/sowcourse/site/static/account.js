// The pages as the hub of a school gives them: the logbook in this browser, sealed for who is logged in.

import { Cabinet } from "./cabinet.js";
import { say } from "./notice.js";
import { Store } from "./store.js";
import { token } from "./token.js";

const OUT = "Je bent niet meer aangemeld. Herlaad deze bladzijde; wat je eerder schreef, staat er dan weer.";
const SILENT = "De server van je school antwoordt niet. Kijk of je internet werkt en herlaad de bladzijde.";

/** With what the answers of who is logged in are sealed. @returns {Promise<Seal>} */
const seal = async () => {
  let reply;
  try {
    reply = await fetch(`${document.documentElement.dataset.root}zegel`, { headers: { "X-XSRFToken": token() } });
  } catch {
    throw new Error(SILENT);
  }
  if (!reply.ok) throw new Error(reply.status === 403 ? OUT : SILENT);
  return reply.json();
};

export class AccountStore extends Store {
  /** @param {Cabinet | null} cabinet @param {Modules} modules @param {string} owner */
  constructor(cabinet, modules, owner) {
    super(null, modules, {});
    this.cabinet = cabinet;
    this.keeps = cabinet !== null;
    this.owner = owner;
  }

  static async open() {
    let mine;
    try {
      mine = await seal();
    } catch (fault) {
      say(fault.message);
      throw fault; // what is shown then is what can be read
    }
    try {
      const cabinet = await Cabinet.open(mine);
      return new AccountStore(cabinet, (await cabinet.read()).modules, mine.name);
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
    this.modules = (await this.cabinet.change(({ modules }) => change(modules))).modules;
  }
}
