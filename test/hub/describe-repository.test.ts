import { expect, test } from 'vitest';
import { describeRepository } from '../../src/hub/describe-repository.ts';

const COMMIT = 'c'.repeat(40);
const file = (path: string) => ({ type: 'file', path, size: 3, oid: 'a'.repeat(40) });

test('files whose paths lead out of the folder are as if they were not there', async () => {
  const paths = ['onnx/model.onnx', '../../stolen', 'a/../../b', '/etc/hosts', 'C:\\x', 'config.json'];
  const fetch = async (input: RequestInfo | URL) =>
    Response.json(
      String(input instanceof Request ? input.url : input).includes('/tree/')
        ? paths.map(file)
        : { id: 'ada/tone', sha: COMMIT, tags: [] },
    );
  const ref = { type: 'model' as const, name: 'ada/tone', revision: 'main' };
  const { listed } = await describeRepository(ref, 'http://127.0.0.1:9', fetch);
  expect(listed.map(({ path }) => path)).toEqual(['onnx/model.onnx', 'config.json']);
});
