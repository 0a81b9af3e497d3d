import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ChildEvent } from '../../src/child/events.ts';
import type { ChildTaskOf } from '../../src/child/messages.ts';
import { type RunChildOptions, runChild } from '../../src/child/run-child.ts';
import { createLogger } from '../../src/log.ts';

const entry = new URL('./fixtures/child.ts', import.meta.url);
let workDir: string;

beforeAll(() => {
  workDir = mkdtempSync(join(tmpdir(), 'tunesmith-child-'));
});
afterAll(() => rmSync(workDir, { recursive: true }));

const task = (behaviour: string): ChildTaskOf<'inspect'> => ({
  kind: 'inspect',
  folders: { workDir, cacheDir: workDir },
  file: { path: '', name: behaviour },
  target: null,
  task: null,
});
const run = (behaviour: string, options: Partial<RunChildOptions> = {}) =>
  runChild(task(behaviour), {
    memoryMiB: 1_024,
    deadlineMs: 100_000,
    graceMs: 500,
    log: createLogger('silent'),
    entry,
    ...options,
  });
const childPid = () => Number(readFileSync(join(workDir, 'pid'), 'utf8'));
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z';
  } catch {
    return false;
  }
};

describe('runChild', { timeout: 120_000 }, () => {
  test('gives the result, relays events, and shows the child only the allowed environment', async () => {
    vi.stubEnv('DISCORD_TOKEN', 'secret');
    vi.stubEnv('DATABASE_URL', 'postgres://secret');
    vi.stubEnv('HF_TOKEN', 'secret');
    const events: ChildEvent[] = [];
    const result = await run('answer', { onEvent: (event) => events.push(event) });
    vi.unstubAllEnvs();
    expect(events).toEqual([{ type: 'progress', step: 'half', fraction: 0.5, etaSeconds: null }]);
    const seen = result.profile.facts.filter((fact) => fact.value !== '').map((fact) => String(fact.label));
    expect(seen).toContain('PATH');
    expect(seen.filter((name) => /TOKEN|SECRET|DATABASE|STORAGE|KEY/.test(name))).toEqual([]);
  });

  test.runIf(process.platform === 'linux')('all its threads but the guard give way to the bot', async () => {
    const result = await run('priorities');
    const nice = result.profile.facts.map(({ value }) => Number(value)).toSorted((a, b) => a - b);
    const lowered = Math.max(5, getPriority());
    expect(nice.length).toBeGreaterThan(5);
    expect(nice[0]).toBe(getPriority());
    expect(nice.slice(1)).toEqual(nice.slice(1).map(() => lowered));
  });

  test("raises the child's refusal as the same UserError", async () => {
    await expect(run('refuse')).rejects.toMatchObject({
      name: 'UserError',
      code: 'empty-table',
      message: '"x.csv" has no rows.',
      context: { name: 'x.csv' },
    });
  });

  test('raises a crash as a ChildCrash with the stack', async () => {
    const error: unknown = await run('crash').catch((error: unknown) => error);
    expect(error).toMatchObject({
      name: 'ChildCrash',
      message: expect.stringContaining('x is not a function'),
    });
  });

  test('names the exit code and the last words of a child that dies', async () => {
    await expect(run('die')).rejects.toThrow(/exit code 3.*a last word/s);
  });

  test('ends a child that answers but does not exit', async () => {
    await expect(run('linger')).resolves.toMatchObject({ kind: 'inspected' });
    expect(isAlive(childPid())).toBe(false);
  });

  test('treats an answer of the wrong kind and an unknown message as bugs', async () => {
    await expect(run('wrong')).rejects.toThrow('answered inspect with trained');
    await expect(run('babble')).rejects.toThrow('no known form');
  });

  test('takes no word from the child on what becomes of a Run', async () => {
    const events: ChildEvent[] = [];
    await expect(run('forge', { onEvent: (event) => events.push(event) })).rejects.toThrow('no known form');
    expect(events).toEqual([]);
  });

  test('stops at the deadline', async () => {
    await expect(run('hang', { deadlineMs: 1_500 })).rejects.toMatchObject({
      code: 'deadline-exceeded',
      context: { seconds: 2 },
    });
  });

  test('cancels on the signal, before and during, even a child that does not listen', async () => {
    await expect(run('hang', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    const stubborn = run('stubborn', { signal: AbortSignal.timeout(1_500) });
    await expect(stubborn).rejects.toMatchObject({ code: 'cancelled' });
    expect(isAlive(childPid())).toBe(false);
  });

  test('kills a child whose native memory passes the limit, though its main thread is busy', async () => {
    const error: unknown = await run('native', { memoryMiB: 400 }).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'out-of-memory', context: { limitMiB: 400 } });
    expect(error).toHaveProperty(
      'context.usedMiB',
      expect.toSatisfy((used: number) => used > 400),
    );
  });

  test('says out-of-memory when the JavaScript heap is full', async () => {
    await expect(run('heap', { memoryMiB: 300 })).rejects.toMatchObject({ code: 'out-of-memory' });
    await expect(run('array')).rejects.toMatchObject({ code: 'out-of-memory' });
  });

  test('leaves no child when the parent is killed, though the child is busy', async () => {
    rmSync(join(workDir, 'pid'), { force: true });
    const script = fileURLToPath(new URL('./fixtures/parent.ts', import.meta.url));
    const parent = spawn(process.execPath, ['--import', 'tsx', script, workDir], { stdio: 'ignore' });
    await expect.poll(() => existsSync(join(workDir, 'pid')), { timeout: 60_000 }).toBe(true);
    const pid = childPid();
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  });
});
