/**
 * Installs @tensorflow/tfjs-node where its own download host is out of reach: the binding is compiled here against
 * TensorFlow's C library out of the Python wheel. For developers and CI on Linux x64; the product runs without it.
 * In: the project folder (default: the current one), with its packages installed; Python with pip, a C++ compiler and
 * Node's headers (`npm_config_nodedir` names a folder with include/node; /usr with Debian's libnode-dev).
 * Out: node_modules/@tensorflow/tfjs-node that loads. Next: `engines/tensorflow.ts` finds it by itself.
 * Run: npx tsx scripts/tfjs-node/install.ts [folder]
 */
import { type ExecFileSyncOptions, execFileSync, spawn } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const PACKAGE = '@tensorflow/tfjs-node';
/** tfjs-node 4.22 was made for TensorFlow 2.9; the binding also compiles against and runs on this newer library. */
const WHEEL = 'tensorflow-cpu==2.15.1';
const python = process.env.PYTHON ?? 'python3';

function run(command: string, args: readonly string[], options: ExecFileSyncOptions = {}): void {
  console.log(`> ${command} ${args.join(' ')}`);
  execFileSync(command, args, { stdio: 'inherit', ...options });
}

/** The package's files without its install script, at the version package.json names. */
function fetchPackage(project: string): string {
  const folder = join(project, 'node_modules', PACKAGE);
  if (!existsSync(join(folder, 'package.json'))) {
    const { optionalDependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
      optionalDependencies: Record<string, string>;
    };
    const wanted = `${PACKAGE}@${optionalDependencies[PACKAGE]}`;
    run('npm', ['install', '--no-save', '--ignore-scripts', '--include=optional', wanted], { cwd: project });
  }
  return folder;
}

/** @returns the archive the installer of the package asks for */
function packLibrary(packageFolder: string, work: string): string {
  const constants = createRequire(join(packageFolder, 'package.json'))('./scripts/deps-constants.js') as {
    LIBTENSORFLOW_VERSION: string;
  };
  const pip = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--python-version', '3.11'];
  run(python, [...pip, '--dest', work, WHEEL]);
  const archive = join(work, 'libtensorflow.tar.gz');
  run(python, [join(import.meta.dirname, 'pack_library.py'), work, constants.LIBTENSORFLOW_VERSION, archive]);
  return archive;
}

/** Any libtensorflow archive asked for is `archive`; a prepared binding does not exist, so it is compiled. */
function serve(archive: string): Promise<Server> {
  const server = createServer((request, response) => {
    if (!/\/libtensorflow[^/]*\.tar\.gz$/.test(request.url ?? '')) return response.writeHead(404).end();
    response.writeHead(200, { 'content-length': statSync(archive).size });
    return createReadStream(archive).pipe(response);
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

const headersBeside = (node: string): string | undefined => {
  const prefix = dirname(dirname(node));
  return existsSync(join(prefix, 'include/node/node_api.h')) ? prefix : undefined;
};

/** Runs the package's own installer against `origin`. */
function compile(packageFolder: string, origin: string): Promise<number | null> {
  const { HTTP_PROXY, HTTPS_PROXY, http_proxy, https_proxy, ...env } = process.env;
  const nodedir = env.npm_config_nodedir ?? headersBeside(process.execPath);
  const child = spawn('npm', ['run', 'install'], {
    cwd: packageFolder,
    stdio: 'inherit',
    env: {
      ...env,
      TFJS_NODE_CDN_STORAGE: `${origin}/`,
      TFJS_NODE_BASE_URI: `${origin}/libtensorflow-`,
      npm_config_build_from_source: 'true',
      ...(nodedir && { npm_config_nodedir: nodedir }),
    },
  });
  return new Promise((done) => child.on('exit', done));
}

const project = resolve(process.argv[2] ?? '.');
const work = mkdtempSync(join(tmpdir(), 'tfjs-node-'));
try {
  const packageFolder = fetchPackage(project);
  const server = await serve(packLibrary(packageFolder, work));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the loopback server has no port');
  const code = await compile(packageFolder, `http://127.0.0.1:${address.port}`);
  server.close();
  if (code !== 0) throw new Error(`the installer of ${PACKAGE} ended with code ${code}; its output is above`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
// The first statement stands in for a function that Node 23 removed and tfjs-node 4.22 calls.
const check = `require('util').isNullOrUndefined??=(v)=>v==null;const t=require('${PACKAGE}');console.log('tfjs-node',t.version['tfjs-node'],'on TensorFlow',t.backend().binding.TF_Version);`;
run(process.execPath, ['-e', check], { cwd: project });
