// Keeps the whole course at hand once it was opened over https, so that it works without a connection.

const worker = /** @type {WorkerScope} */ (/** @type {unknown} */ (globalThis));

const install = async () => {
  const cache = await caches.open(VERSION);
  await cache.addAll(FILES);
  await worker.skipWaiting();
};

const activate = async () => {
  const older = (await caches.keys()).filter((name) => name !== VERSION);
  await Promise.all(older.map((name) => caches.delete(name)));
  await worker.clients.claim();
};

/** @param {Request} request */
const reply = async (request) => (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(reply(event.request));
});
