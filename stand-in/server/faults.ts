import { faultSchema, type Endpoint, type Fault, type FaultInput } from './contract.js';
import { seededRandom } from './random.js';

export interface FaultSubject {
  readonly channel: string | undefined;
  readonly endpoint: Endpoint;
  readonly userId: string | undefined;
}

/** What happens to one call: a wait, and perhaps one way to fail. */
export interface FaultPlan {
  readonly delayMs: number;
  readonly failure?: Fault;
}

interface Rule {
  fault: Fault;
  left: number;
  random: () => number;
}

/** The rules by which the API misbehaves. The first failing rule wins, delays add up. */
export class Faults {
  #rules: Rule[] = [];
  #count = 0;

  add(input: FaultInput): Fault {
    const parsed = faultSchema.parse(input);
    this.#count += 1;
    const fault: Fault = { ...parsed, id: `fault-${this.#count}`, hits: 0 };
    this.#rules.push({ fault, left: parsed.times ?? Infinity, random: seededRandom(parsed.seed) });
    return fault;
  }

  clear(id?: string): void {
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.fault.id !== id);
  }

  list(): Fault[] {
    return this.#rules.map((rule) => rule.fault);
  }

  plan(subject: FaultSubject): FaultPlan {
    let delayMs = 0;
    let failure: Fault | undefined;
    for (const rule of this.#rules) {
      const isDelay = rule.fault.kind === 'delay';
      if ((failure !== undefined && !isDelay) || !matches(rule.fault, subject) || !strikes(rule)) continue;
      rule.left -= 1;
      rule.fault = { ...rule.fault, hits: rule.fault.hits + 1 };
      delayMs += rule.fault.delayMs ?? 0;
      if (!isDelay) failure = rule.fault;
    }
    this.#rules = this.#rules.filter((rule) => rule.left > 0);
    return failure === undefined ? { delayMs } : { delayMs, failure };
  }
}

function matches(fault: Fault, subject: FaultSubject): boolean {
  return (
    (fault.channel === undefined || fault.channel === subject.channel) &&
    (fault.endpoint === undefined || fault.endpoint === subject.endpoint) &&
    (fault.userId === undefined || fault.userId === subject.userId)
  );
}

function strikes(rule: Rule): boolean {
  return rule.fault.probability === undefined || rule.random() < rule.fault.probability;
}
