/**
 * Every limit of the import, with its reason. Readers refuse with the limit and the value seen; nothing here is
 * per deployment (the attachment's own size is bounded by `MAX_ATTACHMENT_MIB` before it gets here).
 */
const MiB = 2 ** 20;

export const LIMITS = {
  /** Entries of an archive, folders included: more than anybody labels by hand, few enough for one folder. */
  archiveEntries: 100_000,
  /** Bytes of all entries together, as they expand. */
  archiveBytes: 4_096 * MiB,
  /** Bytes one entry may expand to; a CSV of this size still parses within the trainer's memory. */
  entryBytes: 256 * MiB,
  /** Expanded bytes for each archived byte; deflate reaches 1,032, real CSV about 20, pictures 1. */
  archiveRatio: 200,
  /** Below this many expanded bytes the ratio is not judged: small repetitive text is harmless. */
  ratioFreeBytes: 64 * MiB,
  /** Characters of an entry's name; longer ones are attacks on file systems and logs. */
  nameLength: 1_024,
  /** Pixels of one picture, read from its header before anything is decoded: 50 megapixels, 150 MB as RGB. */
  imagePixels: 50_000_000,
  /** Seconds of one sound clip. */
  clipSeconds: 600,
  /** Bytes of all parts of an XLSX workbook, which its reader holds in memory several times over. */
  workbookBytes: 96 * MiB,
  /** Rows and columns of a table. */
  tableRows: 1_000_000,
  tableColumns: 4_096,
  /** Bytes of a table file (decompressed). */
  tableBytes: 512 * MiB,
  /** Bytes of one Parquet file in an archive: it is read piece by piece, and the Hub's shards are of 500 MB. */
  parquetEntryBytes: 1_024 * MiB,
  /** Bytes of one row group of a Parquet file of pictures or sounds (uncompressed), held in memory at once. */
  rowGroupBytes: 384 * MiB,
  /** Characters of one text that are kept; the rest could not be read by any backbone. */
  textCharacters: 20_000,
  /** Of values, states and rewards, either sign: networks compute in single precision, which ends at 3.4e38. */
  largestNumber: 1e30,
  /** What the largest of them must reach unless all are zero, for the same reason. */
  leastNumber: 1e-30,
  /** Classes of a classification set. */
  classes: 1_000,
  /** A class needs one sample for each of train, validation and test. */
  samplesPerClass: 3,
  /** Share of damaged items above which the set is refused: so many losses mean a broken export. */
  damagedShare: 0.2,
  /** Below this many samples every score is shaky (docs/ranking.md). */
  sparseSamples: 50,
} as const;
