// The browser's database, as promises.

/**
 * A promise of what a request of it answers.
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
