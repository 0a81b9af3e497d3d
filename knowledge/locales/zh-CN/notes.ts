/**
 * 简体中文：数据集、训练与评估的提示（Note），按代码索引；英文原文写在发现问题的地方。占位符为 `{name}`，
 * 由 `src/text/notes.ts` 用 Note 的值填入。
 */
export const notesZhCN: Readonly<Record<string, string>> = {
  // 数据集
  'bad-json-rows': '{count} 行不是 JSON 对象，已略去。',
  'bad-rows': '{count} 行缺少状态、奖励的数值或动作，已略去。',
  'bad-timestamps': '{count} 行的时间无法读取，已略去。',
  'bad-values': '{count} 个数值无法读取，按空缺处理。',
  'class-imbalance':
    '最大的类别的样本数是最小的 {ratio} 倍（{most} 比 {least}）；请看宏平均 F1，不要只看正确率。',
  'class-in-text': '{percent} % 的文本里写着自己的类别名：模型只会去找它。请删去，除非新文本也会有。',
  'conflicting-labels': '{count} 处相同或几乎相同的样本带有不同的标签；请检查哪个是对的。',
  'constant-reward': '奖励始终是 {reward}；除非回合长短不同，否则无法区分决策好坏。',
  'constant-series': '{count} 条序列从不变化。',
  'cut-episodes': '{count} 行使回合在结束前中断，又没有下一状态，已略去。',
  'damaged-items': '{total} 个文件中有 {count} 个无法读取，已略去。',
  'duplicate-timestamps':
    '{count} 个数值与同一序列中的另一个时间相同，取其均值。若测量了多种量，请加入序列列。',
  duplicates: '{count} 个样本是其他样本的副本；副本会留在划分的同一侧。',
  'empty-texts': '{count} 行没有文本，已略去。',
  'few-episodes': '只有 {count} 个回合：策略回报的估计区间会很宽。',
  'few-groups': '只有 {count} 个分组；每组只在划分的一侧，因此测试部分只含极少的分组，其得分说明不了其他组。',
  'label-variants': '{count} 个类别有多种写法（大小写、空格），已合并。',
  'leak-column':
    '列 {column} 中单个词就泄露了类别。若它是在知道类别之后写的，请从表中去掉；否则得分说明不了什么。',
  'leak-column-unread': '列 {column} 未读取：其中单个词就泄露了类别，而新文本大概不会有这一列。',
  'leak-token': '单个词就泄露了某个类别。请删去，除非新文本也会有；否则得分说明不了什么。',
  'long-texts': '{count} 段文本超过 {limit} 个字符，只使用开头。',
  'low-sampling-rate': '{count} 段声音的采样率低于 8,000 Hz，会丢失辅音等细节。',
  'missing-labels': '{count} 行没有标签，已略去。',
  'missing-steps': '回合中缺少 {count} 步：缺口之前的行已略去，缺少的步获得了多少无从得知。',
  'near-merged': '按您的要求，{count} 种罕见写法（共 {rows} 行）并入了相近的常见类别。',
  'near-spellings':
    '{count} 个罕见类别（共 {rows} 行）的写法与某个常见类别几乎相同；若是笔误，可用 merge 选项合并。',
  'near-duplicate-class':
    '某些类别有一半以上的样本几乎相同（{names}），像是由同一模板生成。这样的样本同时出现在训练与测试中，得分会比实际更好看。',
  'near-duplicates': '有 {count} 处几乎相同的样本；它们会留在划分的同一侧。',
  'no-done-column': '没有结束标记列：每个回合的最后一步视为结束。',
  'other-file-columns': '只读取了列 {column}；另有 {count} 列也含有文件。',
  'other-files': '{count} 个文件是其他种类，已略去。',
  'other-labels': '标签取自列 {column}；也可用 target 选择 {names}。',
  'other-sheets': '只读取了工作表 {sheet}；另有 {count} 个未读取。',
  'other-tables': '有列不同的其他表格，未读取；读取的是 {names}。',
  'ragged-rows': '{count} 行不是 {width} 个字段，已略去。含有分隔符的文本需要加引号。',
  'rare-actions': '{count} 种动作出现在不到 1 % 的行中，其后果难以判断。',
  'rare-classes': '{count} 个类别的样本不足 {limit} 个，连同其 {rows} 行已略去。',
  'short-clips': '{count} 段声音短于 {seconds} 秒。',
  'short-series': '{count} 条序列不足 {least} 个数值，已略去。',
  'small-pictures': '{count} 张图片的长边不足 {pixels} 像素；更大的原图会有帮助。',
  'sparse-data': '只有 {count} 个样本：不足 {limit} 个时所有得分都不确定。更多数据最有帮助。',
  'sparse-text': '只有 {count} 个字符：不足 {limit} 个时所有得分都不确定。更多文本最有帮助。',
  'sparse-series': '{count} 条序列有数值的步不足 {share} %，已略去。',
  'several-label-columns':
    '{count} 列只含 0 和 1，且有 {rows} 行中不止一列为 1：一行同时有多个标签。每次只学一列；请用 target 选项选择。',
  'spread-label': '类别由 {count} 列 0 和 1 合成，每行恰有一列为 1。',
  'title-lines': '表头上方的 {count} 行未读取。',
  'tabular-data': '只有 {names} 被当作文本读取；{count} 个数值列未被使用。不支持测量值表格。',
  'texts-beyond-limit': '只使用前 {limit} 个字符；其后的 {count} 段文本已略去。',
  'unbalanced-quotes': '引号不成对，按普通字符读取。',
  'unused-columns': '{count} 列不是数字，未用作状态：{names}。请写成数字，例如每个取值一列 0 与 1。',
  'unnamed-classes': '类别是数字（{names}），文件没有说明其含义。',
  'source-cut-files':
    '为不超过 {limit} MiB，只下载了 {of} 个训练文件中均匀选取的 {taken} 个。运营者可调大 MAX_DATASET_MIB。',
  'source-cut-parts': '只下载了训练文件：连同验证与测试文件会超过 {limit} MiB。两个部分都从训练文件中抽取。',
  'unknown-classes': '{count} 个样本属于训练数据中没有的 {classes} 个类别，已略去。',
  'unlabelled-items': '{count} 个文件没有标签（没有类别文件夹，也不在表格中），已略去。',

  // 划分
  'split-drawn': '以种子 {seed} 抽取，按类别分层，训练/验证/测试为 {train}/{validation}/{test} %。',
  'split-grouped': '重复的样本与同组的样本留在同一侧（{groups} 组）。',
  'split-given': '{parts}部分由数据本身给定。',
  'split-rest-drawn': '{parts}部分从其余样本中按类别分层抽取，种子 {seed}。',
  'split-copies-removed': '{count} 个在给定部分中有副本的样本未用于训练。',
  'split-separate-test':
    '测试部分：单独的文件 {name}（{count} 个样本）。训练与验证以种子 {seed} 分层抽取，{train}/{validation} %。',
  'split-tested-removed': '{count} 个也出现在测试文件中（或与其中样本同组）的样本未用于训练。',
  'split-missing-classes': '{part}部分没有 {names} 的样本。',
  'compared-on-validation': '各模型在验证部分（{count} 个样本）上比较。',
  'compared-by-folds':
    '各模型在训练与验证合并的 {count} 个样本上以分层 {folds} 折交叉验证比较，然后在两者上重新拟合。',
  'compared-by-repeated-folds':
    '各模型在训练与验证合并的 {count} 个样本上以分层 {folds} 折交叉验证（重复 {times} 次）比较，然后在两者上重新拟合。',
  'scores-of-fewer': '所示得分取自 {all} 个预测中的前 {count} 个，即微调的网络也做出的那些。',
  'split-series':
    '数字是时间步数。滚动起点：序列末尾的 {validation} 个验证窗口与 {test} 个测试窗口，每个 {horizon} 步；季节为 {period} 步。',
  'split-episodes':
    '数字是步数；整个回合不拆开（训练 {train}、验证 {validation}、测试 {test} 个回合）。测试之后，交付的策略用全部回合学习。',
  'episodes-cut-by-clock': '{steps} 步的回合视为被时限截断：其最后一步不终止价值。',
  'split-texts': '整段文本，以种子 {seed} 抽取，训练/验证/测试占字符的 70/15/15 %。',
  'split-texts-grouped': '几乎相同的文本留在同一侧（{groups} 组）。',
  'split-blocks': '按至多 {count} 个词元的块读取；每个词元计一次。',

  // 选择模型与设置
  'backbones-compared':
    '在训练与验证的 {count} 个样本上用岭回归探针比较了预训练模型：{figures}；采用 {model}。',
  'backbones-compared-tied':
    '在训练与验证的 {count} 个样本上用岭回归探针比较了预训练模型：{figures}；采用 {model}，因为它与最佳者之差在误差之内。',
  'backbones-time-ended': '另有 {count} 个预训练模型因时间用完而未比较。',
  'tuning-no-time': '时间预算没有为微调网络层留下余地。',
  'tuning-too-long':
    '未微调 {model} 的{layers}层（unfreeze:{depth}）：约需 {needed} 秒，只剩 {left} 秒。增加预算即可尝试。',
  'tuning-unfinished': '{model} 的{layers}层的完整微调没有完成。',
  'settings-searched': '{count} 种微调方式在第一折上参加了逐次减半（每轮 {epochs} 个 epoch）。',
  'settings-search-cut':
    '{count} 种微调方式在第一折上参加了逐次减半（每轮 {epochs} 个 epoch）；时间预算在第 {rung} 轮的 {of} 种中试完 {scored} 种后结束。',
  'settings-chosen': '选中 {settings}。',
  'settings-none': '一种也没能试。',

  // 训练的提示：分类
  'few-test-samples': '测试部分只有 {count} 个样本，因此数字的区间很宽；单独的测试文件或更多数据可使其变窄。',
  'few-per-class': '类别“{name}”只有 {count} 个样本可供学习；增加它最有帮助。',
  'unknown-language':
    '文本看起来是{language}，而 {model} 不懂这种语言（它懂{languages}）。/recommend 加上 language:{code} 可比较懂这种语言的模型。',
  'unknown-language-known-model':
    '文本看起来是{language}，而 {model} 不懂这种语言（它懂{languages}）。Hub 上的 {other} 懂：可试 model:{id}；/recommend 加上 language:{code} 可比较懂这种语言的模型。',
  'tuning-not-better':
    '已按要求尝试微调{layers}层，验证得分 {score}，并不明显优于 {model}（{modelScore}），因此交付后者。',
  'steadier-f1':
    '{other} 的验证得分为 {otherScore}，{model} 为 {score}：差别在一个标准误之内，因此交付宏平均 F1 更高的 {model}。',
  'steadier-loss':
    '{other} 的验证得分为 {otherScore}，{model} 为 {score}：差别在一个标准误之内，因此交付对数损失更低的 {model}。',
  'files-unreadable': '{count} 个文件无法读取，已略去：{names}。',
  'clips-silent':
    '{total} 段声音中有 {count} 段是静音（从未超过满幅的 −60 dB）：{names}。它们被保留；除非静音自成一类，请去掉。',
  'clips-clipped':
    '{total} 段声音中有 {count} 段削波（超过 0.1 % 的采样达到满幅）：{names}。录音时请降低增益。',
  'clips-cut':
    '{total} 段声音中有 {count} 段长达 {seconds} 秒或以上：{names}。只听了前 {seconds} 秒；请剪成只含该类别内容的片段。',
  'features-too-slow':
    '用 {model} 提取特征约需 {seconds} 秒，远超 {budget} 秒的预算，因此只比较了不用它的模型。增加预算即可让它参加；已提取的部分会保留。',
  'scratch-left-out': '时间预算在“从零训练”的对照之前用完，该对照未做。',
  'layers-stayed-frozen': '预训练的层保持冻结。',
  'layers-not-tuned': '无法微调 {model} 的{layers}层：{reason}',
  'image-input-assumed':
    '模型没有说明其预处理；假定为：RGB，{size} × {size} 像素，缩放到 0–1，使用 ImageNet 的均值与标准差。',
  'sound-input-assumed': '模型没有说明其预处理；假定为：16 kHz 单声道，每段缩放到均值 0、方差 1。',

  // 训练的提示：时间序列
  'regime-change':
    '{names} 的最后 {steps} 步与之前不连贯（水平跳变，或波动远大于以前）：预测及其区间学自另一种状态，未必成立。',
  'series-not-judged': '{count} 条序列太短，无法评判；仍会给出预测。',
  'few-windows': '方法只根据 {count} 个互不重叠的验证窗口选出：更长的历史或更短的预测步数会使选择更可靠。',
  'no-decomposition': '历史不足两个季节，因此没有尝试季节分解。',

  // 训练的提示：策略
  'estimate-not-trial':
    '策略的回报是由日志得出的估计，并非实际试验。在依赖它之前，请先在出错代价小的地方试用。',
  'estimate-beyond-log':
    '估计不可靠：在 {share} 的状态中，策略所做的是日志在那里几乎从未试过的（不到 5 %）。请记录更多样的决策。',
  'estimate-misses-log':
    '估计不可靠：对日志本身，它给出 {estimate}（{low} – {high}），而日志实际获得 {logged}。',
  'estimate-disagrees':
    '估计不可靠：特征抽取 {count} 次，结果从 {least} 到 {most} 不等。记录更多回合会使各次一致。',
  'test-returns-alike':
    '估计不可靠：每个测试回合的回报都是 {value}，因此看不出好策略与坏策略的差别。请记录结果更好的回合。',
  'better-not-surely':
    '{other} 在验证上的估计更好（{otherValue} 对 {value}），但不确定：没有达到重抽样回合的 {share}。因此交付默认的 {model}；记录更多回合才能判断。',
  'not-surely-better-than-log': '估计区间的下端低于日志的回报：不能确定策略优于日志。',
  'few-test-episodes': '估计只依据 {count} 个测试回合。',
  'imitation-best':
    '模仿日志中最常见的决策被估计为最好：没有从奖励中学得的策略明显更好（它仍在 {share} 的步中与日志不同，那是日志中较少见的决策）。',
  'returns-discounted': '回合很长，因此按折扣后的回报比较：数百步之后的结果影响很小。',
  'attached-untuned': '附上的策略按原样参加，无法微调：{reason}',
  'candidates-left-out': '时间不够，未尝试：{models}。',

  // 训练的提示：文本生成
  'tuning-not-lower': '微调没有降低验证损失，因此交付原样的解码器。',
  'trigram-better':
    '只在这些文本上计数的三元语法模型预测得更好（测试困惑度 {ngram} 对 {chosen}）；解码器需要更多文本、更多时间或 unfreeze:deep。仍然交付解码器：只有它能用来生成文本。',
  'few-test-texts': '测试部分只有 {count} 段文本，因此数字的区间很宽。',
  'likely-not-fact': '模型写出的是可能的文本，不是经过核实的事实。',
  'nothing-tuned': '按 unfreeze:{unfreeze} 的要求，没有微调。',
  'no-time-to-tune': '时间不足以微调，因此交付原样的解码器。请用 budget: 给更长的时间。',

  // 指标的说明
  'bootstrap-over-samples': '区间由测试样本的自助法得出',
  'paired-mcnemar': '在测试部分上逐个样本配对；McNemar p = {p}',
  'mase-windows': '{count} 个测试窗口（每个 {horizon} 步）的平均；低于 1 即优于重复上一季节',
  'mase-last-steps': '{count} 条序列的最后 {horizon} 步；基线：重复上一季节',
  'nine-quantiles': '九个分位数的平均',
  'near-nominal': '应接近 0.8',
  'fqe-estimate':
    '离策略估计（拟合 Q 评估，{steps} 步之内），依据 {count} 个测试回合，并非试验；基线：这些回合的日志回报',
  'fqe-estimate-discounted':
    '离策略估计（拟合 Q 评估，每步折扣 {discount}），依据 {count} 个测试回合，并非试验；基线：这些回合的日志回报',
  'fqe-on-file': '离策略估计（拟合 Q 评估），依据 {count} 个回合，并非试验；基线：这些回合的日志回报',
  'mean-of-episodes': '{count} 个测试回合的平均',
  'discount-a-step': '每步折扣 {discount}',
  'by-cloning': '行为克隆',
  'near-logged-return': '应接近日志的回报；差距就是其他估计可能的误差',
  'share-of-other-actions': '动作与日志不同的步所占的份额',
  'share-of-covered': '日志以至少 5 % 的概率采取该动作的状态所占的份额',
  'share-of-same-actions': '策略采取日志动作的步所占的份额',
  'tokens-lower-better': '{count} 个词元；越低越好',
  'lower-better': '越低越好',
  'paired-over-texts': '在测试文本上配对；低于 0 即优于原样的解码器',

  // 评估
  'absent-classes': '文件中没有 {names} 的样本。',
  'file-of-training': '这正是该任务学习过的文件：数字说明的是它记得多好，不是它会做得多好。',
  'all-learnt': '全部 {total} 行都在该任务学习过的数据中：数字说明的是它记得多好，不是它会做得多好。',
  'some-learnt':
    '{total} 行中有 {count} 行在该任务学习过的数据中。数字只按其余 {rest} 行计算；若算上全部行，正确率为 {accuracy} %。',
  'episodes-learnt': '{total} 个回合中有 {count} 个与策略学习过的逐步相同：估计会偏于乐观。',
  'series-all-learnt':
    '{total} 条序列的最后 {horizon} 步（或其中一部分）都在该任务学习过的数据中：不是之后的数据，数字偏于乐观。',
  'series-some-learnt':
    '{total} 条序列中，有 {count} 条的最后 {horizon} 步（或其中一部分）在该任务学习过的数据中。数字只按其余序列计算；若算上全部，MASE 为 {value}。',
  'unknown-classes-counted':
    '{count} 个样本属于模型不可能知道的类别（{names}），已略去。若算作错误，正确率为 {accuracy} %。',
  'log-not-estimated': '无法在此记录上估计回报。',
};
