/** What a folder for Node needs of this project to choose actions; bundled into its `tunesmith.js`. */
export { statesOf } from '../../../datasets/policy/states-of.ts';
export { readDelimited } from '../../../datasets/tables/read-delimited.ts';
export { openPolicy } from '../../policy/choose-actions.ts';
