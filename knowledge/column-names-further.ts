/** As `column-names.ts`, in further languages. Where a word means something in one of those, that meaning stands. */
import type { ColumnWords } from './column-names.ts';

export const FURTHER_COLUMN_WORDS: Readonly<Record<string, ColumnWords>> = {
  nl: {
    label:
      'label, klasse, categorie, categorieën, rubriek, onderwerpcategorie, thema, soort, type, sentiment, stemming, intentie, emotie, reden, indeling, overtreding, oorzaak',
    aspect:
      'afdeling, gebied, onderdeel, module, team, product, prioriteit, urgentie, ernst, status, toestand, kanaal, bron, herkomst, beoordeling, waardering, sterren, taal, land, niveau, opgelost, gesloten, afgehandeld, beantwoord, ontleend, uitgeleend',
    text: 'tekst, bericht, berichttekst, inhoud, commentaar, opmerking van klant, recensie, mening, zin, vraag, verzoek, omschrijving, beschrijving, klacht, reactie, melding',
    subject: 'onderwerp, titel, kop, betreft',
    answer: 'antwoord, reactie medewerker',
    note: 'opmerking, opmerkingen, notitie, notities, aantekening, toelichting',
    person:
      'auteur, gebruiker, naam, behandelaar, medewerker, klant, verantwoordelijke, afzender, contactpersoon',
    id: 'nummer, kenmerk, referentie, volgnummer, dossiernummer, koppeling',
    date: 'datum, tijd, tijdstip, dag, ontvangen op, aangemaakt op',
  },
  sv: {
    label:
      'etikett, etiketter, klass, kategori, kategorier, ämne, ämnesområde, typ, slag, sort, känsla, sentiment, avsikt, orsak, anledning, rubricering, överträdelse',
    aspect:
      'avdelning, område, enhet, modul, team, produkt, prioritet, brådska, brådskande, allvarlighetsgrad, status, tillstånd, kanal, källa, ursprung, betyg, stjärnor, språk, land, nivå, löst, stängt, avslutat, klart, klar, åtgärdat, besvarat',
    text: 'text, meddelande, meddelandetext, innehåll, kommentar, recension, omdöme, åsikt, mening, fråga, förfrågan, begäran, beskrivning, klagomål, ärendetext, återkoppling',
    subject: 'ämnesrad, rubrik, titel, överskrift',
    answer: 'svar, svarstext',
    note: 'anteckning, anteckningar, anmärkning, notering, noteringar',
    person: 'författare, användare, namn, handläggare, ansvarig, kund, avsändare, medarbetare, personal',
    id: 'nummer, ärendenummer, kod, referens, löpnummer, länk, diarienummer',
    date: 'datum, tid, klockslag, dag, mottaget, skapad, skapat',
  },
  da: {
    label:
      'etiket, klasse, kategori, kategorier, emne, type, slags, følelse, hensigt, årsag, mærke, overtrædelse',
    aspect:
      'afdeling, område, modul, produkt, prioritet, hastegrad, alvorlighed, status, tilstand, kanal, kilde, vurdering, stjerner, sprog, land, niveau, løst, lukket, afsluttet',
    text: 'tekst, besked, indhold, kommentar, anmeldelse, mening, sætning, spørgsmål, henvendelse, beskrivelse, klage',
    subject: 'emnelinje, titel, overskrift',
    answer: 'svar',
    note: 'bemærkning, bemærkninger, notat, notater',
    person: 'forfatter, bruger, navn, sagsbehandler, medarbejder, kunde, ansvarlig, afsender',
    id: 'nummer, sagsnummer, kode, reference, henvisning',
    date: 'dato, tid, tidspunkt, dag, modtaget, oprettet',
  },
  nb: {
    label:
      'etikett, klasse, kategori, kategorier, emne, tema, type, slag, følelse, hensikt, årsak, overtredelse',
    aspect:
      'avdeling, område, modul, produkt, prioritet, hastegrad, alvorlighetsgrad, status, tilstand, kanal, kilde, vurdering, stjerner, språk, land, nivå, løst, lukket, avsluttet',
    text: 'tekst, melding, innhold, kommentar, anmeldelse, mening, setning, spørsmål, henvendelse, beskrivelse, klage',
    subject: 'emnelinje, tittel, overskrift',
    answer: 'svar',
    note: 'merknad, merknader, notat, notater',
    person: 'forfatter, bruker, navn, saksbehandler, ansatt, kunde, ansvarlig, avsender',
    id: 'nummer, saksnummer, kode, referanse, lenke',
    date: 'dato, tid, tidspunkt, dag, mottatt, opprettet',
  },
  fi: {
    label: 'luokka, kategoria, aihe, tyyppi, laji, tunne, aikomus, syy, tunniste, luokitus, rikkomus',
    aspect:
      'osasto, alue, moduuli, tuote, prioriteetti, kiireellisyys, vakavuus, tila, kanava, lähde, arvosana, tähdet, kieli, maa, taso, ratkaistu, suljettu, käsitelty',
    text: 'teksti, viesti, sisältö, kommentti, arvostelu, mielipide, lause, kysymys, pyyntö, kuvaus, valitus, palaute',
    subject: 'otsikko, nimike',
    answer: 'vastaus',
    note: 'huomautus, huomio, muistiinpano',
    person: 'kirjoittaja, käyttäjä, nimi, käsittelijä, vastuuhenkilö, asiakas, lähettäjä, työntekijä',
    id: 'numero, koodi, viite, tunnus, linkki',
    date: 'päivämäärä, päivä, aika, kellonaika, luotu',
  },
  cs: {
    label:
      'štítek, štítky, třída, kategorie, téma, typ, druh, nálada, záměr, emoce, důvod, zařazení, porušení, příčina',
    aspect:
      'oddělení, oblast, modul, produkt, priorita, naléhavost, závažnost, stav, kanál, zdroj, hodnocení, hvězdičky, jazyk, země, úroveň, vyřešeno, uzavřeno',
    text: 'text, zpráva, obsah, komentář, recenze, názor, věta, otázka, dotaz, popis, stížnost',
    subject: 'předmět, název, titulek, nadpis',
    answer: 'odpověď',
    note: 'poznámka, poznámky',
    person: 'autor, uživatel, jméno, zákazník, zaměstnanec, odesílatel, řešitel',
    id: 'číslo, kód, identifikátor, odkaz, číslo jednací',
    date: 'datum, čas, den, vytvořeno',
  },
  hu: {
    label:
      'címke, címkék, osztály, kategória, téma, típus, fajta, hangulat, szándék, érzelem, ok, szabálysértés',
    aspect:
      'részleg, terület, modul, termék, prioritás, sürgősség, súlyosság, állapot, csatorna, forrás, értékelés, csillag, nyelv, ország, szint, megoldva, lezárva',
    text: 'szöveg, üzenet, tartalom, megjegyzés szövege, hozzászólás, vélemény, mondat, kérdés, kérés, leírás, panasz',
    subject: 'tárgy, cím',
    answer: 'válasz',
    note: 'megjegyzés, jegyzet',
    person: 'szerző, felhasználó, név, ügyintéző, ügyfél, feladó, munkatárs',
    id: 'szám, azonosító, kód, sorszám, hivatkozás',
    date: 'dátum, idő, időpont, nap',
  },
  ro: {
    label:
      'etichetă, etichete, clasă, categorie, categorii, temă, subiect principal, tip, fel, intenție, emoție, motiv, încălcare, cauză',
    aspect:
      'departament, zonă, domeniu, modul, produs, prioritate, urgență, gravitate, stare, canal, sursă, evaluare, stele, limbă, țară, nivel, rezolvat, închis',
    text: 'text, mesaj, conținut, comentariu, recenzie, opinie, propoziție, întrebare, cerere, descriere, plângere',
    subject: 'subiect, titlu',
    answer: 'răspuns',
    note: 'observație, observații, notă, însemnare',
    person: 'autor, utilizator, nume, client, responsabil, expeditor, angajat',
    id: 'număr, cod, referință, identificator',
    date: 'dată, oră, zi, creat la',
  },
  uk: {
    label:
      'мітка, мітки, клас, категорія, категорії, тип, різновид, рубрика, тональність, намір, емоція, причина, порушення',
    aspect:
      'відділ, область, розділ, модуль, продукт, товар, пріоритет, терміновість, важливість, стан, канал, джерело, оцінка, рейтинг, зірки, мова, країна, рівень, закрито, вирішено',
    text: 'текст, повідомлення, зміст, вміст, коментар, відгук, думка, речення, питання, запит, опис, звернення, скарга, лист',
    subject: 'тема листа, заголовок, назва',
    answer: 'відповідь',
    note: 'примітка, примітки, нотатка',
    person: "автор, користувач, ім'я, оператор, клієнт, відповідальний, працівник, відправник",
    id: 'номер, код, ідентифікатор, посилання, замовлення',
    date: 'дата, час, день, створено',
  },
  vi: {
    label:
      'nhãn, lớp, danh mục, phân loại, chủ đề, loại, thể loại, cảm xúc, ý định, lý do, vi phạm, nguyên nhân',
    aspect:
      'bộ phận, phòng ban, lĩnh vực, sản phẩm, ưu tiên, mức độ ưu tiên, mức độ, trạng thái, kênh, nguồn, đánh giá sao, số sao, ngôn ngữ, quốc gia, đã xử lý, đã đóng',
    text: 'văn bản, tin nhắn, nội dung, bình luận, đánh giá, ý kiến, câu, câu hỏi, yêu cầu, mô tả, khiếu nại, phản hồi của khách',
    subject: 'tiêu đề',
    answer: 'trả lời, câu trả lời',
    note: 'ghi chú, chú thích',
    person: 'tác giả, người dùng, tên, họ tên, nhân viên, khách hàng, người gửi, người phụ trách',
    id: 'mã, mã số, số thứ tự, liên kết',
    date: 'ngày, giờ, thời gian, ngày tạo',
  },
  id: {
    label: 'kelas, kategori, topik, jenis, tipe, sentimen, emosi, niat, alasan, golongan, pelanggaran, sebab',
    aspect:
      'bagian, bidang, departemen, modul, produk, prioritas, urgensi, keparahan, status, kanal, saluran, sumber, penilaian, bintang, bahasa, negara, tingkat, selesai, ditutup',
    text: 'teks, pesan, isi, komentar, ulasan, pendapat, kalimat, pertanyaan, permintaan, deskripsi, keluhan, masukan',
    subject: 'judul, perihal, subjek',
    answer: 'jawaban, balasan',
    note: 'catatan, keterangan',
    person: 'penulis, pengguna, nama, petugas, pelanggan, penanggung jawab, pengirim, karyawan',
    id: 'nomor, nomer, kode, tautan',
    date: 'tanggal, waktu, jam, hari',
  },
};
