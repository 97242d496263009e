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
  /** 1 to 12, in Japan. */
  readonly month: number;
  readonly askerKind: (typeof askerKinds)[number];
  readonly basis: (typeof legalBases)[number];
  readonly state: DisclosureState;
}

/** Fewer than this point at somebody. */
const SMALL = 5;

export function publicCount(count: number): PublicCount {
  return isSmall(count) ? `1–${SMALL - 1}` : String(count);
}

function isSmall(count: number): boolean {
  return count > 0 && count < SMALL;
}

/** A sum that tells no more than its parts do: where one of them is masked, it is what it could be. */
function publicSum(parts: readonly number[]): PublicCount {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (isSmall(total) || !parts.some(isSmall)) return publicCount(total);
  const bound = (of: number) => parts.reduce((sum, part) => sum + (isSmall(part) ? of : part), 0);
  return `${bound(1)}–${bound(SMALL - 1)}`;
}

/**
 * A year in figures that may be published. There are no sums over rows, which would tell what a single small one
 * hides. The three tables of requests count the same ones, though: where one of them hides nothing, whoever adds it up has
 * that sum (SECURITY.md, known gaps).
 * @param toldInEmergencies a month, 1 to 12, for each time
 */
export function transparencyReport(
  year: number,
  requests: readonly CountedRequest[],
  toldInEmergencies: readonly number[],
): TransparencyReport {
  const row = (name: string, belongs: (request: CountedRequest) => boolean): ReportRow => {
    const own = requests.filter(belongs);
    const count = (...states: DisclosureState[]) => own.filter(({ state }) => states.includes(state)).length;
    const given = count('given');
    const refused = count('refused');
    const open = count('recorded', 'first-approval', 'approved');
    return {
      name,
      received: publicSum([given, refused, open]),
      given: publicCount(given),
      refused: publicCount(refused),
      open: publicCount(open),
    };
  };
  const months = Array.from({ length: 12 }, (_, index) => index + 1);
  return {
    year,
    months: months.map((month) => row(String(month), (request) => request.month === month)),
    askers: askerKinds.map((kind) => row(kind, ({ askerKind }) => askerKind === kind)),
    bases: legalBases.map((basis) => row(basis, (request) => request.basis === basis)),
    emergencies: months.map((month) => ({
      name: String(month),
      given: publicCount(toldInEmergencies.filter((each) => each === month).length),
    })),
  };
}
