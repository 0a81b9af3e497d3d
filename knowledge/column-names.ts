/**
 * What people call the columns of their tables, in twelve languages; `column-names-further.ts` has more. Words are
 * divided by commas; case, accents, spaces, `_` and `-` do not count. Read by `src/datasets/text/column-names.ts`.
 */

export interface ColumnWords {
  /** Holds the classes. */
  label: string;
  /** Sorts samples by something of its own: classes only where nothing is called a label. First what a text is about. */
  aspect: string;
  /** What is read. */
  text: string;
  /** Stands above a text and is read with it. */
  subject: string;
  /** Written after the fact, about or in answer to the text: not there yet when a model is asked. */
  answer: string;
  note: string;
  /** Who wrote it or deals with it. */
  person: string;
  /** Says which sample, where it is or when it came. */
  id: string;
  date: string;
}

export const COLUMN_WORDS: Readonly<Record<string, ColumnWords>> = {
  en: {
    label:
      'label, labels, class, category, categories, target, sentiment, intent, emotion, topic, tag, label text, label name, type, kind, y, polarity, completion, output, response, violation, offence, offense, reason, cause',
    aspect:
      'theme, area, section, component, module, feature, department, team, queue, product, genre, priority, urgency, severity, status, state, channel, source, origin, rating, stars, score, language, lang, country, region, level, grade, resolved, done, closed, solved, spam, flag',
    text: 'text, texts, sentence, sentences, messages, reviews, comments, inputs, content, message, review, review text, body, comment, tweet, query, question, utterance, prompt, input, instruction, description, premise, hypothesis, sentence1, sentence2, document, abstract, summary, sms, feedback, post, mail, email',
    subject: 'title, headline, subject, heading',
    answer: 'answer, reply, mod reply, agent reply',
    note: 'note, notes, remark, remarks, internal note',
    person: 'author, user, username, name, agent, assignee, moderator, owner, customer, sender, employee',
    id: 'id, index, idx, uuid, guid, row id, key, unnamed:0, no, nr, number, ticket, url, link',
    date: 'date, time, timestamp, created at, updated at, day, received',
  },
  es: {
    label:
      'etiqueta, etiquetas, clase, categoría, categorías, tema, tipo, sentimiento, intención, emoción, motivo, asignación, infracción, causa, rubro, materia',
    aspect:
      'área, sector, sección, componente, módulo, departamento, producto, prioridad, urgencia, gravedad, estado, canal, fuente, origen, valoración, estrellas, puntuación, idioma, país, nivel, resuelto, respondido, cerrado',
    text: 'texto, mensaje, contenido, comentario, reseña, opinión, cuerpo, frase, oración, pregunta, consulta, descripción, reclamación, queja',
    subject: 'asunto, título, titular',
    answer: 'respuesta, contestación',
    note: 'nota, notas, observación, observaciones, anotaciones',
    person: 'autor, usuario, nombre, agente, cliente, responsable, empleado, remitente, asesor',
    id: 'número, núm, código, referencia, folio, enlace, identificador',
    date: 'fecha, hora, día',
  },
  pt: {
    label:
      'rótulo, etiqueta, classe, categoria, categorias, tema, assunto principal, tópico, tipo, sentimento, intenção, emoção, motivo, infração, causa',
    aspect:
      'área, setor, seção, componente, módulo, departamento, produto, prioridade, urgência, gravidade, status, estado, situação, canal, fonte, origem, avaliação, estrelas, nota final, idioma, país, nível, resolvido, respondido, fechado',
    text: 'texto, mensagem, conteúdo, comentário, resenha, opinião, corpo, frase, pergunta, consulta, descrição, reclamação',
    subject: 'assunto, título, manchete',
    answer: 'resposta',
    note: 'nota, notas, observação, observações, anotações',
    person: 'autor, usuário, nome, atendente, cliente, responsável, funcionário, remetente',
    id: 'número, código, pedido, protocolo, referência, link, identificador',
    date: 'data, hora, dia',
  },
  fr: {
    label:
      'étiquette, étiquettes, classe, catégorie, catégories, thème, sujet principal, rubrique, type, sentiment, intention, émotion, motif, libellé, infraction, cause',
    aspect:
      'service, secteur, domaine, composant, module, département, produit, priorité, urgence, gravité, statut, état, canal, source, origine, note sur 5, étoiles, langue, pays, niveau, résolu, publié, traité, clos',
    text: 'texte, message, contenu, commentaire, avis, corps, phrase, question, demande, description, réclamation',
    subject: 'objet, titre, sujet',
    answer: 'réponse',
    note: 'remarque, remarques, observation, observations, annotation',
    person:
      'auteur, utilisateur, nom, agent, client, responsable, conseiller, gestionnaire, expéditeur, employé',
    id: 'numéro, identifiant, référence, code, dossier, lien',
    date: 'date, heure, jour',
  },
  de: {
    label:
      'Label, Etikett, Klasse, Kategorie, Kategorien, Thema, Art, Typ, Rubrik, Stimmung, Absicht, Gefühl, Schlagwort, Anliegen, Verstoß, Ursache',
    aspect:
      'Bereich, Abteilung, Sachgebiet, Komponente, Modul, Team, Produkt, Priorität, Dringlichkeit, Schweregrad, Status, Zustand, Kanal, Quelle, Herkunft, Bewertung, Sterne, Sprache, Land, Stufe, erledigt, gelöst, geschlossen, beantwortet',
    text: 'Text, Nachricht, Inhalt, Kommentar, Rezension, Meinung, Satz, Frage, Anfrage, Beschreibung, Beschwerde, Mitteilung, Rückmeldung',
    subject: 'Betreff, Titel, Überschrift',
    answer: 'Antwort, Antworttext',
    note: 'Bemerkung, Bemerkungen, Notiz, Notizen, Anmerkung, Hinweis, Vermerk',
    person:
      'Autor, Benutzer, Name, Bearbeiter, Sachbearbeiter, Kunde, Zuständig, Absender, Mitarbeiter, Verfasser',
    id: 'Nummer, Vorgangsnummer, Kennung, Referenz, Aktenzeichen, Bestellnummer, Ticketnummer',
    date: 'Datum, Zeit, Uhrzeit, Eingang, Tag, erstellt am',
  },
  it: {
    label:
      'etichetta, etichette, classe, categoria, categorie, argomento, tema, tipo, tipologia, sentimento, intento, emozione, motivo, violazione, causa',
    aspect:
      'area, settore, reparto, sezione, componente, modulo, prodotto, priorità, urgenza, gravità, stato, canale, fonte, origine, valutazione, stelle, punteggio, lingua, paese, livello, risolto, evaso, chiuso',
    text: 'testo, messaggio, contenuto, commento, recensione, opinione, corpo, frase, domanda, richiesta, descrizione, reclamo',
    subject: 'oggetto, titolo',
    answer: 'risposta',
    note: 'nota, note, osservazione, osservazioni, annotazione',
    person: 'autore, utente, nome, addetto, operatore, cliente, responsabile, mittente',
    id: 'numero, codice, protocollo, riferimento, ordine, identificativo, collegamento',
    date: 'data, ora, giorno',
  },
  ru: {
    label:
      'метка, метки, класс, категория, категории, тема, тип, вид, рубрика, тональность, намерение, эмоция, причина, нарушение',
    aspect:
      'отдел, область, раздел, сфера, компонент, модуль, продукт, товар, приоритет, срочность, важность, статус, состояние, канал, источник, оценка, рейтинг, звёзды, язык, страна, уровень, закрыто, решено, выполнено',
    text: 'текст, сообщение, содержание, содержимое, комментарий, отзыв, мнение, предложение, фраза, вопрос, запрос, описание, обращение, жалоба, письмо',
    subject: 'заголовок, название, тема письма',
    answer: 'ответ',
    note: 'примечание, примечания, заметка, замечание, пометка',
    person: 'автор, пользователь, имя, оператор, клиент, ответственный, исполнитель, сотрудник, отправитель',
    id: 'номер, код, идентификатор, ссылка, заказ, заявка',
    date: 'дата, время, день, создано',
  },
  pl: {
    label:
      'etykieta, etykiety, klasa, kategoria, kategorie, temat, typ, rodzaj, nastrój, intencja, emocja, powód, dotyczy, klasyfikacja, naruszenie, przyczyna',
    aspect:
      'dział, obszar, sekcja, komponent, moduł, produkt, priorytet, pilność, ważność, status, stan, kanał, źródło, ocena, gwiazdki, język, kraj, poziom, rozwiązane, zamknięte, załatwione, pilne, zrobione',
    text: 'tekst, wiadomość, treść, zawartość, komentarz, recenzja, opinia, zdanie, pytanie, zapytanie, opis, zgłoszenie, skarga',
    subject: 'tytuł, nagłówek, temat wiadomości',
    answer: 'odpowiedź',
    note: 'uwaga, uwagi, notatka, notatki, adnotacja',
    person:
      'autor, użytkownik, nazwisko, imię, pracownik, klient, opiekun, konsultant, nadawca, osoba, odpowiedzialny, prowadzący, lokator, zgłaszający',
    id: 'numer, kod, identyfikator, sygnatura, odnośnik, numer zgłoszenia',
    date: 'data, czas, godzina, dzień',
  },
  tr: {
    label:
      'etiket, etiketler, sınıf, kategori, kategoriler, konu, tür, tip, duygu, niyet, neden, kategorisi, türü, tipi, konusu, etiketi, sınıfı, duygusu, nedeni, ihlal, sebep',
    aspect:
      'bölüm, birim, departman, alan, bileşen, modül, ürün, öncelik, aciliyet, önem, durum, kanal, kaynak, puan, yıldız, dil, ülke, seviye, çözüldü, kapandı, tamamlandı, önceliği, durumu, kanalı, kaynağı, bölümü, birimi, ürünü, puanı',
    text: 'metin, mesaj, ileti, içerik, yorum, değerlendirme, görüş, cümle, soru, talep, açıklama, şikayet, başvuru metni, metni, mesajı, içeriği, yorumu, açıklaması, sorusu, talebi, şikayeti, görüşü',
    subject: 'başlık, konu başlığı, başlığı',
    answer: 'cevap, yanıt, cevabı, yanıtı',
    note: 'not, notlar, açıklama notu, notu',
    person:
      'yazar, kullanıcı, ad, isim, görevli, sorumlu, müşteri, gönderen, temsilci, memur, adı, soyadı, sorumlusu, görevlisi, personel, yetkili',
    id: 'numara, kod, no, kimlik, başvuru no, bağlantı, referans, numarası, kodu',
    date: 'tarih, saat, gün, zaman, tarihi, saati, günü, zamanı',
  },
  ja: {
    label:
      'ラベル, クラス, カテゴリ, カテゴリー, 分類, 種別, 種類, トピック, 感情, 意図, タグ, 区分, ジャンル, 違反, 違反内容, 原因, 理由',
    aspect:
      '部署, 部門, 分野, 領域, 製品, 商品, 機能, 優先度, 緊急度, 重要度, 状態, ステータス, チャネル, 経路, 出典, 評価, 星, 言語, 国, レベル, 対応済み, 解決済み, 完了',
    text: '本文, テキスト, メッセージ, 内容, コメント, レビュー, 感想, 文章, 文, 質問, 問い合わせ, 問い合わせ内容, 説明, 口コミ',
    subject: '件名, タイトル, 題名, 見出し, 表題',
    answer: '回答, 返信, 返答',
    note: '備考, メモ, 注記',
    person: '担当者, 担当, 投稿者, 氏名, 名前, 顧客, 作成者, 送信者, ユーザー',
    id: '番号, 受付番号, コード, リンク, 識別子',
    date: '日付, 日時, 受付日, 時刻, 年月日, 作成日',
  },
  zh: {
    label:
      '标签, 標籤, 类别, 類別, 分类, 分類, 类型, 類型, 类, 情感, 意图, 意圖, 话题, 話題, 主题, 种类, 情绪, 违规, 違規, 违规类型, 違規類型, 原因, 理由',
    aspect:
      '部门, 部門, 领域, 領域, 板块, 模块, 产品, 產品, 优先级, 優先級, 紧急程度, 严重程度, 状态, 狀態, 渠道, 来源, 來源, 评分, 評分, 星级, 语言, 国家, 等级, 级别, 已处理, 已解决, 已完成',
    text: '文本, 内容, 內容, 正文, 消息, 留言, 评论, 評論, 句子, 问题, 問題, 描述, 反馈, 咨询, 投诉, 原文',
    subject: '标题, 標題, 主旨, 题目',
    answer: '回复, 回覆, 答复, 答案',
    note: '备注, 備註, 注释, 说明',
    person: '作者, 用户, 用戶, 姓名, 名字, 客服, 处理人, 负责人, 客户, 发件人',
    id: '编号, 編號, 序号, 单号, 订单号, 链接, 代码',
    date: '日期, 时间, 時間, 创建时间',
  },
  ko: {
    label:
      '라벨, 레이블, 클래스, 카테고리, 분류, 범주, 유형, 종류, 주제, 감정, 감성, 의도, 태그, 구분, 위반, 위반유형, 원인, 사유',
    aspect:
      '부서, 분야, 영역, 모듈, 제품, 상품, 우선순위, 긴급도, 중요도, 심각도, 상태, 채널, 경로, 출처, 평점, 별점, 언어, 국가, 등급, 수준, 처리여부, 해결여부, 완료여부',
    text: '텍스트, 본문, 내용, 메시지, 댓글, 리뷰, 후기, 문장, 질문, 문의, 문의내용, 설명, 의견',
    subject: '제목, 타이틀',
    answer: '답변, 회신, 응답',
    note: '비고, 메모, 참고',
    person: '담당자, 작성자, 이름, 성명, 사용자, 고객, 처리자, 직원',
    id: '번호, 접수번호, 코드, 식별자, 링크',
    date: '날짜, 일자, 일시, 접수일, 시간, 작성일',
  },
};
