import { type MadeWall, type WallEntry } from '../../src/contract/wall.js';
import { ConsoleClient } from './console-client.js';
import { SUICIDE_PREVENTION } from './stand-in.js';

export const WALL = { name: '3 階の相談室', accountIds: [SUICIDE_PREVENTION], days: 30 };

export interface HungUp {
  /** Its browser: the cookie of the wall, and nobody's session. */
  readonly screen: ConsoleClient;
  readonly wall: WallEntry;
  /** Of its link, which is opened. */
  readonly token: string;
}

/** A supervisor makes a wall, and its link is opened in another browser. */
export async function hangUp(supervisor: ConsoleClient, wanted: Partial<typeof WALL> = {}): Promise<HungUp> {
  const { wall, token } = await makeWall(supervisor, wanted);
  const screen = new ConsoleClient(supervisor.url);
  const { status } = await screen.enter('/api/wall', { token });
  if (status !== 204) throw new Error(`the link could not be opened: ${status}`);
  return { screen, wall, token };
}

export async function makeWall(
  supervisor: ConsoleClient,
  wanted: Partial<typeof WALL> = {},
): Promise<{ readonly wall: WallEntry; readonly token: string }> {
  const { status, body } = await supervisor.request<MadeWall>('POST', '/api/walls', { ...WALL, ...wanted });
  if (status !== 201) throw new Error(`no wall was made: ${status}`);
  return { wall: body.wall, token: new URL(body.url).hash.slice(1) };
}
