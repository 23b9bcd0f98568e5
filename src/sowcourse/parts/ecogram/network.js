// The model of the ecogram: who is involved, how many lines must be kept up, which domains nobody looks at.

/**
 * @typedef {{id: string, name: string, kind: string, domains: string[], start: string, flow: string}} Actor
 * @typedef {{ties: Record<string, string>, flows: Record<string, string>, coordinator: string, minutes: number,
 *   why: string}} Value
 */

export class Network {
  /**
   * @param {readonly Actor[]} actors
   * @param {Value} value what was chosen; it may change
   * @param {string} absent the tie of who is not involved
   */
  constructor(actors, value, absent) {
    this.actors = actors;
    this.value = value;
    this.absent = absent;
  }

  /** @param {Actor} actor */
  tie(actor) {
    return this.value.ties[actor.id] ?? actor.start;
  }

  /** What the bond does with energy. @param {Actor} actor */
  flow(actor) {
    return this.value.flows[actor.id] ?? actor.flow;
  }

  involved() {
    return this.actors.filter((actor) => this.tie(actor) !== this.absent);
  }

  services() {
    return this.involved().filter((actor) => actor.kind === "dienst");
  }

  /** The services that could be brought in. */
  outside() {
    return this.actors.filter((actor) => actor.kind === "dienst" && this.tie(actor) === this.absent);
  }

  /** Who coordinates, of the services that are involved. */
  coordinator() {
    return this.services().find((actor) => actor.id === this.value.coordinator);
  }

  /**
   * The pairs of services that keep each other informed. The assumption: every two of them do, unless one coordinates.
   * @returns {[Actor, Actor][]}
   */
  lines() {
    const services = this.services();
    const centre = this.coordinator();
    return services
      .flatMap((a, i) => services.slice(i + 1).map((b) => /** @type {[Actor, Actor]} */ ([a, b])))
      .filter(([a, b]) => !centre || a === centre || b === centre);
  }

  /** Hours of work in a week to keep up all lines. */
  hours() {
    return (this.lines().length * this.value.minutes) / 60;
  }

  /** Who looks at a domain. @param {string} domain */
  cover(domain) {
    return this.involved().filter((actor) => actor.domains.includes(domain));
  }
}
