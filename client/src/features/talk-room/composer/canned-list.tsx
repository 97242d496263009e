import { type JSX, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../../shared/api/use-error-message.js';
import { classNames } from '../../../shared/ui/class-names.js';
import styles from './canned-list.module.css';
import { type CannedText } from './canned-query.js';
import { type Canned } from './use-canned.js';

interface CannedListProps {
  id: string;
  canned: Canned;
  onPick: (canned: CannedText) => void;
}

export const optionId = (listId: string, index: number): string => `${listId}-${index}`;

/** The focus stays in the text field; the list only shows what the keys there choose. */
export function CannedList({ id, canned, onPick }: CannedListProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const { found, chosen, error, isLoading, isMissed } = canned;
  const chosenElement = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Newer browsers answer with a promise, which is nothing to undo an effect with.
    chosenElement.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <div className={styles.popup}>
      <p className={classNames(styles.status, isMissed && styles.missed)} role="status">
        {error !== null && `${t('canned.failed')} ${errorMessage(error)}`}
        {isLoading && t('common.loading')}
        {error === null &&
          !isLoading &&
          (found.length === 0 ? t('canned.none') : t('canned.count', { count: found.length }))}
        {isMissed && <strong> {t('canned.missed')}</strong>}
      </p>
      <div className={styles.list} id={id} role="listbox" aria-label={t('canned.label')}>
        {found.map((item, index) => (
          <div
            key={item.shortcut}
            ref={index === chosen ? chosenElement : undefined}
            id={optionId(id, index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={classNames(styles.option, index === chosen && styles.chosen)}
            // Before the press ends, so that the text field keeps the focus and its caret.
            onPointerDown={(event) => {
              event.preventDefault();
              onPick(item);
            }}
            onPointerMove={() => canned.choose(index)}
          >
            <span className={styles.shortcut}>{item.shortcut}</span>
            <span className={styles.words}>
              <span className={styles.title}>{item.title}</span>
              <span className={styles.text}>{item.text}</span>
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
