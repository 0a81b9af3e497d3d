/**
 * What is nobody's fault and passes: storage, database or disk do not serve for a while. In: whatever was thrown. Out:
 * the Outage in it, or null. A worker waits and tries again; the dispatcher tells the person which part is away.
 */

import { isUserError } from '../errors.ts';

export const OUTAGE_KINDS = ['storage-unreachable', 'disk-full', 'database-away'] as const;
export type OutageKind = (typeof OUTAGE_KINDS)[number];

export class Outage extends Error {
  override readonly name = 'Outage';
  readonly kind: OutageKind;

  /** @param message for the log, with the reason */
  constructor(kind: OutageKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

const DISK_FULL = ['ENOSPC', 'EDQUOT'];
/**
 * Connection exceptions (class 08), operator intervention (57P0x), insufficient resources (53) without 53100, which is a
 * full disk. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const DATABASE_STATE = /^(08...|57P0[1-5]|53(000|200|300|400))$/;
const SERVER_DISK_FULL = '53100';
/** What node-postgres says when there is no code. */
const DATABASE_WORDS =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|client has encountered a connection error|Client was closed|Connection ended/i;

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

/** Looks through the causes; what the object store throws is an Outage already. */
export function findOutage(error: unknown): Outage | null {
  // Said to a person already: whatever caused it, it is not tried again.
  if (isUserError(error)) return null;
  const chain = causesOf(error);
  const known = chain.find((one) => one instanceof Outage);
  if (known) return known;
  if (chain.some((one) => DISK_FULL.includes(codeOf(one)) || codeOf(one) === SERVER_DISK_FULL))
    return new Outage('disk-full', wordsOf(chain), error);
  const isDatabase = chain.some(
    (one) => DATABASE_STATE.test(codeOf(one)) || DATABASE_WORDS.test(one.message) || isLostQuery(one, chain),
  );
  return isDatabase ? new Outage('database-away', wordsOf(chain), error) : null;
}

/** Of sockets: nobody listens, or nobody answers. */
const NETWORK = [
  ...['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['EAI_AGAIN', 'ENOTFOUND'],
];
export const isNetworkError = (error: unknown): boolean =>
  causesOf(error).some((one) => NETWORK.includes(codeOf(one)));

/** Only a query of the database leaves a socket's error as it is: the object store throws Outages. */
const isLostQuery = (error: Error, chain: readonly Error[]): boolean =>
  NETWORK.includes(codeOf(error)) && chain.some(({ message }) => message.startsWith('Failed query'));

function causesOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let one = error; one instanceof Error && chain.length < 10; one = one.cause) {
    chain.push(one);
    // Several addresses were tried.
    if (one instanceof AggregateError) chain.push(...one.errors.filter((each) => each instanceof Error));
  }
  return chain;
}

const wordsOf = (chain: readonly Error[]): string =>
  chain
    .map(({ message }) => message.split('\n')[0] ?? '')
    .filter((words) => words !== '')
    .at(-1) ?? 'no reason given';
