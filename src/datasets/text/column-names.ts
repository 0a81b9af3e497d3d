/** Names that columns of text tables usually have, best first, as `nameKey` writes them. Read by `choose-columns.ts`. */
const words = (list: string): readonly string[] => list.split(/\s+/);

export const LABEL_NAMES = words(
  `label labels class category target sentiment intent emotion topic tag labeltext labelname type y polarity
completion output response 标签 类别 分类 类型 情感 意图 话题`,
);

export const TEXT_NAMES = words(
  `text sentence content message review reviewtext body title headline subject comment tweet query question
utterance prompt input instruction description premise hypothesis sentence1 sentence2 document abstract summary sms
文本 内容 标题 评论 句子 问题 正文`,
);

/** Never text and never a label, unless the person says so. */
export const ID_NAMES = words(
  `id index idx uuid guid rowid key unnamed:0 no number url link date time timestamp createdat author user userid
username 编号 序号 日期 时间`,
);

export const GROUP_NAMES = words('group groupid speaker speakerid 组 分组');
export const PART_NAMES = words('split part subset fold');
