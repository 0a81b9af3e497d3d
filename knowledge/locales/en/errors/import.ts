/** Errors about the TensorFlow.js importer, in English: what failed, the value seen, the limit, the mend. */
export const importErrorsEn = {
  'error.tfjs-operand': 'The output "{name}" is no tensor.',
  'error.tfjs-no-image': 'The output "{name}" is no image to pool.',
  'error.tfjs-no-value': 'The graph has no value "{name}".',
  'error.tfjs-weight-missing': 'The weight "{name}" is missing from the shards.',
  'error.tfjs-op-unsupported':
    'The TensorFlow op {op} ("{name}") cannot be converted to ONNX. Known: {known}.',
  'error.tfjs-fused-op': '{op} fuses {name}, which cannot be converted.',
  'error.tfjs-same-padding': 'SAME padding needs a fixed image size.',
  'error.tfjs-transposed': '{op} "{name}" with a transposed operand.',
  'error.tfjs-adjoint': '{op} "{name}" with adj_x.',
  'error.tfjs-broadcast-batch': '{op} "{name}" broadcasts its batch.',
  'error.tfjs-shape-for-tensor': '{wish}: a shape stands where a tensor is needed.',
  'error.tfjs-shape-lost': '{name}: the shape [{dims}] cannot be written over [{stored}] in ONNX.',
  'error.tfjs-unreadable-layers':
    'The TensorFlow.js model.json is not a layers model this importer reads: {path}: {reason}.',
  'error.tfjs-input-no-tensor': '{op} "{name}": input {index} is a {kind}, a tensor is needed.',
  'error.tfjs-input-no-weight': '{op} "{name}": input {index} must be a weight of the model.',
  'error.tfjs-shape-of-shape': 'Shape "{name}" of a shape.',
  'error.tfjs-slice-of-shape': 'StridedSlice "{name}" of a shape with step {step}.',
  'error.tfjs-gather-computed': 'GatherV2 "{name}" of computed values.',
  'error.tfjs-data-type': '{op} "{name}": the data type {type} is not known.',
  'error.tfjs-weights-size':
    'The weight shards hold {count} bytes, which gives {weights} of {expected} {expected|weight|weights} and leaves {left} bytes; the download is incomplete or of another model.',
  'error.tfjs-unreadable':
    'The TensorFlow.js model.json is not a graph model this importer reads: {path}: {reason}.',
  'error.tfjs-gather-indices': '{op} "{name}" takes other indices than where(mask).',
  'error.tfjs-gather-mask': 'GatherNd "{name}": the mask is of another shape.',
  'error.tfjs-scatter': 'ScatterNd "{name}" other than back to where(mask).',
  'error.tfjs-range-size': 'Range "{name}" over {size}, which no input of the graph has.',
  'error.tfjs-range-step': 'Range "{name}" from {start} by {step}.',
  'error.tfjs-slice-of-mask': 'StridedSlice "{name}" of where(mask).',
  'error.tfjs-sizes-undivided': 'The sizes {total} cannot be divided by {part}.',
  'error.tfjs-dynamic-shape':
    'The TensorFlow.js graph computes a shape from data, which this importer cannot convert.',
  'error.tfjs-number-needed': 'A fixed number is needed where the graph has "{size}".',
} as const;
