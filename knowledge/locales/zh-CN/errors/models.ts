/** 简体中文错误：预训练模型：Hub、ONNX 文件。 */
import type { modelsErrorsEn } from '../../en/errors/models.ts';

export const modelsErrorsZhCN = {
  'error.tokenizer-missing':
    '模型 {name} 读取词元编号，而单个 ONNX 文件无法说明文本如何变成编号。请改填其 Hugging Face id，或附上含 model.onnx、tokenizer.json 与 config.json 的 zip。',
  'error.tokenizer-form':
    '该模型的 vocab.json 含有“{piece}”这类片段，这种形式只能从 tokenizer.json 读取。请选择含有该文件的副本。',
  'error.tokenizer-pieces':
    '无法使用该分词器的 SentencePiece 模型：{reason}。请选择含有 tokenizer.json 的副本。',
  'error.tokenizer-file-missing':
    '该模型的 ONNX 文件旁没有 {name}；需要 config.json 与 tokenizer.json。请选择该模型的另一个副本。',
  'error.bad-model-config': '该模型的 {name} 无法使用：{reason}。请选择该模型的另一个副本。',
  'error.no-features':
    '模型中应为特征的值“{output}”有 {rank} 个轴；可池化的是 2 至 4 个。请以特征提取方式导出模型（输出 last_hidden_state）。',
  'error.onnx-refused': 'ONNX Runtime 无法加载该模型：{reason}',
  'error.onnx-refused-batch':
    'ONNX Runtime 无法以两个样本的批次运行该模型：{reason}。请以可变的批次大小导出。',
  'error.onnx-refused-run': 'ONNX Runtime 无法运行该模型：{reason}',
  'error.unknown-input':
    '模型读取 {inputs}。支持的是：float32 像素 [n, 3, 高, 宽]、int64 词元编号 [n, 词元] 与 float32 声音 [n, 采样]。',
  'error.decoder-past': '解码器读取“{name}”，其大小不在计算图中。请导出不含过去的键和值的模型。',
  'error.image-input':
    '该模型的图片输入为 {width} × {height} 像素；只支持正方形。请以正方形或可变的输入尺寸导出。',
  'error.text-input':
    '模型读取 {inputs}；支持的文本模型读取 int64 的 input_ids 与 attention_mask，可另有 token_type_ids 与 position_ids。请以特征提取方式导出。',
  'error.unknown-backbone': '无法在此加载模型“{id}”。已知：{known}，以及 Hugging Face id（如 owner/name）。',
  'error.hub-not-cached':
    '模型 {name} 尚未下载到本机。用它开始一次训练即可从 Hub 下载；没有网络时请把 HF_ENDPOINT 设为镜像，或用 model-file 附上文件。',
  'error.hub-not-cached-decoder':
    '模型 {id} 尚未下载到本机。用它开始一次训练即可从 Hub 下载；没有网络时请把 HF_ENDPOINT 设为镜像，或用 model-file 附上模型的 zip。',
  'error.backbone-of-other-kind':
    '{model} 读取{own}数据，而数据集是{kind}数据。请选择另一个模型，或保留 auto。',
  'error.weights-missing': '软件包 nsfwjs 中没有 {network} 的权重；请重新运行 npm ci。',
  'error.model-zip':
    '压缩包 {name} 中有 {count} 个 ONNX 文件；须恰好一个，旁边是 config.json、tokenizer.json 或 preprocessor_config.json。',
  'error.onnx-external-data':
    '{name} 的权重在另一个文件中，一个附件装不下。请附上两者的 zip，或把模型导出为一个文件（onnx.save_model，save_as_external_data=False）。',
  'error.onnx-external-data-unreadable':
    '该模型的权重在单独的文件“{location}”中，无法读取：{reason}。请一并附上，或把模型导出为一个文件。',
  'error.onnx-external-tensor':
    '权重“{name}”在单独的文件中（{location}）；请把它放在 .onnx 文件旁，或把模型导出为一个文件。',
  'error.onnx-custom-ops': '模型 {name} 使用了 ONNX Runtime 没有的算子：{custom}。请用标准算子导出。',
  'error.not-onnx':
    '文件 {name} 不是 ONNX 模型。请附上 .onnx 文件（例如由 torch.onnx.export 导出），或含有它与其配置的 zip。',
  'error.hub-file-missing':
    '模型 {model} 缺少 {missing}，没有它们就无法输入{kind}数据。请选择 transformers.js 可加载的仓库，如 Xenova 或 onnx-community 的。',
  'error.hub-no-onnx':
    '模型 {model} 没有任何模型文件；需要全精度的 onnx/model.onnx，或已知架构的 config.json 与 model.safetensors（或 pytorch_model.bin）。请寻找这样的副本（Xenova/… 与 onnx-community/… 提供 ONNX），或自行导出后用 model-file 附上。',
  'error.hub-other-onnx':
    '模型 {model} 只有 {found}；需要全精度的 onnx/model.onnx，或已知架构的 config.json 与 model.safetensors（或 pytorch_model.bin）。请寻找这样的副本（Xenova/… 与 onnx-community/… 提供 ONNX），或自行导出后用 model-file 附上。',
  'error.hub-checksum':
    '文件 {file} 下载后损坏：其校验和不是 Hub 所列的 {checksum}…。请重试；若仍如此，镜像上的副本已损坏。',
  'error.hub-wrong-size': '文件 {file} 比 Hub 所列的 {size} 字节更大（已有 {seen} 字节），未被接受。',
  'error.hub-too-large':
    '模型 {model} 有 {size} MiB，最多下载 {limit} MiB。请选择较小的模型，或请机器人的运营者调大 MAX_MODEL_MIB。',
  'error.hub-unreachable':
    '模型 {model} 不在本机，且无法连接 {endpoint}（{reason}）。请把 HF_ENDPOINT 设为可用的镜像，用 model-file 附上 ONNX 文件，或选择无需网络的模型（model: auto）。',
  'error.hub-gated':
    '模型 {model} 需要授权：所有者只让接受其条款的账户访问（HTTP {status}）。请用机器人 HF_TOKEN 的账户在其页面上接受条款，或选择另一个模型。',
  'error.hub-gated-no-token':
    '模型 {model} 需要授权：所有者只让接受其条款的账户访问（HTTP {status}）。机器人的运营者可把 HF_TOKEN 设为已获授权账户的令牌，并把该模型写入 HUB_PRIVATE_REPOS；或请选择另一个模型。',
  'error.hub-revision-not-found':
    '模型 {model} 没有这个版本（HTTP {status}）。请在 @ 之后写它的分支、标签或提交，或省略。',
  'error.hub-not-found':
    'Hub 上没有模型 {model}，或它是私有的（HTTP {status}）。请检查写法（owner/name）；私有模型需要机器人的运营者设置 HF_TOKEN 并写入 HUB_PRIVATE_REPOS。',
  'error.hub-write-refused':
    'Hub 不允许我写入 {model}（HTTP {status}）。同意授权的账户或机器人运营者的令牌需要对该所有者的写权限；在这里同意后，我只能写入我自己创建的仓库。',
  'error.hub-sign-in-failed':
    '无法在 {endpoint} 开始登录：{reason}。请稍后再试，或不带 repo 使用 /export format:hub，自己推送文件夹。',
  'error.hub-sign-in-refused':
    'Hub 没有授权推送（{reason}）。请在它的页面上同意，或不带 repo 使用 /export format:hub，自己推送文件夹。',
  'error.hub-sign-in-expired': '{minutes} 分钟内没有人在 {url} 同意。请再次使用 /export 获取新的代码。',
  'error.hub-error': 'Hub 对 {model} 的回答是 HTTP {status}。请稍后再试。',
  'error.hub-busy': 'Hub 对 {model} 的回答是 HTTP {status}。请稍后再试；它要求减少请求。',
  'error.unsupported-input-type':
    '模型有 ONNX 数据类型为 {elemType} 的输入；支持 float32、int32、int64 与 bool。',
  'error.unsupported-op':
    '模型的这一部分无法训练：算子 {opType} {reason}。请使用 unfreeze:none（任何模型都可原样运行），或减少解冻的层。',
  'error.training-mode-export': 'ONNX 模型是以训练模式导出的（其 Dropout 处于开启状态）；请以推理模式导出。',
  'error.onnx-unreadable': '这个 {size} 字节的文件不是可读取的 ONNX 模型：{reason}。请重新导出。',
  'error.onnx-cut-off': '模型的一个文件在第 {end} 字节处结束，而其权重到第 {needed} 字节。请重新导出。',
  'error.onnx-damaged-tensor':
    '一个有 {length} 个元素的张量含 {bytes} 字节，而不是 {expected} 字节；ONNX 文件已损坏。',
  'error.onnx-too-large': '模型有 {size} 字节；单个 ONNX 文件最多 {limit} 字节。请选择较小的模型。',
  'error.onnx-file-too-large':
    '文件 {name} 有 {size} GiB；单个 ONNX 文件最多 2 GiB。请把权重导出到旁边的文件中（onnx.save_model，save_as_external_data=True）。',
  'error.onnx-broken-graph':
    'ONNX 计算图有误：节点“{name}”读取“{missing}”，而没有什么计算它。请重新导出模型。',
  'error.unknown-value': '模型没有计算名为“{output}”的值。',
  'error.no-classifier': '模型没有带权重的层，因此没有可替换的分类器。',
  'error.onnx-without-opset': 'ONNX 模型没有写明标准算子集的版本；请重新导出。',
  'error.onnx-functions': '模型定义了 {count} 个自己的函数，不支持；请展开函数后导出。',
  'error.onnx-constant': '模型的常量“{name}”形式特殊（{form}）。',
  'error.changing-rank': '值“{name}”的维数随批次变化；该模型只能冻结使用。',
  'error.cannot-cut':
    '模型无法在此处切分：上面的部分需要“{name}”的大小，而只有下面的部分知道。请选择另一个深度。',
  'error.onnx-tensor-type': '张量“{name}”的 ONNX 数据类型为 {dataType}；此处需要 {wanted}。',
  'error.onnx-too-old': '模型使用 ONNX 算子集 {version}；最旧支持 7。请以 opset 17 重新导出。',
  'error.onnx-op-too-old': '模型使用算子集 {version} 的 {opType}。请以 opset 17 重新导出。',
  'error.tensorflow-op': 'TensorFlow.js 执行器没有算子 {opType}；默认的 ONNX Runtime 有。',
  'error.tensorflow-einsum': 'TensorFlow.js 执行器没有 Einsum“{equation}”；默认的 ONNX Runtime 有。',
  'error.tensorflow-scatter':
    'TensorFlow.js 执行器没有归约方式为“{reduction}”的 ScatterElements；默认的 ONNX Runtime 有。',
  'error.tensorflow-resize': 'TensorFlow.js 执行器没有这样的 Resize（{refusal}）；默认的 ONNX Runtime 有。',
  'error.hub-model-other-kind':
    'Hub 的模型用于图片、文本、声音与时间序列；数据集是{kind}数据。请把 model 保留为 auto。',
  'error.architecture-field':
    '该模型是此处无法构建的一种 {name}：其 config.json 写明 {field} = {value}（{reason}）。请选择另一个模型，或它的 ONNX 副本。',
  'error.architecture-no-weights': '该模型既没有 {file}，也没有带 {index} 的分片。请选择含有其中之一的仓库。',
  'error.architecture-unknown':
    '此处不构建该模型的架构“{name}”；最接近的是：{nearest}。已知：{known}。请选择这样的模型，或它的 ONNX 副本。',
  'error.architecture-weight':
    '该模型的文件缺少 config.json 所要求的权重“{weight}”。请选择该模型的另一个副本。',
  'error.architecture-weights-left':
    '该模型有 {count} 个 {name} 所没有的权重，例如“{weight}”，因此它计算的是别的东西。请选择另一个模型，或它的 ONNX 副本。',
  'error.weights-damaged': '无法读取 {file} 中的权重：{reason}。请选择该模型的另一个副本。',
  'error.onnx-too-complex':
    '模型有{excess}，此处可用的模型都没有这么多。请重新导出，权重用原始字节，并去掉无用部分。',
} as const satisfies Readonly<Record<keyof typeof modelsErrorsEn, string>>;
