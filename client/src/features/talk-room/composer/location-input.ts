import { type Bubble, bubbleSchema } from '../../../shared/contract.js';

export type LocationBubble = Extract<Bubble, { kind: 'location' }>;

/** A place as it is typed. */
export interface LocationInput {
  readonly title: string;
  readonly address: string;
  readonly latitude: string;
  readonly longitude: string;
}

interface LocationResult {
  readonly location: LocationBubble | null;
  readonly faults: ReadonlySet<keyof LocationInput>;
}

/** Full-width digits come from a Japanese keyboard; an empty field is no zero. */
function number(typed: string): number {
  const plain = typed.normalize('NFKC').trim();
  return plain === '' ? Number.NaN : Number(plain);
}

export function locationOf(input: LocationInput): LocationResult {
  const parsed = bubbleSchema.safeParse({
    kind: 'location',
    title: input.title,
    address: input.address,
    latitude: number(input.latitude),
    longitude: number(input.longitude),
  });
  if (parsed.success && parsed.data.kind === 'location') return { location: parsed.data, faults: new Set() };
  const names = new Set(parsed.error?.issues.map(({ path }) => String(path[0])));
  const all = ['title', 'address', 'latitude', 'longitude'] as const;
  return { location: null, faults: new Set(all.filter((name) => names.has(name))) };
}
