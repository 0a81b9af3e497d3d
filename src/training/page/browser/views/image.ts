/** Pictures: a file, one pasted or dropped, or the camera as it looks. */
import { type OpenClassifier, openClassifier } from '../../../classifier/export/classify.ts';
import { cropPicture, type Picture } from '../../../classifier/features/pictures/crop-picture.ts';
import { bars } from '../bars.ts';
import { button, el, fileButton } from '../dom.ts';
import type { View, ViewContext } from '../view.ts';

/** Pixels of a canvas that phones still take. */
const MOST_PIXELS = 16 * 2 ** 20;

type Source = ImageBitmap | HTMLVideoElement;

/** RGBA on white. Pictures too large for a canvas of a phone are drawn smaller. */
function pixelsOf(source: Source, width: number, height: number): Picture {
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (width * height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser draws no pictures');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { data, width: canvas.width, height: canvas.height, channels: 4 };
}

async function classify(classifier: OpenClassifier, picture: Picture, more: string): Promise<HTMLElement> {
  const { image, classes } = classifier.pipeline;
  if (!image) throw new Error('the model reads no pictures');
  const [shares] = await classifier.classify([{ rgb: cropPicture(picture, image) }]);
  return bars(classes, shares!, more);
}

export const imageView: View = async (context) => {
  const { host, t, input } = context;
  const classifier = await openClassifier(host);
  const preview = el('div', { class: 'preview' });
  const camera = openCamera(context, classifier, preview);
  const take = async (file: Blob | undefined) => {
    if (!file) return;
    camera.stop();
    await context.predict(async () => {
      const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
        throw new Error(t('image.unreadable'));
      });
      preview.replaceChildren(el('img', { src: URL.createObjectURL(file), alt: t('image.chosen') }));
      return classify(classifier, pixelsOf(bitmap, bitmap.width, bitmap.height), t('classes.more'));
    });
  };
  const choose = fileButton(t('image.choose'), ([file]) => void take(file), { accept: 'image/*' });
  const photo = fileButton(t('image.photo'), ([file]) => void take(file), {
    accept: 'image/*',
    capture: 'environment',
  });
  photo.classList.add('touch-only');
  input.append(el('div', { class: 'row' }, choose, photo, camera.toggle), preview);
  acceptDrops((file) => void take(file));
  return classifier.pipeline.classes;
};

function acceptDrops(take: (file: Blob | undefined) => void): void {
  document.addEventListener('paste', (event) => take(event.clipboardData?.files[0]));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    take(event.dataTransfer?.files[0]);
  });
}

/** What the camera sees is classified again and again until it is stopped. */
function openCamera({ t, predict }: ViewContext, classifier: OpenClassifier, preview: HTMLElement) {
  let stream: MediaStream | null = null;
  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    toggle.textContent = t('image.camera');
  };
  const start = async () => {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    toggle.textContent = t('image.cameraStop');
    const video = el('video', { playsinline: true, muted: true, 'aria-label': t('image.camera') });
    video.srcObject = stream;
    await video.play();
    preview.replaceChildren(video);
    while (stream) {
      await predict(async () =>
        classify(classifier, pixelsOf(video, video.videoWidth, video.videoHeight), t('classes.more')),
      );
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  };
  const refused = () => predict(() => Promise.reject(new Error(t('image.noCamera'))));
  const toggle = button(t('image.camera'), () => {
    if (stream) stop();
    else start().catch(refused);
  });
  return { toggle, stop };
}
