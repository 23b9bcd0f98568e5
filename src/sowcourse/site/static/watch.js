// A page in a browser that others use too: it is shown to whom it was opened for, and to nobody who sits down next.

/** Of a page whose reader logged out. */
export class LoggedOut extends Error {}

/** Show nothing of whom this page was opened for, and ask anew who reads. */
const leave = () => {
  document.documentElement.hidden = true;
  location.reload();
};

/**
 * Look, whenever somebody comes back to this page, whether that is whom it was opened for.
 * @param {() => Promise<boolean>} same whether it is; a LoggedOut where nobody is logged in
 */
export const keepWatch = (same) => {
  const look = async () => {
    if (document.visibilityState === "hidden") return;
    try {
      if (!(await same())) leave();
    } catch (fault) {
      if (fault instanceof LoggedOut) leave(); // a server that is silent tells nothing of who sits here
    }
  };
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) leave(); // with the back button, as it was left
  });
};
