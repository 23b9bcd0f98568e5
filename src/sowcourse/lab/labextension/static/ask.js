// Questions to the student's own Jupyter server: is this text complete, what is on my desk, hand this in.

import { silent, stopped, unknown } from "./hub.js";

/**
 * @param {Shared} shared
 * @returns {Promise<Ask>}
 */
export async function asker(shared) {
  const { ServerConnection } = await shared("@jupyterlab/services");
  const { URLExt } = await shared("@jupyterlab/coreutils");
  const settings = ServerConnection.makeSettings();
  return async (question, what = {}) => {
    const address = URLExt.join(settings.baseUrl, "sowcourse", question);
    let reply;
    try {
      reply = await ServerConnection.makeRequest(address, { method: "POST", body: JSON.stringify(what) }, settings);
    } catch {
      dispatchEvent(new Event("sowcourse:silent"));
      throw new Error(silent());
    }
    if (reply.status === 404) throw new Error(unknown());
    if (stopped(reply.status)) throw new Error(stopped(reply.status));
    const told = await reply.json();
    if (!reply.ok) throw new Error(told.message ?? "De cursus kon dit niet doen. Probeer het nog eens.");
    return told;
  };
}
