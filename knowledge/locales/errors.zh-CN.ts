/**
 * 简体中文：数据、模型与训练中的错误与提示，按代码索引。每条说明出了什么问题、怎么办；具体的数值与限制
 * 由 `src/text/localise.ts` 附上英文原文给出。机器人命令自身的错误在 `zh-CN.ts` 的 `error.…` 中。
 */
export const errorsZhCN: Readonly<Record<string, string>> = {
  // 数据来源
  'bad-source': '数据来源既不是以 https:// 开头的地址，也不是 Hugging Face 数据集（owner/name）。',
  'one-data-source': '请只用一种方式给出数据集：附上文件（dataset），或填写来源（source）。',
  'source-host':
    '不允许从该地址下载。请附上文件，填写 Hugging Face 数据集（owner/name），或请运营者设置 DATASET_HOSTS。',
  'source-too-large': '该地址的文件超过大小上限。请取一部分样本，或请运营者调大 MAX_DATASET_MIB。',
  'source-unreachable': '无法从该地址下载数据集。请在浏览器中检查地址，或附上文件。',
  'source-is-a-page': '该地址给出的是网页，不是数据文件。请使用下载文件本身的地址。',
  'source-empty': '该地址的文件是空的。请检查地址。',
  'hub-data-choose': '该数据集含有多个部分。请在冒号后写明要哪一个（owner/name:文件夹）。',
  'hub-data-gated':
    '该数据集需要授权。运营者可设置已获授权账户的 HF_TOKEN 并写入 HUB_PRIVATE_REPOS，或请您自行下载后附上。',
  'hub-data-none':
    '该数据集没有可读取的数据文件。需要 Parquet、CSV、JSONL、XLSX、zip、tar.gz，或按类别分文件夹的图片与声音。',
  'hub-data-not-found':
    'Hub 上没有这个数据集，或它是私有的。请检查写法（owner/name）；私有数据集需要运营者设置 HF_TOKEN 并写入 HUB_PRIVATE_REPOS。',
  'hub-data-path': '该数据集中没有冒号后所写的文件或文件夹。请改写或省略。',
  'hub-data-too-large':
    '该数据集的文件超过大小上限。请在冒号后指定其中一个文件夹或文件，或请运营者调大 MAX_DATASET_MIB。',
  'hub-data-unreachable': '无法连接数据集所在的 Hub。请附上文件，或请运营者把 HF_ENDPOINT 设为可用的镜像。',

  // 压缩包
  'archive-entry-too-large': '压缩包内有文件解压后过大。请拆分或去掉它。',
  'archive-expands-too-much': '压缩包解压后过大。请减少数据，或重新打包。',
  'archive-too-many-entries': '压缩包内文件过多。请只发送部分样本。',
  'broken-archive': '压缩包无法读取，可能不完整或已损坏。请重新打包上传。',
  'empty-archive': '压缩包内没有图片、声音或表格。',
  'encrypted-archive': '压缩包有密码保护。请去掉密码后重新打包。',
  'unsafe-archive': '出于安全原因拒绝该压缩包。请用普通工具重新打包文件夹。',
  'unsupported-archive': '不支持这种压缩格式。请打包为 zip 或 tar.gz。',
  'prose-in-archive': '压缩包中的文本无法用于生成文本的训练。',

  // 文件与表格
  'bad-json':
    'JSON/JSONL 中有太多行不是 JSON 对象。JSONL 每行须为一个对象，例如 {"text": "…", "label": "…"}。',
  'bad-parquet': '无法按 Parquet 读取该文件。请重新保存，或改发 CSV。',
  'bad-xlsx': '无法按 XLSX 读取该文件。请重新保存，或改发 CSV。',
  'binary-file':
    '文件是二进制数据，不是文本。请发送 CSV、TSV、JSONL、JSON、Parquet 或 XLSX 表格，或图片、声音的 zip。',
  'empty-file': '文件为空，或没有可用的行。请检查后重新附上。',
  'ragged-table': '表格中有太多行的列数不一致。请检查分隔符与引号后重新导出。',
  'table-too-large': '表格文件过大。请只发送部分样本。',
  'too-many-columns': '表格的列数过多。',
  'too-many-rows': '表格的行数过多。请只发送部分样本。',
  'unknown-column': '表格中没有这个列名。请从现有的列中选择。',
  'unsupported-file':
    '不支持这种文件。请发送按类别分文件夹的图片或声音的 zip/tar.gz，或 CSV、TSV、JSONL、JSON、Parquet、XLSX 表格。',
  'single-file':
    '只有单个图片或声音，无法训练。请按类别分文件夹，打包为 zip（每类至少 3 个，最好 20 个以上）。',
  'wrong-kind': '文件内容与所选任务不符。请省略 task 选项，由内容自动判断，或更换文件。',
  'wrong-input-kind': '该模型不接受这种输入。请按模型的数据类型附上文件。',
  'too-many-damaged': '无法读取的样本过多（上限 20 %）。请重新导出数据。',

  // 标签与类别
  'no-labels':
    '压缩包内的文件没有标签。请把每个类别放进各自的文件夹，或加入含 file_name 与 label 列的 metadata.csv。',
  'no-label-column': '没有找到标签列。请用 target 选项指定要预测的列。',
  'no-text-column': '没有找到文本列。请检查表格。',
  'no-known-class': '该文件中没有训练数据里的任何类别。请使用相同的类别名称。',
  'numeric-target': '标签列看起来是测量值而不是类别。请用 target 选择标签列，或把数值划分为有名称的区间。',
  'target-not-numeric': '要预测的列不是数字。请用 target 选择数值列。',
  'one-class': '只有一个类别；至少需要两个类别才能学习差别。',
  'too-few-samples': '样本太少。每个类别至少 3 个样本（最好 20 个以上），决策记录则至少 50 行。',
  'too-many-classes': '类别过多。请用 target 选项选择正确的标签列。',
  'kind-without-classes': '这些数据不是带类别的样本。若并非如此，请用 target 指定类别列。',
  'too-few-readable': '能读取的文件太少，无法训练和测试。',
  'test-of-other-kind': '测试文件与数据集不是同一种数据。',
  'no-test-file-here': '这种数据不支持单独的测试文件。请省略 test。',

  // 时间序列
  'irregular-series': '时间间隔不相等。请先整理为等间隔（例如每小时或每天的均值）。',
  'mostly-gaps': '按这个间隔，序列大部分是空缺。请检查时间列；事件数据请先计数（例如按天）。',
  'no-time-column': '没有找到时间列。请加入日期或时间的列。',
  'no-value-column': '没有找到数值列。请用 target 指定要预测的数值列。',
  'too-short-series': '序列太短，无法预测。请提供更长的历史，或缩短预测步数。',
  'series-too-short': '序列太短，无法预测。请提供更长的历史。',
  'too-long-series': '序列跨越的步数过多。',
  'no-independent-samples':
    '某一部分没有样本可用：样本几乎都是彼此的副本或出自同一来源，或都在所附的测试文件中。请发送彼此不同的数据。',
  'nothing-to-forecast':
    '没有方法能得分：在最后几步之前，每条序列都不变或没有数值，误差无从比较。请发送有变化的序列，或更长的历史。',
  'horizon-too-long': '预测步数相对于历史过长，无法检验。请缩短 horizon，或提供更长的历史。',

  // 决策记录（策略）
  'constant-reward': '奖励始终相同，无法区分决策好坏。请记录有差别的奖励。',
  'continuous-actions': '动作是连续数值；只能学习离散动作。请先划分为区间。',
  'no-policy-columns': '没有找到决策记录所需的列（状态、动作、奖励）。',
  'one-action': '只有一种动作，没有选择可言。',
  'too-few-episodes': '回合太少，无法留出测试部分。请用 episode 列区分回合，或用 done 列标记结束。',
  'too-many-actions': '动作种类过多（上限 100）。',
  'other-actions': '该文件的动作与训练时不同。',
  'other-states': '该文件的状态列与训练时不同。',

  // 文本生成
  'too-few-different-texts': '几乎所有文本彼此重复，无法留出测试部分。请提供更多不同的文本。',
  'too-little-text': '文本太少，无法微调文本生成模型。请提供更多文本。',
  'too-many-prompts': '一次续写的文本过多。请减少数量。',
  'not-a-decoder': '该模型不是文本生成模型。请选择 GPT 类模型。',
  'no-classifier': '该任务没有分类模型。请选择另一个任务。',

  // 预训练模型
  'architecture-field':
    '该模型的 config.json 含有此处未知或不支持的字段，可能改变计算方式。请换一个模型，或它的 ONNX 副本。',
  'architecture-no-weights': '该模型没有 model.safetensors 或其分片。请选择含有权重的仓库。',
  'architecture-unknown': '此处不支持该模型的结构。请选择已知结构的模型，或该模型的 ONNX 副本。',
  'architecture-weight': '该模型的文件缺少 config.json 所要求的权重。请选择另一个副本。',
  'architecture-weights-left': '该模型含有此结构所没有的权重，计算方式不同。请换一个模型，或它的 ONNX 副本。',
  'audio-frontend': '该声音模型的前端在此不受支持。请改用 google_speech_embedding。',
  'backbone-of-other-kind': '该模型处理的数据种类与数据集不同。请换一个模型，或保留 auto。',
  'bad-model-config': '模型的配置文件无法使用。请选择该模型的另一个副本。',
  'cannot-cut': '模型无法在此处切分。请选择另一个深度。',
  'changing-rank': '该模型只能冻结使用（unfreeze:none）。',
  'decoder-past': '解码器需要过去的键和值。请导出不含 past 的模型。',
  'hub-checksum': '从 Hub 下载的文件校验失败。请重试；若仍如此，镜像上的副本已损坏。',
  'hub-error': 'Hub 返回了错误。请稍后再试。',
  'hub-file-missing':
    '该模型缺少必要的文件。请选择 transformers.js 可加载的仓库（如 Xenova 或 onnx-community）。',
  'hub-not-cached':
    '该模型尚未下载到本机。用它开始一次训练即可下载；没有网络时请设置 HF_ENDPOINT，或用 model-file 附上文件。',
  'hub-revision-not-found': '没有这个版本（分支、标签或提交）。请改写 @ 之后的部分，或省略。',
  'hub-write-refused': '该令牌没有写入权限。请使用有 write 权限的令牌。',
  'hub-wrong-size': '从 Hub 下载的文件比所列大小更大，未被接受。',
  'image-input': '模型的图片输入不是正方形，不受支持。请以正方形或可变的输入尺寸导出。',
  'kind-stays-frozen': '这类网络只能冻结使用。',
  'model-zip':
    '模型 zip 中须恰好有一个 ONNX 文件，旁边是 config.json 及 tokenizer.json 或 preprocessor_config.json。',
  'no-features': '模型没有可用作特征的输出。请选择另一个模型。',
  'not-onnx': '该文件不是 ONNX 模型。请导出为 ONNX 后附上。',
  'policy-model':
    '附上的策略与此记录不符。它须只有一个输入 state（[n, 状态数]，float32，单位与列序同记录），第一个输出为每个动作一个分数（[n, 动作数]）。',
  'no-layers': '该网络没有可训练的 float32 层，不能微调。',
  'nothing-to-unfreeze': '模型中没有可训练的层。请使用 unfreeze:none。',
  'onnx-broken-graph': 'ONNX 模型的计算图有误。请重新导出。',
  'onnx-constant': 'ONNX 模型中的常量无法读取。请重新导出。',
  'onnx-custom-ops': 'ONNX 模型使用了自定义算子，不受支持。',
  'onnx-external-data': 'ONNX 模型的权重在另一个文件中。请打包为一个文件或 zip。',
  'onnx-functions': 'ONNX 模型使用了本地函数，不受支持。请展开后导出。',
  'onnx-refused': 'ONNX Runtime 无法打开该模型。请重新导出。',
  'onnx-tensor-type': 'ONNX 模型中的数据类型不受支持。',
  'onnx-too-large': 'ONNX 文件过大：单个文件最多 2 GiB。请选择较小的模型，或在导出时把权重放在单独的文件中。',
  'onnx-too-old': 'ONNX 模型的版本过旧。请用较新的 opset 导出。',
  'onnx-too-complex':
    '模型所含的部件（算子、张量或字段）多得异常。请重新导出，权重用原始字节，并去掉无用部分。',
  'onnx-unreadable': 'ONNX 文件无法读取，可能不完整。请重新导出。',
  'onnx-without-opset': 'ONNX 模型没有写明 opset。请重新导出。',
  'pooling-not-exported': '模型的池化方式无法导出。请选择另一个模型。',
  'pooling-not-trainable': '模型的池化方式无法训练。请使用 unfreeze:none。',
  'text-input': '模型的文本输入不受支持。请选择另一个模型。',
  'tokenizer-missing':
    '单个 ONNX 文件无法说明文本如何变成词元。请改用 Hugging Face id，或含 tokenizer.json 与 config.json 的 zip。',
  'training-mode-export': 'ONNX 模型是以训练模式导出的。请以推理模式重新导出。',
  'unknown-backbone': '此处无法加载该模型。请选择已知的模型，或 Hugging Face id（owner/name）。',
  'unknown-input': '模型的输入不受支持。可用：图片像素、文本词元或声音波形。',
  'unknown-value': '模型没有计算所需的值。请选择另一个模型。',
  'unsupported-input-type': '模型输入的数据类型不受支持。',
  'unsupported-op': '模型的这一部分含有无法训练的算子。请使用 unfreeze:none，或减少解冻的层。',
  'weights-damaged': '模型的权重文件无法读取，可能不完整。请选择该模型的另一个副本。',
  'weights-missing': '机器人缺少模型权重。请运营者重新安装（npm ci）。',

  // 训练与预测
  'artifact-missing': '该任务的模型已不在存储中。请用 /finetune 重新训练。',
  cancelled: '工作在完成前被取消。',
  'deadline-exceeded': '超过时限，已停止。请增加时间预算、减少数据或换较小的模型。',
  'out-of-memory': '内存不足，已停止。请减少数据或换较小的模型。',
  'trainer-crashed': '训练程序多次崩溃，已放弃。这是机器人的问题，不是您的数据的问题；请告知运营者。',
  'kind-not-evaluated': '这种任务不能用后来的文件评估。',
  'nothing-to-evaluate': '没有可评估的样本。',
  'nothing-to-measure': '没有可在此实测的候选模型。',
  'nothing-to-predict': '没有可预测的内容。',
  'other-kind': '该文件与任务的数据种类不同。',
  'text-for-other-kind': '该模型不接受文本。请用 file 附上文件。',

  // 运营
  'bad-environment': '环境变量无法使用，见 .env.example。',
  'bad-knowledge': '知识文件无法使用。',
  'bad-storage-url': 'STORAGE_URL 无法使用。',
  'data-folder-in-use': '数据文件夹正被另一个进程使用。',
  'storage-unreachable':
    '我的文件存储暂时无法访问，现在不能收发文件。已存储的内容不会丢失，请几分钟后再试；若一直如此，请运营者查看日志并检查 STORAGE_URL。',
  'disk-full':
    '我的磁盘已满，现在不能接收或生成文件。已存储的内容不会丢失，请稍后再试；若一直如此，请运营者清理 DATA_DIR。',
  'database-away':
    '我的数据库暂时无法访问。已开始的任务是安全的，恢复后会继续；请几分钟后再试。若一直如此，请运营者检查 DATABASE_URL 的服务器。',
  'database-unreachable': '无法连接 PostgreSQL。请检查 DATABASE_URL。',
  'store-unusable': '数据存储无法打开。',
  'worker-idle': 'WORKER_CONCURRENCY 为 0，该工作进程不会训练。',
  'worker-needs-database': '独立的工作进程需要 DATABASE_URL。',
};
