import { describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { CONSOLE_PAGES, watchOpenRoutes } from './open-routes.js';

describe('routes beside the controllers', () => {
  it('are the console’s pages and nothing else, until the controllers are audited', () => {
    const server = fastify();
    const areAudited = watchOpenRoutes(server);
    for (const page of CONSOLE_PAGES) server.get(page, () => 'a page');
    expect(() => server.get('/api/leak', () => 'words')).toThrow('no permission is declared for /api/leak');
    areAudited();
    expect(() => server.get('/api/desk', () => 'audited by its declaration')).not.toThrow();
  });
});
