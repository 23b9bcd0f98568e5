// A hook of Node: the `dom.js` beside the desk's scripts is that of the parts, as the wheel lays it there.

/**
 * @param {string} name
 * @param {{parentURL?: string}} context
 * @param {(name: string, context: object) => unknown} next
 */
export const resolve = (name, context, next) => {
  const isShared = name === "./dom.js" && context.parentURL?.includes("/lab/labextension/static/");
  return next(isShared ? new URL("../../src/sowcourse/parts/dom.js", import.meta.url).href : name, context);
};
