import { readdir } from 'node:fs/promises';
import { z } from 'zod';

const FOLDER = new URL('../contract/', import.meta.url);
/** Names of these schemas are of no use to anybody: they are shorter than a reference to them. */
const PLAIN = ['string', 'number', 'boolean', 'literal', 'enum', 'null', 'undefined', 'void'];

export type SchemaType = 'input' | 'output';
export interface Described {
  readonly schema: Record<string, unknown>;
  readonly components: Record<string, Record<string, unknown>>;
}

/**
 * Describes schemas of the contract once, under the names by which it exports them, and refers to them elsewhere. What
 * goes in and what comes out of the same schema differ (defaults, unknown keys): the former ends with `Input`.
 */
export class OpenApiNames {
  readonly #registries = { input: z.registry<{ id: string }>(), output: z.registry<{ id: string }>() };

  readonly #names = new Set<string>();

  static async read(): Promise<OpenApiNames> {
    const names = new OpenApiNames();
    const files = (await readdir(FOLDER)).filter((file) => /^[a-z-]+\.[jt]s$/.test(file)).toSorted();
    for (const file of files) {
      const name = file.slice(0, -'.ts'.length);
      const contract = (await import(`../contract/${name}.js`)) as Record<string, unknown>;
      for (const [schema, value] of Object.entries(contract)) names.#add(schema, value);
    }
    return names;
  }

  #add(name: string, value: unknown): void {
    if (!name.endsWith('Schema') || !(value instanceof z.ZodType) || PLAIN.includes(value.type)) return;
    const id = `${name.charAt(0).toUpperCase()}${name.slice(1, -'Schema'.length)}`;
    // Exported again under another name, it keeps the first.
    if (this.#registries.output.has(value)) return;
    if (this.#names.has(id)) throw new Error(`two schemas of the contract are called ${name}`);
    this.#names.add(id);
    this.#registries.output.add(value, { id });
    this.#registries.input.add(value, { id: `${id}Input` });
  }

  describe(schema: unknown, io: SchemaType): Described | undefined {
    if (!(schema instanceof z.ZodType)) return undefined;
    const registry = this.#registries[io];
    const {
      definitions,
      $schema: _,
      id: __,
      ...root
    } = z.toJSONSchema(schema, {
      target: 'openapi-3.0',
      io,
      metadata: registry,
      unrepresentable: 'any',
    }) as Record<string, unknown>;
    const components = Object.fromEntries(
      Object.entries((definitions ?? {}) as Described['components']).map(([name, { id: ___, ...each }]) => [
        name,
        each,
      ]),
    );
    // Of what goes in, parameters are read from the properties: it has to be there itself.
    const own = registry.get(schema)?.id;
    const whole = own === undefined || typeof root['$ref'] !== 'string' ? root : (components[own] ?? root);
    if (own === undefined || io === 'input') return { schema: whole, components };
    return { schema: { $ref: `#/definitions/${own}` }, components: { ...components, [own]: whole } };
  }
}
