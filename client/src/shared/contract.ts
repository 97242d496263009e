/** The one door to what server and console say to each other. */
export * from '../../../src/contract/account.js';
export * from '../../../src/contract/assignment.js';
export * from '../../../src/contract/canned-text.js';
export * from '../../../src/contract/desk.js';
export * from '../../../src/contract/draft.js';
export * from '../../../src/contract/error.js';
export * from '../../../src/contract/history.js';
export * from '../../../src/contract/line.js';
export * from '../../../src/contract/message.js';
export * from '../../../src/contract/opening.js';
export * from '../../../src/contract/sign-in.js';
export * from '../../../src/contract/socket.js';
export * from '../../../src/contract/staff.js';
export * from '../../../src/contract/standing.js';
export * from '../../../src/contract/ticket.js';
