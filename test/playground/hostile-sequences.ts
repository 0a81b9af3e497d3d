/**
 * What somebody with bad intentions, or a broken program, may send to the playground. In: a seeded source of chance.
 * Out: sequences of bytes for one connection each, with how it ends, and whether it comes from a foreign page. Used by
 * hostile.test.ts and, in numbers, by bench/hostile.
 */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import {
  ENDINGS,
  FOREIGN_HOSTS,
  FOREIGN_ORIGINS,
  hostileMessages,
  METHODS,
  PATHS,
  TYPES,
} from './hostile-words.ts';

export interface Sequence {
  kind: string;
  /** Sent one after the other, each a moment later. */
  parts: Buffer[];
  ending: 'end' | 'destroy' | 'reset';
  /** Before a connection is destroyed or reset, answered or not. */
  patienceMs: number;
  /** Names another host, or comes from another origin: must get nothing. */
  foreign: boolean;
}

export interface Target {
  port: number;
  /** Secrets, so that some of it reaches what only the bot or the page reach. */
  token: string;
  key: string;
}

/** Mulberry32. */
export function createChance(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    pick: <T>(from: readonly T[]): T => from[below(from.length)]!,
    bytes: (n: number): Buffer => Buffer.from(Array.from({ length: n }, () => below(256))),
  };
}
export type Chance = ReturnType<typeof createChance>;

const ending = (chance: Chance) => ({ ending: chance.pick(ENDINGS), patienceMs: chance.below(40) });

/** Headers of one's own place, or of another. */
function place(chance: Chance, port: number): { lines: string[]; foreign: boolean } {
  const own = `127.0.0.1:${port}`;
  const strange = chance.below(4);
  if (strange === 0) return { lines: [`Host: ${chance.pick(FOREIGN_HOSTS)}`], foreign: true };
  if (strange === 1)
    return { lines: [`Host: ${own}`, `Origin: ${chance.pick(FOREIGN_ORIGINS)}`], foreign: true };
  return { lines: [`Host: ${own}`], foreign: false };
}

function request(chance: Chance, { port, token, key }: Target): Sequence {
  const { lines, foreign } = place(chance, port);
  const body = chance.pick([
    Buffer.alloc(0),
    chance.bytes(chance.below(400)),
    Buffer.from('{"name":{"__proto__":1},"roles":[{}],"options":[]}'),
    Buffer.from('['.repeat(20_000)),
    Buffer.from('--b\r\nContent-Disposition: form-data; name="files[0]"; filename="x"\r\n\r\ncut'),
    Buffer.from('--b\r\nContent-Disposition: form-data; name="other"; filename="x"\r\n\r\ncut\r\n--b--\r\n'),
    Buffer.from('--b\r\nContent-Disposition: form-data; name="payload_json"\r\n\r\n{\r\n--b--\r\n'),
  ]);
  const lengths = [
    `Content-Length: ${body.length}`,
    'Content-Length: 99999',
    'Transfer-Encoding: chunked',
    '',
  ];
  const headers = [
    ...lines,
    `Content-Type: ${chance.pick(TYPES)}`,
    chance.pick(lengths),
    chance.pick(['', `Authorization: Bot ${token}`, 'Authorization: Bot x']),
    chance.pick(['', `x-playground-key: ${key}`, `Cookie: playground-${port}=${key}`, 'Cookie: =;=;;']),
    chance.pick([
      '',
      'x-session: 1',
      'Expect: 100-continue',
      'Connection: close',
      'Upgrade: h2c',
      'Range: bytes=-1',
    ]),
  ].filter((line) => line !== '');
  const head = `${chance.pick(METHODS)} ${chance.pick(PATHS)} HTTP/1.${chance.below(2)}\r\n${headers.join('\r\n')}\r\n\r\n`;
  return { kind: 'http', parts: [Buffer.from(head, 'latin1'), body], ...ending(chance), foreign };
}

