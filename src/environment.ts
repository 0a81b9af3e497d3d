/** The environment of an entry point: what `.env` in the working folder says, and above it what is set already. */
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';

export function readEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) loadEnvFile('.env');
  return process.env;
}
