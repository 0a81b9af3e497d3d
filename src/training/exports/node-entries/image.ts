/** What a folder for Node needs of this project to tell pictures apart; bundled into its `tunesmith.js`. */
export { openClassifier } from '../../classifier/export/classify.ts';
export { cropPicture } from '../../classifier/features/pictures/crop-picture.ts';
