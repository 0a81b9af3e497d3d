import { defineConfig } from 'vitest/config';

/**
 * Tests that train, start processes, browsers or databases: a second or more each. Everything else is quick, and
 * `npm run test:quick` runs it alone.
 */
const SLOW = [
  'test/end-to-end/**',
  'test/architectures/**',
  'test/database/data-lock.test.ts',
  'test/discord/{announcer,data-source,wire}.test.ts',
  'test/linear-expressions.test.ts',
  'test/onnx/compact/{compact-model,compact-weights,other-runtimes}.test.ts',
  'test/onnx/{hostile-models,mapped-model}.test.ts',
  'test/hub/load-hub.test.ts',
  'test/playground/{limits,person}.test.ts',
  'test/training/delivery/**',
  'test/training/classifier/export/**',
  'test/training/classifier/features/embed.test.ts',
  'test/training/classifier/insight/find-suspects.test.ts',
  'test/backbones/{heavy-file,load-backbone}.test.ts',
  'test/child/**',
  'test/database/{claim,postgres}.test.ts',
  'test/datasets/{archive,not-these-data,open-media,open-parquet-media,workbooks}.test.ts',
  'test/engines/{plan-tuning,tensorflow-graph,training-families,webgpu}.test.ts',
  'test/hub/fetch-model.test.ts',
  'test/onnx/autodiff-rules.test.ts',
  'test/onnx/cut/split.test.ts',
  'test/onnx/import/{keras,mobilenet}.test.ts',
  'test/playground/{contract,hostile,messages,page,page-use}.test.ts',
  'test/recommend/{ask-model,explain-llm,panel,rules}.test.ts',
  'test/report/charts.test.ts',
  'test/runs/{kill,queue,runs}.test.ts',
  'test/storage/{objects,probe-storage}.test.ts',
  'test/training/{engines,evaluate-file,kinds,odd-data,taken-away}.test.ts',
  'test/training/exports/series-python.test.ts',
  'test/training/series/from-hub.test.ts',
  'test/training/classifier/{compare-backbones,train-text}.test.ts',
  'test/training/classifier/audio/train-audio.test.ts',
  'test/training/classifier/tune/{tuned-wins,unfrozen}.test.ts',
  'test/training/policy/{attached-policy,train-policy}.test.ts',
  'test/worker/{work,worker-process,drain}.test.ts',
];
const ALL = 'test/**/*.test.ts';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        // What files import is loaded once a worker, which halves the work; so a quick file leaves nothing changed behind.
        test: { name: 'quick', include: [ALL], exclude: SLOW, pool: 'threads', isolate: false },
      },
      {
        extends: true,
        test: { name: 'slow', include: SLOW.map((path) => path.replace(/\*\*$/, '**/*.test.ts')) },
      },
    ],
  },
});
