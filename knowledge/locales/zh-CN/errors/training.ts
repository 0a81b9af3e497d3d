/** 简体中文错误：训练、预测与评估。 */
import type { trainingErrorsEn } from '../../en/errors/training.ts';

export const trainingErrorsZhCN = {
  'error.cancelled': '工作在完成前被取消。',
  'error.deadline-exceeded': '超过 {seconds} 秒的时限，已停止。请增加时间预算、减少数据或换较小的模型。',
  'error.out-of-memory':
    '内存不足：用到 {usedMiB} MiB，上限 {limitMiB} MiB。请减少数据或换较小的模型，或请机器人的运营者调大 TRAINER_MEMORY_MIB。',
  'error.trainer-crashed':
    '训练程序在此任务上崩溃了 {crashes} 次，已放弃。这是机器人的问题，不是您的数据的问题；其运营者可在日志中任务 {id} 之下找到原因。',
  'error.nothing-to-evaluate': '{count} 个样本一个也无法读取。请附上样本可读取的文件。',
  'error.nothing-readable': '{count} 个样本一个也无法读取（{id}：{reason}）。请附上样本可读取的文件。',
  'error.pooling-not-exported': '模型 {name} 以“{pooling}”池化其特征，无法写入交付的文件。',
  'error.audio-frontend': '模型“{id}”通过“{frontend}”听声音，此处不支持；请改用 google_speech_embedding。',
  'error.nothing-to-unfreeze': '{name} 没有可解冻的层。',
  'error.kind-stays-frozen': '{name} 是声音模型；这类网络只能冻结使用。',
  'error.pooling-not-trainable': '该模型的特征以均值、最大值与偏差池化，无法穿过它训练。',
  'error.too-few-readable': '{total} 个文件中只有 {count} 个能读取，无法训练和测试。第一个问题：{first}。',
  'error.kind-not-evaluated':
    '该任务学习的是{kind}数据，没有后来的带标签文件可用。请选择有类别、序列或策略的任务。',
  'error.other-kind': '“{name}”是{found}数据，而该任务学习的是{wanted}数据。请附上同类的带标签文件。',
  'error.not-a-decoder':
    '模型 {name} 无法微调为文本生成模型：{reason}。需要 GPT-2 这样的因果解码器，导出时带 input_ids（attention_mask、position_ids、past_key_values）与 logits。',
  'error.decoder-not-tunable': '该解码器无法微调：{reason} GPT-2 及其同类可以；请选择另一个模型。',
  'error.generation-needs-model':
    '微调文本生成模型需要预训练的因果解码器，而这里没有内置的（model：{model}）。请填写其 Hugging Face id，例如 model:HuggingFaceTB/SmolLM2-135M 或 model:openai-community/gpt2，这需要 Hub 或镜像（HF_ENDPOINT）；或用 model-file 附上含 model.onnx、config.json 与 tokenizer.json 的 zip。若要用这些文本训练分类器，请附上带标签列的表格。',
  'error.nothing-to-continue': '没有可续写的内容：请给出文本，或附上每行一段文本的文件。',
  'error.too-many-prompts': '文件有 {count} 段文本；一次最多续写 {limit} 段。请减少。',
  'error.too-few-different-texts': '{count} 段文本几乎全部彼此重复，无法留出测试部分。请提供更多不同的文本。',
  'error.nothing-to-measure': '{names}的候选模型不作实测；排名只依据事实。',
  'error.measured-other-kind': '它读取{kind}数据，而不是{wanted}数据',
  'error.measure-no-answer':
    '您的数据没有实测：{minutes} 分钟内没有工作进程完成。排序只依据已知事实；请在运行较少时再试。',
  'error.measure-failed':
    '您的数据没有实测：负责的工作进程两次中断。排序只依据已知事实；原因见运营者的日志。',
  'error.one-action': '日志只有动作“{action}”；没有选择可言。至少须试过 2 种动作。',
  'error.too-few-episodes':
    '日志有 {episodes} 个{episodes|回合}；至少需要 {limit} 个，才能留出一些来测试。请用 episode 列区分回合，或用 done 列标记结束。',
  'error.constant-reward': '奖励始终是 {first}，每个回合又一样长，无法区分决策好坏。请记录有差别的奖励。',
  'error.reward-always-zero': '奖励始终是 0，无法区分决策好坏。请记录有差别的奖励。',
  'error.no-layers': '该网络没有可学习的 float32 权重层。',
  'error.policy-model':
    '策略 {name} 与此日志不符：{problem}。它须只有一个 float32 输入“state”[n, 状态数]，单位与列序同日志，第一个输出须为每个动作一个分数 [n, 动作数]。',
  'error.other-states': '日志缺少状态 {missing}；它有 {known}。请附上与训练数据列相同的日志。',
  'error.other-actions': '日志有策略不认识的动作 {unknown}（它认识 {known}）。请去掉这些行，或训练新的策略。',
  'error.text-for-policy': '该模型选择动作：请附上含各状态列的表格，每行一次决策。',
  'error.nothing-to-predict': '没有可预测的内容：请给出文本，或附上文件。',
  'error.text-for-other-kind': '该模型读取{wanted}，不是文本。请改为附上文件。',
  'error.series-too-short':
    '最长的序列有 {longest} 步；需要 {least} 步：一个季节（{period} 步）与要预测的 {horizon} 步。请附上更长的历史。',
  'error.text-for-series': '该模型预测时间序列：请附上含近期历史的文件（列与训练时相同）。',
  'error.nothing-to-forecast':
    '{methods} 种方法都没有得分：在最后几步之前，每条序列都停在一个值上，或没有数值，误差无从比较。请发送有变化的序列，或更长的历史。',
  'error.no-finite-score':
    '所选模型没有得到可用的分数（共试了 {tried} 个）：数值过大、过小或过少，误差无法计算。请换用使数值大小适中的单位，或发送更多行。',
  'error.horizon-too-long':
    '无法在这些序列上检验 {horizon} 步的预测：最长的有 {longest} 步，最多可预测 {most} 步。请缩短 horizon，或提供更长的历史。',
  'error.export-python-method':
    '该预测器含有 MSTL、ETS 或 ARIMA，这些方法在这里没有 numpy 的实现。请改用 format:node 或 format:site。',
  'error.export-tfjs-op':
    '该模型含有算子 {opType}，这里没有它在 TensorFlow.js 中的写法。在浏览器中请用 format:site，或用 format:node：两者都以 ONNX Runtime 运行同一个模型。',
  'error.export-tfjs-none':
    '该预测器由没有网络的方法组成，TensorFlow.js 无从运行。请改用 format:node 或 format:site。',
  'error.export-site-size':
    '文件 {path} 有 {size} MiB；浏览器页面最多 {limit} MiB。请改用 format:node 或 format:python。',
  'error.no-test-file-here': '这里不使用单独的测试文件：{reason}。请省略 test:。',
  'error.kind-without-classes':
    '这些数据被理解为{kind}，而不是带类别的样本。若并非如此，请用 target: 指定类别列。',
  'error.test-of-other-kind': '测试文件是{kind}数据，而数据集是{wanted}数据。请附上同类的测试文件。',
} as const satisfies Readonly<Record<keyof typeof trainingErrorsEn, string>>;
