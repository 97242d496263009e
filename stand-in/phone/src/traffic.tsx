import { useEffect, useState, type ReactElement } from 'react';
import { control } from './api.js';
import { useTexts } from './texts.js';

interface Entry {
  readonly order: number;
  readonly status: number;
  readonly durationMs: number;
  readonly endpoint?: string;
  readonly channel?: string;
}

const shown = 6;
const everyMs = 2_000;

/** The last few webhooks and API calls, newest first. */
export function Traffic(): ReactElement {
  const texts = useTexts();
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  useEffect(() => {
    const look = async (): Promise<void> => {
      if (document.hidden) return;
      const lists = await Promise.all([
        control<Entry[]>('GET', `/webhook-attempts?limit=${shown}`),
        control<Entry[]>('GET', `/api-calls?limit=${shown}`),
      ]);
      setEntries(
        lists
          .flat()
          .toSorted((left, right) => right.order - left.order)
          .slice(0, shown),
      );
    };
    const quietly = (): void => void look().catch(() => undefined);
    quietly();
    const timer = window.setInterval(quietly, everyMs);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <section className="traffic" aria-label={texts('recent')}>
      <h3>{texts('recent')}</h3>
      {entries.length === 0 && <p>{texts('nothingYet')}</p>}
      <ol>
        {entries.map((entry) => (
          <li key={entry.order}>
            <span aria-hidden="true">{entry.endpoint === undefined ? '→' : '←'}</span>
            <span className="traffic-what">{entry.endpoint ?? 'webhook'}</span>
            <span className="faint">{Math.round(entry.durationMs)} ms</span>
            <span className={entry.status >= 200 && entry.status < 300 ? 'good' : 'bad'}>
              {entry.status === 0 ? texts('noAnswer') : entry.status}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
