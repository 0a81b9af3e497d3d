/** An S3 server of its own, `CHAOS_PORT` and `CHAOS_DIR`, to be killed. */
import { env } from 'node:process';
import S3rver from 's3rver';

const server = new S3rver({
  address: '127.0.0.1',
  port: Number(env.CHAOS_PORT),
  silent: true,
  directory: env.CHAOS_DIR!,
  configureBuckets: [{ name: 'tunes', configs: [] }],
});
await server.run();
console.log('open');
