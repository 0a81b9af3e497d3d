import { expect, it } from 'vitest';
import { roleOf } from '../../src/datasets/text/column-names.ts';

it.each([
  // The thing itself stands first, and what it is of after it.
  ['Type de demande', 'label'],
  ['Motif de la réclamation', 'label'],
  ['Tipo de consulta', 'label'],
  ['Tipo di richiesta', 'label'],
  ['Categoria da pergunta', 'label'],
  ['Art der Anfrage', 'label'],
  ['type_of_message', 'label'],
  ['Inhalt der Anfrage', 'text'],
  ['date de la demande', 'date'],
  ['Name des Kunden', 'person'],
  ['Lösung der Anfrage', null],
  ['Soort vraag', 'label'],
  ['Type verzoek', 'label'],
  // Without a link the last word is the thing, where it says something.
  ['message type', 'label'],
  ['review_text', 'text'],
  ['Kategoria zgłoszenia', 'label'],
  ['Treść zgłoszenia', 'text'],
  ['Тип обращения', 'label'],
  // A class of texts is a class.
  ['Kategori keluhan', 'label'],
  ['Categoria mensagem', 'label'],
  ['category_message', 'label'],
  // What a text is about, and why.
  ['Bereich', 'aspect'],
  ['Компонент', 'aspect'],
  ['Причина', 'label'],
  ['违规类型', 'label'],
  // One word of several.
  ['Ärendekategori', 'label'],
  ['Erstelldatum', 'date'],
  ['ontvangstdatum', 'date'],
  ['Vorgangsnummer', 'id'],
  // Turkish joins an ending to the last one.
  ['Şikayet Türü', 'label'],
  ['Başvuru Konusu', 'label'],
  ['Mesaj Metni', 'text'],
  ['Başvuru Tarihi', 'date'],
  ['Müşteri Adı', 'person'],
  // Further languages.
  ['Onderwerp', 'subject'],
  ['Afdeling', 'aspect'],
  ['Meddelande', 'text'],
  ['Handläggare', 'person'],
  ['Henvendelse', 'text'],
  ['Luokka', 'label'],
  ['Předmět', 'subject'],
  ['Üzenet', 'text'],
  ['Категорія', 'label'],
  ['Nội dung', 'text'],
  ['Jenis', 'label'],
])('reads what a column is for from its name: %s', (name, role) => {
  expect(roleOf(name)).toBe(role);
});
