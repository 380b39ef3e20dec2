import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Milliseconds between two tries. */
const pause = 100;
/** Maximum number of tries: ten minutes, twice the time of the slowest build on two busy cores. */
const maxTries = 6000;

/** The port of a name, below the range of outgoing connections. */
const portOf = (name: string): number =>
  20_000 + (createHash('sha256').update(name).digest().readUInt16LE() % 10_000);

/**
 * Calls `fn` while no other process of this machine holds the lock of the same name. The lock is a listening
 * port: the system gives it to one process only, and frees it when that process ends in any way.
 *
 * @throws Error if the lock stays taken for ten minutes
 */
export async function withLock<T>(name: string, fn: () => Promise<T>, tries = maxTries): Promise<T> {
  const server = await listen(name, tries);
  try {
    return await fn();
  } finally {
    server.close();
    await once(server, 'close');
  }
}

async function listen(name: string, tries: number): Promise<Server> {
  const port = portOf(name);
  for (let i = 0; i < tries; i++) {
    const server = createServer((socket) => socket.destroy());
    const outcome = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve);
      server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(undefined));
    });
    if (outcome === undefined) return server;
    if (outcome.code !== 'EADDRINUSE') throw outcome;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new Error(
    `withLock: ${name} was locked for ${(tries * pause) / 1000} s: something listens on port ${port} of ` +
      '127.0.0.1. End it, then try again.',
  );
}
