// What shows a server that a page of its own asks, and not a page elsewhere.

/** @returns {string} */
export const token = () => document.cookie.match(/(?:^|; )_xsrf=([^;]+)/)?.[1] ?? "";
