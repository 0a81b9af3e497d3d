/** 简体中文错误：TensorFlow.js 导入器。 */
import type { importErrorsEn } from '../../en/errors/import.ts';

export const importErrorsZhCN = {
  'error.tfjs-operand': '输出“{name}”不是张量。',
  'error.tfjs-no-image': '输出“{name}”不是可池化的图片。',
  'error.tfjs-no-value': '计算图没有值“{name}”。',
  'error.tfjs-weight-missing': '权重“{name}”不在分片中。',
  'error.tfjs-op-unsupported': 'TensorFlow 算子 {op}（“{name}”）无法转换为 ONNX。已知：{known}。',
  'error.tfjs-fused-op': '{op} 融合了 {name}，无法转换。',
  'error.tfjs-same-padding': 'SAME 填充需要固定的图片尺寸。',
  'error.tfjs-transposed': '{op}“{name}”的操作数被转置。',
  'error.tfjs-adjoint': '{op}“{name}”带有 adj_x。',
  'error.tfjs-broadcast-batch': '{op}“{name}”对其批次做广播。',
  'error.tfjs-shape-for-tensor': '{wish}：需要张量之处是形状。',
  'error.tfjs-shape-lost': '{name}：形状 [{dims}] 无法在 ONNX 中写到 [{stored}] 上。',
  'error.tfjs-unreadable-layers':
    'TensorFlow.js 的 model.json 不是本导入器能读取的 layers 模型：{path}：{reason}。',
  'error.tfjs-input-no-tensor': '{op}“{name}”：输入 {index} 是 {kind}，而需要张量。',
  'error.tfjs-input-no-weight': '{op}“{name}”：输入 {index} 须为模型的权重。',
  'error.tfjs-shape-of-shape': '对形状求 Shape“{name}”。',
  'error.tfjs-slice-of-shape': '对形状做步长为 {step} 的 StridedSlice“{name}”。',
  'error.tfjs-gather-computed': '对计算值做 GatherV2“{name}”。',
  'error.tfjs-data-type': '{op}“{name}”：数据类型 {type} 未知。',
  'error.tfjs-weights-size':
    '权重分片有 {count} 字节，得到 {expected} 个权重中的 {weights} 个，剩余 {left} 字节；下载不完整，或属于另一个模型。',
  'error.tfjs-unreadable': 'TensorFlow.js 的 model.json 不是本导入器能读取的 graph 模型：{path}：{reason}。',
  'error.tfjs-gather-indices': '{op}“{name}”所取的下标不是 where(mask)。',
  'error.tfjs-gather-mask': 'GatherNd“{name}”：掩码的形状不同。',
  'error.tfjs-scatter': 'ScatterNd“{name}”不是写回 where(mask)。',
  'error.tfjs-range-size': 'Range“{name}”的范围 {size} 不是计算图任何输入所有的。',
  'error.tfjs-range-step': 'Range“{name}”从 {start} 起，步长 {step}。',
  'error.tfjs-slice-of-mask': '对 where(mask) 做 StridedSlice“{name}”。',
  'error.tfjs-sizes-undivided': '大小 {total} 不能被 {part} 整除。',
  'error.tfjs-dynamic-shape': 'TensorFlow.js 计算图由数据计算形状，本导入器无法转换。',
  'error.tfjs-number-needed': '需要固定的数，而计算图中是“{size}”。',
} as const satisfies Readonly<Record<keyof typeof importErrorsEn, string>>;
