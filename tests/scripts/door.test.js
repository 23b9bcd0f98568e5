import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import "../../deploy/deur.cjs";

test("who asks for a service worker is refused at the door, and all else goes on to whom it is for", async () => {
  /** @type {string[]} */
  const came = [];
  const server = createServer((request, response) => {
    came.push(request.url);
    response.end("van erachter");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(undefined)));
  const address = `http://127.0.0.1:${server.address().port}`;
  const plain = await fetch(`${address}/bladzijde`);
  assert.deepEqual([plain.status, await plain.text()], [200, "van erachter"]);
  const worker = await fetch(`${address}/user/bo/sw.js`, { headers: { "Service-Worker": "script" } });
  assert.equal(worker.status, 403);
  assert.ok((await worker.text()).includes("blijft geen script achter in de browser"));
  assert.deepEqual(came, ["/bladzijde"]);
  server.closeAllConnections();
  server.close();
});
