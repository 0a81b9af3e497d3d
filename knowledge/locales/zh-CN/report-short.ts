/** 十秒可读的报告及其按钮后内容的简体中文文本。占位符为 `{name}`。 */
import type { reportShortEn } from '../en/report-short.ts';

export const reportShortZhCN: Readonly<Record<keyof typeof reportShortEn, string>> = {
  'report.short.right':
    '**在从未见过的{things}上，{n} 次中对了 {right} 次**（{percent}%，大约在 {low}–{high}% 之间）。',
  'report.short.notShown':
    '**尚不能证明比猜测更好**：在从未见过的{things}上，{n} 次中对了 {right} 次（{percent}%，大约在 {low}–{high}% 之间）；总是猜最常见的类别：{guessed} 次。',
  'report.short.noBetter':
    '**还不能用**：在从未见过的{things}上，{n} 次中对了 {right} 次（{percent}%，大约在 {low}–{high}% 之间），而总是猜最常见的类别也有 {guessed} 次。',
  'report.short.things.image': '图片',
  'report.short.things.text': '文本',
  'report.short.things.audio': '声音',
  'report.short.things.other': '样本',
  'report.short.times': '{n} 次中对 {right} 次',
  'report.short.guessing': '总是猜最常见的类别：{n} 次中对 {guessed} 次。',
  'report.short.without': '不用迁移学习：{other}。',
  'report.short.withoutTie': '不用迁移学习：{other}，没有明显差别。',
  'report.short.withTie': '用迁移学习：{other}，没有明显差别。',
  'report.short.withLost': '迁移学习在这里没有帮助（{other}），因此交付更简单的模型。',
  'report.short.withoutUntested': '迁移学习有帮助。',
  'report.short.withoutTieUntested': '迁移学习没有带来明显差别。',
  'report.short.withLostUntested': '迁移学习在这里没有帮助，因此交付更简单的模型。',
  'report.short.series': '**预测误差比照搬上一季小 {percent}%**（{count} 段从未见过的数据）。',
  'report.short.seriesNoBetter':
    '**不比照搬上一季更好**：在 {count} 段从未见过的数据上，预测误差反而大 {percent}%。',
  'report.short.seriesSaved': '小 {percent}%',
  'report.short.seriesSavedNothing': '并不更小',
  'report.short.policyBetter': '**估计每回合得 {value}{range}，日志中的决策得 {baseline}。**',
  'report.short.policyNotShown':
    '**尚不能证明比日志中的决策更好**：估计每回合得 {value}{range}，日志得 {baseline}。',
  'report.short.likely': '（大约在 {low} 至 {high} 之间）',
  'report.short.policyEstimate': '这是由日志得出的估计，并非实际试验：请谨慎试用。',
  'report.short.policyImitates': '它模仿日志：从奖励中学得的策略都没有被估计为更好。',
  'report.short.prose':
    '**现在写得更像您的文本**：在从未见过的文本上，每一步大约在 {own} 个片段之间犹豫，之前是 {untouched} 个。',
  'report.short.proseNoBetter':
    '**微调没有帮助**：交付的是原来的生成模型；在从未见过的文本上，每一步大约在 {own} 个片段之间犹豫。',
  'report.short.proseCounted': '只数哪个片段接在哪个之后，也能做到（{ngram}）。',
  'report.short.delivered': '**交付 {name}。**',
  'report.short.confuses': '常见的错误：{list}。',
  'report.short.takes': '把{truth}当成{predicted}',
  'report.short.noMistake': '没有出错。',
  'report.short.and': '和',
  'report.short.improve': '如何改进：{steps}。',
  'report.short.checkColumn': '请确认标签就是您要的那一列',
  'report.short.suspects': '有 {count} 个标签看起来有误',
  'report.short.weakest': '先多补充{classes}',
  'report.short.growth': '样本翻倍后，每 100 次大约能多对 {range} 次',
  'report.short.flat': '改进标签或换模型，因为更多样本几乎没有帮助',
  'report.short.more.samples': '为每个类别补充样本',
  'report.short.more.series': '更长的历史，或更长的时间预算',
  'report.short.more.policy': '尝试过其他动作的回合',
  'report.short.more.prose': '更多同类文本，或更长的时间预算',
  'report.short.warnings': '⚠️ “全部数字”里另有 {count} 点需要知道',

  'report.improve.title': '如何改进任务 {id}',
  'report.improve.column': '请确认标签就是您要的那一列，并且确实能由数据得出。',
  'report.improve.series': '更长的历史最有帮助：最好有好几个季节周期。彻底改变之前的时期请去掉。',
  'report.improve.policy': '请记录尝试过其他动作的回合：从未试过的，无法从日志中学到。',
  'report.improve.prose': '提供更多要学习其文风的文本，并用 `unfreeze:deep` 和更长的时间预算。',
  'report.improve.again':
    '然后在改好的数据上用更多时间再训练一次：`/finetune dataset:… budget:10m`。`/compare` 会说明是否更好。',
  'report.alt.chart': '图表：{title}。{shown}',
  'report.alt.learning': '{epochs} 轮中的验证损失：从 {from} 到 {to}。',
  'report.alt.reliability': '模型的把握与实际正确率之比较；平均相差 {error}。',

  'report.alt.evaluated': '图表：{title}，任务 {id} 在后来的文件上。',
  'report.evaluate.right':
    '**在 {name} 的{things}上，{n} 次中对了 {right} 次**（{percent}%，大约在 {low}–{high}% 之间）。',
  'report.evaluate.measured': '**在 {name} 上：{figure}。**',
  'report.evaluate.own': '该任务自己的测试：{figure}。',
  'report.compare.better': '**{best} 优于 {other}**：在同样的样本上每 100 次相差 {difference} 次，超出偶然。',
  'report.compare.tie': '**{best} 与 {other} 没有明显差别**：在同样的样本上每 100 次相差 {difference} 次。',

  'report.try.text': '**请打开附上的页面**（手机或电脑都行）：模型就在里面，数据不会离开您的设备。',
  'report.try.none': '这个任务没有可供试用的页面。',
  'report.try.here': '也可以在频道里试：{command}',
};
