/** What a folder for Node needs of this project to tell sounds apart; bundled into its `tunesmith.js`. */
export { openClassifier } from '../../classifier/export/classify.ts';
export { decodeSound, heardSamples } from '../../classifier/features/decode-sound.ts';
