/** Room on the disk of the data folder → an Outage `disk-full` below the floor, before work begins that could not end. */
import { statfs } from 'node:fs/promises';
import { Outage } from '../outage/outage.ts';

/** @param floorBytes MIN_FREE_MIB; 0 asks nothing */
export async function requireSpace(folder: string, floorBytes: number): Promise<void> {
  if (floorBytes === 0) return;
  const free = await freeBytes(folder);
  if (free < floorBytes)
    throw new Outage(
      'disk-full',
      `${folder} has ${Math.round(free / 2 ** 20)} MiB free; below ${Math.round(floorBytes / 2 ** 20)} MiB no work begins`,
    );
}

/** That are left to this process on the disk of the folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
