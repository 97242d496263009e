import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type ja } from './ja.js';

export const languages = ['ja', 'en'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'tomoshibi.language';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof ja };
  }
}

function storedLanguage(): Language {
  return localStorage.getItem(storageKey) === 'en' ? 'en' : 'ja';
}

/** Each language comes when it is wanted: both together would weigh more than the screen of signing in itself. */
const texts: Record<Language, () => Promise<typeof ja>> = {
  ja: async () => (await import('./ja.js')).ja,
  en: async () => (await import('./en.js')).en,
};

export async function startI18n(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  const language = storedLanguage();
  wanted = language;
  await i18next.use(initReactI18next).init({
    resources: { [language]: { translation: await texts[language]() } },
    lng: language,
    fallbackLng: false,
    // React escapes already.
    interpolation: { escapeValue: false },
  });
}

let wanted: Language = 'ja';

/** Without a network the other language may not be there: then the screen stays as it is. */
export async function changeLanguage(language: Language): Promise<void> {
  wanted = language;
  try {
    i18next.addResourceBundle(language, 'translation', await texts[language]());
  } catch {
    return;
  }
  // They have changed their mind while it came.
  if (wanted !== language) return;
  localStorage.setItem(storageKey, language);
  await i18next.changeLanguage(language);
}
