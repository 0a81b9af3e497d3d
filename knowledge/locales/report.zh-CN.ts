/** 报告的简体中文文本。占位符为 `{name}`。 */
import type { ReportTexts } from './report.en.ts';

export const reportZhCN: ReportTexts = {
  'title.classification': '{model}:测试集正确率 {percent}',
  'title.measure': '{model}:{name} {value}',
  'verdict.transfer':
    '迁移学习胜出:{chosen} 在验证集上得分 {score},不用迁移的最佳模型({baseline})得分 {baselineScore}。',
  'verdict.baseline':
    '在这份数据上迁移学习没有胜出:{chosen} 在验证集上得分 {score},最佳迁移模型({transfer})得分 {transferScore}。交付的是更好的那个。',
  'verdict.policyLearnt':
    '已交付：{chosen}。在留出的回合上，估计回报相对日志变化 {score} 个标准差（这是由日志得出的估计，并非实际试验）。',
  'verdict.policyImitates':
    '已交付：{chosen}，即模仿日志：没有从奖励中学得的策略被估计为更好。估计回报相对日志变化 {score} 个标准差。',
  'verdict.tie':
    '验证集上没有明显的胜者:{chosen} 得分 {score},{rival} 得分 {rivalScore}。交付前者,因为它给出的概率更好。',
  'verdict.only': '交付模型:{chosen},验证集得分 {score}。',
  'field.test': '测试({n} 个从未见过的样本)',
  'field.compared': '对照',
  'field.classes': '各类别',
  'field.classesWorst': '各类别(共 {total} 类,列出最弱的 {count} 类)',
  'field.data': '数据',
  'field.model': '模型',
  'field.time': '用时',
  'field.warnings': '请注意',
  'test.accuracy': '正确率 **{value}**(95 % 区间 {low} – {high})',
  'test.macro': '宏平均精确率 {precision},召回率 {recall},F1 **{f1}**',
  'test.calibration': '对数损失 {logLoss},校准误差 {ece}{auc}',
  'test.auc': ',ROC-AUC {value}',
  'test.measure': '{name} **{value}**{interval}{baseline}',
  'test.interval': '(95 % 区间 {low} – {high})',
  'test.baseline': ' — 最佳基线 {value}',
  'compared.row': '{name}:测试 {test},验证 {validation}',
  'compared.rowValidation': '{name}:验证 {validation}',
  'classes.header': '类别',
  'data.counts': '{name}:{samples} 个样本,{classes} 个类别',
  'data.series': '{name}:{samples} 行或序列',
  'data.split': '训练 {train} / 验证 {validation} / 测试 {test}(种子 {seed})',
  'model.backbone': '{name},{frozen};权重许可:{licence}',
  'model.none': '交付的流程中没有预训练模型',
  'model.engines': '计算引擎:{engines}',
  'time.total': '共 {total}:{parts}',
  'field.insight': '标签与更多数据',
  'insight.suspects': '{checked} 个标签中有 {found} 个看起来有误(置信学习,详见 suspects.csv):{first}',
  'insight.suspect': '{id}:{given} → {suggested}({confidence})',
  'insight.noSuspects': '{checked} 个样本中没有明显有误的标签。',
  'insight.helps': '样本数从 {from} 翻倍,正确率大约会提高 {range} 个百分点(按幂律外推,80 % 区间)。',
  'insight.perhaps':
    '样本数从 {from} 翻倍,正确率最多可能提高 {high} 个百分点,也可能毫无提高:现有测量无法判断。',
  'insight.flat': '曲线已经平缓:样本数从 {from} 翻倍,提高不到 1 个百分点。更好的标签或别的模型更有帮助。',
  'insight.fewSizes': '样本太少,无法判断更多数据会带来什么。',
  'insight.noCurve': '没有测量更多数据会带来什么:样本太少,或时间不够。',
  'insight.weakest': '样本少且常被漏判,应优先补充:{classes}。',
  'insight.weakClass': '{name}(召回率 {recall},{samples} 个样本)',
  'footer.run': '运行 {id}',
};
