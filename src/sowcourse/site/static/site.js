// A page comes to life: its parts, how far the reader is, the logbook and the portfolio.

import { AccountStore } from "./account.js";
import { connectAssignment } from "./assignment.js";
import { DeskStore, showItems } from "./desk.js";
import { showParts } from "./host.js";
import { connectLogbook } from "./logbook.js";
import { connectPortfolio, showPortfolio } from "./portfolio.js";
import { showProgress } from "./progress.js";
import { Store } from "./store.js";
import { unfold } from "./unfold.js";

async function begin() {
  // Beside the text there is room for what is in it; above it, on a phone, it would push the text away.
  const contents = document.querySelector(".contents details");
  if (matchMedia("(min-width: 64rem)").matches) contents?.setAttribute("open", "");
  const { desk, hub } = document.documentElement.dataset;
  const kind = desk !== undefined ? DeskStore : hub !== undefined ? AccountStore : Store;
  const store = await kind.open();
  const refresh = () => {
    showProgress(store);
    showPortfolio(store);
  };
  if (!store.keeps) document.querySelector("[data-nothing-kept]")?.removeAttribute("hidden");
  connectAssignment(store);
  showParts(store);
  connectLogbook(store);
  connectPortfolio(store);
  document.addEventListener("sowcourse:saved", refresh);
  refresh();
  unfold();
  if (store instanceof DeskStore) {
    await showItems();
    return;
  }
  if (store instanceof AccountStore) return;
  const { protocol } = location;
  if ("serviceWorker" in navigator && globalThis.isSecureContext && protocol.startsWith("http")) {
    // Without it the pages work as well, only not without a connection.
    navigator.serviceWorker.register(`${document.documentElement.dataset.root}worker.js`).catch(() => {});
  }
}

void begin();
