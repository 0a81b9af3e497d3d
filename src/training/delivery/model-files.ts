/** The path of a delivered model → what the Report lists of it: one file, or a graph and its weights. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../../report/report.ts';

export async function modelFiles(artifactDir: string, path: string): Promise<Report['files']> {
  const model = { path, role: 'model' as const, title: 'The model (ONNX)' };
  const apart = await stat(join(artifactDir, `${path}_data`)).catch(() => null);
  if (apart === null) return [model];
  return [model, { path: `${path}_data`, role: 'model', title: 'The weights of the model (ONNX)' }];
}
