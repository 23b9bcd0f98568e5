// The model of the thresholds: who gets through when some are taken away.

/** @typedef {{thresholds: string[]}} Walker */

/** The thresholds that somebody still meets. @param {Walker} person @param {readonly string[]} removed */
export const left = (person, removed) => person.thresholds.filter((id) => !removed.includes(id));

/**
 * Who gets the support. The assumption: everybody takes so many thresholds alone, and not one more.
 * @template {Walker} P
 * @param {readonly P[]} people
 * @param {readonly string[]} removed
 * @param {number} alone
 */
export const through = (people, removed, alone) => people.filter((person) => left(person, removed).length <= alone);
