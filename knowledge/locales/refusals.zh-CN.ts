/**
 * 简体中文：带数值的错误，按代码索引；`{name}` 由错误的 context 填入。同一代码可有几种说法，取第一个数值齐全的；
 * 都不齐全时用 `errors.zh-CN.ts` 的文字，其后附英文原文。
 */
export const refusalsZhCN: Readonly<Record<string, readonly string[]>> = {
  // 文件与表格
  'bad-json': [
    '{total} 行中有 {count} 行不是 JSON 对象（第一处：第 {first} 行；上限 20 %）。JSONL 每行须为一个对象，例如 {"text": "…", "label": "…"}。',
  ],
  'binary-file': [
    '{name} 是二进制数据，不是文本。请发送 CSV、TSV、JSONL、JSON、Parquet 或 XLSX 表格，或图片、声音的 zip。',
  ],
  'ragged-table': [
    '{total} 行中有 {count} 行不是 {width} 个字段（第一处：第 {first} 行；上限 20 %）。请检查分隔符，并给含有分隔符的文本加上引号。',
  ],
  'single-file': [
    '{name} 只是单个图片或声音，无法训练。请按类别分文件夹，打包为 zip（每类至少 3 个，最好 20 个以上）。',
  ],
  'table-too-large': ['表格有 {sizeMiB} MiB；最大 {limitMiB} MiB。请只发送部分样本。'],
  'too-many-columns': ['表格有 {count} 列；最多 {limit} 列。'],
  'too-many-damaged': [
    '{total} 个样本中有 {count} 个无法读取（上限 20 %）；最先的：{first}。请重新导出数据。',
  ],
  'too-many-rows': ['表格有 {count} 行；最多 {limit} 行。请只发送部分样本。'],
  'unknown-column': ['没有列 {name}。现有的列：{listed}。'],
  'unsupported-file': [
    '{name} 是 {extension} 文件，无法读取。请发送按类别分文件夹的图片或声音的 zip/tar.gz，或 CSV、TSV、JSONL、JSON、Parquet、XLSX 表格。',
  ],

  // 标签与类别
  'no-known-class': [
    '该文件中没有训练数据里的任何类别（训练时有：{known}；此处有：{unknown}）。请使用相同的类别名称。',
  ],
  'no-labels': [
    '压缩包内有 {count} 个文件，但没有标签。请把每个类别放进各自的文件夹，或加入含 file_name 与 label 列的 metadata.csv。',
  ],
  'no-text-column': [
    '没有找到文本列。现有的列：{columns}。文本需要一列句子（训练还需要一列标签），时间序列需要一列日期，决策日志需要 action 与 reward 列；不支持纯数字的表格。',
  ],
  'numeric-target': [
    '标签列含有 {distinct} 个不同的数字（例如 {examples}），看起来是测量值；作为类别最多可有 {limit} 个不同的数字。请用 target 选择标签列，或把数值划分为有名称的区间。',
  ],
  'one-class': ['只有一个类别（{listed}）；至少需要两个类别才能学习差别。'],
  'too-few-readable': ['{total} 个文件中只有 {count} 个能读取，无法训练和测试。第一个读不出的：{first}。'],
  'too-few-samples': [
    '样本数达到 {limit} 个的类别不足两个（{listed}）。每个类别至少需要 {limit} 个样本，最好 20 个以上。',
    '日志只有 {count} 个可用的转移；至少需要 {limit} 个，最好数千个。',
  ],
  'too-many-classes': [
    '{samples} 个样本中有 {classes} 种不同的标签；最多 {limit} 个类别，且平均每类须有两个样本。请用 target 选项选择标签列。',
  ],

  // 时间序列、决策记录、文本生成
  'horizon-too-long': [
    '无法在这些序列上检验 {horizon} 步的预测：最长的有 {longest} 步，最多可预测 {most} 步。请缩短 horizon，或提供更长的历史。',
  ],
  'no-time-column': [
    '没有找到日期或时间的列。现有的列：{columns}；时间序列例如需要 series_id、timestamp、value。',
  ],
  'no-value-column': ['除 {time} 外没有数值列。现有的列：{columns}。'],
  'target-not-numeric': ['列 {column} 不是数字，无法预测。请用 target 选择数值列。'],
  'too-few-episodes': [
    '日志只有 {episodes} 个回合；至少需要 {limit} 个，才能留出一些来测试。请用 episode 列区分回合，或用 done 列标记结束。',
  ],
  'too-little-text': [
    '只有 {documents} 段文本、{characters} 个字符；微调并测试文本生成模型至少需要 {fewestTexts} 段、{fewestCharacters} 个字符。请提供更多文本。',
  ],
  'too-short-series': ['没有一条序列有 {least} 个数值（{found}）；预测需要更长的历史。'],

  // 运行
  'deadline-exceeded': ['超过 {seconds} 秒的时限，已停止。请增加时间预算、减少数据或换较小的模型。'],
  'out-of-memory': [
    '内存不足，已停止：用到 {usedMiB} MiB，上限 {limitMiB} MiB。请减少数据或换较小的模型，或请运营者调大 TRAINER_MEMORY_MIB。',
  ],
  'trainer-crashed': [
    '训练程序在此任务上崩溃了 {crashes} 次，已放弃。这是机器人的问题，不是您的数据的问题；请告知运营者。',
  ],
};
