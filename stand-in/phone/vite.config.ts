import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const standIn = 'http://localhost:3001';

export default defineConfig({
  root: import.meta.dirname,
  base: '/phone/',
  plugins: [react()],
  build: {
    outDir: '../../dist/phone',
    emptyOutDir: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/phone/api': standIn, '/_control': standIn } },
});
