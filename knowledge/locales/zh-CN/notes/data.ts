/** 简体中文：数据集的提示。 */
import type { dataNotesEn } from '../../en/notes/data.ts';

export const dataNotesZhCN = {
  'note.bad-json-rows': '{count} 行不是 JSON 对象，已略去。',
  'note.bad-rows': '{count} 行缺少状态、奖励的数值或动作，已略去。',
  'note.bad-timestamps': '{count} 行的时间无法读取，已略去。',
  'note.bad-values': '{count} 个数值无法读取，按空缺处理。',
  'note.class-imbalance':
    '最大的类别的样本数是最小的 {ratio} 倍（{most} 比 {least}）；请看宏平均 F1，不要只看正确率。',
  'note.class-in-text': '{percent} % 的文本里写着自己的类别名：模型只会去找它。请删去，除非新文本也会有。',
  'note.conflicting-labels': '{count} 处相同或几乎相同的样本带有不同的标签；请检查哪个是对的。',
  'note.constant-reward': '奖励始终是 {reward}；除非回合长短不同，否则无法区分决策好坏。',
  'note.constant-series': '{count} 条序列从不变化。',
  'note.cut-episodes': '{count} 行使回合在结束前中断，又没有下一状态，已略去。',
  'note.damaged-items': '{total} 个文件中有 {count} 个无法读取，已略去。',
  'note.duplicate-timestamps':
    '{count} 个数值与同一序列中的另一个时间相同，取其均值。若测量了多种量，请加入序列列。',
  'note.duplicates': '{count} 个样本是其他样本的副本；副本会留在划分的同一侧。',
  'note.empty-texts': '{count} 行没有文本，已略去。',
  'note.few-episodes': '只有 {count} 个回合：策略回报的估计区间会很宽。',
  'note.few-groups':
    '只有 {count} 个分组；每组只在划分的一侧，因此测试部分只含极少的分组，其得分说明不了其他组。',
  'note.groups-shared':
    '测试部分的 {total} 个分组（说话人或来源）中有 {count} 个也在训练中：{names}。因此得分对新的说话人或来源过于乐观。请用其他分组来测试。',
  'note.label-variants': '{count} 个类别有多种写法（大小写、空格），已合并。',
  'note.leak-column':
    '列 {column} 中单个词就泄露了类别。若它是在知道类别之后写的，请从表中去掉；否则得分说明不了什么。',
  'note.leak-column-unread': '列 {column} 未读取：其中单个词就泄露了类别，而新文本大概不会有这一列。',
  'note.leak-token': '单个词就泄露了某个类别。请删去，除非新文本也会有；否则得分说明不了什么。',
  'note.long-texts': '{count} 段文本超过 {limit} 个字符，只使用开头。',
  'note.low-sampling-rate': '{count} 段声音的采样率低于 8,000 Hz，会丢失辅音等细节。',
  'note.missing-labels': '{count} 行没有标签，已略去。',
  'note.missing-steps': '回合中缺少 {count} 步：缺口之前的行已略去，缺少的步获得了多少无从得知。',
  'note.near-merged': '按您的要求，{count} 种罕见写法（共 {rows} 行）并入了相近的常见类别。',
  'note.near-spellings':
    '{count} 个罕见类别（共 {rows} 行）的写法与某个常见类别几乎相同；若是笔误，可用 merge 选项合并。',
  'note.near-duplicate-class':
    '某些类别有一半以上的样本几乎相同（{names}），像是由同一模板生成。这样的样本同时出现在训练与测试中，得分会比实际更好看。',
  'note.near-duplicates': '有 {count} 处几乎相同的样本；它们会留在划分的同一侧。',
  'note.no-done-column': '没有结束标记列：每个回合的最后一步视为结束。',
  'note.other-file-columns': '只读取了列 {column}；另有 {count} 列也含有文件。',
  'note.other-files': '{count} 个文件是其他种类，已略去。',
  'note.other-labels': '标签取自列 {column}；也可用 target 选择 {names}。',
  'note.other-sheets': '只读取了工作表 {sheet}；另有 {count} 个未读取。',
  'note.other-tables': '有列不同的其他表格，未读取；读取的是 {names}。',
  'note.ragged-rows': '{count} 行不是 {width} 个字段，已略去。含有分隔符的文本需要加引号。',
  'note.rare-actions': '{count} 种动作出现在不到 1 % 的行中，其后果难以判断。',
  'note.rare-classes': '{count} 个类别的样本不足 {limit} 个，连同其 {rows} 行已略去。',
  'note.short-clips': '{count} 段声音短于 {seconds} 秒。',
  'note.short-series': '{count} 条序列不足 {least} 个数值，已略去。',
  'note.small-pictures': '{count} 张图片的长边不足 {pixels} 像素；更大的原图会有帮助。',
  'note.sparse-data': '只有 {count} 个样本：不足 {limit} 个时所有得分都不确定。更多数据最有帮助。',
  'note.sparse-text': '只有 {count} 个字符：不足 {limit} 个时所有得分都不确定。更多文本最有帮助。',
  'note.sparse-series': '{count} 条序列有数值的步不足 {share} %，已略去。',
  'note.several-label-columns':
    '{count} 列只含 0 和 1，且有 {rows} 行中不止一列为 1：一行同时有多个标签。每次只学一列；请用 target 选项选择。',
  'note.spread-label': '类别由 {count} 列 0 和 1 合成，每行恰有一列为 1。',
  'note.title-lines': '表头上方的 {count} 行未读取。',
  'note.tabular-data': '只有 {names} 被当作文本读取；{count} 个数值列未被使用。不支持测量值表格。',
  'note.texts-beyond-limit': '只使用前 {limit} 个字符；其后的 {count} 段文本已略去。',
  'note.unbalanced-quotes': '引号不成对，按普通字符读取。',
  'note.unused-columns': '{count} 列不是数字，未用作状态：{names}。请写成数字，例如每个取值一列 0 与 1。',
  'note.unnamed-classes': '类别是数字（{names}），文件没有说明其含义。',
  'note.source-cut-files':
    '为不超过 {limit} MiB，只下载了 {of} 个训练文件中均匀选取的 {taken} 个。运营者可调大 MAX_DATASET_MIB。',
  'note.source-cut-parts':
    '只下载了训练文件：连同验证与测试文件会超过 {limit} MiB。两个部分都从训练文件中抽取。',
  'note.unknown-classes': '{count} 个样本属于训练数据中没有的 {classes} 个类别，已略去。',
  'note.unlabelled-items': '{count} 个文件没有标签（没有类别文件夹，也不在表格中），已略去。',
} as const satisfies Readonly<Record<keyof typeof dataNotesEn, string>>;
