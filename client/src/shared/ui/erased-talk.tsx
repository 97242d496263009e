import { type JSX, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '../navigation/link.js';
import { EmptyState } from './empty-state.js';
import styles from './erased-talk.module.css';

interface ErasedTalkProps {
  /** Where to go on; none where whatever it stands in is closed by itself. */
  to?: { readonly address: string; readonly name: string };
}

/** Stands where a talk was whose caller is erased. Whoever had the focus in it is told here, and goes on from here. */
export function ErasedTalk({ to }: ErasedTalkProps): JSX.Element {
  const { t } = useTranslation();
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What had the focus is gone, and the focus with it; where it is elsewhere, it stays there.
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) region.current?.focus();
  }, []);
  return (
    <div ref={region} tabIndex={-1} role="status" className={styles.erased}>
      <EmptyState
        title={t('letGo.erased')}
        detail={t('letGo.erasedDetail')}
        action={to !== undefined && <Link href={to.address}>{to.name}</Link>}
      />
    </div>
  );
}
