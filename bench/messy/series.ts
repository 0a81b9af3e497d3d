/**
 * Which Themes and Habits make up which bank. A sealed series that was looked into moves to the open bank (`opened/`), and
 * a new one is written by somebody who has not read the code that it is to judge. Next: `banks.ts`.
 */
import type { Habits } from './kit.ts';
import { chineseMarket } from './open/chinese-market.ts';
import { englishGuild } from './open/english-guild.ts';
import { frenchRestaurant } from './open/french-restaurant.ts';
import { germanTickets } from './open/german-tickets.ts';
import { openHabits } from './open/habits.ts';
import { italianSchool } from './open/italian-school.ts';
import { japaneseDesk } from './open/japanese-desk.ts';
import { koreanGame } from './open/korean-game.ts';
import { portugueseShop } from './open/portuguese-shop.ts';
import { russianBank } from './open/russian-bank.ts';
import { spanishHotel } from './open/spanish-hotel.ts';
import { dutchLibrary } from './opened/dutch-library.ts';
import { englishMuseum } from './opened/english-museum.ts';
import { frenchInsurance } from './opened/french-insurance.ts';
import { germanMarket } from './opened/german-market.ts';
import { openedHabits } from './opened/habits.ts';
import { japaneseTravel } from './opened/japanese-travel.ts';
import { koreanCampus } from './opened/korean-campus.ts';
import { polishTenants } from './opened/polish-tenants.ts';
import { spanishCars } from './opened/spanish-cars.ts';
import { swedishClinic } from './opened/swedish-clinic.ts';
import { turkishCity } from './opened/turkish-city.ts';
import { arabicSchool } from './sealed/arabic-school.ts';
import { chineseReturns } from './sealed/chinese-returns.ts';
import { englishBugs } from './sealed/english-bugs.ts';
import { frenchJobs } from './sealed/french-jobs.ts';
import { germanPractice } from './sealed/german-practice.ts';
import { sealedHabits } from './sealed/habits.ts';
import { indonesianPodcast } from './sealed/indonesian-podcast.ts';
import { japaneseRecipes } from './sealed/japanese-recipes.ts';
import { portugueseInn } from './sealed/portuguese-inn.ts';
import { russianChat } from './sealed/russian-chat.ts';
import { spanishTownhall } from './sealed/spanish-townhall.ts';
import type { Theme } from './theme.ts';

export const BANKS = ['open', 'sealed'] as const;
export type Bank = (typeof BANKS)[number];

/** Files of one hand: Themes, and how their people write. */
export interface Series {
  bank: Bank;
  themes: readonly Theme[];
  habits: Habits;
  seed: number;
  /** How far apart the Themes of one case stand in their list, and the first. */
  stride: readonly [step: number, first: number];
  /** Cases that are made of two Themes here, beside those that are everywhere. */
  twice: readonly string[];
}
export const SERIES: readonly Series[] = [
  {
    bank: 'open',
    themes: [
      germanTickets,
      englishGuild,
      frenchRestaurant,
      spanishHotel,
      portugueseShop,
      russianBank,
      japaneseDesk,
      chineseMarket,
      italianSchool,
      koreanGame,
    ],
    habits: openHabits,
    seed: 11,
    stride: [3, 0],
    twice: [],
  },
  {
    bank: 'open',
    themes: [
      swedishClinic,
      polishTenants,
      englishMuseum,
      japaneseTravel,
      turkishCity,
      germanMarket,
      dutchLibrary,
      koreanCampus,
      frenchInsurance,
      spanishCars,
    ],
    habits: openedHabits,
    seed: 20_011,
    stride: [7, 4],
    twice: [],
  },
  {
    bank: 'sealed',
    themes: [
      germanPractice,
      arabicSchool,
      englishBugs,
      japaneseRecipes,
      frenchJobs,
      russianChat,
      indonesianPodcast,
      spanishTownhall,
      chineseReturns,
      portugueseInn,
    ],
    habits: sealedHabits,
    seed: 31_013,
    stride: [3, 7],
    twice: ['subjectAndBody', 'withoutHeaderWide', 'peopleBeside', 'titleLines', 'gaps', 'workbook'],
  },
];
const themesOf = (bank: Bank): Theme[] =>
  SERIES.filter((one) => one.bank === bank).flatMap((one) => one.themes);
export const THEMES: Record<Bank, readonly Theme[]> = { open: themesOf('open'), sealed: themesOf('sealed') };
