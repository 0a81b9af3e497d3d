/**
 * The environment of an entry point: what `.env` in the working folder says, and above it what is set already. Secrets are
 * taken out of `process.env`: what is started or loaded later finds none there.
 */
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';

const SECRETS = [
  ...['DISCORD_TOKEN', 'DATABASE_URL', 'STORAGE_URL', 'HF_TOKEN', 'HF_PUSH_TOKEN', 'LLM_API_KEY'],
  ...['TOGETHER_API_KEY', 'REMOTE_TUNING_KEY'],
];

/** To be called once, at the start. */
export function readEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) loadEnvFile('.env');
  const environment = { ...process.env };
  for (const name of SECRETS) delete process.env[name];
  return environment;
}
