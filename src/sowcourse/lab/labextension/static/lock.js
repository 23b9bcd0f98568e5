// One tab at a time: of two tabs on one notebook, the second reads along.

import { mine } from "./hub.js";

/**
 * Take a notebook for this tab.
 * @param {string} path
 * @returns {Promise<(() => void) | null>} gives it up again; null when another tab of this browser has it
 */
export const claim = (path) =>
  new Promise((resolve) => {
    if (!navigator.locks) {
      resolve(() => {});
      return;
    }
    void navigator.locks.request(mine(path), { ifAvailable: true }, (lock) => {
      if (!lock) {
        resolve(null);
        return undefined;
      }
      return new Promise((end) => {
        resolve(() => end(undefined));
      });
    });
  });
