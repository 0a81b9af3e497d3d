/** A length of time and signals go in, a signal that aborts with the first of them comes out. */

/**
 * Like `AbortSignal.any` over `AbortSignal.timeout` and the others, which does not hold: Node 20 and 24 collect such a
 * timeout as garbage, and Node 24 forgets the rest once one source is collected. A timer and listeners hold this one.
 * It keeps no process alive.
 */
export function timeLimit(ms: number, ...others: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  const end = () => controller.abort(new DOMException('The time limit has passed.', 'TimeoutError'));
  setTimeout(end, Math.ceil(ms)).unref();
  for (const other of others) {
    if (other.aborted) controller.abort(other.reason);
    else other.addEventListener('abort', () => controller.abort(other.reason), { once: true });
  }
  return controller.signal;
}
