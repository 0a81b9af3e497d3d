/** 简体中文：数据集的细节。占位符为 `{name}`，原样保留；`{format}` 是 `phrases.zh-CN.ts` 中的写法。 */
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
