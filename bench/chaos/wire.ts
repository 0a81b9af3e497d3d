/**
 * A wire that can be cut. In: the port behind it. Out: a port that leads there, until told otherwise: `refuse` resets and
 * takes no connection, `hang` takes them and passes nothing on, as a half-open connection does.
 */
import { connect, createServer, type Socket } from 'node:net';

export type Mode = 'pass' | 'refuse' | 'hang';

export interface Wire {
  port: number;
  set(mode: Mode): void;
  close(): Promise<void>;
}

/** @param rewriteHost for HTTP servers that look at the name by which they are called; both ports have five digits */
export async function startWire(target: number, rewriteHost = false): Promise<Wire> {
  let mode: Mode = 'pass';
  let port = 0;
  const sockets = new Set<Socket>();
  const rename = (chunk: Buffer): Buffer => {
    if (!rewriteHost) return chunk;
    const text = chunk.toString('latin1');
    const named = text.replace(new RegExp(`(host: *127\\.0\\.0\\.1:)${port}`, 'gi'), `$1${target}`);
    return Buffer.from(named, 'latin1');
  };
  const server = createServer((inner) => {
    if (mode === 'refuse') return inner.resetAndDestroy();
    const outer = connect(target, '127.0.0.1');
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(socket);
          (socket === inner ? outer : inner).destroy();
        });
    }
    inner.on('data', (chunk) => {
      if (mode === 'pass') outer.write(rename(chunk));
    });
    outer.on('data', (chunk) => {
      if (mode === 'pass') inner.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
  return {
    port,
    set: (next) => {
      // What was swallowed while it hung cannot be sent any more: the connection ends.
      const breaks = next === 'refuse' || mode === 'hang';
      mode = next;
      if (breaks) for (const socket of sockets) socket.resetAndDestroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
