// Before the proxy of a hub: no script of a page stays behind in a browser that others use after it.
//
// A browser asks for a service worker with a header that no page can leave out. One from a student's own program could
// take the whole address, and answer in the place of the hub to who logs in next. Nothing of ours asks for one.

const http = require("node:http");
const https = require("node:https");

const REFUSED = "Op dit adres blijft geen script achter in de browser (service worker).";

for (const { Server } of [http, https]) {
  const { emit } = Server.prototype;
  /** @type {typeof emit} */
  Server.prototype.emit = function (event, ...what) {
    const [request, response] = what;
    if (event !== "request" || request.headers["service-worker"] === undefined) return emit.call(this, event, ...what);
    response.writeHead(403, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
    response.end(REFUSED);
    return true;
  };
}
