import { lazy } from 'react';
import { paths } from '../../shared/navigation/location.js';
import { type Section } from '../section-frame.js';

/**
 * What administrators look after, in the order in which an installation comes to life. Each is fetched when it is opened.
 * No name is a word that a tab of the header has too: whoever hears both must know them apart.
 */
export const sections: readonly Section[] = [
  {
    path: paths.administration,
    name: 'administration.home',
    Screen: lazy(async () => ({ default: (await import('./home-section.js')).HomeSection })),
  },
  {
    path: paths.accounts,
    name: 'administration.accounts',
    hasParts: true,
    Screen: lazy(async () => ({ default: (await import('./accounts-section.js')).AccountsSection })),
  },
  {
    path: paths.people,
    name: 'people.heading',
    Screen: lazy(async () => ({ default: (await import('./people-section.js')).PeopleSection })),
  },
  {
    path: paths.editHours,
    name: 'contents.hours.heading',
    Screen: lazy(async () => ({ default: (await import('./content-sections.js')).HoursSection })),
  },
  {
    path: paths.texts,
    name: 'contents.texts.heading',
    Screen: lazy(async () => ({ default: (await import('./content-sections.js')).TextsSection })),
  },
  {
    path: paths.cannedTexts,
    name: 'contents.canned.heading',
    Screen: lazy(async () => ({ default: (await import('./content-sections.js')).CannedSection })),
  },
  {
    path: paths.phones,
    name: 'contents.phones.heading',
    Screen: lazy(async () => ({ default: (await import('./content-sections.js')).PhonesSection })),
  },
  {
    path: paths.categories,
    name: 'contents.categories.heading',
    Screen: lazy(async () => ({ default: (await import('./content-sections.js')).CategoriesSection })),
  },
  {
    path: paths.checklist,
    name: 'checklist.heading',
    Screen: lazy(async () => ({ default: (await import('./checklist-section.js')).ChecklistSection })),
  },
  {
    path: paths.erasure,
    name: 'erasure.heading',
    Screen: lazy(async () => ({ default: (await import('./erasure-section.js')).ErasureSection })),
  },
];
