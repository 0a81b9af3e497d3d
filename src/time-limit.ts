/** A length of time goes in, a signal that aborts when it is over comes out; to be joined by `AbortSignal.any`. */

/**
 * Like `AbortSignal.timeout`, of which Node 20 loses those that only `AbortSignal.any` refers to: they are collected as
 * garbage and never abort. A timer holds this one. It keeps no process alive.
 */
export function timeLimit(ms: number): AbortSignal {
  const controller = new AbortController();
  const end = () => controller.abort(new DOMException('The time limit has passed.', 'TimeoutError'));
  setTimeout(end, Math.ceil(ms)).unref();
  return controller.signal;
}
