/** The tuned model of a service → the card's section on using it and on being rid of it. */
import type { ServiceResult } from '../../report/report.ts';

export const serviceUsage = ({ name, url, model, jobId }: ServiceResult): string =>
  [
    `The model stays with ${name} as \`${model}\` (job \`${jobId}\`); calling it needs a key of the account that tuned it. It was`,
    'tuned on chats of three messages: an instruction, the text, the name of its class.',
    '',
    '```sh',
    `curl ${url}/chat/completions -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify({ model, temperature: 0, messages: [{ role: 'user', content: '…' }] })}'`,
    '```',
    '',
    `To delete it: in the console of ${name}, or where its API offers that, \`curl -X DELETE ${url}/models/${encodeURIComponent(model)}\`.`,
    'Deleting the Run deletes the files that were uploaded for it, not the model.',
  ].join('\n');
