/** `/help` 与 `/start` 的简体中文文本。占位符为 `{name}`。 */
import type { guideEn } from '../en/guide.ts';

export const guideZhCN: Readonly<Record<keyof typeof guideEn, string>> = {
  'help.lead': '**我为您的任务找到预训练模型，并用您的数据训练它。**',
  'help.steps':
    '1. **/recommend** 告诉您用哪个模型。\n2. **/finetune** 加上文件进行训练，结论会发到频道里。\n3. 结论下的“试一试”就能使用它。\n不知道从哪开始？**/start**',
  'help.data':
    '**图片**和**声音**：每个类别一个文件夹的 zip，或内含它们的 Parquet。**文本**：含文本列与标签列的 CSV、TSV 或 JSONL 文件。**时间序列**：含时间与数值的 CSV。**决策记录**：含回合、步、状态、动作、奖励的 CSV。**纯文本**：用于微调 Hub 上的文本生成模型。更大的数据：**source** 可填 https 地址或 Hub 上的数据集。',
  'help.data-title': '数据',
  'help.privacy':
    '您的文件只为训练而保存，不作他用。他人发布的内容只有在对方同意后才会使用。**/recommend** 会将描述和文件保留 {days} 天，供其按钮使用；等待您选择的 **/finetune** 也是如此。任务及其模型只有能看到其频道的人才能看到；**/runs delete** 会将其连同数据一并删除。',
  'help.privacy-title': '您的数据',
  'help.commands-title': '命令',
  'help.apps': '在消息上：应用 → **为此消息推荐模型**；在带文件的消息上：应用 → **用此文件微调**。',

  'start.ask': '**您手头有什么？** 选好后我会告诉您附上什么，以及会得到什么。',
  'start.choose': '我有……',
  'start.have.image': '分好类的图片',
  'start.have.text': '带标签的文本',
  'start.have.audio': '分好类的声音',
  'start.have.series': '随时间变化的数字',
  'start.have.policy': '决策记录',
  'start.have.prose': '想学习其文风的文本',
  'start.have.idea': '只有一个想法',
  'start.next':
    '**请附上{data}。**\n想先看哪个模型合适：{recommend}\n想直接训练：{finetune}。默认两分钟，也可以给更多时间；结论会发到频道里。',
  'start.next-idea': '**用一句话说出来**，例如 {command}。我会给出模型，并说明需要什么数据。',
  'start.example': '把叶子照片按病害分类',
};
