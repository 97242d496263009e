// npm run pictures: takes the README's pictures (docs/images/) from the running product.
// It starts what npm start starts, on free ports and in a data folder of its own, lets made-up callers and counselors
// talk, and photographs their browsers. It takes about two minutes; look at the pictures before you commit them.
import { launchBrowser } from '../test/support/chromium.ts';
import { photograph, photographInTheDark, photographTogether } from './pictures/camera.mjs';
import { DESK, People } from './pictures/people.mjs';
import { atTheEnd, finish, startProduct } from './pictures/product.mjs';
import { emergency, tellTheStory } from './pictures/story.mjs';

const BOARD = { width: 1280, height: 950 };
const WALL = { width: 1280, height: 720 };
/** A Wednesday that is no holiday. The minutes are those of the real clock: see the phone. */
const DAY = '2026-11-25';
const HOUR = 20;

async function takeThem() {
  const addresses = await startProduct();
  const browser = await launchBrowser();
  atTheEnd(() => browser.close());
  const people = new People(browser, addresses);
  const windows = {
    sato: await people.signIn('sato', 'tomoshibi-demo-1'),
    suzuki: await people.signIn('suzuki', 'tomoshibi-demo-2'),
    tanaka: await people.signIn('tanaka', 'tomoshibi-demo-3'),
    admin: await people.signIn('admin', 'tomoshibi-demo-4'),
  };
  const { sato, tanaka, admin } = windows;
  const realMinutes = new Date().toISOString().slice(14, 19);
  const evening = new Date(`${DAY}T${HOUR}:${realMinutes}+09:00`);
  const { phone, bridge } = await tellTheStory(people, windows, evening);

  await photograph(sato, 'desk');
  await photographInTheDark(sato, 'desk-dark');
  await photograph(phone, 'phone');
  await photographTogether(await people.window({ width: 1280, height: 660 }));
  await tanaka.setViewportSize(BOARD);
  await tanaka.goto(`${people.consoleUrl}/board`);
  await tanaka.getByRole('heading', { name: '状況' }).waitFor();
  await photograph(tanaka, 'bridge');
  await tanaka.setViewportSize(WALL);
  await tanaka.goto(`${people.consoleUrl}/wall`);
  await tanaka.getByRole('heading').first().waitFor();
  await photograph(tanaka, 'wall');
  await tanaka.setViewportSize(DESK);
  await tanaka.goto(`${people.consoleUrl}/board`);
  await tanaka
    .getByRole('button', { name: /^確認した/ })
    .first()
    .waitFor();
  await emergency(people, windows, bridge);
  await photograph(tanaka, 'emergency');
  await admin.goto(`${people.consoleUrl}/audit`);
  await admin.getByRole('list', { name: '記録' }).waitFor();
  await photograph(admin, 'audit');
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void finish(new Error(signal)));
await takeThem().then(() => finish(), finish);
