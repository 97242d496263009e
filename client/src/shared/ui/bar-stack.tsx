import {
  createContext,
  type JSX,
  type ReactNode,
  useContext,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useTranslation } from 'react-i18next';
import styles from './bar-stack.module.css';
import { type BarKind, BarStore } from './bars.js';
import { Icon } from './icon.js';
import { useKeyboardToNext } from './use-keyboard-to-next.js';

const BarContext = createContext<BarStore | null>(null);
const nothing = new BarStore();

interface BarStackProps {
  /** What these lines are about. */
  label: string;
  children: ReactNode;
}

/** Where lines stand: the gravest of them, and one that opens the rest. */
export function BarStack({ label, children }: BarStackProps): JSX.Element {
  const { t } = useTranslation();
  const id = useId();
  const [store] = useState(() => new BarStore());
  const [isWanted, setIsWanted] = useState(false);
  const count = useSyncExternalStore(store.subscribe, store.folded).size;
  const tone = useSyncExternalStore(store.subscribe, store.foldedTone);
  const isOpen = isWanted && count > 0;
  const bars = useRef<HTMLDivElement>(null);
  useKeyboardToNext(bars, '[data-bar]');
  return (
    <div className={styles.stack} data-bars={isOpen ? 'open' : 'folded'}>
      <div
        id={id}
        ref={bars}
        className={styles.bars}
        role="group"
        aria-label={label}
        // What can be scrolled can be scrolled by keyboard.
        tabIndex={isOpen ? 0 : undefined}
      >
        <BarContext value={store}>{children}</BarContext>
      </div>
      {/* It stands always, so that a screen reader hears that there is more. */}
      <div role="status">
        {count > 0 && (
          <button
            type="button"
            className={styles.more}
            data-tone={tone}
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setIsWanted(!isOpen)}
          >
            <span className={isOpen ? styles.upward : styles.arrow}>
              <Icon name="down" size={14} />
            </span>
            {tone === 'amber' && !isOpen && <Icon name="alert" size={14} />}
            {isOpen ? t('bars.fewer') : t('bars.more', { count })}
          </button>
        )}
      </div>
    </div>
  );
}

/**
 * For the element of a line. Null: it has nothing to say just now.
 * @returns whether it stands or is folded, to be spread over the element
 */
export function useBar(kind: BarKind | null): { readonly 'data-bar'?: 'stands' | 'folded' } {
  const store = useContext(BarContext) ?? nothing;
  const id = useId();
  useLayoutEffect(
    () => (kind === null || store === nothing ? undefined : store.put(id, kind)),
    [store, id, kind],
  );
  const isFolded = useSyncExternalStore(store.subscribe, () => store.folded().has(id));
  return kind === null ? {} : { 'data-bar': isFolded ? 'folded' : 'stands' };
}

/** A line as an element of its own. */
export function Bar({ kind, children }: { kind: BarKind; children: ReactNode }): JSX.Element {
  return <div {...useBar(kind)}>{children}</div>;
}
