/** Sounds: a file, or the microphone. */
import { openClassifier } from '../../../classifier/export/classify.ts';
import {
  decodeSound,
  heardSamples,
  type MonoSound,
  mixed,
} from '../../../classifier/features/decode-sound.ts';
import { bars } from '../bars.ts';
import { button, el, fileButton } from '../dom.ts';
import type { View, ViewContext } from '../view.ts';

/** By the decoders that training uses; formats that they lack (m4a, webm) by the browser's own. */
async function decode(file: Blob): Promise<MonoSound> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return decodeSound(bytes).catch(async (error: unknown) => {
    const context = new AudioContext();
    try {
      const buffer = await context.decodeAudioData(bytes.slice().buffer);
      const channels = Array.from({ length: buffer.numberOfChannels }, (_, i) => buffer.getChannelData(i));
      return { mono: mixed(channels), rate: buffer.sampleRate };
    } catch {
      throw error;
    } finally {
      await context.close();
    }
  });
}

export const audioView: View = async (context) => {
  const { host, t, input, predict } = context;
  const classifier = await openClassifier(host);
  const { classes, audio } = classifier.pipeline;
  const player = el('div', { class: 'preview' });
  const take = async (file: Blob | undefined) => {
    if (!file) return;
    await predict(async () => {
      if (!audio) throw new Error('the model hears nothing');
      const waveform = heardSamples(await decode(file), audio.rate);
      player.replaceChildren(el('audio', { controls: true, src: URL.createObjectURL(file) }));
      const [shares] = await classifier.classify([{ waveform }]);
      return bars(classes, shares!, t('classes.more'));
    });
  };
  const choose = fileButton(t('audio.choose'), ([file]) => void take(file), {
    accept: 'audio/*,.wav,.flac,.ogg,.opus,.mp3',
  });
  input.append(
    el(
      'div',
      { class: 'row' },
      choose,
      recorder(context, (file) => void take(file)),
    ),
    player,
  );
  return classes;
};

function recorder({ t, predict }: ViewContext, take: (file: Blob) => void): HTMLButtonElement {
  let recording: MediaRecorder | null = null;
  const start = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const parts: Blob[] = [];
    const active = new MediaRecorder(stream);
    recording = active;
    active.addEventListener('dataavailable', ({ data }) => parts.push(data));
    active.addEventListener('stop', () => {
      recording = null;
      for (const track of stream.getTracks()) track.stop();
      toggle.textContent = t('audio.record');
      take(new Blob(parts, { type: active.mimeType }));
    });
    active.start();
    toggle.textContent = t('audio.stop');
  };
  const toggle = button(t('audio.record'), () => {
    if (recording) recording.stop();
    else start().catch(() => predict(() => Promise.reject(new Error(t('audio.noMicrophone')))));
  });
  return toggle;
}
