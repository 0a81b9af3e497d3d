/** A bot that uses everything the page draws: options, autocomplete, files, embeds, pictures, buttons, forms. */
import { deflateSync } from 'node:zlib';
import {
  ActionRowBuilder,
  type ApplicationCommandDataResolvable,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  EmbedBuilder,
  type Interaction,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';

export const shopCommands: ApplicationCommandDataResolvable[] = [
  {
    name: 'train',
    description: 'Trains a model on your data',
    nameLocalizations: { 'zh-CN': '训练' },
    descriptionLocalizations: { 'zh-CN': '用你的数据训练模型' },
    options: [
      { type: 11, name: 'dataset', description: 'A CSV file', required: true },
      { type: 3, name: 'model', description: 'The pretrained model', autocomplete: true },
      { type: 4, name: 'epochs', description: 'Passes over the data', minValue: 1, maxValue: 50 },
      {
        type: 3,
        name: 'access',
        description: 'Which models may be used',
        choices: [
          { name: 'open', value: 'open' },
          { name: 'any', value: 'any' },
        ],
      },
      { type: 5, name: 'verbose', description: 'Say more' },
    ],
  },
  {
    name: 'ask',
    description: 'Answers a question',
    options: [
      { type: 3, name: 'question', description: 'In your own words', maxLength: 2_000 },
      { type: 3, name: 'tone', description: 'How to answer', maxLength: 20 },
    ],
  },
  { name: 'silent', description: 'Never answers' },
  { name: 'Describe this', type: 3, nameLocalizations: { 'zh-CN': '描述此消息' } },
];

const MODELS = ['mobilenet-v2', 'inception-v3', 'use-lite', 'gpt-2'];

/** A small PNG picture: a blue square with a lighter diagonal. */
export function makePng(size: number): Buffer {
  const rows = Array.from({ length: size }, (_, y) => {
    const row = Buffer.alloc(1 + size * 3);
    for (let x = 0; x < size; x += 1)
      row.set(Math.abs(x - y) < 6 ? [160, 200, 255] : [40, 60, 120], 1 + x * 3);
    return row;
  });
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const data = deflateSync(Buffer.concat(rows));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function train(interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply();
  const file = interaction.options.getAttachment('dataset', true);
  const text = await (await fetch(file.url)).text();
  const rows = text.trim().split('\n').length - 1;
  const model = interaction.options.getString('model') ?? 'mobilenet-v2';
  for (const percent of [25, 75]) {
    await interaction.editReply(`Training **${model}** on \`${file.name}\` (${rows} rows): ${percent} %`);
    await pause(200);
  }
  const embed = new EmbedBuilder()
    .setTitle('Run finished')
    .setColor(0x23a55a)
    .setDescription(
      `**${model}** on \`${file.name}\`, ${rows} rows. See the [guide](https://example.org/guide).`,
    )
    .addFields(
      { name: '1\\. **Accuracy**', value: '0.91', inline: true },
      { name: 'Macro F1', value: '0.90', inline: true },
      { name: 'Baseline', value: '0.72', inline: true },
    )
    .setImage('attachment://chart.png')
    .setFooter({ text: 'seed 1 · 12 s' });
  const buttons = new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId('predict').setLabel('Predict').setStyle(ButtonStyle.Primary),
    new ButtonBuilder().setCustomId('details').setLabel('Details').setStyle(ButtonStyle.Secondary),
    new ButtonBuilder()
      .setCustomId('cancel')
      .setLabel('Cancel')
      .setStyle(ButtonStyle.Danger)
      .setDisabled(true),
    new ButtonBuilder().setCustomId('predict-file').setLabel('Try a file').setStyle(ButtonStyle.Secondary),
  );
  const select = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
    new StringSelectMenuBuilder()
      .setCustomId('class')
      .setPlaceholder('Show a class')
      .addOptions({ label: 'cat', value: 'cat' }, { label: 'dog', value: 'dog', description: 'barks' }),
  );
  await interaction.editReply({
    content: '',
    embeds: [embed],
    components: [buttons, select],
    files: [
      new AttachmentBuilder(makePng(160), { name: 'chart.png' }),
      new AttachmentBuilder(Buffer.from('onnx'), { name: 'model.zip' }),
    ],
  });
}

/** Answers every kind of interaction that the page can send. */
export async function handleShop(interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused();
    const fitting = MODELS.filter((model) => model.includes(typed));
    await interaction.respond(fitting.map((name) => ({ name, value: name })));
  } else if (interaction.isChatInputCommand() && interaction.commandName === 'train')
    await train(interaction);
  else if (interaction.isChatInputCommand() && interaction.commandName === 'ask') {
    const { options } = interaction;
    await interaction.reply(
      `asked “${options.getString('question')}” in a ${options.getString('tone')} tone`,
    );
  } else if (interaction.isButton() && interaction.customId === 'predict-file')
    await interaction.showModal({
      custom_id: 'file-form',
      title: 'Predict a file',
      components: [
        { type: 18, label: 'The file', component: { type: 19, custom_id: 'file', required: true } },
      ],
    });
  else if (interaction.isModalSubmit() && interaction.customId === 'file-form') {
    const file = interaction.fields.getUploadedFiles('file', true).first()!;
    await interaction.reply(`${file.name}: ${await (await fetch(file.url)).text()}`);
  } else if (interaction.isButton() && interaction.customId === 'predict') {
    const input = new TextInputBuilder()
      .setCustomId('text')
      .setLabel('Text to classify')
      .setStyle(TextInputStyle.Paragraph)
      .setMaxLength(100);
    await interaction.showModal(
      new ModalBuilder()
        .setCustomId('predict-form')
        .setTitle('Predict')
        .addComponents(new ActionRowBuilder<TextInputBuilder>().addComponents(input)),
    );
  } else if (interaction.isModalSubmit()) {
    await interaction.reply({
      content: `Prediction for “${interaction.fields.getTextInputValue('text')}”: **cat**`,
    });
  } else if (interaction.isButton()) {
    await interaction.reply({
      content: `Only for ${interaction.user.username} (${interaction.locale})`,
      flags: 64,
    });
  } else if (interaction.isStringSelectMenu()) {
    await interaction.reply({ content: `chosen: ${interaction.values.join()}`, flags: 64 });
  } else if (interaction.isMessageContextMenuCommand()) {
    const names = interaction.targetMessage.attachments.map((file) => file.name).join();
    await interaction.reply(`files: ${names || 'none'}`);
  }
}
