/**
 * A Vulkan in software, for tests of WebGPU: the one that Debian's chromium package brings. Drivers are found by the
 * environment of a process when it starts, so tests start one of their own with `environment`.
 */
import { existsSync } from 'node:fs';

const FOLDER = '/usr/lib/chromium';
const DRIVER = `${FOLDER}/vk_swiftshader_icd.json`;

export const softwareVulkan: NodeJS.ProcessEnv | null =
  existsSync(DRIVER) && existsSync(`${FOLDER}/libvulkan.so.1`)
    ? { LD_LIBRARY_PATH: FOLDER, VK_ICD_FILENAMES: DRIVER }
    : null;

export const WHY_SKIPPED = `skipped: no software Vulkan (${DRIVER} of Debian's chromium package)`;
