/** 简体中文错误：命令、任务与运营者的设置。 */
import type { botErrorsEn } from '../../en/errors/bot.ts';

export const botErrorsZhCN = {
  'error.author-cannot-agree':
    '此消息由程序发布，或其作者无法在此表示同意，因此我不会使用其内容。如果内容属于您，请自行发布文字或文件。',
  'error.consent-expired': '这个问题已有回答，或已超过一天。请再次在该消息上使用命令重新询问。',
  'error.not-your-consent': '只有 {author} 可以回答：这是对方的消息。',
  'error.not-a-member':
    '我不是这个服务器的成员，无法在此报告任务。请让服务器管理者添加我，或在我所在的服务器中使用。',
  'error.not-a-manager': '只有管理此服务器的人（“管理服务器”权限）可以使用。请联系其中一位。',
  'error.bad-roles':
    '在“{value}”中没有找到身份组。请提及最多 {limit} 个身份组，例如 @训练者，或输入“所有人”。',
  'error.bad-channel': '在“{value}”中没有找到您在此服务器能看到的频道。请提及一个，例如 #模型，或输入“无”。',
  'error.downloads-off':
    '此服务器不从 Hub 下载模型，而 {model} 需要下载。请选择 auto 或无需联网的模型（/models），或请服务器管理者使用 /settings change downloads:True。',
  'error.server-quota-person':
    '您在此有 {active} 个未完成的任务，而此服务器每人最多 {limit} 个。请等待其中一个，或用 /runs 取消。',
  'error.server-quota':
    '此服务器有 {active} 个未完成的任务，上限为 {limit}。请等待其中一个，或联系服务器管理者。',
  'error.not-your-data': '任务 {id} 用的是别人的数据，只有本人可以再次训练。请把您自己的数据附到 /finetune。',
  'error.outdated-command': '这个命令或按钮属于机器人的另一个版本。请输入 / 重新选择。',
  'error.bad-token':
    'Discord 不接受 DISCORD_TOKEN。请从 https://discord.com/developers/applications 复制机器人的令牌（Bot → Reset Token），或留空以使用 playground。',
  'error.bot-lacks-permission':
    '我无法在此频道报告任务：缺少权限 {missing}。请让服务器管理者在此授予我，或换一个我有权限的频道。',
  'error.not-a-trainer':
    '本服务器只有部分身份组可以训练，而您没有其中任何一个：{roles}。请联系服务器管理者。',
  'error.guild-not-allowed': '机器人的运营者只服务于其他服务器。请联系运营者把本服务器加入 ALLOWED_GUILDS。',
  'error.guild-only': '此功能只能在服务器中使用，因为任务要在频道中报告。请在那里的频道使用。',
  'error.bad-budget': '时间预算“{value}”无法使用：请给出 {minimum} 至 {maximum}，例如 90s、10m 或 1h。',
  'error.one-attachment':
    '这条消息有 {count} 个文件；我恰好需要一个数据集。请在只有一个文件的消息上使用，或把文件附到 /finetune。',
  'error.horizon-without-series': '选项 horizon（{horizon}）只用于时间序列，而此数据集是{kind}。请去掉它。',
  'error.unknown-task': '未知的任务“{task}”。请从 {tasks} 中选择，或留空由我识别。',
  'error.no-such-task': '没有用于任务“{task}”的已知模型。请从 {tasks} 中选择。',
  'error.model-and-file': '同时给出了 model（{model}）和 model-file（{name}）。请只给其一。',
  'error.model-file-kind': 'model-file 只用于图片、文本、声音和策略，而此数据集是{kind}。请去掉它。',
  'error.test-classes':
    '测试文件“{name}”有 {count} 个数据集中没有的类别：{names}。请使用与数据集相同的名称，或在数据集中加入它们的样本。',
  'error.model-other-kind':
    '{model} 是用于{kind}数据的模型，而此数据集是{dataKind}。请选择用于{dataKind}的模型，或 auto。',
  'error.model-not-here': '{model} 无法在此微调：{reason} 请选择其他模型，或 auto。',
  'error.unknown-model':
    '我不认识模型“{model}”。请填 auto、Hugging Face id（如 owner/name），或选项所建议的：{known}……',
  'error.unknown-model-near': '我不认识模型“{model}”。您是指 {near} 吗？请给出名称或编号。',
  'error.model-not-known': '我不认识模型“{model}”。/models 会列出全部模型。',
  'error.compare-same': '任务 {id} 给了两次。请给出二至四个不同的任务。',
  'error.bad-repo': '仓库“{repo}”不是 owner/name 的形式，例如 ada/leaf-classifier。请改正后重试。',
  'error.export-too-large':
    '{format} 形式的模型有 {size}；Discord 在此处的上限为 {limit}。请用 format:compact，或用 format:hub 推送到 Hub，或在上限更高的服务器中使用。',
  'error.predict-neither': '我需要文本或文件，而两者都没有。请给出其中之一。',
  'error.predict-both': '我需要文本或文件，而两者都有。请只给其一。',
  'error.predictions-too-large': '{count} 个预测的表格超过 Discord 在此处的上限。请拆分文件后分别预测。',
  'error.candidate-gone': '候选模型“{model}”已不在此排名中。请从最新的回复中选择两个。',
  'error.nothing-to-finetune': '此按钮的模型已不是第一名，或不能在此训练。请用 /finetune model:… 选择。',
  'error.nothing-to-recommend':
    '这条消息有 {files} 个文件和 {characters} 个字符的文本；我需要一段文本、一个数据集，或两者。请在这样的消息上使用，或用 /recommend。',
  'error.not-your-recommendation':
    '这个推荐是别人请求的，只有本人可以更改它或用其数据训练。请用 /recommend 自己请求。',
  'error.recommendation-expired':
    '这个推荐已不再保留：它超过 {days} 天，或属于另一个服务器。请重新使用 /recommend。',
  'error.not-your-draft': '这是别人开始的，只有本人可以选择。请用 /finetune 自己开始。',
  'error.answer-expired': '这些数字已不再保留：已超过 {days} 天，或属于另一个服务器。请重新使用该命令。',
  'error.draft-expired': '这个选择已不再有效：训练已经开始，或已超过 {days} 天。请重新使用 /finetune。',
  'error.bad-option': '选项 {option} 不能是“{value}”。可以是：{allowed}。',
  'error.bad-quantity-option': '选项 {option} 不能是“{value}”。请写成例如 {example}。',
  'error.bad-language-option': '选项 language 不能是“{value}”。请填两个字母的代码，如 en 或 zh，或 multi。',
  'error.not-your-run': '任务 {id} 是别人开始的；只有本人或服务器管理者可以取消或删除。',
  'error.run-active': '任务 {id} 仍在等待或训练。请先用 /runs cancel 停止，再删除。',
  'error.run-over': '任务 {id} 已经结束（{state}），没有可取消的。',
  'error.run-not-finished':
    '任务 {id} 没有模型：它的状态是{state}。请选择已完成的任务；/runs list 可以查看。',
  'error.run-unknown': '本服务器没有任务 {id}。/runs 会列出任务及其八位编号。',
  'error.quota-user':
    '您有 {active} 个{active|任务}在等待或训练，上限为 {limit}。请等其完成，用 /runs 取消一个，或请机器人的运营者调大 RUNS_PER_USER。',
  'error.quota-guild':
    '本服务器有 {active} 个{active|任务}在等待或训练，上限为 {limit}。请等其完成，用 /runs 取消一个，或请机器人的运营者调大 RUNS_PER_GUILD。',
  'error.quota-all':
    '所有人共有 {active} 个{active|任务}在等待或训练，上限为 {limit}。请稍后再试，或请机器人的运营者调大 RUNS_IN_ALL。',
  'error.object-missing': '存储的文件 {key} 已不在了。请重新附上，或检查 STORAGE_URL 与 DATA_DIR。',
  'error.object-damaged':
    '存储的文件 {key} 与当初存入的不同：SHA-256 不符。请重新附上；机器人的运营者可在日志中找到该键。',
  'error.artifact-missing': '该任务的模型已不在存储中（{key}）。请用 /finetune 重新训练。',
  'error.bad-environment': '环境变量 {name} 无法使用：其值是“{value}”；{reason}。见 .env.example。',
  'error.bad-knowledge': '知识文件 {path} 无法使用：在 {at}：{reason}。请对照 knowledge/schema.ts。',
  'error.bad-storage-url':
    'STORAGE_URL 无法使用：其 {part} 缺失或不允许。形式为 s3://KEY:SECRET@host:port/bucket?region=us-east-1&ssl=true，KEY 与 SECRET 用百分号编码；不设置则把文件存在 DATA_DIR。',
  'error.data-folder-in-use':
    '数据文件夹 {dataDir} 自 {since} 起正被 {host} 上的进程 {pid} 使用；内置存储一次只允许一个进程。{reach}请停止该进程，把 DATA_DIR 设为另一个文件夹，或设置 DATABASE_URL 以共用一个 PostgreSQL。',
  'error.database-unreachable':
    '无法使用 {host} 的 PostgreSQL：{reason}。请检查 DATABASE_URL（postgres://user:password@host:port/name）与服务器是否运行，或不设置它以使用内置存储。',
  'error.store-unusable':
    '无法打开 {folder} 中的内置存储：{reason}。请检查剩余空间与文件夹权限，移走它以空的存储开始，或设置 DATABASE_URL。',
  'error.worker-idle': 'WORKER_CONCURRENCY 为 0，该工作进程不会训练。请设为它同时训练的任务数，1 至 16。',
  'error.worker-needs-database':
    '独立的工作进程通过 PostgreSQL 与机器人共享任务，但没有设置 DATABASE_URL。请设为与机器人相同的数据库（postgres://user:password@host:port/name），或把工作交给机器人，其内置的工作进程无需任何设置。',
  'error.storage-unusable':
    '文件存储无法使用：{reason}。请检查 STORAGE_URL（密钥、存储桶及写入权限），或 DATA_DIR/objects 的权限。',
  'error.quota-bytes-user':
    '您的任务共占用存储 {used}，上限为 {limit}。请用 /runs 删除不再需要的任务，或请机器人的运营者调大 STORED_GIB_PER_USER。',
  'error.quota-bytes-guild':
    '本服务器的任务共占用存储 {used}，上限为 {limit}。请用 /runs 删除一些，或请机器人的运营者调大 STORED_GIB_PER_GUILD。',
  'error.quota-bytes-all':
    '所有任务共占用存储 {used}，上限为 {limit}。请用 /runs 删除一些，或请机器人的运营者调大 STORED_GIB_IN_ALL。',
  'error.storage-unreachable':
    '我的文件存储暂时无法访问，现在不能收发文件。已存储的内容不会丢失，请几分钟后再试；若一直如此，请运营者查看日志并检查 STORAGE_URL。',
  'error.disk-full':
    '我的磁盘已满，现在不能接收或生成文件。已存储的内容不会丢失，请稍后再试；若一直如此，请运营者清理 DATA_DIR。',
  'error.database-away':
    '我的数据库暂时无法访问。已开始的任务是安全的，恢复后会继续；请几分钟后再试。若一直如此，请运营者检查 DATABASE_URL 的服务器。',
  'error.worker-lost':
    '训练此任务的进程每次都在完成之前结束，已放弃。请用 /finetune 重新开始；若再次如此，较小的数据集、预算或模型需要的内存较少。',
} as const satisfies Readonly<Record<keyof typeof botErrorsEn, string>>;
