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
import { Audit1765100000000 } from './1765100000000-audit.js';
import { Statistics1765500000000 } from './1765500000000-statistics.js';
import { BreakGlass1766200000000 } from './1766200000000-break-glass.js';
import { Administration1765600000000 } from './1765600000000-administration.js';
import { Oversight1765610000000 } from './1765610000000-oversight.js';
import { Keys1765800000000 } from './1765800000000-keys.js';
import { Emergency1765700000000 } from './1765700000000-emergency.js';
import { Supervision1765900000000 } from './1765900000000-supervision.js';
import { Contents1765700000000 } from './1765700000000-contents.js';
import { Disclosure1765950000000 } from './1765950000000-disclosure.js';
import { Bulletin1766000000000 } from './1766000000000-bulletin.js';
import { DisclosureExport1766300000000 } from './1766300000000-disclosure-export.js';
import { Erasure1765900000000 } from './1765900000000-erasure.js';
import { Vouching1766400000000 } from './1766400000000-vouching.js';
import { UnmaskingTold1766500000000 } from './1766500000000-unmasking-told.js';
import { WordsOfGroups1766600000000 } from './1766600000000-words-of-groups.js';
import { TakenBack1766700000000 } from './1766700000000-taken-back.js';
import { Walls1766800000000 } from './1766800000000-walls.js';
import { ShownWhen1766810000000 } from './1766810000000-shown-when.js';
import { CopiedPasskey1766820000000 } from './1766820000000-copied-passkey.js';
import { TiedSignOn1766830000000 } from './1766830000000-tied-sign-on.js';
import { WrittenChecklist1766100000000 } from './1766100000000-written-checklist.js';

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
  Audit1765100000000,
  Statistics1765500000000,
  Administration1765600000000,
  Oversight1765610000000,
  Keys1765800000000,
  Emergency1765700000000,
  Supervision1765900000000,
  Contents1765700000000,
  Disclosure1765950000000,
  Bulletin1766000000000,
  BreakGlass1766200000000,
  Erasure1765900000000,
  WrittenChecklist1766100000000,
  DisclosureExport1766300000000,
  Vouching1766400000000,
  UnmaskingTold1766500000000,
  WordsOfGroups1766600000000,
  TakenBack1766700000000,
  Walls1766800000000,
  ShownWhen1766810000000,
  CopiedPasskey1766820000000,
  TiedSignOn1766830000000,
];
