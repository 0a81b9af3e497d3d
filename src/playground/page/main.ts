/** The page's entry: connects, draws the channel, and wires events, composer, menu, forms and settings. */

import type { PlaygroundEvent } from '../discord/hub.ts';
import type { Answer } from '../person/person-acts.ts';
import type { Command } from '../schemas/command-schema.ts';
import * as api from './api.ts';
import { Composer } from './compose/composer.ts';
import { byId } from './dom.ts';
import { watchDrops } from './drops.ts';
import { RunHistory } from './history.ts';
import { Channel } from './message/channel.ts';
import { nameUser } from './message/markdown.ts';
import { openMenu } from './message/menu.ts';
import type { Message } from './message/message-view.ts';
import { showModal } from './modal-view.ts';
import {
  drawSettings,
  type PersonKey,
  storedLocale,
  storedPerson,
  watchSettings,
  wishOf,
} from './settings.ts';
import { setLocale, text } from './texts.ts';
import { drawWelcome } from './welcome.ts';

const RETRY_MS = 1_500;
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function start(): Promise<void> {
  // The key is a cookie by now; in the address it would be copied along.
  history.replaceState(null, '', '/');
  let locale = storedLocale();
  let person: PersonKey = storedPerson();
  setLocale(locale);
  let session = await api.connect(locale, wishOf(person));
  let commands: Command[] = [];
  const messageCommands = () => commands.filter((command) => command.type === 3);

  /** Shows what became of an act beyond its messages: a form to fill, or no answer. */
  const follow = (answer: Answer): void => {
    if (answer.kind === 'failed') channel.note(text('failed'));
    if (answer.kind === 'modal')
      showModal(answer.modal, {
        uploadLimitBytes: session.uploadLimitBytes,
        send: (values) => sendForm(answer.interactionId, values),
      });
  };
  const sendForm = async (interactionId: string, values: api.FormValues) => {
    try {
      follow(await api.submitModal(interactionId, values));
      return null;
    } catch (error) {
      return wordsOf(error);
    }
  };
  const attempt = async (act: Promise<Answer>): Promise<void> => {
    await act.then(follow, (error: unknown) => channel.note(wordsOf(error)));
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
    session: () => session,
    commands: () => commands,
    send: async (call) => follow(await api.runCommand(call)),
  });
  const runs = new RunHistory({
    goTo: (messageId) => channel.show(messageId),
    askAll: () => void attempt(api.runCommand({ name: 'runs', path: ['list'], options: {} })),
  });
  const drawRuns = () => runs.draw(commands.some(({ name }) => name === 'runs'));

  const drawSurroundings = () => {
    drawRuns();
    drawWelcome(session.channel.name, commands, (line) => composer.fillLine(line));
  };
  const refreshCommands = async () => {
    commands = await api.getCommands();
    composer.refresh();
    drawSurroundings();
  };
  const refreshAll = async () => {
    const messages = await api.getMessages();
    channel.setAll(messages.map(({ message }) => message));
    runs.clear();
    for (const { message, result } of messages) runs.hear({ messageId: message.id, result });
    await refreshCommands();
  };
  const drawFrame = () => {
    byId('guild-name').textContent = session.guild.name;
    for (const id of ['channel-name', 'sidebar-channel']) byId(id).textContent = session.channel.name;
    byId('topic').textContent = session.channel.topic;
    byId('scroller').setAttribute('aria-label', text('messages'));
    byId('drop').textContent = text('drop');
    nameUser(session.user.id, session.user.name);
    drawSettings(session, locale, person);
    drawSurroundings();
  };
  const setOnline = (online: boolean) => {
    session.bot.online = online;
    byId('bot-state').textContent = `● ${text(online ? 'online' : 'offline')}`;
    byId('bot-state').className = online ? 'on' : 'off';
  };

  /** Answers to the reader's own acts, and own words. */
  const isOwn = ({ author, interaction_metadata }: Message): boolean =>
    author.id === session.user.id || interaction_metadata?.user.id === session.user.id;
  const onEvent = (event: PlaygroundEvent | { type: 'hello'; online: boolean }): void => {
    if (event.type === 'message') {
      const { message, kind, result } = event;
      if (kind === 'delete') channel.remove(message.id);
      else channel.put(message, isOwn(message));
      runs.hear({ messageId: message.id, result });
      drawRuns();
    } else if (event.type === 'commands') void refreshCommands();
    else if (event.type === 'bot' || event.type === 'hello') setOnline(event.online);
  };
  let lost = false;
  let events = api.listen(onEvent, onState);
  /** After a break the playground may be another one: take a new session, and draw what there is. */
  function onState(open: boolean): void {
    if (open && lost) void refreshAll();
    if (!open && !lost) byId('bot-state').textContent = text('lost');
    if (!open && events.readyState === EventSource.CLOSED)
      window.setTimeout(() => void reconnect(), RETRY_MS);
    lost = !open;
  }
  async function reconnect(): Promise<void> {
    try {
      session = await api.connect(locale, wishOf(person));
      events = api.listen(onEvent, onState);
    } catch (error) {
      if (api.lacksKey(error)) byId('bot-state').textContent = text('newKey');
      else window.setTimeout(() => void reconnect(), RETRY_MS);
    }
  }

  const redrawAll = () => {
    drawFrame();
    setOnline(session.bot.online);
    composer.reset();
  };
  watchSettings({
    onLocale: async (next) => {
      locale = next;
      setLocale(locale);
      await api.changeLocale(locale);
      session.locale = locale;
      redrawAll();
      channel.redraw();
    },
    onPerson: async (next) => {
      person = next;
      events.close();
      session = await api.connect(locale, wishOf(person));
      events = api.listen(onEvent, onState);
      redrawAll();
      await refreshAll();
    },
    onTier: async (wanted) => {
      const { tier, uploadLimitBytes } = await api.changeTier(wanted);
      session.guild.tier = tier;
      session.uploadLimitBytes = uploadLimitBytes;
      composer.reset();
    },
  });
  watchDrops((files) => composer.takeFiles(files));
  drawFrame();
  setOnline(session.bot.online);
  await refreshAll();
  composer.reset(true);
}

void start();
