// The model of the ladder: how far each moment of a trajectory reaches, given who sets the question.

/** @typedef {{id: string, name: string, now: number, scene: string}} Moment */
/** @typedef {Record<string, number>} Rungs moment → rung, counted from 1 */

/**
 * The rung at which each moment works, in order. The assumption: no later moment reaches further than `slack` rungs
 * above the first, which sets the question.
 * @param {readonly Moment[]} moments
 * @param {Rungs} rungs
 * @param {number} slack
 */
export const effective = (moments, rungs, slack) =>
  moments.map((moment, i) => (i ? Math.min(rungs[moment.id], rungs[moments[0].id] + slack) : rungs[moment.id]));

/** @param {readonly number[]} numbers */
export const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
