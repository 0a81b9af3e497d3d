/** The page's entry: connects, draws the channel, and wires events, composer, menu, forms and the language. */

import type { PlaygroundEvent } from '../discord/hub.ts';
import type { Answer } from '../person/person-acts.ts';
import type { Command } from '../schemas/command-schema.ts';
import * as api from './api.ts';
import { Channel } from './channel.ts';
import { Composer } from './composer.ts';
import { avatarOf, byId, el } from './dom.ts';
import { nameUser } from './markdown.ts';
import { openMenu } from './menu.ts';
import type { Message } from './message-view.ts';
import { showModal } from './modal-view.ts';
import { setLocale, text } from './texts.ts';

const STORED_LOCALE = 'tunesmith.locale';
const initialLocale = () =>
  localStorage.getItem(STORED_LOCALE) ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en-US');

async function start(): Promise<void> {
  // The key is a cookie by now; in the address it would be copied along.
  history.replaceState(null, '', '/');
  let locale = initialLocale();
  setLocale(locale);
  let session = await api.connect(locale);
  let commands: Command[] = [];
  const messageCommands = () => commands.filter((command) => command.type === 3);

  /** Shows what became of an act beyond its messages: a form to fill, or no answer. */
  const follow = (answer: Answer): void => {
    if (answer.kind === 'failed') channel.note(text('failed'));
    if (answer.kind === 'modal') showModal(answer.modal, (values) => sendForm(answer.interactionId, values));
  };
  const sendForm = async (interactionId: string, values: Record<string, string | string[]>) => {
    try {
      follow(await api.submitModal(interactionId, values));
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const attempt = async (act: Promise<Answer>): Promise<void> => {
    await act.then(follow, (error: unknown) =>
      channel.note(error instanceof Error ? error.message : String(error)),
    );
  };

  const channel = new Channel(byId('messages'), byId('scroller'), {
    press: (messageId, customId, values) => attempt(api.useComponent(messageId, customId, values)),
    dismiss: (message) => channel.remove(message.id),
    openMenu: (message: Message, at) =>
      openMenu(
        at,
        messageCommands(),
        (command) => void attempt(api.useMessageCommand(command.name, message.id)),
      ),
  });
  const composer = new Composer({
    root: byId('composer'),
    session,
    commands: () => commands,
    send: async (call) => follow(await api.runCommand(call)),
  });

  const refreshCommands = async () => {
    commands = await api.getCommands();
    composer.refresh();
  };
  const refreshAll = async () => {
    channel.setAll((await api.getMessages()).map(({ message }) => message));
    await refreshCommands();
  };
  const drawFrame = () => {
    byId('guild-name').textContent = session.guild.name;
    for (const id of ['channel-name', 'sidebar-channel']) byId(id).textContent = session.channel.name;
    byId('topic').textContent = session.channel.topic;
    byId('my-name').textContent = session.user.name;
    nameUser(session.user.id, session.user.name);
    byId('my-avatar').style.backgroundImage = `url("${avatarOf(session.user.name, false)}")`;
    byId('my-state').textContent = session.locale;
    byId('locale-label').textContent = text('language');
    byId<HTMLSelectElement>('locale').value = locale;
    byId('boosts-label').textContent = text('boosts');
    byId('boosts').title = text('boosts');
    byId<HTMLSelectElement>('boosts').value = String(session.guild.tier);
    byId('drop').textContent = text('drop');
    byId('welcome').replaceChildren(
      el('span', { class: 'big-hash', 'aria-hidden': 'true' }, '#'),
      el('h3', { class: 'welcome-title' }, text('welcome', { channel: session.channel.name })),
      el('p', { class: 'welcome-text' }, text('welcomeText')),
    );
  };
  const setOnline = (online: boolean) => {
    session.bot.online = online;
    byId('bot-state').textContent = `● ${text(online ? 'online' : 'offline')}`;
    byId('bot-state').className = online ? 'on' : 'off';
  };

  const onEvent = (event: PlaygroundEvent | { type: 'hello'; online: boolean }): void => {
    if (event.type === 'message') {
      if (event.kind === 'delete') channel.remove(event.message.id);
      else channel.put(event.message);
    } else if (event.type === 'commands') void refreshCommands();
    else if (event.type === 'bot' || event.type === 'hello') setOnline(event.online);
  };
  let lost = false;
  let events = api.listen(onEvent, onState);
  /** After a break the playground may be another one: take a new session, and draw what there is. */
  function onState(open: boolean): void {
    if (open && lost) void refreshAll();
    if (!open && !lost) byId('bot-state').textContent = text('lost');
    if (!open && events.readyState === EventSource.CLOSED) window.setTimeout(() => void reconnect(), 1500);
    lost = !open;
  }
  async function reconnect(): Promise<void> {
    try {
      session = await api.connect(locale);
      events = api.listen(onEvent, onState);
    } catch (error) {
      if (api.lacksKey(error)) byId('bot-state').textContent = text('newKey');
      else window.setTimeout(() => void reconnect(), 1500);
    }
  }

  byId('locale').addEventListener('change', async () => {
    locale = byId<HTMLSelectElement>('locale').value;
    localStorage.setItem(STORED_LOCALE, locale);
    setLocale(locale);
    await api.changeLocale(locale);
    session.locale = locale;
    drawFrame();
    setOnline(session.bot.online);
    composer.reset();
    channel.redraw();
  });
  byId('boosts').addEventListener('change', async () => {
    const { tier, uploadLimitBytes } = await api.changeTier(Number(byId<HTMLSelectElement>('boosts').value));
    session.guild.tier = tier;
    session.uploadLimitBytes = uploadLimitBytes;
    composer.reset();
  });
  watchDrops((files) => composer.takeFiles(files));
  drawFrame();
  setOnline(session.bot.online);
  await refreshAll();
  composer.reset(true);
}

/** Files dropped anywhere on the page. */
function watchDrops(take: (files: File[]) => void): void {
  const veil = byId('drop');
  let depth = 0;
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  const shade = (step: number) => {
    depth = Math.max(0, depth + step);
    veil.hidden = depth === 0;
  };
  addEventListener('dragenter', (event) => hasFiles(event) && shade(1));
  addEventListener('dragleave', (event) => hasFiles(event) && shade(-1));
  addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
  addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    veil.hidden = true;
    take([...(event.dataTransfer?.files ?? [])]);
  });
}

void start();
