import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://localhost:3000';

const isEntrance = (id: string) => /[\\/](index\.html|main\.tsx)(\?|$)/.test(id);

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    sourcemap: false,
    // Fonts as data: addresses would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Left to itself it makes a hundred crumbs of what screens share, each a request. The entrance stays out of
          // these: it waits for a language, whose own file would in turn wait for whatever it lay in.
          groups: [
            { name: 'first', tags: ['$initial'], test: (id) => !isEntrance(id) },
            { name: 'shared', minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
