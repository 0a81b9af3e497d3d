/** The files of a Report → which is shown with the verdict, and which stand behind which button. */
import type { Report, ReportFile } from '../report.ts';

/** Discord takes 10 files a message. */
const MAX_FILES = 10;

/** Charts by how much they tell; where there is no room for all, the last are left to `model.zip`. */
const CHARTS = [
  ...['forecast', 'confusion-matrix', 'mistakes', 'suspects', 'contenders', 'roc'],
  ...['reliability', 'confusion-matrix-all', 'data-curve', 'trials', 'learning-curve'],
];
const rank = ({ path }: ReportFile): number => {
  const at = CHARTS.findIndex((name) => path.endsWith(`/${name}.png`));
  return at < 0 ? CHARTS.length : at;
};

const chartsOf = ({ files }: Report): ReportFile[] =>
  files.filter(({ role }) => role === 'chart').toSorted((a, b) => rank(a) - rank(b));

/** The one chart that tells most; an empty list where there is none. */
export const leadingChart = (report: Report): ReportFile[] => chartsOf(report).slice(0, 1);

/** All charts, tables and the card; where there are too many, it is charts that are left out. */
export function figureFiles(report: Report): ReportFile[] {
  const others = report.files.filter(({ role }) => role === 'table' || role === 'card');
  return [...chartsOf(report).slice(0, Math.max(0, MAX_FILES - others.length)), ...others].slice(
    0,
    MAX_FILES,
  );
}

/** Everything in one file first, then the model alone. */
export const modelFiles = ({ files }: Report): ReportFile[] =>
  files
    .filter(({ role }) => role === 'model')
    .toSorted((a, b) => Number(b.path.endsWith('.zip')) - Number(a.path.endsWith('.zip')))
    .slice(0, MAX_FILES);

export const pageFiles = ({ files }: Report): ReportFile[] => files.filter(({ role }) => role === 'page');

/** What looks wrong in the data, to be mended: its picture and its table. */
export const mendFiles = ({ files }: Report): ReportFile[] =>
  files.filter(({ path }) => /(?:^|\/)suspects\.(?:png|csv)$/.test(path));

/** Every file that one gets by pressing all buttons. */
export const allFiles = (report: Report): ReportFile[] => [
  ...figureFiles(report),
  ...pageFiles(report),
  ...modelFiles(report),
];
