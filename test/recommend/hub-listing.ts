/** A mirror of the Hub's listing on loopback: `GET /api/models` with the filters that the real one applies. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What it knows. */
const LISTING = [
  {
    id: 'Xenova/resnet-50',
    pipeline_tag: 'image-classification',
    tags: ['onnx', 'license:apache-2.0'],
    downloads: 900,
    likes: 9,
    gated: false,
  },
  {
    id: 'someone/leafnet',
    pipeline_tag: 'image-classification',
    tags: ['onnx', 'license:mit'],
    downloads: 800,
    likes: 8,
    gated: false,
    safetensors: { total: 5_000_000, parameters: {} },
  },
  {
    id: 'someone/artnet',
    pipeline_tag: 'image-classification',
    tags: ['onnx', 'license:cc-by-nc-4.0'],
    downloads: 700,
    likes: 7,
    gated: false,
  },
  {
    id: 'someone/no-onnx',
    pipeline_tag: 'image-classification',
    tags: ['license:mit'],
    downloads: 600,
    likes: 6,
    gated: false,
  },
  {
    id: 'someone/chinese-topics',
    pipeline_tag: 'text-classification',
    tags: ['onnx', 'zh', 'license:mit'],
    downloads: 500,
    likes: 5,
    gated: 'manual',
  },
];

export interface Listing {
  endpoint: string;
  /** How often it was asked. */
  asked: number;
  /** Does not answer while true. */
  silent: boolean;
  close(): void;
}

export async function startListing(): Promise<Listing> {
  const server = createServer((request, response) => {
    listing.asked += 1;
    if (listing.silent) return;
    const url = new URL(request.url!, 'http://x');
    const filters = url.searchParams.getAll('filter');
    const found = LISTING.filter(
      ({ pipeline_tag, tags }) =>
        pipeline_tag === url.searchParams.get('pipeline_tag') &&
        filters.every((filter) => tags.includes(filter)),
    );
    response.writeHead(url.pathname === '/api/models' ? 200 : 404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        found.map((model) => ({
          ...model,
          _id: model.id,
          private: false,
          lastModified: '2026-11-01T00:00:00.000Z',
        })),
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listing: Listing = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: 0,
    silent: false,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return listing;
}
