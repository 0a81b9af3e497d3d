import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Consultation,
  dataKey,
  keepConsultation,
  newConsultation,
  openConsultation,
  openOwnConsultation,
  removeExpired,
} from '../../src/recommend/consultation.ts';
import { RecentConsultations } from '../../src/recommend/recent-consultations.ts';
import { keptDays } from '../../src/storage/kept-records.ts';
import { type ObjectStore, openObjects } from '../../src/storage/objects.ts';

let dataDir: string;
let objects: ObjectStore;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tunesmith-consultation-'));
  objects = openObjects({ dataDir, storageUrl: undefined });
});
afterAll(() => rmSync(dataDir, { recursive: true }));

const ada = { guildId: 'guild', userId: 'ada' };
const asked = { description: 'classify photos', options: { hardware: 'phone' } };

/** One that was asked `days` ago. */
const aged = (days: number) => {
  const fresh = newConsultation(ada, asked);
  const day = String(Number(fresh.id.slice(0, 5)) - days).padStart(5, '0');
  return { ...fresh, id: `${day}${fresh.id.slice(5)}` };
};

describe('a consultation', () => {
  it('comes back as it was kept', async () => {
    const consultation = newConsultation(ada, asked);
    await keepConsultation(objects, consultation);
    expect(await openOwnConsultation(objects, consultation.id, ada)).toEqual(consultation);
    expect(`recommend-finetune:${consultation.id}:1`.length).toBeLessThanOrEqual(100);
  });

  it('is seen in its server only, and changed by its owner only', async () => {
    const consultation = newConsultation(ada, asked);
    await keepConsultation(objects, consultation);
    const bob = { ...ada, userId: 'bob' };
    expect((await openConsultation(objects, consultation.id, bob)).userId).toBe('ada');
    await expect(openOwnConsultation(objects, consultation.id, bob)).rejects.toMatchObject({
      code: 'not-your-recommendation',
    });
    await expect(
      openConsultation(objects, consultation.id, { ...ada, guildId: 'other' }),
    ).rejects.toMatchObject({ code: 'recommendation-expired' });
  });

  it('is its owner’s alone in a direct message', async () => {
    const consultation = newConsultation({ guildId: null, userId: 'ada' }, asked);
    await keepConsultation(objects, consultation);
    await expect(
      openConsultation(objects, consultation.id, { guildId: null, userId: 'bob' }),
    ).rejects.toMatchObject({ code: 'recommendation-expired' });
  });

  it('expires, and is removed with its data', async () => {
    const young = aged(keptDays());
    const old = aged(keptDays() + 1);
    for (const one of [young, old]) {
      await keepConsultation(objects, one);
      await objects.putBytes(dataKey(one.id, 'data.csv'), Buffer.from('x'));
    }
    await expect(openConsultation(objects, old.id, ada)).rejects.toMatchObject({
      code: 'recommendation-expired',
    });
    await removeExpired(objects);
    expect(await objects.exists(dataKey(old.id, 'data.csv'))).toBe(false);
    expect(await objects.exists(dataKey(young.id, 'data.csv'))).toBe(true);
    expect((await openConsultation(objects, young.id, ada)).id).toBe(young.id);
  });

  it('is found in memory by what cannot wait for storage, with the same rights', async () => {
    const recent = new RecentConsultations();
    const consultation = newConsultation(ada, asked);
    recent.remember({ ...consultation, description: 'older' });
    recent.remember(consultation);
    // Nothing of it is in storage.
    expect(await openOwnConsultation(objects, consultation.id, ada, recent)).toEqual(consultation);
    await expect(openOwnConsultation(objects, consultation.id, ada)).rejects.toMatchObject({
      code: 'recommendation-expired',
    });
    await expect(
      openOwnConsultation(objects, consultation.id, { ...ada, userId: 'bob' }, recent),
    ).rejects.toMatchObject({ code: 'not-your-recommendation' });
    await expect(
      openConsultation(objects, consultation.id, { ...ada, guildId: 'other' }, recent),
    ).rejects.toMatchObject({ code: 'recommendation-expired' });
  });

  it('is read from storage where memory has lost it, and remembered again', async () => {
    const recent = new RecentConsultations(2);
    const [first, second, third] = [1, 2, 3].map(() => newConsultation(ada, asked)) as [
      Consultation,
      Consultation,
      Consultation,
    ];
    await keepConsultation(objects, second);
    for (const one of [first, second]) recent.remember(one);
    recent.find(first.id);
    recent.remember(third);
    expect(recent.find(second.id)).toBeNull();
    expect(recent.find(first.id)).toBe(first);
    expect(await openOwnConsultation(objects, second.id, ada, recent)).toEqual(second);
    expect(recent.find(second.id)).toEqual(second);
  });

  it.each(['', '../../etc', '20000-../../../../x', 'abc'])('takes no other key for an id: %s', async (id) => {
    await expect(openConsultation(objects, id, ada)).rejects.toMatchObject({
      code: 'recommendation-expired',
    });
  });
});
