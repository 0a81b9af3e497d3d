/** The refusal of plain text without a decoder: at the command, before a Run is made, and in the trainer. */
import { UserError } from '../errors.ts';

export const needsModel = (model: string): UserError =>
  new UserError(
    'generation-needs-model',
    `Tuning a text generator needs a pretrained causal decoder in ONNX, and none is built in (model: ${model}). Give its Hugging Face id, e.g. model:gpt2 or model:onnx-community/gpt2-ONNX, which needs the Hub or a mirror (HF_ENDPOINT); or attach a zip of model.onnx, config.json and tokenizer.json with model-file. To train a classifier on these texts instead, attach a table with a column of labels.`,
    { context: { model } },
  );
