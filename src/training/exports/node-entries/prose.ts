/** What a folder for Node needs of this project to continue texts; bundled into its `tunesmith.js`. */
export { generationRecipe } from '../../../../knowledge/recipes/generation.ts';
export { codecOf } from '../../generation/codec.ts';
export { continueText } from '../../generation/continue-text.ts';
export { openGenerator } from '../../generation/open-generator.ts';
