import './shared/styles/fonts.css';
import './shared/styles/tokens.css';
import './shared/styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { createQueryClient } from './app/query-client.js';
import { Providers } from './app/providers.js';
import { sayStartFailed } from './app/start-failed.js';
import { startI18n } from './shared/i18n/i18n.js';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');

try {
  await startI18n();
  createRoot(root).render(
    <StrictMode>
      <Providers queryClient={createQueryClient()}>
        <App />
      </Providers>
    </StrictMode>,
  );
} catch {
  sayStartFailed(root);
}
