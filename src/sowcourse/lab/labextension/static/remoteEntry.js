// The container that JupyterLab loads: a module-federation container is an object with init() and get().
// It is written by hand, so there is no build: what stands here is what runs. Each plugin has a file of its own.
(() => {
  const here = new URL(".", document.currentScript.src);
  /** @type {Record<string, Record<string, {get: () => Promise<() => unknown>}>>} */
  let scope;

  /** JupyterLab's own copy of a package. */
  const shared = async (name) => {
    const versions = scope[name];
    const newest = Object.keys(versions).sort((a, b) => a.localeCompare(b, undefined, { numeric: true })).pop();
    return (await versions[newest].get())();
  };

  const modules = {
    "./style": async () => () => ({}),
    "./extension": async () => {
      const { lesson } = await import(new URL("lesson.js", here).href);
      const plugins = [await lesson(shared, here)];
      return () => ({ __esModule: true, default: plugins });
    },
  };

  (window._JUPYTERLAB ??= {}).sowcourse = {
    init: (given) => { scope = given; },
    get: (name) => modules[name](),
  };
})();
