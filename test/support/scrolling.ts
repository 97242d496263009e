import { type Locator, type Page } from 'playwright-core';

/** Where a message stands on the screen, in pixels from the top. */
export interface Place {
  readonly id: string;
  readonly top: number;
}

/** As much of a browser's elements as is asked for here: tests are compiled without the types of a browser. */
interface Shown {
  readonly id: string;
  readonly scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  scrollBy(x: number, y: number): void;
  getBoundingClientRect(): { readonly top: number; readonly bottom: number; readonly height: number };
  querySelectorAll(selector: string): Iterable<Shown>;
}
interface Screen {
  readonly document: { getElementById(id: string): Shown | null };
  requestAnimationFrame(callback: (at: number) => void): number;
}

/** Lets the page draw what it has to: two frames. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const screen = globalThis as unknown as Screen;
        screen.requestAnimationFrame(() => screen.requestAnimationFrame(() => resolve()));
      }),
  );
}

export function scrollTopOf(region: Locator): Promise<number> {
  return region.evaluate((element: Shown) => element.scrollTop);
}

export function scrollUp(region: Locator, pixels: number): Promise<void> {
  return region.evaluate((element: Shown, way: number) => element.scrollBy(0, -way), pixels);
}

/** How far it is from its end. */
export function distanceToEnd(region: Locator): Promise<number> {
  return region.evaluate(
    ({ scrollHeight, scrollTop, clientHeight }: Shown) => scrollHeight - scrollTop - clientHeight,
  );
}

/** From now on a page learns of each frame only so many milliseconds later, as on a machine that is too slow. */
export async function slowFrames(page: Page, byMs: number): Promise<void> {
  await page.evaluate((ms) => {
    const screen = globalThis as unknown as Screen;
    const next = screen.requestAnimationFrame.bind(screen);
    screen.requestAnimationFrame = (callback) => next((at) => setTimeout(() => callback(at), ms));
  }, byMs);
}

/** Whether a message stands on the screen, or less than a screen above it. */
export async function isNearSight(page: Page, region: Locator, id: string): Promise<boolean> {
  const frame = await region.boundingBox();
  const top = await topOf(page, id);
  if (frame === null || Number.isNaN(top)) return false;
  return top > frame.y - frame.height && top < frame.y + frame.height;
}

/** The message in the middle of the screen. */
export async function middleOf(region: Locator): Promise<Place> {
  const place = await region.evaluate((element: Shown): Place | null => {
    const frame = element.getBoundingClientRect();
    for (const row of element.querySelectorAll('[id^=message-]')) {
      const { top, bottom } = row.getBoundingClientRect();
      if (bottom > frame.top + frame.height / 2) return { id: row.id, top };
    }
    return null;
  });
  if (place === null) throw new Error('nothing is in the middle of the screen');
  return place;
}

/** Where a message stands now; not a number while it isn't drawn. */
export async function topOf(page: Page, id: string): Promise<number> {
  const top = await page.evaluate(
    (name) =>
      (globalThis as unknown as Screen).document.getElementById(name)?.getBoundingClientRect().top ?? null,
    id,
  );
  return top ?? Number.NaN;
}
