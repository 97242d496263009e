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
  readonly style: { marginInlineEnd: string };
  dispatchEvent(event: object): void;
  getBoundingClientRect(): { readonly top: number; readonly bottom: number; readonly height: number };
  querySelectorAll(selector: string): Iterable<Shown>;
}
interface Screen {
  readonly document: { getElementById(id: string): Shown | null };
  requestAnimationFrame(callback: (at: number) => void): number;
  readonly WheelEvent: new (type: string, init: { readonly deltaY: number }) => object;
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

/**
 * As a wheel does, which tells of itself before anything moves.
 * @param narrowerBy by so many pixels the talk becomes narrower before the next frame, as where something opens beside it
 */
export function scrollUp(region: Locator, pixels: number, narrowerBy = 0): Promise<void> {
  return region.evaluate(
    (element: Shown, [way, margin]: readonly [number, number]) => {
      const { WheelEvent } = globalThis as unknown as Screen;
      element.dispatchEvent(new WheelEvent('wheel', { deltaY: -way }));
      element.scrollBy(0, -way);
      if (margin > 0) element.style.marginInlineEnd = `${margin}px`;
    },
    [pixels, narrowerBy] as const,
  );
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

/** The message that ends below such a part of the screen. */
async function messageAt(region: Locator, part: number): Promise<Place> {
  const place = await region.evaluate((element: Shown, share: number): Place | null => {
    const frame = element.getBoundingClientRect();
    for (const row of element.querySelectorAll('[id^=message-]')) {
      const { top, bottom } = row.getBoundingClientRect();
      if (bottom > frame.top + frame.height * share) return { id: row.id, top };
    }
    return null;
  }, part);
  if (place === null) throw new Error('nothing stands there on the screen');
  return place;
}

/** The message in the middle of the screen. */
export function middleOf(region: Locator): Promise<Place> {
  return messageAt(region, 0.5);
}

/** The message at the upper edge of the screen. */
export function firstOf(region: Locator): Promise<Place> {
  return messageAt(region, 0);
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
