import { type FoundCaller, type NameCaller } from '../../src/contract/erasure.js';
import { type ConsoleClient } from './console-client.js';

/** What is sent to erase or hold somebody: an administrator looks first whom the number means. */
export async function naming(
  admin: ConsoleClient,
  accountId: string,
  ticketNumber: number,
  reason: string,
): Promise<NameCaller> {
  const path = `/api/erasures/caller?accountId=${accountId}&ticketNumber=${ticketNumber}`;
  const { status, body } = await admin.request<FoundCaller>('GET', path);
  if (status !== 200) throw new Error(`whose ticket ${ticketNumber} is: ${JSON.stringify(body)}`);
  return { accountId, ticketNumber, callerId: body.callerId, reason };
}
