// The container that JupyterLab loads: a module-federation container is an object with init() and get().
// It is written by hand, so there is no build: what stands here is what runs. Each plugin has a file of its own.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const here = new URL(".", script.src);
  /** @typedef {{get: () => Promise<() => any>}} Version what comes out has the type that its name says */
  /** @type {Record<string, Record<string, Version>>} */
  let scope;

  /** @type {Shared} */
  const shared = async (name) => {
    const versions = scope[name];
    const [newest] = Object.keys(versions).sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
    return (await versions[newest].get())();
  };

  /** Put our style sheet on the page, before anything is drawn; without it all still works, only plainer. */
  const styled = () =>
    new Promise((resolve) => {
      const link = Object.assign(document.createElement("link"), {
        rel: "stylesheet",
        href: new URL("style.css", here),
      });
      link.onload = resolve;
      link.onerror = () => resolve(console.error("The style sheet of the course did not load."));
      document.head.append(link);
    });

  /** @type {Record<string, () => Promise<() => unknown>>} */
  const modules = {
    "./style": async () => () => ({}),
    "./extension": async () => {
      /** @param {string} name */
      const file = (name) => import(new URL(name, here).href);
      const [{ assignment }, { course }, { frame }, { hash }, { lesson }, { lost }, { applyView, printAsShown }] =
        await Promise.all(
          ["assignment.js", "course.js", "frame.js", "hash.js", "lesson.js", "lost.js", "view.js"].map(file),
        );
      await styled();
      applyView();
      addEventListener("keydown", printAsShown, true);
      const known = fetch(new URL("known.json", here)).then((reply) => reply.json());
      const plugins = await Promise.all([
        lesson(shared, known, hash),
        assignment(shared, known, hash),
        course(shared),
        frame(shared),
        lost(shared),
      ]);
      return () => ({ __esModule: true, default: plugins });
    },
  };

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB.sowcourse = {
    init: (/** @type {typeof scope} */ given) => {
      scope = given;
    },
    get: (/** @type {string} */ name) => modules[name](),
  };
})();
