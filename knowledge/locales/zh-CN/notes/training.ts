/** 简体中文：训练的提示。 */
import type { trainingNotesEn } from '../../en/notes/training.ts';

export const trainingNotesZhCN = {
  'note.few-test-samples':
    '测试部分只有 {count} 个样本，因此数字的区间很宽；单独的测试文件或更多数据可使其变窄。',
  'note.few-per-class': '类别“{name}”只有 {count} 个样本可供学习；增加它最有帮助。',
  'note.unknown-language':
    '文本看起来是{language}，而 {model} 不懂这种语言（它懂{languages}）。/recommend 加上 language:{code} 可比较懂这种语言的模型。',
  'note.unknown-language-known-model':
    '文本看起来是{language}，而 {model} 不懂这种语言（它懂{languages}）。Hub 上的 {other} 懂：可试 model:{id}；/recommend 加上 language:{code} 可比较懂这种语言的模型。',
  'note.tuning-not-better':
    '已按要求尝试微调{layers}层，验证得分 {score}，并不明显优于 {model}（{modelScore}），因此交付后者。',
  'note.steadier-f1':
    '{other} 的验证得分为 {otherScore}，{model} 为 {score}：差别在一个标准误之内，因此交付宏平均 F1 更高的 {model}。',
  'note.steadier-loss':
    '{other} 的验证得分为 {otherScore}，{model} 为 {score}：差别在一个标准误之内，因此交付对数损失更低的 {model}。',
  'note.files-unreadable': '{count} 个文件无法读取，已略去：{names}。',
  'note.clips-silent':
    '{total} 段声音中有 {count} 段是静音（从未超过满幅的 −60 dB）：{names}。它们被保留；除非静音自成一类，请去掉。',
  'note.clips-clipped':
    '{total} 段声音中有 {count} 段削波（超过 0.1 % 的采样达到满幅）：{names}。录音时请降低增益。',
  'note.clips-cut':
    '{total} 段声音中有 {count} 段长达 {seconds} 秒或以上：{names}。只听了前 {seconds} 秒；请剪成只含该类别内容的片段。',
  'note.features-too-slow':
    '用 {model} 提取特征约需 {seconds} 秒，超出 {budget} 秒预算的剩余时间，因此只比较了不用它的模型。增加预算即可让它参加；已提取的部分会保留。',
  'note.fewer-samples':
    '为遵守 {budget} 秒的预算，使用了 {total} 个样本中的 {count} 个，各类比例相同。增加预算可使用更多。',
  'note.core-made-smaller':
    '为遵守时间预算，{model} 只尝试了 {of} 种设置中的 {tried} 种，每种从 {percent} % 的样本学习。增加预算可尝试更多。',
  'note.tuning-fewer-epochs':
    '微调 {model} 的{layers}层（unfreeze:{depth}）约需 {needed} 秒，而只剩 {left} 秒，因此只训练了 {of} 轮中的 {epochs} 轮。增加预算可训练全部。',
  'note.methods-left-out': '时间预算不足以尝试：{names}。增加预算即可尝试。',
  'note.engine-fallback': '无法使用 {wanted}，已改用处理器及默认引擎：{reason}',
  'note.scratch-left-out': '时间预算在“从零训练”的对照之前用完，该对照未做。',
  'note.layers-stayed-frozen': '预训练的层保持冻结。',
  'note.layers-not-tuned': '无法微调 {model} 的{layers}层：{reason}',
  'note.image-input-assumed':
    '模型没有说明其预处理；假定为：RGB，{size} × {size} 像素，缩放到 0–1，使用 ImageNet 的均值与标准差。',
  'note.image-input-open':
    '模型没有说明其预处理；假定为：RGB，{size} × {size} 像素（其输入尺寸不固定），缩放到 0–1，使用 ImageNet 的均值与标准差。',
  'note.fits-compared':
    '图片形状各异，而模型只读正方形；用其中 {count} 张比较：取中间部分的正确率 {crop} %，压缩成正方形 {squash} %，完整放在白底上 {pad} %。采用：{fit}。',
  'note.scalings-compared':
    '{model} 的文件没有说明像素如何缩放（假定为 RGB，{size} × {size} 像素）；用 {count} 张图片比较：ImageNet 的均值和标准差正确率 {imagenet} %，−1 到 1 为 {signed} %，0 到 1 为 {unit} %，0 到 255 为 {bytes} %。采用：{scaling}。',
  'note.input-no-time':
    '时间预算不够比较向 {model} 输入图片的各种方式，因此按其文件的说明或惯例输入。预算更大时会比较。',
  'note.sound-input-assumed': '模型没有说明其预处理；假定为：16 kHz 单声道，每段缩放到均值 0、方差 1。',
  'note.regime-change': '{names} 的最后 {steps} 步与之前不连贯：预测及其区间学自另一种状态，未必成立。',
  'note.level-jumped': '“{name}”（水平跳变）',
  'note.swings-more': '“{name}”（波动远大于以前）',
  'note.series-not-judged': '{count} 条序列太短，无法评判；仍会给出预测。',
  'note.few-windows':
    '方法只根据 {count} 个互不重叠的验证窗口选出：更长的历史或更短的预测步数会使选择更可靠。',
  'note.no-decomposition': '历史不足两个季节，因此没有尝试季节分解。',
  'note.estimate-not-trial':
    '策略的回报是由日志得出的估计，并非实际试验。在依赖它之前，请先在出错代价小的地方试用。',
  'note.estimate-beyond-log':
    '估计不可靠：在 {share} 的状态中，策略所做的是日志在那里几乎从未试过的（不到 5 %）。请记录更多样的决策。',
  'note.estimate-misses-log':
    '估计不可靠：对日志本身，它给出 {estimate}（{low} – {high}），而日志实际获得 {logged}。',
  'note.estimate-disagrees':
    '估计不可靠：特征抽取 {count} 次，结果从 {least} 到 {most} 不等。记录更多回合会使各次一致。',
  'note.test-returns-alike':
    '估计不可靠：每个测试回合的回报都是 {value}，因此看不出好策略与坏策略的差别。请记录结果更好的回合。',
  'note.better-not-surely':
    '{other} 在验证上的估计更好（{otherValue} 对 {value}），但不确定：没有达到重抽样回合的 {share}。因此交付默认的 {model}；记录更多回合才能判断。',
  'note.not-surely-better-than-log': '估计区间的下端低于日志的回报：不能确定策略优于日志。',
  'note.few-test-episodes': '估计只依据 {count} 个测试回合。',
  'note.imitation-best':
    '模仿日志中最常见的决策被估计为最好：没有从奖励中学得的策略明显更好（它仍在 {share} 的步中与日志不同，那是日志中较少见的决策）。',
  'note.returns-discounted': '回合很长，因此按折扣后的回报比较：数百步之后的结果影响很小。',
  'note.attached-untuned': '附上的策略按原样参加，无法微调：{reason}',
  'note.candidates-left-out': '时间不够，未尝试：{models}。',
  'note.tuning-not-lower': '微调没有降低验证损失，因此交付原样的解码器。',
  'note.trigram-better':
    '只在这些文本上计数的三元语法模型预测得更好（测试困惑度 {ngram} 对 {chosen}）；解码器需要更多文本、更多时间或 unfreeze:deep。仍然交付解码器：只有它能用来生成文本。',
  'note.few-test-texts': '测试部分只有 {count} 段文本，因此数字的区间很宽。',
  'note.likely-not-fact': '模型写出的是可能的文本，不是经过核实的事实。',
  'note.nothing-tuned': '按 unfreeze:{unfreeze} 的要求，没有微调。',
  'note.no-time-to-tune': '时间不足以微调，因此交付原样的解码器。请用 budget: 给更长的时间。',
} as const satisfies Readonly<Record<keyof typeof trainingNotesEn, string>>;
