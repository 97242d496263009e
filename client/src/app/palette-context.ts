import { createContext } from 'react';

/** Opens the palette, or the sheet of all keys. */
export const PaletteContext = createContext<(what: 'palette' | 'sheet') => void>(() => undefined);
