/** What a folder for Node needs of this project to tell texts apart; bundled into its `tunesmith.js`. */
export { openClassifier } from '../../classifier/export/classify.ts';
