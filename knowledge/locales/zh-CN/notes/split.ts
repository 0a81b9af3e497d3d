/** 简体中文：划分，以及模型与设置的选择。 */
import type { splitNotesEn } from '../../en/notes/split.ts';

export const splitNotesZhCN = {
  'note.split-drawn': '以种子 {seed} 抽取，按类别分层，训练/验证/测试为 {train}/{validation}/{test} %。',
  'note.split-grouped': '重复的样本与同组的样本留在同一侧（{groups} 组）。',
  'note.split-given': '{parts}部分由数据本身给定。',
  'note.split-rest-drawn': '{parts}部分从其余样本中按类别分层抽取，种子 {seed}。',
  'note.split-copies-removed': '{count} 个在给定部分中有副本的样本未用于训练。',
  'note.split-separate-test':
    '测试部分：单独的文件 {name}（{count} 个样本）。训练与验证以种子 {seed} 分层抽取，{train}/{validation} %。',
  'note.split-tested-removed': '{count} 个也出现在测试文件中（或与其中样本同组）的样本未用于训练。',
  'note.split-missing-classes': '{part}部分没有 {names} 的样本。',
  'note.compared-on-validation': '各模型在验证部分（{count} 个样本）上比较。',
  'note.compared-by-folds':
    '各模型在训练与验证合并的 {count} 个样本上以分层 {folds} 折交叉验证比较，然后在两者上重新拟合。',
  'note.compared-by-repeated-folds':
    '各模型在训练与验证合并的 {count} 个样本上以分层 {folds} 折交叉验证（重复 {times} 次）比较，然后在两者上重新拟合。',
  'note.scores-of-fewer': '所示得分取自 {all} 个预测中的前 {count} 个，即微调的网络也做出的那些。',
  'note.split-series':
    '数字是时间步数。滚动起点：序列末尾的 {validation} 个验证窗口与 {test} 个测试窗口，每个 {horizon} 步；季节为 {period} 步。',
  'note.split-episodes':
    '数字是步数；整个回合不拆开（训练 {train}、验证 {validation}、测试 {test} 个回合）。测试之后，交付的策略用全部回合学习。',
  'note.episodes-cut-by-clock': '{steps} 步的回合视为被时限截断：其最后一步不终止价值。',
  'note.split-texts': '整段文本，以种子 {seed} 抽取，训练/验证/测试占字符的 70/15/15 %。',
  'note.split-texts-grouped': '几乎相同的文本留在同一侧（{groups} 组）。',
  'note.split-blocks': '按至多 {count} 个词元的块读取；每个词元计一次。',
  'note.backbones-compared':
    '在训练与验证的 {count} 个样本上用岭回归探针比较了预训练模型：{figures}；采用 {model}。',
  'note.backbones-compared-tied':
    '在训练与验证的 {count} 个样本上用岭回归探针比较了预训练模型：{figures}；采用 {model}，因为它与最佳者之差在误差之内。',
  'note.backbones-time-ended': '另有 {count} 个预训练模型未比较：时间用完，或无法读取。',
  'note.backbones-not-fetched': '没有从 Hub 下载、因而未比较的有：{models}。用 model: 指定即会下载。',
  'note.tuning-no-time': '时间预算没有为微调网络层留下余地。',
  'note.tuning-too-long':
    '未微调 {model} 的{layers}层（unfreeze:{depth}）：约需 {needed} 秒，只剩 {left} 秒。增加预算即可尝试。',
  'note.deeper-does-not-pay': '没有微调 {model} 的{layers}层：在验证集上，前一步并不比更浅的好。',
  'note.tuning-unfinished': '{model} 的{layers}层的完整微调没有完成。',
  'note.settings-searched': '{count} 种微调方式在第一折上参加了逐次减半（每轮 {epochs} 个 epoch）。',
  'note.settings-search-cut':
    '{count} 种微调方式在第一折上参加了逐次减半（每轮 {epochs} 个 epoch）；时间预算在第 {rung} 轮的 {of} 种中试完 {scored} 种后结束。',
  'note.settings-chosen': '选中 {settings}。',
  'note.settings-none': '一种也没能试。',
} as const satisfies Readonly<Record<keyof typeof splitNotesEn, string>>;
