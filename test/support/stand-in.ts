import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { createStandIn, type StandIn, type StandInOptions } from '../../stand-in/server/stand-in.js';

export const HUMAN_RIGHTS = 'human-rights';
export const SUICIDE_PREVENTION = 'suicide-prevention';

/** The stand-in with the demo's channels, listening on a free port. */
export async function startStandIn(): Promise<StandIn> {
  const options = parse(readFileSync('demo/line-stand-in.yaml', 'utf8')) as StandInOptions;
  const standIn = createStandIn(options);
  await standIn.listen();
  return standIn;
}

/** Tells LINE where the relay is, as an operator does in LINE's console. */
export async function pointWebhooksAt(standIn: StandIn, relayUrl: string): Promise<void> {
  for (const account of [HUMAN_RIGHTS, SUICIDE_PREVENTION]) {
    await standIn.configureChannel(account, { webhookUrl: `${relayUrl}/line/webhook/${account}` });
  }
}
