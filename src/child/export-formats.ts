/** In which forms a delivered model can be taken away; the options of `/export format:`. */
export const EXPORT_FORMATS = ['onnx', 'compact', 'site', 'node', 'python', 'tfjs', 'hub'] as const;
type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Those that are made anew, by the child; the others are delivered files, or go to the Hub. */
export const MADE_FORMATS = ['compact', 'site', 'node', 'python', 'tfjs'] as const satisfies ExportFormat[];
export type MadeFormat = (typeof MADE_FORMATS)[number];
