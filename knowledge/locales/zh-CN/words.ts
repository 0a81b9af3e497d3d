/** 简体中文：用在其他文字之中的词语与句子成分。 */
import type { wordsEn } from '../en/words.ts';

export const wordsZhCN = {
  'list.between': '、',

  'word.none': '无',
  'word.picture': '图片',
  'word.pictures': '图片',
  'word.sound': '声音',
  'word.sounds': '声音',
  'word.zip-file': 'zip 文件',
  'word.tar-archive': 'tar 压缩包',
  'word.the-column': '列“{name}”',
  'word.pack-files': '请打包文件本身。',
  'word.one-level-deep': '压缩包中的压缩包只打开一层。',
  'word.unreadable-file': '“{name}”，无法读取：{reason}',
  'word.page-at': '它的网页是 {url}。',

  'word.data.image': '图像',
  'word.data.text': '文本',
  'word.data.audio': '音频',
  'word.data.series': '时间序列',
  'word.data.policy': '策略',
  'word.data.prose': '纯文本',

  'word.understood.series': '时间序列',
  'word.understood.policy': '决策日志',
  'word.understood.prose': '用于生成的纯文本',
  'word.unmeasured.series': '时间序列',
  'word.unmeasured.policy': '决策日志',
  'word.unmeasured.prose': '纯文本',
  'word.tested-on.series': '时间序列以自身的最后几步测试',
  'word.tested-on.policy': '策略以日志中留出的回合测试',
  'word.tested-on.prose': '文本生成模型以数据集中留出的文本测试',

  'word.part.train': '训练',
  'word.part.validation': '验证',
  'word.part.test': '测试',
  'word.parts-and': '{one}与{other}',

  'word.more': '另有 {count} 个',

  'word.depth.top': '顶部',
  'word.depth.deep': '更深的',
  'word.depth.all': '所有',

  'word.fit.crop': '取中间部分',
  'word.fit.squash': '压缩成正方形',
  'word.fit.pad': '完整放在白底上',
  'word.scaling.imagenet': 'ImageNet 的均值和标准差',
  'word.scaling.plus-minus-one': '−1 到 1',
  'word.scaling.zero-to-one': '0 到 1',
  'word.scaling.bytes': '0 到 255',

  'word.entry.long-name': '的名称有 {count} 个字符（上限 {limit}）',
  'word.entry.control-characters': '的名称含有控制字符',
  'word.entry.absolute': '是绝对路径',
  'word.entry.outside': '指向压缩包之外（“..”）',
  'word.entry.link': '是链接或设备，不是文件',
} as const satisfies Readonly<Record<keyof typeof wordsEn, string>>;
