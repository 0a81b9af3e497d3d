/** 简体中文错误：在外部服务上微调。 */
import type { serviceErrorsEn } from '../../en/errors/service.ts';

export const serviceErrorsZhCN = {
  'error.service-off':
    '本机器人没有接入该服务。其运营者可设置 {variable}；否则请为 model: 选择其他模型，例如 auto。',
  'error.service-closed':
    '{name} 自 {day} 起不再接受新的微调作业（{source}）。请选择其他服务的模型，或 model:auto。',
  'error.service-texts-only':
    '外部服务只在带类别的文本上微调其语言模型；这些数据被理解为{kind}。请选择在本机训练的 model:auto。',
  'error.service-price-unknown':
    '没有配置该服务的价格，因此无法说明费用；不知道费用时不会开始任何工作。请运营者设置 {variable}（每百万 token 的美元数）。',
  'error.service-too-dear':
    '这大约需要 {dollars}，而运营者允许每个任务最多 {limit}（REMOTE_TUNING_LIMIT）。请使用更少或更短的文本。',
  'error.service-dearer':
    '{name} 将收取 {asked}，而您同意的约为 {agreed}。那里没有开始任何工作，也不收费。请运营者核对所配置的价格，然后重试。',
  'error.service-unreachable': '{name} 没有正常应答（{reason}）。请过几分钟再试。',
  'error.service-key': '{name} 不接受本机器人的密钥，或该密钥无此权限（{reason}）。需要运营者处理。',
  'error.service-not-found': '{name} 找不到所请求的内容（{reason}）。请检查模型名称。',
  'error.service-refused': '{name} 拒绝了请求：{reason}',
  'error.service-job-unsure':
    '创建作业时没有收到 {name} 的应答，那里也没有列出本任务的作业。为避免重复创建，已停止。运营者可在其控制台查看，然后重新开始任务。',
  'error.service-job-failed': '{name} 上的作业失败：{reason}',
  'error.service-job-cancelled': '作业在 {name} 被取消，不是在这里。如仍需要，请重新开始任务。',
  'error.model-at-service':
    '任务 {id} 的模型留在微调它的服务处；这里没有可使用、导出或评估的模型。调用方法见模型卡（“全部数据”之下）。',
} as const satisfies Readonly<Record<keyof typeof serviceErrorsEn, string>>;
