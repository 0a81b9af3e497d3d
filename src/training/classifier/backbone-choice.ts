/** What the Run asks for and the kind of its data go in, the Backbone's id comes out. Next: `load-backbone.ts`. */

import {
  DEFAULT_BACKBONE,
  EMBEDDED_BACKBONES,
  type EmbeddedBackboneId,
  isEmbedded,
} from '../../backbones/embedded.ts';
import { DATA_KINDS, type DataKind } from '../../datasets/dataset.ts';
import { UserError } from '../../errors.ts';
import { dataWord } from '../../text/terms.ts';

/** What `auto` compares where there is time: the default first, then what is dearer or known to be weaker. */
export const AUTO_BACKBONES: Partial<Record<DataKind, readonly EmbeddedBackboneId[]>> = {
  image: ['nsfwjs_mobilenet_v2_mid', 'nsfwjs_mobilenet_v2', 'nsfwjs_inception_v3'],
};

/**
 * @param model `auto` or an id
 * @returns null when the kind has no Backbone
 * @throws UserError `backbone-of-other-kind`
 */
export function chooseBackbone(model: string, kind: DataKind): string | null {
  if (model === 'auto') return DEFAULT_BACKBONE[kind];
  if (isEmbedded(model)) {
    const own = DATA_KINDS.find((one) => DEFAULT_BACKBONE[one] === model);
    if (own !== undefined && own !== kind)
      throw new UserError('backbone-of-other-kind', {
        model: EMBEDDED_BACKBONES[model].describe('').name,
        own: dataWord(own),
        kind: dataWord(kind),
      });
  }
  return model;
}
