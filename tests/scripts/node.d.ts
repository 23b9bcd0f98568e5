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

declare module "node:http" {
  interface Asked {
    url: string;
    headers: Record<string, string | undefined>;
  }
  interface Answer {
    writeHead(status: number, headers: Record<string, string>): void;
    end(text: string): void;
  }
  export class Server {
    emit(event: string, ...what: [Asked, Answer]): boolean;
    listen(port: number, host: string, ready: () => void): void;
    address(): { port: number };
    close(): void;
    closeAllConnections(): void;
  }
  export function createServer(answer: (asked: Asked, answer: Answer) => void): Server;
}

declare module "node:https" {
  export { Server } from "node:http";
}

declare module "node:module" {
  export function register(file: string, from: string): void;
}

interface ImportMeta {
  url: string;
}

declare const process: { stdin: AsyncIterable<string>; stdout: { write(text: string): void } };
