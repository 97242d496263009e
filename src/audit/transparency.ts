import {
  askerKinds,
  type DisclosureState,
  legalBases,
  type PublicCount,
  type ReportRow,
  type TransparencyReport,
} from '../contract/disclosure.js';

/** One request as the report counts it. */
export interface CountedRequest {
  readonly accountId: string;
  readonly askerKind: (typeof askerKinds)[number];
  readonly basis: (typeof legalBases)[number];
  readonly state: DisclosureState;
}

/** One time that something was told in an emergency. */
export interface CountedTelling {
  readonly accountId: string;
  /** 1 to 12, in Japan. */
  readonly month: number;
}

/** Fewer than this point at somebody. */
const SMALL = 5;

/** What a count may be, as far as it is published. */
interface Range {
  readonly least: number;
  readonly most: number;
}

function masked(count: number): Range {
  return count > 0 && count < SMALL ? { least: 1, most: SMALL - 1 } : { least: count, most: count };
}

function sumOf(ranges: readonly Range[]): Range {
  return ranges.reduce((sum, { least, most }) => ({ least: sum.least + least, most: sum.most + most }), {
    least: 0,
    most: 0,
  });
}

function written({ least, most }: Range): PublicCount {
  return least === most ? String(least) : `${least}–${most}`;
}

/** How many there are of each kind, masked kind by kind. */
function maskedByKind<T>(
  all: readonly T[],
  kindOf: (each: T) => string,
): { readonly of: T; readonly count: Range }[] {
  const kinds = new Map<string, { of: T; count: number }>();
  for (const each of all) {
    const kind = kindOf(each);
    kinds.set(kind, { of: each, count: (kinds.get(kind)?.count ?? 0) + 1 });
  }
  return [...kinds.values()].map(({ of, count }) => ({ of, count: masked(count) }));
}

const partOf = ({ state }: CountedRequest): 'given' | 'refused' | 'open' =>
  state === 'given' || state === 'refused' ? state : 'open';

/**
 * A year in figures that may be published. Masked first, and added up afterwards (decision 35): what is masked are the
 * requests of one account, asker, basis and outcome, and every figure here is a sum of these as they are masked. So all of
 * it, and the reports of other accounts, would be the same were a masked count another.
 */
export function transparencyReport(
  year: number,
  requests: readonly CountedRequest[],
  toldInEmergencies: readonly CountedTelling[],
): TransparencyReport {
  const kinds = maskedByKind(requests, (request) =>
    [request.accountId, request.askerKind, request.basis, partOf(request)].join(' '),
  );
  const row = (name: string, belongs: (request: CountedRequest) => boolean): ReportRow => {
    const own = kinds.filter(({ of }) => belongs(of));
    const count = (part: ReturnType<typeof partOf>): PublicCount =>
      written(sumOf(own.filter(({ of }) => partOf(of) === part).map((kind) => kind.count)));
    return {
      name,
      received: written(sumOf(own.map((kind) => kind.count))),
      given: count('given'),
      refused: count('refused'),
      open: count('open'),
    };
  };
  const told = maskedByKind(toldInEmergencies, ({ accountId, month }) => `${accountId} ${month}`);
  return {
    year,
    askers: askerKinds.map((kind) => row(kind, ({ askerKind }) => askerKind === kind)),
    bases: legalBases.map((basis) => row(basis, (request) => request.basis === basis)),
    emergencies: Array.from({ length: 12 }, (_, index) => index + 1).map((month) => ({
      name: String(month),
      given: written(sumOf(told.filter(({ of }) => of.month === month).map(({ count }) => count))),
    })),
  };
}
