/** What is used of `heic-decode`, which has no types of its own. */
declare module 'heic-decode' {
  interface HeicImage {
    width: number;
    height: number;
    /** [height, width, 4] RGBA. */
    decode(): Promise<{ width: number; height: number; data: Uint8ClampedArray }>;
  }
  const decode: { all(options: { buffer: Uint8Array }): Promise<HeicImage[] & { dispose(): void }> };
  export default decode;
}
