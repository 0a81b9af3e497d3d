/** A colour → the dashed line from (0, 0) to (1, 1) against which a curve of shares is read. */
export const diagonal = (color: string) => ({
  type: 'line' as const,
  data: [
    [0, 0],
    [1, 1],
  ],
  symbol: 'none' as const,
  silent: true,
  lineStyle: { type: 'dashed' as const, color, width: 1 },
});
