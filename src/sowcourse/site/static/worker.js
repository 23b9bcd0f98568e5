// Keeps the whole course at hand once it was opened over https, so that it works without a connection.

const worker = /** @type {WorkerScope} */ (/** @type {unknown} */ (globalThis));

// Below one address there may be more, as a course of another year or a hub: of those nothing is kept or given.
const { scope } = worker.registration;
const OURS = `sowcourse ${scope} `;
const NAME = OURS + VERSION;
const ADDRESSES = new Set(FILES.map((file) => new URL(file, scope).href));

const install = async () => {
  const cache = await caches.open(NAME);
  await cache.addAll(FILES);
  await worker.skipWaiting();
};

const activate = async () => {
  const older = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NAME);
  await Promise.all(older.map((name) => caches.delete(name)));
  await worker.clients.claim();
};

/** @param {Request} request */
const reply = async (request) =>
  (await caches.match(request, { cacheName: NAME, ignoreSearch: true })) ?? fetch(request);

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && ADDRESSES.has(url.replace(/[?#].*/, ""))) event.respondWith(reply(event.request));
});
