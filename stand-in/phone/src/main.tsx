import '@fontsource-variable/noto-sans-jp/index.css';
import '@fontsource/noto-color-emoji/index.css';
import './styles/frame.css';
import './styles/talk.css';
import './styles/panel.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place to draw on.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
