/**
 * ACCELERATOR and this machine go in; which of ONNX Runtime's providers is to be tried beside the processor, and the name
 * of the device, come out. Nothing is opened here. Next: `pick.ts`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { choice } from './choice.ts';

/** As ONNX Runtime calls them. */
export type Provider = 'cpu' | 'webgpu' | 'cuda' | 'coreml' | 'dml';

export interface Accelerator {
  provider: Exclude<Provider, 'cpu'>;
  /** For the report: API and device. */
  name: string;
  /** Asked for by name: taken wherever it works, not only where it is faster. */
  asked: boolean;
}

const API: Record<Accelerator['provider'], string> = {
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  coreml: 'Core ML',
  dml: 'DirectML',
};

/** Null: the processor alone. */
export function findAccelerator(): Accelerator | null {
  const { accelerator } = choice();
  if (accelerator === 'none') return null;
  if (accelerator !== 'auto') {
    const provider = accelerator === 'directml' ? 'dml' : accelerator;
    return { provider, name: named(provider), asked: true };
  }
  if (!hasDevice() || isSoftware()) return null;
  const provider = process.platform === 'linux' && hasCuda() ? 'cuda' : 'webgpu';
  return { provider, name: named(provider), asked: false };
}

const named = (provider: Accelerator['provider']): string => `${API[provider]}, ${deviceName()}`;

/** Drivers of Vulkan that this process was told to use. */
const icds = (): string => `${process.env.VK_ICD_FILENAMES ?? ''} ${process.env.VK_DRIVER_FILES ?? ''}`;

/** Drivers that draw on the processor: never faster than the processor itself. */
const isSoftware = (): boolean => /swiftshader|lvp_icd|lavapipe/i.test(icds());

/** macOS and Windows have one wherever they have a screen; on Linux the kernel shows it. */
function hasDevice(): boolean {
  if (process.platform !== 'linux') return true;
  return renderNodes().length > 0 || existsSync('/dev/nvidia0') || existsSync('/dev/dxg');
}

function renderNodes(): string[] {
  try {
    return readdirSync('/dev/dri').filter((name) => name.startsWith('renderD'));
  } catch {
    return [];
  }
}

/** The provider's library is not in the package: who has CUDA puts it beside ONNX Runtime (docs/operations.md). */
function hasCuda(): boolean {
  if (!existsSync('/dev/nvidia0')) return false;
  const folder = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  const binaries = join(folder, 'bin', 'napi-v6', process.platform, process.arch);
  return existsSync(join(binaries, 'libonnxruntime_providers_cuda.so'));
}

const VENDORS: Record<string, string> = {
  '0x10de': 'NVIDIA',
  '0x1002': 'AMD',
  '0x8086': 'Intel',
  '0x13b5': 'Arm',
  '0x5143': 'Qualcomm',
};

/** As far as the system tells without a tool. */
function deviceName(): string {
  if (/swiftshader/i.test(icds())) return 'SwiftShader in software';
  if (isSoftware()) return 'a Vulkan driver in software';
  return nvidiaModel() ?? drmDevice() ?? 'the GPU of this machine';
}

function nvidiaModel(): string | null {
  const folder = '/proc/driver/nvidia/gpus';
  try {
    const [first] = readdirSync(folder);
    const line = first && /^Model:(.*)$/m.exec(readFileSync(join(folder, first, 'information'), 'utf8'));
    return line?.[1]?.trim() ?? null;
  } catch {
    return null;
  }
}

function drmDevice(): string | null {
  const [node] = renderNodes();
  if (!node) return null;
  try {
    const of = (name: string) => readFileSync(`/sys/class/drm/${node}/device/${name}`, 'utf8').trim();
    const vendor = of('vendor');
    return `${VENDORS[vendor] ?? vendor} ${of('device')}`;
  } catch {
    return null;
  }
}
