import { type Locator, type Page } from 'playwright-core';
import { type en } from '../../client/src/shared/i18n/en.js';
import { type ja } from '../../client/src/shared/i18n/ja.js';
import { SUICIDE_PREVENTION } from './stand-in.js';

export type Words = typeof ja | typeof en;
/** Where the screens are; its module can't be read by the compiler of tests. */
export type Paths = Readonly<
  Record<
    | 'board'
    | 'emergency'
    | 'shift'
    | 'handover'
    | 'hours'
    | 'people'
    | 'accounts'
    | 'cannedTexts'
    | 'phones'
    | 'categories'
    | 'texts'
    | 'editHours',
    string
  >
>;
/** A ticket of one's own, a colleague's, and one in an emergency that was taken over. */
export type Tickets = Readonly<Record<'mine' | 'theirs' | 'urgent', string>>;
/** An address, and what is pressed there, one after the other. */
export type Presses = readonly [address: string, ...names: string[]];

/** The buttons or entries of menus by their words, whatever stands in the places of these. */
export function named(page: Page, words: string): Locator {
  const parts = words.split(/\{\{\w+\}\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const name = new RegExp(`^${parts.join('.*')}$`);
  return page.getByRole('button', { name }).or(page.getByRole('menuitem', { name }));
}

/** What only a press opens, by the address where it is and what is pressed there, one after the other. */
export function pressed(words: Words, paths: Paths, tickets: Tickets): readonly Presses[] {
  const { mine, theirs, urgent } = tickets;
  const { approval, emergency, people, supervise, takeOver } = words;
  const inMenu = (name: string): Presses => [
    `${paths.board}?ticket=${theirs}`,
    words.ticketAction.menu,
    name,
  ];
  const atIncident = `${paths.emergency}?ticket=${urgent}`;
  const account = `${paths.accounts}/${SUICIDE_PREVENTION}`;
  return [
    [`/?ticket=${mine}`, emergency.start],
    [`/?ticket=${urgent}`, takeOver.back],
    [`${paths.board}?ticket=${theirs}`, takeOver.openLabel],
    ...[approval.rules.ticketStart, supervise.reassign, supervise.return, supervise.close].map(inMenu),
    inMenu(words.mute.action),
    [paths.board, approval.rules.add],
    [paths.board, words.bridge.wall],
    [atIncident, emergency.facts.useLabel],
    [atIncident, emergency.disclosures.add],
    [atIncident, emergency.end.open],
    [paths.shift, words.debrief.ask],
    [paths.handover, words.shiftNote.write],
    [paths.hours, words.hours.override.open],
    [paths.people, people.add],
    ...[people.change, people.deactivate, people.makeLink].map((action): Presses => [
      paths.people,
      people.actionLabel.replace('{{action}}', action),
    ]),
    [paths.accounts, words.accounts.make],
    [account, words.accounts.lineChange],
    [account, words.accounts.deactivate],
  ];
}

/** Editors grow where they stand: what was added is looked at with the whole screen. */
export function grown({ contents }: Words, paths: Paths): readonly Presses[] {
  const { hours } = contents;
  return [
    [paths.cannedTexts, contents.canned.add],
    [paths.phones, contents.phones.addList, contents.phones.add],
    [paths.categories, contents.categories.add],
    [
      paths.editHours,
      hours.addWeekly,
      hours.addDate,
      hours.addPeriod,
      hours.addYearly,
      hours.addMonthly,
      contents.showVersions,
    ],
  ];
}
