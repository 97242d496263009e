import { Ground1763769600000 } from './1763769600000-ground.js';
import { CompleteRelay1763856000000 } from './1763856000000-complete-relay.js';
import { RiskAndLine1763942400000 } from './1763942400000-risk-and-line.js';
import { OpeningHours1764028800000 } from './1764028800000-opening-hours.js';
import { WaitingList1764115200000 } from './1764115200000-waiting-list.js';
import { Standby1764288000000 } from './1764288000000-standby.js';
import { Assignment1764374400000 } from './1764374400000-assignment.js';
import { WhoYouAre1764633600000 } from './1764633600000-who-you-are.js';
import { TakenText1764720000000 } from './1764720000000-taken-text.js';
import { HoursWritten1764892800000 } from './1764892800000-hours-written.js';
import { Desk1764979200000 } from './1764979200000-desk.js';
import { SingleSignOn1765065600000 } from './1765065600000-single-sign-on.js';

/** In order. One that has landed is never edited; the next one corrects it. */
export const migrations = [
  Ground1763769600000,
  CompleteRelay1763856000000,
  RiskAndLine1763942400000,
  OpeningHours1764028800000,
  WaitingList1764115200000,
  Standby1764288000000,
  Assignment1764374400000,
  WhoYouAre1764633600000,
  TakenText1764720000000,
  HoursWritten1764892800000,
  Desk1764979200000,
  SingleSignOn1765065600000,
];
