// The little of Node's own test runner that these tests use; its whole types would bring a second set of timers.

declare module "node:test" {
  export function test(name: string, body: () => void | Promise<void>): void;
}

declare module "node:assert/strict" {
  interface Assert {
    equal(found: unknown, expected: unknown): void;
    deepEqual(found: unknown, expected: unknown): void;
    ok(found: unknown): void;
    throws(act: () => unknown, expected: { message: RegExp }): void;
    rejects(act: Promise<unknown>, expected: { message: RegExp }): Promise<void>;
  }
  const assert: Assert;
  export default assert;
}

declare module "node:module" {
  export function register(file: string, from: string): void;
}

interface ImportMeta {
  url: string;
}

declare const process: { stdin: AsyncIterable<string>; stdout: { write(text: string): void } };
