/** Errors about pretrained models: the Hub, ONNX files, in English: what failed, the value seen, the limit, the mend. */
export const modelsErrorsEn = {
  'error.tokenizer-missing':
    'The model {name} reads token ids, and an ONNX file alone does not say how text becomes ids. Give its Hugging Face id instead, or a zip with model.onnx, tokenizer.json and config.json.',
  'error.tokenizer-form':
    'The model\'s vocab.json holds pieces such as "{piece}", a form that is read from tokenizer.json only. Choose a copy of the model that has this file.',
  'error.tokenizer-pieces':
    'The SentencePiece model of this tokenizer cannot be used: {reason}. Choose a copy of the model that has tokenizer.json.',
  'error.tokenizer-file-missing':
    'The model has no {name} beside its ONNX file; config.json and tokenizer.json are needed. Choose another copy of the model.',
  'error.bad-model-config': "The model's {name} cannot be used: {reason}. Choose another copy of the model.",
  'error.no-features':
    'The value "{output}" of the model, which should hold its features, has {rank} axes; 2 to 4 can be pooled. Export the model for feature extraction (output last_hidden_state).',
  'error.onnx-refused': 'ONNX Runtime cannot load the model: {reason}',
  'error.onnx-refused-batch':
    'ONNX Runtime cannot run the model on a batch of two: {reason}. Export it with an open batch size.',
  'error.onnx-refused-run': 'ONNX Runtime cannot run this model: {reason}',
  'error.unknown-input':
    'The model reads {inputs}. Served are float32 pixels [n, 3, height, width], int64 token ids [n, tokens] and float32 sound [n, samples].',
  'error.decoder-past':
    'The decoder reads "{name}", whose sizes are not in the graph. Export the model without past keys and values.',
  'error.image-input':
    'The model takes images of {width} × {height} pixels; only square ones are served. Export it with a square or an open input size.',
  'error.text-input':
    'The model reads {inputs}; served are text models that read int64 input_ids and attention_mask, and possibly token_type_ids and position_ids. Export it for feature extraction.',
  'error.unknown-backbone':
    'The model "{id}" cannot be loaded here. Known: {known}, and Hugging Face ids such as owner/name.',
  'error.hub-not-cached':
    'The model {name} is not on this machine yet. Start a run with it, which fetches it from the Hub; without a network, set HF_ENDPOINT to a mirror or attach the file with model-file.',
  'error.hub-not-cached-decoder':
    'The model {id} is not on this machine yet. Start a run with it, which fetches it from the Hub; without a network, set HF_ENDPOINT to a mirror or attach a zip of the model with model-file.',
  'error.backbone-of-other-kind':
    '{model} reads {own} data, the data set holds {kind} data. Choose another model, or leave it at auto.',
  'error.weights-missing': 'The package nsfwjs holds no {network} weights; run npm ci again.',
  'error.model-zip':
    'The zip {name} holds {count} ONNX files; exactly one is needed, with config.json, tokenizer.json or preprocessor_config.json beside it.',
  'error.onnx-external-data':
    'The weights of {name} are in a second file, which one attachment cannot carry. Attach a zip of both, or export the model as one file (onnx.save_model with save_as_external_data=False).',
  'error.onnx-external-data-unreadable':
    'The weights of this model are in a separate file "{location}", which cannot be read: {reason}. Attach it too, or export the model as one file.',
  'error.onnx-external-tensor':
    'The weights "{name}" are in a separate file ({location}); put it beside the .onnx file or export the model as one file.',
  'error.onnx-custom-ops':
    'The model {name} uses operators that ONNX Runtime does not have: {custom}. Export it with standard operators.',
  'error.not-onnx':
    'The file {name} is no ONNX model. Attach a .onnx file, for instance from torch.onnx.export, or a zip with one and its configuration.',
  'error.hub-file-missing':
    'The model {model} lacks {missing}, without which it cannot be fed with {kind} data. Choose a repository that transformers.js can load, such as those of Xenova or onnx-community.',
  'error.hub-no-onnx':
    'The model {model} holds no model file at all; needed is onnx/model.onnx in full precision, or model.safetensors (or pytorch_model.bin) with the config.json of a known architecture. Look for a copy of it in one of these forms (Xenova/… and onnx-community/… hold ONNX), or export it and attach the file with model-file.',
  'error.hub-other-onnx':
    'The model {model} holds only {found}; needed is onnx/model.onnx in full precision, or model.safetensors (or pytorch_model.bin) with the config.json of a known architecture. Look for a copy of it in one of these forms (Xenova/… and onnx-community/… hold ONNX), or export it and attach the file with model-file.',
  'error.hub-checksum':
    "The file {file} arrived damaged: its checksum is not the {checksum}… that the Hub names. Try again; if it stays so, the mirror's copy is damaged.",
  'error.hub-wrong-size':
    'The file {file} is larger ({seen} bytes and more) than the {size} bytes that the Hub lists; it was not taken.',
  'error.hub-too-large':
    "The model {model} is {size} MiB, and at most {limit} MiB are fetched. Choose a smaller model, or ask the bot's operator to raise MAX_MODEL_MIB.",
  'error.hub-unreachable':
    'The model {model} is not on this machine and {endpoint} cannot be reached ({reason}). Set HF_ENDPOINT to a mirror that can be reached, attach the ONNX file with model-file, or choose a model that needs no network (model: auto).',
  'error.hub-gated':
    "The model {model} is gated: its owner gives access to accounts that accepted its terms (HTTP {status}). Accept them on its page with the account of the bot's HF_TOKEN, or choose another model.",
  'error.hub-gated-no-token':
    "The model {model} is gated: its owner gives access to accounts that accepted its terms (HTTP {status}). The bot's operator can set HF_TOKEN of an account that has access, and list the model in HUB_PRIVATE_REPOS, or choose another model.",
  'error.hub-revision-not-found':
    'The model {model} has no such revision (HTTP {status}). Give a branch, tag or commit of it after the @, or leave it out.',
  'error.hub-not-found':
    "The Hub knows no model {model}, or it is private (HTTP {status}). Check the spelling, owner/name; for a private model the bot's operator sets HF_TOKEN and lists it in HUB_PRIVATE_REPOS.",
  'error.hub-write-refused':
    "The Hub did not let me write to {model} (HTTP {status}). The account that agreed, or the token of the bot's operator, needs the permission to write for that owner; with consent given here I may write to what I made myself.",
  'error.hub-sign-in-failed':
    'Signing in at {endpoint} did not start: {reason}. Try again later, or use /export format:hub without repo and push the folder yourself.',
  'error.hub-sign-in-refused':
    'The Hub gave no leave to push ({reason}). Agree on its page, or use /export format:hub without repo and push the folder yourself.',
  'error.hub-sign-in-expired':
    'Nobody agreed at {url} within {minutes} min. Use /export again for a new code.',
  'error.hub-error': 'The Hub answered HTTP {status} for {model}. Try again later.',
  'error.hub-busy':
    'The Hub answered HTTP {status} for {model}. Try again later; it asks for fewer requests.',
  'error.unsupported-input-type':
    'The model has an input of ONNX data type {elemType}; float32, int32, int64 and bool are supported.',
  'error.unsupported-op':
    'This part of the model cannot be trained: the operator {opType} {reason}. Train with unfreeze:none, which runs any model as it is, or unfreeze fewer layers.',
  'error.training-mode-export':
    'The ONNX model was exported in training mode (its Dropout is switched on); export it in evaluation mode.',
  'error.onnx-unreadable':
    'The file of {size} bytes is not a readable ONNX model: {reason}. Export it again.',
  'error.onnx-cut-off':
    'A file of the model ends at byte {end}, while its weights reach {needed}. Export it again.',
  'error.onnx-damaged-tensor':
    'A tensor of {length} elements holds {bytes} bytes instead of {expected}; the ONNX file is damaged.',
  'error.onnx-too-large':
    'The model takes {size} bytes; one ONNX file holds at most {limit}. Choose a smaller model.',
  'error.onnx-file-too-large':
    'The file {name} has {size} GiB; one ONNX file holds at most 2 GiB. Export the model with its weights in a file beside it (onnx.save_model with save_as_external_data=True).',
  'error.onnx-broken-graph':
    'The ONNX graph is broken: node "{name}" reads "{missing}", which nothing computes. Export the model again.',
  'error.unknown-value': 'The model computes no value named "{output}".',
  'error.no-classifier': 'The model has no layer with weights, so it has no classifier to replace.',
  'error.onnx-without-opset':
    'The ONNX model names no version of the standard operator set; export it again.',
  'error.onnx-functions':
    'The model defines {count} {count|function|functions} of its own, which are not read; export it with inlined functions.',
  'error.onnx-constant': 'The constant "{name}" of the model has an unusual form ({form}).',
  'error.changing-rank':
    'The value "{name}" changes its rank with the batch; this model can only be used frozen.',
  'error.cannot-cut':
    'The model cannot be cut here: the part above needs a size of "{name}", which only the part below knows. Choose another depth.',
  'error.onnx-tensor-type': 'The tensor "{name}" has ONNX data type {dataType}; {wanted} is needed here.',
  'error.onnx-too-old':
    'The model uses ONNX operator set {version}; 7 is the oldest that is read. Export it again with opset 17.',
  'error.onnx-op-too-old':
    'The model uses {opType} of operator set {version}. Export it again with opset 17.',
  'error.tensorflow-op':
    'The TensorFlow.js executor lacks the operator {opType}; ONNX Runtime, the default, has it.',
  'error.tensorflow-einsum':
    'The TensorFlow.js executor lacks the Einsum "{equation}"; ONNX Runtime, the default, has it.',
  'error.tensorflow-scatter':
    'The TensorFlow.js executor lacks ScatterElements with the reduction "{reduction}"; ONNX Runtime, the default, has it.',
  'error.tensorflow-resize':
    'The TensorFlow.js executor lacks a Resize that {refusal}; ONNX Runtime, the default, has it.',
  'error.hub-model-other-kind':
    'Models of the Hub serve images, texts, sounds and time series; the data set holds {kind} data. Leave model at auto.',
  'error.architecture-field':
    'The model is a {name} of a kind that cannot be built here: its config.json says {field} = {value} ({reason}). Choose another model, or a copy of this one in ONNX.',
  'error.architecture-no-weights':
    'The model has no {file}, nor shards with {index}. Choose a repository that holds one of them.',
  'error.architecture-unknown':
    'The architecture "{name}" of this model is not built here; the nearest one that is: {nearest}. Known: {known}. Choose such a model, or a copy of this one in ONNX.',
  'error.architecture-weight':
    'The model\'s files lack the weight "{weight}", which its config.json calls for. Choose another copy of the model.',
  'error.architecture-weights-left':
    'The model has {count} {count|weight|weights} that a {name} does not have, such as "{weight}", so it computes something else. Choose another model, or a copy of this one in ONNX.',
  'error.weights-damaged':
    'The weights in {file} cannot be read: {reason}. Choose another copy of the model.',
  'error.onnx-too-complex':
    'The model has {excess}, which no model that serves here has. Export it again, with its weights as raw data and unused parts removed.',
} as const;
