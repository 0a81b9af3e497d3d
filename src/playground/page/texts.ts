/** The page's own words, in English and Simplified Chinese; the bot's words come from the bot. */

const en = {
  messageHint: 'Message #{channel} — type / for commands',
  attach: 'Attach a file',
  remove: 'Remove',
  commands: 'Commands',
  noCommands: 'No command matches.',
  botOffline: 'The bot is not connected yet. Its commands appear here when it is.',
  online: 'bot online',
  offline: 'bot offline',
  welcome: 'Welcome to #{channel}!',
  welcomeText: 'This channel lives on your computer. Type / to see what the bot can do, or drop a file here.',
  onlyYou: 'Only you can see this',
  dismiss: 'Dismiss message',
  thinking: '{bot} is thinking…',
  used: 'used',
  repliedTo: 'replied to a message',
  edited: '(edited)',
  apps: 'Apps',
  noApps: 'No apps for messages.',
  more: 'More',
  chooseFile: 'Choose a file or drop it here',
  addOption: '+ option',
  options: 'Options',
  choices: 'Choices',
  send: 'Send',
  cancel: 'Cancel',
  submit: 'Submit',
  required: 'required',
  failed: 'The application did not respond',
  selectOne: 'Make a selection',
  missing: 'This option is required.',
  tooLarge: 'The file has {size}; the upload limit is {limit}.',
  uploading: 'Uploading…',
  running: 'Sending…',
  language: 'Language',
  boosts: 'Largest file, by the boosts of the server',
  drop: 'Drop the file to attach it',
  lost: 'The connection to the playground is lost. Trying again…',
  newKey: 'The bot was started anew. Open the address that it printed.',
  keys: 'Tab next · Enter send · Esc cancel',
};

const zh: typeof en = {
  messageHint: '发消息到 #{channel} — 输入 / 查看命令',
  attach: '添加附件',
  remove: '移除',
  commands: '命令',
  noCommands: '没有匹配的命令。',
  botOffline: '机器人尚未连接。连接后，命令会显示在这里。',
  online: '机器人在线',
  offline: '机器人离线',
  welcome: '欢迎来到 #{channel}！',
  welcomeText: '这个频道就在你的电脑上。输入 / 查看机器人的功能，或把文件拖到这里。',
  onlyYou: '只有你能看到此消息',
  dismiss: '关闭消息',
  thinking: '{bot} 正在思考…',
  used: '使用了',
  repliedTo: '回复了一条消息',
  edited: '（已编辑）',
  apps: '应用',
  noApps: '没有可用于消息的应用。',
  more: '更多',
  chooseFile: '选择文件，或拖到这里',
  addOption: '+ 选项',
  options: '选项',
  choices: '可选值',
  send: '发送',
  cancel: '取消',
  submit: '提交',
  required: '必填',
  failed: '应用未响应',
  selectOne: '请选择',
  missing: '此选项为必填项。',
  tooLarge: '文件大小为 {size}，上传上限为 {limit}。',
  uploading: '正在上传…',
  running: '正在发送…',
  language: '语言',
  boosts: '文件上限，取决于服务器的助力等级',
  drop: '松开以添加附件',
  lost: '与 playground 的连接已断开，正在重试…',
  newKey: '机器人已重新启动，请打开它打印的新地址。',
  keys: 'Tab 下一个 · Enter 发送 · Esc 取消',
};

let current = en;
let locale = 'en-US';

export function setLocale(next: string): void {
  locale = next;
  current = next.startsWith('zh') ? zh : en;
  document.documentElement.lang = next;
}
export const getLocale = (): string => locale;

/** The text of a key with `{name}` filled in. */
export const text = (key: keyof typeof en, values: Record<string, string> = {}): string =>
  current[key].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

interface Localised {
  name: string;
  name_localizations?: Record<string, string | null> | null;
}
/** A command's, option's or choice's name in the person's language. */
export const nameOf = (one: Localised): string => one.name_localizations?.[locale] ?? one.name;
export const descriptionOf = (one: {
  description: string;
  description_localizations?: Record<string, string | null> | null;
}): string => one.description_localizations?.[locale] ?? one.description;
