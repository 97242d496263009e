import { type OpenAPIObject } from '@nestjs/swagger';
import { type Permission, permissions as holders } from '../../../src/contract/permission.js';

/** In a path, they say which part of something is meant, or which of a fixed list. */
const PARTS = ['kind', 'position', 'situation', 'month'];
/** In a query or a body, they name what there is already. */
const NAMES = /Ids?$|^(?:account|person|ticketNumber|seenThrough|quotes|ids|before)$/;
/** These are made up by whoever asks. */
const MADE_UP = ['clientId', 'rawId'];
/** What is named there opens nothing and tells nothing. */
const HARMLESS = [
  // Kept for its writer alone, as they wrote it: what is sent is asked about when it is sent.
  'PUT /api/tickets/{ticketId}/draft mediaId',
  'PUT /api/tickets/{ticketId}/draft quotes',
  // Accounts help each other: whoever has a ticket is shown them all.
  'POST /api/tickets/{ticketId}/transfer accountId',
  // A place in one's own list.
  'GET /api/audit before',
];

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}

/**
 * What the operations name objects by, each as `METHOD /path field`, without the ticket in a path: with that,
 * permission-matrix.e2e-spec.ts asks at every route.
 */
export function fieldsThatName(
  document: OpenAPIObject,
  permissions: ReadonlyMap<string, Permission | 'public'>,
): string[] {
  const schemas = (document.components?.schemas ?? {}) as Readonly<Record<string, Schema>>;
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).flatMap(([method, operation]) => {
      const route = `${method.toUpperCase()} ${path}`;
      const permission = permissions.get(route);
      if (permission === undefined || permission === 'public') return [];
      const { parameters = [], requestBody } = operation;
      const inPath = parameters.flatMap(({ name, in: place }) =>
        place === 'path' && name !== 'ticketId' && !PARTS.includes(name) ? [name] : [],
      );
      // What only administrators hold, they hold for all accounts.
      const isForAll = holders[permission].every((holder) => holder === 'administrator');
      const asked = isForAll
        ? []
        : [
            ...parameters.flatMap(({ name, in: place }) => (place === 'query' ? [name] : [])),
            ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => namesIn(schema, schemas)),
          ].filter((name) => NAMES.test(name) && !MADE_UP.includes(name));
      return [...new Set([...inPath, ...asked])]
        .map((name) => `${route} ${name}`)
        .filter((name) => !HARMLESS.includes(name));
    }),
  );
}

/** Every property of a schema, however deep. */
function namesIn(
  schema: Schema | undefined,
  schemas: Readonly<Record<string, Schema>>,
  seen: readonly string[] = [],
): string[] {
  if (schema === undefined) return [];
  const { $ref, properties = {}, items, oneOf = [], anyOf = [], allOf = [] } = schema;
  const reference = $ref?.split('/').at(-1);
  const referred =
    reference === undefined || seen.includes(reference)
      ? []
      : namesIn(schemas[reference], schemas, [...seen, reference]);
  const within = [
    ...Object.values(properties),
    ...oneOf,
    ...anyOf,
    ...allOf,
    ...(items === undefined ? [] : [items]),
  ];
  return [...referred, ...Object.keys(properties), ...within.flatMap((each) => namesIn(each, schemas, seen))];
}
