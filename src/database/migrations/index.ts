import { Ground1763769600000 } from './1763769600000-ground.js';

/** In order. One that has landed is never edited; the next one corrects it. */
export const migrations = [Ground1763769600000];
