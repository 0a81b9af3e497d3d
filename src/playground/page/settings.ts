/** Who is at the page, how large files may be and which language is spoken: the lists at the foot of the sidebar. */
import type { Session } from '../person/person-schema.ts';
import { avatarOf, byId, el } from './dom.ts';
import { text } from './texts.ts';

/** People one can be: the owner of the server, an administrator, a plain member. */
const PEOPLE = [
  { key: 'owner', wish: {} },
  { key: 'admin', wish: { name: 'Ada', admin: true } },
  { key: 'member', wish: { name: 'Bob' } },
] as const;
export type PersonKey = (typeof PEOPLE)[number]['key'];

const STORED_LOCALE = 'tunesmith.locale';
const STORED_PERSON = 'tunesmith.person';

export const storedLocale = (): string =>
  localStorage.getItem(STORED_LOCALE) ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en-US');
export const wishOf = (key: PersonKey) => PEOPLE.find((one) => one.key === key)?.wish ?? {};

/** Of this tab alone, so that two people can be watched side by side. */
export function storedPerson(): PersonKey {
  const stored = sessionStorage.getItem(STORED_PERSON);
  return PEOPLE.find((one) => one.key === stored)?.key ?? 'owner';
}

interface SettingsEvents {
  onLocale: (locale: string) => Promise<void>;
  onPerson: (key: PersonKey) => Promise<void>;
  onTier: (tier: number) => Promise<void>;
}

export function watchSettings(events: SettingsEvents): void {
  const onChange = (id: string, act: (value: string) => Promise<void>) =>
    byId<HTMLSelectElement>(id).addEventListener('change', () => void act(byId<HTMLSelectElement>(id).value));
  onChange('locale', (locale) => {
    localStorage.setItem(STORED_LOCALE, locale);
    return events.onLocale(locale);
  });
  onChange('person', (value) => {
    const key = PEOPLE.find((one) => one.key === value)?.key ?? 'owner';
    sessionStorage.setItem(STORED_PERSON, key);
    return events.onPerson(key);
  });
  onChange('boosts', (tier) => events.onTier(Number(tier)));
  watchSidebar();
}

/** On a phone the sidebar is opened by its button and closed by a press beside it or Escape. */
function watchSidebar(): void {
  const toggle = (open: boolean) => {
    byId('sidebar').classList.toggle('open', open);
    byId('shade').hidden = !open;
    byId('open-sidebar').setAttribute('aria-expanded', String(open));
    if (open) byId('sidebar').querySelector<HTMLElement>('button, select')?.focus();
    else if (byId('sidebar').contains(document.activeElement)) byId('open-sidebar').focus();
  };
  byId('open-sidebar').addEventListener('click', () => toggle(true));
  byId('shade').addEventListener('click', () => toggle(false));
  byId('sidebar').addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('button')) toggle(false);
  });
  byId('sidebar').addEventListener('keydown', (event) => event.key === 'Escape' && toggle(false));
}

export function drawSettings(session: Session, locale: string, person: PersonKey): void {
  byId('open-sidebar').setAttribute('aria-label', text('menu'));
  byId('my-avatar').style.backgroundImage = `url("${avatarOf(session.user.name, false)}")`;
  byId('person-label').textContent = text('person');
  byId('person').replaceChildren(
    ...PEOPLE.map(({ key }) => el('option', { value: key, selected: key === person }, text(`person_${key}`))),
  );
  byId('locale-label').textContent = text('language');
  byId<HTMLSelectElement>('locale').value = locale;
  byId('boosts-label').textContent = text('boosts');
  byId<HTMLSelectElement>('boosts').value = String(session.guild.tier);
}
