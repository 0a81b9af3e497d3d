/** 简体中文：指标的说明与评估的提示。 */
import type { measureNotesEn } from '../../en/notes/measures.ts';

export const measureNotesZhCN = {
  'note.bootstrap-over-samples': '区间由测试样本的自助法得出',
  'note.paired-mcnemar': '在测试部分上逐个样本配对；McNemar p = {p}',
  'note.mase-windows': '{count} 个测试窗口（每个 {horizon} 步）的平均；低于 1 即优于重复上一季节',
  'note.mase-last-steps': '{count} 条序列的最后 {horizon} 步；基线：重复上一季节',
  'note.nine-quantiles': '九个分位数的平均',
  'note.near-nominal': '应接近 0.8',
  'note.fqe-estimate':
    '离策略估计（拟合 Q 评估，{steps} 步之内），依据 {count} 个测试回合，并非试验；基线：这些回合的日志回报',
  'note.fqe-estimate-discounted':
    '离策略估计（拟合 Q 评估，每步折扣 {discount}），依据 {count} 个测试回合，并非试验；基线：这些回合的日志回报',
  'note.fqe-on-file': '离策略估计（拟合 Q 评估），依据 {count} 个回合，并非试验；基线：这些回合的日志回报',
  'note.mean-of-episodes': '{count} 个测试回合的平均',
  'note.discount-a-step': '每步折扣 {discount}',
  'note.by-cloning': '行为克隆',
  'note.near-logged-return': '应接近日志的回报；差距就是其他估计可能的误差',
  'note.share-of-other-actions': '动作与日志不同的步所占的份额',
  'note.share-of-covered': '日志以至少 5 % 的概率采取该动作的状态所占的份额',
  'note.share-of-same-actions': '策略采取日志动作的步所占的份额',
  'note.tokens-lower-better': '{count} 个词元；越低越好',
  'note.lower-better': '越低越好',
  'note.paired-over-texts': '在测试文本上配对；低于 0 即优于原样的解码器',
  'note.absent-classes': '文件中没有 {names} 的样本。',
  'note.file-of-training': '这正是该任务学习过的文件：数字说明的是它记得多好，不是它会做得多好。',
  'note.series-of-training': '这正是该任务学习过的文件：最后几步是其测试的一部分，不是之后的数据。',
  'note.log-of-training': '这正是该策略学习过的日志：估计会偏于乐观。',
  'note.all-learnt': '全部 {total} 行都在该任务学习过的数据中：数字说明的是它记得多好，不是它会做得多好。',
  'note.some-learnt':
    '{total} 行中有 {count} 行在该任务学习过的数据中。数字只按其余 {rest} 行计算；若算上全部行，正确率为 {accuracy} %。',
  'note.episodes-learnt': '{total} 个回合中有 {count} 个与策略学习过的逐步相同：估计会偏于乐观。',
  'note.series-all-learnt':
    '{total} 条序列的最后 {horizon} 步（或其中一部分）都在该任务学习过的数据中：不是之后的数据，数字偏于乐观。',
  'note.series-some-learnt':
    '{total} 条序列中，有 {count} 条的最后 {horizon} 步（或其中一部分）在该任务学习过的数据中。数字只按其余序列计算；若算上全部，MASE 为 {value}。',
  'note.unknown-classes-counted':
    '{count} 个样本属于模型不可能知道的类别（{names}），已略去。若算作错误，正确率为 {accuracy} %。',
  'note.log-not-estimated': '无法在此记录上估计回报。',
} as const satisfies Readonly<Record<keyof typeof measureNotesEn, string>>;
