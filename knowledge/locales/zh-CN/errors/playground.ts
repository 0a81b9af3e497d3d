/** 简体中文错误：playground 及其命令行。 */
import type { playgroundErrorsEn } from '../../en/errors/playground.ts';

export const playgroundErrorsZhCN = {
  'error.no-answer': '机器人没有回答：{reason}。',
  'error.form-opened': '机器人打开了一个表单，此命令无法填写。请使用网页。',
  'error.bad-arguments': '参数无法使用：{reason}\n\n{usage}',
  'error.bad-line-quote': '这一行在引号内结束：{quote} 打开后没有关闭。',
  'error.bad-line': '一行须以命令开头，例如 /help；这一行以“{word}”开头。',
  'error.bad-line-word':
    '“{word}”不属于任何选项。请写成 选项:值，含空格的值放在引号中：{option}:"{value} {word}"。',
  'error.bad-line-twice': '选项“{option}”给了两次；请只给一次。',
  'error.unknown-upload': '没有已上传的文件 {id}。请先上传，再发送其编号。',
  'error.unknown-message': '此频道没有消息 {id}。',
  'error.unknown-modal': '这个表单已不再打开。请重新打开后发送。',
  'error.unknown-message-command': '没有消息命令“{name}”。现有：{names}。',
  'error.unknown-component': '该消息没有按钮或选择框“{id}”。它有：{known}。',
  'error.disabled-component': '“{id}”已停用。',
  'error.bad-selection': '选择框“{id}”得到 {values}；它接受 {min} 至 {max} 个：{allowed}。',
  'error.bad-field': '“{label}”有 {size} 个{unit}；它接受 {min} 至 {max} 个。',
  'error.unknown-session': '此处不认识这个会话。请重新连接。',
  'error.unknown-guild': '没有服务器“{guild}”。现有：{names}。',
  'error.no-playground': '{base} 没有 playground 回答。请用“npm start”启动，或给出其地址。',
  'error.playground-silent': '{url} 的 playground 没有发送事件。',
  'error.playground-closed': 'playground 关闭了连接。',
  'error.playground-refused': '{message}',
  'error.playground-error': 'playground 的回答是 {status}。',
  'error.no-message': '{seconds} 秒内没有这样的消息。',
  'error.no-commands': '机器人在 {seconds} 秒内没有注册命令。',
  'error.download-failed': '无法获取附件 {url}：{status}。',
  'error.no-such-file': '选项“{option}”指定的“{path}”{problem}。',
  'error.file-too-large': '文件“{path}”有 {size} 字节；此处的上传上限为 {limit}。请发送较小的文件。',
  'error.unknown-command': '这里没有命令 /{name}。现有的命令：{known}。',
  'error.unknown-subcommand': '{label} 没有子命令“{step}”。它有：{names}。',
  'error.missing-subcommand': '{label} 需要其子命令之一：{missing}。',
  'error.unknown-option': '{label} 没有选项“{name}”。它的选项：{names}。',
  'error.missing-option': '{label} 需要选项“{option}”：{description}。',
  'error.bad-option-value': '选项“{option}”是 {seen}；{allowed}。',
  'error.port-in-use':
    'playground 无法监听端口 {port}：另一个程序正在使用。请把 PLAYGROUND_PORT 设为空闲端口，或设为 0 使用任意端口。',
  'error.bad-address': '“{address}”不是 playground 的地址。它形如 http://127.0.0.1:8787/?key=…',
  'error.playground-key':
    '这需要正在运行的 playground 的钥匙，每次启动都会重新生成。请使用机器人打印出的完整地址，或其数据文件夹中 lock.json 里的地址。',
} as const satisfies Readonly<Record<keyof typeof playgroundErrorsEn, string>>;
