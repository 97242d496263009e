import { z } from 'zod';
import { paths } from '../shared/navigation/location.js';

const key = 'tomoshibi.return-place';

const returnPlaceSchema = z.object({
  /** Path and search. */
  address: z.string(),
  /** Whoever was there; null: nobody was signed in yet. */
  staffId: z.string().nullable(),
});

/** Keeps where they are in this tab alone: it outlives the way to an organisation's sign-in, and no link brings one. */
export function rememberPlace(staffId: string | null): void {
  const { pathname, search } = window.location;
  keep(JSON.stringify({ address: pathname + search, staffId }));
}

export function forgetPlace(): void {
  keep(null);
}

/**
 * Where somebody who has signed in goes on: where they were, or at their first screen. Told once.
 * @param isTheirs whether a path leads to a screen of the console that is for them; anything else is nowhere to go
 */
export function takePlace(staffId: string, isTheirs: (path: string) => boolean): string {
  const place = kept();
  forgetPlace();
  if (place === null || (place.staffId ?? staffId) !== staffId) return paths.desk;
  const [path = ''] = place.address.split('?');
  return path === paths.signIn || !isTheirs(path) ? paths.desk : place.address;
}

function kept(): z.infer<typeof returnPlaceSchema> | null {
  try {
    return returnPlaceSchema.parse(JSON.parse(window.sessionStorage.getItem(key) ?? 'null'));
  } catch {
    return null;
  }
}

function keep(place: string | null): void {
  try {
    if (place === null) window.sessionStorage.removeItem(key);
    else window.sessionStorage.setItem(key, place);
  } catch {
    // Blocked by the browser's settings: they begin at their first screen.
  }
}