function upgrade(
  chance: Chance,
  port: number,
  path = chance.pick(PATHS),
): { head: Buffer; foreign: boolean } {
  const { lines, foreign } = place(chance, port);
  const key = createHash('sha1').update(String(chance.next())).digest().subarray(0, 16).toString('base64');
  const headers = [
    ...lines,
    'Connection: Upgrade',
    `Upgrade: ${chance.pick(['websocket', 'websocket', 'websocket', 'h2c', ''])}`,
    chance.pick([`Sec-WebSocket-Key: ${key}`, `Sec-WebSocket-Key: ${key}`, 'Sec-WebSocket-Key: x', 'X: y']),
    `Sec-WebSocket-Version: ${chance.pick(['13', '13', '13', '8', 'x'])}`,
    chance.pick([
      'X: y',
      'Sec-WebSocket-Protocol: a,,b',
      'Sec-WebSocket-Extensions: permessage-deflate; x="',
    ]),
  ];
  return { head: Buffer.from(`GET ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`, 'latin1'), foreign };
}

/** A masked frame (or one that should be and is not) of any opcode, whose length may lie. */
function frame(chance: Chance, payload: Buffer, opcode = chance.below(16)): Buffer {
  const lie = chance.below(12) === 0;
  const length = lie ? chance.pick([0, 125, 65_535]) : payload.length;
  const mask = chance.bytes(4);
  const masked = chance.below(12) === 0 ? 0 : 0x80;
  const size =
    length < 126
      ? Buffer.from([masked | length])
      : Buffer.from([masked | 126, (length >> 8) & 0xff, length & 0xff]);
  const huge = Buffer.from([masked | 127, 0x7f, 255, 255, 255, 255, 255, 255, 255]);
  const first = (chance.below(10) === 0 ? chance.below(8) << 4 : 0x80) | opcode;
  const body = Buffer.from(payload.map((byte, at) => byte ^ mask[at % 4]!));
  return Buffer.concat([Buffer.from([first]), chance.below(30) === 0 ? huge : size, mask, body]);
}

function webSocket(chance: Chance, { port, token }: Target): Sequence {
  const { head, foreign } = upgrade(chance, port, '/gateway?v=10&encoding=json');
  const frames = Array.from({ length: 1 + chance.below(5) }, () => {
    const payload = chance.pick([
      () => Buffer.from(JSON.stringify(chance.pick(hostileMessages(token)))),
      () => Buffer.from('['.repeat(30_000)),
      () => Buffer.from('{"op":2,"d":{"token":"\ud800'),
      () => chance.bytes(chance.below(300)),
      () => Buffer.alloc(0),
    ])();
    return chance.below(3) === 0 ? frame(chance, payload) : frame(chance, payload, chance.pick([1, 1, 2, 9]));
  });
  return { kind: 'websocket', parts: [head, ...frames], ...ending(chance), foreign };
}

export function makeSequence(chance: Chance, target: Target): Sequence {
  const kind = chance.below(10);
  if (kind < 4) return request(chance, target);
  if (kind < 7) return webSocket(chance, target);
  if (kind < 9) {
    const { head, foreign } = upgrade(chance, target.port);
    const parts = chance.below(3) === 0 ? [head.subarray(0, chance.below(head.length))] : [head];
    return { kind: 'upgrade', parts, ...ending(chance), foreign: foreign && parts[0] === head };
  }
  return {
    kind: 'bytes',
    parts: [chance.bytes(chance.below(600))],
    ...ending(chance),
    foreign: false,
  };
}

/** How long an answer is waited for before the connection ends. */
const WAIT_MS = 400;

/** Sends it. @returns the first line of the answer; '' where none came. */
export function send(sequence: Sequence, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => {
      if (answer === '') answer = data.toString('latin1').split('\r\n', 1)[0]!;
      // What waits for its answer need not wait longer.
      if (sequence.kind !== 'websocket') finish();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    const finish = () => {
      if (sequence.ending === 'reset') socket.resetAndDestroy();
      else if (sequence.ending === 'destroy') socket.destroy();
      else socket.end(() => setTimeout(() => socket.destroy(), 5));
    };
    socket.on('connect', () => {
      for (const [at, part] of sequence.parts.entries())
        setTimeout(() => socket.writable && socket.write(part), 2 * at);
      setTimeout(finish, sequence.ending === 'end' ? WAIT_MS : sequence.patienceMs);
    });
  });
}
