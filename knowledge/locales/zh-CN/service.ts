/** 简体中文：在外部服务上微调，事前的计划与事后的报告。 */
import type { serviceEn } from '../en/service.ts';

export const serviceZhCN = {
  'service.ask':
    '这项工作由机器人之外的收费服务完成。目前什么都没有发送，也没有开始。只有**您**按下按钮才会开始：最多约 {dollars}。',
  'service.start': '开始，约 {dollars}',
  'service.model': '模型：{name} 的 {model}',
  'service.leaves':
    '**您的文本将离开本机**：{train} 个学习样本和 {validation} 个验证样本会发送到 {name}（{host}）并保存在那里；之后还会用 {asked} 个文本向其模型提问。文本若不可外传，请不要开始。',
  'service.tokens':
    '约 {total} 个 token：{epochs} 轮，每轮 {once}。这是用 GPT-4o 的分词器得到的估计；服务按其自己的分词器计数。',
  'service.price':
    '微调约 {dollars}，按运营者配置的每百万 token {price} 计算。测试提问按微调后模型的价格另计少量费用。',
  'service.stays': '模型留在 {name}。/runs delete 会删除已发送的文件，不会删除模型。',
  'service.closing':
    '{name} 自 {noCustomersSince} 起不接受新的微调客户，自 {noJobsFrom} 起不接受新作业（{source}）。',
  'service.agreed': '已同意：最多约 {dollars}',
  'privacy.others.service':
    '使用 model:together:… 或 model:remote:… 时，每次经您亲自同意后，该数据集的文本会发送到 {name}（{host}），由其保存文本与微调后的模型。/runs delete 会删除那里的文件。',
  'report.short.service':
    '**在从未见过的文本上，{n} 次中对了 {right} 次**（{percent}%，大约在 {low}–{high}% 之间）。',
  'report.short.serviceWon': '在本机训练、不用迁移学习的小模型为 {other}：服务的模型更好，并非偶然。',
  'report.short.serviceTie': '在本机训练、不用迁移学习的小模型为 {other}：没有证据表明服务的模型更好。',
  'report.short.serviceStays': '模型留在 {name}：`{model}`。',
  'report.short.serviceUntested': '**{name} 已微调出 `{model}`，但无法向它提问**，因此没有测得它的好坏。',
  'report.verdict.service':
    '{name} 以约 {dollars} 微调了 {base}（作业 {job}）；模型以 {model} 之名留在那里。',
  'report.card.licence.service': '权重留在服务处，适用其条款与 {model} 的条款。数据集保留其自身的许可证。',
  'note.asked-samples':
    '基于测试部分中按种子抽取的 {count} 个样本；两个模型回答同样的样本，微调后的模型温度为 0。',
  'note.loss-of-service': '由服务测得；越低越好。',
  'note.stays-with-service': '模型以 {model} 之名留在 {name}；模型卡说明如何调用与删除它。',
  'note.service-not-asked':
    '无法向微调后的模型提问（{reason}）。有些服务（{name} 或许也是）只通过为其租用的服务器提供微调后的模型。',
  'note.service-tells-no-loss': '{name} 的 API 不提供验证损失。',
  'note.answers-without-class': '{count} 个回答没有指明任何类别，按错误计。',
} as const satisfies Readonly<Record<keyof typeof serviceEn, string>>;
