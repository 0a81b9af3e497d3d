/** Files dropped anywhere on the page → `take`; a veil says that they may be let go. */
import { byId } from './dom.ts';

export function watchDrops(take: (files: File[]) => void): void {
  const veil = byId('drop');
  let depth = 0;
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  const shade = (step: number) => {
    depth = Math.max(0, depth + step);
    veil.hidden = depth === 0;
  };
  addEventListener('dragenter', (event) => hasFiles(event) && shade(1));
  addEventListener('dragleave', (event) => hasFiles(event) && shade(-1));
  addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
  addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    veil.hidden = true;
    take([...(event.dataTransfer?.files ?? [])]);
  });
}
