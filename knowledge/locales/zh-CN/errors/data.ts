/** 简体中文错误：数据集：来源、压缩包、表格、标签、序列、决策日志。 */
import type { dataErrorsEn } from '../../en/errors/data.ts';

export const dataErrorsZhCN = {
  'error.bad-source':
    '来源“{source}”既不是以 https:// 开头的地址，也不是 Hugging Face Hub 的数据集（owner/name，必要时加 @版本 或 :文件夹）。',
  'error.one-data-source':
    '同时给出了附件（dataset）和来源（source）。请只用一种：以 dataset 附上文件，或在 source 中填写 https 地址或 Hugging Face Hub 的数据集（owner/name）。',
  'error.no-data-source':
    '没有数据集。请以 dataset 附上文件，或在 source 中填写 https 地址或 Hugging Face Hub 的数据集（owner/name）：二者取一。',
  'error.source-host':
    '该地址指向 {host}，我不从那里下载。地址须以 https:// 开头，允许的主机有：{allowed}。请附上文件，或填写 Hugging Face Hub 的数据集（owner/name）。',
  'error.source-too-large':
    '“{name}”有 {size} 或更大；此处上限为 {limit}。请取一部分样本，或请机器人的运营者调大 MAX_DATASET_MIB。',
  'error.source-unreachable': '无法下载 {host} 上的数据集：{reason}。请在浏览器中检查地址，或附上文件。',
  'error.source-is-a-page':
    '该地址给出的是网页（“{name}”，{type}），不是数据文件。请使用下载文件本身的地址。',
  'error.source-empty': '“{name}”是空的（0 字节）。请检查地址。',
  'error.attachment-host': '文件位于 {protocol}//{host}，而我只从 Discord 获取文件。请把文件直接附到命令上。',
  'error.attachment-too-large': '“{name}”有 {size} 或更大；此处上限为 {limit}。请缩小图片或减少样本。',
  'error.attachment-empty': '“{name}”是空的（0 字节）。请附上有数据的文件。',
  'error.attachment-unreachable': '无法下载“{name}”：{reason}。附件链接一天后失效，请重新附上文件。',
  'error.hub-data-choose':
    '数据集 {name} 含有多个部分：{names}。请在冒号后写明要哪一个，例如 {name}:{example}。',
  'error.hub-data-gated':
    '数据集 {name} 需要授权：所有者只让接受其条款的账户访问。机器人的运营者可设置已获授权账户的 HF_TOKEN 并写入 HUB_PRIVATE_REPOS；或请您自行下载后附上。',
  'error.hub-data-none':
    '数据集 {name} 没有我能读取的数据文件（共 {count} 个文件）。需要 Parquet、CSV、JSONL、XLSX、zip、tar.gz，或按类别分文件夹的图片与声音；不支持由脚本生成的数据集。',
  'error.hub-data-not-found':
    'Hub 上没有数据集 {name}，或它是私有的。请检查写法（owner/name）；私有数据集需要机器人的运营者设置 HF_TOKEN 并写入 HUB_PRIVATE_REPOS。',
  'error.hub-data-path':
    '数据集 {name} 没有文件或文件夹“{path}”；它有 {known}。请在冒号后写其中之一，或省略。',
  'error.hub-data-too-large':
    '数据集 {name} 有 {size} MiB 的数据文件，最多下载 {limit} MiB。请在冒号后指定其中一个文件夹或文件（owner/name:文件夹），或请机器人的运营者调大 MAX_DATASET_MIB。',
  'error.hub-data-unreachable':
    '无法连接数据集 {name} 所在的 {endpoint}。请附上文件，或请机器人的运营者把 HF_ENDPOINT 设为可用的镜像。',
  'error.archive-entry-too-large': '压缩包中的“{name}”解压后超过 {limit}。请拆分或去掉它。',
  'error.archive-expands-too-much':
    '压缩包解压后超过 {limit}（最多为其自身大小的 {ratio} 倍）。请减少数据，或重新打包。',
  'error.workbook-expands-too-much': '“{name}”解压后超过 {limitMiB} MiB。请只发送部分样本，或改发 CSV。',
  'error.archive-too-many-entries': '压缩包内的条目超过 {limit} 个。请只发送部分样本。',
  'error.archive-too-many-entries-listed': '压缩包内有 {count} 个条目；最多 {limit} 个。请只发送部分样本。',
  'error.broken-archive': '{file}无法读取：{reason}。它可能不完整或已损坏；请重新打包上传。',
  'error.broken-workbook': '“{name}”无法解开：{reason}。请重新保存后附上，或改发 CSV。',
  'error.no-archive': '“{name}”不是压缩包，而是纯文本，作为表格也不能用：{reason} 请重新打包文件夹后附上。',
  'error.empty-archive': '压缩包“{name}”中没有图片、声音或表格；它是空的。请打包文件本身。',
  'error.archive-of-others': '压缩包“{name}”中没有图片、声音或表格（其中有 {others}）。{mend}',
  'error.encrypted-archive': '压缩包有密码保护（“{name}”）。请去掉密码后重新打包。',
  'error.unsafe-archive':
    '拒绝该压缩包：其中的“{name}”{why}。只接受路径在压缩包之内的普通文件；请去掉它后重新打包。',
  'error.unsafe-archive-shared':
    '拒绝该压缩包：“{name}”与另一条目共用字节，如同压缩炸弹。请用普通的压缩工具重新打包文件夹。',
  'error.unsupported-archive': '“{name}”是 {ext} 压缩包，无法打开。请打包为 zip 或 tar.gz。',
  'error.prose-in-archive': '“{name}”是打包的。要微调文本生成模型，请附上 .txt、.md、CSV 或 JSONL 文件本身。',
  'error.bad-json':
    '“{name}”的 {total} 行中有 {count} 行不是 JSON 对象（第一处：第 {first} 行；上限 20 %）。JSONL 每行须为一个对象，例如 {example}。',
  'error.bad-parquet': '无法按 Parquet 读取“{name}”：{reason}。请重新保存，或改发 CSV。',
  'error.parquet-without-columns': '“{name}”没有表格的列，只有文件（{columns}）。请加入标签列。',
  'error.bad-xlsx': '无法按 XLSX 工作簿读取“{name}”：{reason}。请重新保存，或改发 CSV。',
  'error.empty-workbook': '“{name}”没有填有内容的工作表。',
  'error.binary-file':
    '“{name}”是二进制数据，不是文本。请发送 CSV、TSV、JSONL、JSON、Parquet 或 XLSX 表格，或图片、声音的 zip。',
  'error.empty-file': '“{name}”是空的。请重新附上。',
  'error.empty-table': '“{name}”没有任何行。',
  'error.file-without-text': '“{name}”没有文本。',
  'error.web-page': '“{name}”是网页（HTML），不是表格。请附上数据文件本身；其链接可能指向了要求登录的页面。',
  'error.too-few-rows':
    '“{name}”{count|只有 0 或 1 行}（列：{columns}），从中学不到什么。请附上有数据的文件。',
  'error.ragged-table':
    '“{name}”的 {total} 行中有 {count} 行不是 {width} 个字段（第一处：第 {first} 行；上限 20 %）。请检查分隔符（按 {delimiters} 读取），并给含有分隔符的文本加上引号。',
  'error.table-too-large': '“{name}”有 {sizeMiB} MiB；表格最大 {limitMiB} MiB。请只发送部分样本。',
  'error.row-group-too-large':
    '“{name}”的一个行组有 {sizeMiB} MiB；一次最多读取 {limitMiB} MiB。请以较小的行组保存，例如每组 100 行。',
  'error.too-many-columns': '“{name}”有 {count} 列；最多 {limit} 列。',
  'error.too-many-keys': '“{name}”有 {count} 个不同的键；最多 {limit} 个。',
  'error.too-many-rows': '“{name}”有 {rows} 行；最多 {limit} 行。请只发送部分样本。',
  'error.too-many-rows-together': '各表格共有 {count} 行；最多 {limit} 行。请只发送部分样本。',
  'error.ambiguous-column': '“{name}”符合多个列：{listed}。请给出其中一个的完整名称。',
  'error.unknown-column': '没有列“{name}”。现有的列：{listed}。',
  'error.unsupported-file':
    '“{name}”是 {extension} 文件，无法读取。请发送按类别分文件夹的图片或声音的 zip 或 tar.gz，或 CSV、TSV、JSONL、JSON、Parquet、XLSX 表格。',
  'error.single-file':
    '“{name}”只是单个{one}，无法训练。请把许多{many}按类别分文件夹，打包为 zip（每类至少 3 个，最好 20 个以上）。',
  'error.wrong-kind':
    '压缩包“{name}”中没有{wanted}（另有 {count} 个其他文件，{damaged} 个损坏）。请省略 task 选项，由内容自动判断。',
  'error.wrong-kind-table':
    '“{name}”是表格（列：{columns}），不是{wanted}的压缩包。请按类别分文件夹，打包为 zip。',
  'error.wrong-input-kind': '“{name}”是 {ext} 文件，而该模型需要文本：含文本列的表格，或每行一段文本的文件。',
  'error.wrong-input-archive':
    '“{name}”含有 {media} 个图片或声音而没有表格，而该模型需要文本：含文本列的表格，或每行一段文本的文件。',
  'error.wrong-input-media': '“{name}”不是{one}，也不是{many}的压缩包，而该模型需要这些。',
  'error.wrong-input-in-archive': '“{name}”中没有{many}（有 {count} 个其他文件），而该模型需要这些。',
  'error.no-input-rows': '“{name}”在表头之下没有行。请附上有文本的文件。',
  'error.too-many-damaged':
    '{total} 个{words}中有 {count} 个无法读取（上限 20 %）；最先的：{first}。请重新导出。',
  'error.no-labels':
    '压缩包内有 {count} 个{words}，但没有标签。请把每个类别放进各自的文件夹（例如 cats/1.jpg、dogs/2.jpg），或加入含 file_name 与 label 列的 metadata.csv。',
  'error.no-labels-in-table':
    '“{name}”有 {count} 个{words}，但没有给出标签的列（其他每行一个值的列：{listed}）。请用 target 选项指定标签列，或加入一列。',
  'error.file-names':
    '列 {column} 中是图片或声音的文件名（例如 {example}），不是文本。请把这些文件与此表格放进同一个 zip 再发送。',
  'error.no-sentences':
    '列 {column} 中是编号、日期或名称（例如 {example}），从中学不到类别。请发送另含一列句子或词语的表格。',
  'error.several-labels':
    '{column}在 {total} 行中的 {rows} 行里，一个单元格含有多个标签（例如 {example}）；这里的模型每行只学一个类别。请每行只写一个最重要的类别，或为每个标签（{names}）各建一列“是/否”，每次训练其中一列。',
  'error.sideways':
    '“{name}”是横放的表格：{columns} 列、{rows} 行，各行以 {names} 开头。请交换行与列（转置），使每行是一个样本，再发送。',
  'error.number-to-predict':
    '列 {column} 含有 {distinct} 个不同的数字（例如 {examples}）：这是要预测的数值，而从文本只能学习类别。请把数值划分为有名称的区间（如低、中、高），另写一列后再发送。',
  'error.number-beside-classes':
    '列 {column} 含有 {distinct} 个不同的数字（例如 {examples}）：这是要预测的数值，而从文本只能学习类别。请把数值划分为有名称的区间（如低、中、高），另写一列；或用 target 选项选择类别列：{others}。',
  'error.no-classes':
    '没有一列是类别（少数几种反复出现的值）。现有的列：{columns}。请加入一列，写明每行的类别。',
  'error.no-label-column':
    '没有像标签的列（少数几种不同的短值）。现有的列：{columns}；请用 target 选项指定要预测的列。',
  'error.no-text-column':
    '没有文本列。现有的列：{columns}。文本需要一列句子（训练还需要一列标签），时间序列需要一列日期，决策日志需要 action 与 reward 列；不支持纯数字的表格。',
  'error.no-known-class': '{column}没有训练数据里的任何类别（{known}）；它有 {unknown}。',
  'error.numeric-target':
    '{column}含有 {distinct} 个不同的数字（例如 {examples}），看起来是测量值；需要的是类别，最多可有 {limit} 个不同的数字。请用 target 选项选择标签列，或把数值划分为有名称的区间。',
  'error.labels-empty': '{column}没有标签；至少需要两个类别才能学习差别。',
  'error.one-class': '{column}只有一个类别（{listed} 个样本）；至少需要两个类别才能学习差别。',
  'error.too-few-samples':
    '{column}中样本数达到 {limit} 个的类别不足两个（{listed}）。每个类别至少需要 {limit} 个样本，最好 20 个以上。',
  'error.too-many-classes':
    '{column}在 {samples} 个样本中有 {classes} 种不同的值；最多 {limit} 个类别，且平均每类须有两个样本。请用 target 选项选择标签列。',
  'error.no-independent-samples':
    '{part}部分没有样本可用：{samples} 个样本是 {groups} 组副本、近似副本或同源样本，每组只在一侧，而给定的测试文件所含的不用于训练。至少需要三组，最好每个样本自成一组。请发送彼此不同的数据。',
  'error.irregular-series':
    '时间间隔不相等：间隔从 {least} 到 {most}，没有一种间隔符合其中 {share} %。请先整理为等间隔（例如每小时或每天的均值）。',
  'error.mostly-gaps':
    '按{step}的间隔，每条序列大部分是空缺：{share} 的步有数值，至少须有 {least} %。时间列选对了吗？事件数据请先计数（例如按天）。',
  'error.no-time-column':
    '没有含日期或时间的列。现有的列：{columns}；时间序列例如需要 series_id、timestamp、value。',
  'error.mixed-dates':
    '列“{column}”用几种写法记日期（{examples}），因此像 03/04/2024 这样的日期有歧义：是四月还是三月？请统一写法，最好用年-月-日（2024-04-03）。',
  'error.number-too-large':
    '“{where}”中有数字 {value}；可计算的数字最大为 {limit}。若是错误，请改正或清空该单元格；否则请让整列改用更大的单位（例如都除以同一个数）。',
  'error.numbers-too-small':
    '“{where}”中最大的数字是 {value}；至少要达到 {limit} 才能计算。请让整列改用更小的单位（例如都乘以同一个数）。',
  'error.no-value-column': '除“{time}”外没有数值列。现有的列：{columns}。',
  'error.series-of-one-time': '没有一条序列在两个不同的时间有数值；预测需要历史。',
  'error.too-short-series': '没有一条序列有 {least} 个数值（{found}）；预测需要更长的历史。',
  'error.too-long-series': '序列“{id}”跨越 {count} 个{step}的步；最多 {limit} 个。',
  'error.target-not-numeric': '列“{column}”没有可预测的数字。',
  'error.continuous-actions':
    '列“{column}”含有 {count} 种不同的小数（例如 {examples}），因此动作是连续的；只能学习离散动作。请先划分为区间。',
  'error.no-policy-columns':
    '表格没有{missing}。现有的列：{columns}；决策日志需要 episode、step、s0…、action、reward、ns0…、done（episode、step、ns0… 与 done 可以没有）。',
  'error.no-state-rows': '“{name}”没有一行含全部 {count} 个状态。',
  'error.one-action-in-column': '列“{column}”只有动作“{action}”；没有选择可言。',
  'error.too-few-transitions': '日志有 {count} 个可用的转移；至少需要 {limit} 个，最好数千个。',
  'error.too-many-actions': '列“{column}”含有 {count} 种不同的动作；最多 {limit} 种。',
  'error.too-many-bad-rows':
    '{total} 行中有 {count} 行缺少状态、奖励的数值或动作（上限 20 %；第一处：第 {first} 行）。',
  'error.no-text-rows': '“{name}”没有含文本的行。',
  'error.too-little-text':
    '“{name}”有 {documents} 段文本、{characters} 个字符；微调并测试文本生成模型至少需要 {fewestTexts} 段、{fewestCharacters} 个字符。请提供更多文本。',
} as const satisfies Readonly<Record<keyof typeof dataErrorsEn, string>>;
