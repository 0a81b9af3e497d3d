/** Words of hostile requests: paths, methods, places, types and gateway messages. hostile-sequences.ts puts them together. */

export const PATHS = [
  ...[
    '/',
    '//',
    '///',
    '/gateway',
    '//gateway',
    '/gateway/',
    '/gateway?v=10&encoding=json',
    '/gateway?%',
    '/%',
    '*',
  ],
  ...[
    '/gateway?compress=zlib-stream',
    '/gateway?encoding=etf',
    'http://[',
    'http://evil:99999/gateway',
    '/\\..',
    '?',
  ],
  ...[
    '/api/v10/users/@me',
    '/api/v10//',
    '/api/v10/%E0%A4%A',
    '/api/v10/channels/1/messages',
    '/api/v10/webhooks/1/x',
  ],
  ...[
    '/api/v10/interactions/1/x/callback',
    '/person/session',
    '/person/events?session=1',
    '/person/events?session[]=1',
  ],
  ...[
    '/person/uploads?filename=%00../../x',
    '/cdn/attachments/1/2/%2e%2e%2fx?hm=',
    '/cdn/attachments/1/2/%',
    '/?key=',
  ],
  ...[
    '/page.js',
    '/favicon.ico',
    '/person/../api/v10/gateway',
    `/${'a'.repeat(20_000)}`,
    `/person/${'../'.repeat(2_000)}`,
  ],
];
export const METHODS = [
  'GET',
  'POST',
  'PATCH',
  'PUT',
  'DELETE',
  'OPTIONS',
  'HEAD',
  'CONNECT',
  'TRACE',
  'PRI',
  'get',
  'G\0T',
];
export const ENDINGS = ['end', 'destroy', 'reset'] as const;
export const FOREIGN_HOSTS = [
  'evil.example',
  'evil.example:80',
  '127.0.0.1',
  '127.0.0.1:1',
  '0.0.0.0',
  '[::1]',
  '127.1',
];
export const FOREIGN_ORIGINS = [
  'http://evil.example',
  'null',
  'https://127.0.0.1',
  'file://',
  'http://localhost:1',
];

export const TYPES = [
  ...[
    'application/json',
    'multipart/form-data; boundary=b',
    'multipart/form-data',
    'multipart/form-data; boundary=',
  ],
  ...[
    'application/octet-stream',
    'text/plain',
    '',
    'multipart/form-data; boundary="',
    ';;;',
    'application/json; charset=\xff',
  ],
];

/** Frames that a gateway may get, right and wrong. */
export const hostileMessages = (token: string): unknown[] => [
  ...[
    null,
    1,
    'x',
    [],
    {},
    { op: 'x' },
    { op: 2 },
    { op: 2, d: null },
    { op: 2, d: { token: 1, intents: {} } },
  ],
  ...[
    { op: 6, d: { token, session_id: 'x', seq: -1 } },
    { op: 6, d: { token, session_id: {}, seq: 1e308 } },
  ],
  ...[
    { op: 2, d: { token: 'x', intents: 1, shard: ['a'] } },
    { op: 2, d: { token, intents: 1 << 15 } },
    { op: 1, d: [] },
  ],
  ...[
    { op: 1e9 },
    { op: -1 },
    { op: 1.5 },
    { op: 3, d: { a: 'y'.repeat(5_000) } },
    { op: 2, d: { token, intents: 2 ** 53 } },
  ],
];
