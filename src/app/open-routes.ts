import { type FastifyInstance } from 'fastify';

/** Where the console's own address may begin: the page is the same everywhere, and shows nobody anything by itself. */
export const CONSOLE_PAGES = [
  '/admin',
  '/admin/*',
  '/announcements',
  '/audit',
  '/audit/*',
  '/board',
  '/emergency',
  '/figures',
  '/figures/*',
  '/handover',
  '/hours',
  '/join',
  '/search',
  '/security',
  '/shift',
  '/sign-in',
  '/verified',
  '/wall',
] as const;

export const API_DOCUMENT = '/api/openapi.json';

/** The console's files: what a build made, nothing of anybody. */
const BUILT_FILES = '/*';

const open: ReadonlySet<string> = new Set([...CONSOLE_PAGES, API_DOCUMENT, BUILT_FILES]);

/**
 * Routes beside the controllers ask for no permission: only these may be registered.
 * @returns ends the watch, before the controllers, who are audited by what they declare
 * @throws Error at the registration of any other
 */
export function watchOpenRoutes(fastify: FastifyInstance): () => void {
  let watching = true;
  fastify.addHook('onRoute', ({ url }) => {
    if (watching && !open.has(url)) throw new Error(`no permission is declared for ${url}`);
  });
  return () => {
    watching = false;
  };
}
