import assert from "node:assert/strict";
import { test } from "node:test";
import { Runner } from "../../src/sowcourse/lab/labextension/static/runner.js";
import { asCell, cell, panel } from "./notebook.js";

/**
 * A notebook of setup, answer and check, and the cells that were run; `fails` says what does not go, or how it ends.
 * @param {(source: string) => boolean | "aborted"} [fails]
 */
const begin = (fails = () => false) => {
  const cells = [
    cell("code", "tabel = laad()"),
    cell("markdown", "## Stap"),
    cell("code", "x = ...", { stub: "x = ...", solution: true }),
    cell("code", "check(x)", { grade: true }),
    cell("code", "y = tabel[0]", { solution: true, stub: "y = ..." }),
    cell("code", "check(y)", { grade: true }),
  ];
  /** @type {string[]} */
  const ran = [];
  const execute = async (/** @type {Cell} */ run) => {
    const source = run.model.sharedModel.getSource();
    ran.push(source);
    const failed = fails(source);
    return { content: { status: failed === true ? "error" : failed || "ok" } };
  };
  /** @type {string[]} */
  const told = [];
  const made = panel(cells);
  const runner = new Runner(made.asPanel, { execute }, (sentence) => void told.push(sentence));
  return { runner, ran, told, cells, kernel: made.kernel, status: made.sessionContext.statusChanged };
};

test("a step runs what it needs from above, itself and its check; an answer not begun is not needed", async () => {
  const { runner, ran, cells } = begin();
  await runner.step(asCell(cells[4]), [asCell(cells[5])]);
  assert.deepEqual(ran, ["tabel = laad()", "y = tabel[0]", "check(y)"]);
});

test("what ran is not run again, until it changes or the kernel is gone", async () => {
  const { runner, ran, told, cells, status } = begin();
  await runner.step(asCell(cells[4]), []);
  ran.length = 0;
  await runner.step(asCell(cells[4]), []);
  assert.deepEqual(ran, ["y = tabel[0]"]);
  cells[0].model.sharedModel.setSource("tabel = laad(2)");
  await runner.step(asCell(cells[4]), []);
  assert.deepEqual(ran.slice(1), ["tabel = laad(2)", "y = tabel[0]"]);
  ran.length = 0;
  status.tell("autorestarting");
  assert.deepEqual(told, ["De rekenkern stopte en start opnieuw. Je teksten zijn bewaard."]);
  await runner.step(asCell(cells[4]), []);
  assert.deepEqual(ran, ["tabel = laad(2)", "y = tabel[0]"]);
});

test("after an answer that fails its check is not run, and says nothing of before", async () => {
  const { runner, ran, cells } = begin((source) => source.startsWith("y"));
  await runner.step(asCell(cells[4]), [asCell(cells[5])]);
  assert.ok(!ran.includes("check(y)"));
  assert.equal(cells[5].cleared.times, 1);
});

test("when the kernel stops in a step, the step is done again once it is back", async () => {
  let stops = 1;
  const { runner, ran, cells, kernel } = begin((source) => {
    if (!source.startsWith("y") || !stops) return false;
    stops -= 1;
    kernel.status = "restarting";
    setTimeout(() => {
      kernel.status = "idle";
    }, 600);
    throw new Error("Canceled future");
  });
  await runner.step(asCell(cells[4]), [asCell(cells[5])]);
  assert.equal(kernel.status, "idle");
  assert.deepEqual(ran, ["tabel = laad()", "y = tabel[0]", "y = tabel[0]", "check(y)"]);
});

test("what a kernel lets go after an error in another cell is run after all", async () => {
  let lets = 1;
  const { runner, ran, cells } = begin((source) => {
    if (!source.startsWith("check(y)") || !lets) return false;
    lets -= 1;
    return "aborted";
  });
  await runner.step(asCell(cells[4]), [asCell(cells[5])]);
  assert.deepEqual(ran, ["tabel = laad()", "y = tabel[0]", "check(y)", "check(y)"]);
});

test("a step in which the kernel stops twice says what to do, and the next step goes on", async () => {
  const { runner, ran, cells } = begin((source) => {
    if (source.startsWith("y")) throw new Error("Canceled future");
    return false;
  });
  console.error = () => {}; // the fault itself is for the browser's console
  await assert.rejects(runner.step(asCell(cells[4]), []), { message: /Kijk je invulling na en kies nog eens/ });
  await runner.step(asCell(cells[2]), []);
  assert.equal(ran.at(-1), "x = ...");
});

test("two steps never run through each other", async () => {
  const { runner, ran, cells } = begin();
  await Promise.all([
    runner.step(asCell(cells[2]), [asCell(cells[3])]),
    runner.step(asCell(cells[4]), [asCell(cells[5])]),
  ]);
  assert.deepEqual(ran, ["tabel = laad()", "x = ...", "check(x)", "y = tabel[0]", "check(y)"]);
});

test("what got lost with a kernel that stopped is asked of the next one, which has nothing to do", async () => {
  const { runner, ran, cells, kernel } = begin();
  const { execute } = runner.CodeCell;
  let lost = 1;
  runner.CodeCell = {
    execute: (run, ...others) => {
      if (!lost || run !== asCell(cells[4])) return execute(run, ...others);
      lost -= 1;
      kernel.status = "idle";
      return new Promise(() => {}); // nobody heard of it
    },
  };
  await runner.step(asCell(cells[4]), [asCell(cells[5])]);
  assert.deepEqual(ran, ["tabel = laad()", "y = tabel[0]", "check(y)"]);
});
